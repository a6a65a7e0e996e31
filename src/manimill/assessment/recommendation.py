"""Weigh what was found: include, convert or exclude, with reasons, and the catalog entry to paste."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from manimill.assessment.draft import draft
from manimill.assessment.sampling import failures
from manimill.assessment.wording import counted, listed
from manimill.records import NOASSERTION

if TYPE_CHECKING:
    from manimill.assessment.assessment import Assessment

Decision = Literal["include", "convert", "exclude"]

FEWEST_SCENES = 2
"""A source costs a curator's attention for as long as it exists; one scene is not worth it."""

ENOUGH_CE = 10
"""So many scenes for ManimCE make a source, whatever else it holds: a build repairs the others, or leaves them out.
Below it, they have to be half of what is usable."""

LEAST_RENDERED = 0.25
"""Of the sampled ManimCE scenes; with no more than that as they stand a source is one for repair, and with no more
than that once they are repaired it is none."""

MOST_OVERLAP = 0.8
"""Of the whole scenes; above it a source adds duplicates."""

LEAST_ENGLISH = 0.5
"""Of the letters on screen; descriptions are English, and so is what is asked of a model."""

FEWEST_LETTERS = 100
"""Before the language of a place says anything."""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """``reasons`` are sentences, what decided first; ``toml`` is empty where there are no scenes."""

    verdict: Decision
    reasons: tuple[str, ...]
    toml: str


def recommend(found: Assessment) -> Recommendation:
    """Weigh an assessment.

    Whatever speaks against a place excludes it. Else it is to be converted where too little is for ManimCE or too
    little of that runs, if repaired scenes do run where any were rendered, and included otherwise.
    """
    against, before = list(_against(found)), list(_before_use(found))
    verdict: Decision = "exclude" if against else "convert" if before else "include"
    reasons = (*against, *before, *_facts(found))
    toml = draft(found, verdict, reasons) if found.reading.scenes else ""
    return Recommendation(verdict, reasons, toml)


def _against(found: Assessment) -> Iterator[str]:
    """What excludes a place."""
    if found.licence.refused:
        yield f"Its authors refuse reuse: {found.licence.evidence}."
    if "-ND-" in found.licence.expression:
        yield f"Its licence {found.licence.expression} allows no derived works, which samples are."
    total, usable = len(found.reading.scenes), len(found.usable)
    if total == 0:
        yield "It holds no scenes."
    elif usable < FEWEST_SCENES:
        yield f"{usable} of its {total} scenes can be used, and {FEWEST_SCENES} would make a source."
    letters = sum(found.languages.values())
    english = found.languages.get("en", 0)
    if letters >= FEWEST_LETTERS and english / letters < LEAST_ENGLISH:
        others = listed(f"{code} {count}" for code, count in found.languages.items())
        yield f"The text on screen is mostly not English: {english} of {letters} letters ({others})."
    if found.overlap is not None and found.overlap["share"] > MOST_OVERLAP:
        yield (
            f"{found.overlap['scenes']} of its whole scenes ({found.overlap['share']:.0%}) are in "
            f"{found.overlap['build']} already."
        )
    yield from _beyond_repair(found)


def _beyond_repair(found: Assessment) -> Iterator[str]:
    """Where a place needs repair: that its scenes do not run repaired either."""
    needing = [
        one
        for one in found.sampled
        if one.judged_repaired and (one.scene.flavour.name in ("ce", "unknown")) == _has_enough_ce(found)
    ]
    rendered = sum(one.repaired.ok for one in needing)
    if any(_before_use(found)) and needing and rendered / len(needing) <= LEAST_RENDERED:
        yield (
            f"Only {rendered} of {len(needing)} sampled scenes that need repair render once they are repaired; "
            f"it takes more than {LEAST_RENDERED:.0%}."
        )


def _has_enough_ce(found: Assessment) -> bool:
    ce, usable = _ce_and_all(found)
    return ce >= ENOUGH_CE or ce * 2 >= usable


def _ce_and_all(found: Assessment) -> tuple[int, int]:
    """Usable scenes for ManimCE, and all; what names no Manim may well be ManimCE, and a build takes it for that."""
    flavours = Counter(scene.flavour.name for scene in found.usable)
    return flavours["ce"] + flavours["unknown"], len(found.usable)


def _before_use(found: Assessment) -> Iterator[str]:
    """What has to be done to a place before it can be trained on."""
    ce, all_of_them = _ce_and_all(found)
    if not _has_enough_ce(found):
        yield f"{all_of_them - ce} of {all_of_them} usable scenes are for another Manim than ManimCE."
    sampled = [one for one in found.sampled if one.judged and one.scene.flavour.name in ("ce", "unknown")]
    rendered = sum(one.verdict.ok for one in sampled)
    if sampled and rendered / len(sampled) <= LEAST_RENDERED:
        yield (
            f"Only {rendered} of {len(sampled)} sampled ManimCE scenes render as they stand; "
            f"it takes more than {LEAST_RENDERED:.0%}."
        )


def _facts(found: Assessment) -> Iterator[str]:
    """What else a curator should know, in the order of the questions."""
    yield from _facts_about_scenes(found)
    yield from _facts_about_renders(found)
    if found.licence.expression != NOASSERTION:
        yield f"The licence is {found.licence.expression}: {found.licence.evidence}."
    elif not found.licence.refused:
        yield 'No licence is stated, so only recipes with licences = "any" may use it.'
    if found.overlap is not None and 0 < found.overlap["share"] <= MOST_OVERLAP:
        yield f"{found.overlap['build']} has {counted(found.overlap['scenes'], 'whole scene')} of it already."
    if found.third_party:
        packages = listed((f"{name} ({count})" for name, count in found.third_party.items()), most=6)
        yield f"Besides Manim its scenes import {packages}."


def _facts_about_renders(found: Assessment) -> Iterator[str]:
    if found.sampled:
        rendered = sum(one.verdict.ok for one in found.sampled)
        failed = listed(
            f"{count} {name}" for name, count in failures(one.verdict for one in found.sampled).items()
        )
        yield f"{rendered} of {len(found.sampled)} sampled scenes render as they stand" + (
            f" ({failed})." if failed else "."
        )
        if any(one.repair.changed for one in found.sampled):
            repaired = sum(one.repaired.ok for one in found.sampled)
            still = listed(
                f"{count} {name}" for name, count in failures(one.repaired for one in found.sampled).items()
            )
            yield f"Repaired, {repaired} of them render" + (f" ({still})." if still else ".")
    unjudged = sum(not one.judged for one in found.sampled)
    if unjudged:
        yield f"Not judged, as TeX lacks something on this machine: {counted(unjudged, 'sampled scene')}."


def _facts_about_scenes(found: Assessment) -> Iterator[str]:
    if found.scenes:
        flavours = listed(f"{count} {name}" for name, count in found.by_flavour.items())
        yield (
            f"{counted(len(found.scenes), 'scene')} ({flavours}), of which {len(found.whole)} can be cut out whole "
            f"and {sum(scene.alone for scene in found.scenes)} stand alone in their file."
        )
    if found.in_documentation:
        whole = sum(scene.whole for scene in found.in_documentation)
        yield f"{counted(len(found.in_documentation), 'scene')} in texts and docstrings, {whole} of them whole."
    total, usable = len(found.reading.scenes), Counter(scene.flavour.name for scene in found.usable)
    if total:
        parts = listed(f"{count} {name}" for name, count in usable.most_common())
        yield f"{usable.total()} of {total} could become samples" + (f" ({parts})." if parts else ".")
    lacking = sum(bool(scene.assets.missing) for scene in found.reading.scenes)
    if lacking:
        yield f"Files that are not there are asked for by {counted(lacking, 'scene')}."
    narrated = sum(scene.narrated for scene in found.reading.scenes)
    if narrated:
        words = sum(scene.narration_words for scene in found.reading.scenes)
        yield f"Narration: {words} words in {counted(narrated, 'scene')}."
