"""Imports of single names."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "explicit-imports"


def test_they_become_one_of_everything() -> None:
    becomes(
        NAME,
        """
        from manimlib.scene.scene import Scene  # the scene
        from manimlib.animation.creation import ShowCreation, Write
        from manimlib.mobject.geometry import Line as Stroke
        """,
        """
        from manim import *  # the scene
        from manim import Line as Stroke
        """,
        "gl",
    )


def test_a_package_under_a_name() -> None:
    becomes(NAME, "import manimlib\nmanimlib.Dot()\n", "import manim\nmanim.Dot()\n", "gl")
    becomes(NAME, "import manimlib.imports as m\nm.Dot()\n", "import manim as m\nm.Dot()\n")


def test_what_all_names_would_hide_is_imported_by_name() -> None:
    becomes(
        NAME,
        "from shapely.geometry import Polygon\nfrom manimlib.mobject.geometry import Line, Gone\n",
        "from shapely.geometry import Polygon\nfrom manim import Line\n",
    )


def test_types() -> None:
    becomes(
        NAME,
        "from manim import *\nfrom manimlib.typing import ManimColor, Vect3\n",
        "from manim import *\nfrom manim.typing import Vector3D as Vect3\n",
        "gl",
    )


def test_a_module_that_moved() -> None:
    becomes(
        NAME,
        "from manim.mobject.svg.tex_mobject import MathTex\n",
        "from manim import MathTex\n",
        "ce",
    )


def test_modules_of_today_stay() -> None:
    stays(
        NAME,
        "from manim.utils.rate_functions import smooth\nfrom manim import Dot\nimport manim as mn\n",
        "ce",
    )
