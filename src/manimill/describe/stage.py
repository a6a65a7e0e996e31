"""The describe stage: a description for every sample that has none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from manimill.code.parse import collector_paused
from manimill.describe.derive import derive
from manimill.engine import Engine, function_task
from manimill.progress import Progress
from manimill.records import Description, Origin, Sample

_CHUNK = 5_000
"""Some three seconds of work: starting worker processes and sending them the code takes about as long, so what
fits into one chunk is done sooner here."""


@dataclass(frozen=True, slots=True)
class _Undescribed:
    code: str
    scene: str
    prose: str | None
    heading: str | None
    references: tuple[str, ...]


def describe_all(samples: Sequence[Sample], engine: Engine, progress: Progress) -> dict[str, Description]:
    """Descriptions by sample id: the sample's own where it has one, otherwise one derived from its code."""
    described = {s.id: s.worded for s in samples}
    undescribed = [s for s in samples if s.description is None and s.scene is not None]
    progress.start("describe", len(undescribed), "samples")
    items = [_facts(s) for s in undescribed]
    for index, text in engine.map(function_task(_derive), items, chunk=_CHUNK):
        origin = Origin.NONE if text is None else Origin.DERIVED
        described[undescribed[index].id] = Description(text, origin)
        progress.advance()
    derived = sum(d.origin is Origin.DERIVED for d in described.values())
    progress.finish(f"{len(samples) - len(undescribed)} had a description, {derived} were derived")
    return described


def described_by_rules(sample: Sample) -> Description:
    """The description that is derived from a sample's code, whatever it has."""
    text = _derive(_facts(sample)) if sample.scene is not None else None
    return Description(text, Origin.NONE if text is None else Origin.DERIVED)


def _facts(sample: Sample) -> _Undescribed:
    said = sample.metadata
    prose = said.get("prose") or said.get("summary")
    return _Undescribed(
        code=sample.code,
        scene=sample.scene or "",
        prose=prose if isinstance(prose, str) else None,
        heading=said.get("heading") if isinstance(said.get("heading"), str) else None,
        references=tuple(str(r) for r in said.get("references") or ()),
    )


@collector_paused()
def _derive(facts: _Undescribed) -> str | None:
    return derive(
        facts.code, facts.scene, prose=facts.prose, heading=facts.heading, references=facts.references
    )
