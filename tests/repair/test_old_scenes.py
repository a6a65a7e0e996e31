"""Repaired scenes look as they did with the library they were written for.

``old_scenes`` holds scenes for the Manim of 2020 and, beside each, frames of it that ``scripts/record_old_scenes.py``
recorded with that library.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from manimill.render import RenderJob, RenderSettings
from manimill.render.worker import Worker
from manimill.repair import repair

FOLDER = Path(__file__).parents[1] / "data" / "old_scenes"
SCENES = sorted(path.stem for path in FOLDER.glob("*.py"))
FRAMES, WIDTH, HEIGHT = 10, 128, 72

_NEAR = 6
"""Pixels of a frame's 128 x 72 within which a line may lie elsewhere, or be thinner: a tick that is drawn longer today,
a letter that is set a little to the side."""

_STRAY = 0.12
"""The share of what is drawn that may have nothing alike near it in the other picture."""

_LITTLE = 60
"""Pixels that are drawn where an animation has only just begun."""

Pixels = npt.NDArray[np.int16]


@pytest.fixture(scope="module")
def artist(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    settings = RenderSettings(level="video", timeout=60)
    with Worker(settings, tmp_path_factory.mktemp("tex")) as worker:
        yield worker


def scene_class(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def recorded(name: str) -> list[Pixels]:
    strip = Image.open(FOLDER / f"{name}.png").convert("RGB")
    return [
        np.asarray(strip.crop((0, n * HEIGHT, WIDTH, (n + 1) * HEIGHT)), dtype=np.int16)
        for n in range(FRAMES)
    ]


def drawn(code: str, scene: str, artist: Worker) -> list[Pixels]:
    """All frames of the scene."""
    verdict = artist.render(RenderJob(code, scene))
    assert verdict.ok, f"{verdict.verdict}: {verdict.error}"
    assert not verdict.warnings
    with av.open(io.BytesIO(verdict.media["video.mp4"]), mode="r") as container:
        pictures = [frame.to_image() for frame in container.decode(video=0)]
    chosen = [pictures[round(i)] for i in np.linspace(0, len(pictures) - 1, FRAMES)]
    return [
        np.asarray(picture.resize((WIDTH, HEIGHT), Image.Resampling.BOX), dtype=np.int16)
        for picture in chosen
    ]


def stray(one: Pixels, other: Pixels) -> float:
    """The share of what is drawn in one picture that has nothing of its colour near it in the other, and reversed."""
    return max(_lost(one, other), _lost(other, one))


def _lost(one: Pixels, other: Pixels) -> float:
    drawn_here = one.max(axis=2) > 40
    if not drawn_here.any():
        return 0.0
    best = np.full(one.shape[:2], 1000.0)
    for down in range(-_NEAR // 2, _NEAR // 2 + 1):
        for right in range(-_NEAR // 2, _NEAR // 2 + 1):
            moved = np.roll(other, (down, right), axis=(0, 1))
            best = np.minimum(best, np.abs(moved - one).mean(axis=2))
    # Of next to nothing, a pixel would be much.
    return float((best[drawn_here] > 60).sum() / max(drawn_here.sum(), _LITTLE))


def compared(name: str, code: str, artist: Worker) -> list[float]:
    """How much each recorded frame differs from the frame of its time, or from one beside it.

    The two libraries do not agree about when the first step of an animation is.
    """
    old, new = recorded(name), drawn(code, scene_class(name), artist)
    found = []
    for number, frame in enumerate(old):
        at = round(number * (len(new) - 1) / (len(old) - 1))
        found.append(min(stray(frame, other) for other in new[max(0, at - 2) : at + 3]))
    return found


@pytest.mark.parametrize("name", SCENES)
def test_a_repaired_scene_looks_as_it_did(name: str, artist: Worker) -> None:
    code = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
    repaired = repair(code)
    assert not repaired.unresolved
    differences = compared(name, repaired.code, artist)
    assert max(differences) <= _STRAY, [round(one, 2) for one in differences]


def test_a_wrong_direction_would_be_seen(artist: Worker) -> None:
    code = repair((FOLDER / "fading.py").read_text(encoding="utf-8")).code
    turned = code.replace("shift=RIGHT", "shift=LEFT")
    assert turned != code
    assert max(compared("fading", turned, artist)) > _STRAY


def test_a_plot_beside_its_place_would_be_seen(artist: Worker) -> None:
    code = repair((FOLDER / "a_graph.py").read_text(encoding="utf-8")).code
    moved = code.replace("0.5 * x + 1", "0.5 * x + 2")
    assert moved != code
    assert max(compared("a_graph", moved, artist)) > _STRAY
