"""Whether two descriptions that share most of their words ask for the same."""

from __future__ import annotations

import re
from collections import Counter

from manimill.code.names import names

_WORD = re.compile(r"\w+|[^\w\s]")
_PLAIN = names(
    "a an the this that these those it its them their there here i you we me us my your our please can could would",
    "will shall should want like need let make makes create creates show shows showing display displays displaying",
    "draw draws animate animated animation animations scene video clip manim code python using use with of in on at",
    "by to from for into as and or then next after before finally first so while when is are be being was were has",
    "have which where also just simple simply some help . , ; : ! ? ' \" ` ( ) -",
)
"""Words that can be changed without asking for anything else."""


def same_request(one: str, other: str) -> bool:
    """Whether neither of two descriptions, in their normal form, asks for something in exchange.

    One may say more than the other, but not have a word of substance (a shape, a name, a colour) where the other has
    another; and a number more is another request.
    """
    words, others = _substance(one), _substance(other)
    more, less = words - others, others - words
    if any(any(map(str.isdigit, word)) for word in [*more, *less]):
        return False
    return not (more and less)


def _substance(text: str) -> Counter[str]:
    """Its words, each as often as it is said: a name in the place of one that is said elsewhere too is another."""
    return Counter(word for word in _WORD.findall(text) if word not in _PLAIN)
