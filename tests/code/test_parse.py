from __future__ import annotations

import ast
import gc

import pytest

from manimill.code.parse import SyntaxProblem, collector_relaxed, parse


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


def test_the_tree_of_the_text_parsed_last_is_given_again_and_no_other() -> None:
    first = parse("x = 1")
    assert parse("".join(["x = ", "1"])) is first
    assert ast.dump(_tree("x = 2")) != ast.dump(_tree("x = 1"))
    assert isinstance(parse("x ="), SyntaxProblem)
    assert isinstance(parse("x ="), SyntaxProblem)


def _tree(code: str) -> ast.Module:
    tree = parse(code)
    assert isinstance(tree, ast.Module)
    return tree


def test_the_collector_runs_rarely_inside_and_as_before_afterwards() -> None:
    before = gc.get_threshold()
    with pytest.raises(ValueError, match="inside"), collector_relaxed():
        assert gc.get_threshold()[0] > before[0]
        raise ValueError("inside")
    assert gc.get_threshold() == before


def test_a_collector_that_was_switched_off_stays_off() -> None:
    before = gc.get_threshold()
    gc.set_threshold(0)
    try:
        with collector_relaxed():
            assert gc.get_threshold()[0] == 0
    finally:
        gc.set_threshold(*before)
