from __future__ import annotations

import ast

import pytest

from manimill.code.parse import SyntaxProblem, parse


def test_a_module_comes_back_as_a_tree() -> None:
    assert isinstance(parse("x = 1"), ast.Module)


def test_a_warning_about_somebody_elses_escapes_is_not_ours_to_show() -> None:
    assert isinstance(parse("x = '\\d'"), ast.Module)


def test_a_problem_names_its_line() -> None:
    problem = parse("x = 1\ndef f(:\n")
    assert isinstance(problem, SyntaxProblem)
    assert str(problem).startswith("line 2: ")


@pytest.mark.parametrize("hostile", ["x = '\0'", "(" * 5000, "-" * 100_000 + "1", "x" + ".a" * 50_000])
def test_hostile_text_is_a_problem_or_a_tree_but_no_exception(hostile: str) -> None:
    assert isinstance(parse(hostile), (SyntaxProblem, ast.Module))
