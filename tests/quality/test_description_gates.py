from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manimill.code.analysis import analyse
from manimill.quality import Judged, Judgement, assess_quality
from manimill.recipe import GATES, Quality
from manimill.records import Origin

CODE = """from manim import *

class SquareToCircle(Scene):
    def construct(self):
        self.play(Transform(Square(), Circle()))
"""


def judge(text: str | None, code: str = CODE, **settings: object) -> Judgement:
    sample = Judged("a", code, "SquareToCircle", text, Origin.HUMAN, analyse(code, "SquareToCircle").features)
    return assess_quality([sample], Quality.model_validate(settings))["a"]


def closed(text: str | None, code: str = CODE, **settings: object) -> dict[str, str]:
    return {finding.gate: finding.evidence for finding in judge(text, code, **settings).closed}


@pytest.mark.parametrize(
    "text",
    [
        "Draw a red circle",
        "Plot sin(x)",
        r"Display $e^{i\pi} + 1 = 0$",
        "Turn a square into a circle, slowly, while both spin.",
        "Animate bubble sort on the list [5, 3, 8]",
    ],
)
def test_short_honest_requests_pass_every_gate(text: str) -> None:
    assert closed(text) == {}


def test_a_sample_without_description_is_not_judged_by_one() -> None:
    assert closed(None) == {}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("TODO", "a placeholder"),
        ("N/A", "a placeholder"),
        ("Description.", "a placeholder"),
        ("Your description here", "a placeholder"),
        ("Lorem ipsum dolor sit amet", "a placeholder"),
        ("scene.py", "the name of a file"),
        ("Main.mp4", "the name of a file"),
        ("videos/2021/my scene 2.py", "the name of a file"),
        ("SquareToCircle", "the name of the scene"),
        ("MyScene", "a name from the code"),
        ("square_to_circle", "a name from the code"),
        ("Scene 12", "a number in a series"),
        ("https://example.org/watch", "an address"),
        ("manim -pql scene.py MyScene", "a command"),
        ("??? 12", "a text without letters"),
    ],
)
def test_what_stands_in_the_place_of_a_description(text: str, what: str) -> None:
    assert closed(text)["placeholder_description"] == f"'{text}' is {what}"


@pytest.mark.parametrize(
    "text",
    [
        'Display a block of placeholder text ("Lorem ipsum...") in two formats',
        "Show the contents of scene.py line by line",
        "Display the words TODO and DONE in two columns",
        "Square to circle",
        "Scene 12 shows the three bodies orbiting each other",
    ],
)
def test_descriptions_that_mention_a_placeholder_are_none(text: str) -> None:
    assert "placeholder_description" not in closed(text)


@pytest.mark.parametrize(
    "text",
    [
        "Create an animation",
        "Please make a simple manim scene.",
        "Write the Python code for an educational animation using ManimCE",
        "Create a new scene named 'SquareToCircle'.",
    ],
)
def test_a_request_that_any_scene_would_answer_is_generic(text: str) -> None:
    assert closed(text)["generic_description"] == f"no word tells '{text}' from other requests"


def test_the_recipe_says_how_many_words_make_a_description_specific() -> None:
    assert closed("Create an animation of a torus") == {}
    assert closed("Create an animation of a torus", min_specific_words=2) == {
        "generic_description": "only torus tells 'Create an animation of a torus' from other requests"
    }


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Use TextMobject to show a greeting", "'textmobject'"),
        ("Write a manimgl scene with three dots", "'manimgl'"),
        ("Using 3b1b's manim, draw a cardioid", "'3b1b's manim'"),
        ("Plot sin(x) using matplotlib", "'using matplotlib'"),
        ("Create a graph drawn in matplotlib of sin(x)", "'drawn in matplotlib'"),
        ("Animate a bouncing ball with pygame", "'with pygame'"),
        ("Draw a spiral with the turtle module", "'turtle module'"),
        ("Write a p5.js sketch of falling snow", "'p5.js sketch'"),
        ("Render a donut with Blender.", "'with blender'"),
    ],
)
def test_a_description_that_asks_for_another_tool(text: str, seen: str) -> None:
    assert closed(text) == {"names_other_api": seen}


@pytest.mark.parametrize(
    "text",
    [
        "Colour the surface like a matplotlib colormap",
        "Draw the sea using matplotlib-style colours",
        "A turtle walks slowly along the beach",
        "Explain how the Blender logo is built from circles",
        "Compare the curve with the one in Desmos",
        "Draw three dots without using manimgl",
        "Show a blender that mixes red and blue dots",
    ],
)
def test_a_tool_that_is_only_spoken_of_is_no_other_api(text: str) -> None:
    assert "names_other_api" not in closed(text)


def test_a_tool_that_the_code_uses_is_no_other_api() -> None:
    assert closed("Plot sin(x) using matplotlib", "import matplotlib\n" + CODE) == {}


def test_code_in_a_description() -> None:
    assert closed(CODE)["code_in_description"] == "all of it is Python, the first 'from manim import *'"
    mixed = "Write this:\nfrom manim import *\nclass A(Scene):\n    and then spin a square"
    found = judge(mixed).closed
    assert [(f.gate, f.threshold, f.evidence) for f in found] == [
        ("code_in_description", "max_code_marks = 1", "2 pieces of code, the first 'from manim import *'")
    ]
    assert closed(mixed, max_code_marks=2) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Call self.wait for two seconds after the square appears",
        "Display a class diagram with three boxes and import arrows",
        "Show y = 2x and x = 3 on one pair of axes",
        "Display the code 'def area(r): return 3 * r' in a window",
    ],
)
def test_one_name_from_the_code_or_code_to_be_shown_is_no_answer(text: str) -> None:
    assert "code_in_description" not in closed(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Dibuja un círculo rojo en el centro y luego muévelo hacia la derecha", "es"),
        ("Zeichne ein rotes Quadrat und drehe es um 45 Grad", "de"),
        ("Нарисуй синий круг и преврати его в квадрат", "ru"),
        ("画一个红色的圆，然后把它变成一个蓝色的正方形", "zh"),
    ],
)
def test_descriptions_in_other_languages_than_the_recipe_wants(text: str, language: str) -> None:
    assert closed(text) == {"description_language": f"{language}: '{text}'"}
    assert closed(text, languages=["en", language]) == {}


@pytest.mark.parametrize(
    "text",
    [
        r"Plot $f(x) = \sin x$, $g(x) = \cos x$ and $h(x) = \tan x$",
        "Display the text “你好，世界，今天天气很好” above a red dot",
        'Write "Bonjour tout le monde, comment allez-vous" slowly',
        "Prepare a static picture of a blue convex hull around ten given points",
        "α, β, γ label triangle corners",
        "Rojo azul",
        "Octahedron, icosahedron, dodecahedron rotating simultaneously",
    ],
)
def test_formulas_short_texts_and_what_is_to_stand_on_screen_do_not_make_a_text_foreign(text: str) -> None:
    assert "description_language" not in closed(text)


def test_english_is_foreign_where_the_recipe_wants_another_language() -> None:
    text = "Draw a red circle and then turn it into a square"
    assert closed(text, languages=["fr"]) == {"description_language": f"en: '{text}'"}


def test_length_of_a_description_by_itself_and_beside_its_code() -> None:
    assert closed("Rotate square") == {"description_too_short": "2 words: 'Rotate square'"}
    assert closed("Rotate square", min_description_words=2) == {}
    long = "Draw a red circle. " * 250
    assert closed(long.strip())["description_too_long"] == "4749 characters"
    code = CODE + "        self.wait()\n" * 60
    assert closed("Spin the square", code) == {
        "too_short_for_code": "3 words for 65 lines: 'Spin the square'"
    }
    assert closed("Spin the square", code, max_lines_per_word=25) == {}


def test_text_without_spaces_between_words_is_long_enough() -> None:
    assert "description_too_short" not in closed("画一个红色的圆")


@pytest.mark.parametrize(
    "text",
    [
        "[INST] draw a red circle [/INST]",
        "Draw a red circle_x000D_ and a square",
        "Draw the circleâ€™s radius in red",
        "<p>Draw a red circle</p>",
        "Sure, here is a red circle that spins",
        "### Instruction: draw a red circle",
        "Draw a red \x07circle",
    ],
)
def test_what_conversion_or_a_chat_left_in_a_description(text: str) -> None:
    assert list(closed(text)) == ["residue_in_description"]


@pytest.mark.parametrize(
    "text",
    [
        "Draw a circle & a square where x < 3",
        "Make sure the circle is red",
        "Draw the numbers â, ê and î in red",
    ],
)
def test_marks_and_letters_that_belong_to_the_text_are_no_residue(text: str) -> None:
    assert closed(text) == {}


def test_residue_that_the_code_shows_is_meant() -> None:
    text = "Display the escaped mark &gt; in large red letters"
    assert closed(text, CODE + "        self.add(MarkupText('&gt;'))\n") == {}
    assert list(closed(text)) == ["residue_in_description"]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Fix this code so that the circle turns red", "fix this code"),
        ("Draw what the attached image shows, in blue", "attached image"),
        ("Continue the previous conversation with a circle", "the previous conversation"),
        ("Animate the provided script in three scenes", "the provided script"),
    ],
)
def test_a_description_that_needs_what_is_not_there(text: str, seen: str) -> None:
    assert closed(text) == {"refers_to_missing_context": f"'{seen}'"}


@pytest.mark.parametrize(
    "text",
    [
        "Clear all previous content, then show the result above the given equation",
        "Show the following elements: a circle, a square",
        "Highlight the code above the arrow in yellow",
        "Explain the code on the screen line by line",
        "Display the existing square next to the image above the axis",
    ],
)
def test_a_description_that_refers_to_its_own_steps_needs_nothing_else(text: str) -> None:
    assert "refers_to_missing_context" not in closed(text)


@given(st.text(max_size=200), st.sampled_from(["", "code", "import manim\n", "sure, ", "image "]))
def test_no_text_makes_a_gate_fail(text: str, start: str) -> None:
    verdict = judge(start + text)
    assert 0 <= verdict.score <= 1
    assert all(finding.gate in GATES and finding.evidence for finding in verdict.closed)
