"""The grid over the frame that a module drew which did not come along."""

from __future__ import annotations

from tests.repair.codemod_cases import applied, stays

from manimill.repair.result import Tier

NAME = "screen-grid"


def test_the_class_stands_where_it_was_imported() -> None:
    found = applied(NAME, "from screen_grid import ScreenGrid\nfrom manim import *\n\nx = ScreenGrid()\n")
    assert found.code.startswith("from manim import *\n\n\nclass ScreenGrid(VGroup):\n")
    assert found.code.endswith("\nx = ScreenGrid()\n")
    assert "screen_grid" not in found.code
    assert found.tier == Tier.SHIMMED


def test_without_manims_names_it_stays() -> None:
    stays(NAME, "import manim\nfrom screen_grid import ScreenGrid\n", warning="Manim's names")


def test_other_things_of_that_module_stay() -> None:
    stays(NAME, "from manim import *\nfrom screen_grid import ScreenGrid, Ruler\n")
