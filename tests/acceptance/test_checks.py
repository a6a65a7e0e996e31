"""What each check accepts and what it rejects, on one scene."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.acceptance.scenes import GOOD, ORBIT, of_code

from manimill.acceptance import Acceptance, Told


def checks(text: str, style: str = "brief", told: Told = ORBIT) -> set[str]:
    return {objection.check for objection in Acceptance().objections(told, style, text)}


def test_a_good_answer_is_accepted_in_every_style() -> None:
    for style in ("brief", "detailed", "teaching"):
        assert Acceptance().objections(ORBIT, style, GOOD) == []


def test_an_objection_says_what_was_seen_and_what_to_do() -> None:
    (objection,) = Acceptance().objections(ORBIT, "brief", GOOD[:-1] + ", while a dolphin swims by.")
    assert objection.check == "invented_object"
    assert objection.evidence == "'dolphin' is named, and neither the code nor what was on screen has one"
    assert objection.advice == (
        "Do not mention 'dolphin': the scene shows nothing of the kind, so describe only what it does show."
    )


@pytest.mark.parametrize(
    "piece",
    [
        "A red triangle spins in the corner.",
        "Three small squares appear next to it.",
        "In the background there is a bar chart.",
        "A wooden boat drifts through the picture.",
        "Two sheep are watching.",
        "An accordion plays.",
        "A clock is shown.",
        "Below it, a 3x3 matrix fades in.",
    ],
)
def test_an_object_that_nothing_in_the_scene_stands_for_is_rejected(piece: str) -> None:
    assert "invented_object" in checks(f"{GOOD} {piece}")


@pytest.mark.parametrize(
    "piece",
    [
        "The planet moves like a runner on a track.",
        "It looks as if a lamp hung in the center.",
        "Imagine a ball on a rope.",
        "There is no rocket and no grid.",
        "The star in the center gives its light to the earth.",
        "The disc grows by a factor of 3.",
        "Watch how the ring closes.",
        "The square of the period is proportional to the cube of the distance.",
    ],
)
def test_likenesses_and_other_words_for_what_is_there_are_no_inventions(piece: str) -> None:
    assert "invented_object" not in checks(f"{GOOD} {piece}")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("self.add(Square(), SurroundingRectangle(Text('a')))", "A yellow box surrounds the letter a beside a square."),
        ("self.add(Axes(), Axes().plot(lambda x: x**2))", "A parabola rises over a pair of axes with arrows."),
        ("house = VGroup(Square(), Triangle())\n        self.add(house)", "A house is a square and a triangle roof."),
        ("self.add(SVGMobject('butterfly.svg'))", "Show a butterfly in the middle of the screen."),
        ("self.add(LabeledDot('n'))  # the boat", "A boat is drawn as a labeled dot with the letter n."),
        ("self.add(Matrix([[1, 2], [3, 4]]))", "A matrix with the entries 1, 2, 3 and 4 in square brackets."),
        ("self.add(Arrow3D(), Cone())", "An arrow in space and a cone."),
    ],
)  # fmt: skip
def test_objects_are_justified_by_classes_names_texts_and_comments(code: str, text: str) -> None:
    told = of_code(f"from manim import *\n\nclass S(Scene):\n    def construct(self):\n        {code}\n", "S")
    assert "invented_object" not in checks(text, told=told)


def test_prose_that_the_model_was_given_justifies_as_well() -> None:
    told = of_code(ORBIT.code, "EarthOrbit", said="We look at how a rocket leaves the earth.")
    assert "invented_object" not in checks(f"{GOOD} A rocket is not far.", told=told)
    assert "invented_object" in checks(f"{GOOD} A rocket is not far.")


@pytest.mark.parametrize(
    "piece",
    [
        'At the end, the caption "Hello Mars" is shown.',
        "A label reads “Perihelion”.",
        "It is titled Gravity.",
        "The formula $E = mc^2$ is shown too.",
        "Next to it stands \\(v = \\omega r\\).",
        'The equation "a^2 + b^2 = c^2" fades in.',
    ],
)
def test_a_text_or_formula_that_is_not_there_is_rejected(piece: str) -> None:
    assert "invented_text" in checks(f"{GOOD} {piece}")


@pytest.mark.parametrize(
    "piece",
    [
        'The words "one year" vanish.',
        "The law reads $T^2 = 4\\pi^2 a^3 / (GM)$.",
        "It relates \\(T^2\\) and \\(a^3\\).",
        'Kepler himself called it his "harmonic law".',
        "The circle is described by $x^2 + y^2$.",
    ],
)
def test_texts_of_the_scene_may_be_quoted_loosely(piece: str) -> None:
    assert "invented_text" not in checks(f"{GOOD} {piece}")


def test_texts_made_when_the_scene_runs_are_known_once_it_was_seen() -> None:
    code = (
        "from manim import *\n\nclass S(Scene):\n    def construct(self):\n        for i in range(3):\n"
        "            self.add(Text(f'Step {i}'))\n"
    )
    text = 'Show the texts "Step 0", "Step 1" and "Step 2" one after another.'
    assert "invented_text" not in checks(text, told=of_code(code, "S"))
    assert "invented_text" not in checks(text, told=of_code(code, "S", ("Step 0", "Step 1", "Step 2")))
    seen_otherwise = of_code(code, "S", ("Step 0", "Step 1"))
    assert "invented_text" in checks('Show the texts "Step 0" and "Chapter seven".', told=seen_otherwise)


@pytest.mark.parametrize(
    ("piece", "rejected"),
    [
        ("Everything is purple.", True),
        ("The earth is orange at first.", False),
        ("It is not purple.", False),
        ("The text is white on black.", False),
        ("The circle is drawn in teal.", False),
    ],
)
def test_colours_that_the_scene_cannot_have(piece: str, rejected: bool) -> None:
    assert ("invented_colour" in checks(f"{GOOD} {piece}")) is rejected


def test_a_scene_that_computes_its_colours_may_have_any() -> None:
    told = of_code(ORBIT.code.replace("color=GREEN", "color=random_bright_color()"), "EarthOrbit")
    assert "invented_colour" not in checks(f"{GOOD} The earth is purple.", told=told)


@pytest.mark.parametrize(
    "piece",
    [
        "This is the EarthOrbit scene.",
        "The dot follows path_of_earth.",
        "It uses ReplacementTransform.",
        "A `MathTex` object is shown.",
        "All of it is one VGroup.",
        "Then self.play is called.",
        "It ends with self.wait().",
        "The mobjects fade.",
        "The code draws a circle.",
        "The circle is BLUE_E.",
    ],
)
def test_names_of_the_code_are_rejected(piece: str) -> None:
    assert "leaks_name" in checks(f"{GOOD} {piece}")


@pytest.mark.parametrize(
    "piece",
    [
        "The circle is a planet's path.",
        "The law is set in LaTeX.",
        "The class may discuss why.",
        "The position x_i changes.",
        "Ask about f(x) and sin(t).",
        "In this class, students compare both.",
    ],
)
def test_ordinary_words_are_no_names(piece: str) -> None:
    assert "leaks_name" not in checks(f"{GOOD} {piece}")


def test_a_name_that_stands_on_screen_is_a_text() -> None:
    told = of_code(
        "from manim import *\n\nclass S(Scene):\n    def construct(self):\n"
        '        self.add(Text("FadeIn: run_time = 2"))\n',
        "S",
    )  # fmt: skip
    assert checks('Show the text "FadeIn: run_time = 2" in the middle.', told=told) == set()


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("", "too_short"),
        ("N/A", "too_short"),
        ("A blue circle.", "too_short"),
        (GOOD[: GOOD.index(" radius 3")], "truncated"),
        (GOOD[:-1], "truncated"),
        (GOOD.replace("for the sun", "(for the sun"), "truncated"),
        ("I'm sorry, but I can't help with that request.", "refusal"),
        ("As an AI language model, I cannot watch animations.", "refusal"),
        ("Here is the description: " + GOOD, "chatter"),
        ("Sure! " + GOOD, "chatter"),
        (GOOD + "\n\nLet me know if you want any changes.", "chatter"),
        ("A Manim animation that shows some objects.", "generic"),
        (ORBIT.code, "code"),
        (
            "Zeichne einen blauen Kreis, auf dem sich ein grüner Punkt fünf Sekunden lang bewegt, und einen gelben.",
            "language",
        ),
        (" ".join([GOOD] * 3), "too_long"),
    ],
)
def test_what_is_no_description_at_all(text: str, check: str) -> None:
    assert check in checks(text)


def test_a_specification_has_to_be_longer_than_a_brief_request() -> None:
    short = "Draw a green earth on a blue circle around the sun."
    assert checks(short, "brief") == set()
    assert checks(short, "detailed") == {"too_short"}


@pytest.mark.parametrize(
    "text",
    [
        "Show a number line from 0 to 10 on which an arrow moves from 2 to 7, with its value beside it.",
        "Explain matrix multiplication step by step: two matrices appear and their rows and columns light up.",
        "Create an animation in which different elements appear one after another and are then transformed.",
    ],
)
def test_an_answer_about_another_scene_or_none_is_rejected(text: str) -> None:
    assert "other_scene" in checks(text)


def test_the_verdict_depends_on_nothing_else() -> None:
    first = Acceptance().objections(ORBIT, "brief", GOOD + " A dolphin swims by.")
    for text in ("A red square.", "A table.", GOOD):
        Acceptance().objections(ORBIT, "teaching", text)
    assert Acceptance().objections(ORBIT, "brief", GOOD + " A dolphin swims by.") == first


MARKS = st.sampled_from(
    [
        "$",
        "\\(",
        '"',
        "'",
        "`",
        "_",
        "(",
        ")",
        "\n",
        "\0",
        "\ud800",
        "é",
        "中",
        "9",
        " like a ",
        "such as ",
        "A",
    ]
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.one_of(MARKS, st.text(max_size=8), st.sampled_from(GOOD.split())), max_size=60).map("".join)
)
def test_whatever_a_model_says_gets_a_verdict_and_each_check_objects_once(text: str) -> None:
    for told in (ORBIT, Told("not python (", None, None, None, ())):
        found = [objection.check for objection in Acceptance().objections(told, "teaching", text)]
        assert len(found) == len(set(found))
        assert found or GOOD.split()[0] in text


@pytest.mark.parametrize("piece", ["(a ", "like ", "'", "$", "\\(", "x = y^", "a_b", "A1b"])
def test_a_text_without_end_is_rejected_in_time(piece: str) -> None:
    start = time.process_time()
    assert "too_long" in checks(f"{piece} " * 5000) or "too_short" in checks(piece * 5000)
    assert time.process_time() - start < 5
