"""Weigh what was found: include, convert or exclude, with reasons, and the catalog entry to paste."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from manimill.records import NOASSERTION

if TYPE_CHECKING:
    from manimill.assessment.flow import Assessment

_FEWEST_SCENES = 2
"""A source costs a curator's attention for as long as it exists; one scene is not worth it."""

_LEAST_RENDERED = 0.25
"""Of the sampled ManimCE scenes; below it a source is one for repair before it is one for training."""

_MOST_OVERLAP = 0.8
_LEAST_ENGLISH = 0.5


@dataclass(frozen=True, slots=True)
class Recommendation:
    """``toml`` is a catalog entry as far as it can be told; empty where there is nothing to include."""

    verdict: Literal["include", "convert", "exclude"]
    reasons: tuple[str, ...]
    toml: str


def recommend(found: Assessment) -> Recommendation:
    """Weigh an assessment; the first thing that speaks against a place decides, and all are said."""
    against = tuple(_against(found))
    ce = sum(one.flavour.name == "ce" for one in found.whole)
    old = sum(one.flavour.name in ("gl", "legacy") for one in found.whole)
    said = (*_in_favour(found, ce, old), *against)
    if against:
        verdict: Literal["include", "convert", "exclude"] = "exclude"
    elif old > ce or not _renders(found):
        verdict = "convert"
    else:
        verdict = "include"
    toml = _entry(found, verdict, said) if found.scenes or found.in_documentation else ""
    return Recommendation(verdict, said, toml)


def _against(found: Assessment) -> list[str]:
    reasons = []
    count = len(found.scenes) + len(found.in_documentation)
    usable = len(found.whole) + sum(one.cut.whole for one in found.in_documentation)
    if found.licence.refused:
        reasons.append(f"its authors refuse reuse: {found.licence.evidence}")
    if count == 0:
        reasons.append("it holds no scenes")
    elif usable < _FEWEST_SCENES:
        reasons.append(f"{usable} of its {count} scenes can be cut out whole")
    letters = sum(found.languages.values())
    if letters and found.languages.get("en", 0) / letters < _LEAST_ENGLISH:
        main = next(iter(found.languages))
        reasons.append(
            f"the text on screen is mostly not English ({main}: {found.languages[main]} of {letters} letters)"
        )
    if found.overlap is not None and found.overlap["share"] >= _MOST_OVERLAP:
        reasons.append(f"{found.overlap['scenes']} of its scenes are in {found.overlap['build']} already")
    return reasons


def _renders(found: Assessment) -> bool:
    return not found.sampled or found.rendered / found.sampled >= _LEAST_RENDERED


def _in_favour(found: Assessment, ce: int, old: int) -> list[str]:
    reasons = []
    if found.scenes:
        flavours = ", ".join(f"{count} {name}" for name, count in found.by_flavour.items())
        reasons.append(
            f"{len(found.scenes)} scenes ({flavours}), {len(found.whole)} of them can be cut out whole"
        )
    if found.in_documentation:
        whole = sum(one.cut.whole for one in found.in_documentation)
        reasons.append(f"{len(found.in_documentation)} scenes in texts, {whole} of them whole")
    if old > ce:
        reasons.append(
            "most of them are for another Manim than ManimCE, so they count once they are converted"
        )
    if found.sampled:
        failed = ", ".join(f"{count} {name}" for name, count in found.failures.items())
        reasons.append(
            f"{found.rendered} of {found.sampled} render as they stand" + (f" ({failed})" if failed else "")
        )
    if found.licence.expression == NOASSERTION and not found.licence.refused:
        reasons.append("no licence is stated")
    elif found.licence.expression != NOASSERTION:
        reasons.append(f"licence {found.licence.expression} ({found.licence.evidence})")
    if found.third_party:
        packages = ", ".join(f"{name} ({count})" for name, count in list(found.third_party.items())[:6])
        reasons.append(f"packages besides ManimCE: {packages}")
    return reasons


def _entry(found: Assessment, verdict: str, reasons: tuple[str, ...]) -> str:
    """A catalog file for the place, which `Catalog.load` takes as it is."""
    repository = found.target.repository or "OWNER/NAME"
    name = re.sub(r"[^a-z0-9]+", "_", found.target.name.lower()).strip("_") or "source"
    name = name if name[0].isalpha() else f"source_{name}"
    flavours = [flavour for flavour in found.by_flavour if flavour in ("ce", "gl", "legacy")] or ["ce"]
    refused = found.licence.refused
    written = {"include": "include", "convert": "convert"}.get(
        verdict, "refused" if refused else "not_included"
    )
    globs = ["**/*.py"] + (
        ["**/*.ipynb"] if any(one.scene.kind == "notebook" for one in found.scenes) else []
    )
    globs += ["**/*.md", "**/*.rst"] if found.in_documentation else []
    lines = [
        f"name = {_quoted(name)}",
        f"title = {_quoted(found.target.name)}",
        'kind = "git"',
        f"url = {_quoted(f'https://github.com/{repository}')}",
        f"verdict = {_quoted(written)}",
        f"reason = {_quoted(reasons[-1][:1].upper() + reasons[-1][1:] + '.')}",
        f"evidence = [{', '.join(_quoted(reason[:1].upper() + reason[1:] + '.') for reason in reasons)}]",
        f"licence = {_quoted(found.licence.expression)}",
        f"priority = {60}",
        f"flavours = [{', '.join(_quoted(flavour) for flavour in flavours)}]",
        "",
        "[revision]",
        'policy = "latest"',
        "",
        "[[repositories]]",
        f"repository = {_quoted(repository)}",
        f"include = [{', '.join(_quoted(glob) for glob in globs)}]",
        "",
        "[expected]",
        f"scenes = {len(found.scenes)}",
        *(f"{flavour} = {count}" for flavour, count in found.by_flavour.items() if flavour != "unknown"),
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # JSON's escapes are among those of TOML's basic strings.
    return json.dumps(text, ensure_ascii=False)
