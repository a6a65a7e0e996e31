"""Rows of JSON Lines, and of JSON documents that hold a list of objects."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from manimill.errors import InputError
from manimill.sources._rowfile import Row, RowFile, first_component, undecodable

_DECODER = json.JSONDecoder(strict=False)
"""Takes raw tabs and line feeds inside texts, which careless exports write."""


def json_rows(file: RowFile, lines: bool, wanted: Sequence[str], rows_at: str | None) -> Iterator[Row]:
    if lines and not _starts_a_document(file):
        yield from _json_lines(file)
        return
    with file.text() as stream:
        text = stream.read()
    try:
        document = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        if isinstance(error, json.JSONDecodeError) and error.msg == "Extra data" and rows_at is None:
            yield from _json_lines(file)
            return
        raise InputError(
            f"{file.path} is not JSON ({error}); get it anew or name it after what it is."
        ) from None
    suspicious = undecodable(text)
    for number, item in enumerate(_items(file, document, wanted, rows_at)):
        if suspicious and _holds_raw_bytes(item):
            yield Row(number, None, "not_utf8", "a text is not UTF-8")
        else:
            yield _json_row(number, item)


def _holds_raw_bytes(item: Any) -> bool:
    """Whether bytes that are not UTF-8, which came in as surrogates of their own range, are in a value."""
    return any("\udc80" <= character <= "\udcff" for character in json.dumps(item, ensure_ascii=False))


def _starts_a_document(file: RowFile) -> bool:
    """Whether a file named as JSON Lines is one JSON value over several lines after all."""
    with file.text() as stream:
        first = next((line.strip() for line in stream if line.strip()), "")
    if first in ("{", "["):
        return True
    if not first.startswith("["):
        return False
    try:
        value = json.loads(first)
    except (ValueError, RecursionError):
        return True
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _json_lines(file: RowFile) -> Iterator[Row]:
    with file.text() as stream:
        for number, line in enumerate(line for line in stream if line.strip()):
            if undecodable(line):
                yield Row(number, None, "not_utf8", "the line is not UTF-8")
                continue
            try:
                item = _DECODER.decode(line)
            except (ValueError, RecursionError) as error:
                yield Row(number, None, "broken_json", str(error))
                continue
            yield _json_row(number, item)


def _json_row(number: int, item: Any) -> Row:
    if isinstance(item, dict):
        return Row(number, item)
    return Row(number, None, "not_an_object", f"a row is an object with named fields, this is {_kind(item)}")


def _kind(item: Any) -> str:
    names = {list: "a list", str: "a text", type(None): "null", bool: "a truth value"}
    return names.get(type(item), "a number")


def _items(file: RowFile, document: Any, wanted: Sequence[str], rows_at: str | None) -> list[Any]:
    """The rows in a JSON document: itself, or the list of objects that it holds."""
    if rows_at is not None and isinstance(document, dict):
        rows = document.get(rows_at)
        if not isinstance(rows, list):
            raise InputError(
                f"{file.path} has no list of rows under '{rows_at}'; its keys are {', '.join(document)}: "
                "correct 'rows_at' or give the file that fits."
            )
        return rows
    if isinstance(document, list):
        return document
    if not isinstance(document, dict):
        raise InputError(
            f"{file.path} holds {_kind(document)}; a list of objects was wanted: give another file."
        )
    if any(first_component(path) in document for path in wanted):
        return [document]
    lists = [key for key, value in document.items() if _is_list_of_objects(value)]
    if len(lists) == 1:
        return list(document[lists[0]])
    found = (
        f"several ({', '.join(lists)})" if lists else f"none, its keys are {', '.join(document) or 'missing'}"
    )
    raise InputError(
        f"{file.path} should hold one list of objects and holds {found}; name it with 'rows_at'."
    )


def _is_list_of_objects(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)
