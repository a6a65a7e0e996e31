import ast

import pytest

from manimill.code.flavour import Flavour, flavour


def of(code: str) -> Flavour:
    return flavour(ast.parse(code))


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("from manim import *", "ce"),
        ("import manim as mn", "ce"),
        ("from manimce import Scene", "ce"),
        ("from manim_voiceover import VoiceoverScene", "ce"),
        ("from manimlib import *", "gl"),
        ("from manimgl import *", "gl"),
        ("from manim_imports_ext import *", "gl"),
        ("from manimlib.imports import *", "legacy"),
        ("from big_ol_pile_of_manim_imports import *", "legacy"),
        ("import numpy as np", "unknown"),
        ("from .manim import helper", "unknown"),
    ],
)
def test_the_import_decides(statement: str, name: str) -> None:
    assert of(statement).name == name


def test_evidence_names_what_was_found_in_the_order_of_lines() -> None:
    code = "from manimlib import *\nclass S(Scene):\n    def construct(self):\n"
    code += "        self.play(ShowCreation(Line()))\n        self.frame.reorient(10, 20)\n"
    assert of(code) == Flavour(
        "gl",
        ("line 1: from manimlib import *", "line 4: ShowCreation", "line 5: .reorient", "line 5: self.frame"),
    )


def test_an_import_of_manim_is_overruled_by_config_and_a_legacy_name_together() -> None:
    config = "from manim import *\nclass S(Scene):\n    CONFIG = {'a': 1}\n    def construct(self):\n        "
    assert of(config + "self.add(TextMobject('x'))").name == "legacy"
    assert of(config + "self.add(Text('x'))").name == "ce"
    assert of("from manim import *\nTextMobject('x')").name == "ce"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("self.play(Create(Square()))", "ce"),
        ("TexMobject('x')", "legacy"),
        ("self.play(FlashUnder(TexText('x')))", "gl"),
        ("class A(Scene):\n    CONFIG = {'x': 1}", "legacy"),
        ("x = Square()", "unknown"),
    ],
)
def test_without_an_import_names_decide(code: str, name: str) -> None:
    assert of(code).name == name


def test_a_submodule_of_manimlib_is_legacy_unless_something_is_only_in_gl() -> None:
    assert of("from manimlib.mobject.geometry import Circle").name == "legacy"
    assert of("from manimlib.constants import *\nInteractiveScene").name == "gl"


def test_words_in_texts_and_comments_are_no_evidence() -> None:
    assert of("x = 'from manimlib import *'  # TextMobject") == Flavour("unknown", ())
