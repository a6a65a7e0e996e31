import csv
import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from manimill.errors import InputError
from manimill.sources._fields import jsonable
from manimill.sources._formats import open_table
from manimill.sources._rowfile import Row

ROWS = [{"code": "x = 1\ny = 'é'", "text": 'He said "go, now"'}, {"code": "z = 2", "text": ""}]


def rows(path: Path, wanted: tuple[str, ...] = ("code", "text"), rows_at: str | None = None) -> list[Row]:
    return list(open_table(path, wanted, rows_at).rows)


def cells(path: Path, **options: Any) -> list[Any]:
    return [row.cells for row in rows(path, **options)]


def as_jsonl(path: Path) -> None:
    path.write_text("\n\n".join(json.dumps(row) for row in ROWS), encoding="utf-8")


def as_json(path: Path) -> None:
    path.write_text(json.dumps(ROWS, indent=2), encoding="utf-8")


def as_json_object(path: Path) -> None:
    path.write_text(json.dumps({"about": ["a", "b"], "items": ROWS}), encoding="utf-8")


def as_csv(path: Path, delimiter: str = ",", encoding: str = "utf-8") -> None:
    with path.open("w", newline="", encoding=encoding) as stream:
        writer = csv.DictWriter(stream, ["code", "text"], delimiter=delimiter)
        writer.writeheader()
        writer.writerows(ROWS)


def as_parquet(path: Path) -> None:
    pq.write_table(pa.Table.from_pylist(ROWS), path)


WRITERS = {
    "rows.jsonl": as_jsonl,
    "rows.ndjson": as_jsonl,
    "lines.json": as_jsonl,
    "array.json": as_json,
    "array.jsonl": as_json,
    "object.json": as_json_object,
    "rows.csv": as_csv,
    "semicolon.csv": lambda path: as_csv(path, ";"),
    "rows.tsv": lambda path: as_csv(path, "\t"),
    "marked.csv": lambda path: as_csv(path, encoding="utf-8-sig"),
    "unicode.tsv": lambda path: as_csv(path, "\t", "utf-16"),
    "rows.parquet": as_parquet,
    "nameless": as_json,
    "misnamed.json": as_parquet,
}


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_yields_the_same_rows(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    WRITERS[name](path)
    assert rows(path) == [Row(0, ROWS[0]), Row(1, ROWS[1])]


@pytest.mark.parametrize("name", ["rows.jsonl", "array.json", "rows.csv", "rows.parquet"])
def test_every_format_may_be_compressed(tmp_path: Path, name: str) -> None:
    WRITERS[name](tmp_path / name)
    path = tmp_path / f"{name}.gz"
    path.write_bytes(gzip.compress((tmp_path / name).read_bytes()))
    assert cells(path) == ROWS


def test_broken_lines_are_reported_and_the_others_read(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'{"code": "a"}\n{"code": \n\n{"code": "\xff"}\n{"code": NaN}\n"text"\n')
    good, broken, undecodable, nan, text = rows(path)
    assert good == Row(0, {"code": "a"})
    assert (broken.number, broken.reason) == (1, "broken_json")
    assert undecodable == Row(2, None, "not_utf8", "the line is not UTF-8")
    assert nan.cells is not None
    assert nan.number == 3
    assert (text.number, text.reason) == (4, "not_an_object")


def test_a_line_separator_inside_a_text_ends_no_line(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"code": "a\u2028b\x85c"}\n', encoding="utf-8")
    assert cells(path) == [{"code": "a\u2028b\x85c"}]


def test_bytes_that_are_no_text_cost_an_array_one_row(tmp_path: Path) -> None:
    path = tmp_path / "rows.json"
    path.write_bytes(b'[{"code": "\xff"}, {"code": "\\ud83d"}]')
    assert rows(path) == [Row(0, None, "not_utf8", "a text is not UTF-8"), Row(1, {"code": "\ud83d"})]


def test_a_single_object_with_the_wanted_field_is_a_row(tmp_path: Path) -> None:
    path = tmp_path / "row.json"
    path.write_text('{"messages": [{"content": "a"}]}', encoding="utf-8")
    assert cells(path, wanted=("messages[0].content",)) == [{"messages": [{"content": "a"}]}]


def test_the_key_of_the_rows_may_be_given(tmp_path: Path) -> None:
    path = tmp_path / "two.json"
    path.write_text('{"train": [{"code": "a"}], "test": [{"code": "b"}]}', encoding="utf-8")
    assert cells(path, rows_at="test") == [{"code": "b"}]
    with pytest.raises(InputError, match=r"holds several \(train, test\); name it with 'rows_at'"):
        cells(path)
    with pytest.raises(InputError, match="no list of rows under 'dev'; its keys are train, test"):
        cells(path, rows_at="dev")


def test_cells_longer_than_the_csv_modules_limit_are_read(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(f"code\n{'x' * 300_000}\n", encoding="utf-8")
    assert cells(path) == [{"code": "x" * 300_000}]


def test_csv_rows_of_another_width_or_without_utf8_are_reported(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(b"code,text\na,b,c\n\n\xff,b\nNaN,\n")
    assert rows(path) == [
        Row(0, None, "wrong_cell_count", "3 cells under 2 column names"),
        Row(1, None, "not_utf8", "a cell is not UTF-8 text"),
        Row(2, {"code": None, "text": ""}),
    ]


def test_only_wanted_columns_of_a_parquet_file_are_read(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    table = pa.table({"video": [b"v" * 50], "code": ["a"], "plan": [{"steps": ["s"]}]})
    pq.write_table(table, path)
    opened = open_table(path, ("code", "plan.steps[0]"))
    assert opened.columns == ("video", "code", "plan")
    assert list(opened.rows) == [Row(0, {"code": "a", "plan": {"steps": ["s"]}})]


def test_a_column_that_is_not_wanted_may_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    noise = bytes(range(256)) * 64
    table = pa.table({"video": [noise], "code": ["a"]})
    pq.write_table(table, path, compression="none", use_dictionary=False, write_statistics=False)
    content = path.read_bytes()
    start = content.index(noise)
    path.write_bytes(content[:4] + b"\xee" * (start - 4) + content[start:])
    assert cells(path, wanted=("code",)) == [{"code": "a"}]
    with pytest.raises(InputError, match="is a damaged Parquet file"):
        cells(path, wanted=("video",))


def test_parquet_text_that_is_not_utf8_costs_one_row(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    raw = pa.array([b"a", b"\xff", b"c"], pa.binary())
    text = pa.StringArray.from_buffers(3, raw.buffers()[1], raw.buffers()[2])
    pq.write_table(pa.table({"code": text}), path)
    assert rows(path) == [
        Row(0, {"code": "a"}),
        Row(1, None, "not_utf8", "a cell is not UTF-8 text"),
        Row(2, {"code": "c"}),
    ]


def test_values_of_a_parquet_file_are_put_in_terms_of_json() -> None:
    assert jsonable({1: (date(2026, 11, 23), b"raw", float("nan"), True)}) == {
        "1": ["2026-11-23", "raw", None, True]
    }


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("rows.jsonl", b"", "is empty; rows were wanted"),
        ("rows.parquet", b"PAR1 and no more", "is a damaged Parquet file"),
        ("rows.parquet", b"code,text\n", "is not a Parquet file, it does not begin with 'PAR1'"),
        ("rows.json", b"just words", "is not JSON"),
        ("rows.json", b'[{"code": "a"}, {"co', "is not JSON"),
        ("rows.json", b"5", "holds a number; a list of objects was wanted"),
        ("rows.json", b'{"a": 1}', "holds none, its keys are a; name it with 'rows_at'"),
        ("rows.csv", b"\n\n", "is empty; a line of column names and rows were wanted"),
        ("rows.txt", b"some words", "The format of .* is not known"),
        ("rows.parquet", b"version https://git-lfs.github.com/spec/v1\n", "is a Git LFS pointer"),
        ("rows.jsonl", b"<!DOCTYPE html><html>", "is a web page"),
        ("rows.jsonl.gz", b"\x1f\x8b\x08\x00broken", "is a damaged gzip file"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_in_one_sentence(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        rows(path)
    assert "\n" not in str(caught.value)


def test_a_gzip_file_that_ends_early_is_reported_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl.gz"
    lines = "".join(json.dumps({"code": f"x = {number * 7919}"}) + "\n" for number in range(5000))
    path.write_bytes(gzip.compress(lines.encode())[:-2000])
    with pytest.raises(InputError, match="is a damaged gzip file"):
        rows(path)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        rows(tmp_path / "none.jsonl")
    with pytest.raises(InputError, match="is a folder; give one file of rows"):
        rows(tmp_path)


def test_hostile_metadata_is_kept_as_far_as_it_can_be() -> None:
    deep: object = "bottom"
    for _ in range(100_000):
        deep = [deep]
    kept, levels = jsonable(deep), 0
    while kept is not None:
        kept, levels = kept[0], levels + 1
    assert levels == 51
    assert jsonable({"\ud800": "\ud800"}) == {"\ufffd": "\ufffd"}
