from __future__ import annotations

import ast

import pytest

from manimill.scenes.discover import scenes_in
from manimill.scenes.templates import templates_in


def templates(code: str) -> set[str]:
    tree = ast.parse(code)
    return set(templates_in(tree, scenes_in(tree)))


CHILD = "\nclass Child(Base):\n    {body}\n"


@pytest.mark.parametrize(
    ("base", "child"),
    [
        ("pass", "def construct(self): self.wait()"),
        ("def helper(self): self.wait()", "def construct(self): self.helper()"),
        ("def construct(self): pass", "def construct(self): self.wait()"),
        ("def construct(self): raise NotImplementedError", "def construct(self): self.wait()"),
        ("def construct(self): self.body()", "def body(self): self.wait()"),
        ("def construct(self): self.add(Text(self.title))", "title = 'x'"),
        (
            "def construct(self): self.body()\n    def body(self): raise NotImplementedError('body')",
            "def body(self): self.wait()",
        ),
        (
            "def construct(self): self.body()\n    @abc.abstractmethod\n    def body(self): ...",
            "def body(self): self.wait()",
        ),
        ("def construct(self): self.add(self.dot)", "def setup(self): self.dot = Dot()"),
    ],
)
def test_a_base_that_leaves_something_to_the_classes_below_is_a_template(base: str, child: str) -> None:
    assert templates(f"class Base(Scene):\n    {base}\n" + CHILD.format(body=child)) == {"Base"}


@pytest.mark.parametrize(
    ("base", "child"),
    [
        ("def construct(self): self.wait()", "pass"),
        (
            "def construct(self): self.body()\n    def body(self): self.wait()",
            "def body(self): self.add(Dot())",
        ),
        ("title = 'a'\n    def construct(self): self.add(Text(self.title))", "title = 'b'"),
        ("def construct(self): self.dot = Dot(); self.add(self.dot)", "def setup(self): self.dot = Square()"),
        ("def construct(self): self.play(Create(Dot()))", "def play(self, *a): super().play(*a, run_time=2)"),
        ("def show(self): self.wait()\n    construct = show", "pass"),
    ],
)
def test_a_base_that_can_be_rendered_as_it_stands_is_a_scene(base: str, child: str) -> None:
    assert templates(f"class Base(Scene):\n    {base}\n" + CHILD.format(body=child)) == set()


def test_a_construct_may_come_from_a_base_of_the_base() -> None:
    code = "class A(Scene):\n    def construct(self): self.wait()\nclass B(A): pass\nclass C(B): pass"
    assert templates(code) == set()


def test_a_class_nobody_builds_on_is_never_a_template() -> None:
    assert templates("class Alone(Scene): pass") == set()


def test_a_class_that_builds_on_its_own_name_does_not_turn_in_circles() -> None:
    code = "from m import A\nclass A(A, Scene):\n    def construct(self): self.wait()\nclass B(A): pass"
    assert templates(code) == set()
