"""Functions that are another's now."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "renamed-functions"


def test_they_are_called_by_their_name_of_now() -> None:
    becomes(
        NAME,
        "from manim import *\nn = get_norm(v)\nlist(map(get_norm, vs))\nangle_between(a, b)\n",
        "from manim import *\nn = np.linalg.norm(v)\nlist(map(np.linalg.norm, vs))\nangle_between_vectors(a, b)\n",
    )


def test_one_of_the_author_stays() -> None:
    stays(NAME, "from manim import *\ndef get_norm(v): ...\nget_norm(v)\nnp.cross(a, b)\n")
