"""Follows the statements and calls of a scene. See `manimill.code.outline`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from manimill.code import api
from manimill.code._builtins import BUILTINS
from manimill.code._classes import family, methods, module_classes
from manimill.code._evaluator import UNROLLED, Evaluator, Exhausted, each, items
from manimill.code._expressions import LONGEST, binary
from manimill.code._mobjects import ALIASES, animation, apply, mobject, motions_in, things_in
from manimill.code._scene_calls import UNSEEN, scene_step
from manimill.code.names import names
from manimill.code.outline import (
    CAMERA,
    SEVERAL,
    UNKNOWN,
    ClassName,
    Motion,
    Outline,
    Step,
    Thing,
    Unknown,
    Vector,
    is_number,
)

_DEPTH = 3
"""How deep calls of the module's own functions are followed."""
_STEPS = 60
_MAKING = names("index_labels get_det_text")
"""Functions of manim that make an object for another."""
_CONTINUOUS = frozenset(("always_rotate", "always_shift", "turn_animation_into_updater", "cycle_animation"))


def read_scene(tree: ast.Module, scene: str | None) -> Outline:
    """The outline of ``scene`` in ``tree``."""
    classes = module_classes(tree)
    if scene is None:
        scene = next((name for name in reversed(classes) if "construct" in methods(name, classes)), None)
    if scene is None or scene not in classes:
        return Outline(())
    defined = methods(scene, classes)
    reader = Reader(classes, defined)
    complete = True
    try:
        reader.block(tree.body)
        reader.attributes(classes[scene])
        for name in ("setup", "construct"):
            if name in defined:
                reader.block(defined[name].body)
    except (Exhausted, RecursionError):
        complete = False
    return Outline(tuple(reader.steps), family(scene, classes)[1:], complete and reader.understood)


class Reader(Evaluator):
    """Collects steps while statements are read."""

    def __init__(self, classes: dict[str, ast.ClassDef], methods: dict[str, ast.FunctionDef]) -> None:
        super().__init__()
        self.steps: list[Step] = []
        self._classes = classes
        self._methods = methods
        self._depth = 0
        self._time_passed = False
        self.understood = True

    def block(self, statements: Iterable[ast.stmt]) -> Any:
        """Read statements in order; gives ``[value]`` where they return one, otherwise None."""
        for statement in statements:
            self.spend()
            read = _STATEMENTS.get(type(statement))
            if read is not None:
                returned = read(self, statement)
                if returned is not None:
                    return returned
        return None

    def attributes(self, node: ast.ClassDef) -> None:
        """Read class attributes; they are reached through ``self``."""
        for statement in node.body:
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                self.own[statement.targets[0].id] = self.value(statement.value)

    def _assign(self, node: ast.Assign | ast.AnnAssign) -> None:
        if node.value is None:
            return
        value = self.value(node.value)
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            self.bind(target, value)
            if isinstance(target, ast.Attribute) and target.attr == "background_color":
                self._background(value, node.lineno)

    def _background(self, value: Any, line: int) -> None:
        if isinstance(value, str):
            self._step(Step("camera", facts={"background": value}, line=line))

    def _augment(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            old, value = self.scope.get(node.target.id, UNKNOWN), self.value(node.value)
            if isinstance(old, Thing) and isinstance(node.op, ast.Add):
                apply(old, "add", [value], {}, old.shown and self._time_passed)
                return
            self.scope[node.target.id] = binary(node.op, old, value)

    def _expression(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):
            self.value(node.value)

    def _for(self, node: ast.For) -> None:
        iterated = self.value(node.iter)
        values = items(iterated)
        if values is not None and len(values) <= UNROLLED:
            for item in values:
                self.bind(node.target, item)
                self.block(node.body)
            return
        one = each(iterated)
        self.bind(node.target, one)
        if isinstance(one, Thing) and one.kind != "part":
            self.block(node.body)
        else:
            self._once(len(values) if values is not None else SEVERAL, node.body)

    def _while(self, node: ast.While) -> None:
        self._forget(node)
        self._once(SEVERAL, node.body)

    def _once(self, times: int, body: Sequence[ast.stmt]) -> None:
        """Read a loop's body a single time and note how often it runs."""
        outer, self.repeat = self.repeat, self.repeat * times
        self.block(body)
        self.repeat = outer

    def _if(self, node: ast.If) -> Any:
        test = self.value(node.test)
        if isinstance(test, bool):
            return self.block(node.body if test else node.orelse)
        self._forget(node)
        return None

    def _forget(self, node: ast.stmt) -> None:
        """Whatever is assigned in a statement that may or may not run is unknown afterwards."""
        for inner in ast.walk(node):
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                self.scope[inner.id] = UNKNOWN

    def _enter(self, node: ast.With | ast.Try) -> Any:
        return self.block(node.body)

    def _define(self, node: ast.FunctionDef) -> None:
        self.scope[node.name] = node

    def _return(self, node: ast.Return) -> list[Any]:
        return [None if node.value is None else self.value(node.value)]

    def call(self, node: ast.Call) -> Any:
        self.spend()
        function = node.func
        if isinstance(function, ast.Name):
            return self._call_name(function.id, node)
        if not isinstance(function, ast.Attribute):
            return UNKNOWN
        if isinstance(function.value, ast.Name) and function.value.id not in self.scope:
            if function.value.id == "self":
                return self._call_self(function.attr, node)
            return self._call_module(function.value.id, function.attr, node)
        return self._call_method(self.value(function.value), function.attr, node)

    def _given(self, node: ast.Call) -> tuple[list[Any], dict[str, Any]]:
        """Values of a call's arguments: positional ones, and keywords (``**dict`` opened)."""
        keywords: dict[str, Any] = {}
        for keyword in node.keywords:
            value = self.value(keyword.value)
            if keyword.arg is not None:
                keywords[keyword.arg] = value
            elif isinstance(value, dict):
                keywords.update({key: v for key, v in value.items() if isinstance(key, str)})
        return self.arguments(node.args), keywords

    def _call_name(self, name: str, node: ast.Call) -> Any:
        held = self.scope.get(name)
        if isinstance(held, ast.FunctionDef):
            return self._follow(held, node)
        name = held if isinstance(held, ClassName) else ALIASES.get(name, name)
        if name == "always_redraw":
            return self._redrawn(node)
        arguments, keywords = self._given(node)
        made = self._construct(name, arguments, keywords)
        if made is not None:
            return made
        if name in _CONTINUOUS:
            for thing in things_in([*arguments, *(m.targets for m in motions_in(arguments))]):
                thing.live = True
            return UNKNOWN
        if name in _MAKING and things_in(arguments):
            return Thing(name, parent=things_in(arguments)[0], count=self.repeat)
        return self._builtin(name, arguments, keywords)

    def _construct(self, name: str, arguments: list[Any], keywords: dict[str, Any]) -> Thing | Motion | None:
        """The object or animation that a class of manim or of the module makes; None for other names."""
        base = self._base(name)
        kind = api.kind_of(base or name)
        if kind in ("vmobject", "mobject"):
            return mobject(name, arguments, keywords, self.repeat, base)
        if kind == "animation":
            return animation(name, arguments, keywords)
        return None

    def _base(self, name: str) -> str | None:
        """Manim's class behind one of the module's own."""
        if name not in self._classes:
            return None
        bases = family(name, self._classes)[1:]
        return next((base for base in bases if api.is_mobject(base) or api.is_animation(base)), None)

    def _builtin(self, name: str, arguments: list[Any], keywords: dict[str, Any]) -> Any:
        function = BUILTINS.get(name)
        if function is None or any(isinstance(value, Unknown) for value in arguments):
            return UNKNOWN
        try:
            return function(*arguments, **keywords)
        except (TypeError, ValueError, LookupError, ArithmeticError):
            return UNKNOWN

    def _redrawn(self, node: ast.Call) -> Any:
        """The object behind ``always_redraw(lambda: ...)``."""
        source = node.args[0] if node.args else None
        thing: Any = UNKNOWN
        if isinstance(source, ast.Lambda):
            thing = self.value(source.body)
        elif isinstance(source, ast.Name) and isinstance(self.scope.get(source.id), ast.FunctionDef):
            thing = self._follow(self.scope[source.id], ast.Call(source, [], []))
        if isinstance(thing, Thing):
            thing.live = True
        return thing

    def _follow(self, function: ast.FunctionDef, node: ast.Call, *, method: bool = False) -> Any:
        """Read a function of the module with the arguments of a call."""
        if self._depth >= _DEPTH:
            return UNKNOWN
        arguments, keywords = self._given(node)
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
        if name == "array" and len(node.args) == 1:
            values = self.value(node.args[0])
            numeric = isinstance(values, list) and all(is_number(n) for n in values)
            return Vector(values) if numeric and len(values) == 3 else values
        if api.is_mobject(owner):
            _, keywords = self._given(node)
            return Thing(
                owner, {k: v for k, v in keywords.items() if not isinstance(v, Unknown)}, count=self.repeat
            )
        return self._call_name(name, node)

    def _call_method(self, receiver: Any, name: str, node: ast.Call) -> Any:
        arguments, keywords = self._given(node)
        if isinstance(receiver, Thing):
            if name == "animate":
                return Motion("animate", [receiver], facts=keywords)
            given = apply(receiver, name, arguments, keywords, receiver.shown and self._time_passed)
            if name == "copy":
                given.count *= self.repeat
            return given
        if isinstance(receiver, Unknown) and name in ("play", "add", "wait"):
            self.understood = False
        if isinstance(receiver, Motion):
            if receiver.kind == "animate":
                receiver.chain.append((name, arguments, keywords))
            return receiver
        if isinstance(receiver, list) and name in ("append", "extend", "add"):
            added = arguments if name == "append" else (items(arguments[0]) or [] if arguments else [])
            receiver += list(added)[: max(0, LONGEST - len(receiver))]
        elif (
            isinstance(receiver, str)
            and name in ("upper", "lower", "strip", "title", "split")
            and not node.args
        ):
            return getattr(receiver, name)()
        elif isinstance(receiver, dict) and name in ("items", "values", "keys"):
            return (
                [list(pair) for pair in receiver.items()]
                if name == "items"
                else list(getattr(receiver, name)())
            )
        return UNKNOWN

    def _call_self(self, name: str, node: ast.Call) -> Any:
        if name in self._methods:
            return self._follow(self._methods[name], node, method=True)
        arguments, keywords = self._given(node)
        step = scene_step(name, arguments, keywords)
        if step is None:
            self.understood = self.understood and name in UNSEEN
            return UNKNOWN
        if any(isinstance(value, Unknown) for value in arguments) and step.kind in ("play", "add"):
            self.understood = False
        step.repeat, step.line = self.repeat, node.lineno
        if step.kind in ("wait", "clear", "camera") or step.things or step.motions:
            self._step(step)
        return UNKNOWN

    def _step(self, step: Step) -> None:
        if len(self.steps) >= _STEPS:
            raise Exhausted
        self.steps.append(step)
        if step.kind in ("play", "wait"):
            self._time_passed = True
        for thing in (*step.things, *(t for m in step.motions for t in m.targets)):
            thing.shown = thing is not CAMERA


_STATEMENTS: dict[type[ast.stmt], Callable[[Any, Any], Any]] = {
    ast.Assign: Reader._assign,
    ast.AnnAssign: Reader._assign,
    ast.AugAssign: Reader._augment,
    ast.Expr: Reader._expression,
    ast.For: Reader._for,
    ast.While: Reader._while,
    ast.If: Reader._if,
    ast.With: Reader._enter,
    ast.Try: Reader._enter,
    ast.FunctionDef: Reader._define,
    ast.Return: Reader._return,
}
