"""The nouns every room speaks: a sample, where it comes from, and what was left out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

NOASSERTION = "NOASSERTION"
"""SPDX's word for "no licence was stated"."""


class Origin(StrEnum):
    """Who wrote a description, from the most to the least trusted."""

    REVIEWED = "reviewed"
    HUMAN = "human"
    UPSTREAM_LLM = "upstream_llm"
    NARRATION = "narration"
    GENERATED = "generated"
    DERIVED = "derived"
    NONE = "none"

    @property
    def rank(self) -> int:
        """0 for the most trusted; used wherever two descriptions compete."""
        return _ORIGIN_RANK[self]

    @property
    def needs_description_update(self) -> bool:
        """True while nobody, human or model, has described the sample."""
        return self in (Origin.NONE, Origin.DERIVED)


_ORIGIN_RANK = {origin: rank for rank, origin in enumerate(Origin)}


@dataclass(frozen=True, slots=True)
class Generation:
    """How a language model came to write a description.

    ``prompt`` is the style and version of what it was asked with (``brief 1``), ``date`` the day of its answer in UTC
    (``2026-11-27``), ``request`` the key of the answer among those that are kept.
    """

    model: str
    prompt: str
    date: str
    request: str


@dataclass(frozen=True, slots=True)
class Description:
    """The text a model will be asked with, who wrote it, and how, where a language model did for this dataset.

    ``original`` is the description that it took the place of, where somebody had written one.
    """

    text: str | None
    origin: Origin
    generation: Generation | None = None
    original: Description | None = None

    @property
    def generated_by(self) -> str | None:
        """The model that wrote it, if one did for this dataset."""
        return self.generation.model if self.generation is not None else None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a sample was found.

    ``revision`` is a commit, a dataset revision or a package version. Lines and rows count from 1
    and 0 respectively: a line as editors show it, a row as data frames index it.
    ``licence`` is an SPDX expression or ``NOASSERTION``.
    """

    url: str | None = None
    revision: str | None = None
    path: str | None = None
    first_line: int | None = None
    last_line: int | None = None
    row: int | None = None
    cell: int | None = None
    licence: str = NOASSERTION


@dataclass(frozen=True, slots=True)
class SampleAsset:
    """A file that a sample's code asks for: its path as the code has it, and where its content is kept.

    ``size`` is in bytes; ``content`` is a file of this machine that holds what ``sha256`` is the digest of.
    """

    path: str
    sha256: str
    size: int
    content: Path


@dataclass(frozen=True, slots=True)
class Sample:
    """A scene and, where known, its description. Immutable: stages write tables beside samples.

    ``key`` is the location key: path, cell and scene for code files, the description for row
    sources. It never holds a row number, so that reordering or adding rows changes no id.
    ``scene`` is None where the code holds no scene class; rendering says so. ``requires`` are the packages it
    needs besides ManimCE, as pip takes them, and ``environment`` names the one they are in. ``assets`` are the files
    that its code asks for and its source has, ``missing_assets`` the paths of those that it has not; both are empty
    where nobody looked. ``generation`` is set where a language model wrote the description for this dataset,
    ``replaced`` where that took the place of what somebody else had written.
    """

    id: str
    source: str
    key: str
    code: str
    scene: str | None
    description: str | None = None
    description_origin: Origin = Origin.NONE
    provenance: Provenance = Provenance()
    metadata: Mapping[str, Any] = field(default_factory=dict)
    requires: tuple[str, ...] = ()
    environment: str = "main"
    assets: tuple[SampleAsset, ...] = ()
    missing_assets: tuple[str, ...] = ()
    generation: Generation | None = None
    replaced: Description | None = None

    @property
    def worded(self) -> Description:
        """The description as the sample has it."""
        return Description(self.description, self.description_origin, self.generation, self.replaced)

    def with_words(self, description: Description) -> Sample:
        """The sample with another description."""
        return replace(
            self,
            description=description.text,
            description_origin=description.origin,
            generation=description.generation,
            replaced=description.original,
        )

    @classmethod
    def create(
        cls,
        source: str,
        code: str,
        *,
        key: str,
        scene: str | None = None,
        description: str | None = None,
        description_origin: Origin = Origin.NONE,
        provenance: Provenance | None = None,
        metadata: Mapping[str, Any] | None = None,
        assets: Sequence[SampleAsset] = (),
        missing_assets: Sequence[str] = (),
    ) -> Sample:
        """Make a sample; its id follows from ``source``, ``key`` and ``code``."""
        if description is None or not description.strip():
            description, description_origin = None, Origin.NONE
        return cls(
            id=sample_id(source, key, code),
            source=source,
            key=key,
            code=code,
            scene=scene,
            description=description,
            description_origin=Origin(description_origin),
            provenance=provenance or Provenance(),
            metadata=dict(metadata or {}),
            assets=tuple(assets),
            missing_assets=tuple(missing_assets),
        )


def sample_id(source: str, key: str, code: str, ordinal: int = 0) -> str:
    """First 16 hex digits of SHA-256 over source, location key, code and, past the first, ordinal."""
    parts = [source, key, code] if ordinal == 0 else [source, key, code, str(ordinal)]
    digest = hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode("ascii"))
    return digest.hexdigest()[:16]


def number_identical(samples: Iterable[Sample]) -> list[Sample]:
    """Give samples that share an id an ordinal each, so that every id is unique.

    Which of them gets which ordinal depends on what they say, never on the order they came in.
    """
    by_id: dict[str, list[Sample]] = {}
    for sample in samples:
        by_id.setdefault(sample.id, []).append(sample)
    numbered: list[Sample] = []
    for group in by_id.values():
        if len(group) > 1:
            group.sort(key=_content)
            group = [
                replace(s, id=sample_id(s.source, s.key, s.code, ordinal)) for ordinal, s in enumerate(group)
            ]
        numbered.extend(group)
    return numbered


def _content(sample: Sample) -> tuple[str, int]:
    provenance = sample.provenance
    said = [
        sample.scene,
        sample.description,
        sample.description_origin,
        provenance.path,
        sample.metadata,
        [(asset.path, asset.sha256) for asset in sample.assets],
    ]
    row = provenance.row if provenance.row is not None else provenance.first_line
    return json.dumps(said, sort_keys=True, default=str), row if row is not None else -1


@dataclass(frozen=True, slots=True)
class EvaluationItem:
    """Something a model is tested with elsewhere, so that nothing it is trained on may resemble it.

    ``index`` is the number of its row or line, from 0; ``upstream_split`` the side it is on where it comes from.
    """

    index: int
    description: str | None
    code: str | None
    upstream_split: str | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something a source holds that did not become a sample, and why.

    ``reason`` is machine-readable (``empty_code``, ``syntax_template``); ``detail`` is for people.
    """

    source: str
    where: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Extraction(Sequence[Sample]):
    """What came out of one or several sources: a sequence of samples, and an account of the rest.

    ``unavailable`` maps the name of each source that could not be read to a sentence saying why.
    """

    samples: tuple[Sample, ...]
    skipped: tuple[Skipped, ...] = ()
    unavailable: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, index: Any) -> Any:
        return self.samples[index]

    def __len__(self) -> int:
        return len(self.samples)

    def __iter__(self) -> Iterator[Sample]:
        return iter(self.samples)

    def by_source(self) -> dict[str, list[Sample]]:
        """Samples grouped by source name, sources in alphabetical order."""
        groups: dict[str, list[Sample]] = {}
        for sample in self.samples:
            groups.setdefault(sample.source, []).append(sample)
        return dict(sorted(groups.items()))
