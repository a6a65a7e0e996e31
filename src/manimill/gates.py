"""The gates between a sample and the dataset, in the order the data walks: the first that is closed is the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from manimill.asset_policy import Furnished
from manimill.code.analysis import Analysis
from manimill.describing import Descriptions
from manimill.duplicates import Decision
from manimill.export import fits_fence
from manimill.pairs import Fitted
from manimill.quality import Judgement
from manimill.recipe import GATES_ON_DESCRIPTIONS, Recipe
from manimill.records import Description, Sample
from manimill.release import KEPT, Release, held_back, licence_allows
from manimill.render import Verdict
from manimill.repairs import Repaired, barred


@dataclass(frozen=True, slots=True)
class Findings:
    """What the stages found out about samples, by id; a sample that a stage did not see is missing there."""

    furnished: Furnished
    repaired: Repaired
    analyses: Mapping[str, Analysis]
    renders: Mapping[str, Verdict]
    fitted: Fitted
    quality: Mapping[str, Judgement]
    decisions: Mapping[str, Decision]
    descriptions: Mapping[str, Description]
    asked: Descriptions = field(default_factory=Descriptions)


def permitted(
    sample: Sample, furnished: Furnished, repaired: Repaired, analysis: Analysis, recipe: Recipe
) -> bool:
    """Whether licence, files and repair let a sample take part at all; one that is barred keeps no other one out."""
    return (
        licence_allows(sample.provenance.licence, recipe.licences)
        and sample.id not in furnished.held
        and barred(sample, repaired, analysis, recipe) is None
    )


def competes(sample: str, fitted: Fitted, quality: Mapping[str, Judgement], recipe: Recipe) -> bool:
    """Whether a sample may keep its duplicates out: not if it is left out for its description or its quality."""
    return sample not in fitted.dropped and not (recipe.quality.mode == "enforce" and quality[sample].closed)


def release_of(sample: Sample, findings: Findings, recipe: Recipe) -> Release:
    """Whether a sample is exported, and if not, the gate that closed first."""
    return next(_closed(sample, findings, recipe), KEPT)


def lacks_description_only(sample: Sample, findings: Findings, recipe: Recipe) -> bool:
    """Whether a sample is exported, or would be with a better description."""
    return all(
        closed.gate == "description" or (closed.gate == "quality" and closed.reason in GATES_ON_DESCRIPTIONS)
        for closed in _closed(sample, findings, recipe)
    )


def _closed(sample: Sample, found: Findings, recipe: Recipe) -> Iterator[Release]:
    if sample.id in found.furnished.held:
        yield found.furnished.held[sample.id]
    if not licence_allows(sample.provenance.licence, recipe.licences):
        yield held_back("licence", "licence_policy", sample.provenance.licence)
    closed = barred(sample, found.repaired, found.analyses[sample.id], recipe)
    if closed is not None:
        yield closed
    decision = found.decisions.get(sample.id)
    if decision is not None and not decision.kept:
        yield held_back("duplicates", decision.rule or "duplicate", decision.matched_id)
    problem = found.analyses[sample.id].problem
    if problem is not None:
        yield held_back("code", "syntax_error", problem)
    if sample.scene is None:
        yield held_back("code", "no_scene", "no class in the code leads to a Scene")
    verdict = found.renders.get(sample.id)
    if verdict is not None and not verdict.ok:
        yield held_back("render", str(verdict.verdict), verdict.error)
    if sample.id in found.fitted.dropped:
        yield held_back("pairing", "mismatch", f"probability {found.fitted.fits[sample.id].probability:.4f}")
    if recipe.quality.mode == "enforce":
        for finding in found.quality[sample.id].closed if sample.id in found.quality else ():
            limit = f" ({finding.threshold})" if finding.threshold else ""
            yield held_back("quality", finding.gate, f"{finding.evidence}{limit}")
    if not fits_fence(sample.code):
        yield held_back("export", "fence_in_code", "a line of the code begins with three backquotes")
    description = found.descriptions.get(sample.id)
    if description is None or description.text is None:
        yield held_back("description", "no_description", "nothing could be derived from the code")
