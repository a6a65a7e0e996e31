"""What a short scene does, counted on its syntax tree: only asked for code that looks as if it did nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from manimill.code.parse import SyntaxProblem, parse

_SHOWING = frozenset({"add", "wait"})
_HEADS = (ast.Import, ast.ImportFrom, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef, ast.Pass)


@dataclass(frozen=True, slots=True)
class Construct:
    """``statements`` do something; ``calls`` are all calls in them, ``objects`` those of classes.

    ``choices`` are arguments of classes, calls beyond adding and waiting, and attributes that are set.
    ``hollow`` names functions of the scene that hold nothing, or say that they are not written.
    """

    statements: int
    calls: int
    objects: int
    choices: int
    hollow: tuple[str, ...]


def construct_of(code: str, scene: str | None) -> Construct | None:
    """Count what a module does; None where it cannot be parsed or is nested too deeply."""
    tree = parse(code)
    if isinstance(tree, SyntaxProblem):
        return None
    try:
        nodes = list(ast.walk(tree))
    except RecursionError:  # pragma: no cover - ast.walk keeps its own stack; another Python's may not
        return None
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    objects = [call for call in calls if _called(call)[:1].isupper()]
    return Construct(
        statements=sum(isinstance(n, ast.stmt) and not isinstance(n, _HEADS) and not _bare(n) for n in nodes),
        calls=len(calls),
        objects=len(objects),
        choices=sum(map(_choices, calls)) + sum(map(_sets_attributes, nodes)),
        hollow=tuple(_hollow(tree, scene)),
    )


def _called(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _choices(call: ast.Call) -> int:
    name = _called(call)
    if name[:1].isupper():
        return len(call.args) + len(call.keywords)
    return name not in _SHOWING


def _sets_attributes(node: ast.AST) -> int:
    targets = node.targets if isinstance(node, ast.Assign) else []
    return sum(isinstance(target, (ast.Attribute, ast.Subscript)) for target in targets)


def _bare(node: ast.stmt) -> bool:
    """A docstring or an ellipsis."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _hollow(tree: ast.Module, scene: str | None) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and scene in (None, node.name):
            for part in node.body:
                if isinstance(part, ast.FunctionDef):
                    body = [s for s in part.body if not _bare(s) and not isinstance(s, ast.Pass)]
                    if not body or (len(body) == 1 and _says_not_written(body[0])):
                        yield part.name


def _says_not_written(node: ast.stmt) -> bool:
    if not isinstance(node, ast.Raise) or node.exc is None:
        return False
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    return getattr(raised, "id", "") == "NotImplementedError"
