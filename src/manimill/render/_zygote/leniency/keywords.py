"""Keywords that are accepted and then go nowhere.

Most of manim hands unknown keywords on until a constructor refuses them. Some functions keep them and do
nothing; ``play`` and ``animate`` make attributes of them, which the animation may have no use for.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable
from functools import cache
from types import FrameType
from typing import Any

import manim

from . import attributes, parameters
from .callsites import keywords_of, name_of
from .watching import Made, Watch, Watcher, caller, inits, suggestion


def attach(watch: Watch) -> None:
    """Watch for keywords that nothing takes."""
    known = _constructor_keywords(manim.Transform)
    for call in watch.sites.calls:
        if not call.keywords:
            continue
        given = keywords_of(call)
        for dropper in _reached(watch, call):
            named = parameters.signature(dropper.function).keywords
            if given - named:
                watch.install(dropper.holder, dropper.name, _dropped(watch, named), "keywords")
        if name_of(call) == "animate" and given - known:
            builder = sys.modules[manim.Mobject.__module__]._AnimationBuilder
            watch.install(builder, "__call__", _animate(watch), "keywords")
        if name_of(call) in attributes.players() and given - known:
            watch.install(manim.Scene, "compile_animations", _play(watch), "keywords", "after")


def _reached(watch: Watch, call: ast.Call) -> Iterable[attributes.Dropper]:
    """Functions that the call's keywords may end in, as far as its name tells."""
    made = watch.target(call)
    if made is None:
        return attributes.reached_from().get(name_of(call) or "", ())
    if not issubclass(made, (manim.Mobject, manim.Animation)):
        # What renders scenes is left alone: it is what they are measured by.
        return ()
    return (
        dropper
        for dropper in attributes.droppers()
        if dropper.name == "__init__" and issubclass(made, dropper.holder)
    )


def _dropped(watch: Watch, named: frozenset[str]) -> Watcher:
    def watcher(made: Made) -> None:
        if not (dropped := made.kwargs.keys() - named) or not (found := watch.scene_call(caller())):
            return
        call, between = found
        for keyword in sorted(dropped & keywords_of(call)):
            if watch.is_new(call, keyword) and not _takes(between, keyword):
                names = named.union(*map(_named_by, between))
                watch.report(call, _ignored(call, keyword) + suggestion(keyword, names))

    return watcher


def _play(watch: Watch) -> Watcher:
    def watcher(made: Made) -> None:
        if not made.kwargs or not (found := watch.scene_call(caller())):
            return
        call, between = found
        kinds = {type(animation): None for animation in made.result}
        for keyword in sorted(made.kwargs.keys() & keywords_of(call)):
            if _takes(between, keyword) or watch.is_used(keyword, *kinds):
                continue
            if watch.is_new(call, keyword):
                names = frozenset().union(*map(_named_by, between))
                watch.report(call, _ignored(call, keyword) + _meant_for(keyword, kinds, names))

    return watcher


def _meant_for(keyword: str, kinds: Iterable[type], names: frozenset[str]) -> str:
    """Whose constructor takes the keyword, or which name is close to it."""
    for kind in kinds:
        if keyword in _constructor_keywords(kind):
            return f"; {kind.__name__} takes it"
    return suggestion(keyword, names | _constructor_keywords(manim.Animation))


def _animate(watch: Watch) -> Watcher:
    from manim.animation.transform import _MethodAnimation

    def watcher(made: Made) -> None:
        found = watch.scene_call(caller())
        if not found or name_of(found[0]) != "animate" or _is_overridden(watch, found[0], made.args[0]):
            return
        for keyword in sorted(made.kwargs.keys() & keywords_of(found[0])):
            if not watch.is_used(keyword, _MethodAnimation):
                close = suggestion(keyword, _constructor_keywords(manim.Transform))
                watch.report(found[0], _ignored(found[0], keyword) + close)

    return watcher


def _is_overridden(watch: Watch, animate: ast.Call, builder: Any) -> bool:
    """Whether the method called next has an animation of its own, which gets the keywords."""
    for call in watch.sites.calls:
        if isinstance(call.func, ast.Attribute) and call.func.value is animate:
            return hasattr(getattr(type(builder.mobject), call.func.attr, None), "_override_animate")
    return True


def _ignored(call: ast.Call, keyword: str) -> str:
    return f"{name_of(call)} takes no {keyword} and ignores it"


def _takes(frames: Iterable[FrameType], keyword: str) -> bool:
    """Whether a function on the way to where a keyword ends names it, and so may have used it."""
    return any(keyword in _named_by(frame) or keyword in frame.f_code.co_consts for frame in frames)


def _named_by(frame: FrameType) -> frozenset[str]:
    """Keywords that the function of a frame names."""
    code = frame.f_code
    return frozenset(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]) - {"self"}


@cache
def _constructor_keywords(cls: type) -> frozenset[str]:
    named: frozenset[str] = frozenset()
    for _, function in inits(cls):
        named |= parameters.signature(function).keywords
    return named
