"""What the faster functions change: no pixel, and how long a render takes.

Every documentation example is rendered twice, each time in a forked process of its own and with every frame drawn: by
manim's own functions, and with those of `manimill.render._zygote.equivalents` in their place.

Must hold: all frames of all examples are the same to the last bit, as is whatever error ends one; and manim's own
functions take at least 1.2 times the processor time.

    .venv/bin/python benchmarks/equivalents.py [EVERY]    # EVERY = 5 takes every fifth example
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import manim
import numpy as np

from manimill import DatasetRegistry
from manimill.render._zygote import equivalents, rendering

LIMIT = 1.2


class Rendered(NamedTuple):
    """A digest of all frames, how many there were, what ended the scene, and processor seconds."""

    digest: str
    frames: int
    error: str
    seconds: float


def render(code: str, scene: str, *, replaced: bool) -> Rendered:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            null = os.open(os.devnull, os.O_RDWR)
            for standard in (0, 1, 2):
                os.dup2(null, standard)
            os.write(writing, json.dumps(_render(code, scene, replaced)).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as file:
        said = file.read()
    os.waitpid(child, 0)
    return Rendered(*json.loads(said)) if said else Rendered("", 0, "no answer", 0.0)


def _render(code: str, scene: str, replaced: bool) -> Rendered:
    if replaced:
        equivalents.install_all()
    digest, frames = hashlib.sha256(), 0

    def see(pixels: Any, time: float) -> bool:
        nonlocal frames
        frames += 1
        digest.update(f"{time}".encode() + np.ascontiguousarray(pixels).tobytes())
        return True

    course = rendering.Course(on_frame=see, draw_all=True)
    rendering.watch(course)
    random.seed(0)
    np.random.seed(0)
    error = ""
    start = time.process_time()
    try:
        namespace: dict[str, Any] = {"__name__": "scene"}
        exec(compile(code, "scene.py", "exec"), namespace)
        made = namespace[scene]()
        made.render()
        if not course.plays:
            see(made.renderer.camera.pixel_array, 0.0)
    except Exception as failure:
        error = f"{type(failure).__name__}: {failure}"
    return Rendered(digest.hexdigest(), frames, error, time.process_time() - start)


def main(every: int) -> int:
    rendering.configure()
    manim.Text("warm")
    samples = [s for s in DatasetRegistry.from_catalog().extract_all(["manim_ce_docs"]) if s.scene][::every]
    with tempfile.TemporaryDirectory() as media:
        manim.config.media_dir = media
        Path(media, "Tex").mkdir()
        own = other = 0.0
        frames, different = 0, []
        for sample in samples:
            job = (sample.code, str(sample.scene))
            # The first run typesets what the scene needs.
            render(*job, replaced=False)
            by_manim, by_stand_ins = render(*job, replaced=False), render(*job, replaced=True)
            if by_manim[:3] != by_stand_ins[:3]:
                # Some look different each time, as by a layout that starts anywhere.
                again = render(*job, replaced=False)
                if again[:3] == by_manim[:3]:
                    different.append((sample.scene, by_manim, by_stand_ins))
                    continue
            own, other = own + by_manim.seconds, other + by_stand_ins.seconds
            frames += by_manim.frames
    for scene, *both in different:
        print(f"{scene}: {both[0]} but {both[1]}")
    ratio = own / other
    print(f"{len(samples)} examples, {frames} frames: {len(different)} examples differ (limit 0)")
    print(f"manim's own functions {own:.1f} s, stand-ins {other:.1f} s: {ratio:.2f} times (limit {LIMIT:g})")
    return int(bool(different) or ratio < LIMIT)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1))
