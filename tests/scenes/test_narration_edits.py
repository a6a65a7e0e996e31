from __future__ import annotations

from manimill.scenes.narration.source import Edits


def edited() -> Edits:
    edits = Edits("0123456789")
    edits.replace(2, 4, "abcd")
    edits.replace(6, 6, "++")
    edits.replace(6, 8, "")
    return edits


def test_places_move_with_what_is_before_them() -> None:
    edits = edited()
    assert edits.applied() == "01abcd45++89"
    assert [edits.moved(place) for place in (0, 2, 4, 5, 6, 8, 10)] == [0, 2, 6, 7, 8, 10, 12]


def test_a_place_is_before_or_behind_what_is_inserted_there() -> None:
    edits = edited()
    assert edits.moved(6) == 8
    assert edits.moved(6, behind=True) == 10
