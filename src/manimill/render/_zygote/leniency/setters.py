"""``set_anything(x)`` and ``set(anything=x)`` that set what nothing reads."""

from __future__ import annotations

import ast
import inspect
from typing import Any

import manim

from .callsites import keywords_of, name_of
from .watching import Made, Watch, Watcher, caller, suggestion

_ABSENT = object()


def attach(watch: Watch) -> None:
    """Watch for attributes that objects never had."""
    names = {name for call in watch.sites.calls if (name := name_of(call) or "").startswith("set_")}
    # What every object has never gets to `__getattr__`.
    invented = frozenset(name for name in names if not hasattr(manim.Mobject, name))
    if invented:
        watch.install(manim.Mobject, "__getattr__", _look_up(watch, invented), "setters")
    if any(name_of(call) == "set" and call.keywords for call in watch.sites.calls):
        watch.install(manim.Mobject, "set", _set(watch), "setters")


def _look_up(watch: Watch, invented: frozenset[str]) -> Watcher:
    def watcher(made: Made) -> None:
        mobject, name = made.args
        if name not in invented:
            return
        frame = caller()
        while frame is not None and frame.f_code.co_filename != watch.sites.scene_file:
            frame = frame.f_back
        call = watch.sites.method(frame) if frame else None
        if call is None or name_of(call) != name or not _gives_one_value(call):
            return
        kind = type(mobject)
        if _has_use(watch, mobject, name[4:]) or not watch.is_new(call, kind):
            return
        why = f"{kind.__name__} has no {name}, so this sets an attribute {name[4:]} that nothing reads"
        setters = {other[4:] for other in dir(kind) if other.startswith("set_")}
        watch.report(call, why + suggestion(name[4:], setters, "set_"))

    return watcher


def _gives_one_value(call: ast.Call) -> bool:
    """Whether a setter of manim's invention takes the arguments; it has one, named ``value``."""
    keywords = [keyword.arg for keyword in call.keywords]
    if any(isinstance(argument, ast.Starred) for argument in call.args) or None in keywords:
        return True
    return (len(call.args), keywords) in ((1, []), (0, ["value"]))


def _set(watch: Watch) -> Watcher:
    def watcher(made: Made) -> None:
        if not (found := watch.scene_call(caller())) or name_of(found[0]) != "set":
            return
        mobject, call = made.args[0], found[0]
        for name in sorted(keywords_of(call) & made.kwargs.keys()):
            if not _has_use(watch, mobject, name) and watch.is_new(call, (type(mobject), name)):
                known = {other for other in {*dir(type(mobject)), *vars(mobject)} if other[0] != "_"}
                why = f"set gives {type(mobject).__name__} an attribute {name} that nothing reads"
                watch.report(call, why + suggestion(name, known))

    return watcher


def _has_use(watch: Watch, mobject: Any, name: str) -> bool:
    """Whether the object had the attribute before, or it may be read later.

    The scene counts as reading it if it reads or calls an attribute of that name on anything.
    """
    # Statically, for a property may compute at length.
    if inspect.getattr_static(mobject, name, _ABSENT) is not _ABSENT:
        return True
    if not watch.sites.invoked.isdisjoint((name, f"get_{name}")):
        return True
    return watch.is_used(name, type(mobject))
