"""Repositories in memory, and the scenes that are cut out of them."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent

from manimill.scenes.files import MemoryTree
from manimill.scenes.repository import Repository, RepositoryScene
from manimill.scenes.slicing import Slice

Files = Mapping[str, str | bytes]

SCENE = """
class S(Scene):
    def construct(self):
        self.add({})
"""


def tree(files: Files) -> MemoryTree:
    """The files, their texts without the indentation they have in common and the line feed they begin with."""
    return MemoryTree(
        {
            path: text if isinstance(text, bytes) else dedent(text).removeprefix("\n").encode()
            for path, text in files.items()
        }
    )


def scenes(files: Files) -> list[RepositoryScene]:
    return Repository(tree(files)).scenes()


def scene(files: Files, name: str = "S", path: str | None = None) -> RepositoryScene:
    (found,) = (s for s in scenes(files) if s.name == name and path in (None, s.path))
    return found


def sliced(files: Files, name: str = "S", path: str | None = None) -> Slice:
    return scene(files, name, path).cut()


def module(files: Files, name: str = "S", path: str | None = None) -> str:
    """The text of a scene that must be whole."""
    cut = sliced(files, name, path)
    assert cut.whole, [*map(str, cut.lost), *cut.problems]
    return cut.code


def text(expected: str) -> str:
    """A module as it is expected, without the indentation its lines have in common."""
    return dedent(expected).removeprefix("\n")


def drawing(expression: str, *, above: str = "from manim import *\n") -> str:
    """A module with one scene, ``S``, that adds what the expression makes."""
    return above + SCENE.format(expression)
