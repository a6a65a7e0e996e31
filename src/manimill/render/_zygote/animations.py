"""What an animation does, as a small JSON object.

``class`` is the animation's, ``animate`` for ``mobject.animate`` (with ``calls``, as they were written); ``kind``
manim's own class where the scene defines the class; ``on`` the number of the mobject, or numbers of several that
the same is done to (at most 12, then ``count``); ``into`` the mobject it turns into. ``to`` is what will be
different in the mobject at the end, where that is known before. Left out when they are the class's usual ones:
``seconds`` (also where equal to those of the whole call), ``rate``, ``lag_ratio``. Compositions hold theirs
in ``of``. What else a class is made with goes by the name of its parameter; angles are in degrees.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import manim
import numpy as np

from . import appearance, colors, subjects
from .appearance import tidy
from .cast import Cast, difference, state

_MOST_OF = 24
_MOST_LOOKED_AT = 100
_MOST_ON = 12
_DEEPEST = 4
_LONGEST_CALL = 120
_FEW = 6

_REVERSALS = ("reverse_rate_function", "reverse")

Note = dict[str, Any]


class _Parameter(NamedTuple):
    """A parameter of animation classes: the attribute that keeps it, its key, what needs no mention."""

    attribute: str
    key: str
    usual: Any = None
    is_angle: bool = False


_PARAMETERS = (
    _Parameter("shift_vector", "shift", [0, 0, 0]),
    _Parameter("scale_factor", "scale", 1),
    _Parameter("angle", "angle", 0, is_angle=True),
    _Parameter("path_arc", "path_arc", 0, is_angle=True),
    _Parameter("_path_arc", "path_arc", 0, is_angle=True),
    _Parameter("axis", "axis", [0, 0, 1]),
    _Parameter("about_point", "about_point"),
    _Parameter("point", "point"),
    _Parameter("point_color", "point_color"),
    _Parameter("focus_point", "point"),
    _Parameter("focal_point", "point"),
    _Parameter("color", "color"),
    _Parameter("path", "path"),
    _Parameter("tracked_mobject", "tracked"),
    _Parameter("time_width", "time_width", 1),
    _Parameter("n_wiggles", "wiggles"),
    _Parameter("n_mobs", "rings"),
)


class Notes:
    """Describes animations, entering the mobjects they concern into a cast."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self.concerned: list[Any] = []
        """Mobjects that are animated and stay on the scene."""
        self.gone: list[Any] = []
        """Mobjects that are animated and are not on the scene afterwards."""
        self.expected: dict[int, dict[str, Any]] = {}
        """By number, the states that animations lead to."""
        self.guises: dict[int, int] = {}
        """Which mobject another one has been turned into, by their numbers."""
        self._nameless = False

    def begin(self) -> None:
        """Forget which mobjects the last call to play was about."""
        self.concerned.clear()
        self.gone.clear()
        self.expected.clear()

    def all_of(self, animations: Iterable[Any], seconds: float, depth: int = 0) -> list[Note]:
        """Animations that run together; alike ones that differ in ``on`` alone become one."""
        notes: list[Note] = []
        left_out = 0
        for looked_at, animation in enumerate(animations):
            if looked_at >= _MOST_LOOKED_AT or len(notes) > _MOST_OF:
                left_out += 1
                continue
            if notes and self._joins_full(notes[-1], animation, seconds, depth):
                continue
            note = self._describe(animation, seconds, depth)
            if notes and _alike(notes[-1], note):
                _join(notes[-1], note)
            else:
                notes.append(note)
        if left_out:
            notes.append({"left_out": left_out})
        return notes

    def _joins_full(self, last: Note, animation: Any, seconds: float, depth: int) -> bool:
        """Count one more like the last ones, without entering its mobject, where they are listed already."""
        if not isinstance(last.get("on"), list) or len(last["on"]) < _MOST_ON:
            return False
        self._nameless = True
        note = self._describe(animation, seconds, depth)
        self._nameless = False
        if not _alike(last, note):
            return False
        _join(last, note)
        return True

    def _describe(self, animation: Any, seconds: float, depth: int) -> Note:
        note: Note = {"class": type(animation).__name__}
        try:
            note |= appearance.own_class(animation)
            if calls := subjects.calls(animation):
                note |= {"class": "animate"} if hasattr(animation, "methods") else {}
            note |= self._subject(animation)
            if calls:
                note["calls"] = [self._call(*call) for call in calls[:_FEW]]
            note |= self._target(animation, note.get("on"))
            note |= self._parameters(animation) | _frame(animation) | _timing(animation, seconds)
            if subjects.is_composition(animation) and depth < _DEEPEST:
                note["of"] = self.all_of(animation.animations, animation.run_time, depth + 1)
                _stretch(note["of"], animation.run_time, animation)
        except Exception:
            # A class of the scene's own may lack anything; what could be read stays.
            note.setdefault("class", type(animation).__name__)
        return note

    def _subject(self, animation: Any) -> Note:
        if subjects.is_composition(animation):
            return {}
        mobject = subjects.subject(animation)
        if self._nameless:
            return {} if mobject is None else {"on": 0}
        number = self._cast.number(mobject)
        if number is None:
            return {}
        note: Note = {"on": number}
        if number in self.guises:
            note["as"] = self.guises[number]
        (self.gone if getattr(animation, "remover", False) else self.concerned).append(mobject)
        return note

    def _target(self, animation: Any, on: int | None) -> Note:
        """``into`` for what becomes another mobject, ``to`` for what becomes a changed copy of itself."""
        target = subjects.target(animation)
        if target is None or on is None:
            return {}
        if isinstance(animation, manim.MoveToTarget):
            reached = state(target)
            self.expected[on] = reached
            change = difference(state(animation.mobject), reached)
            # The copy has its updaters still; the mobject has them again afterwards.
            change.pop("updaters", None)
            return {"to": change} if change else {}
        into = self._cast.number(target)
        if into is None:
            return {}
        note: Note = {"into": into}
        stays = type(animation) in (
            manim.Transform,
            manim.ClockwiseTransform,
            manim.CounterclockwiseTransform,
        )
        if stays and not getattr(animation, "replace_mobject_with_target_in_scene", False):
            self.guises[on] = self.guises.get(into, into)
            self.expected[on] = state(target)
        else:
            # What it was is gone from the scene afterwards, except where only a copy of it turned.
            if not isinstance(animation, manim.TransformFromCopy) and self.concerned:
                self.gone.append(self.concerned.pop())
            self.concerned.append(target)
        return note

    def _parameters(self, animation: Any) -> Note:
        own = animation.__dict__
        note: Note = {}
        for attribute, key, usual, is_angle in _PARAMETERS:
            value = own.get(attribute)
            if value is None or callable(value) or _follows(key, value, note, animation):
                continue
            said = np.degrees(value) if is_angle and isinstance(value, (int, float)) else value
            shown = self._value(said)
            if shown is not None and shown != usual:
                note[key] = shown
        return note

    def _value(self, value: Any) -> Any:
        """A JSON value for an argument; None for what has none."""
        if isinstance(value, manim.Mobject):
            number = self._cast.number(value)
            return None if number is None else f"#{number}"
        if isinstance(value, str):
            return appearance.shorten(value, _LONGEST_CALL)
        if isinstance(value, (bool, int, float, np.number)):
            return tidy(value)
        if isinstance(value, (list, tuple, np.ndarray)):
            if len(value) > _FEW:
                return f"{len(value)} values"
            return [self._value(part) for part in value]
        return colors.code(value)

    def _call(self, name: str, args: Iterable[Any], kwargs: dict[str, Any]) -> str:
        """A method call with its arguments, mobjects as ``#number``."""
        said = [self._argument(arg) for arg in args]
        said += [f"{key}={self._argument(arg)}" for key, arg in kwargs.items()]
        return appearance.shorten(f"{name}({', '.join(said)})", _LONGEST_CALL)

    def _argument(self, value: Any) -> str:
        shown = self._value(value)
        if shown is None and value is not None:
            name = getattr(value, "__name__", type(value).__name__)
            return "function" if name == "<lambda>" else str(name)
        if isinstance(value, str) and not value.startswith("#"):
            return repr(shown)
        if isinstance(shown, list):
            return "[" + ", ".join("?" if part is None else str(part) for part in shown) + "]"
        return str(shown)


def _follows(key: str, value: Any, note: Note, animation: Any) -> bool:
    """Whether a parameter is nothing but the consequence of another one, of the class or of the mobject."""
    if key == "path_arc":
        return "angle" in note
    if key == "point":
        return isinstance(animation, manim.GrowFromCenter)
    if key == "about_point" and (corners := appearance.box(appearance.family(animation.mobject))) is not None:
        # Rotate fills in the centre where nothing is said.
        return bool(np.allclose(corners.mean(axis=0), value, atol=1e-3))
    return False


def _frame(animation: Any) -> Note:
    """What Circumscribe draws and how."""
    if type(animation) is not manim.Circumscribe:
        return {}
    steps = animation.animations
    drawn = steps[0].mobject
    color = appearance.paint([drawn]).get("color")
    return {"shape": type(drawn).__name__, "color": color, "by": [type(step).__name__ for step in steps]}


def _timing(animation: Any, seconds: float) -> Note:
    usual = _usual(type(animation))
    note: Note = {}
    run_time = tidy(animation.run_time)
    if run_time != tidy(seconds):
        note["seconds"] = run_time
    rate = animation.__dict__.get("rate_func")
    if rate is not None and rate is not usual["rate_func"]:
        note["rate"] = _rate_name(rate)
    for name in _REVERSALS:
        if name in usual and bool(animation.__dict__.get(name)) != usual[name]:
            note["reversed"] = not usual[name]
    lag = animation.__dict__.get("lag_ratio")
    # Write works its own out from how much there is to write.
    told = not isinstance(animation, manim.Write) and usual["lag_ratio"] is not None
    if told and isinstance(lag, (int, float)) and lag != usual["lag_ratio"]:
        note["lag_ratio"] = tidy(lag)
    return note


def prepare() -> None:
    """Look up what manim's own classes do unless told otherwise, before it is needed."""
    for value in list(vars(manim).values()):
        if isinstance(value, type) and issubclass(value, manim.Animation):
            _usual(value)


_usuals: dict[type, dict[str, Any]] = {}


def _usual(kind: type) -> dict[str, Any]:
    """The rate function, lag ratio and direction that a class has unless told otherwise."""
    if kind in _usuals:
        return _usuals[kind]
    usual: dict[str, Any] = {}
    for base in kind.__mro__:
        if "__init__" not in base.__dict__:
            continue
        parameters = inspect.signature(base.__dict__["__init__"]).parameters
        for name in ("rate_func", "lag_ratio", *_REVERSALS):
            if name in parameters:
                usual.setdefault(name, parameters[name].default)
    return _usuals.setdefault(kind, {"rate_func": None, "lag_ratio": None} | usual)


def _stretch(notes: list[Note], seconds: float, composition: Any) -> None:
    """Give the times of what a composition holds as they are played: its own run time scales them."""
    unscaled = composition.__dict__.get("max_end_time")
    if not unscaled or abs(unscaled - seconds) < 1e-3:
        return
    for note in notes:
        if "left_out" not in note:
            own = note.get("seconds", seconds)
            note["seconds"] = tidy(own * seconds / unscaled)


def _rate_name(rate: Callable[..., Any]) -> str:
    """A rate function's name; ``custom`` for one without."""
    name = getattr(rate, "__name__", "custom")
    return "custom" if name in ("<lambda>", "wrapper", "result") else str(name)


def _alike(one: Note, other: Note) -> bool:
    return "on" in one and {**one, "on": 0, "count": 0} == {**other, "on": 0, "count": 0}


def _join(one: Note, other: Note) -> None:
    numbers = one["on"] if isinstance(one["on"], list) else [one["on"]]
    if len(numbers) < _MOST_ON:
        numbers.append(other["on"])
    else:
        one["count"] = one.get("count", len(numbers)) + 1
    one["on"] = numbers
