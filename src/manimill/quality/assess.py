"""Judge samples: every gate on every sample, then the score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from manimill.code.parse import collector_paused
from manimill.quality.code_gates import code_findings
from manimill.quality.description_gates import description_findings
from manimill.quality.judged import Finding, Judged, Judgement
from manimill.quality.reading import Reading, quoted, read
from manimill.quality.templates import Request, Shared, openings, templates
from manimill.recipe import Quality
from manimill.records import Origin

_SHORT, _GOOD, _LONG = 3, 12, 150
"""Words of a description: from the first to the second it gets better, beyond the third it gets worse."""

_LINE = 110
"""Characters of a line that is still laid out to be read."""


@collector_paused()
def assess_quality(samples: Sequence[Judged], settings: Quality) -> dict[str, Judgement]:
    """Judge samples, by id; gates that the recipe switches off say nothing.

    Descriptions that were derived from the code are made from templates by nature, so they neither count
    nor are counted where samples are compared with each other. The result does not depend on the order of samples.
    """
    on = settings.on
    order = {gate: place for place, gate in enumerate(on)}
    readings = {s.id: read(s.description) for s in samples if s.description is not None}
    shared = _shared(samples, readings, settings)
    judgements: dict[str, Judgement] = {}
    for sample in samples:
        found = [*_findings(sample, readings.get(sample.id), settings), *shared.get(sample.id, ())]
        closed = sorted((f for f in found if f.gate in order), key=lambda f: order[f.gate])
        judgements[sample.id] = Judgement(
            tuple(closed), _score(sample, readings.get(sample.id), len(closed), len(on))
        )
    return judgements


def _findings(sample: Judged, reading: Reading | None, settings: Quality) -> Iterator[Finding]:
    yield from code_findings(sample, settings)
    if reading is not None:
        yield from description_findings(sample, reading, settings)


def _shared(
    samples: Iterable[Judged], readings: dict[str, Reading], settings: Quality
) -> dict[str, list[Finding]]:
    """What many descriptions have in common, by id."""
    requests = {
        s.id: Request(readings[s.id].key, s.code)
        for s in samples
        if s.id in readings and s.origin is not Origin.DERIVED
    }
    found: dict[str, list[Finding]] = {}
    for gate, key, way in (
        ("templated_description", "max_alike", templates),
        ("wrapped_description", "max_same_opening", openings),
    ):
        if gate in settings.on:
            threshold: int = getattr(settings, key)
            for sample, shared in way(requests, threshold).items():
                finding = Finding(gate, f"{key} = {threshold}", _common(gate, shared))
                found.setdefault(sample, []).append(finding)
    return found


def _common(gate: str, shared: Shared) -> str:
    if gate == "templated_description":
        return f"{shared.count} samples, copies apart, read {quoted(shared.text)}"
    return f"{shared.count} different descriptions open with {quoted(shared.text)}"


def _score(sample: Judged, reading: Reading | None, closed: int, gates: int) -> float:
    """0.7 times the share of open gates, and 0.1 each for something that moves, a fair description, fair layout."""
    open_share = 1 - min(closed, gates) / gates if gates else 1.0
    preferences = _moves(sample) + _description(reading) + _layout(sample.code)
    return round(0.7 * open_share + 0.1 * preferences, 4)


def _moves(sample: Judged) -> float:
    seen = sample.rendering is not None and sample.rendering.moved
    return float(seen or (sample.features is not None and sample.features.plays > 0))


def _description(reading: Reading | None) -> float:
    count = len(reading.words) if reading is not None else 0
    if count > _LONG:
        return _LONG / count
    return min(max((count - _SHORT) / (_GOOD - _SHORT), 0.0), 1.0)


def _layout(code: str) -> float:
    """The share of the code that stands in lines short enough to be read."""
    lines = code.split("\n")
    if max(map(len, lines)) <= _LINE:
        return float(bool(code.strip()))
    length = sum(map(len, lines))
    return sum(len(line) for line in lines if len(line) <= _LINE) / length if length else 0.0
