"""A file of pairs, scored and put back in order: what `manimill pair` does."""

from __future__ import annotations

import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from manimill.catalog import Catalog, FieldSpec
from manimill.engine import Engine, LocalEngine
from manimill.errors import CatalogError, InputError, OutputError
from manimill.pairing import MATCH, MISMATCH, PRECISION, Pair, Pairing, Repair, repair_pairs, score_pairs
from manimill.progress import Progress, Silent
from manimill.scenes.unpack import between, unpack_code, unpack_description
from manimill.workspace import disk_errors

if TYPE_CHECKING:
    from manimill.sources._rowfile import Row

DESCRIPTION_FIELDS = (
    *("description", "Reviewed Description", "Description", "prompt", "instruction", "query", "question"),
    *("conversations[-2].value", "messages[-2].content", "input", "request", "caption", "title"),
)
"""Where files of pairs keep the description, the surest name first; the first that any row has is taken."""

CODE_FIELDS = (
    *("code", "Code", "python_code", "manim_code", "scene_code", "source_code", "python", "script"),
    *("conversations[-1].value", "messages[-1].content"),
    *("answer", "output", "completion", "response", "chosen", "solution", "content"),
)
"""The same for the code."""

_ONE_TEXT = ("text", "content", "prompt")
"""Where files keep both as one text with the marks of an instruction around the description."""
_INSTRUCTION = FieldSpec(paths=_ONE_TEXT, after="[INST]", before="[/INST]")
_ANSWER = FieldSpec(paths=_ONE_TEXT, after="[/INST]", before="</s>")


@dataclass(frozen=True, slots=True)
class PairRow:
    """One row of a file; what it lacks is None, and ``trouble`` says why it cannot be scored."""

    index: int
    description: str | None
    code: str | None
    trouble: str = ""


@dataclass(frozen=True, eq=False)
class PairFile:
    """The rows of a file, and the judgement on those that have both halves."""

    path: Path
    rows: tuple[PairRow, ...]
    pairing: Pairing

    @cached_property
    def scored(self) -> list[PairRow]:
        """The rows that have both halves, in the order of the pairs."""
        return [row for row in self.rows if not row.trouble]

    def to_json(self) -> Iterator[dict[str, Any]]:
        """One object for each row: ``index``, ``score``, ``verdict``, ``probability``; null where a half is missing."""
        judged = zip(
            self.pairing.scores.tolist(),
            self.pairing.verdicts,
            self.pairing.probabilities.tolist(),
            strict=True,
        )
        for row in self.rows:
            if row.trouble:
                yield {"index": row.index, "score": None, "verdict": None, "trouble": row.trouble}
                continue
            score, verdict, probability = next(judged)
            yield {
                "index": row.index,
                "score": round(score, 6),
                "verdict": verdict,
                "probability": round(probability, 6),
            }

    def troubles(self) -> dict[str, list[int]]:
        """The rows that could not be scored, by what they lack."""
        found: dict[str, list[int]] = {}
        for row in self.rows:
            if row.trouble:
                found.setdefault(row.trouble, []).append(row.index)
        return found


def score_file(
    path: Path,
    *,
    description_field: str | None = None,
    code_field: str | None = None,
    source: str | None = None,
    catalog: Sequence[Path] = (),
    match: float = MATCH,
    mismatch: float = MISMATCH,
    engine: Engine | None = None,
    progress: Progress | None = None,
) -> PairFile:
    """Read a file of pairs and score them.

    ``description_field`` and ``code_field`` name columns or paths into nested values; ``source`` names a catalogued
    source whose file it is. Otherwise the usual names are looked for.

    Raises:
        InputError: the file cannot be read, lacks the fields, or holds no pair.
        CatalogError: no such source, or one that says nothing about descriptions.
    """
    progress = progress or Silent()
    named = (_named(description_field), _named(code_field))
    catalogued = _catalogued(source, catalog) if source is not None else (None, None)
    progress.start("read", None, "rows")
    rows = _read(path, named[0] or catalogued[0], named[1] or catalogued[1], progress)
    pairs = [Pair(row.description or "", row.code or "") for row in rows if not row.trouble]
    progress.finish(f"{len(rows):,} rows, {len(pairs):,} with a description and a code")
    if not pairs:
        raise InputError(
            f"No row of {path} has both a description and a code ({rows[0].trouble if rows else 'it has no rows'}); "
            "name the right fields with --description-field and --code-field."
        )
    pairing = score_pairs(pairs, engine=engine or LocalEngine(), progress=progress)
    return PairFile(path, tuple(rows), pairing.at(match, mismatch))


def repair_file(
    scored: PairFile, out: Path, *, precision: float = PRECISION, progress: Progress | None = None
) -> Repair:
    """Put the pairs of a file back together and write them as JSON Lines, whole or not at all.

    Raises:
        OutputError: ``out`` cannot be written there.
        EnvironmentFailure: the disk is full or may not be written to.
    """
    progress = progress or Silent()
    if out.is_dir() or not out.absolute().parent.is_dir():
        raise OutputError(f"{out} cannot be written; give --repair a file in a folder that exists.")
    progress.start("repair", len(scored.pairing), "pairs")
    repair = repair_pairs(scored.pairing, precision=precision)
    counts = Counter(pair.repaired for pair in repair.asserted)
    progress.finish(f"{counts[False]:,} stayed, {counts[True]:,} were put together anew")
    _write(out, _repaired_rows(scored, repair))
    return repair


def _repaired_rows(scored: PairFile, repair: Repair) -> Iterator[dict[str, Any]]:
    """Every description and every code once; rows without one of them are released as they are."""
    rows, indices = scored.rows, [row.index for row in scored.scored]
    found = [
        (
            None if pair.description_index is None else indices[pair.description_index],
            None if pair.code_index is None else indices[pair.code_index],
            pair.repaired,
            pair.confidence,
        )
        for pair in repair.rows
    ]
    for row in rows:
        if row.trouble and row.description is not None:
            found.append((row.index, None, False, None))
        if row.trouble and row.code is not None:
            found.append((None, row.index, False, None))
    for said, shown, repaired, confidence in found:
        yield {
            "description": None if said is None else rows[said].description,
            "code": None if shown is None else rows[shown].code,
            "repaired": repaired,
            "confidence": None if confidence is None else round(confidence, 4),
            "description_index": said,
            "code_index": shown,
        }


def _write(out: Path, rows: Iterator[dict[str, Any]]) -> None:
    with disk_errors(out):
        handle, name = tempfile.mkstemp(dir=out.absolute().parent, prefix=f".{out.name}-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                for row in rows:
                    stream.write(json.dumps(row, ensure_ascii=False) + "\n")
            # As a file that open() makes would be.
            umask = os.umask(0)
            os.umask(umask)
            os.chmod(name, 0o666 & ~umask)
            os.replace(name, out)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _named(field: str | None) -> FieldSpec | None:
    return None if field is None else FieldSpec(paths=(field,))


def _catalogued(source: str, catalog: Sequence[Path]) -> tuple[FieldSpec, FieldSpec]:
    fields = Catalog.load(catalog)[source].fields
    if fields is None or fields.description is None or fields.code is None:
        raise CatalogError(
            f"The source '{source}' has no field for descriptions or none for code; name the columns with "
            "--description-field and --code-field."
        )
    return fields.description, fields.code


def _read(path: Path, said: FieldSpec | None, shown: FieldSpec | None, progress: Progress) -> list[PairRow]:
    # What reads tables takes a third of a second to load, which --help should not cost.
    from manimill.sources._formats import open_table

    wanted = [
        *(said.paths if said else DESCRIPTION_FIELDS),
        *(shown.paths if shown else CODE_FIELDS),
        *_ONE_TEXT,
    ]
    table = open_table(path, wanted)
    raw = list(table.rows)
    columns = table.columns or tuple(dict.fromkeys(name for row in raw for name in row.cells or ()))
    said, shown = _fields(path, raw, columns, said, shown)
    rows = []
    for index, row in enumerate(raw):
        rows.append(_pair_row(index, row, said, shown))
        progress.advance()
    return rows


def _fields(
    path: Path, rows: Sequence[Row], columns: Sequence[str], said: FieldSpec | None, shown: FieldSpec | None
) -> tuple[FieldSpec, FieldSpec]:
    """Where description and code are: as named, or the first of the usual fields that any row has."""
    if said is None and shown is None and not _found(rows, CODE_FIELDS[:8]):
        marked = next((text for text in _texts(rows, _ONE_TEXT) if "[/INST]" in text), None)
        if marked is not None:
            return _INSTRUCTION, _ANSWER
    shown_at = shown.paths if shown else _found(rows, CODE_FIELDS)
    said_at = (
        said.paths if said else _found(rows, [name for name in DESCRIPTION_FIELDS if name not in shown_at])
    )
    for paths, what, option in (
        (said_at, "description", "--description-field"),
        (shown_at, "code", "--code-field"),
    ):
        if not paths or not _found(rows, paths):
            asked = f"'{paths[0]}'" if paths else f"field for the {what} that is known here"
            raise InputError(
                f"{path} has no {asked}; it has {', '.join(columns)}: name the right one with {option}."
            )
    return said or FieldSpec(paths=said_at), shown or FieldSpec(paths=shown_at)


def _found(rows: Sequence[Row], paths: Sequence[str]) -> tuple[str, ...]:
    """The first of the paths at which any row has a text, if any."""
    from manimill.sources._fields import value_at

    for path in paths:
        if any(isinstance(value_at(row.cells, path), str) for row in rows if row.cells is not None):
            return (path,)
    return ()


def _texts(rows: Sequence[Row], paths: Sequence[str]) -> Iterator[str]:
    from manimill.sources._fields import first_found

    for row in rows:
        value = first_found(row.cells or {}, paths)
        if isinstance(value, str):
            yield value


def _pair_row(index: int, row: Row, said: FieldSpec, shown: FieldSpec) -> PairRow:
    if row.cells is None:
        return PairRow(index, None, None, row.detail or row.reason)
    description = _description(row.cells, said)
    code = _code(row.cells, shown)
    lacking = [name for name, text in (("description", description), ("code", code)) if text is None]
    return PairRow(index, description, code, f"no {' and no '.join(lacking)}" if lacking else "")


def _description(cells: Mapping[str, Any], spec: FieldSpec) -> str | None:
    from manimill.sources._fields import first_found

    value = first_found(cells, spec.paths)
    return unpack_description(value, spec) if isinstance(value, str) else None


def _code(cells: Mapping[str, Any], spec: FieldSpec) -> str | None:
    from manimill.sources._fields import first_found

    value = first_found(cells, spec.paths)
    inner = between(value, spec.after, spec.before, last=True) if isinstance(value, str) else None
    code = unpack_code(inner).code if inner is not None else ""
    return code if code.strip() else None
