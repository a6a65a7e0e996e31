"""Which names every scope of a module binds, and which names must stay as they are."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import ClassVar

Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_IGNORED_FIELDS = frozenset({"ctx", "type_comment", "kind", "type_ignores"})

REFLECTION = frozenset({"eval", "exec", "globals", "locals", "vars", "__doc__"})
"""Code that uses one of these can see names or docstrings, so there they are kept as they are."""


_FIELDS: dict[type[ast.AST], tuple[str, ...]] = {}


def fields_of(kind: type[ast.AST]) -> tuple[str, ...]:
    """The fields of a kind of node that say something about what the code does."""
    fields = _FIELDS.get(kind)
    if fields is None:
        fields = _FIELDS[kind] = tuple(f for f in kind._fields if f not in _IGNORED_FIELDS)
    return fields


class Survey:
    """One walk that finds what every scope binds, and the names that must stay as they are.

    Names stay that are passed as keywords (a parameter some call names is part of what the code says),
    declared global or nonlocal (two scopes share them), imported, reflected upon, or captured by a match
    pattern (which carries them as plain strings).
    """

    def __init__(self, tree: ast.Module) -> None:
        self.bound: dict[ast.AST, set[str]] = {}
        self.keep: set[str] = set()
        # Where `:=` binds when it stands inside comprehensions: the innermost function or the module.
        self._function: set[str] = set()
        self._scope(tree, tree.body, set())

    def _scope(self, owner: ast.AST, nodes: Iterable[ast.AST], names: set[str]) -> None:
        self.bound[owner] = names
        enclosing = self._function
        if not isinstance(owner, (ast.ClassDef, *_COMPREHENSIONS)):
            self._function = names
        for node in nodes:
            self._visit(node, names)
        self._function = enclosing

    def _visit(self, node: ast.AST, names: set[str]) -> None:
        kind = type(node)
        if kind is ast.Name:
            self._name(node, names)  # type: ignore[arg-type]
        elif kind is not ast.Constant:
            special = self._SPECIAL.get(kind)
            if special is not None:
                special(self, node, names)
            else:
                self._children(node, names)

    def _children(self, node: ast.AST, names: set[str]) -> None:
        for field in fields_of(type(node)):
            value = getattr(node, field)
            if type(value) is list:
                for item in value:
                    if isinstance(item, ast.AST):
                        self._visit(item, names)
            elif isinstance(value, ast.AST):
                self._visit(value, names)

    def _name(self, node: ast.Name, names: set[str]) -> None:
        if type(node.ctx) is not ast.Load:
            names.add(node.id)
        elif node.id in REFLECTION:
            self.keep.add(node.id)

    def _attribute(self, node: ast.Attribute, names: set[str]) -> None:
        if node.attr == "__doc__":
            self.keep.add(node.attr)
        self._visit(node.value, names)

    def _keyword(self, node: ast.keyword, names: set[str]) -> None:
        if node.arg is not None:
            self.keep.add(node.arg)
        self._visit(node.value, names)

    def _captured(self, node: ast.AST, names: set[str]) -> None:
        self.keep.update(n for n in (getattr(node, "name", None), getattr(node, "rest", None)) if n)
        self._children(node, names)

    def _shared(self, node: ast.Global | ast.Nonlocal, _names: set[str]) -> None:
        self.keep.update(node.names)

    def _imported(self, node: ast.Import | ast.ImportFrom, _names: set[str]) -> None:
        self.keep.update((alias.asname or alias.name).partition(".")[0] for alias in node.names)

    def _walrus(self, node: ast.NamedExpr, names: set[str]) -> None:
        self._function.add(node.target.id)
        self._visit(node.value, names)

    def _handler(self, node: ast.ExceptHandler, names: set[str]) -> None:
        if node.name:
            names.add(node.name)
        self._children(node, names)

    def _definition(self, node: ast.FunctionDef | ast.AsyncFunctionDef, names: set[str]) -> None:
        names.add(node.name)
        for decorator in node.decorator_list:
            self._visit(decorator, names)
        self._parameters(node, node.body, names)

    def _anonymous(self, node: ast.Lambda, names: set[str]) -> None:
        self._parameters(node, [node.body], names)

    def _parameters(
        self,
        node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda,
        body: Iterable[ast.AST],
        names: set[str],
    ) -> None:
        args = node.args
        for default in (*args.defaults, *args.kw_defaults):
            if default is not None:
                self._visit(default, names)
        parameters = {a.arg for a in (*args.posonlyargs, *args.args, *args.kwonlyargs)}
        parameters.update(a.arg for a in (args.vararg, args.kwarg) if a is not None)
        self._scope(node, body, parameters)

    def _class(self, node: ast.ClassDef, names: set[str]) -> None:
        names.add(node.name)
        for part in (*node.decorator_list, *node.bases, *node.keywords):
            self._visit(part, names)
        self._scope(node, node.body, set())

    def _comprehension(self, node: Comprehension, names: set[str]) -> None:
        # The first iterable belongs to the enclosing scope.
        self._visit(node.generators[0].iter, names)
        inner: list[ast.AST] = [g.iter for g in node.generators[1:]]
        for generator in node.generators:
            inner += [generator.target, *generator.ifs]
        inner += [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        self._scope(node, inner, set())

    _SPECIAL: ClassVar[dict[type[ast.AST], Callable[..., None]]] = {
        ast.Attribute: _attribute,
        ast.keyword: _keyword,
        ast.MatchAs: _captured,
        ast.MatchStar: _captured,
        ast.MatchMapping: _captured,
        ast.Global: _shared,
        ast.Nonlocal: _shared,
        ast.Import: _imported,
        ast.ImportFrom: _imported,
        ast.NamedExpr: _walrus,
        ast.ExceptHandler: _handler,
        ast.FunctionDef: _definition,
        ast.AsyncFunctionDef: _definition,
        ast.Lambda: _anonymous,
        ast.ClassDef: _class,
        **dict.fromkeys(_COMPREHENSIONS, _comprehension),
    }
