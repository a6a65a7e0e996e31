"""Pairs of our own that every file is compared with, so that a file of two rows can be judged as well."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from manimill.engine import LocalEngine
from manimill.pairing.evidence import Evidence, Pair, read_codes, read_descriptions


@cache
def background_pairs() -> tuple[Pair, ...]:
    """The pairs that ship in the package."""
    text = (Path(__file__).parent / "data" / "background.txt").read_text(encoding="utf-8")
    parts = [entry.partition("\n---\n") for entry in text.split("\n===\n")]
    return tuple(Pair(description.strip(), code) for description, _, code in parts)


@cache
def background() -> tuple[tuple[Evidence, ...], tuple[Evidence, ...]]:
    """The evidence of their descriptions and of their codes."""
    pairs, here = background_pairs(), LocalEngine(1)
    descriptions = read_descriptions([pair.description for pair in pairs], here)
    return tuple(descriptions), tuple(read_codes([(pair.code, None) for pair in pairs], here))
