import pytest

from manimill.describe._prose import adds_to, idea, plain, topic


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Turns :class:`~.Circle` around", "Turns circle around"),
        ("see :meth:`~.Mobject.next_to` first", "see next to first"),
        (":class:`a pretty name <manim.Dot>`", "a pretty name"),
        ("``literal`` and *stress* and **more**", "literal and stress and more"),
        ("made with `Pango <https://pango.org/>`_", "made with Pango"),
        ("A mobject and two VMobjects", "An object and two objects"),
        ("- Tree: a layout", "Tree: a layout"),
    ],
)
def test_markup_becomes_words(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("Bends the height of the bars.", None),
        ("Updates the height of every bar.", "update the height of every bar"),
        ("Rotates and fades the two squares.", "rotate and fade the two squares"),
        ("Draw the border, then fill it in.", None),
        ("Gradually shows a curve from left to right.", "gradually show a curve from left to right"),
        ("A ring between two circles.", None),
        ("The sum is easy to see from here.", None),
        ("Examples of how to use this animation.", None),
        ("The following example shows four corners.", None),
        ("Applies a matrix given as an argument.", None),
        ("Examples\n--------\nSome words under a heading.", None),
        (".. note::\n    Shows a thing that matters.", None),
        ("A curve, for use in ThreeDScene only.", None),
        ("A value of stroke_width decides here.", None),
        ("Moves one object along the path of another object.", None),
        ("Short.", None),
        ("", None),
        (None, None),
    ],
)
def test_only_sentences_about_what_is_seen_are_used(prose: str | None, expected: str | None) -> None:
    assert idea(prose) == expected


def test_the_first_useful_sentence_is_used() -> None:
    prose = "See the tutorial for details.\n\nShows a square inside a circle. Shows a star inside a square."
    assert idea(prose) == "show a square inside a circle"


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("A ring between two circles.", "a ring between two circles"),
        ("The sum is easy to see from here.", None),
        ("An abstract base of many shapes.", None),
        ("Shows a square inside a circle.", None),
    ],
)
def test_noun_phrases_are_topics(prose: str, expected: str | None) -> None:
    assert topic(prose) == expected


def test_what_is_told_already_adds_nothing() -> None:
    assert not adds_to("show a square inside a circle", "Show a circle and a square in the circle.")
    assert adds_to("trace the slow orbit of a distant planet", "Show a circle.")
