import math

import pytest

from manimill.code.outline import Colour, Vector
from manimill.describe import _words as words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2, "2"),
        (2.0, "2"),
        (0.5, "0.5"),
        (1 / 3, "0.33"),
        (0.001, "0.001"),
        (-1.25, "-1.25"),
        (math.inf, "inf"),
    ],
)
def test_numbers_are_short(value: float, text: str) -> None:
    assert words.number(value) == text


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("orange dot", "an orange dot"),
        ("square", "a square"),
        ("SVG drawing", "an SVG drawing"),
        ("union", "a union"),
        ("umbrella", "an umbrella"),
        ("8-sided star", "an 8-sided star"),
        ("#FF0000 dot", "a #FF0000 dot"),
    ],
)
def test_articles_follow_the_sound(phrase: str, text: str) -> None:
    assert words.article(phrase) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("LabeledDot", "labeled dot"),
        ("Line3D", "3D line"),
        ("ThreeDAxes", "3D axes"),
        ("SVGPath", "SVG path"),
        ("ConvexHull3D", "3D convex hull"),
        ("plot_curve", "plot curve"),
    ],
)
def test_camel_case_becomes_words(name: str, text: str) -> None:
    assert words.split_camel(name) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Colour("BLUE"), "blue"),
        (Colour("BLUE_E"), "dark blue"),
        (Colour("LIGHT_GREY"), "light gray"),
        ("#ff8800", "#FF8800"),
        ([Colour("RED"), Colour("BLUE")], "red-to-blue"),
        (3, ""),
        (None, ""),
    ],
)
def test_colours_become_words(value: object, text: str) -> None:
    assert words.colour(value) == text


def test_lists_are_joined_and_cut() -> None:
    assert words.listed([]) == ""
    assert words.listed(["a"]) == "a"
    assert words.listed(["a", "b", "c"]) == "a, b and c"
    assert words.listed(["a", "b", "c", "d", "e"], 3) == "a, b and three more"
    assert words.listed(["a", "b", "c", "d"], 3) == "a, b, c and d"
    assert words.listed(["a", "b", "c", "d"], 2, "more dots") == "a and three more dots"
    assert words.listed(["x" * 300, "y" * 300, "z"]) == "x" * 300 + " and two more"


def test_plurals() -> None:
    nouns = ["square", "axis label", "matrix", "cross", "body", "row of points", "red dot with radius 2"]
    assert [words.plural(noun) for noun in nouns] == [
        "squares",
        "axis labels",
        "matrices",
        "crosses",
        "bodies",
        "rows of points",
        "red dots with radius 2",
    ]


def test_directions() -> None:
    assert words.displacement(Vector((2, -1, 0))) == "2 units right and 1 unit down"
    assert words.displacement(Vector((0, 0, 0))) == ""
    assert words.side(Vector((0, 3, 0))) == "above"
    assert words.edge(Vector((-1, -1, 0))) == "lower left corner"
    assert words.point((1, 2.5, 0)) == "(1, 2.5)"
    assert words.point((1, 2, 3)) == "(1, 2, 3)"
