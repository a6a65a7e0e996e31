"""Canonical form: what is left of code when everything that cannot change the animation is taken away.

Two modules have the same canonical form exactly if they differ only in formatting, comments, docstrings,
the order of imports that stand together, the names of classes and functions of the module, and local
names. Literals stay: ``Square(color="#ff0000")`` and ``Square(color="#00ff00")`` are two animations.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable, Iterable
from typing import ClassVar

_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_IGNORED_FIELDS = frozenset({"ctx", "type_comment", "kind", "type_ignores"})

_REFLECTION = frozenset({"eval", "exec", "globals", "locals", "vars", "__doc__"})
"""Code that uses one of these can see names or docstrings, so there they are kept as they are."""


def canonical_code(tree: ast.Module) -> str:
    """Hash (32 hex digits) of the module's canonical form.

    Raises:
        RecursionError: the tree is nested deeper than Python's stack allows.
    """
    return _digest(_Canonical(tree).tokens())


def canonical_text(code: str) -> str:
    """Hash (32 hex digits) for text that is not Python: only white space does not count."""
    return _digest(["text", *code.split()])


def _digest(tokens: Iterable[str]) -> str:
    # The separator cannot occur in a token: strings enter as their repr.
    return hashlib.blake2b("\0".join(tokens).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


_FIELDS: dict[type[ast.AST], tuple[str, ...]] = {}


def _fields(kind: type[ast.AST]) -> tuple[str, ...]:
    fields = _FIELDS.get(kind)
    if fields is None:
        fields = _FIELDS[kind] = tuple(f for f in kind._fields if f not in _IGNORED_FIELDS)
    return fields


class _Survey:
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
        for field in _fields(type(node)):
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
        elif node.id in _REFLECTION:
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

    def _comprehension(self, node: _Comprehension, names: set[str]) -> None:
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


class _Scope:
    """The names one function, comprehension or module binds, numbered in order of appearance."""

    __slots__ = ("bound", "numbers", "parent")

    def __init__(self, bound: set[str], parent: _Scope | None) -> None:
        self.bound = bound
        self.parent = parent
        self.numbers: dict[str, str] = {}


class _Canonical:
    """Writes a tree as a list of tokens; one method per kind of node that needs more than its fields."""

    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree
        self._out: list[str] = []
        self._count = 0
        survey = _Survey(tree)
        self._bound = survey.bound
        self._verbatim = survey.keep
        self._reflective = bool(survey.keep & _REFLECTION)
        self._special: dict[type[ast.AST], Callable[..., None]] = {
            ast.Name: self._name,
            ast.Constant: self._constant,
            ast.Attribute: self._attribute,
            ast.Call: self._call,
            ast.FunctionDef: self._function,
            ast.AsyncFunctionDef: self._function,
            ast.Lambda: self._lambda,
            ast.ClassDef: self._class,
            ast.ListComp: self._comprehension,
            ast.SetComp: self._comprehension,
            ast.DictComp: self._comprehension,
            ast.GeneratorExp: self._comprehension,
            ast.arg: self._arg,
            ast.ExceptHandler: self._handler,
        }

    def tokens(self) -> list[str]:
        scope = self._scope(self._tree, None)
        self._statements(_sort_imports(self._tree.body), scope)
        return self._out

    # -- scopes -------------------------------------------------------------------------------------

    def _scope(self, owner: ast.AST, parent: _Scope | None) -> _Scope:
        bound = set() if self._reflective else self._bound[owner] - self._verbatim
        return _Scope(bound, parent)

    def _identifier(self, name: str, scope: _Scope | None) -> None:
        while scope is not None:
            if name in scope.bound:
                number = scope.numbers.get(name)
                if number is None:
                    self._count += 1
                    number = scope.numbers[name] = f"#{self._count}"
                self._out.append(number)
                return
            scope = scope.parent
        self._out.append(name)

    # -- statements and expressions ---------------------------------------------------------------------

    def _statements(self, body: list[ast.stmt], scope: _Scope) -> None:
        self._out.append("(")
        for node in body:
            if type(node) is ast.Pass or (_is_bare_constant(node) and not self._reflective):
                continue
            self._node(node, scope)
        self._out.append(")")

    def _node(self, node: ast.AST, scope: _Scope) -> None:
        kind = type(node)
        special = self._special.get(kind)
        if special is not None:
            special(node, scope)
            return
        out = self._out
        out.append(kind.__name__)
        for name in _fields(kind):
            value = getattr(node, name)
            if type(value) is list:
                if value and isinstance(value[0], ast.stmt):
                    self._statements(value, scope)
                else:
                    out.append("[")
                    for item in value:
                        self._value(item, scope)
                    out.append("]")
            else:
                self._value(value, scope)

    def _value(self, value: object, scope: _Scope) -> None:
        if isinstance(value, ast.AST):
            self._node(value, scope)
        else:
            self._out.append("-" if value is None else str(value))

    def _name(self, node: ast.Name, scope: _Scope) -> None:
        self._identifier(node.id, scope)

    def _constant(self, node: ast.Constant, _scope: _Scope) -> None:
        self._out.append(repr(node.value))

    def _attribute(self, node: ast.Attribute, scope: _Scope) -> None:
        self._node(node.value, scope)
        self._out.append("." + node.attr)

    def _call(self, node: ast.Call, scope: _Scope) -> None:
        self._out.append("Call")
        self._node(node.func, scope)
        for argument in node.args:
            self._out.append(",")
            self._node(argument, scope)
        for keyword in node.keywords:
            self._out.append(f"{keyword.arg}=")
            self._node(keyword.value, scope)
        self._out.append("end")

    def _arg(self, node: ast.arg, scope: _Scope) -> None:
        # Annotations of parameters do nothing when a scene runs.
        self._identifier(node.arg, scope)

    def _handler(self, node: ast.ExceptHandler, scope: _Scope) -> None:
        self._out.append("except")
        if node.type is not None:
            self._node(node.type, scope)
        if node.name is not None:
            self._identifier(node.name, scope)
        self._statements(node.body, scope)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: _Scope) -> None:
        self._out.append(type(node).__name__)
        for decorator in node.decorator_list:
            self._node(decorator, scope)
        self._identifier(node.name, scope)
        inner = self._parameters(node, scope)
        self._statements(node.body, inner)

    def _lambda(self, node: ast.Lambda, scope: _Scope) -> None:
        self._out.append("Lambda")
        inner = self._parameters(node, scope)
        self._node(node.body, inner)

    def _parameters(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, scope: _Scope) -> _Scope:
        args = node.args
        # Defaults are evaluated where the function is defined, so outside its scope.
        for default in (*args.defaults, *args.kw_defaults):
            self._value(default, scope)
        parameters = [*args.posonlyargs, *args.args, *args.kwonlyargs]
        starred = [a for a in (args.vararg, args.kwarg) if a is not None]
        inner = self._scope(node, _visible(scope))
        counts = (
            len(args.posonlyargs),
            len(args.args),
            len(args.kwonlyargs),
            bool(args.vararg),
            bool(args.kwarg),
        )
        self._out.append(f"args{counts}")
        for parameter in parameters + starred:
            self._identifier(parameter.arg, inner)
        return inner

    def _class(self, node: ast.ClassDef, scope: _Scope) -> None:
        self._out.append("class")
        for part in (*node.decorator_list, *node.bases):
            self._node(part, scope)
        for keyword in node.keywords:
            self._node(keyword, scope)
        self._identifier(node.name, scope)
        # Names in a class body are attributes: reachable through self, so they keep their names. They
        # hide outer names in the body itself, but not in the methods.
        attributes = _ClassScope(self._bound[node], scope)
        self._statements(node.body, attributes)

    def _comprehension(self, node: _Comprehension, scope: _Scope) -> None:
        self._out.append(type(node).__name__)
        inner = self._scope(node, _visible(scope))
        for position, generator in enumerate(node.generators):
            # The first iterable belongs to the enclosing scope.
            self._node(generator.iter, scope if position == 0 else inner)
            self._node(generator.target, inner)
            for condition in generator.ifs:
                self._out.append("if")
                self._node(condition, inner)
        if isinstance(node, ast.DictComp):
            self._node(node.key, inner)
            self._node(node.value, inner)
        else:
            self._node(node.elt, inner)


class _ClassScope(_Scope):
    """A class body: what it binds is written as it is."""

    def __init__(self, bound: set[str], parent: _Scope) -> None:
        super().__init__(bound, parent)
        self.numbers = {name: name for name in bound}


def _visible(scope: _Scope) -> _Scope | None:
    """The scope a function defined in ``scope`` looks names up in: class bodies are passed over."""
    current: _Scope | None = scope
    while isinstance(current, _ClassScope):
        current = current.parent
    return current


def _is_bare_constant(node: ast.stmt) -> bool:
    """A docstring, a string used as a comment, or an ellipsis: nothing that runs."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _sort_imports(body: list[ast.stmt]) -> list[ast.stmt]:
    """The same statements with every run of imports in one order."""
    ordered: list[ast.stmt] = []
    run: list[ast.stmt] = []
    for node in body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            run.append(node)
            continue
        ordered.extend(sorted(run, key=_import_order))
        run = []
        ordered.append(node)
    ordered.extend(sorted(run, key=_import_order))
    return ordered


def _import_order(node: ast.stmt) -> tuple[bool, str]:
    # A star import may hide what another one brought, so star imports keep their order and go first.
    star = isinstance(node, ast.ImportFrom) and node.names[0].name == "*"
    return (False, "") if star else (True, ast.dump(node))
