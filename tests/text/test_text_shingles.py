from __future__ import annotations

from manimill.text.shingles import description_shingles


def shared(one: str, other: str) -> float:
    a, b = set(description_shingles(one).tolist()), set(description_shingles(other).tolist())
    return len(a & b) / len(a | b)


def test_one_word_of_many_changes_three_shingles() -> None:
    words = [f"word{n}" for n in range(40)]
    other = [*words[:20], "new", *words[21:]]
    assert shared(" ".join(words), " ".join(other)) == (38 - 3) / (38 + 3)


def test_case_and_white_space_do_not_count_but_marks_in_formulas_do() -> None:
    assert shared("Draw  a red Circle.", "draw a red circle") == 1
    assert shared("plot x + 2 over time", "plot x - 2 over time") < 1


def test_short_and_empty_texts() -> None:
    assert description_shingles("Circle").shape == (1,)
    assert description_shingles(None).shape == description_shingles(" . ").shape == (0,)
