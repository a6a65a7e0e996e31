"""The repair of a build's samples: each distinct code once, remembered from build to build."""

from __future__ import annotations

import base64
import hashlib
import importlib.metadata
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from manimill import code as code_room
from manimill import repair as repair_room
from manimill.code.analysis import Analysis
from manimill.engine import Engine, function_task
from manimill.environments import MAIN, definitions
from manimill.progress import Progress
from manimill.recipe import Recipe
from manimill.records import Sample
from manimill.release import Release, held_back
from manimill.render import Verdict
from manimill.repair import Change, Outside, Repair, Seen, Unresolved, fidelity, repair_safely
from manimill.workspace import Cache, cache_folder

_CHUNK = 50
_OLD = ("gl", "legacy")
_ONE_COLOUR = 12
"""Of 255: lossy pictures of one colour differ by less."""

_Item = tuple[str, str, str | None, bool]
"""Code, the scene in it, what it is written for where its source knows, and whether it has files beside it."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """Samples as they go on, with the ids they had; ``repairs`` is what became of each, empty where none was wanted.

    ``found`` is the code of those that have changed as it was found.
    """

    samples: tuple[Sample, ...]
    repairs: Mapping[str, Repair] = field(default_factory=dict)
    found: Mapping[str, str] = field(default_factory=dict)

    def as_found(self) -> Iterator[Sample]:
        """The samples with the code they were found with."""
        for sample in self.samples:
            yield replace(sample, code=self.found[sample.id]) if sample.id in self.found else sample


def repair_samples(samples: Sequence[Sample], recipe: Recipe, engine: Engine, progress: Progress) -> Repaired:
    """Bring the code of samples to today's ManimCE, as far as rules go; what cannot be rewritten goes on as it is."""
    if not recipe.repair.enabled:
        return Repaired(tuple(samples))
    mine = (s for s in samples if not _is_of_its_own(s))
    items = {s.id: (s.code, s.scene or "", written_for(s), bool(s.assets)) for s in mine}
    done = _repaired(sorted(set(items.values()), key=str), engine, progress)
    repairs = {name: done[item] for name, item in items.items()}
    changed = {s.id for s in samples if s.id in repairs and repairs[s.id].changed}
    return Repaired(
        tuple(replace(s, code=repairs[s.id].code) if s.id in changed else s for s in samples),
        repairs,
        {s.id: s.code for s in samples if s.id in changed},
    )


def written_for(sample: Sample) -> str | None:
    """The Manim that a sample's source says it is written for; None where it says nothing."""
    said = sample.metadata.get("flavour")
    return str(said) if said in (*_OLD, "ce") else None


def barred(sample: Sample, repaired: Repaired, analysis: Analysis, recipe: Recipe) -> Release | None:
    """Whether what was, or was not, done to a sample's code keeps it out."""
    done = repaired.repairs.get(sample.id)
    if done is not None and done.tier is not None and str(done.tier) not in recipe.repair.tiers:
        return held_back("repair", f"tier_{done.tier}", ", ".join(done.rules))
    # What repair has had in hand is judged by rendering, where there is any.
    if recipe.repair.enabled and recipe.render.enabled:
        return None
    kind = analysis.flavour
    name = kind.name if kind is not None else "unknown"
    if name not in _OLD and not recipe.repair.enabled:
        name = written_for(sample) or name
    if name in _OLD:
        return held_back("flavour", f"flavour_{name}", "; ".join(kind.evidence[:3]) if kind else None)
    return None


def repair_rows(repaired: Repaired, renders: Mapping[str, Verdict]) -> Iterator[dict[str, Any]]:
    """Rows of the ``repair`` table: what was done, what was left, and what is other than before."""
    for sample, done in repaired.repairs.items():
        before = repaired.found.get(sample)
        findings = fidelity(before, done.code, _seen(renders.get(sample))) if before is not None else ()
        yield {
            "id": sample,
            "flavour": done.flavour,
            "changed": done.changed,
            "tier": str(done.tier) if done.tier else None,
            "rules": [
                {"id": c.rule, "line": c.line, "confidence": str(c.confidence), "shim": c.shim}
                for c in done.changes
            ],
            "unresolved": [{"name": u.name, "line": u.line, "reason": u.reason} for u in done.unresolved],
            "findings": [one._asdict() for one in findings],
            "code": done.code if done.changed else None,
        }


def _seen(verdict: Verdict | None) -> Seen | None:
    if verdict is None or not verdict.ok:
        return None
    pictures = verdict.pictures or {}
    last = next((frame for frame in pictures.get("frames", ()) if "last" in frame["which"]), None)
    return Seen(verdict.still, pictures.get("moved"), _is_blank(last) if last else None)


def _is_blank(frame: Mapping[str, Any]) -> bool:
    """Whether a small picture shows one colour only, to the accuracy with which it was kept."""
    from PIL import Image

    content = base64.b64decode(frame.get("webp") or frame["png"])
    with Image.open(io.BytesIO(content)) as picture:
        extremes: Any = picture.convert("RGB").getextrema()
    return all(high - low < _ONE_COLOUR for low, high in extremes)


def _is_of_its_own(sample: Sample) -> bool:
    """Whether a sample runs on another ManimCE than today's, which its code is right for as it is."""
    if sample.environment == MAIN:
        return False
    definition = definitions().get(sample.environment)
    pinned = [p for p in definition.requirements if p.startswith("manim==")] if definition else []
    return pinned != [f"manim=={importlib.metadata.version('manim')}"]


def _repaired(items: Sequence[_Item], engine: Engine, progress: Progress) -> dict[_Item, Repair]:
    progress.start("repair", len(items), "codes")
    with Cache(cache_folder() / "repair.sqlite") as cache:
        keys = {item: _key(item) for item in items}
        known = cache.get_many(keys.values())
        done = {item: _remembered(item, known[key]) for item, key in keys.items() if key in known}
        progress.advance(len(done))
        todo = [item for item in items if item not in done]
        for index, found in engine.map(function_task(_repair_one), todo, chunk=_CHUNK):
            done[todo[index]] = found
            cache.put(keys[todo[index]], _to_json(found))
            progress.advance()
    changed = sum(one.changed for one in done.values())
    old = sum(one.flavour in _OLD for one in done.values())
    progress.finish(f"{changed} of {len(items)} distinct codes rewritten, {old} are for another Manim")
    return done


def _repair_one(item: _Item) -> Repair:
    code, scene, flavour, files = item
    return repair_safely(code, scene=scene or None, flavour=flavour, outside=Outside(files=files))


def _key(item: _Item) -> str:
    code, scene, flavour, files = item
    text = "\0".join((_rules_digest(), scene, flavour or "", "files" if files else "", code))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _rules_digest() -> str:
    """What a repair depends on besides the code: the text of the rooms that have a say in it, and libcst."""
    digest = hashlib.sha256(importlib.metadata.version("libcst").encode())
    scenes = Path(code_room.__path__[0]).parent / "scenes" / "slicing"
    for folder in (Path(repair_room.__path__[0]), Path(code_room.__path__[0]), scenes):
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".toml", ".json"):
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _to_json(done: Repair) -> dict[str, Any]:
    return {
        "code": done.code if done.changed else None,
        "flavour": done.flavour,
        "changes": [[c.rule, c.line, str(c.confidence), c.shim] for c in done.changes],
        "unresolved": [[u.name, u.line, u.reason] for u in done.unresolved],
    }


def _remembered(item: _Item, value: Mapping[str, Any]) -> Repair:
    code = value["code"]
    return Repair(
        item[0] if code is None else code,
        value["flavour"],
        tuple(Change(*one) for one in value["changes"]),
        tuple(Unresolved(*one) for one in value["unresolved"]),
    )
