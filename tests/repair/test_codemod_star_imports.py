"""Star imports of older Manims."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "star-imports"


def test_several_become_one() -> None:
    becomes(
        NAME,
        "import numpy as np\n"
        "from manimlib.imports import *  # all of it\nfrom manimlib.utils.color import *\n",
        "import numpy as np\nfrom manim import *  # all of it\n",
    )


def test_modules_from_before_there_was_a_package() -> None:
    becomes(NAME, "from constants import *\nfrom mobject.geometry import *\n", "from manim import *\n")


def test_todays_imports_stay() -> None:
    stays(NAME, "from manim import *\nfrom manim.utils.unit import *\nfrom constants import *\n", "ce")
