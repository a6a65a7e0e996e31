from __future__ import annotations

import numpy as np
import pytest

from manimill.errors import EnvironmentFailure
from manimill.text import vectors
from manimill.text.vectors import DIMENSIONS, embed


def test_texts_that_ask_for_the_same_are_nearer_than_texts_that_do_not() -> None:
    red, reworded, other = embed(["Draw a red circle", "Make a circle that is red", "Sort a list of numbers"])
    assert red @ reworded > 0.7
    assert red @ other < 0.3


def test_vectors_have_length_one_and_do_not_depend_on_their_neighbours() -> None:
    texts = ["Draw a red circle", "Plot $x^2$ from -3 to 3 and mark its minimum" * 40, "a"]
    together = embed(texts)
    assert together.shape == (3, DIMENSIONS)
    assert np.allclose(np.linalg.norm(together, axis=1), 1)
    assert np.array_equal(together[1:2], embed(texts[1:2]))


def test_no_texts_have_no_vectors() -> None:
    assert embed([]).shape == (0, DIMENSIONS)


def test_missing_vectors_are_named_with_what_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "find_spec", lambda name: None)
    with pytest.raises(EnvironmentFailure, match="pip install wordllama"):
        vectors._folder()
