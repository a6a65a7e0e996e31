"""Where mobjects are at the end of each play: out of the frame, or one text on another. Recorded, not judged.

A JSON object with

- ``outside``: mobjects beyond the edge of what the camera sees: ``object`` (their number in the storyboard),
  ``t`` and ``line`` of the play after which that was so first, ``how`` (``fully`` or ``partly``), ``sides``, and
  ``by``: how far the farthest of them is out, in manim's units;
- ``overlaps``: pairs of texts with overlapping boxes: ``objects``, ``t``, ``line``, and ``share`` of the smaller
  box that lies in the other;
- ``skipped``: why something was not looked at: ``three dimensions`` where the camera does not look straight at
  the plane, ``too many`` where a scene had more than 200 mobjects or a list here is full.

Groups are looked into; figures like an Axes are taken as a whole for leaving the frame, and looked into for their
texts. What is invisible does not count, nor do the camera's own mobjects. Each mobject and each pair is
recorded once.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import manim
import numpy as np

from . import appearance
from .appearance import Box, tidy
from .cast import Cast

_MOST_MOBJECTS = 200
_MOST_STEPS = 2000
_MOST_RECORDS = 50
_MARGIN = 0.02
"""Less than this, in manim's units, is the width of a line and no leaving."""
_LEAST_SHARE = 0.02
_SIDES = (("left", 0, 0), ("bottom", 0, 1), ("right", 1, 0), ("top", 1, 1))

Record = dict[str, Any]


class _Seen(NamedTuple):
    mobject: Any
    members: list[Any]
    box: Box

    def is_visible(self) -> bool:
        return appearance.is_visible(self.members)


class Layout:
    """What lay where at the end of each play."""

    def __init__(self) -> None:
        self._outside: list[Record] = []
        self._overlaps: list[Record] = []
        self._skipped: list[str] = []
        self._known: set[Any] = set()

    def look(self, scene: Any, time: float, line: int | None, cast: Cast) -> None:
        """Record what is out of the frame or overlapping now, ``time`` seconds into the scene."""
        frame = _frame(scene.renderer.camera)
        if frame is None:
            self._skip("three dimensions")
            return
        when: Record = {"t": tidy(time)} | ({} if line is None else {"line": line})
        figures, texts = self._present(scene, cast)
        for seen in figures:
            out = _outside(seen.box, frame)
            if out and seen.is_visible() and self._has_room(self._outside):
                self._note(self._outside, [cast.number(seen.mobject)], when | out)
        for one, other, share in _overlapping(texts):
            if one.is_visible() and other.is_visible() and self._has_room(self._overlaps):
                numbers = [cast.number(one.mobject), cast.number(other.mobject)]
                self._note(self._overlaps, numbers, when | {"share": tidy(share)})

    def to_json(self) -> dict[str, Any]:
        """What has been recorded by now."""
        return {"outside": self._outside, "overlaps": self._overlaps, "skipped": self._skipped}

    def _note(self, records: list[Record], numbers: list[int | None], details: Record) -> None:
        key = tuple(numbers)
        if None in key or key in self._known:
            return
        self._known.add(key)
        subject = {"object": numbers[0]} if len(numbers) == 1 else {"objects": numbers}
        records.append(subject | details)

    def _has_room(self, records: list[Record]) -> bool:
        if len(records) < _MOST_RECORDS:
            return True
        self._skip("too many")
        return False

    def _skip(self, reason: str) -> None:
        if reason not in self._skipped:
            self._skipped.append(reason)

    def _present(self, scene: Any, cast: Cast) -> tuple[list[_Seen], list[_Seen]]:
        """What may leave the frame, and the texts among and inside it."""
        figures: list[_Seen] = []
        texts: list[_Seen] = []
        # Whether a mobject is part of a figure already taken as a whole.
        waiting = [(mobject, False) for mobject in reversed(scene.mobjects)]
        steps = 0
        while waiting:
            mobject, inside = waiting.pop()
            steps += 1
            if steps > _MOST_STEPS or len(figures) + len(texts) >= _MOST_MOBJECTS:
                self._skip("too many")
                break
            if id(mobject) in cast.roles or isinstance(mobject, manim.ValueTracker):
                continue
            is_text = bool(appearance.text(mobject))
            group = not is_text and appearance.is_plain_group(mobject)
            parts = mobject.__dict__.get("submobjects") or ()
            if (is_text or not (inside or group)) and (seen := _seen(mobject)) is not None:
                texts.extend([seen] if is_text else [])
                figures.extend([] if inside else [seen])
            if parts and not is_text and not _is_drawing(mobject):
                waiting.extend((part, inside or not group) for part in reversed(parts[:_MOST_STEPS]))
        return figures, texts


def _is_drawing(mobject: Any) -> bool:
    """Whether the parts of a mobject are strokes of a picture and never texts."""
    return isinstance(mobject, (manim.SVGMobject, manim.DashedVMobject, manim.Surface))


def _seen(mobject: Any) -> _Seen | None:
    members = appearance.family(mobject)
    corners = appearance.box(members)
    return None if corners is None else _Seen(mobject, members, corners)


def _frame(camera: Any) -> Box | None:
    """What the camera sees of the plane; None where that is no upright rectangle."""
    if isinstance(camera, manim.ThreeDCamera):
        turned = (camera.get_phi(), camera.get_theta() + np.pi / 2, camera.get_gamma())
        zoom = camera.get_zoom() if hasattr(camera, "get_zoom") else 1
        if max(map(abs, turned)) > 1e-3 or abs(zoom - 1) > 1e-3:
            return None
    if isinstance(frame := getattr(camera, "frame", None), manim.Mobject):
        return appearance.box([frame])
    center = np.asarray(camera.frame_center, dtype=float)
    half = np.array((camera.frame_width / 2, camera.frame_height / 2, 0.0))
    return np.array((center - half, center + half))


def _outside(box: Box, frame: Box) -> Record:
    """How a box leaves the frame; empty where it does not."""
    excess = np.array((frame[0, :2] - box[0, :2], box[1, :2] - frame[1, :2]))
    if excess.max() < _MARGIN:
        return {}
    gone = bool((box[0, :2] >= frame[1, :2]).any() or (box[1, :2] <= frame[0, :2]).any())
    sides = [side for side, end, axis in _SIDES if excess[end, axis] >= _MARGIN]
    return {"how": "fully" if gone else "partly", "sides": sides, "by": tidy(excess.max())}


def _overlapping(texts: list[_Seen]) -> list[tuple[_Seen, _Seen, float]]:
    """Pairs of texts that lie on one another, with the share of the smaller box that does."""
    if len(texts) < 2:
        return []
    boxes = np.array([seen.box[:, :2] for seen in texts])
    low = np.maximum(boxes[:, None, 0], boxes[None, :, 0])
    high = np.minimum(boxes[:, None, 1], boxes[None, :, 1])
    common = np.clip(high - low, 0, None).prod(axis=2)
    area = (boxes[:, 1] - boxes[:, 0]).prod(axis=1)
    smaller = np.minimum(area[:, None], area[None, :])
    share = common / np.maximum(smaller, 1e-9)
    pairs = np.argwhere(np.triu(share > _LEAST_SHARE, k=1))
    return [(texts[i], texts[j], float(share[i, j])) for i, j in pairs.tolist()]
