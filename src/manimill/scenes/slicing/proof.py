"""Prove that a module holds everything it needs: every name it uses comes from somewhere."""

from __future__ import annotations

import ast
import builtins
from dataclasses import dataclass

from manimill.code.bindings import Bindings, bindings
from manimill.code.packages import exports, members
from manimill.code.parse import SyntaxProblem, parse

_BUILTINS = frozenset(dir(builtins)) | {"__file__", "__name__", "__doc__", "__builtins__"}


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A name that nothing in the module, no import and not Python itself brings."""

    name: str
    line: int

    def __str__(self) -> str:
        return f"line {self.line}: '{self.name}' comes from nowhere"


def unresolved(code: str) -> list[Unresolved]:
    """Names of a module that lead nowhere; empty if it is whole.

    A name counts as resolved if it is a builtin, is bound in the module before a statement needs it, or is
    imported: from a package whose names are known it must be among them, from another anything may come.
    """
    tree = parse(code)
    if isinstance(tree, SyntaxProblem):
        return [Unresolved(f"syntax: {tree.message}", tree.line or 1)]
    lazy = any(isinstance(n, ast.ImportFrom) and n.module == "__future__" for n in tree.body)
    found = [bindings(statement, lazy_annotations=lazy) for statement in tree.body]
    anything = False
    finally_bound: set[str] = set(_BUILTINS)
    for statement, bound in zip(tree.body, found, strict=True):
        names, open_star = _brought(statement, bound)
        finally_bound |= names
        anything = anything or open_star
    problems: list[Unresolved] = []
    bound_by_now = set(_BUILTINS)
    for statement, bound in zip(tree.body, found, strict=True):
        problems += _false_imports(statement)
        names, _ = _brought(statement, bound)
        usable = bound_by_now | names if _runs_in_steps(statement) else bound_by_now | bound.binds_later
        for use in bound.uses:
            if use.stored or use.soft or anything or (use.scope is not None and use.scope.holder(use.name)):
                continue
            if use.name not in (usable if use.now else finally_bound):
                problems.append(Unresolved(use.name, getattr(use.node, "lineno", 0)))
        bound_by_now |= names
    return problems


def _runs_in_steps(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.For | ast.While | ast.If | ast.Try | ast.With | ast.Match | ast.Expr)


def _brought(statement: ast.stmt, bound: Bindings) -> tuple[set[str], bool]:
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
    return names, anything


def _calls(statement: ast.stmt) -> list[ast.Call]:
    if isinstance(statement, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return []
    return [node for node in ast.walk(statement) if isinstance(node, ast.Call)]


def _false_imports(statement: ast.stmt) -> list[Unresolved]:
    if not isinstance(statement, ast.ImportFrom):
        return []
    if statement.level:
        return [Unresolved("." * statement.level + (statement.module or ""), statement.lineno)]
    known = members(statement.module or "")
    if known is None:
        return []
    return [
        Unresolved(f"{statement.module}.{alias.name}", statement.lineno)
        for alias in statement.names
        if alias.name != "*" and alias.name not in known
    ]
