"""Which classes of a repository are scenes."""

from __future__ import annotations

import pytest
from tests.scenes.repositories import Files, scene, scenes

BODY = "    def construct(self):\n        pass\n"


def found(files: Files) -> list[tuple[str, str, str]]:
    return [(s.path, s.name, s.scene.root) for s in scenes(files)]


@pytest.mark.parametrize(
    ("above", "base", "root"),
    [
        ("from manim import *", "ThreeDScene", "manim.ThreeDScene"),
        ("from manim import *\nBase = ThreeDScene", "Base", "manim.ThreeDScene"),
        ("from manim import Scene as Base", "Base", "manim.Scene"),
        ("import manim as mn", "mn.Scene", "manim.Scene"),
        ("import manim", "manim.MovingCameraScene", "manim.MovingCameraScene"),
        ("from manim import *\nclass Mixin:\n    pass", "Mixin, ZoomedScene", "manim.ZoomedScene"),
        ("from manim import *\nclass Scene(Scene):\n    pass", "Scene", "manim.Scene"),
        ("from manim_slides import Slide", "Slide", "manim_slides.Slide"),
        ("from manim import *\nif True:\n    class B(Scene):\n        pass", "B", "manim.Scene"),
        ("from manim import *\nfrom lib import Chapter", "Chapter", "manim.Scene"),
        ("from manim import *\nimport lib", "lib.Chapter", "manim.Scene"),
    ],
)  # fmt: skip
def test_a_base_leads_to_a_scene(above: str, base: str, root: str) -> None:
    files = {
        "v.py": f"{above}\nclass S({base}):\n{BODY}",
        "lib.py": "from manim import Scene\nclass Part(Scene):\n    pass\nclass Chapter(Part):\n    pass\n",
    }
    assert scene(files).scene.root == root


@pytest.mark.parametrize(
    ("above", "base"),
    [
        ("from manim import *", "VGroup"),
        ("from manim import *", "NowhereScene"),
        ("", "object"),
        ("from manim import *", "SceneFileWriter"),
    ],
)
def test_a_base_leads_to_no_scene(above: str, base: str) -> None:
    assert found({"v.py": f"{above}\nclass S({base}):\n{BODY}"}) == []


@pytest.mark.parametrize(
    "block",
    [
        "if True:\n    class S(Scene):\n        pass\n",
        "if QUICK:\n    x = 1\nelse:\n    class S(Scene):\n        pass\n",
        "try:\n    class S(Scene):\n        pass\nexcept NameError:\n    pass\n",
        "with open('x') as f:\n    class S(Scene):\n        pass\n",
        "if True:\n    if True:\n        class S(Scene):\n            pass\n",
    ],
)
def test_a_class_inside_a_block_is_found(block: str) -> None:
    assert found({"v.py": "from manim import *\n" + block}) == [("v.py", "S", "manim.Scene")]


def test_classes_of_one_name_in_one_file_are_two_scenes() -> None:
    text = f"from manim import *\nclass S(Scene):\n{BODY}class S(Scene):\n{BODY}"
    assert [(s.name, s.line) for s in scenes({"v.py": text})] == [("S", 2), ("S", 5)]


def test_a_class_that_is_its_own_base_is_none() -> None:
    assert found({"a.py": "from b import S\nclass S(S):\n    pass\n", "b.py": "from a import S\n"}) == []


def test_bases_are_told_from_the_nearest_to_the_first_outside() -> None:
    files = {
        "v.py": f"from manim import *\nclass A(ThreeDScene):\n    pass\nclass B(A):\n    pass\nclass S(B):\n{BODY}"
    }
    assert scene(files).scene.bases == ("B", "A", "manim.ThreeDScene")


def test_a_base_that_draws_nothing_is_a_template() -> None:
    files = {
        "v.py": f"from manim import *\nclass A(Scene):\n    pass\nclass S(A):\n{BODY.replace('pass', 'self.wait()')}"
    }
    assert [(s.name, s.template) for s in scenes(files)] == [("A", True), ("S", False)]
