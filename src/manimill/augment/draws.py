"""Draws by content: how many rows a sample has, and which template is whose.

Every draw is a hash of the seed and of what a sample says, so it depends on no other sample and on no order.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable

BITS = 53
"""Bits of a draw; a float holds as many, so that a rate's fraction times 2**53 is a whole number."""


def content_key(code: str, description: str) -> str:
    """What stands for a sample: its code and its description, nothing of where it was found."""
    return _digest(code, description).hex()


def draw(seed: int, *parts: str) -> int:
    """A number from 0 to 2**53 - 1, all equally likely."""
    return int.from_bytes(_digest("augment", seed, *parts)[:8], "big") >> (64 - BITS)


def rows_for(rate: float, drawn: int) -> int:
    """Rows of a sample of this rate: the whole part of it, and one more in the share of draws that its fraction says.

    Over all draws the mean is the rate, exactly: a float of at least 1 is a multiple of 2**-52.
    """
    whole = math.floor(rate)
    return whole + (drawn < int((rate - whole) * 2**BITS))


def ranked(names: Iterable[str], seed: int, key: str) -> list[str]:
    """The names in an order that is the sample's own (rendezvous hashing).

    A new name comes in somewhere and leaves the others in order, so it is the first of only one sample in as many as
    there are names.
    """
    start = hashlib.sha256(_bytes("rank", seed, key))

    def place(name: str) -> tuple[bytes, str]:
        found = start.copy()
        found.update(_bytes(name))
        return found.digest(), name

    return sorted(names, key=place)


def _digest(*parts: str | int) -> bytes:
    return hashlib.sha256(_bytes(*parts)).digest()


def _bytes(*parts: str | int) -> bytes:
    return json.dumps(parts, ensure_ascii=True).encode("ascii")
