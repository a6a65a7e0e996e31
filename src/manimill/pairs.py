"""What a recipe makes of descriptions that do not fit their code: put back, released, dropped or left alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from manimill.engine import Engine
from manimill.pairing import Pair, Pairing, Repair, Share, Verdict, repair_pairs, score_pairs
from manimill.progress import Progress
from manimill.recipe import Pairing as Settings
from manimill.records import Description, Origin, Sample
from manimill.render import Verdict as Rendered
from manimill.wording import Wording, own_wording

FEWEST = 25
"""Pairs of a source below which nothing is done about them: so few say too little about what is usual there."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a sample's own description fits its code.

    ``score`` is the probability that they belong together if half of the pairs did, ``probability`` the one that
    takes into account how many do in this source.
    """

    score: float
    probability: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class SourceFit:
    """The pairs of one source: how many, how many by verdict, and the share that is mismatched."""

    pairs: int
    counts: Mapping[Verdict, int]
    share: Share


@dataclass(frozen=True, slots=True)
class Fitted:
    """What each sample goes on with; ``dropped`` are those that the recipe leaves out for their mismatch.

    ``confidence`` is the probability that a description that was put back belongs there, by id.
    """

    wordings: Mapping[str, Wording]
    fits: Mapping[str, Fit] = field(default_factory=dict)
    sources: Mapping[str, SourceFit] = field(default_factory=dict)
    confidence: Mapping[str, float] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()


def fit_descriptions(
    samples: Sequence[Sample],
    renders: Mapping[str, Rendered],
    settings: Settings,
    engine: Engine,
    progress: Progress,
) -> Fitted:
    """Judge the pairs of every source, and do what the recipe says about those that do not fit.

    Sources are judged one by one, because it is within a source that pairs get scrambled. What was on screen, where a
    scene was rendered, counts as part of its code.
    """
    wordings = {s.id: own_wording(s) for s in samples}
    if not settings.enabled:
        return Fitted(wordings)
    by_source: dict[str, list[Sample]] = {}
    for sample in samples:
        if sample.description is not None:
            by_source.setdefault(sample.source, []).append(sample)
    if not by_source:
        return Fitted(wordings)
    described = sum(map(len, by_source.values()))
    progress.start("pair", described, "descriptions")
    fits: dict[str, Fit] = {}
    sources: dict[str, SourceFit] = {}
    confidence: dict[str, float] = {}
    for source, of_source in sorted(by_source.items()):
        pairs = [Pair(s.description or "", s.code, _on_screen(renders.get(s.id))) for s in of_source]
        judged = score_pairs(pairs, engine=engine)
        fits |= dict(_fits(of_source, judged))
        sources[source] = SourceFit(len(of_source), judged.counts(), judged.share)
        if len(of_source) >= FEWEST:
            changed, sure = _settled(of_source, judged, settings)
            wordings |= changed
            confidence |= sure
        progress.advance(len(of_source))
    dropped = _dropped(wordings, settings)
    done = [w.action for w in wordings.values()]
    progress.finish(
        f"{described} descriptions, {done.count('repaired')} put back, {done.count('released')} "
        f"{'dropped' if dropped else 'released'}"
    )
    return Fitted(wordings, fits, sources, confidence, dropped)


def _on_screen(verdict: Rendered | None) -> str | None:
    """The classes and texts of the objects of a scene that was rendered, each once."""
    if verdict is None or verdict.storyboard is None:
        return None
    objects = verdict.storyboard.get("objects", ())
    return " ".join(dict.fromkeys(str(o[key]) for o in objects for key in _SEEN if key in o))


_SEEN = ("class", "text", "tex")
"""What an object of a storyboard says of itself in words."""


def _fits(samples: Sequence[Sample], judged: Pairing) -> Iterator[tuple[str, Fit]]:
    for sample, score, probability, verdict in zip(
        samples, judged.scores.tolist(), judged.probabilities.tolist(), judged.verdicts, strict=True
    ):
        yield sample.id, Fit(round(score, 6), round(probability, 6), verdict)


def _settled(
    samples: Sequence[Sample], judged: Pairing, settings: Settings
) -> tuple[dict[str, Wording], dict[str, float]]:
    """The wordings that change, by id, and how sure those are that were put back."""
    changed: dict[str, Wording] = {}
    sure: dict[str, float] = {}
    if settings.repair and judged.counts()["mismatch"]:
        changed, sure = _repaired(samples, repair_pairs(judged))
    if settings.mismatched != "keep":
        for sample, verdict in zip(samples, judged.verdicts, strict=True):
            if verdict == "mismatch" and sample.id not in changed:
                changed[sample.id] = _released()
    return changed, sure


def _repaired(samples: Sequence[Sample], repair: Repair) -> tuple[dict[str, Wording], dict[str, float]]:
    """Descriptions put to the code they belong to; where one was taken from, it is no longer."""
    moved = [
        (samples[pair.code_index], samples[pair.description_index], pair.certainty)
        for pair in repair.asserted
        if pair.repaired and pair.code_index is not None and pair.description_index is not None
    ]
    changed = {giver.id: _released() for _, giver, _ in moved}
    for taker, giver, _ in moved:
        changed[taker.id] = Wording(giver.worded, "repaired", giver.id)
    return changed, {taker.id: round(certainty, 6) for taker, _, certainty in moved}


def _released() -> Wording:
    return Wording(Description(None, Origin.NONE), "released")


def _dropped(wordings: Mapping[str, Wording], settings: Settings) -> frozenset[str]:
    if settings.mismatched != "drop":
        return frozenset()
    return frozenset(sample for sample, wording in wordings.items() if wording.action == "released")


def pairing_statistics(fitted: Fitted, samples: Sequence[Sample]) -> dict[str, Any]:
    """By source: pairs by verdict, the share mismatched with its 95 % interval, and what was done about it."""
    done: dict[str, dict[str, int]] = {source: {} for source in fitted.sources}
    for sample in samples:
        wording = fitted.wordings.get(sample.id)
        if wording is not None and sample.source in done:
            counts = done[sample.source]
            counts[wording.action] = counts.get(wording.action, 0) + 1
    return {
        source: {
            "pairs": fit.pairs,
            **fit.counts,
            "mismatched_share": {
                "estimate": round(fit.share.estimate, 4),
                "low": round(fit.share.low, 4),
                "high": round(fit.share.high, 4),
            },
            "repaired": done[source].get("repaired", 0),
            "released": done[source].get("released", 0),
        }
        for source, fit in fitted.sources.items()
    }
