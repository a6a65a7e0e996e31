"""What a scene is foreseen to want is what it asks for, to the letter, in the manim that is pinned."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import manim
import pytest
from manim.utils import tex_file_writing

from manimill.render.tex import foreseen

HEAD = "from manim import *\nclass Example(Scene):\n    def construct(self):\n        "


class _Asked(Exception):
    pass


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The documents that manim wants to have typeset; none is."""
    wanted: list[str] = []

    def compile_tex(tex_file: Path, *_: Any) -> Path:
        wanted.append(tex_file.read_text(encoding="utf-8"))
        raise _Asked

    monkeypatch.setattr(tex_file_writing, "compile_tex", compile_tex)
    monkeypatch.setitem(manim.config, "media_dir", str(tmp_path))
    return wanted


@pytest.mark.parametrize(
    "call",
    [
        r'MathTex(r"\frac{1}{2}")',
        r'MathTex("a", "=", r"\sqrt{b}", color=RED)',
        r'Tex("Let ", "$x$", " be", font_size=60)',
        r'Tex(r"50\% of it")',
        r'SingleStringMathTex("  x^2 ")',
        r'MathTex("", "a", "")',
    ],
)
def test_literal_formulas(asked: list[str], call: str) -> None:
    with pytest.raises(_Asked):
        eval(call, vars(manim))
    assert foreseen([HEAD + f"self.add({call})\n"]) == asked


def test_digits_and_labels_of_axes(asked: list[str]) -> None:
    for call in ("DecimalNumber(7)", "Integer(-3)", "MathTex('x')"):
        with pytest.raises(_Asked):
            eval(call, vars(manim))
    assert set(asked) <= set(foreseen([HEAD + "self.add(Axes())\n"]))


def test_entries_and_brackets_of_matrices(asked: list[str]) -> None:
    with pytest.raises(_Asked):
        manim.Matrix([["\\pi", 1], [-1, 3]])
    with pytest.raises(_Asked):
        manim.MathTex(r"\left(\begin{array}{c}\quad \\\quad \\\end{array}\right.")
    code = HEAD + "self.add(Matrix([['\\\\pi', 1], [-1, 3]], left_bracket='(', right_bracket=')'))\n"
    assert set(asked) <= set(foreseen([code]))


def test_labels_are_foreseen_as_formulas_and_as_texts(asked: list[str]) -> None:
    for make in (manim.MathTex, manim.Tex):
        for text in ("f(x)", "one", "A lesson"):
            with pytest.raises(_Asked):
                make(text)
    code = (
        HEAD
        + "self.add(axes.get_graph_label(graph, 'f(x)'), BarChart([1], bar_names=['one']), Title('A lesson'))\n"
    )
    assert set(asked) <= set(foreseen([code]))


@pytest.mark.parametrize(
    "line",
    [
        "MathTex(text)",
        "MathTex(f'{n}')",
        "MathTex('a', *parts)",
        "MathTex('a', substrings_to_isolate=['a'])",
        "Tex('x', tex_template=TexFontTemplates.french_cursive)",
        "Tex('x', **options)",
        "MathTex('{{ a }} b')",
        "Text('a')",
        "MathTex()",
        "Matrix(entries)",
        "x = (",
        "Matrix(" + "[" * 300 + "]" * 300 + ")",
    ],
)
def test_what_the_text_does_not_tell_is_left_to_the_run(line: str) -> None:
    signs = foreseen(["Axes"])
    assert set(foreseen([HEAD + line])) <= set(signs)


def test_formulas_are_counted_once_and_there_is_an_end_to_them() -> None:
    code = HEAD + "self.add(" + ", ".join(f"MathTex('x_{{{n}}}')" for n in range(900)) + ")\n"
    assert len(foreseen([code])) == len(set(foreseen([code, code]))) == 400
