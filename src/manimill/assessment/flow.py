"""The flow: find the scenes, cut them out, look at what they need, render some, weigh it all."""

from __future__ import annotations

import ast
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from manimill.assessment.languages import languages, texts_on_screen
from manimill.assessment.licences import LicenceFound, licence_of
from manimill.assessment.overlap import overlap_with
from manimill.assessment.recommendation import Recommendation, recommend
from manimill.assessment.targets import Target
from manimill.code.flavour import Flavour, flavour
from manimill.code.imports import third_party
from manimill.code.parse import collector_paused, parse
from manimill.engine import Engine, LocalEngine
from manimill.progress import Progress, Silent
from manimill.render import RenderJob, RenderSettings, render_all
from manimill.scenes.repository import Repository, RepositoryScene, Unread
from manimill.scenes.slicing import Slice
from manimill.workspace import Cache, cache_folder

_OWN_COPIES = ("manimlib/**", "**/manimlib/**", "**/site-packages/**", "**/.venv/**", "**/venv/**")
"""Copies of libraries, which are no source of scenes."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """A scene, the module it was cut out as, and which Manim it is for."""

    scene: RepositoryScene
    cut: Slice
    flavour: Flavour


@dataclass(frozen=True, slots=True)
class Assessment:
    """What was found out about a place; `to_json` has it all in plain values.

    ``scenes`` counts classes with a ``construct`` of their own in Python files and notebooks, ``in_documentation``
    those in texts. ``whole`` and ``not_whole`` add up to ``scenes``.
    """

    target: Target
    scenes: tuple[Assessed, ...]
    in_documentation: tuple[Assessed, ...]
    inherited: int
    templates: int
    unread: tuple[Unread, ...]
    licence: LicenceFound
    languages: dict[str, int]
    overlap: dict[str, Any] | None
    sampled: int
    rendered: int
    failures: dict[str, int]
    recommendation: Recommendation = field(default_factory=lambda: Recommendation("exclude", (), ""))

    @property
    def whole(self) -> list[Assessed]:
        """The scenes that could be cut out whole."""
        return [one for one in self.scenes if one.cut.whole]

    @property
    def by_flavour(self) -> dict[str, int]:
        """Scenes by the Manim they are for, the most frequent first."""
        return dict(Counter(one.flavour.name for one in self.scenes).most_common())

    @property
    def third_party(self) -> dict[str, int]:
        """Packages besides ManimCE, and how many whole scenes need each."""
        counts: Counter[str] = Counter()
        for one in self.whole:
            counts.update(_packages(one.cut.code))
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def to_json(self) -> dict[str, Any]:
        """One dictionary of plain values."""
        whole = len(self.whole)
        return {
            "target": self.target.url,
            "revision": self.target.revision,
            "scenes": len(self.scenes),
            "by_flavour": self.by_flavour,
            "files": _files(self.scenes),
            "whole": whole,
            "not_whole": len(self.scenes) - whole,
            "why_not_whole": _missing(self.scenes),
            "self_contained": sum(_stands_alone(one) for one in self.scenes),
            "in_documentation": len(self.in_documentation),
            "without_own_construct": self.inherited,
            "templates": self.templates,
            "unread": [
                {"path": u.path, "line": u.line, "reason": u.reason, "detail": u.detail} for u in self.unread
            ],
            "assets_present": None,
            "assets_missing": None,
            "third_party": self.third_party,
            "languages": self.languages,
            "licence": self.licence.expression,
            "licence_evidence": self.licence.evidence,
            "overlap": self.overlap,
            "sampled": self.sampled,
            "rendered": self.rendered if self.sampled else None,
            "rendered_after_repair": None,
            "failures": self.failures,
            "recommendation": self.recommendation.verdict,
            "reasons": list(self.recommendation.reasons),
            "toml": self.recommendation.toml,
        }


def assess(
    target: Target,
    *,
    sample: int = 20,
    seed: int = 0,
    against: Path | None = None,
    settings: RenderSettings | None = None,
    engine: Engine | None = None,
    progress: Progress | None = None,
) -> Assessment:
    """Look at a place: nothing of it runs outside the sandbox.

    ``sample`` whole scenes drawn with ``seed`` are rendered, 0 for none. ``against`` is a finished build that the
    scenes are compared with.

    Raises:
        OutputError: ``against`` holds no finished build.
        EnvironmentFailure: scenes cannot be rendered here.
    """
    progress = progress or Silent()
    repository = Repository(target.tree, exclude=_OWN_COPIES)
    assessed, inherited, templates = _read(repository, progress)
    code = tuple(one for one in assessed if not one.scene.in_text)
    whole = [one for one in assessed if one.cut.whole]
    drawn = _drawn(whole, sample, seed)
    verdicts = _render(drawn, settings or RenderSettings(), engine, progress)
    found = Assessment(
        target=target,
        scenes=code,
        in_documentation=tuple(one for one in assessed if one.scene.in_text),
        inherited=inherited,
        templates=templates,
        unread=tuple(repository.unread),
        licence=licence_of(target.tree),
        languages=_languages(whole),
        overlap=overlap_with(against, (one.cut.code for one in whole)) if against is not None else None,
        sampled=len(drawn),
        rendered=sum(verdict == "ok" for verdict in verdicts),
        failures=dict(Counter(verdict for verdict in verdicts if verdict != "ok").most_common()),
    )
    return _weighed(found)


@collector_paused()
def _read(repository: Repository, progress: Progress) -> tuple[list[Assessed], int, int]:
    progress.start("read", None, "files")
    scenes = repository.scenes()
    progress.finish(f"{len(scenes)} scene classes, {len(repository.unread)} files not read")
    own = [scene for scene in scenes if scene.scene.own_construct]
    progress.start("cut", len(own), "scenes")
    assessed: list[Assessed] = []
    for scene in own:
        cut = scene.cut()
        assessed.append(Assessed(scene, cut, _flavour(scene, cut)))
        progress.advance()
    progress.finish(f"{sum(one.cut.whole for one in assessed)} of {len(own)} whole")
    return assessed, len(scenes) - len(own), sum(scene.template for scene in scenes)


def _flavour(scene: RepositoryScene, cut: Slice) -> Flavour:
    """By what was cut out, else by the module it stands in, else by the class it builds on."""
    tree = parse(cut.code) if cut.code else scene.module.tree
    found = flavour(tree if isinstance(tree, ast.Module) else scene.module.tree)
    if found.name != "unknown":
        return found
    package = scene.scene.root.partition(".")[0]
    name = {"manim": "ce", "manimlib": "gl", "manimgl": "gl", "big_ol_pile_of_manim_imports": "legacy"}.get(
        package
    )
    return Flavour(name, (f"builds on {scene.scene.root}",)) if name else found


def _drawn(whole: Sequence[Assessed], sample: int, seed: int) -> list[Assessed]:
    ordered = sorted(whole, key=lambda one: (one.scene.path, one.scene.cell or 0, one.scene.line))
    return random.Random(seed).sample(ordered, min(sample, len(ordered)))


def _render(
    drawn: Sequence[Assessed], settings: RenderSettings, engine: Engine | None, progress: Progress
) -> list[str]:
    if not drawn:
        return []
    jobs = [RenderJob(one.cut.code, one.scene.name) for one in drawn]
    progress.start("render", len(jobs), "scenes")
    with Cache(cache_folder() / "render.sqlite") as cache:
        verdicts = render_all(jobs, settings, engine or LocalEngine(), cache, progress)
    progress.finish(f"{sum(verdict.ok for verdict in verdicts)} of {len(jobs)} ran to their end")
    return [str(verdict.verdict) for verdict in verdicts]


def _languages(whole: Sequence[Assessed]) -> dict[str, int]:
    texts: list[str] = []
    for one in whole:
        tree = parse(one.cut.code)
        if isinstance(tree, ast.Module):
            texts += texts_on_screen(tree)
    return languages(texts)


def _packages(code: str) -> tuple[str, ...]:
    tree = parse(code)
    known = {"manimlib", "manimgl", "big_ol_pile_of_manim_imports"}
    return tuple(n for n in third_party(tree) if n not in known) if isinstance(tree, ast.Module) else ()


def _stands_alone(one: Assessed) -> bool:
    """Whether the file as it stands would do: nothing comes from other files of the place."""
    return one.cut.whole and {path for path, _, _ in one.cut.origins} <= {one.scene.module.path}


def _files(scenes: Sequence[Assessed]) -> dict[str, dict[str, Any]]:
    """By path: scenes, flavours and the evidence for the first of them."""
    files: dict[str, dict[str, Any]] = {}
    for one in scenes:
        entry = files.setdefault(one.scene.path, {"scenes": 0, "flavour": {}, "evidence": []})
        entry["scenes"] += 1
        entry["flavour"][one.flavour.name] = entry["flavour"].get(one.flavour.name, 0) + 1
        entry["evidence"] = entry["evidence"] or list(one.flavour.evidence[:3])
    return files


def _missing(scenes: Sequence[Assessed]) -> list[dict[str, Any]]:
    """What keeps scenes from being whole, the most frequent first."""
    counts: Counter[str] = Counter()
    example: dict[str, str] = {}
    for one in scenes:
        if not one.cut.whole:
            first = one.cut.lost[0].name if one.cut.lost else one.cut.problems[0]
            counts[first] += 1
            example.setdefault(first, str(one.cut.lost[0]) if one.cut.lost else one.cut.problems[0])
    return [{"name": name, "scenes": count, "where": example[name]} for name, count in counts.most_common()]


def _weighed(found: Assessment) -> Assessment:
    from dataclasses import replace

    return replace(found, recommendation=recommend(found))
