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

from manimill.code._scopes import ClassScope, Scope

_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_IGNORED_FIELDS = frozenset({"ctx", "type_comment", "kind", "type_ignores"})
_FIELDS = {
    kind: tuple(name for name in kind._fields if name not in _IGNORED_FIELDS)
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST)
}
_REFLECTION = frozenset({"eval", "exec", "globals", "locals", "vars", "__doc__"})
"""Code that uses one of these can see names or docstrings, so there they are kept as they are."""


def canonical_code(tree: ast.Module) -> str:
    """Hash (32 hex digits) of the module's canonical form.

    Raises:
        RecursionError: the tree is nested deeper than Python's stack allows.
    """
    written = _Canonical(tree)
    if written.kept & _REFLECTION:
        written = _Canonical(tree, reflective=True)
    else:
        written.rename()
    return _digest(written.tokens)


def canonical_text(code: str) -> str:
    """Hash (32 hex digits) for text that is not Python: only white space does not count."""
    return _digest(["text", *code.split()])


def _digest(tokens: Iterable[str]) -> str:
    # The separator cannot occur in a token: strings enter as their repr.
    return hashlib.blake2b("\0".join(tokens).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


class _Canonical:
    """Writes a tree as a list of tokens; one method per kind of node that needs more than its fields.

    A name may be used above the line that binds it. So names are written as they are first, and their
    places noted with the scope they stand in; `rename` puts numbers there once all scopes are known.

    ``kept`` are the names that must stay as they are: those passed as keywords (a parameter some call
    names is part of what the code says), declared global or nonlocal (two scopes share them), imported,
    reflected upon, or captured by a match pattern (which carries them as plain strings).
    """

    def __init__(self, tree: ast.Module, *, reflective: bool = False) -> None:
        self.tokens: list[str] = []
        self.kept: set[str] = set()
        self._reflective = reflective
        self._places: list[tuple[int, str, Scope]] = []
        self._statements(_sort_imports(tree.body), Scope(None))

    def rename(self) -> None:
        """Replace names that scopes bind by numbers, in the order of their first appearance."""
        count = 0
        for position, name, within in self._places:
            scope: Scope | None = None if name in self.kept else within
            while scope is not None and name not in scope.bound:
                scope = scope.parent
            if scope is not None:
                if not scope.bound[name]:
                    count += 1
                    scope.bound[name] = f"#{count}"
                self.tokens[position] = scope.bound[name]

    # -- any node ---------------------------------------------------------------------------------------

    def _statements(self, body: list[ast.stmt], scope: Scope) -> None:
        self.tokens.append("(")
        for node in body:
            if type(node) is ast.Pass or (_is_bare_constant(node) and not self._reflective):
                continue
            self._node(node, scope)
        self.tokens.append(")")

    def _node(self, node: ast.AST, scope: Scope) -> None:
        special = self._SPECIAL.get(type(node))
        if special is None:
            self._plain(node, scope)
        else:
            special(self, node, scope)

    def _plain(self, node: ast.AST, scope: Scope) -> None:
        kind = type(node)
        tokens = self.tokens
        tokens.append(kind.__name__)
        for name in _FIELDS[kind]:
            value = getattr(node, name)
            if type(value) is not list:
                self._value(value, scope)
            elif value and isinstance(value[0], ast.stmt):
                self._statements(value, scope)
            else:
                tokens.append("[")
                for item in value:
                    self._value(item, scope)
                tokens.append("]")

    def _value(self, value: object, scope: Scope) -> None:
        if isinstance(value, ast.AST):
            self._node(value, scope)
        else:
            self.tokens.append("-" if value is None else str(value))

    # -- expressions ------------------------------------------------------------------------------------

    def _identifier(self, name: str, scope: Scope) -> None:
        self._places.append((len(self.tokens), name, scope))
        self.tokens.append(name)

    def _name(self, node: ast.Name, scope: Scope) -> None:
        if type(node.ctx) is not ast.Load:
            scope.bind(node.id)
        elif node.id in _REFLECTION:
            self.kept.add(node.id)
        self._identifier(node.id, scope)

    def _constant(self, node: ast.Constant, _scope: Scope) -> None:
        self.tokens.append(repr(node.value))

    def _attribute(self, node: ast.Attribute, scope: Scope) -> None:
        if node.attr == "__doc__":
            self.kept.add(node.attr)
        self._node(node.value, scope)
        self.tokens.append("." + node.attr)

    def _call(self, node: ast.Call, scope: Scope) -> None:
        self.tokens.append("Call")
        self._node(node.func, scope)
        for argument in node.args:
            self.tokens.append(",")
            self._node(argument, scope)
        for keyword in node.keywords:
            self.tokens.append(f"{keyword.arg}=")
            if keyword.arg is not None:
                self.kept.add(keyword.arg)
            self._node(keyword.value, scope)
        self.tokens.append("end")

    def _walrus(self, node: ast.NamedExpr, scope: Scope) -> None:
        self.tokens.append("NamedExpr")
        scope.function.bind(node.target.id)
        self._identifier(node.target.id, scope)
        self._node(node.value, scope)

    def _lambda(self, node: ast.Lambda, scope: Scope) -> None:
        self.tokens.append("Lambda")
        inner = self._parameters(node.args, scope)
        self._node(node.body, inner)

    def _comprehension(self, node: _Comprehension, scope: Scope) -> None:
        self.tokens.append(type(node).__name__)
        inner = Scope(scope.visible())
        inner.function = scope.function
        for position, generator in enumerate(node.generators):
            # The first iterable belongs to the enclosing scope.
            self._node(generator.iter, scope if position == 0 else inner)
            self._node(generator.target, inner)
            for condition in generator.ifs:
                self.tokens.append("if")
                self._node(condition, inner)
        if isinstance(node, ast.DictComp):
            self._node(node.key, inner)
            self._node(node.value, inner)
        else:
            self._node(node.elt, inner)

    # -- statements -------------------------------------------------------------------------------------

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> None:
        self.tokens.append(type(node).__name__)
        for decorator in node.decorator_list:
            self._node(decorator, scope)
        scope.bind(node.name)
        self._identifier(node.name, scope)
        inner = self._parameters(node.args, scope)
        self._statements(node.body, inner)

    def _parameters(self, args: ast.arguments, scope: Scope) -> Scope:
        # Defaults are evaluated where the function is defined, so outside its scope.
        for default in (*args.defaults, *args.kw_defaults):
            self._value(default, scope)
        counts = (
            len(args.posonlyargs),
            len(args.args),
            len(args.kwonlyargs),
            bool(args.vararg),
            bool(args.kwarg),
        )
        self.tokens.append(f"args{counts}")
        starred = [a for a in (args.vararg, args.kwarg) if a is not None]
        # Annotations of parameters do nothing when a scene runs.
        names = [a.arg for a in (*args.posonlyargs, *args.args, *args.kwonlyargs, *starred)]
        inner = Scope(scope.visible(), names)
        for name in names:
            self._identifier(name, inner)
        return inner

    def _class(self, node: ast.ClassDef, scope: Scope) -> None:
        self.tokens.append("class")
        for part in (*node.decorator_list, *node.bases, *node.keywords):
            self._node(part, scope)
        scope.bind(node.name)
        self._identifier(node.name, scope)
        self._statements(node.body, ClassScope(scope))

    def _handler(self, node: ast.ExceptHandler, scope: Scope) -> None:
        self.tokens.append("except")
        if node.type is not None:
            self._node(node.type, scope)
        if node.name is not None:
            scope.bind(node.name)
            self._identifier(node.name, scope)
        self._statements(node.body, scope)

    # -- what is written plainly, but says which names must stay ----------------------------------------

    def _keyword(self, node: ast.keyword, scope: Scope) -> None:
        if node.arg is not None:
            self.kept.add(node.arg)
        self._plain(node, scope)

    def _captured(self, node: ast.AST, scope: Scope) -> None:
        self.kept.update(n for n in (getattr(node, "name", None), getattr(node, "rest", None)) if n)
        self._plain(node, scope)

    def _shared(self, node: ast.Global | ast.Nonlocal, scope: Scope) -> None:
        self.kept.update(node.names)
        self._plain(node, scope)

    def _imported(self, node: ast.Import | ast.ImportFrom, scope: Scope) -> None:
        self.kept.update((alias.asname or alias.name).partition(".")[0] for alias in node.names)
        self._plain(node, scope)

    _SPECIAL: ClassVar[dict[type[ast.AST], Callable[..., None]]] = {
        ast.Name: _name,
        ast.Constant: _constant,
        ast.Attribute: _attribute,
        ast.Call: _call,
        ast.NamedExpr: _walrus,
        ast.Lambda: _lambda,
        **dict.fromkeys((ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp), _comprehension),
        **dict.fromkeys((ast.FunctionDef, ast.AsyncFunctionDef), _function),
        ast.ClassDef: _class,
        ast.ExceptHandler: _handler,
        ast.keyword: _keyword,
        **dict.fromkeys((ast.MatchAs, ast.MatchStar, ast.MatchMapping), _captured),
        **dict.fromkeys((ast.Global, ast.Nonlocal), _shared),
        **dict.fromkeys((ast.Import, ast.ImportFrom), _imported),
    }


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
