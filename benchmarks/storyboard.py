"""What recording costs: storyboard and layout, and pictures, of the processor time of the renders they record.

Must hold, over the documentation examples: storyboard and layout below 5 % of the time of the scenes with
storyboards, pictures below 1 ms per frame. Each scene runs in a forked process of its own, with manim set up as
in the sandbox, where it draws few of the frames; the time of every recording call is taken where it is called, because
the difference between two runs of one scene is smaller than what a shared machine adds to either. The runs
without a recorder, alternating with the others, are printed beside it.

    .venv/bin/python benchmarks/storyboard.py [EVERY]    # EVERY = 5 takes every fifth example
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import manim
import numpy as np

from manimill import DatasetRegistry
from manimill.records import Sample
from manimill.render._zygote import rendering
from manimill.render._zygote.pictures import Pictures
from manimill.render._zygote.storyboard import Storyboard

LIMIT = 0.05
LIMIT_OF_PICTURES = 0.001
FRAMES = 500


class Timed(Storyboard):
    """A storyboard that knows what it has cost."""

    seconds = 0.0

    def _guard(self, record: Callable[..., None], *args: Any, **kwargs: Any) -> None:
        start = time.process_time()
        super()._guard(record, *args, **kwargs)
        self.seconds += time.process_time() - start


def run(code: str, scene: str, recorded: bool) -> dict[str, float]:
    """CPU seconds of a render, of attaching, recording and writing within it; and the storyboard's size."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        answer = {"failed": 1.0}
        try:
            null = os.open(os.devnull, os.O_RDWR)
            for standard in (0, 1, 2):
                os.dup2(null, standard)
            answer = measure(code, scene, recorded)
        finally:
            os.write(writing, json.dumps(answer).encode())
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as file:
        heard: dict[str, float] = json.load(file)
    os.waitpid(child, 0)
    return heard


def measure(code: str, scene: str, recorded: bool) -> dict[str, float]:
    rendering.watch(rendering.Course(on_frame=lambda _pixels, _time: True))
    storyboard = Timed()
    before = time.process_time()
    if recorded:
        storyboard.attach("scene.py")
    attached = time.process_time() - before
    namespace: dict[str, Any] = {"__name__": "scene"}
    exec(compile(code, "scene.py", "exec"), namespace)
    start = time.process_time()
    namespace[scene]().render()
    rendered = time.process_time() - start
    recording, size = storyboard.seconds, 0
    if recorded:
        start = time.process_time()
        size = len(json.dumps([storyboard.to_json(), storyboard.layout.to_json()]))
        written = time.process_time() - start
        return {"total": attached + rendered + written, "cost": attached + recording + written, "size": size}
    return {"total": rendered, "cost": 0.0, "size": 0}


def cost_of_pictures() -> float:
    """CPU seconds for each frame of 854 x 480, the encoding at the end included."""
    frames = np.random.default_rng(7).integers(0, 255, (8, 480, 854, 4), dtype=np.uint8)
    pictures = Pictures()
    start = time.process_time()
    for number in range(FRAMES):
        pictures.take(frames[number % len(frames)], float(number))
    pictures.to_json()
    return (time.process_time() - start) / FRAMES


def main(every: int) -> int:
    rendering.configure()
    Storyboard.prepare()
    Pictures.prepare()
    manim.Text("warm")
    examples = DatasetRegistry.from_catalog().extract_all(["manim_ce_docs"])
    samples = [s for s in examples if isinstance(s, Sample) and s.scene][::every]
    without, recorded, cost, sizes, failed = 0.0, 0.0, 0.0, [0.0], 0
    for sample in samples:
        job = (sample.code, str(sample.scene))
        # The first run typesets what the scene needs.
        run(*job, recorded=False)
        plain, told = run(*job, recorded=False), run(*job, recorded=True)
        if "failed" in plain or "failed" in told:
            failed += 1
            continue
        without += plain["total"]
        recorded += told["total"]
        cost += told["cost"]
        sizes.append(told["size"])
    share, frame = cost / recorded, cost_of_pictures()
    print(f"{len(samples)} examples, {failed} do not run; largest storyboard {max(sizes) / 1024:.0f} KiB")
    print(f"without {without:.1f} s, with {recorded:.1f} s, of which recording {cost:.2f} s")
    print(f"storyboard and layout: {share:.1%} (limit {LIMIT:.0%})")
    print(f"pictures: {frame * 1e3:.2f} ms per frame (limit {LIMIT_OF_PICTURES * 1e3:g} ms)")
    return int(share > LIMIT or frame > LIMIT_OF_PICTURES)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1))
