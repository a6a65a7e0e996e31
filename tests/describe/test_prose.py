import pytest

from manimill.describe._prose import plain, subject


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
        ("Updates the height of every bar.", "The idea is to update the height of every bar."),
        ("Rotates and fades the whole group.", "The idea is to rotate and fade the whole group."),
        ("Draw the border, then fill it in.", None),
        (
            "Gradually shows a curve from left to right.",
            "The idea is to gradually show a curve from left to right.",
        ),
        ("A ring between two circles.", "The subject is a ring between two circles."),
        ("The sum is easy to see from here.", None),
        ("Examples of how to use this animation.", None),
        ("The following example shows four corners.", None),
        ("Applies a matrix given as an argument.", None),
        ("Examples\n--------\nSome words under a heading.", None),
        (".. note::\n    Shows a thing that matters.", None),
        ("A curve, for use in ThreeDScene only.", None),
        ("A value of stroke_width decides here.", None),
        ("Short.", None),
        ("", None),
        (None, None),
    ],
)
def test_only_sentences_about_what_is_seen_are_used(prose: str | None, expected: str | None) -> None:
    assert subject(prose) == expected


def test_the_first_useful_sentence_is_used() -> None:
    prose = "See the tutorial for details.\n\nShows a square inside a circle. Shows a star inside a square."
    assert subject(prose) == "The idea is to show a square inside a circle."
