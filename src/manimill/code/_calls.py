"""Follows the calls of a scene: constructors, methods, the module's own functions. See `manimill.code.outline`."""

from __future__ import annotations

import ast
import math
from collections.abc import Iterable
from typing import Any

from manimill.code import api
from manimill.code._builtins import BUILTINS, text_method
from manimill.code._classes import family, methods, overrides
from manimill.code._evaluator import Evaluator, items
from manimill.code._expressions import LONGEST
from manimill.code._formulas import formula
from manimill.code._mobjects import (
    ALIASES,
    PIECES,
    TRACKERS,
    animation,
    apply,
    mobject,
    motions_in,
    several,
    things_in,
)
from manimill.code.names import names
from manimill.code.outline import (
    PER_SECOND,
    UNKNOWN,
    Call,
    ClassName,
    Colour,
    Motion,
    Route,
    Thing,
    Unknown,
    Vector,
    is_number,
)

_DEPTH = 3
"""How deep calls of the module's own functions are followed."""
_MAKING = names("index_labels get_det_text")
"""Functions of manim that make an object for another."""
_RANDOM = {"random_color": "random color", "random_bright_color": "random bright color"}
_CONTINUOUS = {"always_rotate": "rotate", "always_shift": "shift", "always": "", "f_always": ""}
_ANIMATED = frozenset(("turn_animation_into_updater", "cycle_animation"))
_ROUTES = names(
    "straight_path clockwise_path counterclockwise_path path_along_arc path_along_circles spiral_path"
)
"""Functions of manim that say how points move."""
_ARRAYS = names("array asarray uint8 float32 float64")
_LISTING = names("append extend add")
_OPENING = names("items values keys")
_SHARED = names("from_three_points from_points parallel_to perpendicular_to from_networkx")
"""Class methods that make an object out of others."""
_GHOST = "updated"
"""Stands for the object while its updater is read: calls on it are collected, nothing changes."""


class Caller(Evaluator):
    """Knows what calls give. Statements and the scene's own methods are up to the subclass."""

    def __init__(self, classes: dict[str, ast.ClassDef], methods: dict[str, ast.FunctionDef]) -> None:
        super().__init__()
        self._classes = classes
        self._methods = methods
        self._depth = 0
        self._defaults: dict[str, dict[str, Any]] = {}
        self.time_passed = False
        self.understood = True
        self.own.update({k: v for k, v in methods.items() if k not in ("construct", "setup")})
        self.functions = bool(self.own)
        """Whether there is any function of the module that could be handed over."""

    def block(self, statements: Iterable[ast.stmt]) -> Any:
        """Read statements in order; gives ``[value]`` where they return one, otherwise None."""
        raise NotImplementedError

    def call_self(self, name: str, node: ast.Call) -> Any:
        """What a method of the scene gives."""
        raise NotImplementedError

    def rekeyed(self, owner: Thing, name: str, given: Any) -> Thing:
        """``group.add([(key, thing)])`` and ``group.remove(key)``, for a group on screen."""
        raise NotImplementedError

    def changed(self, thing: Thing, call: Call, line: int) -> None:
        """Take note that something on screen changes at once."""
        raise NotImplementedError

    def call(self, node: ast.Call) -> Any:
        self.spend()
        function = node.func
        if isinstance(function, ast.Name):
            return self._call_name(function.id, node)
        if not isinstance(function, ast.Attribute):
            return self._call_value(self.value(function), node)
        if isinstance(function.value, ast.Name) and function.value.id not in self.scope:
            if function.value.id == "self":
                return self.call_self(function.attr, node)
            return self._call_module(function.value.id, function.attr, node)
        return self._call_method(self.value(function.value), function.attr, node)

    def given(self, node: ast.Call) -> tuple[list[Any], dict[str, Any]]:
        """Values of a call's arguments: positional ones, and keywords (``**dict`` opened)."""
        keywords: dict[str, Any] = {}
        if not node.keywords:
            return self.arguments(node.args), keywords
        for keyword in node.keywords:
            value = self.value(keyword.value)
            if keyword.arg is not None:
                keywords[keyword.arg] = value
            elif isinstance(value, dict):
                keywords.update({key: v for key, v in value.items() if isinstance(key, str)})
        return self.arguments(node.args), keywords

    def _read(self, node: ast.Call) -> tuple[list[Any], dict[str, Any]]:
        """Like `given`, with the module's functions as formulas."""
        arguments, keywords = self.given(node)
        if not self.functions:
            return arguments, keywords
        for index, value in enumerate(arguments):
            if isinstance(value, ast.FunctionDef):
                arguments[index] = formula(value, self.scope)
        for key, value in keywords.items():
            if isinstance(value, ast.FunctionDef):
                keywords[key] = ClassName(value.name) if key == "layout" else formula(value, self.scope)
        return arguments, keywords

    def _call_value(self, held: Any, node: ast.Call) -> Any:
        return self._call_name(held, node) if isinstance(held, ClassName) else UNKNOWN

    def _call_name(self, name: str, node: ast.Call) -> Any:
        held = self.scope.get(name)
        if isinstance(held, ast.FunctionDef):
            return self.follow(held, node)
        name = held if isinstance(held, ClassName) else ALIASES.get(name, name)
        if name == "always_redraw":
            return self._redrawn(node)
        if name == "ApplyMethod" and node.args and isinstance(node.args[0], ast.Attribute):
            return self._applied(node.args[0], node)
        arguments, keywords = self._read(node)
        made = self._construct(name, arguments, keywords)
        if name == "LaggedStartMap" and isinstance(made, Motion):
            self._mapped(made, node)
        return self._function(name, arguments, keywords) if made is None else made

    def _function(self, name: str, arguments: list[Any], keywords: dict[str, Any]) -> Any:
        """What a function of manim or of Python gives."""
        if name in _ROUTES:
            return Route(name, (*arguments, *keywords.values()))
        if name in _CONTINUOUS or name in _ANIMATED:
            return self._continued(name, arguments, keywords)
        if name in _MAKING and things_in(arguments):
            facts = {key: value for key, value in keywords.items() if not isinstance(value, Unknown)}
            return Thing(name, facts, parent=things_in(arguments)[0], count=self.repeat)
        return Colour(_RANDOM[name]) if name in _RANDOM else self._builtin(name, arguments, keywords)

    def _construct(self, name: str, arguments: list[Any], keywords: dict[str, Any]) -> Thing | Motion | None:
        """The object or animation that a class of manim or of the module makes; None for other names."""
        base = self._base(name) if name in self._classes else None
        kind = api.kind_of(base or name)
        if name in self._defaults:
            keywords = {**self._defaults[name], **keywords}
        if kind in ("vmobject", "mobject"):
            return mobject(name, arguments, keywords, self.repeat, base)
        if kind == "animation":
            made = animation(name, arguments, keywords)
            if made.targets and made.targets[0].base is not None:
                made.facts.update(self._override(made.targets[0].kind, name))
            return made
        return None

    def _applied(self, method: ast.Attribute, node: ast.Call) -> Any:
        """``ApplyMethod(square.shift, UP)``: the same as ``square.animate.shift(UP)``."""
        thing = self.value(method.value)
        arguments, keywords = self._read(node)
        if not isinstance(thing, Thing):
            return UNKNOWN
        return Motion("animate", [thing], facts=keywords, chain=[(method.attr, arguments[1:], {})])

    def _mapped(self, made: Motion, node: ast.Call) -> None:
        """``LaggedStartMap(ApplyMethod, dots, lambda m: (m.set_color, RED))``: the call is kept as a fact."""
        given = [argument.body for argument in node.args if isinstance(argument, ast.Lambda)]
        for body in given:
            if isinstance(body, ast.Tuple) and body.elts and isinstance(body.elts[0], ast.Attribute):
                made.facts["chain"] = (body.elts[0].attr, self.arguments(body.elts[1:]), {})

    def _override(self, owner: str, name: str) -> dict[str, str]:
        """What one of the module's own classes does instead of an animation, where it says so."""
        for method in methods(owner, self._classes).values():
            for decorator in method.decorator_list:
                if isinstance(decorator, ast.Call) and overrides(decorator, name):
                    last = method.body[-1]
                    made = last.value if isinstance(last, ast.Return) else None
                    if isinstance(made, ast.Call) and isinstance(made.func, ast.Name):
                        return {"overridden": made.func.id}
        return {}

    def _base(self, name: str) -> str | None:
        """Manim's class behind one of the module's own."""
        bases = family(name, self._classes)[1:]
        return next((base for base in bases if api.is_mobject(base) or api.is_animation(base)), None)

    def _continued(self, name: str, arguments: list[Any], keywords: dict[str, Any]) -> Any:
        """``always_rotate(thing)`` and its like: the thing changes from now on."""
        for thing in things_in([*arguments, *(m.targets for m in motions_in(arguments))]):
            thing.live = True
            for motion in motions_in(arguments):
                thing.updates.append(("animation", [motion.kind], {}))
            if _CONTINUOUS.get(name):
                thing.updates.append(_steadily(name, arguments[1:], keywords))
        return arguments[0] if arguments else UNKNOWN

    def _builtin(self, name: str, arguments: list[Any], keywords: dict[str, Any]) -> Any:
        function = BUILTINS.get(name)
        if function is None or any(isinstance(value, Unknown) for value in arguments):
            return ClassName(name) if api.kind_of(name) == "class" else UNKNOWN
        try:
            return function(*arguments, **keywords)
        except (TypeError, ValueError, LookupError, ArithmeticError, AttributeError):
            return UNKNOWN

    def _redrawn(self, node: ast.Call) -> Any:
        """The object behind ``always_redraw(lambda: ...)``."""
        source = node.args[0] if node.args else None
        thing: Any = UNKNOWN
        if isinstance(source, ast.Lambda):
            thing = self.value(source.body)
        elif isinstance(source, ast.Name) and isinstance(self.scope.get(source.id), ast.FunctionDef):
            thing = self.follow(self.scope[source.id], ast.Call(source, [], []))
        if isinstance(thing, Thing):
            thing.live = True
        return thing

    def _updated(self, thing: Thing, source: ast.expr | None) -> None:
        """Collect what an updater does to its object in every frame."""
        function = self.value(source) if isinstance(source, (ast.Name, ast.Attribute)) else source
        if not isinstance(function, (ast.Lambda, ast.FunctionDef)):
            return
        parameters = [p.arg for p in function.args.args if p.arg != "self"]
        ghost = Thing(_GHOST, parent=thing)
        outer, self.scope = self.scope, {**self.scope, **dict.fromkeys(parameters, UNKNOWN)}
        if parameters and self._depth < _DEPTH:
            self.scope[parameters[0]] = ghost
            self.scope.update(dict.fromkeys(parameters[1:2], 1))
            self._depth += 1
            self.value(function.body) if isinstance(function, ast.Lambda) else self.block(function.body)
            self._depth -= 1
        self.scope = outer
        timed = {PER_SECOND: True} if len(parameters) > 1 else {}
        thing.updates += [
            (name, arguments, {**keywords, **timed}) for name, arguments, keywords in ghost.updates
        ]

    def follow(self, function: ast.FunctionDef, node: ast.Call, *, method: bool = False) -> Any:
        """Read a function of the module with the arguments of a call."""
        if self._depth >= _DEPTH:
            return UNKNOWN
        arguments, keywords = self.given(node)
        names = [parameter.arg for parameter in function.args.args][1 if method else 0 :]
        scope = dict(self.scope)
        scope.update(dict.fromkeys(names, UNKNOWN))
        for name, default in zip(reversed(names), reversed(function.args.defaults), strict=False):
            scope[name] = self.value(default)
        scope.update(zip(names, arguments, strict=False))
        scope.update({name: value for name, value in keywords.items() if name in names})
        outer, self.scope = self.scope, scope
        self._depth += 1
        returned = self.block(function.body)
        self._depth -= 1
        self.scope = outer
        return UNKNOWN if returned is None else returned[0]

    def _call_module(self, owner: str, name: str, node: ast.Call) -> Any:
        """``np.array(...)``, ``manim.Square(...)`` or a class method such as ``Angle.from_three_points(...)``."""
        if name in _ARRAYS and len(node.args) == 1:
            values = self.value(node.args[0])
            numeric = isinstance(values, list) and all(is_number(n) for n in values)
            return Vector(values) if numeric and len(values) == 3 else values
        if name == "set_default":
            self._defaults[owner] = self.given(node)[1]
            return UNKNOWN
        if owner == "ChangeSpeed" and name == "add_updater" and len(node.args) > 1:
            thing = self.value(node.args[0])
            return self._live(thing, node.args[1]) if isinstance(thing, Thing) else UNKNOWN
        if api.is_mobject(owner):
            arguments, keywords = self._read(node)
            facts = {k: v for k, v in keywords.items() if not isinstance(v, Unknown)}
            if name in _SHARED:
                facts[name] = [value for value in arguments if not isinstance(value, Unknown)]
            return Thing(owner, facts, count=self.repeat)
        return self._call_name(name, node)

    def _live(self, thing: Thing, source: ast.expr | None) -> Thing:
        thing.live = True
        self._updated(thing, source)
        return thing

    def _call_method(self, receiver: Any, name: str, node: ast.Call) -> Any:
        if isinstance(receiver, Thing):
            return self._call_thing(receiver, name, node)
        arguments, keywords = self.given(node)
        if isinstance(receiver, Unknown):
            return self._of_nobody(name, arguments, keywords)
        if isinstance(receiver, Motion):
            if receiver.kind == "animate":
                receiver.chain.append((name, arguments, keywords))
            elif receiver.kind == "always" and receiver.targets:
                receiver.targets[0].live = True
                receiver.targets[0].updates.append((name, arguments, keywords))
            return receiver
        if isinstance(receiver, list) and name in _LISTING:
            added = arguments if name == "append" else (items(arguments[0]) or [] if arguments else [])
            if self.repeat != 1:
                # Nobody knows how many there will be; things carry their count themselves.
                added = [value if isinstance(value, (Thing, Motion)) else UNKNOWN for value in added]
            receiver += list(added)[: max(0, LONGEST - len(receiver))]
        elif isinstance(receiver, str):
            return text_method(receiver, name, arguments)
        elif isinstance(receiver, dict) and name in _OPENING:
            pairs = [list(pair) for pair in receiver.items()]
            return pairs if name == "items" else list(getattr(receiver, name)())
        return UNKNOWN

    def _of_nobody(self, name: str, arguments: list[Any], keywords: dict[str, Any]) -> Any:
        """A method of something unknown, such as a module within a module: ``utils.paths.straight_path()``."""
        if name in _ROUTES:
            return Route(name, (*arguments, *keywords.values()))
        self.understood = self.understood and name not in ("play", "add", "wait")
        return self._builtin(name, arguments, keywords) if name == "choice" else UNKNOWN

    def _call_thing(self, receiver: Thing, name: str, node: ast.Call) -> Any:
        if receiver.kind == _GHOST:
            return self._call_ghost(receiver, name, node)
        if name == "add_updater":
            return self._live(receiver, node.args[0] if node.args else None)
        arguments, keywords = self._read(node)
        if name == "animate":
            return Motion("animate", [receiver], facts=keywords)
        settled = self.time_passed and (receiver.shown or receiver.kind in TRACKERS)
        if settled and "keys" in receiver.facts and name in ("add", "remove"):
            return self.rekeyed(receiver, name, arguments[0] if arguments else None)
        given = apply(receiver, name, arguments, keywords, settled)
        if given is receiver and settled:
            self.changed(receiver, (name, arguments, keywords), node.lineno)
        return given if given is receiver or name in PIECES else several(given, self.repeat)

    def _call_ghost(self, ghost: Thing, name: str, node: ast.Call) -> Any:
        """Inside an updater: what its object does is collected, what it is asked comes from the object."""
        arguments, keywords = self.given(node)
        if name.startswith("get_") and ghost.parent is not None:
            return apply(ghost.parent, name, arguments, keywords, True)
        ghost.updates.append((name, arguments, keywords))
        return ghost


def _steadily(name: str, arguments: list[Any], keywords: dict[str, Any]) -> Call:
    """What ``always_rotate`` and ``always_shift`` do in one second; they are told their speed apart."""
    method = _CONTINUOUS[name]
    if name == "always_shift":
        way = next(
            (one for one in (*arguments, *keywords.values()) if isinstance(one, Vector)), Vector((1, 0, 0))
        )
        rate = next((one for one in (*arguments, *keywords.values()) if is_number(one)), 0.1)
        return method, [Vector(tuple(rate * part for part in way))], {PER_SECOND: True}
    rate = keywords.get("rate", arguments[0] if arguments else 20 * math.pi / 180)
    return method, [rate], {PER_SECOND: True}
