import ast
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manimill.scenes._statements import lex
from manimill.scenes.relayout import lay_out, relayout


def squeezed(code: str) -> str:
    """What an export makes of a module: its lines stripped and joined by one space."""
    return " ".join(line.strip() for line in textwrap.dedent(code).splitlines() if line.strip())


def restores(code: str, *, ambiguous: bool = False) -> None:
    """Assert that squeezing is undone to the character."""
    code = textwrap.dedent(code).strip("\n")
    layout = lay_out(squeezed(code))
    assert layout is not None
    assert layout.code == code
    assert layout.ambiguous is ambiguous


def test_a_scene_gets_its_lines_back() -> None:
    restores(
        """
        from manim import *
        import numpy as np

        class Orbit(Scene):
            def construct(self):
                dot = Dot(radius=0.2, color=BLUE)
                self.add(dot)
                self.play(dot.animate.shift(UP * 2), run_time=2)
        """
    )


def test_methods_are_separated_and_nested_no_deeper() -> None:
    restores(
        """
        import manim

        class Base(manim.Scene):
            SIZE = 3
            label: str = "a"

            def setup(self):
                self.camera.background_color = manim.WHITE

            @property
            def size(self):
                return self.SIZE

            @staticmethod
            def twice(x):
                return 2 * x

        class Real(Base):
            def construct(self):
                pass
        """
    )


def test_a_decorated_class_after_a_class_is_not_nested_in_it() -> None:
    restores(
        """
        class A(Scene):
            def construct(self):
                self.wait()

        @dataclass
        class B:
            x: int = 1
        """
    )


def test_expressions_that_look_like_statements_stay_whole() -> None:
    restores(
        """
        x = a if b else c
        y = not a and b is not c or d not in e
        f = lambda t, *rest: t if t > 0 else -t
        z = [i for i in range(3) if i % 2 == 0]
        d = {k: v[1:2] for k, v in pairs.items()}
        w = -x
        s = "one" "two"
        first, *others = z
        q = x[0](1)[2]
        assert x, "message"
        n: int = 5
        p = q = 3
        """
    )


def test_a_ternary_is_told_from_a_conditional_statement() -> None:
    restores(
        """
        x = 1 if y else 2
        if x:
            z = 3
        else:
            z = 4
        """
    )


def test_statements_that_begin_with_a_bracket_or_a_star_are_told_apart() -> None:
    restores("a = f(1)\n(b, c) = (2, 3)\n[d.stop() for d in e]\n*g, h = c")


def test_a_space_before_the_bracket_of_a_call_does_not_split_it() -> None:
    assert relayout("import math print (math.pi)") == "import math\n\nprint (math.pi)"


def test_a_matrix_product_is_told_from_a_decorator() -> None:
    restores("m = a @ b\n\n@wrap\ndef f(x):\n    return x @ m")


def test_semicolons_separate_statements() -> None:
    assert relayout("x = 1; y = 2;") == "x = 1\ny = 2"


def test_what_stands_before_a_clause_belongs_to_the_block_it_continues() -> None:
    restores(
        """
        try:
            import fast
            ready = True
        except ImportError:
            ready = False
        """
    )


def test_a_loop_takes_what_mentions_its_names_and_says_that_it_guessed() -> None:
    restores(
        """
        from manim import *

        class Dots(Scene):
            def construct(self):
                for x in range(3):
                    dot = Dot([x, 0, 0])
                    self.add(dot)
                self.wait()
        """,
        ambiguous=True,
    )


def test_a_function_inside_a_method_ends_with_its_return() -> None:
    restores(
        """
        class Graph(Scene):
            def construct(self):
                def f(x):
                    return x**2
                self.add(Axes().plot(f))
        """,
        ambiguous=True,
    )


def test_the_only_statement_after_a_header_is_no_guess() -> None:
    restores(
        """
        class A(Scene):
            def construct(self):
                with self.voiceover("hi") as tracker:
                    self.wait(tracker.duration)
        """
    )


def test_a_module_that_renders_its_scene_does_so_outside_the_class() -> None:
    restores(
        """
        class A(Scene):
            def construct(self):
                self.wait()

        scene = A()
        scene.render()
        """
    )


def test_a_main_guard_holds_everything_after_it() -> None:
    restores("x = 1\nif __name__ == '__main__':\n    run(x)\n    stop()")


def test_space_inside_brackets_of_calls_that_had_several_lines_goes() -> None:
    assert relayout("a = f( 1, 2, ) b = 3") == "a = f(1, 2,)\nb = 3"


@pytest.mark.parametrize(
    "text",
    [
        "from manim import * # everything that follows is lost",
        "Create a circle that moves",
        "x = (1",
        "x = 'open",
        "f()g()",
        "class A(Scene):",
        "x = 1\ny = 2",
        "",
    ],
)
def test_what_is_not_a_squeezed_module_is_refused(text: str) -> None:
    assert relayout(text) is None


def test_code_that_has_its_lines_already_is_left_alone() -> None:
    assert relayout("x = f(1)") == "x = f(1)"


names = st.sampled_from(["dot", "axes", "x", "self.camera", "UP", "label"])
numbers = st.integers(0, 99).map(str) | st.sampled_from(["0.5", "1e3"])
texts = st.sampled_from(["'a'", '"b c"', "r'\\frac{1}{2}'", "f'{x:.2f} of {y}'", "'''d; if e: f'''"])
atoms = names | numbers | texts
expressions = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(
            inner, st.sampled_from(["+", "-", "*", "/", "@", "and", "not in", "is not", "<"]), inner
        ).map(" ".join),
        st.tuples(names, inner).map(lambda t: f"{t[0]}({t[1]}, run_time={t[1]})"),
        st.tuples(inner, inner, inner).map(lambda t: f"({t[0]} if ({t[1]}) else {t[2]})"),
        st.tuples(inner, inner, inner).map(lambda t: f"{t[0]} if ({t[1]}) else {t[2]}"),
        inner.map(lambda e: f"[{e} for x in ({e}) if ({e})]"),
        inner.map(lambda e: f"(lambda t: {e})"),
        inner.map(lambda e: f"-({e})"),
        st.tuples(inner, inner).map(lambda t: f"{{{t[0]}: {t[1]}}}"),
        inner.map(lambda e: f"axes[{e}:, 1]"),
    ),
    max_leaves=6,
)
simple_statements = st.one_of(
    expressions.map(lambda e: f"label = {e}"),
    expressions.map(lambda e: f"dot, x = axes.shape = {e}"),
    expressions.map(lambda e: f"self.play({e})"),
    expressions.map(lambda e: f"x += {e}"),
    expressions.map(lambda e: f"x: float = {e}"),
    expressions.map(lambda e: f"assert {e}"),
    expressions.map(lambda e: f"f = lambda t: {e}"),
    st.sampled_from(
        ["pass", "import numpy as np", "from manim import *", "from . import a, b as c", "del x", "global g"]
    ),
)


@settings(deadline=None)
@given(st.lists(simple_statements, min_size=1, max_size=8))
def test_squeezing_any_simple_statements_is_undone(lines: list[str]) -> None:
    module = "\n".join(lines)
    layout = lay_out(" ".join(lines))
    assert layout is not None
    assert ast.dump(layout.tree) == ast.dump(ast.parse(module))


@settings(deadline=None)
@given(st.lists(simple_statements, min_size=1, max_size=5))
def test_squeezing_a_scene_is_undone_and_no_token_is_lost(lines: list[str]) -> None:
    lines = [line for line in lines if "import *" not in line] or ["pass"]
    head = ["from manim import *", "class A(Scene):", "def construct(self):"]
    module = f"{head[0]}\n{head[1]}\n    {head[2]}\n" + "".join(f"        {line}\n" for line in lines)
    line = " ".join([*head, *lines])
    layout = lay_out(line)
    assert layout is not None
    assert ast.dump(layout.tree) == ast.dump(ast.parse(module))
    laid = [lexeme.text for part in layout.code.splitlines() for lexeme in lex(part.strip()) or ()]
    assert laid == [lexeme.text for lexeme in lex(line) or ()]
