"""Follows the statements of a scene. See `manimill.code.outline`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from manimill.code._calls import Caller
from manimill.code._changes import keyed
from manimill.code._classes import family, methods, module_classes
from manimill.code._evaluator import UNROLLED, Exhausted, each, items
from manimill.code._expressions import binary
from manimill.code._mobjects import TRACKERS, apply, part
from manimill.code._scene_calls import CHANGES, LEAVING, REPLACING, UNSEEN, scene_step
from manimill.code.outline import (
    CAMERA,
    SEVERAL,
    UNKNOWN,
    Call,
    Motion,
    Outline,
    Step,
    Thing,
    Unknown,
)
from manimill.code.walking import walk

_STEPS = 60
_NESTED = 3
"""How deep groups are looked into when they appear or go."""


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


class Reader(Caller):
    """Collects steps while statements are read."""

    def __init__(self, classes: dict[str, ast.ClassDef], methods: dict[str, ast.FunctionDef]) -> None:
        super().__init__(classes, methods)
        self.steps: list[Step] = []
        self._visible: dict[int, Thing] = {}

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
        if not isinstance(node.target, ast.Name):
            return
        old, value = self.scope.get(node.target.id, UNKNOWN), self.value(node.value)
        if not isinstance(old, Thing) or not isinstance(node.op, (ast.Add, ast.Sub)):
            self.scope[node.target.id] = binary(node.op, old, value)
        elif old.kind in TRACKERS:
            amount = binary(node.op, 0, value)
            self._touch(old, ("increment_value", [amount], {}), node.lineno)
        elif isinstance(node.op, ast.Add) and not (old.shown and self.time_passed):
            apply(old, "add", [value], {}, False)
        else:
            self.scope[node.target.id] = binary(node.op, old, value)

    def _touch(self, thing: Thing, call: Call, line: int) -> None:
        """A method called on a thing, wherever it is."""
        if self.time_passed:
            self.changed(thing, call, line)
        else:
            apply(thing, call[0], call[1], call[2], False)

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
        if self.repeat == SEVERAL and not node.orelse:
            # A filter inside a loop: what passes it is made several times all the same.
            self.block(node.body)
        self._forget(node)
        return None

    def _forget(self, node: ast.stmt) -> None:
        """Whatever is assigned in a statement that may or may not run is unknown afterwards."""
        for inner in walk(node):
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                self.scope[inner.id] = UNKNOWN

    def _enter(self, node: ast.With | ast.Try) -> Any:
        return self.block(node.body)

    def _define(self, node: ast.FunctionDef) -> None:
        self.functions = True
        self.scope[node.name] = node

    def _return(self, node: ast.Return) -> list[Any]:
        return [None if node.value is None else self.value(node.value)]

    def mine(self, name: str) -> Any:
        return list(self._visible.values()) if name == "mobjects" else super().mine(name)

    def call_self(self, name: str, node: ast.Call) -> Any:
        if name in self._methods:
            return self.follow(self._methods[name], node, method=True)
        arguments, keywords = self.given(node)
        step = scene_step(name, arguments, keywords)
        if step is None:
            self.understood = self.understood and name in UNSEEN
            return UNKNOWN
        if any(isinstance(value, Unknown) for value in arguments) and step.kind in ("play", "add"):
            self.understood = False
        step.repeat, step.line = self.repeat, node.lineno
        if step.kind in ("wait", "clear", "camera", "sound") or step.things or step.motions:
            self._step(step)
        return UNKNOWN

    def put(self, owner: Any, key: Any, value: Any) -> None:
        if not isinstance(owner, Thing) or "keys" not in owner.facts or not isinstance(value, Thing):
            super().put(owner, key, value)
        elif isinstance(key, (str, int)):
            self.rekeyed(owner, "remove", key)
            owner.facts["later"] = {**owner.facts.get("later", {}), key: value}
            if owner.shown:
                self._step(Step("add", things=[value]))

    def rekeyed(self, owner: Thing, name: str, given: Any) -> Thing:
        if name == "add":
            for key, value in keyed(given).items():
                self.put(owner, key, value)
            return owner
        gone = part(owner, given) if isinstance(given, (str, int)) else None
        if isinstance(gone, Thing) and owner.shown:
            self._step(Step("remove", things=[gone]))
        return owner

    def changed(self, thing: Thing, call: Call, line: int) -> None:
        if call[0] not in CHANGES or (thing.kind in TRACKERS and call[0] == "set_value" and self.repeat != 1):
            return
        last = self.steps[-1] if self.steps else None
        if last is not None and last.kind == "change" and last.motions[0].targets[0] is thing:
            last.motions[0].chain.append(call)
        else:
            self._step(Step("change", motions=[Motion("animate", [thing], chain=[call])], line=line))

    def _step(self, step: Step) -> None:
        if len(self.steps) >= _STEPS:
            raise Exhausted
        self.steps.append(step)
        if step.kind in ("play", "wait"):
            self.time_passed = True
        if step.kind == "play":
            self._fade_out_all(step)
        if step.kind == "clear":
            self._leave(list(self._visible.values()))
        elif step.kind == "remove":
            self._leave(step.things)
        else:
            self._appear(step.things)
        for motion in step.motions:
            self._moved(motion, 0)

    def _fade_out_all(self, step: Step) -> None:
        """Take note where an animation takes away everything there is."""
        if len(self._visible) < 2 or not all(motion.kind in LEAVING for motion in step.motions):
            return
        gone = {id(thing) for motion in step.motions for thing in motion.targets}
        if self._visible.keys() <= gone:
            step.facts = {**step.facts, "everything": True}

    def _moved(self, motion: Motion, depth: int) -> None:
        """Keep track of what an animation brings and takes."""
        if depth > _NESTED:
            return
        for inner in motion.parts:
            self._moved(inner, depth + 1)
        if motion.kind in LEAVING:
            self._leave(motion.targets)
        elif motion.into is None or motion.kind not in REPLACING:
            self._appear(motion.targets)
        else:
            self._leave(motion.targets if motion.kind != "TransformFromCopy" else [])
            self._appear([motion.into])

    def _appear(self, things: Sequence[Thing]) -> None:
        for thing in things:
            if thing is not CAMERA and not thing.shown:
                self._visible[id(thing)] = thing
                _show(thing, True, 0)

    def _leave(self, things: Sequence[Thing]) -> None:
        for thing in things:
            self._visible.pop(id(thing), None)
            for member in thing.members:
                self._visible.pop(id(member), None)
            _show(thing, False, 0)


def _show(thing: Thing, shown: bool, depth: int) -> None:
    thing.shown = shown
    if depth < _NESTED:
        for member in thing.members:
            _show(member, shown, depth + 1)


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
