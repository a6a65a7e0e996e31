"""What one statement of a module's top level binds, uses and changes, by the rules of Python's scopes."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from manimill.code.names import names

Function = ast.FunctionDef | ast.AsyncFunctionDef
Import = ast.Import | ast.ImportFrom


class LocalScope:
    """A function, lambda, comprehension or class body and the names it binds.

    ``imports`` has the import statement behind each name that one binds here.
    """

    __slots__ = ("bound", "imports", "is_class", "parent", "shared")

    def __init__(
        self, parent: LocalScope | None, bound: Iterable[str] = (), *, is_class: bool = False
    ) -> None:
        self.parent = parent
        self.bound = set(bound)
        self.shared: set[str] = set()
        self.imports: dict[str, tuple[Import, ast.alias]] = {}
        self.is_class = is_class

    def holder(self, name: str) -> LocalScope | None:
        """The scope that a name read in this one belongs to, None for the module's."""
        scope: LocalScope | None = self
        innermost = True
        while scope is not None:
            if name in scope.shared:
                return None
            # What a class body binds is seen in the body itself and not in its methods.
            if name in scope.bound and (innermost or not scope.is_class):
                return scope
            innermost = False
            scope = scope.parent
        return None


@dataclass(slots=True)
class Use:
    """A name of the module's namespace, where it stands.

    ``chain`` are the attributes read from it there: ``(b, c)`` of ``a.b.c``. ``now`` is true where the statement
    itself looks it up, false where a function does once it is called. ``scope`` is where it stands, None for the
    module's top level. ``soft`` says that nothing fails where the name is missing, as in annotations that are never
    evaluated. ``stored`` is true where the name is assigned to, ``called`` where it or its attribute is called,
    or handed to what is called, which may do so.
    """

    name: str
    node: ast.AST
    chain: tuple[ast.Attribute, ...]
    now: bool
    scope: LocalScope | None
    soft: bool = False
    stored: bool = False
    called: bool = False


@dataclass(slots=True)
class InnerImport:
    """An import inside a function: its statement, and the list of statements it stands in."""

    node: Import
    body: list[ast.stmt]
    scope: LocalScope


@dataclass(slots=True)
class Bindings:
    """What a statement gives to the module's namespace and takes from it.

    ``binds`` tells for each name whether it is bound for sure, or only on some of the ways through the statement.
    ``changes`` are uses of what the statement changes when it runs: the list of ``names.append(x)``, the class of
    ``Text.set_default(...)``. ``changes_later`` are those that its functions change when they are called.
    ``binds_later`` are names that a function declares global and binds.
    """

    binds: dict[str, bool] = field(default_factory=dict)
    uses: list[Use] = field(default_factory=list)
    changes: list[Use] = field(default_factory=list)
    changes_later: list[Use] = field(default_factory=list)
    binds_later: set[str] = field(default_factory=set)
    inner_imports: list[InnerImport] = field(default_factory=list)


def bindings(statement: ast.stmt, *, lazy_annotations: bool = False) -> Bindings:
    """Analyse one statement of a module's top level.

    With ``lazy_annotations`` annotations are not evaluated, as ``from __future__ import annotations`` has it.

    Raises:
        RecursionError: the statement is nested deeper than Python's stack allows.
    """
    walker = _Walker(lazy_annotations)
    walker.statement(statement, None)
    return walker.finished()


def may_be_its_own(use: Use, found: Bindings) -> bool:
    """Whether a statement may have bound a name itself by the time it uses it: uses are in the order they run in."""
    for other in found.uses:
        if other is use:
            return False
        if other.stored and other.now and other.name == use.name:
            return True
    return False


_Noted = tuple[str, ast.AST, tuple[ast.Attribute, ...], LocalScope | None, bool, bool, bool]
"""What a `Use` is made of; most are of local names, which none is made for. ``soft``, ``stored`` and ``called`` come
last.
"""

_AROUND_VALUES = (ast.Subscript, ast.Starred)
_PARTS_OF_VALUES = (ast.Attribute, ast.Subscript)
_SEQUENCES = (ast.Tuple, ast.List)
_SEVERAL_TARGETS = (ast.Assign, ast.Delete)


class _Walker:
    """Visits a statement once, notes names with their scopes, and sorts them out when all scopes are known."""

    def __init__(self, lazy_annotations: bool) -> None:
        self._found = Bindings()
        self._noted: list[_Noted] = []
        self._changed: list[_Noted] = []
        self._lazy_annotations = lazy_annotations
        self._conditional = 0
        self._soft = 0
        self._body: list[ast.stmt] = []

    def finished(self) -> Bindings:
        found = self._found
        for noted in self._noted:
            name, _, _, scope, _, stored, _ = noted
            holder = scope.holder(name) if scope is not None else None
            if holder is None:
                found.uses.append(_used(noted))
                if stored and scope is not None:
                    found.binds_later.add(name)
            elif name in holder.imports:
                found.uses.append(_used(noted))
        for noted in self._changed:
            name, _, _, scope, _, _, _ = noted
            if scope is None or scope.holder(name) is None:
                use = _used(noted)
                (found.changes if use.now else found.changes_later).append(use)
        return found

    # -- names ------------------------------------------------------------------------------------------

    def _bind(self, name: str, node: ast.AST, scope: LocalScope | None) -> None:
        if scope is None:
            self._found.binds[name] = self._found.binds.get(name, False) or not self._conditional
        else:
            scope.bound.add(name)
        self._noted.append((name, node, (), scope, False, True, False))

    def _use(self, node: ast.Name, scope: LocalScope | None, chain: tuple[ast.Attribute, ...] = ()) -> None:
        self._noted.append((node.id, node, chain, scope, self._soft > 0, False, False))

    def _change(self, target: ast.expr, scope: LocalScope | None) -> None:
        """Note the name at the root of an attribute, item or method call as changed."""
        chain: list[ast.Attribute] = []
        while True:
            if isinstance(target, ast.Attribute):
                chain.append(target)
                target = target.value
            elif isinstance(target, ast.Call):
                target = target.func
            elif isinstance(target, _AROUND_VALUES):
                target = target.value
            else:
                break
        if isinstance(target, ast.Name):
            self._changed.append((target.id, target, tuple(reversed(chain)), scope, False, False, False))

    # -- statements -------------------------------------------------------------------------------------

    def statement(self, node: ast.stmt, scope: LocalScope | None) -> None:
        self._visit(node, scope)

    def _block(self, body: list[ast.stmt], scope: LocalScope | None) -> None:
        outer, self._body = self._body, body
        for node in body:
            self._visit(node, scope)
        self._body = outer

    def _visit(self, node: ast.AST, scope: LocalScope | None) -> None:
        self._SPECIAL.get(type(node), _Walker._plain)(self, node, scope)

    def _branches(self, node: ast.AST, scope: LocalScope | None) -> None:
        """A statement whose parts may or may not run."""
        self._conditional += 1
        self._plain(node, scope)
        self._conditional -= 1

    def _for(self, node: Any, scope: LocalScope | None) -> None:
        self._visit(node.iter, scope)
        self._conditional += 1
        self._visit(node.target, scope)
        self._block(node.body, scope)
        self._block(node.orelse, scope)
        self._conditional -= 1

    def _plain(self, node: ast.AST, scope: LocalScope | None) -> None:
        special = self._SPECIAL
        for name in _FIELDS[type(node)]:
            value: Any = getattr(node, name, None)
            if type(value) is not list:
                value = (value,)
            elif value and isinstance(value[0], ast.stmt):
                self._block(value, scope)
                continue
            for item in value:
                kind = type(item)
                if kind in special:
                    special[kind](self, item, scope)
                elif kind in _FIELDS:  # and not a text, a number or None
                    self._plain(item, scope)

    def _if(self, node: ast.If, scope: LocalScope | None) -> None:
        self._visit(node.test, scope)
        self._conditional += 1
        before = set(self._found.binds) if scope is None else set()
        self._block(node.body, scope)
        first = set(self._found.binds) - before if scope is None else set()
        self._block(node.orelse, scope)
        self._conditional -= 1
        if scope is None and not self._conditional and node.orelse:
            for name in first & _names_bound(node.orelse):
                self._found.binds[name] = True

    def _try(self, node: ast.Try, scope: LocalScope | None) -> None:
        # A handler exists to bind what the body could not, so what the body binds counts as bound.
        self._block(node.body, scope)
        self._conditional += 1
        for handler in node.handlers:
            self._handler(handler, scope)
        self._conditional -= 1
        self._block(node.orelse, scope)
        self._block(node.finalbody, scope)

    def _handler(self, node: ast.ExceptHandler, scope: LocalScope | None) -> None:
        if node.type is not None:
            self._visit(node.type, scope)
        if node.name is not None:
            self._bind(node.name, node, scope)
        self._block(node.body, scope)

    def _function(self, node: Function, scope: LocalScope | None) -> None:
        self._decorators(node, scope)
        self._bind(node.name, node, scope)
        inner = self._parameters(node.args, scope)
        if node.returns is not None:
            self._annotation(node.returns, scope)
        self._deferred(node.body, inner)

    def _decorators(self, node: Function | ast.ClassDef, scope: LocalScope | None) -> None:
        for decorator in node.decorator_list:
            self._called(decorator, scope)

    def _lambda(self, node: ast.Lambda, scope: LocalScope | None) -> None:
        inner = self._parameters(node.args, scope)
        self._visit(node.body, inner)

    def _deferred(self, body: list[ast.stmt], inner: LocalScope) -> None:
        conditional, self._conditional = self._conditional, 0
        self._block(body, inner)
        self._conditional = conditional

    def _parameters(self, args: ast.arguments, scope: LocalScope | None) -> LocalScope:
        for default in (*args.defaults, *args.kw_defaults):
            if default is not None:
                self._visit(default, scope)
        every = [*args.posonlyargs, *args.args, *args.kwonlyargs]
        every += [arg for arg in (args.vararg, args.kwarg) if arg is not None]
        for arg in every:
            if arg.annotation is not None:
                self._annotation(arg.annotation, scope)
        return _FunctionScope(scope, (arg.arg for arg in every))

    def _annotation(self, node: ast.expr, scope: LocalScope | None) -> None:
        self._soft += self._lazy_annotations
        self._visit(node, scope)
        self._soft -= self._lazy_annotations

    def _class(self, node: ast.ClassDef, scope: LocalScope | None) -> None:
        self._decorators(node, scope)
        for base in node.bases:
            self._visit(base, scope)
        for keyword in node.keywords:
            self._visit(keyword.value, scope)
        self._bind(node.name, node, scope)
        conditional, self._conditional = self._conditional, 0
        self._block(node.body, LocalScope(scope, ("__module__", "__qualname__"), is_class=True))
        self._conditional = conditional

    def _comprehension(self, node: Any, scope: LocalScope | None) -> None:
        inner = _ComprehensionScope(scope)
        for position, generator in enumerate(node.generators):
            self._visit(generator.iter, scope if position == 0 else inner)
            self._visit(generator.target, inner)
            for condition in generator.ifs:
                self._visit(condition, inner)
        if isinstance(node, ast.DictComp):
            self._visit(node.key, inner)
            self._visit(node.value, inner)
        else:
            self._visit(node.elt, inner)

    def _assign(self, node: Any, scope: LocalScope | None) -> None:
        targets = node.targets if isinstance(node, _SEVERAL_TARGETS) else [node.target]
        if not isinstance(node, ast.Delete) and node.value is not None:
            self._visit(node.value, scope)
        if isinstance(node, ast.AnnAssign):
            if scope is None or scope.is_class:
                self._annotation(node.annotation, scope)
            if node.value is None and isinstance(node.target, ast.Name):
                if scope is not None:
                    scope.bound.add(node.target.id)
                return
        for target in targets:
            if isinstance(node, ast.AugAssign) and isinstance(target, ast.Name):
                self._use(target, scope)
            self._visit(target, scope)
            for part in _targets(target):
                if isinstance(part, _PARTS_OF_VALUES):
                    self._change(part, scope)

    def _expression(self, node: ast.Expr, scope: LocalScope | None) -> None:
        self._visit(node.value, scope)
        call = node.value
        if isinstance(call, ast.Call):
            self._change(call.func, scope)
            if isinstance(call.func, ast.Name) and call.func.id in _READING:
                return
            for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
                if isinstance(argument, ast.Name):
                    self._change(argument, scope)

    def _import(self, node: Import, scope: LocalScope | None) -> None:
        for alias in node.names:
            if alias.name == "*":
                continue
            name = alias.asname or (
                alias.name if isinstance(node, ast.ImportFrom) else alias.name.partition(".")[0]
            )
            if scope is None:
                self._bind(name, alias, scope)
            else:
                scope.bound.add(name)
                scope.imports[name] = (node, alias)
        if scope is not None:
            self._found.inner_imports.append(InnerImport(node, self._body, scope))

    def _shared(self, node: ast.Global | ast.Nonlocal, scope: LocalScope | None) -> None:
        if isinstance(node, ast.Global) and scope is not None:
            scope.shared.update(node.names)

    # -- expressions ------------------------------------------------------------------------------------

    def _name(self, node: ast.Name, scope: LocalScope | None) -> None:
        if type(node.ctx) is ast.Store:
            self._bind(node.id, node, scope)
        elif node.id != "__class__" or scope is None:  # methods have their class by this name
            self._use(node, scope)

    def _call(self, node: ast.Call, scope: LocalScope | None) -> None:
        self._called(node.func, scope)
        if type(node.func) is ast.Attribute and node.func.attr in _CHANGING:
            self._change(node.func, scope)
        for argument in node.args:
            self._called(argument, scope)
        for keyword in node.keywords:
            self._visit(keyword.value, scope)

    def _called(self, function: ast.expr, scope: LocalScope | None) -> None:
        before = len(self._noted)
        self._visit(function, scope)
        if len(self._noted) == before + 1 and isinstance(function, ast.Name | ast.Attribute):
            self._noted[-1] = (*self._noted[-1][:6], True)

    def _attribute(self, node: ast.Attribute, scope: LocalScope | None) -> None:
        chain: list[ast.Attribute] = [node]
        value: ast.expr = node.value
        while type(value) is ast.Attribute:
            chain.append(value)
            value = value.value
        if type(value) is ast.Name:
            self._use(value, scope, tuple(chain[::-1]))
        else:
            self._visit(value, scope)

    def _walrus(self, node: ast.NamedExpr, scope: LocalScope | None) -> None:
        self._visit(node.value, scope)
        while isinstance(scope, _ComprehensionScope):
            scope = scope.parent
        self._bind(node.target.id, node.target, scope)

    def _constant(self, node: ast.Constant, scope: LocalScope | None) -> None:
        pass

    def _captured(self, node: Any, scope: LocalScope | None) -> None:
        for name in (getattr(node, "name", None), getattr(node, "rest", None)):
            if name is not None:
                self._bind(name, node, scope)
        self._plain(node, scope)

    _SPECIAL: ClassVar[dict[type[ast.AST], Callable[..., None]]] = {
        ast.Name: _name,
        ast.Attribute: _attribute,
        ast.Constant: _constant,
        ast.Call: _call,
        ast.NamedExpr: _walrus,
        ast.Lambda: _lambda,
        **dict.fromkeys((ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp), _comprehension),
        **dict.fromkeys((ast.FunctionDef, ast.AsyncFunctionDef), _function),
        ast.ClassDef: _class,
        **dict.fromkeys((ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Delete), _assign),
        ast.Expr: _expression,
        **dict.fromkeys((ast.Import, ast.ImportFrom), _import),
        **dict.fromkeys((ast.Global, ast.Nonlocal), _shared),
        ast.If: _if,
        ast.Try: _try,
        ast.TryStar: _try,
        **dict.fromkeys((ast.For, ast.AsyncFor), _for),
        **dict.fromkeys((ast.While, ast.Match), _branches),
        **dict.fromkeys((ast.MatchAs, ast.MatchStar, ast.MatchMapping), _captured),
    }


class _FunctionScope(LocalScope):
    """The body of a function or lambda, which runs when it is called."""

    __slots__ = ()


class _ComprehensionScope(LocalScope):
    """A comprehension: what ``:=`` binds in it belongs to the scope around it."""

    __slots__ = ()


def _used(noted: _Noted) -> Use:
    name, node, chain, scope, soft, stored, called = noted
    return Use(name, node, chain, _runs_now(scope), scope, soft, stored, called)


def _runs_now(scope: LocalScope | None) -> bool:
    while scope is not None:
        if type(scope) is _FunctionScope:
            return False
        scope = scope.parent
    return True


def _targets(target: ast.expr) -> list[ast.expr]:
    if isinstance(target, _SEQUENCES):
        return [part for item in target.elts for part in _targets(item)]
    return [target]


_CHANGING = frozenset(
    {"append", "extend", "insert", "pop", "popitem", "remove", "clear", "sort", "reverse", "update"}
    | {"setdefault", "add", "discard", "appendleft", "popleft"}
)
"""Methods of Python's containers that change them, wherever in an expression they are called."""

_READING = frozenset({"print", "display", "len", "isinstance", "help"})
"""Functions that leave their arguments as they are."""


def _names_bound(body: list[ast.stmt]) -> set[str]:
    walker = _Walker(False)
    for node in body:
        walker.statement(node, None)
    return set(walker.finished().binds)


_UNVISITED = frozenset(
    {*names("ctx op ops type_comment kind type_ignores arg attr id conversion is_async simple")}
)
_FIELDS: dict[type[ast.AST], tuple[str, ...]] = {
    kind: tuple(name for name in kind._fields if name not in _UNVISITED)
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST)
}
