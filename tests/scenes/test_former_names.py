"""Scenes that use what an older ManimCE had are whole: repair, or else rendering, has the last word on them."""

from __future__ import annotations

import pytest

from manimill.code.packages import exports, former_names
from manimill.scenes.files import MemoryTree
from manimill.scenes.repository import Repository
from manimill.scenes.slicing import Slice
from manimill.scenes.slicing.proof import unresolved

BODY = "class A(Scene):\n    def construct(self):\n        self.play({play})\n"


def cut(code: str) -> Slice:
    (scene,) = Repository(MemoryTree({"a.py": code.encode()})).scenes()
    return scene.cut()


@pytest.mark.parametrize(
    ("imports", "play"),
    [
        ("from manim import *", "ShowCreation(Dot())"),
        ("from manim import Dot, Scene, ShowCreation", "ShowCreation(Dot())"),
        ("from manim import *", "Write(TextMobject('a'))"),
    ],
)
def test_a_name_that_went_with_an_older_manimce_is_no_lack(imports: str, play: str) -> None:
    code = f"{imports}\n\n\n{BODY.format(play=play)}"
    found = cut(code)
    assert (found.whole, found.code) == (True, code)
    # What leads nowhere today is still told as that.
    assert unresolved(code) != []


@pytest.mark.parametrize(
    "imports",
    [
        "import random\nfrom manim import *",
        "from manim import *\nimport random",
        "from random import Random as random\nfrom manim import *\nfrom nobody_knows import *",
    ],
)
def test_what_stars_once_brought_does_not_hide_what_a_module_imports(imports: str) -> None:
    code = f"{imports}\n\n\n{BODY.format(play='FadeIn(Dot(random.random() * UP))')}"
    found = cut(code)
    assert found.whole
    assert any(line in found.code for line in ("import random\n", "from random import Random as random\n"))


def test_changes_of_the_search_path_are_no_changes_of_what_is_drawn() -> None:
    scene = BODY.format(play="FadeIn(Dot())")
    imports = "import sys\nfrom pathlib import Path\nfrom manim import *\n"
    changes = (
        "ROOT = Path(__file__).parents[2]\nif str(ROOT) not in sys.path:\n    sys.path.insert(0, str(ROOT))\n"
    )
    found = cut(f"{imports}{changes}\n\n{scene}")
    assert (found.whole, found.code) == (True, f"from manim import *\n\n\n{scene}")


def test_an_older_manimce_is_asked_before_packages_that_nobody_knows() -> None:
    found = cut(
        f"from manim import *\nfrom nobody_knows import *\n\n\n{BODY.format(play='ShowCreation(Dot())')}"
    )
    assert (found.whole, "nobody_knows" in found.code) == (True, False)


def test_a_name_that_manimce_never_had_is() -> None:
    found = cut(f"from manim import *\n\n\n{BODY.format(play='Nobody(Dot())')}")
    assert [lost.name for lost in found.lost] == ["Nobody"]


def test_former_names_are_not_todays() -> None:
    assert {"ShowCreation", "TextMobject", "GraphScene"} <= former_names()
    assert not former_names() & (exports("manim") or frozenset())
