"""How many scenes of a place a dataset has already."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from manimill.code.canonical import canonical_code
from manimill.code.parse import SyntaxProblem, parse
from manimill.result import BuildResult


def overlap_with(build: Path, codes: Iterable[str]) -> dict[str, Any]:
    """Of scenes given as modules, those whose canonical form a finished build holds, and in which sources.

    Raises:
        OutputError: there is no finished build in the folder.
    """
    samples = BuildResult.load(build).tables["samples"]
    known: dict[str, str] = {}
    for code, source in zip(samples["code"], samples["source"], strict=True):
        known.setdefault(_form(code), source)
    forms = [_form(code) for code in codes]
    found = [known[form] for form in forms if form in known]
    return {
        "build": str(build),
        "scenes": len(found),
        "share": round(len(found) / len(forms), 4) if forms else 0.0,
        "sources": sorted(set(found)),
    }


def _form(code: str) -> str:
    tree = parse(code)
    if isinstance(tree, SyntaxProblem):
        return code
    try:
        return canonical_code(tree)
    except RecursionError:
        return code
