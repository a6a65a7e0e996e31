import ast

import pytest

from manimill.code.flavour import Flavour, flavour, flavour_of_scene


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


def test_a_plugin_decides_only_where_no_manim_is_imported() -> None:
    assert of("from manimlib import *\nfrom manim_voiceover.services.gtts import GTTSService").name == "gl"
    assert of("from chanim import *\nclass A(Scene):\n    CONFIG = {}\n    x = TextMobject('a')").name == "ce"


def test_where_two_manims_are_imported_the_names_decide() -> None:
    both = "try:\n    from manimlib import *\nexcept ImportError:\n    from manim import *\n"
    assert of(both + "TexText('x')").name == "gl"
    assert of(both + "MathTex('x')").name == "ce"
    assert of(both).name == "ce"


TWO = """from manimlib import *
from manim import Create
class Base(Scene):
    def setup(self):
        self.frame.reorient(10, 20)
class Old(Base):
    def construct(self):
        self.play(ShowCreation(Line()))
class New(Scene):
    def construct(self):
        self.play(Circumscribe(Line()))
class Plain(Scene):
    pass
"""
IMPORTS = ("line 1: from manimlib import *", "line 2: from manim import Create")


def test_in_a_module_of_two_manims_a_scene_is_what_it_and_its_bases_say() -> None:
    tree = ast.parse(TWO)
    assert flavour_of_scene(tree, "Old") == Flavour(
        "gl", (*IMPORTS, "line 5: .reorient", "line 5: self.frame", "line 8: ShowCreation")
    )
    assert flavour_of_scene(tree, "New") == Flavour("ce", (*IMPORTS, "line 11: Circumscribe"))


def test_in_a_module_of_one_manim_a_scene_is_what_the_module_is() -> None:
    tree = ast.parse("from manimlib import *\nclass S(Scene):\n    x = Create(Dot())")
    assert flavour_of_scene(tree, "S").name == flavour(tree).name == "gl"


def test_one_scene_with_legacy_code_beside_a_local_manim_tells_of_the_others() -> None:
    tree = ast.parse(
        "from manim import *\nclass A(Scene):\n    CONFIG = {}\n    x = TextMobject('a')\nclass B(Scene):\n    pass"
    )
    assert flavour_of_scene(tree, "B") == Flavour("legacy", ("line 1: from manim import *",))


def test_where_nothing_is_imported_the_scene_speaks_before_its_module() -> None:
    tree = ast.parse(
        "class A(Scene):\n    x = TexText('a')\nclass B(Scene):\n    x = Create('b')\nclass C: ..."
    )
    assert [flavour_of_scene(tree, name).name for name in "ABC"] == ["gl", "ce", "unknown"]


def test_a_package_that_comes_through_another_module_counts_as_imported() -> None:
    tree = ast.parse("from units import *\nclass S(Scene):\n    pass")
    assert flavour_of_scene(tree, "S").name == "unknown"
    assert flavour_of_scene(tree, "S", imported=["manim", "numpy"]) == Flavour("ce", ("elsewhere: manim",))
