"""Read samples from a file of rows, as a catalog entry describes it."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from manimill.catalog.entry import Fields, FieldSpec, SourceEntry
from manimill.errors import InputError
from manimill.records import EvaluationItem, Provenance, Sample, Skipped
from manimill.scenes.discover import scene_to_render
from manimill.scenes.unpack import Unpacked, between, unpack_code, unpack_description
from manimill.sources._fields import ABSENT, first_found, is_null, jsonable
from manimill.sources._formats import open_table
from manimill.sources._rowfile import Row, first_component

_SPLITS = {
    "train": ("train", "training"),
    "validation": ("validation", "valid", "val", "dev"),
    "test": ("test", "testing", "eval", "evaluation"),
}
_SPLIT_NAMES = {word: name for name, words in _SPLITS.items() for word in words}


class RowsExtractor:
    """Samples of one file: JSON Lines, JSON, CSV, TSV or Parquet, each also gzip'd.

    Which columns become what is said by ``entry.fields``; columns not named there are not read where
    the format allows it. A file is read as a stream, except for a JSON document, which is one value.
    """

    def __init__(
        self, entry: SourceEntry, path: Path, *, name: str | None = None, revision: str | None = None
    ) -> None:
        """Read ``path``; ``name`` is what the file is called where it comes from, ``revision`` which state it is."""
        self.entry = entry
        self.path = path
        self.name = name or path.name
        self.revision = revision
        self.fields = entry.fields or Fields()

    def extract(self) -> Iterator[Sample | Skipped]:
        """Yield a sample, or what is wrong with it, for each row in the order of the file.

        Raises:
            InputError: the file cannot be read, or no row has the field that should hold the code.
        """
        code = self._code_spec
        provenance = self._provenance()
        # Until one row has the field, the fault may be the file's, and its rows are not to blame.
        held: list[Skipped] | None = []
        columns: dict[str, None] = {}
        for row in self._rows(code):
            value = first_found(row.cells, code.paths) if row.cells is not None else ABSENT
            if value is not ABSENT and held is not None:
                yield from held
                held = None
            result = self._result(row, value, provenance)
            if held is None:
                yield result
            elif isinstance(result, Skipped):
                columns.update(dict.fromkeys(row.cells or ()))
                held.append(result)
        if held:
            self._blame_file(held, tuple(columns))

    def items(self) -> Iterator[EvaluationItem]:
        """Yield what each row has of a description and of code, for comparison; such rows need not be samples.

        Raises:
            InputError: the file, or a row of it, cannot be read.
        """
        needed = [spec for spec in (self.fields.description, self.fields.code) if spec is not None]
        for row in self._rows(FieldSpec(paths=tuple(path for spec in needed for path in spec.paths))):
            if row.cells is None:
                raise InputError(
                    f"Row {row.number} of {self.path} cannot be read ({row.detail}), and a set that nothing may "
                    "resemble must be read whole; get the file anew."
                )
            description, code = self._description(row.cells), self._code(row.cells)
            if description is not None or code is not None:
                yield EvaluationItem(row.number, description, code, self._upstream_split(row.cells))

    def _code(self, cells: Mapping[str, Any]) -> str | None:
        spec = self.fields.code
        text = _text(first_found(cells, spec.paths), spec) if spec else None
        return unpack_code(text).code or None if isinstance(text, str) else None

    def _rows(self, needed: FieldSpec) -> Iterator[Row]:
        table = open_table(self.path, self.wanted_paths(), self.entry.rows_at)
        if table.columns is not None and not _has_column(table.columns, needed.paths):
            raise self._missing_column(needed.paths, table.columns)
        return table.rows

    def wanted_paths(self) -> list[str]:
        """The column names, or paths into nested columns, that anything is taken from."""
        fields = self.fields
        specs = [
            fields.code,
            fields.description,
            fields.scene,
            fields.upstream_split,
            *fields.metadata.values(),
        ]
        return [path for spec in specs if spec is not None for path in spec.paths]

    def _result(self, row: Row, value: Any, provenance: Provenance) -> Sample | Skipped:
        """The sample a row holds; ``value`` is what its code field holds."""
        if row.cells is None:
            return self._skipped(row, row.reason, row.detail)
        if value is ABSENT:
            wanted = " or ".join(self._code_spec.paths)
            return self._skipped(row, "missing_field", f"the row has {', '.join(row.cells)}, not {wanted}")
        text = _text(value, self._code_spec)
        if isinstance(text, _NoCode):
            return self._skipped(row, text.reason, text.detail)
        unpacked = unpack_code(text)
        if not unpacked.code.strip():
            return self._skipped(row, "empty_code", "the code is blank")
        return self._sample(row, row.cells, unpacked, provenance)

    def _sample(
        self, row: Row, cells: Mapping[str, Any], unpacked: Unpacked, provenance: Provenance
    ) -> Sample:
        description = self._description(cells)
        return Sample.create(
            self.entry.name,
            unpacked.code,
            key=description or "",
            scene=self._scene(cells, unpacked),
            description=description,
            description_origin=self.fields.description_origin,
            provenance=replace(provenance, row=row.number),
            metadata=self._metadata(cells, unpacked),
        )

    @property
    def _code_spec(self) -> FieldSpec:
        if self.fields.code is None:
            raise InputError(
                f"The catalog entry '{self.entry.name}' says nothing about where the code of a row is; "
                "add 'code' to its [fields]."
            )
        return self.fields.code

    def _skipped(self, row: Row, reason: str, detail: str) -> Skipped:
        return Skipped(self.entry.name, f"row {row.number}", reason, detail)

    def _description(self, cells: Mapping[str, Any]) -> str | None:
        spec = self.fields.description
        value = first_found(cells, spec.paths) if spec else None
        return unpack_description(value, spec) if isinstance(value, str) else None

    def _scene(self, cells: Mapping[str, Any], unpacked: Unpacked) -> str | None:
        spec = self.fields.scene
        value = first_found(cells, spec.paths) if spec else None
        if isinstance(value, str) and value.strip():
            return value.strip()
        return scene_to_render(unpacked.tree) if unpacked.tree is not None else None

    def _metadata(self, cells: Mapping[str, Any], unpacked: Unpacked) -> dict[str, Any]:
        metadata: dict[str, Any] = {}
        for name, spec in self.fields.metadata.items():
            value = first_found(cells, spec.paths)
            if isinstance(value, str) and (spec.after or spec.before or spec.strip):
                value = unpack_description(value, spec)
            if value is not ABSENT:
                metadata[name] = jsonable(value)
        split = self._upstream_split(cells)
        if split is not None:
            metadata["upstream_split"] = split
        metadata["unpacked"] = list(unpacked.rules)
        return metadata

    def _upstream_split(self, cells: Mapping[str, Any]) -> str | None:
        """The split as upstream assigned it; where the column is absent, as the file's name says."""
        spec = self.fields.upstream_split
        if spec is None:
            return None
        value = first_found(cells, spec.paths)
        if isinstance(value, str) and value.strip():
            word = value.strip().lower()
            return _SPLIT_NAMES.get(word, word)
        if value is not ABSENT:
            return None
        words = self.name.rpartition("/")[2].lower().replace(".", "-").replace("_", "-").split("-")
        return next((_SPLIT_NAMES[word] for word in words if word in _SPLIT_NAMES), None)

    def _provenance(self) -> Provenance:
        return Provenance(
            url=self.entry.url,
            revision=self.revision or self.entry.revision.pin or _fingerprint(self.path),
            path=self.name,
            licence=self.entry.licence,
        )

    def _blame_file(self, held: Sequence[Skipped], columns: Sequence[str]) -> None:
        """Raise for a file of which no row could be used for a reason that is the file's."""
        if columns:
            raise self._missing_column(self._code_spec.paths, columns)
        first = held[0]
        raise InputError(
            f"{self.path} holds no rows that can be read ({first.where}: {first.detail}); "
            "get it anew or name it after what it is."
        )

    def _missing_column(self, paths: Sequence[str], columns: Sequence[str]) -> InputError:
        wanted = " or ".join(f"'{path}'" for path in paths)
        close = _closest(first_component(paths[0]), columns)
        hint = f" (is '{close}' meant?)" if close else ""
        return InputError(
            f"{self.path} has no column {wanted}, which '{self.entry.name}' reads; it has "
            f"{', '.join(columns)}{hint}: correct [fields] in the catalog or give the file that fits."
        )


@dataclass(frozen=True, slots=True)
class _NoCode:
    """Why a value is not code."""

    reason: str
    detail: str


def _text(value: Any, spec: FieldSpec) -> str | _NoCode:
    """The text of a code field between its marks."""
    if is_null(value):
        return _NoCode("null_code", "the code is null")
    if isinstance(value, bytes):
        try:
            value = value.decode("utf-8")
        except UnicodeDecodeError:
            return _NoCode("not_utf8", "the code is not UTF-8 text")
    if not isinstance(value, str):
        return _NoCode("not_text", f"the code is of type {type(value).__name__}")
    inner = between(value, spec.after, spec.before, last=True)
    return inner if inner is not None else _NoCode("missing_mark", f"the text lacks the mark {spec.after!r}")


def _has_column(columns: Iterable[str], paths: Iterable[str]) -> bool:
    names = set(columns)
    return any(path in names or first_component(path) in names for path in paths)


def _closest(name: str, columns: Sequence[str]) -> str | None:
    """The column most like ``name``, upper and lower case alike."""
    lowered = {column.lower(): column for column in columns}
    match = difflib.get_close_matches(name.lower(), lowered, n=1)
    return lowered[match[0]] if match else None


def _fingerprint(path: Path) -> str:
    """What stands for a revision where none is pinned: the content of the file."""
    try:
        with path.open("rb") as stream:
            return "file:" + hashlib.file_digest(stream, "sha256").hexdigest()[:16]
    except OSError:
        # `open_table` says what is wrong with the file.
        return "file:unreadable"
