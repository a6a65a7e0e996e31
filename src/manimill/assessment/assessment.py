"""What was found out about a place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from manimill.assessment.assets import missing_files, present_files
from manimill.assessment.licences import LicenceFound
from manimill.assessment.reading import Reading
from manimill.assessment.recommendation import Recommendation, recommend
from manimill.assessment.sampling import Sampled, failures
from manimill.assessment.scene import AssessedScene
from manimill.assessment.targets import Target


@dataclass(frozen=True)
class Assessment:
    """The evidence about a place; `to_json` has it all in plain values.

    ``languages`` are letters of text on screen by language code, ``overlap`` what a build has already, None where
    none was given. ``sampled`` are the scenes that were rendered.
    """

    target: Target
    reading: Reading
    licence: LicenceFound
    languages: dict[str, int]
    overlap: dict[str, Any] | None
    sampled: tuple[Sampled, ...]

    @property
    def scenes(self) -> list[AssessedScene]:
        """Classes with a ``construct`` of their own in Python files and notebooks."""
        return [scene for scene in self.reading.scenes if not scene.in_documentation]

    @property
    def in_documentation(self) -> list[AssessedScene]:
        """Scenes in texts and docstrings."""
        return [scene for scene in self.reading.scenes if scene.in_documentation]

    @property
    def whole(self) -> list[AssessedScene]:
        """Scenes of code that could be cut out whole."""
        return [scene for scene in self.scenes if scene.whole]

    @property
    def usable(self) -> list[AssessedScene]:
        """All scenes, those of documentation too, that lack nothing and are no mere bases of others."""
        return [scene for scene in self.reading.scenes if scene.usable]

    @property
    def by_flavour(self) -> dict[str, int]:
        """Scenes by the Manim they are for, the most frequent first."""
        return by_flavour(self.scenes)

    @property
    def third_party(self) -> dict[str, int]:
        """Packages besides Manim, and how many whole scenes need each."""
        counts = Counter(
            package for scene in self.reading.scenes if scene.whole for package in scene.packages
        )
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    @property
    def recommendation(self) -> Recommendation:
        """What all of it speaks for."""
        return recommend(self)

    def to_json(self) -> dict[str, Any]:
        """One dictionary of plain values."""
        return self._of_scenes() | self._of_needs() | self._of_sample() | self._of_weighing()

    def _of_scenes(self) -> dict[str, Any]:
        whole = len(self.whole)
        return {
            "target": self.target.url,
            "revision": self.target.revision,
            "within": self.target.within or None,
            "scenes": len(self.scenes),
            "by_flavour": self.by_flavour,
            "files": files_of(self.reading.scenes),
            "whole": whole,
            "not_whole": len(self.scenes) - whole,
            "why_not_whole": why_not_whole(self.reading.scenes),
            "self_contained": sum(scene.alone for scene in self.scenes),
            "in_documentation": len(self.in_documentation),
            "whole_in_documentation": sum(scene.whole for scene in self.in_documentation),
            "without_own_construct": self.reading.inherited,
            "without_base": len(self.reading.strays),
            "why_without_base": why_not_whole(self.reading.strays),
            "templates": self.reading.templates,
            "unread": [
                {"path": u.path, "line": u.line, "reason": u.reason, "detail": u.detail}
                for u in self.reading.unread
            ],
        }

    def _of_needs(self) -> dict[str, Any]:
        present, missing = present_files(self.reading.scenes), missing_files(self.reading.scenes)
        return {
            "assets_present": len(present),
            "assets_missing": len(missing),
            "present_files": present,
            "missing_files": missing,
            "usable": len(self.usable),
            "narrated": sum(scene.narrated for scene in self.reading.scenes),
            "narration_words": sum(scene.narration_words for scene in self.reading.scenes),
            "third_party": self.third_party,
            "languages": self.languages,
            "licence": self.licence.expression,
            "licence_evidence": self.licence.evidence,
            "overlap": self.overlap,
        }

    def _of_sample(self) -> dict[str, Any]:
        rendered = sum(one.verdict.ok for one in self.sampled)
        repaired = sum(one.repaired.ok for one in self.sampled)
        return {
            "sampled": len(self.sampled),
            "rendered": rendered if self.sampled else None,
            "rendered_after_repair": repaired if self.sampled else None,
            "failures": failures(one.verdict for one in self.sampled),
            "failures_after_repair": failures(one.repaired for one in self.sampled),
            "sample": [one.to_json() for one in self.sampled],
        }

    def _of_weighing(self) -> dict[str, Any]:
        recommendation = self.recommendation
        return {
            "recommendation": recommendation.verdict,
            "reasons": list(recommendation.reasons),
            "toml": recommendation.toml,
            "found": [scene.to_json() for scene in self.reading.scenes],
        }


def by_flavour(scenes: Iterable[AssessedScene]) -> dict[str, int]:
    """How many scenes are for which Manim, the most frequent first."""
    return dict(Counter(scene.flavour.name for scene in scenes).most_common())


def files_of(scenes: Iterable[AssessedScene]) -> dict[str, dict[str, Any]]:
    """By path: how many scenes, of which flavours, how many whole, and for each flavour what told it."""
    by_path: dict[str, list[AssessedScene]] = {}
    for scene in scenes:
        by_path.setdefault(scene.path, []).append(scene)
    return {
        path: {
            "scenes": len(found),
            "flavour": by_flavour(found),
            "whole": sum(scene.whole for scene in found),
            "evidence": _evidence(found),
        }
        for path, found in by_path.items()
    }


_MOST_EVIDENCE = 3


def _evidence(scenes: Iterable[AssessedScene]) -> dict[str, list[str]]:
    """For each flavour what told that of its first scene, imports before names."""
    evidence: dict[str, list[str]] = {}
    for scene in scenes:
        if not evidence.get(scene.flavour.name):
            told = sorted(scene.flavour.evidence, key=lambda said: "import " not in said)
            evidence[scene.flavour.name] = told[:_MOST_EVIDENCE]
    return evidence


def why_not_whole(scenes: Iterable[AssessedScene]) -> list[dict[str, Any]]:
    """What keeps scenes from being whole, the most frequent first; the first lack of each scene counts."""
    counts: Counter[str] = Counter()
    example: dict[str, str] = {}
    for scene in scenes:
        if scene.lacks:
            lack = scene.lacks[0]
            counts[lack.name] += 1
            example.setdefault(lack.name, lack.where)
    return [{"name": name, "scenes": count, "where": example[name]} for name, count in counts.most_common()]
