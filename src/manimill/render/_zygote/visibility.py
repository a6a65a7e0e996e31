"""Whether there is anything to be seen of a scene's mobjects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from manim import PMobject, VMobject
from manim.mobject.types.image_mobject import AbstractImageMobject


def anything_visible(mobjects: Iterable[Any]) -> bool:
    """Whether one of the mobjects, or of what belongs to them, draws something.

    What has no points (a ``VGroup`` of nothing), is never drawn (a ``ValueTracker``) or is fully transparent
    does not count. What lies outside the frame, or has the colour of the background, does: where it is may change,
    and how it looks is for `pictures` to record.
    """
    return any(_is_visible(part) for mobject in mobjects for part in mobject.get_family())


def _is_visible(part: Any) -> bool:
    if isinstance(part, VMobject):
        return len(part.points) > 0 and (_has_stroke(part) or _is_opaque(getattr(part, "fill_rgbas", None)))
    if isinstance(part, PMobject):
        return len(part.points) > 0
    return isinstance(part, AbstractImageMobject)


def _has_stroke(part: Any) -> bool:
    return bool(part.stroke_width) and _is_opaque(getattr(part, "stroke_rgbas", None))


def _is_opaque(rgbas: Any) -> bool:
    return rgbas is not None and bool((rgbas[:, 3] > 0).any())
