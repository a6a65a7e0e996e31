"""Answers of models, each kept under the request it was given to: nothing is paid for twice.

One SQLite file, in WAL mode, may be read and written by several processes, copied to other machines and merged.
Everything a model was paid for is kept, with its status: a refusal or an answer that was cut off too, so that
asking again is a decision and no accident. Requests that never got an answer leave nothing behind.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal, NoReturn

from pydantic import BaseModel, ConfigDict, NonNegativeFloat, NonNegativeInt, ValidationError

from manimill.describe.request import Request, key_of
from manimill.errors import EnvironmentFailure, InputError, OutputError
from manimill.workspace import Database, cache_folder, disk_errors

Status = Literal["answered", "truncated", "refused"]

NAME = "answers.sqlite"
"""The file in the cache folder."""

_FORMAT = "manimill answers 1"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and what it cost.

    ``status`` is ``truncated`` where the answer was cut at its limit of tokens. ``cost`` is in dollars, None where no
    price is known; ``batch`` says that it came through a batch, at the price of that. ``date`` is the moment in UTC
    (``2026-11-27T09:50:51Z``), ``prompt`` the style and version of what was asked.
    """

    key: str
    model: str
    prompt: str
    status: Status
    text: str
    input_tokens: int
    output_tokens: int
    cost: float | None
    date: str
    batch: bool = False
    again: int = 0


@dataclass(frozen=True, slots=True)
class Usage:
    """What the answers of one model to one prompt came to; sums over ``answers`` of them.

    ``characters`` are those of their requests, without pictures. ``again`` counts those that asked for a better answer.
    """

    model: str
    prompt: str
    status: str
    answers: int
    again: int
    characters: int
    input_tokens: int
    output_tokens: int
    cost: float
    unpriced: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A batch that was, or was about to be, handed in to a provider.

    ``identifier`` is the provider's, None where it is not known whether it arrived; ``begun`` the moment in UTC.
    ``requests`` has for each request what an `Answer` to it is made of: key, model, prompt, again, canonical form,
    characters and images.
    """

    name: str
    client: str
    identifier: str | None
    begun: str
    requests: list[dict[str, Any]]


class AnswerStore(Database):
    """The answers that are kept on this machine."""

    schema = """
        CREATE TABLE IF NOT EXISTS answers (
            key TEXT PRIMARY KEY, model TEXT NOT NULL, prompt TEXT NOT NULL, status TEXT NOT NULL,
            text TEXT NOT NULL, input_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL, cost REAL,
            date TEXT NOT NULL, batch INTEGER NOT NULL, again INTEGER NOT NULL,
            characters INTEGER NOT NULL, images INTEGER NOT NULL, request TEXT NOT NULL
        );
        CREATE TABLE IF NOT EXISTS batches (
            name TEXT PRIMARY KEY, client TEXT NOT NULL, id TEXT, begun TEXT NOT NULL, requests TEXT NOT NULL
        )
    """

    @classmethod
    def default(cls) -> AnswerStore:
        """The store in the cache folder."""
        return cls(cache_folder() / NAME)

    def _damaged(self) -> NoReturn:
        # These were paid for, so they are not simply begun anew.
        raise EnvironmentFailure(
            f"The kept answers in {self.path} are damaged; restore a copy, or move the file away to begin with none."
        )

    def get_many(self, keys: Iterable[str]) -> dict[str, Answer]:
        """The answers that are there among ``keys``."""
        found: dict[str, Answer] = {}
        wanted = list(dict.fromkeys(keys))
        for start in range(0, len(wanted), 900):
            part = wanted[start : start + 900]
            marks = ",".join("?" * len(part))
            query = f"SELECT {_COLUMNS} FROM answers WHERE key IN ({marks})"
            found |= {answer.key: answer for answer in map(_answer, self._rows(query, part))}
        return found

    def get(self, key: str) -> Answer | None:
        """The answer under a key."""
        return self.get_many([key]).get(key)

    def put(self, answer: Answer, request: Request) -> None:
        """Keep an answer, durable on return."""
        self.put_under(answer, request.canonical, request.characters, len(request.images))

    def put_under(self, answer: Answer, canonical: str, characters: int, images: int) -> None:
        """Keep an answer to a request that is there in its canonical form only."""
        values = (*asdict(answer).values(), characters, images, canonical)
        self._write(f"INSERT OR REPLACE INTO answers VALUES ({','.join('?' * len(values))})", values)

    def usage(self) -> list[Usage]:
        """Sums by model, prompt and status, in alphabetical order."""
        return [
            Usage(*row)
            for row in self._rows(
                "SELECT model, prompt, status, COUNT(*), SUM(again > 0), SUM(characters), SUM(input_tokens), "
                "SUM(output_tokens), SUM(COALESCE(cost, 0)), SUM(cost IS NULL), MIN(date), MAX(date) "
                "FROM answers GROUP BY model, prompt, status ORDER BY model, prompt, status"
            )
        ]

    def export(self, path: Path) -> int:
        """Write all answers with their requests as JSON Lines, in the order of their keys; returns how many."""
        rows = self._rows(f"SELECT {_COLUMNS}, characters, images, request FROM answers ORDER BY key")
        new = path.with_name(path.name + ".new")
        try:
            with disk_errors(path), new.open("w", encoding="utf-8", newline="\n") as file:
                file.write(json.dumps({"format": _FORMAT}) + "\n")
                for row in rows:
                    named = dict(zip((*_FIELDS, "characters", "images", "request"), row, strict=True))
                    named |= {"batch": bool(named["batch"]), "request": json.loads(named["request"])}
                    file.write(json.dumps(named, ensure_ascii=True) + "\n")
            new.replace(path)
        except OSError as error:
            raise OutputError(f"{path} cannot be written ({error.strerror}); name another file.") from None
        finally:
            with suppress(OSError):
                new.unlink()
        return len(rows)

    def take(self, path: Path) -> tuple[int, int]:
        """Take in what `export` has written; returns how many answers are new and how many were there already.

        An answer that is there stays as it is. Keys are computed anew, so that a changed file changes no answer.

        Raises:
            InputError: the file is no such export; what came before the line that is wrong has been taken in.
        """
        before = self._count()
        read = 0
        for number, values in enumerate(_lines(path), 2):
            row = _row(values, f"line {number} of {path}")
            self._write(f"INSERT OR IGNORE INTO answers VALUES ({','.join('?' * len(row))})", row)
            read += 1
        new = self._count() - before
        return new, read - new

    def prune(self, *, model: str | None = None, before: str | None = None, failed: bool = False) -> int:
        """Forget answers of a model, from before a day, or such as were refused or cut off; returns how many."""
        clauses: list[str] = []
        values: list[str] = []
        if model is not None:
            clauses.append("model = ?")
            values.append(model)
        if before is not None:
            clauses.append("date < ?")
            values.append(before)
        if failed:
            clauses.append("status <> 'answered'")
        if not clauses:
            return 0
        return self._write(f"DELETE FROM answers WHERE {' AND '.join(clauses)}", tuple(values))

    # -- batches that were handed in ------------------------------------------------------------------------

    def begin_batch(self, batch: HandedIn) -> None:
        """Note that a batch is about to be handed in."""
        values = (batch.name, batch.client, batch.identifier, batch.begun, json.dumps(batch.requests))
        self._write("INSERT OR REPLACE INTO batches VALUES (?, ?, ?, ?, ?)", values)

    def end_batch(self, name: str) -> None:
        """Forget a batch, whose answers are kept."""
        self._write("DELETE FROM batches WHERE name = ?", (name,))

    def batches(self, client: str) -> list[HandedIn]:
        """Batches that were handed in and not seen to their end, the oldest first."""
        query = "SELECT name, client, id, begun, requests FROM batches WHERE client = ? ORDER BY begun, name"
        return [HandedIn(n, c, i, b, json.loads(r)) for n, c, i, b, r in self._rows(query, (client,))]

    # -- inside -------------------------------------------------------------------------------------------

    def _count(self) -> int:
        ((count,),) = self._rows("SELECT COUNT(*) FROM answers")
        return int(count)

    def _write(self, statement: str, values: tuple[Any, ...]) -> int:
        """Returns the number of rows that changed."""
        try:
            with disk_errors(self.path):
                return self._db.execute(statement, values).rowcount
        except sqlite3.DatabaseError:
            self._damaged()

    def _rows(self, query: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._db.execute(query, tuple(values)).fetchall()
        except sqlite3.OperationalError as error:
            raise EnvironmentFailure(f"The kept answers in {self.path} cannot be read ({error}).") from None
        except sqlite3.DatabaseError:
            self._damaged()


class _Line(BaseModel):
    """A line of an export: an answer, and what it was given to."""

    model_config = ConfigDict(strict=True)

    key: str
    model: str
    prompt: str
    status: Status
    text: str
    input_tokens: NonNegativeInt
    output_tokens: NonNegativeInt
    cost: NonNegativeFloat | None
    date: str
    batch: bool
    again: NonNegativeInt
    characters: NonNegativeInt
    images: NonNegativeInt
    request: dict[str, Any]


_FIELDS = tuple(field.name for field in fields(Answer))
_COLUMNS = ", ".join(_FIELDS)


def _answer(row: tuple[Any, ...]) -> Answer:
    named = dict(zip(_FIELDS, row, strict=True))
    return Answer(**{**named, "batch": bool(named["batch"])})


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """The lines after the first one, which says what the file is."""
    number = 0
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                try:
                    value = json.loads(line)
                except (ValueError, RecursionError):
                    value = None
                if not isinstance(value, dict) or (number == 1 and value.get("format") != _FORMAT):
                    raise _no_export(f"line {number} of {path}")
                if number > 1:
                    yield value
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path} cannot be read ({error}); give a file that 'manimill cache export' wrote."
        ) from None
    if not number:
        raise _no_export(f"the empty file {path}")


def _row(values: dict[str, Any], where: str) -> tuple[Any, ...]:
    try:
        line = _Line.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise InputError(
            f"{_sentence(where)} is not an answer as 'manimill cache export' writes it ({place}: {first['msg']})."
        ) from None
    answer = Answer(**{name: getattr(line, name) for name in _FIELDS})
    if key_of(line.request) != answer.key:
        raise InputError(f"The request in {where} is not the one that its key says; it was changed by hand.")
    canonical = json.dumps(line.request, sort_keys=True, separators=(",", ":"))
    return (*asdict(answer).values(), line.characters, line.images, canonical)


def _no_export(where: str) -> InputError:
    return InputError(
        f"{_sentence(where)} is not what 'manimill cache export' writes; give a file that it wrote."
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
