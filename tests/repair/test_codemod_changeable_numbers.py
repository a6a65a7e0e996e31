"""Numbers in formulas that change."""

from __future__ import annotations

from tests.repair.codemod_cases import applied, stays

from manimill.repair import repair

NAME = "changeable-numbers"
SCENE = """\
from manimlib import *


class Rising(InteractiveScene):
    def construct(self):
        label = Tex("x = 0.00")
        number = label.make_number_changeable("0.00", edge_to_fix=LEFT)
        self.add(label)
        self.play(ChangeDecimalToValue(number, 3))
"""


def test_a_function_puts_a_number_among_the_glyphs() -> None:
    code = applied(NAME, SCENE, "gl").code
    assert "\n\n\ndef changeable_number(formula, part, value, **settings):\n" in code
    assert 'number = changeable_number(label, label["0.00"][0], "0.00", edge_to_fix=LEFT)\n' in code


def test_the_glyphs_are_found() -> None:
    repaired = repair(SCENE)
    assert (
        'changeable_number(label, label.get_part_by_tex("0.00"), "0.00", edge_to_fix=LEFT)' in repaired.code
    )
    assert not repair(repaired.code).changed


def test_what_cannot_be_told_stays() -> None:
    stays(NAME, SCENE.replace('Tex("x = 0.00")', "self.label()"), "gl", "cannot be told")
    stays(NAME, SCENE.replace("edge_to_fix=LEFT", "replace_all=True"), "gl", "cannot be told")
    twice = SCENE.replace(
        "        self.add", '        label.make_number_changeable("0.00")\n        self.add'
    )
    stays(NAME, twice, "gl", "equal numbers")
