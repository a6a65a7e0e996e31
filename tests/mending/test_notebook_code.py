"""Cells become one module and cells again, with what IPython understands where it was."""

from __future__ import annotations

import json
from typing import Any

import pytest

from manimill.mending.notebook_code import CellsLostError, notebook_code


def notebook(*sources: str) -> str:
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": source}
        for source in sources
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells})


MAGICS = "%%manim -ql A\n# about A\nclass A(Scene):\n    def construct(self):\n        !echo \\\n  more\n        x = 1"


def test_a_module_that_has_not_changed_changes_no_cell() -> None:
    made = notebook_code(
        notebook("from manim import *", MAGICS, "%time f(1)\nfiles = !ls\n%matplotlib inline\n")
    )
    assert made.cells_of(made.code) == {}


def test_what_is_rewritten_goes_to_its_cell_and_its_line() -> None:
    made = notebook_code(notebook("from manim import *", MAGICS, "%time f(1)\nfiles = !ls\n"))
    new = made.code.replace("x = 1", "x = 2").replace("f(1)", "f(3)")
    assert made.cells_of(new) == {2: MAGICS.replace("x = 1", "x = 2"), 3: "%time f(3)\nfiles = !ls\n"}
    assert made.place(made.code.split("\n").index("        x = 1") + 1) == (2, 7)


def test_what_is_put_in_front_comes_after_what_is_for_the_whole_cell() -> None:
    made = notebook_code(notebook("%%capture\n%%time\na = 1", "b = 2"))
    assert made.cells_of("import os\n" + made.code) == {1: "%%capture\n%%time\nimport os\na = 1"}


def test_a_cell_that_is_no_python_is_left_and_named() -> None:
    made = notebook_code(notebook("a = 1", "def (", "%%bash\nls", "b = 2"))
    assert [cell for cell, _, _ in made.broken] == [2]
    assert made.cells_of(made.code.replace("b = 2", "b = 3")) == {4: "b = 3"}


def test_a_cell_or_a_line_that_is_lost_is_noticed() -> None:
    made = notebook_code(notebook("a = 1", "%matplotlib inline\nb = 2"))
    lines = made.code.split("\n")
    for lost in ('"manimill mark cell 2"', '"manimill mark line 0"'):
        with pytest.raises(CellsLostError):
            made.cells_of("\n".join(line for line in lines if line != lost))
