"""How long statements of a scene take, where that can be read off them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import lru_cache

from manimill.code.names import names
from manimill.code.walking import children, statements, walk
from manimill.scenes.narration.animations import Animations, last_name
from manimill.scenes.narration.arithmetic import Value, number
from manimill.scenes.narration.finding import keyword

_TIMELESS_METHODS = names(
    "add add_foreground_mobject add_foreground_mobjects add_sound add_subcaption add_updater remove "
    "remove_foreground_mobject remove_foreground_mobjects remove_updater replace bring_to_back bring_to_front clear "
    "next_section set_speech_service get_top_level_mobjects get_mobject_family_members "
    "add_fixed_in_frame_mobjects add_fixed_orientation_mobjects remove_fixed_in_frame_mobjects "
    "remove_fixed_orientation_mobjects set_camera_orientation begin_ambient_camera_rotation "
    "stop_ambient_camera_rotation begin_3dillusion_camera_rotation stop_3dillusion_camera_rotation "
    "set_to_default_angled_camera_orientation get_zoom_in_animation get_zoomed_display_pop_out_animation "
    "get_zoom_factor"
)
_DEFINITIONS = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Import,
    ast.ImportFrom,
    ast.Pass,
    ast.Global,
    ast.Nonlocal,
)

_RUN_LATER = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef})
_ASSIGNMENTS = (ast.Assign, ast.AnnAssign, ast.NamedExpr)
_WAITING = (ast.Await, ast.Yield, ast.YieldFrom)
_LINKS = (ast.Attribute, ast.Subscript, ast.Call)


class Timing:
    """Reads times in methods of one class: ``owner`` is the class, or the function outside classes.

    ``scenes`` are names that stand for a scene, ``self`` mostly. Whatever a scene was handed to may make
    it play, so calls of such things take a time nobody knows.
    """

    def __init__(self, animations: Animations, owner: ast.AST, scenes: frozenset[str]) -> None:
        self._animations = animations
        self._scenes = scenes
        self._suspects = suspects_of(owner, scenes)

    def seconds(self, statements: Iterable[ast.stmt], value: Value) -> float | None:
        """Time that the statements take together, or None."""
        total = 0.0
        for statement in statements:
            taken = self._statement(statement, value)
            if taken is None:
                return None
            total += taken
        return total

    def _statement(self, statement: ast.stmt, value: Value) -> float | None:
        if isinstance(statement, _DEFINITIONS):
            return 0.0
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            method = self._method(statement.value)
            if method in ("play", "wait", "pause", "move_camera"):
                return self._taken(method, statement.value, value)
        if isinstance(statement, ast.If):
            ways = {self.seconds(statement.body, value), self.seconds(statement.orelse, value)}
            return ways.pop() if len(ways) == 1 and self.timeless(statement.test) else None
        if isinstance(statement, ast.For):
            return self._loop(statement, value)
        return 0.0 if self.timeless(statement) else None

    def _loop(self, loop: ast.For, value: Value) -> float | None:
        once = self.seconds(loop.body, value) if self.timeless(loop.iter) else None
        if not once:
            return once
        times = _times(loop)
        return None if times is None else once * times

    def _taken(self, method: str, call: ast.Call, value: Value) -> float | None:
        if not all(self.timeless(part) for part in [*call.args, *(k.value for k in call.keywords)]):
            return None
        if method in ("wait", "pause"):
            return _wait_of(call, value)
        given = keyword(call, "run_time")
        if given is not None:
            return _positive(value(given))
        if any(other.arg in (None, "added_anims") for other in call.keywords):
            return None
        return 1.0 if method == "move_camera" else self._played(call, value)

    def _played(self, call: ast.Call, value: Value) -> float | None:
        times = [self._animations.seconds(argument, value) for argument in call.args]
        known = [time for time in times if time is not None]
        if not times or len(known) < len(times):
            return None
        # A comprehension may turn out empty, which changes nothing where all take the same time.
        starred = any(isinstance(argument, ast.Starred) for argument in call.args)
        return _positive(max(known)) if not starred or len(set(known)) == 1 else None

    def timeless(self, node: ast.AST) -> bool:
        """Whether nothing in the node can make a scene play or wait."""
        return not any(self._takes_time(part, parent) for part, parent in _evaluated(node))

    def _takes_time(self, part: ast.AST, parent: ast.AST | None) -> bool:
        if isinstance(part, ast.Name):
            return part.id in self._scenes and not isinstance(parent, ast.Attribute)
        if isinstance(part, ast.Attribute):
            called = isinstance(parent, ast.Call) and parent.func is part
            takes = part.attr in ("play", "wait", "pause") or (called and part.attr not in _TIMELESS_METHODS)
            return takes and self._is_scene(part.value)
        if isinstance(part, ast.Call):
            return self._suspect(part.func)
        return isinstance(part, _WAITING)

    def _method(self, call: ast.Call) -> str | None:
        func = call.func
        return func.attr if isinstance(func, ast.Attribute) and self._is_scene(func.value) else None

    def _is_scene(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Call):
            return isinstance(node.func, ast.Name) and node.func.id == "super"
        return isinstance(node, ast.Name) and node.id in self._scenes

    def _suspect(self, func: ast.expr) -> bool:
        while isinstance(func, _LINKS):
            if isinstance(func, ast.Attribute) and self._is_scene(func.value):
                return func.attr in self._suspects
            func = func.func if isinstance(func, ast.Call) else func.value
        return isinstance(func, ast.Name) and func.id in self._suspects


def _times(loop: ast.For) -> int | None:
    """How often the body of a loop over ``range(3)`` or a written list runs, if nothing leaves it."""
    leaves = any(isinstance(node, ast.Break | ast.Continue | ast.Return) for node in statements(loop))
    over = loop.iter
    if leaves or loop.orelse:
        return None
    if isinstance(over, ast.List | ast.Tuple) and not any(isinstance(e, ast.Starred) for e in over.elts):
        return len(over.elts)
    if isinstance(over, ast.Call) and isinstance(over.func, ast.Name) and over.func.id == "range":
        bounds = [number(bound) for bound in over.args]
        if bounds and all(bound is not None and bound == int(bound) for bound in bounds):
            steps = [int(bound) for bound in bounds if bound is not None]
            return None if len(steps) == 3 and not steps[2] else len(range(*steps))
    return None


def _positive(seconds: float | None) -> float | None:
    return seconds if seconds is not None and seconds > 0 else None


def _wait_of(call: ast.Call, value: Value) -> float | None:
    named = [given for given in call.keywords if given.arg != "frozen_frame"]
    if not call.args and not named:
        return 1.0
    given = keyword(call, "duration") if not call.args else call.args[0]
    if given is None or len(call.args) + len(named) != 1:
        return None
    return _positive(value(given))


def _evaluated(node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST | None]]:
    """Nodes with their parents, without constants and the bodies of functions that are only defined."""
    todo: list[tuple[ast.AST, ast.AST | None]] = [(node, None)]
    while todo:
        part, parent = todo.pop()
        yield part, parent
        if type(part) not in _RUN_LATER:
            todo += [(child, part) for child in children(part) if type(child) is not ast.Constant]


@lru_cache(maxsize=64)
def suspects_of(owner: ast.AST, scenes: frozenset[str]) -> frozenset[str]:
    """Names of what was handed a scene inside a class or function, and so may make it play."""
    return frozenset(_handed_a_scene(owner, scenes))


def _handed_a_scene(owner: ast.AST, scenes: frozenset[str]) -> Iterator[str]:
    """Names of local functions that know a scene, and of what was made with one."""
    top = set(map(id, owner.body)) if isinstance(owner, ast.ClassDef) else {id(owner)}
    for node in walk(owner):
        if isinstance(node, ast.FunctionDef) and id(node) not in top and _mentions(node, scenes):
            yield node.name
        value = node.value if isinstance(node, _ASSIGNMENTS) else None
        if value is not None and _handed_on(value, scenes):
            targets = getattr(node, "targets", None) or [node.target]  # type: ignore[attr-defined]
            yield from map(last_name, targets)


def _mentions(node: ast.AST, scenes: frozenset[str]) -> bool:
    return any(isinstance(part, ast.Name) and part.id in scenes for part in walk(node))


def _handed_on(value: ast.expr, scenes: frozenset[str]) -> bool:
    """Whether a scene itself, its ``play`` or a function that knows it goes into the value."""
    if isinstance(value, ast.Lambda):
        return _mentions(value, scenes)
    for part, parent in _evaluated(value):
        asked_for = parent.attr if isinstance(parent, ast.Attribute) else "play"
        if isinstance(part, ast.Name) and part.id in scenes and asked_for in ("play", "wait", "pause"):
            return True
    return False
