"""What the names of a module are bound to: assignments, loops, parameters, attributes of classes and of self."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

from manimill.code.guards import is_main_guard
from manimill.code.walking import FIELDS
from manimill.scenes._callees import USUAL_ALIASES

Function = ast.FunctionDef | ast.AsyncFunctionDef
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_BINDING = frozenset(
    {ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.For, ast.comprehension}
)


@dataclass(frozen=True, slots=True)
class Each:
    """The elements of a collection, one after the other; with ``position``, that part of each."""

    of: ast.expr
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a function: whatever the module calls the function with."""

    function: str
    name: str
    position: int
    default: ast.expr | None


Bound = ast.expr | Each | Parameter


@dataclass(slots=True)
class _Scope:
    parent: _Scope | None
    of_class: bool = False
    names: dict[str, list[Bound]] = field(default_factory=lambda: defaultdict(list))


class Bindings:
    """The names of one module and what they may stand for, by the scope they are used in."""

    def __init__(self, tree: ast.Module) -> None:
        self.classes: dict[str, ast.ClassDef] = {}
        self.owner: dict[ast.Call, ast.ClassDef] = {}
        """The innermost class each call stands in."""
        self._aliases = dict(USUAL_ALIASES)
        self._attributes: dict[str, list[ast.expr]] = defaultdict(list)
        self._calls: dict[str, list[ast.Call]] = defaultdict(list)
        self._called: list[ast.Call] = []
        self._scopes: dict[ast.AST, _Scope] = {}
        """Of names only: nothing else is looked up."""
        self._visit_body(tree, _Scope(None), None)

    def of(self, node: ast.Name | ast.Attribute) -> list[Bound]:
        """All that a name or an attribute is bound to where it stands; empty where that is not in the module."""
        if isinstance(node, ast.Attribute):
            return list(self._attributes.get(node.attr, ()))
        innermost = scope = self._scopes.get(node)
        while scope is not None:
            # What a class binds is seen in its body and not in its methods.
            if scope.names.get(node.id) and (scope is innermost or not scope.of_class):
                return scope.names[node.id]
            scope = scope.parent
        return []

    def arguments(self, parameter: Parameter) -> list[ast.expr]:
        """What the module passes for a parameter."""
        found = [parameter.default] if parameter.default is not None else []
        for call in self._calls.get(parameter.function, ()):
            named = [keyword.value for keyword in call.keywords if keyword.arg == parameter.name]
            if named:
                found += named
            elif len(call.args) > parameter.position:
                found.append(call.args[parameter.position])
        return [value for value in found if not isinstance(value, ast.Starred)]

    def dotted(self, node: ast.expr) -> str | None:
        """The whole name of what is called, imports resolved; None where it is computed.

        A method of something computed is its name alone, behind a dot.
        """
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return f".{parts[0]}" if parts else None
        parts.append(self._aliases.get(node.id, node.id))
        return ".".join(reversed(parts))

    def calls(self) -> Iterator[ast.Call]:
        """Every call of the module that is made when a scene of it is rendered."""
        return iter(self._every_call)

    # -- reading the module -------------------------------------------------------------------------------

    @cached_property
    def _every_call(self) -> list[ast.Call]:
        return sorted(self._called, key=lambda call: (call.lineno, call.col_offset))

    def _visit_body(self, node: ast.AST, scope: _Scope, owner: ast.ClassDef | None) -> None:
        """Visit all below a node; a stack, because hostile code nests deeper than Python calls."""
        todo: list[tuple[ast.AST, _Scope, ast.ClassDef | None]] = [(node, scope, owner)]
        while todo:
            node, scope, owner = todo.pop()
            kind = type(node)
            if kind is ast.If and is_main_guard(node.test):  # type: ignore[attr-defined]
                # Not done when a scene is rendered.
                todo += [(child, scope, owner) for child in node.orelse]  # type: ignore[attr-defined]
                continue
            if kind is ast.Call:
                self._note_call(node, owner)  # type: ignore[arg-type]
            elif kind in _BINDING:
                self._note(node, scope)
            if kind in _FUNCTIONS:
                scope = self._function(node, scope, owner)  # type: ignore[arg-type]
            elif kind is ast.ClassDef:
                owner = cast("ast.ClassDef", node)
                self.classes[owner.name] = owner
                scope = _Scope(scope, of_class=True)
            for name in FIELDS[kind]:
                value: Any = getattr(node, name, None)
                for child in value if type(value) is list else (value,):
                    kind = type(child)
                    if kind is ast.Name:
                        self._scopes[child] = scope
                    elif FIELDS.get(kind):  # neither a leaf nor a text, a number or None
                        todo.append((child, scope, owner))

    def _note_call(self, node: ast.Call, owner: ast.ClassDef | None) -> None:
        self._called.append(node)
        function = node.func
        if type(function) is ast.Name:
            name = function.id
        elif type(function) is ast.Attribute:
            name = function.attr
        else:
            return
        self._calls[name].append(node)
        if owner is not None:
            self.owner[node] = owner

    def _note(self, node: ast.AST, scope: _Scope) -> None:
        match node:
            case ast.Import(names=names):
                self._aliases |= {name.asname: name.name for name in names if name.asname}
            case ast.ImportFrom(module=str() as module, names=names):
                self._aliases |= {name.asname or name.name: f"{module}.{name.name}" for name in names}
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._bind(target, value, scope)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self._bind(target, value, scope)
            case ast.NamedExpr(target=target, value=value):
                self._bind(target, value, scope)
            case ast.For(target=target, iter=several) | ast.comprehension(target=target, iter=several):
                self._bind_each(target, several, scope)

    def _bind(self, target: ast.expr, value: ast.expr, scope: _Scope) -> None:
        if isinstance(target, ast.Name):
            scope.names[target.id].append(value)
            if scope.of_class:
                self._attributes[target.id].append(value)
        elif isinstance(target, ast.Attribute):
            self._attributes[target.attr].append(value)
        elif (
            isinstance(target, ast.Tuple)
            and isinstance(value, ast.Tuple)
            and len(target.elts) == len(value.elts)
        ):
            for one, its in zip(target.elts, value.elts, strict=True):
                self._bind(one, its, scope)

    def _bind_each(self, target: ast.expr, several: ast.expr, scope: _Scope) -> None:
        if isinstance(target, ast.Name):
            scope.names[target.id].append(Each(several))
        elif isinstance(target, ast.Tuple):
            for position, one in enumerate(target.elts):
                if isinstance(one, ast.Name):
                    scope.names[one.id].append(Each(several, position))

    def _function(
        self, function: Function | ast.Lambda, parent: _Scope, owner: ast.ClassDef | None
    ) -> _Scope:
        scope = _Scope(parent)
        if isinstance(function, ast.Lambda):
            return scope
        # A class is called by its own name.
        called = owner.name if owner is not None and function.name == "__init__" else function.name
        arguments = [*function.args.posonlyargs, *function.args.args]
        defaults: list[ast.expr | None] = [None] * (len(arguments) - len(function.args.defaults))
        method = owner is not None and function in owner.body and not _is_static(function)
        for index, (one, default) in enumerate(
            zip(arguments, [*defaults, *function.args.defaults], strict=True)
        ):
            if index or not method:
                scope.names[one.arg].append(Parameter(called, one.arg, index - method, default))
        for one, default in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True):
            scope.names[one.arg].append(Parameter(called, one.arg, 1 << 16, default))
        return scope


def _is_static(function: Function) -> bool:
    return any(isinstance(one, ast.Name) and one.id == "staticmethod" for one in function.decorator_list)
