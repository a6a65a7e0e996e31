"""Functions of manim that tell of each call before they do their work."""

from __future__ import annotations

import ast
import difflib
import functools
import sys
from collections.abc import Callable, Collection, Iterator
from types import FrameType
from typing import Any, NamedTuple

from . import attributes
from .callsites import CallSites, name_of

_CLOSE = 0.75
_LONGEST_WHY = 300

ANIMATED = "update_target"
"""The function of manim that calls a method for ``animate``."""


class Made(NamedTuple):
    """One call of a watched function; the result is None where the watcher is told before."""

    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    result: Any


Watcher = Callable[[Made], None]


class Watch:
    """Which functions are watched for one scene, and what was seen."""

    def __init__(self, sites: CallSites, namespace: dict[str, Any]) -> None:
        self.sites = sites
        self.namespace = namespace
        self.found: set[tuple[int, str, str]] = set()
        """Line, call, and why it is told of."""
        self._watched: set[tuple[Any, str, str]] = set()
        self._judged: set[tuple[ast.Call, Any]] = set()

    def install(self, holder: Any, name: str, watcher: Watcher, purpose: str, when: str = "before") -> None:
        """Have ``watcher`` told of each call ``before`` or ``after`` it, or only of the scene's ``own``.

        ``holder`` is a class or module, ``purpose`` tells watchers of the same function apart. The scene's
        own calls are those that its code makes itself or through ``animate``; they are told of before.
        """
        if (holder, name, purpose) in self._watched:
            return
        self._watched.add((holder, name, purpose))
        original = vars(holder)[name]
        watched = _watched(original, watcher, when, self.sites.scene_file)
        setattr(holder, name, watched)
        if self.namespace.get(name) is original:
            self.namespace[name] = watched

    def is_new(self, call: ast.Call, what: Any) -> bool:
        """Whether this is asked for the first time; a call in a loop is judged once for what is wrong."""
        if (call, what) in self._judged:
            return False
        self._judged.add((call, what))
        return True

    def report(self, call: ast.Call, why: str) -> None:
        """Tell of a call."""
        self.found.add((self.sites.line(call), self.sites.text(call), why[:_LONGEST_WHY]))

    def scene_call(self, frame: FrameType | None) -> tuple[ast.Call, tuple[FrameType, ...]] | None:
        """The scene's call that led to ``frame``, and the frames in between, innermost first."""
        between = []
        while frame is not None and frame.f_code.co_filename != self.sites.scene_file:
            between.append(frame)
            frame = frame.f_back
        call = self.sites.call(frame) if frame else None
        return (call, tuple(between)) if call else None

    def is_used(self, attribute: str, *classes: type) -> bool:
        """Whether manim, or a class of the scene, reads or sets an attribute on instances of ``classes``."""
        if attribute in attributes.asked_for() or attribute in self.sites.read:
            return True
        return any(attribute in attributes.used_by(cls) for cls in classes)

    def target(self, call: ast.Call) -> type | None:
        """The class of manim that the call makes an instance of, as far as its name tells."""
        value = self.namespace.get(name_of(call) or "")
        return value if isinstance(value, type) and attributes.is_manim(value.__module__) else None


def caller() -> FrameType | None:
    """For a watcher: the frame that called the watched function."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_globals.get("__package__") == __package__:
        frame = frame.f_back
    return frame


def suggestion(name: str, names: Collection[str], prefix: str = "") -> str:
    """``; did you mean ...?`` where one of ``names`` is close to ``name``, or the only one around it.

    ``prefix`` goes before what is meant; it is left out of the comparison, which it would decide.
    """
    close = difflib.get_close_matches(name, sorted(names), 1, _CLOSE)
    longer = [other for other in names if other.startswith(f"{name}_") or other.endswith(f"_{name}")]
    if not close and len(longer) == 1:
        close = longer
    return f"; did you mean {prefix}{close[0]}?" if close else ""


def inits(cls: type) -> Iterator[tuple[type, Callable[..., Any]]]:
    """The constructors a class goes through, nearest first."""
    for base in cls.__mro__:
        function = vars(base).get("__init__")
        if function is not None and hasattr(function, "__code__"):
            yield base, function


def _watched(
    original: Callable[..., Any], watcher: Watcher, when: str, scene_file: str
) -> Callable[..., Any]:
    def before(*args: Any, **kwargs: Any) -> Any:
        _tell(watcher, Made(args, kwargs, None))
        return original(*args, **kwargs)

    def after(*args: Any, **kwargs: Any) -> Any:
        result = original(*args, **kwargs)
        _tell(watcher, Made(args, kwargs, result))
        return result

    def own(*args: Any, **kwargs: Any) -> Any:
        # manim calls some of these thousands of times for each time that a scene does.
        code = sys._getframe(1).f_code
        if code.co_filename in (scene_file, __file__) or code.co_name == ANIMATED:
            _tell(watcher, Made(args, kwargs, None))
        return original(*args, **kwargs)

    wrapper = {"before": before, "after": after, "own": own}[when]
    # `inspect.signature`, `override_animate` and error messages read what is copied.
    return functools.wraps(original)(wrapper)


def _tell(watcher: Watcher, made: Made) -> None:
    try:
        watcher(made)
    except Exception:
        # The scene is not to notice.
        return
