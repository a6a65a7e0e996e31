"""Formulas as codemods write them are typeset by ManimCE, with the parts and the glyphs they stand for."""

from __future__ import annotations

import textwrap

import pytest
from tests.render.scene_recorder import record

from manimill.repair import repair

SCENES = {
    "arguments": (
        "legacy",
        r"""
        one = TexMobject("e^", "x", "+1")
        two = TexMobject("\\sqrt", "2", "=", "{{a", "\\over b}}")
        assert [len(part) for part in one] == [1, 1, 2]
        assert [len(part) for part in two][1:3] == [1, 1]
        """,
    ),
    "colours": (
        "legacy",
        r"""
        sum = TexMobject("x^2 + x^y", tex_to_color_map={"x": RED, "y": BLUE})
        assert [part[0].get_color() == BLUE for part in (sum[2], sum[4])] == [False, True]
        other = TexMobject("x^2", "+", "y")
        other.set_color_by_tex("x", RED)
        assert [part[0].get_color() == RED for part in other] == [True, False, False]
        assert other.index_of_part_by_tex("y") == 2
        """,
    ),
    "glyphs": (
        "gl",
        r"""
        sum = Tex(R"x^2 + \frac{y}{z} = x", t2c={"y": RED})
        assert sum["y"][0].get_color() == RED
        assert len(sum["x"]) == 2
        sum["x"].set_color(BLUE)
        assert sum[0].get_color() == BLUE and sum[-1].get_color() == BLUE and sum[1].get_color() != BLUE
        """,
    ),
    "packages": ("legacy", r'TexMobject(r"\ket{\psi}"), TextMobject(r"\textcolor{red}{so}")'),
}
_HEADS = {
    "legacy": "from manimlib.imports import *\n",
    "gl": "from manimlib import *\nInteractiveScene\n",
}


@pytest.mark.parametrize("name", SCENES)
def test_what_was_written_for_older_manims_holds(name: str) -> None:
    flavour, body = SCENES[name]
    lines = textwrap.indent(textwrap.dedent(body).strip(), " " * 8)
    code = (
        f"{_HEADS[flavour]}class TestScene(Scene):\n    def construct(self):\n{lines}\n        self.wait()\n"
    )
    repaired = repair(code, flavour=flavour).code.replace("InteractiveScene\n", "")
    told = record({name: repaired.replace("from manim import *\n", "", 1)})
    assert told[name][0]["error"] is None, repaired
