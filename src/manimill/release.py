"""Which samples are exported. Every gate has a name; the first one that closes is the reason given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from manimill.records import NOASSERTION

LicencePolicy = Literal["any", "stated", "permissive"]

PERMISSIVE = frozenset(
    {"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC-BY-4.0", "CC0-1.0", "ISC", "MIT"}
    | {"MIT-0", "PSF-2.0", "Python-2.0", "Unlicense", "Zlib"}
)
"""SPDX licences that allow redistribution and commercial use with no more than attribution."""


@dataclass(frozen=True, slots=True)
class Release:
    """Whether a sample is exported; if not, the gate that closed first and what it saw."""

    kept: bool
    gate: str | None = None
    reason: str | None = None
    evidence: str | None = None


KEPT = Release(kept=True)


def held_back(gate: str, reason: str, evidence: str | None = None) -> Release:
    """A sample that is not exported."""
    return Release(False, gate, reason, evidence)


def licence_allows(licence: str, policy: LicencePolicy) -> bool:
    """Whether a recipe with this policy may export a sample under this SPDX expression.

    Of an expression with ``AND`` every part must be allowed, with ``OR`` one is enough.
    """
    if policy == "any":
        return True
    alternatives = licence.replace("(", " ").replace(")", " ").split(" OR ")
    return any(
        all(_allows(part.strip(), policy) for part in alternative.split(" AND "))
        for alternative in alternatives
    )


def _allows(licence: str, policy: LicencePolicy) -> bool:
    return licence in PERMISSIVE if policy == "permissive" else licence not in ("", "NONE", NOASSERTION)
