"""Which mobjects an animation is about, and what was asked of them.

Classes differ in where they keep this, and versions of manim too.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import wraps
from typing import Any

import manim

from . import appearance

_COMPOSITIONS = (manim.AnimationGroup, manim.Succession, manim.LaggedStart, manim.LaggedStartMap)
_POINTING = ("Circumscribe", "Flash", "FocusOn", "Blink", "ShowPassingFlashWithThinningStrokeWidth")
_REMEMBERED = "_storyboard_subject"

Call = tuple[str, Iterable[Any], dict[str, Any]]
"""A method's name, its arguments and its keyword arguments."""


def remember() -> None:
    """Make animations that keep no reference to the mobject they point at keep one.

    Circumscribe only keeps the frame it draws, Flash the middle.
    """
    for name in _POINTING:
        kind = getattr(manim, name, None)
        if isinstance(kind, type):
            _remember(kind)


def _remember(kind: Any) -> None:
    made = kind.__init__

    @wraps(made)
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
        made(self, *args, **kwargs)
        subject = args[0] if args else next(iter(kwargs.values()), None)
        if isinstance(subject, manim.Mobject):
            setattr(self, _REMEMBERED, subject)

    kind.__init__ = __init__


def is_composition(animation: Any) -> bool:
    """Whether an animation is nothing but others put together; Circumscribe, say, is more than that."""
    base = next((b for b in type(animation).__mro__ if appearance.from_manim(b)), None)
    return base in _COMPOSITIONS and _REMEMBERED not in animation.__dict__


def subject(animation: Any) -> Any:
    """The mobject that is animated, or pointed at; None where there is none."""
    own = animation.__dict__
    if _REMEMBERED in own:
        return own[_REMEMBERED]
    if isinstance(animation, manim.TransformFromCopy):
        return own.get("target_mobject")
    if "to_add_on_completion" in own and (parts := animation.mobject.submobjects):
        # FadeTransform animates a group of both.
        return parts[0]
    if "to_add" in own and (parting := own.get("to_remove")) is not None:
        return parting[0] if isinstance(parting, list) else parting
    mobject = own.get("mobject")
    return None if _is_nothing(mobject) else mobject


def target(animation: Any) -> Any:
    """What the mobject turns into, as far as it is known before the animation begins; or None."""
    own = animation.__dict__
    if isinstance(animation, manim.TransformFromCopy):
        return own.get("mobject")
    for attribute in ("to_add_on_completion", "to_add", "target_mobject"):
        turned = own.get(attribute)
        if isinstance(turned, manim.Mobject) and not _is_nothing(turned):
            return turned
    return None


def _is_nothing(mobject: Any) -> bool:
    """Whether it is the empty mobject that animations without one are given."""
    return type(mobject) is manim.Mobject and not mobject.submobjects and not len(mobject.points)


def calls(animation: Any) -> list[Call]:
    """Method names and arguments of ``.animate`` and of ApplyMethod."""
    own = animation.__dict__
    found: list[Call] = []
    for item in own.get("methods") or ():
        # Three values before manim 0.18, an object of three since.
        method, args, kwargs = (
            item if isinstance(item, (list, tuple)) else (item.method, item.args, item.kwargs)
        )
        found.append((getattr(method, "__name__", "?"), args, kwargs))
    if type(animation) is manim.ApplyMethod and (method := own.get("method")) is not None:
        given = list(own.get("method_args") or ())
        options = given.pop() if given and isinstance(given[-1], dict) else {}
        found.append((getattr(method, "__name__", "?"), given, options))
    return found
