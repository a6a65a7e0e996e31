from __future__ import annotations

import pytest

from manimill.pairing.colours import colour_stem
from manimill.pairing.maths import formula_grams
from manimill.text.words import name_stems, stem, stems


@pytest.mark.parametrize(
    "forms",
    [
        ("rotate", "rotates", "rotating", "rotated", "rotation"),
        ("draw", "draws", "drawing", "drawn", "drew"),
        ("vertex", "vertices"),
        ("axis", "axes"),
        ("colour", "coloured", "color", "colored"),
        ("shape", "shaped", "shapes"),
        ("plot", "plotting", "plotted"),
    ],
)
def test_forms_of_a_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize(("one", "other"), [("draw", "undraw"), ("circle", "square")])
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_numbers_are_the_same_in_words_and_in_digits() -> None:
    assert stems("two circles") == stems("2 circles") == stems("2.0 circle")


def test_words_without_meaning_are_left_out() -> None:
    assert stems("I would like to have the red one, please") == ["red", "#1"]


def test_names_are_taken_apart_and_kept_whole() -> None:
    assert name_stems("StreamLines") == ("stream", "lin", "streamlin")
    assert set(name_stems("left_square2")) >= {"left", "squar"}


@pytest.mark.parametrize(
    "written",
    [r"\frac{x^2}{3}", "x**2 / 3", "x²/3", r"the quotient \( \dfrac{x^{2}}{3} \)", "x^2/3"],
)
def test_a_formula_gives_the_same_runs_however_it_is_written(written: str) -> None:
    assert formula_grams(written) == formula_grams("x^2/3")


def test_greek_letters_and_functions_are_symbols() -> None:
    assert formula_grams(r"\sin \theta") == formula_grams("sin(θ)") == ["m:sin theta"]


def test_prose_is_no_formula() -> None:
    assert formula_grams("Draw the square and let it turn, then wait.") == []


@pytest.mark.parametrize(
    ("name", "word"), [("BLUE_E", "blue"), ("DARK_GREY", "gray"), ("#FF0000", "red"), ("GREEN", "green")]
)
def test_colours_by_their_everyday_word(name: str, word: str) -> None:
    assert colour_stem(name) == stem(word)


@pytest.mark.parametrize("name", ["UP", "PI", "#notacolour", "square", "redraw"])
def test_other_names_are_no_colours(name: str) -> None:
    assert colour_stem(name) is None
