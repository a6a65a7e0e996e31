"""Prove that a module holds everything it needs: every name it uses comes from somewhere."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from manimill.code.bindings import Bindings, Import, bindings, may_be_its_own
from manimill.code.packages import exports, former_names, members
from manimill.code.parse import SyntaxProblem, parse

_BUILTINS = frozenset(dir(builtins)) | {"__file__", "__name__", "__doc__", "__builtins__"}


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A name that nothing in the module, no import and not Python itself brings."""

    name: str
    line: int

    def __str__(self) -> str:
        return f"line {self.line}: '{self.name}' comes from nowhere"


class Proof:
    """Proves modules that have pieces in common, looking at each distinct piece once.

    With ``former`` names count that an older ManimCE had: the module is whole, whether or not it runs on today's.
    """

    def __init__(self, *, former: bool = False) -> None:
        self._former = former_names() if former else frozenset()
        self._known: dict[tuple[str, bool], _Piece | SyntaxProblem] = {}

    def unresolved(self, pieces: Sequence[str]) -> list[Unresolved]:
        """Names of the module that the pieces make up which lead nowhere; empty if it is whole.

        A name counts as resolved if it is a builtin, is bound in the module before a statement needs it, or is
        imported: from a package whose names are known it must be among them, from another anything may come.
        """
        lazy = any(piece.startswith("from __future__") for piece in pieces)
        read: list[tuple[int, _Piece]] = []
        line = 0
        for text in pieces:
            piece = self._read(text, lazy)
            if isinstance(piece, SyntaxProblem):
                return [Unresolved(f"syntax: {piece.message}", line + (piece.line or 1))]
            read.append((line, piece))
            line += text.count("\n")
        anything = any(piece.brings_anything for _, piece in read)
        finally_bound = _BUILTINS.union(*(piece.brings for _, piece in read))
        problems: list[Unresolved] = []
        bound_by_now = set(_BUILTINS)
        for offset, piece in read:
            problems += [Unresolved(name, offset + at) for name, at in piece.false_imports]
            if not anything:
                problems += [Unresolved(n, offset + at) for n, at in piece.needs_now if n not in bound_by_now]
                problems += [
                    Unresolved(n, offset + at) for n, at in piece.needs_later if n not in finally_bound
                ]
            bound_by_now |= piece.brings
        return problems

    def _read(self, text: str, lazy: bool) -> _Piece | SyntaxProblem:
        key = (text, lazy)
        if key not in self._known:
            tree = parse(text)
            self._known[key] = tree if isinstance(tree, SyntaxProblem) else _piece(tree, lazy, self._former)
        return self._known[key]


def unresolved(code: str) -> list[Unresolved]:
    """Names of a module that lead nowhere; empty if it is whole. See `Proof.unresolved`."""
    return Proof().unresolved([code])


@dataclass(frozen=True, slots=True)
class _Piece:
    """Statements that follow one another: the names they bring, and those they need with their lines.

    What is needed ``now`` must have been brought by the statements before.
    """

    brings: frozenset[str]
    brings_anything: bool
    needs_now: tuple[tuple[str, int], ...]
    needs_later: tuple[tuple[str, int], ...]
    false_imports: tuple[tuple[str, int], ...]


def _piece(tree: ast.Module, lazy: bool, former: frozenset[str]) -> _Piece:
    brings: set[str] = set()
    anything = False
    now: list[tuple[str, int]] = []
    later: list[tuple[str, int]] = []
    false: list[tuple[str, int]] = []
    for statement in tree.body:
        bound = bindings(statement, lazy_annotations=lazy)
        names, open_star = _brought(statement, bound, former)
        usable = brings | bound.binds_later
        for use in bound.uses:
            if use.stored or use.soft or (use.scope is not None and use.scope.holder(use.name)):
                continue
            place = (use.name, getattr(use.node, "lineno", 0))
            if not use.now:
                later.append(place)
            elif use.name not in usable and not (use.name in names and may_be_its_own(use, bound)):
                now.append(place)
        brings |= names
        anything = anything or open_star
        false += [(problem.name, problem.line) for problem in _false_imports(statement, bound, former)]
    return _Piece(frozenset(brings), anything, tuple(now), tuple(later), tuple(false))


def _brought(statement: ast.stmt, bound: Bindings, former: frozenset[str]) -> tuple[set[str], bool]:
    """Names a statement binds, and whether they may be any."""
    names = set(bound.binds) | bound.binds_later
    if any(
        isinstance(n, ast.Call) and getattr(n.func, "id", "") in ("globals", "locals")
        for n in _calls(statement)
    ):
        return names, True
    anything = False
    for node in ast.walk(statement) if not isinstance(statement, ast.ClassDef | ast.FunctionDef) else ():
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
            known = exports(node.module or "")
            anything = anything or known is None
            names |= {name for name in known or () if not name.startswith("_")}
            if node.module == "manim":
                names |= former
    return names, anything


def _calls(statement: ast.stmt) -> list[ast.Call]:
    if isinstance(statement, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return []
    return [node for node in ast.walk(statement) if isinstance(node, ast.Call)]


def _false_imports(statement: ast.stmt, bound: Bindings, former: frozenset[str]) -> list[Unresolved]:
    """Imports of what is not there: relative ones wherever they stand, names of known packages at the top level."""
    found = [
        Unresolved("." * node.level + (node.module or ""), node.lineno)
        for node in _all_imports(statement, bound)
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    known = members(statement.module or "") if isinstance(statement, ast.ImportFrom) else None
    if found or known is None or not isinstance(statement, ast.ImportFrom):
        return found
    if statement.module == "manim":
        known |= former
    return [
        Unresolved(f"{statement.module}.{alias.name}", statement.lineno)
        for alias in statement.names
        if alias.name != "*" and alias.name not in known
    ]


def _all_imports(statement: ast.stmt, bound: Bindings) -> Iterator[Import]:
    yield from (inner.node for inner in bound.inner_imports)
    if isinstance(statement, Import):
        yield statement
    elif isinstance(statement, ast.If | ast.Try | ast.With | ast.For | ast.While | ast.Match):
        yield from (node for node in ast.walk(statement) if isinstance(node, Import))
