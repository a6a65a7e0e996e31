from __future__ import annotations

import json
from typing import Any

import pytest

from manimill.scenes.notebook import Cell, NotebookError, NotebookScene, code_cells, notebook_scenes


def notebook(*sources: str | tuple[str, str], language: str = "python") -> str:
    cells: list[dict[str, Any]] = []
    for source in sources:
        kind, text = source if isinstance(source, tuple) else ("code", source)
        cell: dict[str, Any] = {"cell_type": kind, "metadata": {}, "source": text.splitlines(keepends=True)}
        cells.append(cell if kind != "code" else {**cell, "outputs": [], "execution_count": None})
    metadata = {"kernelspec": {"name": "k", "display_name": "K", "language": language}}
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def scenes(*sources: str | tuple[str, str]) -> list[NotebookScene]:
    return notebook_scenes(code_cells(notebook(*sources)))


def python(cell: str) -> str:
    (found,) = code_cells(notebook(cell))
    return found.code


SPIN = "class Spin(Scene):\n    def construct(self):\n        self.play(Rotate(Square()))"


def test_a_scene_s_module_is_the_code_up_to_and_including_its_cell() -> None:
    (scene,) = scenes("from manim import *", ("markdown", "# Spin"), SPIN, "raise SystemExit")
    assert scene.code == "from manim import *\n" + SPIN
    assert (scene.name, scene.cell, scene.line, scene.template) == ("Spin", 3, 1, False)


def test_lines_of_the_module_lead_back_to_cells_counted_with_the_text_between_them() -> None:
    (scene,) = scenes("from manim import *\nx = 1", ("markdown", "# Spin"), SPIN)
    assert scene.places == ((1, 1), (1, 2), (3, 1), (3, 2), (3, 3))


def test_a_class_defined_in_two_cells_counts_twice_each_with_the_code_so_far() -> None:
    first, second = scenes("from manim import *", SPIN, "ANGLE = 2", SPIN)
    assert [(s.name, s.cell) for s in (first, second)] == [("Spin", 2), ("Spin", 4)]
    assert "ANGLE" not in first.code
    assert second.code.endswith("ANGLE = 2\n" + SPIN)


def test_a_class_defined_twice_in_one_cell_counts_once_with_its_last_line() -> None:
    (scene,) = scenes("from manim import *\n" + SPIN + "\n" + SPIN)
    assert scene.line == 5


def test_a_cell_magic_goes_and_every_line_keeps_its_number() -> None:
    (scene,) = scenes("from manim import *", "%%manim -v WARNING -ql Spin\n" + SPIN)
    assert scene.code == "from manim import *\n\n" + SPIN
    assert (scene.cell, scene.line) == (2, 2)


def test_two_cell_magics_in_a_row_both_go() -> None:
    assert python("%%capture\n%%manim -ql Spin\n" + SPIN) == "\n\n" + SPIN


@pytest.mark.parametrize(
    ("line", "became"),
    [
        ("!pip install manim", "pass"),
        ("%matplotlib inline", "pass"),
        ("%manim -ql Spin", "pass"),
        ("Circle?", "pass"),
        ("??Circle", "pass"),
        ("files = !ls", "files = None"),
        ("out = %env HOME", "out = None"),
        ("%time x = 1 + 1", "x = 1 + 1"),
        ("if True:\n    !ls", "if True:\n    pass"),
        ("!pip install \\\n  manim \\\n  numpy\nx = 1", "pass\n\n\nx = 1"),
    ],
)
def test_a_line_for_ipython_becomes_python_of_as_many_lines(line: str, became: str) -> None:
    assert python(line) == became


@pytest.mark.parametrize(
    "code",
    [
        'TEX = r"""\n% a comment of TeX\n!important\n"""',
        "x = (7\n% 4)",
        "x = 7 \\\n% 4",
        "why = 'what?'",
        "x = 5  # is it?",
        "ok = a != b",
        "s = '''it's'''\ny = 1",
        "s = \"a # b\"; t = [\n'%s'\n% 2]",
    ],
)
def test_python_that_only_looks_like_ipython_stays(code: str) -> None:
    assert python(code) == code


@pytest.mark.parametrize("magic", ["%%bash", "%%html", "%%writefile scene.py", "%%javascript"])
def test_a_cell_in_another_language_is_no_part_of_the_code(magic: str) -> None:
    assert code_cells(notebook(f"{magic}\nclass X(Scene): pass")) == []


def test_a_cell_that_does_not_parse_is_told_and_left_out_of_what_follows() -> None:
    broken, spin = scenes("from manim import *", "x = 1\nclass Oops(Scene)\n    pass", SPIN)
    assert (broken.name, broken.cell, broken.line) == (None, 2, 2)
    assert broken.places == ((2, 1), (2, 2), (2, 3))
    assert spin.code == "from manim import *\n" + SPIN


def test_a_base_is_a_template_whichever_cell_builds_on_it() -> None:
    base, spin = scenes(
        "class Base(Scene):\n    pass", "class A(Base):\n    def construct(self):\n        pass"
    )
    assert (base.name, base.template, spin.template) == ("Base", True, False)


def test_a_class_that_a_manim_line_names_is_a_scene_whatever_it_looks_like() -> None:
    named, base = scenes(
        "from mine import Lesson",
        "%%manim -ql First\nclass First(Lesson):\n    pass",
        "class Second(Lesson):\n    pass",
        "%%manim -ql Base\nclass Base(Scene):\n    pass",
        "class Third(Base): pass",
    )[:2]
    assert (named.name, named.cell) == ("First", 2)
    assert (base.name, base.template) == ("Base", False)


def test_cells_of_the_oldest_format_are_read() -> None:
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": "old"},
        "worksheets": [
            {"cells": [{"cell_type": "code", "language": "python", "input": "x = 1", "outputs": []}]}
        ],
    }
    assert code_cells(json.dumps(old)) == [Cell(1, "x = 1")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"cells": [', "it is not JSON, line 1: Expecting value"),
        ("", "it is not JSON, line 1: Expecting value"),
        ("[1, 2]", "it is JSON, but not a notebook"),
        ('{"nbformat": 4}', "missing an expected key: cells"),
        ('{"nbformat": 4, "cells": [1]}', "it is JSON, but"),
        ('{"nbformat": 99, "cells": []}', "it is JSON, but not a notebook"),
        ("[" * 100_000, "it is nested too deeply"),
        (notebook("x", language="julia"), "its cells are written in julia"),
    ],
)
def test_what_is_no_notebook_says_why(text: str, words: str) -> None:
    with pytest.raises(NotebookError, match=words.replace("(", r"\(")):
        code_cells(text)


def test_cells_without_ids_and_sources_in_one_text_are_forgiven() -> None:
    text = json.dumps(
        {
            "cells": [{"cell_type": "code", "source": "x = 1\r\ny = 2", "metadata": {}, "outputs": []}],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )
    assert code_cells(text) == [Cell(1, "x = 1\ny = 2")]
