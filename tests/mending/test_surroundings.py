"""What a module gets from its neighbours: bases of classes, and Manim at second hand."""

from __future__ import annotations

import ast

from manimill.mending.surroundings import Surroundings

FILES = {
    "films/utils.py": b"from manimlib.imports import *\nclass Graph(GraphScene):\n    pass\ndef helper():\n    pass\n",
    "films/more/__init__.py": b"from ..utils import Graph\nclass Deep(Graph):\n    pass\n",
    "top.py": b"from films.utils import *\n",
}


def outside(path: str, code: str):  # type: ignore[no-untyped-def]
    return Surroundings(FILES.get).of(path, ast.parse(code))


def test_bases_of_a_class_that_is_imported_are_known_through_several_files() -> None:
    found = outside("films/a.py", "from utils import Graph as G\nfrom more import Deep\n")
    assert found.classes["G"] == ("GraphScene",)
    assert found.classes["Deep"] == ("Graph",)
    assert found.classes["Graph"] == ("GraphScene",)
    assert not found.star
    assert found.flavour == "legacy"


def test_a_star_hands_on_manims_names_and_the_modules_own() -> None:
    for code in ("from utils import *\n", "from .utils import *\n", "from films.utils import *\n"):
        found = outside("films/a.py", code)
        assert found.star
        assert found.names == {"Graph", "helper"}
    assert outside("a.py", "from top import *\n").star
    assert not outside("films/a.py", "import numpy\nfrom elsewhere import *\n").star
