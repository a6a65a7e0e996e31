from __future__ import annotations

import ast
from pathlib import Path

import manimill.code
from manimill.code.walking import blocks, children, statements, walk

CONTEXTS = (ast.Load, ast.Store, ast.Del)
CODE = """
import a as b
try:
    with a() as c, d:
        x: int = (lambda y=1: y)(2) if c else [i for i in "ab" if i]
except (A, B) as error:
    match error:
        case {"a": [1, *rest], **others} if rest:
            print(f"{rest!r:>{2}}")
        case C(d=1) | None:
            pass
else:
    @d
    async def f(p: int, /, *q, r=1, **s) -> str:
        global g
        del q[0]
        yield -p < 1 < 2 and not s
finally:
    class D(C, metaclass=M):
        CONFIG = {"a": 1, **b}
"""


def trees() -> list[ast.Module]:
    paths = sorted(Path(manimill.code.__path__[0]).glob("*.py"))
    return [ast.parse(CODE), *(ast.parse(path.read_text()) for path in paths)]


def test_all_nodes_are_there_but_contexts() -> None:
    for tree in trees():
        assert walk(tree) == [node for node in ast.walk(tree) if not isinstance(node, CONTEXTS)]


def test_children_are_those_of_the_module_ast() -> None:
    for node in walk(ast.parse(CODE)):
        wanted = [one for one in ast.iter_child_nodes(node) if not isinstance(one, CONTEXTS)]
        assert children(node) == wanted


def test_statements_are_in_the_order_of_walking() -> None:
    kinds = (ast.Module, ast.stmt, ast.excepthandler, ast.match_case)
    for tree in trees():
        assert statements(tree) == [node for node in walk(tree) if isinstance(node, kinds)]


def test_blocks_are_the_children_that_are_no_expressions() -> None:
    kinds = (ast.stmt, ast.excepthandler, ast.match_case)
    for node in statements(ast.parse(CODE)):
        assert blocks(node) == [one for one in children(node) if isinstance(one, kinds)]
