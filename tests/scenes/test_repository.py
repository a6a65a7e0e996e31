"""All scenes of a repository, whatever kind of file they stand in."""

from __future__ import annotations

import json

import pytest
from tests.scenes.repositories import Files, drawing, scenes, text, tree

from manimill.scenes.repository import Repository


def notebook(*cells: str) -> str:
    written: list[dict[str, object]] = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": cell}
        for cell in cells
    ]
    return json.dumps({"cells": written, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})


def unread(files: Files) -> list[tuple[str, int | None, str]]:
    repository = Repository(tree(files))
    repository.scenes()
    return [(found.path, found.line, found.reason) for found in repository.unread]


SCENE = "class S(Scene):\n    def construct(self):\n        self.add({})\n"


def test_scenes_come_in_the_order_of_paths_and_lines() -> None:
    files = {
        "b.py": drawing("1") + SCENE.replace("S(", "T(").format(2),
        "a/n.ipynb": notebook("from manim import *", SCENE.format(3)),
        "README.md": "# Title\n\nSee this:\n\n```python\nfrom manim import *\n\n" + SCENE.format(4) + "```\n",
        "docs.rst": "Title\n=====\n\n.. manim:: S\n\n"
        + "".join(f"    {line}\n" for line in SCENE.format(5).split("\n")),
    }  # fmt: skip
    found = scenes(files)
    assert [(s.path, s.kind, s.name, s.line, s.cell) for s in found] == [
        ("README.md", "markdown", "S", 8, None),
        ("a/n.ipynb", "notebook", "S", 1, 2),
        ("b.py", "module", "S", 3, None),
        ("b.py", "module", "T", 6, None),
        ("docs.rst", "rst", "S", 6, None),
    ]
    assert [s.cut().code for s in found] == [
        "from manim import *\n\n\n" + SCENE.format(number) for number in (4, 3, 1)
    ] + [
        "from manim import *\n\n\n" + SCENE.format(2).replace("S(", "T("),
        "from manim import *\n\n\n" + SCENE.format(5),
    ]


def test_the_order_of_files_in_the_tree_changes_nothing() -> None:
    files = {
        "v.py": drawing("f(), g()", above="from manim import *\nfrom b import *\nfrom a import *\n"),
        "a.py": "def f(): return k\nk = 1\n",
        "b.py": "def g(): return k\nk = 2\n",
    }
    backwards = dict(reversed(files.items()))
    assert [s.cut().code for s in scenes(files)] == [s.cut().code for s in scenes(backwards)]


def test_include_and_exclude_choose_where_scenes_are_looked_for_and_not_what_they_import() -> None:
    files = {
        "videos/v.py": drawing("f()", above="from manim import *\nfrom lib.f import f\n"),
        "videos/old/w.py": drawing("1"),
        "lib/f.py": "from manim import *\ndef f(): return 1\nclass T(Scene):\n    def construct(self): f()\n",
    }
    found = Repository(tree(files), ["videos/**/*.py"], ["videos/old/**"]).scenes()
    assert [(s.path, s.cut().whole) for s in found] == [("videos/v.py", True)]


@pytest.mark.parametrize(
    ("name", "content", "line", "reason"),
    [
        ("v.py", "from manim import *\nclass S(Scene:\n", 2, "syntax_error"),
        ("v.py", "class S(Scene):\n    print 1\n", 2, "python_2"),
        ("v.py", b"# coding: utf-8\nclass S: '\xff'\n", None, "not_utf8"),
        ("v.py", b"class S: '\0'\n", None, "syntax_error"),
        ("n.ipynb", "class {", None, "broken_notebook"),
        ("n.ipynb", notebook("class S(Scene:\n"), 1, "syntax_error"),
        ("t.md", "```python\nfrom manim import *\n\nclass S(Scene:\n```\n", 4, "syntax_error"),
    ],
)
def test_what_cannot_be_read_is_told(name: str, content: str | bytes, line: int | None, reason: str) -> None:
    ((path, where, why),) = unread({name: content})
    assert (path.partition(" ")[0], where, why) == (name, line, reason)


def test_a_scene_of_a_notebook_uses_cells_above_and_if_need_be_below() -> None:
    cells = (
        "from manim import *\nk = 1",
        SCENE.format("k"),
        "k = 2",
        SCENE.replace("S(", "T(").format("late"),
        "late = 3",
    )
    found = scenes({"n.ipynb": notebook(*cells)})
    assert [(s.name, s.cell, s.cut().code) for s in found] == [
        ("S", 2, "from manim import *\n\nk = 1\n\n\n" + SCENE.format("k")),
        ("T", 4, "from manim import *\n\n\n" + SCENE.replace("S(", "T(").format("late") + "\n\nlate = 3\n"),
    ]


def test_a_notebook_uses_modules_beside_it() -> None:
    files = {
        "a/n.ipynb": notebook(
            "from manim import *\nfrom lib import k\n%matplotlib inline", SCENE.format("k")
        ),
        "a/lib.py": "k = 1\n",
    }
    assert [s.cut().code for s in scenes(files)] == ["from manim import *\n\nk = 1\n\n\n" + SCENE.format("k")]


def test_a_block_of_a_text_stands_alone_or_with_the_blocks_before_it() -> None:
    first = "from manim import *\nk = 1\n"
    readme = (
        f"```python\n{first}```\n\n```python\n{SCENE.format('k')}```\n\n```python\n{SCENE.format(2)}```\n"
    )
    found = scenes({"README.md": readme})
    assert [(s.line, s.cut().code) for s in found] == [
        (7, "from manim import *\n\nk = 1\n\n\n" + SCENE.format("k")),
        (13, "from manim import *\n\n\n" + SCENE.format(2)),
    ]


def test_a_block_without_imports_has_those_that_are_usual_in_the_repository() -> None:
    files = {
        "README.md": f"```py\n{SCENE.format('Dot()')}```\n",
        "a.py": "from manimlib.imports import *\n",
    }
    (found,) = scenes(files)
    assert found.cut().code == "from manimlib.imports import *\n\n\n" + SCENE.format("Dot()")
    assert found.line == 2


def test_a_base_that_is_never_completed_is_a_template_across_files() -> None:
    files = {
        "base.py": text("""
            from manim import *
            class Base(Scene):
                def construct(self):
                    self.show()
            """),
        "v.py": text("""
            from base import *
            class S(Base):
                def show(self):
                    self.wait()
            """),
    }
    assert [(s.name, s.template) for s in scenes(files)] == [("Base", True), ("S", False)]
