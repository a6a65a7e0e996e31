"""Tables of names, written the way they are read."""

from __future__ import annotations


def names(*lines: str) -> frozenset[str]:
    """The names in some lines of text, as a set."""
    return frozenset(" ".join(lines).split())
