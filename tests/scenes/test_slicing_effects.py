"""Statements that nothing names travel with a scene if it can see what they change."""

from __future__ import annotations

import pytest
from tests.scenes.repositories import drawing, module, text

START = "from manim import *\nimport random\nimport numpy as np\ncolours = [RED]\n"


def kept(statements: str, drawn: str = "colours") -> list[str]:
    """The lines of the statements that are in the slice."""
    lines = statements.split("\n")
    code = module({"v.py": drawing(drawn, above=START + statements + "\n")}).split("\n")
    return [line for line in lines if line.strip() and line in code]


@pytest.mark.parametrize(
    "statement",
    [
        "config.background_color = WHITE",
        'config["frame_rate"] = 15',
        'Text.set_default(font="x")',
        "random.seed(0)",
        "np.random.seed(1)",
        "colours.append(BLUE)",
        "colours[0] = BLUE",
        "colours += [BLUE]",
        "random.shuffle(colours)",
        "first = colours.pop()",
        "setattr(config, 'frame_rate', 15)",
    ],
)
def test_a_change_is_kept(statement: str) -> None:
    assert kept(statement) == [statement]


@pytest.mark.parametrize(
    "statement",
    [
        'print("done")',
        "print(colours)",
        "other = [1]\nother.append(2)",
        "S().render()",
        "scene = S()\nscene.render()",
        "len(colours)",
        '"""A text."""',
        "def unused():\n    config.frame_rate = 1",
        'if __name__ == "__main__":\n    config.frame_rate = 1',
    ],
)
def test_what_changes_nothing_that_the_scene_sees_is_dropped(statement: str) -> None:
    assert kept(statement) == []


def test_a_function_that_is_called_for_its_effect_is_kept_with_those_it_calls() -> None:
    statements = "def theme():\n    config.frame_rate = 1\n\n\ndef start():\n    theme()\n\n\nstart()"
    assert kept(statements) == [line for line in statements.split("\n") if line]


def test_a_function_that_sets_a_needed_variable_is_kept() -> None:
    statements = "def start():\n    global size\n    size = 2\n\n\nsize = 1\nstart()"
    assert kept(statements, "size") == [line for line in statements.split("\n") if line]
    assert kept(statements, "1") == []


def test_effects_of_imported_modules_are_kept_in_the_order_they_take_place() -> None:
    files = {
        "v.py": drawing(
            "1", above="from manim import *\nconfig.a = 1\nimport late\nconfig.b = 2\nimport idle\n"
        ),
        "late.py": "import manim as m\nm.config.c = 3\n",
        "idle.py": "names = []\nnames.append(1)\n",
    }
    assert module(files) == text("""
        from manim import *
        import manim as m

        config.a = 1
        m.config.c = 3
        config.b = 2


        class S(Scene):
            def construct(self):
                self.add(1)
        """)


def test_a_function_that_runs_while_the_module_does_sees_its_variables_as_they_were() -> None:
    above = "from manim import *\nx = 1\ndef f(): return x\nA = f()\nx = 2\nB = f()\n"
    assert module({"v.py": drawing("A", above=above)}) == text("""
        from manim import *

        x = 1


        def f(): return x


        A = f()
        x = 2


        class S(Scene):
            def construct(self):
                self.add(A)
        """)
