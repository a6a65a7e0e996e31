"""Canonical form: what is left of code when everything that cannot change the animation is taken away.

Two modules have the same canonical form exactly if they differ only in formatting, comments, docstrings,
the order of imports that stand together, the names of classes and functions of the module, and local
names. Literals stay: ``Square(color="#ff0000")`` and ``Square(color="#00ff00")`` are two animations.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable, Iterable

from manimill.code._scopes import REFLECTION, Comprehension, Survey, fields_of


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
        survey = Survey(tree)
        self._bound = survey.bound
        self._verbatim = survey.keep
        self._reflective = bool(survey.keep & REFLECTION)
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
        for name in fields_of(kind):
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

    def _comprehension(self, node: Comprehension, scope: _Scope) -> None:
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
