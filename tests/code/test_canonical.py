from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manimill.code.canonical import canonical_code, canonical_text

BASE = """
from manim import *
import numpy as np

class Demo(Scene):
    def construct(self):
        circle = Circle(radius=2, color="#ff0000")
        for step in range(3):
            self.play(circle.animate.shift(step * RIGHT))
"""


def key(code: str) -> str:
    return canonical_code(ast.parse(code))


@pytest.mark.parametrize(
    ("what", "same"),
    [
        ("formatting", BASE.replace("radius=2, color", "radius=2,\n            color")),
        ("comments", BASE.replace("circle = ", "# the shape\n        circle = ")),
        ("quotes", BASE.replace('"#ff0000"', "'#ff0000'")),
        ("class name", BASE.replace("Demo", "SomethingElse")),
        ("local names", BASE.replace("circle", "ring").replace("step", "i")),
        ("docstrings", BASE.replace("def construct(self):", 'def construct(self):\n        """Moves."""')),
        ("strings used as comments", BASE.replace("        for", '        "now move"\n        for')),
        (
            "order of imports",
            BASE.replace(
                "from manim import *\nimport numpy as np", "import numpy as np\nfrom manim import *"
            ),
        ),
        ("pass", BASE + "\n        pass\n"),
        ("name of self", BASE.replace("self", "this")),
    ],
)
def test_what_cannot_change_the_animation_does_not_count(what: str, same: str) -> None:
    assert key(same) == key(BASE), what


@pytest.mark.parametrize(
    ("what", "other"),
    [
        ("string that looks like a comment", BASE.replace("#ff0000", "#00ff00")),
        ("number", BASE.replace("radius=2", "radius=3")),
        ("int or float", BASE.replace("radius=2", "radius=2.0")),
        ("class of an object", BASE.replace("Circle", "Square")),
        ("keyword", BASE.replace("radius=", "stroke_width=")),
        ("method", BASE.replace(".shift", ".rotate")),
        ("constant of the library", BASE.replace("RIGHT", "LEFT")),
        ("base class", BASE.replace("(Scene)", "(ThreeDScene)")),
        ("import", BASE.replace("import numpy as np", "import math as np")),
        ("statement more", BASE + "        self.wait()\n"),
        ("indentation", BASE + "            self.wait()\n"),
    ],
)
def test_what_can_change_the_animation_counts(what: str, other: str) -> None:
    assert key(other) != key(BASE), what


def test_two_names_are_not_one() -> None:
    assert key("a = 1\nb = 2\nf(a)\n") != key("a = 1\nb = 2\nf(b)\n")


def test_a_name_of_the_library_is_not_a_local_name() -> None:
    assert key("x = 1\nf(x)\n") != key("x = 1\nf(y)\n")


def test_a_parameter_that_a_call_names_keeps_its_name() -> None:
    one = "def f(a, b):\n    return a - b\n\n\nf(a=1, b=2)\n"
    other = "def f(b, a):\n    return b - a\n\n\nf(a=1, b=2)\n"
    assert key(one) != key(other)


def test_attributes_keep_their_names_because_self_reaches_them() -> None:
    assert key("class A:\n    radius = 1\n") != key("class A:\n    width = 1\n")


def test_an_inner_name_does_not_hide_in_an_outer_one() -> None:
    one = "x = 1\ndef f():\n    x = 2\n    return x\n"
    other = "x = 1\ndef f():\n    y = 2\n    return x\n"
    assert key(one) != key(other)


def test_class_body_names_are_invisible_to_methods() -> None:
    one = "n = 1\nclass A:\n    n = 2\n    def f(self):\n        return n\n"
    renamed = "k = 1\nclass A:\n    n = 2\n    def f(self):\n        return k\n"
    assert key(one) == key(renamed)


def test_names_stay_where_code_looks_at_them() -> None:
    assert key("a = 1\nprint(locals())\n") != key("b = 1\nprint(locals())\n")


def test_the_first_iterable_of_a_comprehension_belongs_outside() -> None:
    assert key("def f(x):\n    return [x for x in x]\n") == key("def f(a):\n    return [b for b in a]\n")


def test_text_that_is_not_python_is_compared_without_white_space() -> None:
    assert canonical_text("def f(:\n  pass") == canonical_text("def f(: pass")
    assert canonical_text("def f(:") != canonical_text("def g(:")


names = st.sampled_from(["a", "b", "c", "d"])
expressions = st.recursive(
    st.one_of(names, st.integers(0, 9).map(str), st.sampled_from(["'x'", "UP", "RED"])),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda p: f"({p[0]} + {p[1]})"),
        st.tuples(st.sampled_from(["Circle", "self.play"]), inner).map(lambda p: f"{p[0]}({p[1]})"),
        st.tuples(names, inner, inner).map(lambda p: f"[{p[1]} for {p[0]} in {p[2]}]"),
        st.tuples(names, inner).map(lambda p: f"(lambda {p[0]}: {p[1]})"),
    ),
    max_leaves=6,
)
bodies = st.lists(st.tuples(names, expressions).map(lambda p: f"    {p[0]} = {p[1]}"), min_size=1, max_size=5)


@given(bodies)
def test_layout_never_counts(body: list[str]) -> None:
    code = "def f(a, b, c, d):\n" + "\n".join(body) + "\n"
    assert key(ast.unparse(ast.parse(code))) == key(code)


@given(bodies)
def test_consistent_renaming_never_counts(body: list[str]) -> None:
    code = "def f(a, b, c, d):\n" + "\n".join(body) + "\n"

    class Rename(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.Name:
            node.id = f"new_{node.id}" if node.id in "abcd" else node.id
            return node

        def visit_arg(self, node: ast.arg) -> ast.arg:
            node.arg = f"new_{node.arg}"
            return node

    renamed = ast.unparse(Rename().visit(ast.parse(code)))
    assert key(renamed) == key(code)
