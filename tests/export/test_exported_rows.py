from __future__ import annotations

import polars as pl

from manimill.export import dataset_hash


def frame(**changes: object) -> pl.DataFrame:
    row = {
        "id": "a",
        "description": "d",
        "path": "x.py",
        "revision": "1",
        "first_line": 1,
        "last_line": 2,
        "row": 3,
    }
    return pl.DataFrame([{**row, "cell": None, **changes}])


def test_the_hash_is_of_what_a_row_says() -> None:
    assert dataset_hash({"train": frame()}) != dataset_hash({"train": frame(description="e")})


def test_where_a_row_stood_is_no_part_of_the_hash() -> None:
    moved = frame(path="y.py", revision="2", first_line=5, last_line=6, row=7, cell=8)
    assert dataset_hash({"train": frame()}) == dataset_hash({"train": moved})


def test_the_side_is_part_of_the_hash() -> None:
    empty = frame().clear()
    assert dataset_hash({"train": frame(), "test": empty}) != dataset_hash({"train": empty, "test": frame()})


def test_the_order_of_sides_is_not() -> None:
    one, other = frame(), frame(id="b")
    assert dataset_hash({"train": one, "test": other}) == dataset_hash({"test": other, "train": one})
