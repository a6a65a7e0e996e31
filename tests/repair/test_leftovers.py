"""Names that lead nowhere, and what is said about them."""

from __future__ import annotations

from manimill.repair.leftovers import leftovers

SCENE = "from manim import *\nclass Old(Scene):\n    def construct(self):\n        self.add({})\n"


def reason(name: str) -> str:
    (found,) = leftovers(SCENE.format(f"{name}()"))
    assert found.name == name
    assert found.line == 4
    return found.reason


def test_what_manimce_once_had_is_said_to_be_gone_since() -> None:
    assert reason("ReconfigurableScene") == "it was removed from ManimCE after 0.12.0"


def test_what_cannot_be_drawn_comes_with_its_own_reason() -> None:
    assert "pi creatures" in reason("Randolph")


def test_what_nobody_ever_had_is_unknown() -> None:
    assert "nothing brings this name" in reason("Frobnicate")
