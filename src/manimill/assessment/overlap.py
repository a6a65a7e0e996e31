"""How many scenes of a place a dataset has already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from manimill.code.canonical import canonical_code
from manimill.code.parse import SyntaxProblem, parse
from manimill.result import BuildResult


@dataclass(frozen=True, slots=True)
class KnownScenes:
    """The scenes of a finished build: the source of each by its canonical form."""

    build: Path
    sources: dict[str, str] = field(repr=False)

    @classmethod
    def of_build(cls, build: Path) -> KnownScenes:
        """All samples that went into a build, also those it did not keep.

        Raises:
            OutputError: there is no finished build in the folder.
        """
        samples = BuildResult.load(build).tables["samples"]
        known: dict[str, str] = {}
        for code, source in zip(samples["code"], samples["source"], strict=True):
            known.setdefault(_form(code), source)
        return cls(build, known)

    def overlap(self, codes: Iterable[str]) -> dict[str, Any]:
        """Of scenes given as modules, those that the build has: the same but for names, comments and layout."""
        forms = [_form(code) for code in codes]
        found = [self.sources[form] for form in forms if form in self.sources]
        return {
            "build": str(self.build),
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
