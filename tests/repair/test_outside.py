"""What a module gets from other modules counts: bases of its classes, and Manim's names at second hand."""

from __future__ import annotations

from manimill.repair import Outside, repair

CODE = "from utils import *\n\n\nclass Film(Base):\n    def construct(self):\n        self.play(ShowCreation(dot()))\n"


def test_names_that_come_through_another_module_are_manims() -> None:
    known = Outside({"Base": ("Scene",)}, star=True, names=frozenset({"Base"}), flavour="gl")
    done = repair(CODE, outside=known)
    assert done.flavour == "legacy"
    assert done.code == CODE.replace("ShowCreation", "Create")
    assert repair(CODE).code == CODE
    assert repair("from utils import *\n", outside=known).flavour == "gl"


def test_the_authors_own_names_are_not() -> None:
    known = Outside(star=True, names=frozenset({"ShowCreation"}), flavour="gl")
    assert repair(CODE, outside=known).code == CODE
