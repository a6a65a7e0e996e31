"""Names that a star import used to bring along."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "leaked-names"


def test_they_are_imported_after_manim() -> None:
    becomes(
        NAME,
        "import numpy as np\nfrom manim import *\n\nx = random.random() * math.pi\n"
        "for a in it.count(): reduce(op.add, a)\n",
        "import numpy as np\nfrom manim import *\nfrom functools import reduce\nimport itertools as it\nimport math\n"
        "import operator as op\nimport random\n\nx = random.random() * math.pi\n"
        "for a in it.count(): reduce(op.add, a)\n",
    )


def test_what_is_there_stays() -> None:
    stays(NAME, "from manim import *\nimport math\nop = 3\nmath.pi * op\n")
