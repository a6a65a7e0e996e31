"""Read what nothing in train may resemble: rows of an evaluation set, or a list of a user's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from manimill.errors import InputError
from manimill.records import EvaluationItem, Sample, Skipped
from manimill.scenes.unpack import unpack_code, unpack_description
from manimill.sources._formats import open_table
from manimill.sources._rowfile import Row

_DESCRIPTIONS = (
    "description",
    "reviewed description",
    "prompt",
    "full_prompt",
    "instruction",
    "question",
    "query",
    "request",
    "input",
    "task",
)
_CODES = (
    "code",
    "python_code",
    "answer",
    "output",
    "response",
    "completion",
    "solution",
    "canonical_solution",
)
_TALKS = ("conversations", "messages")
_ASKING = frozenset({"user", "human"})
_ANSWERING = frozenset({"assistant", "gpt"})


@runtime_checkable
class HoldsItems(Protocol):
    """A reader of rows of which some may have only a description or only code."""

    def items(self) -> Iterable[EvaluationItem]:
        """Everything in the rows that can be compared with."""


class _HoldsSamples(Protocol):
    def extract(self) -> Iterable[Sample | Skipped]: ...


def items_from(extractor: HoldsItems | _HoldsSamples) -> Iterator[EvaluationItem]:
    """What a source holds, for comparison."""
    if isinstance(extractor, HoldsItems):
        yield from extractor.items()
        return
    for number, found in enumerate(extractor.extract()):
        if isinstance(found, Sample):
            yield EvaluationItem(number, found.description, found.code, found.metadata.get("upstream_split"))


def items_in(path: Path) -> Iterator[EvaluationItem]:
    """What a file holds: code (``.py``), a description per line (``.txt``), or rows.

    Rows are JSON Lines, JSON, CSV, TSV or Parquet, maybe gzip'd. Of each all columns are taken that are named like
    a description or like code, in upper or lower case, and conversations.

    Raises:
        InputError: the file, or a row of it, cannot be read.
    """
    if path.suffix in (".py", ".txt"):
        text = _text(path)
        if path.suffix == ".py":
            yield EvaluationItem(0, None, text)
        else:
            yield from (
                EvaluationItem(n, line, None) for n, line in enumerate(text.splitlines()) if line.strip()
            )
        return
    for row in _rows(path):
        yield from _items_of_row(path, row)


def _rows(path: Path) -> Iterator[Row]:
    try:
        # A format that announces its columns reads those that are wanted and no others.
        announced = open_table(path, ()).columns or ()
        # Of a JSON document nothing is wanted by name: a key may be called like a column and hold something else.
        yield from open_table(path, announced).rows
    except InputError as error:
        raise InputError(
            f"{str(error).rstrip('.')}; a file that the catalog describes is given with --local NAME=FILE, and "
            "'decontaminate' has its NAME."
        ) from None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}); give a file of texts or rows.") from None
    except UnicodeDecodeError:
        raise InputError(f"{path} is not UTF-8 text; save it as UTF-8.") from None


def _items_of_row(path: Path, row: Row) -> Iterator[EvaluationItem]:
    if row.cells is None:
        raise InputError(
            f"Row {row.number} of {path} cannot be read ({row.detail}), and a list that nothing may resemble must be "
            "read whole; mend the row or take it out."
        )
    named = {name.strip().lower(): value for name, value in row.cells.items()}
    descriptions = [text for name in _DESCRIPTIONS if (text := _described(named.get(name)))]
    codes = [text for name in _CODES if (text := _coded(named.get(name)))]
    for name in _TALKS:
        for role, text in _turns(named.get(name)):
            if role in _ASKING and (description := _described(text)):
                descriptions.append(description)
            if role in _ANSWERING and (code := _coded(text)):
                codes.append(code)
    if not descriptions and not codes:
        raise InputError(
            f"Row {row.number} of {path} has neither a description nor code; its columns are "
            f"{', '.join(row.cells)}, and a description is looked for in {', '.join(_DESCRIPTIONS)}, code in "
            f"{', '.join(_CODES)}: rename the columns."
        )
    for at in range(max(len(descriptions), len(codes))):
        yield EvaluationItem(
            row.number, next(iter(descriptions[at : at + 1]), None), next(iter(codes[at : at + 1]), None)
        )


def _described(value: Any) -> str | None:
    return unpack_description(value) if isinstance(value, str) else None


def _coded(value: Any) -> str | None:
    return unpack_code(value).code or None if isinstance(value, str) else None


def _turns(talk: Any) -> Iterator[tuple[str, Any]]:
    """Who speaks and what is said, in either of the two common shapes."""
    for turn in talk if isinstance(talk, list) else ():
        if isinstance(turn, Mapping):
            yield str(turn.get("from") or turn.get("role")), turn.get("value") or turn.get("content")
