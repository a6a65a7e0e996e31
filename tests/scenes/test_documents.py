"""Python in texts, with the place and the words around it."""

from __future__ import annotations

import pytest

from manimill.scenes.documents import CodeBlock, markdown_blocks, rst_blocks


def test_a_fence_is_told_with_its_line_its_heading_and_the_paragraph_above() -> None:
    text = "# Title\n\n## Circles\n\nFirst.\n\nDraw a\ncircle:\n\n```python\nx = 1\n\n```\n"
    assert markdown_blocks(text) == [CodeBlock("x = 1\n", 11, None, "Circles", "Draw a circle:")]


@pytest.mark.parametrize(
    "tag", ["python", "Python3", "py", "py3", "", "ipython", "manim", "{.python}", "python {1,2}"]
)
def test_fences_of_python_are_read(tag: str) -> None:
    assert [block.code for block in markdown_blocks(f"~~~{tag}\nx\n~~~\n")] == ["x\n"]


@pytest.mark.parametrize("tag", ["bash", "js", "pycon", "text"])
def test_fences_of_something_else_are_not(tag: str) -> None:
    assert markdown_blocks(f"```{tag}\nx\n```\n") == []


def test_a_fence_ends_at_one_as_long_and_inner_ones_stay_inside() -> None:
    text = "````python\na = '''\n```\n'''\n````\n\n```python\nb\n"
    assert [(block.code, block.line) for block in markdown_blocks(text)] == [
        ("a = '''\n```\n'''\n", 2),
        ("b\n", 8),
    ]


def test_code_between_backticks_on_one_line_is_no_fence() -> None:
    assert markdown_blocks("```python x```\nclass A: pass\n") == []


def test_an_indented_fence_loses_its_indentation() -> None:
    assert markdown_blocks("- Item\n\n  ```python\n  if a:\n      b\n  ```\n")[0].code == "if a:\n    b\n"


def test_a_directive_of_myst_names_its_scene() -> None:
    text = "```{manim} Spin\n:save_last_frame:\n\nclass Spin(Scene): pass\n```\n"
    (block,) = markdown_blocks(text)
    assert (block.code, block.line, block.scene) == ("class Spin(Scene): pass\n", 4, "Spin")


def test_directives_and_code_blocks_of_rst_are_read_in_order() -> None:
    text = """Title
=====

Look:

.. code-block:: python

    x = 1

.. code-block:: bash

    y

.. manim:: Spin
    :save_last_frame:

    class Spin(Scene): pass
"""
    found = [(block.code, block.line, block.scene, block.heading) for block in rst_blocks(text)]
    assert found == [
        ("x = 1\n", 8, None, "Title"),
        ("class Spin(Scene): pass\n", 17, "Spin", "Title"),
    ]
