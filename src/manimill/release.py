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
    tokens = licence.replace("(", " ( ").replace(")", " ) ").split()
    allowed, rest = _alternatives(tokens, policy)
    return allowed and not rest


def both_licences(one: str, other: str) -> str:
    """The SPDX expression of a work made of two parts, each under its own.

    Parts that both have are named once, in alphabetical order.
    """
    parts = {part for licence in (one, other) for part in _parts(licence)}
    return " AND ".join(sorted(parts))


def _parts(licence: str) -> list[str]:
    """What an expression joins with ``AND``; one with ``OR`` is a part in brackets."""
    if " OR " in licence:
        return [licence if licence.startswith("(") and licence.endswith(")") else f"({licence})"]
    return licence.split(" AND ")


def _alternatives(tokens: list[str], policy: LicencePolicy) -> tuple[bool, list[str]]:
    """``OR`` binds more loosely than ``AND``; returns the value and the tokens that are left."""
    allowed, rest = _conjunction(tokens, policy)
    while rest[:1] == ["OR"]:
        other, rest = _conjunction(rest[1:], policy)
        allowed = allowed or other
    return allowed, rest


def _conjunction(tokens: list[str], policy: LicencePolicy) -> tuple[bool, list[str]]:
    allowed, rest = _single(tokens, policy)
    while rest[:1] == ["AND"]:
        other, rest = _single(rest[1:], policy)
        allowed = allowed and other
    return allowed, rest


def _single(tokens: list[str], policy: LicencePolicy) -> tuple[bool, list[str]]:
    if tokens[:1] == ["("]:
        allowed, rest = _alternatives(tokens[1:], policy)
        return allowed and rest[:1] == [")"], rest[1:]
    # An exception named with WITH only ever permits more.
    after = 3 if tokens[1:2] == ["WITH"] else 1
    return bool(tokens) and _allows(tokens[0], policy), tokens[after:]


def _allows(licence: str, policy: LicencePolicy) -> bool:
    return licence in PERMISSIVE if policy == "permissive" else licence not in ("NONE", NOASSERTION)
