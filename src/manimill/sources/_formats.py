"""Read tables of several formats as one stream of numbered rows."""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from manimill.errors import InputError
from manimill.sources._json import json_rows
from manimill.sources._rowfile import Row, RowFile, first_component, undecodable

_BATCH_ROWS = 256
"""Rows of a Parquet file in memory at a time; a row of text and metadata is a few kilobytes."""

_LONGEST_CELL = 2**31 - 1
"""The csv module refuses cells above 128 KiB unless told otherwise; scenes with data in them are longer."""

_NULL_CELLS = frozenset({"nan", "NaN", "null", "NULL", "None", "<NA>"})
"""How exports spell a missing value in a format that has none."""

Format = Literal["parquet", "csv", "tsv", "json", "jsonl"]
_BY_SUFFIX: Mapping[str, Format] = {
    ".parquet": "parquet",
    ".pq": "parquet",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}


@dataclass(frozen=True, slots=True)
class Table:
    """Rows to be read once. ``columns`` is None where a format announces none."""

    columns: tuple[str, ...] | None
    rows: Iterator[Row]


def open_table(path: Path, wanted: Iterable[str], rows_at: str | None = None) -> Table:
    """Recognise the format of a file by its content, then by its name, and start reading it.

    ``wanted`` are column names, or paths into nested columns; of a Parquet file nothing else is read.
    ``rows_at`` is the key under which a JSON object keeps its rows.

    Raises:
        InputError: the file is absent, empty, a folder, or in no format known here.
    """
    file = _checked(path)
    with _read_errors(path):
        table = _table(file, tuple(wanted), rows_at)
    return Table(table.columns, _guarded(path, table.rows))


def _table(file: RowFile, wanted: Sequence[str], rows_at: str | None) -> Table:
    kind = _format(file)
    if kind == "parquet":
        return _parquet(file, wanted)
    if kind in ("csv", "tsv"):
        return _delimited(file, kind)
    return Table(None, json_rows(file, kind == "jsonl", wanted, rows_at))


def _guarded(path: Path, rows: Iterator[Row]) -> Iterator[Row]:
    with _read_errors(path):
        yield from rows


@contextmanager
def _read_errors(path: Path) -> Iterator[None]:
    """Turn what can go wrong while reading into a sentence about the file."""
    try:
        yield
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise InputError(f"{path} is a damaged gzip file; get it anew.") from None
    except csv.Error as error:
        raise InputError(f"{path} is not a table of separated values ({error}); get it anew.") from None
    except UnicodeDecodeError:
        raise InputError(f"{path} begins like UTF-16 text and is not; save it as UTF-8.") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"{path} cannot be read ({reason}); check its permissions or its disk.") from None


def _checked(path: Path) -> RowFile:
    if path.is_dir():
        raise InputError(
            f"{path} is a folder; give one file of rows (JSON, JSON Lines, CSV, TSV or Parquet) in it."
        )
    if not path.exists():
        raise InputError(
            f"{path} does not exist; give a file of rows (JSON, JSON Lines, CSV, TSV or Parquet)."
        )
    try:
        with path.open("rb") as stream:
            head = stream.read(2)
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}); check its permissions.") from None
    if not head:
        raise InputError(f"{path} is empty; rows were wanted: get it anew.")
    return RowFile(path, gzipped=head == b"\x1f\x8b")


def _format(file: RowFile) -> Format:
    with file.open() as stream:
        head = stream.read(512)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    by_name = _BY_SUFFIX.get(file.suffix)
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"version https://git-lfs"):
        raise InputError(
            f"{file.path} is a Git LFS pointer, not the file; run 'git lfs pull' where it came from."
        )
    if start[:15].lower().startswith((b"<!doctype", b"<html")):
        raise InputError(f"{file.path} is a web page, not a file of rows; its download may need a login.")
    if by_name == "parquet":
        raise InputError(f"{file.path} is not a Parquet file, it does not begin with 'PAR1'; get it anew.")
    if by_name is not None:
        return by_name
    if start[:1] in (b"{", b"["):
        return "json"
    raise InputError(
        f"The format of {file.path} is not known; name it .jsonl, .json, .csv, .tsv or .parquet after what it is."
    )


def _parquet(file: RowFile, wanted: Sequence[str]) -> Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        source = pa.BufferReader(gzip.decompress(file.path.read_bytes())) if file.gzipped else str(file.path)
        parquet = pq.ParquetFile(source)
    except (pa.ArrowException, OSError) as error:
        raise _damaged(file, error) from None
    names = tuple(parquet.schema_arrow.names)
    components = {*wanted, *(first_component(path) for path in wanted)}
    read = [name for name in names if name in components]
    return Table(names, _parquet_rows(file, parquet, read))


def _parquet_rows(file: RowFile, parquet: Any, columns: list[str]) -> Iterator[Row]:
    import pyarrow as pa

    number = 0
    try:
        for batch in parquet.iter_batches(batch_size=_BATCH_ROWS, columns=columns, use_threads=False):
            try:
                rows: Iterable[Any] = batch.to_pylist()
            except UnicodeDecodeError:
                rows = [_parquet_row(batch, index) for index in range(batch.num_rows)]
            for cells in rows:
                if cells is None:
                    yield Row(number, None, "not_utf8", "a cell is not UTF-8 text")
                else:
                    yield Row(number, cells)
                number += 1
    except (pa.ArrowException, OSError) as error:
        raise _damaged(file, error) from None


def _parquet_row(batch: Any, index: int) -> dict[str, Any] | None:
    try:
        return {name: batch.column(name)[index].as_py() for name in batch.schema.names}
    except UnicodeDecodeError:
        return None


def _damaged(file: RowFile, error: Exception) -> InputError:
    reason = str(error).partition("\n")[0].rstrip(".")
    return InputError(f"{file.path} is a damaged Parquet file ({reason}); get it anew.")


def _delimited(file: RowFile, kind: Format) -> Table:
    csv.field_size_limit(_LONGEST_CELL)
    with file.text(newline="") as stream:
        first_line = stream.readline()
    if kind == "tsv" or ("\t" in first_line and "," not in first_line):
        delimiter = "\t"
    else:
        delimiter = ";" if ";" in first_line and "," not in first_line else ","
    with file.text(newline="") as stream:
        header = tuple(name.strip() for name in next(csv.reader(stream, delimiter=delimiter), []))
    if not any(header):
        raise InputError(f"{file.path} is empty; a line of column names and rows were wanted: get it anew.")
    return Table(header, _delimited_rows(file, delimiter, header))


def _delimited_rows(file: RowFile, delimiter: str, header: Sequence[str]) -> Iterator[Row]:
    with file.text(newline="") as stream:
        reader = csv.reader(stream, delimiter=delimiter)
        next(reader)
        for number, cells in enumerate(cells for cells in reader if cells):
            if len(cells) != len(header):
                detail = f"{len(cells)} cells under {len(header)} column names"
                yield Row(number, None, "wrong_cell_count", detail)
            elif undecodable("".join(cells)):
                yield Row(number, None, "not_utf8", "a cell is not UTF-8 text")
            else:
                values = (None if cell in _NULL_CELLS else cell for cell in cells)
                yield Row(number, dict(zip(header, values, strict=True)))
