"""Canonical form: what is left of code when everything that cannot change the animation is taken away.

Two modules have the same canonical form exactly if they differ only in formatting, comments, docstrings,
the order of imports that stand together, the names of classes and functions of the module, and local
names. Literals stay: ``Square(color="#ff0000")`` and ``Square(color="#00ff00")`` have two canonical forms.

They have one *animation form*, which goes without imports of what every scene has and without looks: colours,
places, sizes, widths, opacities and times (`manimill.code.looks` says which). Runs of its tokens are the shingles
that near duplicates share; there all local names are alike, so that a line more does not rename all that follow.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar
from zlib import crc32

import numpy as np
import numpy.typing as npt

from manimill.code import looks
from manimill.code._scopes import ClassScope, Scope
from manimill.code.parse import SyntaxProblem, parse

_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_IGNORED_FIELDS = frozenset({"ctx", "type_comment", "kind", "type_ignores"})
_FIELDS = {
    kind: tuple(name for name in kind._fields if name not in _IGNORED_FIELDS)
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST)
}
_REFLECTION = frozenset({"eval", "exec", "globals", "locals", "vars", "__doc__"})
"""Code that uses one of these can see names or docstrings, so there they are kept as they are."""


SHINGLE = 5
"""Tokens in a shingle."""


@dataclass(frozen=True, slots=True)
class Forms:
    """What code is compared by, from the strictest to the loosest.

    ``code`` and ``animation`` are hashes (32 hex digits) of the canonical and of the animation form, ``tokens``
    hashes of the animation form's tokens, shape (n,). ``shown`` says what the scene shows, sorted, each as often as
    the code has it: classes of objects (``Circle``), methods that change or pick them (``.get_rows``), strings
    (``'a^2'``), and, as ``Integer:1f00a2b3`` or ``lambda:...``, hashes of the numbers and functions that make an
    object what it is.
    """

    code: str
    animation: str
    tokens: npt.NDArray[np.uint32] = field(compare=False)
    shown: tuple[str, ...]

    @property
    def shingles(self) -> npt.NDArray[np.uint32]:
        """Hashes of the runs of five tokens, sorted, each once; shape (n,)."""
        return np.unique(runs_of(self.tokens))


def runs_of(tokens: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """The hash of every run of five tokens, in their order; shape (max(1, n - 4),).

    Fewer than five tokens are one run; no tokens, none.
    """
    if len(tokens) < SHINGLE:
        return np.array([crc32(tokens.tobytes())] if len(tokens) else [], np.uint32)
    # Runs of two, then of four, then of five: a run's hash from those of its parts.
    twos = tokens[:-1] * _FACTOR + tokens[1:]
    fours = twos[:-2] * _FACTOR_2 + twos[2:]
    return fours[:-1] * _FACTOR + tokens[4:]


def canonical_forms(tree: ast.Module) -> Forms:
    """All forms of a module, from one walk over its tree.

    Raises:
        RecursionError: the tree is nested deeper than Python's stack allows.
    """
    written = _write(tree)
    code = _digest(written.tokens)
    known = _KNOWN.get(code)
    if known is None:
        if len(_KNOWN) >= _REMEMBERED:
            _KNOWN.clear()
        animation = written.animation()
        tokens = [token for token in animation if token is not None]
        known = Forms(code, _digest(tokens), _hashes(tokens), written.shown(animation))
        _KNOWN[code] = known
    return known


_KNOWN: dict[str, Forms] = {}
"""By canonical form, on which the others depend: most of what is found in the field is found several times."""
_REMEMBERED = 1 << 16


def canonical_code(tree: ast.Module) -> str:
    """Hash (32 hex digits) of the module's canonical form.

    Raises:
        RecursionError: the tree is nested deeper than Python's stack allows.
    """
    return _digest(_write(tree).tokens)


def text_forms(code: str) -> Forms:
    """Forms of text that is not Python: only white space does not count, and nothing is known of what it shows."""
    words = code.split()
    digest = _digest(["text", *words])
    return Forms(digest, digest, _hashes(words), ())


def canonical_text(code: str) -> str:
    """Hash (32 hex digits) for text that is not Python: only white space does not count."""
    return _digest(["text", *code.split()])


def fingerprints(code: str) -> Forms:
    """All forms of a text, whether it is Python or not."""
    tree = parse(code)
    if not isinstance(tree, SyntaxProblem):
        try:
            return canonical_forms(tree)
        except RecursionError:
            pass
    return text_forms(code)


def _write(tree: ast.Module) -> _Canonical:
    written = _Canonical(tree)
    if written.kept & _REFLECTION:
        return _Canonical(tree, reflective=True)
    written.rename()
    return written


def _digest(tokens: Iterable[str]) -> str:
    # The separator cannot occur in a token: strings enter as their repr.
    return hashlib.blake2b("\0".join(tokens).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


_LOOK = "@"
_LOOKS, _KEYWORDS, _CONTENT, _SPECIAL_CALLS = (
    looks.EVERYWHERE,
    looks.KEYWORDS,
    looks.CONTENT,
    looks.CALLS | looks.TEXTS,
)


def _hashes(tokens: Sequence[str]) -> npt.NDArray[np.uint32]:
    """Hashes of tokens; all local names have one."""
    known = _TOKEN_HASHES
    if len(known) >= _REMEMBERED:
        known.clear()
    for token in tokens:
        if token not in known:
            known[token] = crc32(_nameless(token).encode("utf-8", "surrogatepass"))
    return np.array([known[token] for token in tokens], np.uint32)


_TOKEN_HASHES: dict[str, int] = {}


def _nameless(token: str) -> str:
    # Numbers are what `rename` gives to local names, and no string begins like them: strings enter as their repr.
    return "#" if token[:1] == "#" else token


def _hash_of_run(tokens: list[str | None]) -> int:
    written = "\0".join(_nameless(token) for token in tokens if token is not None)
    return crc32(written.encode("utf-8", "surrogatepass"))


def _is_class(name: str) -> bool:
    return "A" <= name[:1] <= "Z"


def _shortened(token: str) -> str:
    """A string's token; of a long one, the beginning and a hash."""
    if len(token) <= _LONGEST_SHOWN:
        return token
    return f"{token[:_LONGEST_SHOWN]}~{crc32(token.encode('utf-8', 'surrogatepass')):08x}"


_LONGEST_SHOWN = 40

_FACTOR = np.uint32(0x9E3779B1)
_FACTOR_2 = np.uint32(0x9E3779B1**2 % 2**32)
"""An odd number whose bits are well mixed, and its square."""


class _Canonical:
    """Writes a tree as a list of tokens; one method per kind of node that needs more than its fields.

    A name may be used above the line that binds it. So names are written as they are first, and their
    places noted with the scope they stand in; `rename` puts numbers there once all scopes are known.

    ``kept`` are the names that must stay as they are: those passed as keywords (a parameter some call
    names is part of what the code says), declared global or nonlocal (two scopes share them), imported,
    reflected upon, or captured by a match pattern (which carries them as plain strings).

    On the way it notes what the animation form goes without, and where the code says what is shown.
    """

    def __init__(self, tree: ast.Module, *, reflective: bool = False) -> None:
        self.tokens: list[str] = []
        self.kept: set[str] = set()
        self._reflective = reflective
        self._places: list[tuple[int, str, Scope]] = []
        self._look_names: list[int] = []
        self._looks: list[tuple[int, int, str | None]] = []
        """Runs of tokens that the animation form goes without, and the one token that stands for each."""
        self._strings: list[int] = []
        self._called: list[str] = []
        self._defined: set[str] = set()
        self._content: list[tuple[str, int, int]] = []
        self._functions = 0
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
            elif name in _LOOKS:
                self._look_names.append(position)

    def animation(self) -> list[str | None]:
        """The animation form: the tokens in their places, None where it goes without."""
        tokens: list[str | None] = [*self.tokens]
        for at in self._look_names:
            tokens[at] = _LOOK
        for start, stop, stand_in in self._looks:
            tokens[start] = stand_in
            if stop - start > 1:
                tokens[start + 1 : stop] = [None] * (stop - start - 1)
        return tokens

    def shown(self, animation: list[str | None]) -> tuple[str, ...]:
        """What the scene shows, read off its animation form; see `Forms`."""
        silent = self._defined | looks.NOT_SHOWN
        called = [name for name in self._called if name not in silent]
        shown = [
            name if _is_class(name) else f".{name}"
            for name in called
            if _is_class(name) or name in looks.METHODS
        ]
        for at in self._strings:
            token = animation[at]
            if token is not None and token != _LOOK:
                shown.append(_shortened(token))
        shown += (f"{name}:{_hash_of_run(animation[start:stop]):08x}" for name, start, stop in self._content)
        return tuple(sorted(shown))

    # -- any node ---------------------------------------------------------------------------------------

    def _statements(self, body: list[ast.stmt], scope: Scope) -> None:
        self.tokens.append("(")
        for node in body:
            kind = type(node)
            if kind is ast.Pass or (kind is ast.Expr and _is_bare_constant(node) and not self._reflective):
                continue
            _WRITERS[kind](self, node, scope)
        self.tokens.append(")")

    def _node(self, node: ast.AST, scope: Scope) -> None:
        _WRITERS[type(node)](self, node, scope)

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

    # The kinds that are met most often, as `_plain` would write them.

    def _leaf(self, node: ast.AST, _scope: Scope) -> None:
        self.tokens.append(type(node).__name__)

    def _expression(self, node: ast.Expr, scope: Scope) -> None:
        self.tokens.append("Expr")
        value = node.value
        _WRITERS[type(value)](self, value, scope)

    def _assignment(self, node: ast.Assign, scope: Scope) -> None:
        self.tokens += ("Assign", "[")
        for target in node.targets:
            _WRITERS[type(target)](self, target, scope)
        self.tokens.append("]")
        value = node.value
        _WRITERS[type(value)](self, value, scope)

    def _sequence(self, node: ast.List | ast.Tuple, scope: Scope) -> None:
        self.tokens += (type(node).__name__, "[")
        for item in node.elts:
            _WRITERS[type(item)](self, item, scope)
        self.tokens.append("]")

    def _value(self, value: object, scope: Scope) -> None:
        writer = _WRITERS.get(type(value))
        if writer is not None:
            writer(self, value, scope)
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
        tokens = self.tokens
        self._places.append((len(tokens), node.id, scope))
        tokens.append(node.id)

    def _constant(self, node: ast.Constant, _scope: Scope) -> None:
        value = node.value
        if type(value) is str:
            at = len(self.tokens)
            self._strings.append(at)
            if value[:1] == "#" and looks.is_hex_colour(value):
                self._looks.append((at, at + 1, _LOOK))
        self.tokens.append(repr(value))

    def _operation(self, node: ast.BinOp | ast.UnaryOp, scope: Scope) -> None:
        # In a function a number beside a direction may be what makes a curve.
        place = not self._functions and looks.is_place(node)
        start = len(self.tokens)
        self._plain(node, scope)
        if place:
            self._looks.append((start, len(self.tokens), _LOOK))

    def _attribute(self, node: ast.Attribute, scope: Scope) -> None:
        if node.attr == "__doc__":
            self.kept.add(node.attr)
        value = node.value
        _WRITERS[type(value)](self, value, scope)
        self.tokens.append("." + node.attr)

    def _call(self, node: ast.Call, scope: Scope) -> None:
        tokens = self.tokens
        begin = len(tokens)
        tokens.append("Call")
        function = node.func
        _WRITERS[type(function)](self, function, scope)
        name = function.attr if type(function) is ast.Attribute else getattr(function, "id", "")
        self._called.append(name)
        if name in _SPECIAL_CALLS:
            self._arguments(node, name, scope)
        else:
            for argument in node.args:
                tokens.append(",")
                _WRITERS[type(argument)](self, argument, scope)
        for keyword in node.keywords:
            start = len(tokens)
            tokens.append(f"{keyword.arg}=")
            if keyword.arg is not None:
                self.kept.add(keyword.arg)
            value = keyword.value
            _WRITERS[type(value)](self, value, scope)
            if keyword.arg in _KEYWORDS and looks.is_look(value):
                self._looks.append((start, len(tokens), None))
        if name in _CONTENT:
            self._content.append((name, begin, len(tokens)))
        tokens.append("end")

    def _arguments(self, node: ast.Call, name: str, scope: Scope) -> None:
        """Write the positional arguments of a call that takes looks, or text to show."""
        tokens = self.tokens
        for argument in node.args:
            start = len(tokens)
            tokens.append(",")
            if isinstance(argument, ast.Constant) and name in looks.TEXTS:
                # It may look like a colour.
                self._strings.append(start + 1)
                tokens.append(repr(argument.value))
                continue
            _WRITERS[type(argument)](self, argument, scope)
            if name in looks.CALLS and looks.is_look(argument):
                self._looks.append((start, len(tokens), None))

    def _walrus(self, node: ast.NamedExpr, scope: Scope) -> None:
        self.tokens.append("NamedExpr")
        scope.function.bind(node.target.id)
        self._identifier(node.target.id, scope)
        self._node(node.value, scope)

    def _lambda(self, node: ast.Lambda, scope: Scope) -> None:
        start, called = len(self.tokens), len(self._called)
        self.tokens.append("Lambda")
        self._functions += 1
        inner = self._parameters(node.args, scope)
        self._node(node.body, inner)
        self._functions -= 1
        self._computes("lambda", start, called)

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
        self._defined.add(node.name)
        start, called = len(self.tokens), len(self._called)
        returns = type(node.body[-1]) is ast.Return
        self._functions += returns
        inner = self._parameters(node.args, scope)
        self._statements(node.body, inner)
        self._functions -= returns
        if returns:
            self._computes("function", start, called)

    def _computes(self, kind: str, start: int, called: int) -> None:
        """Note a function that yields no object, so perhaps points of a curve; it is what was written last."""
        if not any(map(_is_class, self._called[called:])):
            self._content.append((kind, start, len(self.tokens)))

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
        self._defined.add(node.name)
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
        modules = (
            [node.module or ""] if type(node) is ast.ImportFrom else [alias.name for alias in node.names]
        )
        start = len(self.tokens)
        self._plain(node, scope)
        if all(module.partition(".")[0] in looks.IMPORTS for module in modules):
            self._looks.append((start, len(self.tokens), None))

    _SPECIAL: ClassVar[dict[type[ast.AST], Callable[..., None]]] = {
        ast.Name: _name,
        ast.Constant: _constant,
        ast.Attribute: _attribute,
        ast.Call: _call,
        ast.NamedExpr: _walrus,
        ast.Lambda: _lambda,
        **dict.fromkeys((ast.BinOp, ast.UnaryOp), _operation),
        **dict.fromkeys((ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp), _comprehension),
        **dict.fromkeys((ast.FunctionDef, ast.AsyncFunctionDef), _function),
        ast.ClassDef: _class,
        ast.ExceptHandler: _handler,
        ast.Expr: _expression,
        ast.Assign: _assignment,
        **dict.fromkeys((ast.List, ast.Tuple), _sequence),
        **dict.fromkeys((*ast.operator.__subclasses__(), *ast.unaryop.__subclasses__()), _leaf),
        ast.keyword: _keyword,
        **dict.fromkeys((ast.MatchAs, ast.MatchStar, ast.MatchMapping), _captured),
        **dict.fromkeys((ast.Global, ast.Nonlocal), _shared),
        **dict.fromkeys((ast.Import, ast.ImportFrom), _imported),
    }


_WRITERS: dict[type, Callable[..., None]] = {
    kind: _Canonical._SPECIAL.get(kind, _Canonical._plain) for kind in _FIELDS
}
"""How each kind of node is written."""


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
