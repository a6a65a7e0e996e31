from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from manimill.render._zygote.placeholders import placeholder_svg

with warnings.catch_warnings():
    # What manim imports uses what Python is about to drop.
    warnings.simplefilter("ignore")
    from manim import ManimColor, MathTex, Tex, TexTemplate, tempconfig
    from manim.utils import tex_file_writing


@pytest.fixture(autouse=True)
def stand_ins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Manim finds a stand-in where it would typeset, as in a scene that is scouted."""
    asked: list[str] = []

    def compile_tex(tex_file: Path, tex_compiler: str, output_format: str) -> Path:
        asked.append(tex_file.read_text())
        tex_file.with_suffix(".svg").write_text(placeholder_svg(asked[-1]))
        return tex_file.with_suffix(output_format)

    monkeypatch.setattr(tex_file_writing, "compile_tex", compile_tex)
    monkeypatch.setattr("manim.mobject.svg.svg_mobject.SVG_HASH_TO_MOB_MAP", {})
    with tempconfig({"media_dir": str(tmp_path)}):
        yield asked


def test_parts_have_as_many_shapes_as_glyphs() -> None:
    equation = MathTex("a", "b+c", r"\frac{1}{2}")
    assert [len(part) for part in equation] == [1, 3, 3]
    assert [part.tex_string for part in equation] == ["a", "b+c", r"\frac{1}{2}"]


@pytest.mark.parametrize(
    ("parts", "glyphs"),
    [
        ([r"e^{i\pi}", "+", "1", "=", "0"], [3, 1, 1, 1, 1]),
        ([r"\sqrt{x}", r"\int_0^1", r"\sin x"], [3, 3, 4]),
        ([r"\left( \frac{a}{b} \right)", r"\left. x \right|"], [5, 2]),
        ([r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}"], [6]),
        ([r"\begin{array}{c|c} a & b \end{array}"], [2]),
        ([r"\textcolor{red}{x}", r"\hspace{1cm} y", r"\text{if } z"], [1, 1, 3]),
        ([r"\{ \% \, \quad \dots"], [5]),
        (["x % y"], [1]),
    ],
)
def test_what_is_not_seen_is_not_counted(parts: list[str], glyphs: list[int]) -> None:
    assert [len(part) for part in MathTex(*parts)] == glyphs


def test_shapes_stand_apart_and_equal_glyphs_are_equal() -> None:
    first, second, other = MathTex("aab")[0]
    assert first.get_center()[0] < second.get_center()[0] < other.get_center()[0]
    assert first.width == pytest.approx(second.width)
    assert (first.width, first.height) != pytest.approx((other.width, other.height))


def test_substrings_are_found() -> None:
    equation = MathTex("a + x = x", substrings_to_isolate=["x"], tex_to_color_map={"a": "#FF0000"})
    part = equation.get_part_by_tex("x")
    assert part is not None
    assert len(part) == 1
    assert equation[0][0].color == ManimColor("#FF0000")


def test_text_is_as_long_as_its_letters() -> None:
    assert len(Tex("Hello, world")[0]) == 11


def test_marks_that_do_not_match_still_give_a_picture() -> None:
    template = TexTemplate()
    template.add_to_document(r"\special{dvisvgm:raw </g>}\special{dvisvgm:raw <g id='open'>}")
    assert len(MathTex("a", "b", tex_template=template)) == 2


def test_nothing_to_typeset_is_an_empty_picture(stand_ins: list[str]) -> None:
    assert MathTex(r"\quad").family_members_with_points() == []
    assert len(stand_ins) == 1
