from __future__ import annotations

import random
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from manimill.quality.templates import COLOUR, NUMBER, SLOT, Request, Shared, openings, templates
from manimill.text.normal import description_key

SHAPES = ["circle", "square", "triangle", "hexagon", "star"]


def requests(*texts: str) -> dict[str, Request]:
    return {f"{n:03}": Request(description_key(text) or "", f"code {n}") for n, text in enumerate(texts)}


def test_texts_that_differ_in_numbers_colours_and_one_word_are_made_from_one_template() -> None:
    texts = [f"Create a {shape} of size {n}.5 and color it {c}." for n, (shape, c) in enumerate(
        zip(SHAPES, ["red", "blue", "red", "green", "pink"], strict=True)
    )]  # fmt: skip
    found = templates(requests(*texts, "Draw a torus that turns"), 4)
    assert found == {
        f"{n:03}": Shared(f"create a {SLOT} of size {NUMBER} and color it {COLOUR}", 5) for n in range(5)
    }
    assert templates(requests(*texts), 5) == {}


def test_texts_that_differ_in_two_words_or_in_length_are_not() -> None:
    two = [
        f"Move the {shape} to the {way}"
        for shape, way in zip(SHAPES, ["top", "left", "edge", "end", "sun"], strict=True)
    ]
    assert templates(requests(*two), 1) == {}
    assert templates(requests("Draw a circle", "Draw a big circle", "Draw a very big circle"), 1) == {}


def test_the_same_text_counts_once_for_each_code() -> None:
    same = Request("draw a circle", "a = 1\n")
    assert templates({"a": same, "b": Request("draw a circle", "a  =  1"), "c": same}, 1) == {}
    found = templates({"a": same, "b": Request("draw a circle", "b = 1")}, 1)
    assert {sample: shared.count for sample, shared in found.items()} == {"a": 2, "b": 2}


def test_of_several_templates_the_one_most_share_is_named() -> None:
    first = [f"rotate the {shape} slowly" for shape in SHAPES]
    second = ["rotate the circle quickly", "rotate the circle twice"]
    found = templates(requests(*first, *second), 2)
    assert found["000"] == Shared(f"rotate the {SLOT} slowly", 5)
    assert found["005"] == Shared(f"rotate the circle {SLOT}", 3)


def test_long_texts_that_share_nearly_everything_are_left_to_near_duplicates() -> None:
    long = "draw a circle and then turn it into a square which moves " * 6
    assert templates(requests(*(f"{long} {shape}" for shape in SHAPES)), 1) == {}


def test_an_opening_sentence_counts_the_texts_that_go_on_from_it() -> None:
    wrapper = "Generate correct Python code for the user's animation request: draw a"
    found = openings(requests(*(f"{wrapper} {shape}" for shape in SHAPES), "Draw a circle. Fill it."), 4)
    assert set(found) == {f"{n:03}" for n in range(5)}
    assert found["000"] == Shared("generate correct python code for the user's animation request", 5)
    assert openings(requests(*([f"{wrapper} circle"] * 9)), 4) == {}


def test_short_openings_are_how_people_begin() -> None:
    assert openings(requests(*(f"Draw a circle. Then a {shape}." for shape in SHAPES)), 2) == {}


words = st.lists(st.sampled_from(["draw", "a", "red", "circle", "2", "3.5", "square", ":", "."]), max_size=6)


@given(st.lists(words, max_size=14), st.integers(1, 4), st.integers(0, 1000))
def test_templates_are_those_that_comparing_every_pair_finds_in_any_order(
    texts: list[list[str]], more_than: int, seed: int
) -> None:
    all_requests = requests(*(" ".join(text) for text in texts))
    shuffled = list(all_requests.items())
    random.Random(seed).shuffle(shuffled)
    found = templates(all_requests, more_than)
    assert templates(dict(shuffled), more_than) == found
    assert openings(dict(shuffled), more_than) == openings(all_requests, more_than)
    assert {sample: shared.count for sample, shared in found.items()} == compared(all_requests, more_than)


def compared(all_requests: dict[str, Request], more_than: int) -> dict[str, int]:
    """The largest group of each sample, every place of every text tried as the slot."""
    groups: Counter[str] = Counter()
    of: dict[str, list[str]] = {}
    for sample, request in all_requests.items():
        tokens = [t for t in request.key.replace(".", " . ").split() if t]
        joined = " ".join(tokens).replace("3 . 5", "#").split()
        masked = ["#" if t.isdigit() else "<colour>" if t == "red" else t for t in joined]
        of[sample] = [" ".join([*masked[:n], "_", *masked[n + 1 :]]) for n in range(len(masked))]
        groups.update(set(of[sample]))
    best = {sample: max((groups[one] for one in mine), default=0) for sample, mine in of.items()}
    return {sample: count for sample, count in best.items() if count > more_than}
