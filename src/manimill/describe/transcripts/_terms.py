"""Speech and the words of scenes as terms that can be compared."""

from __future__ import annotations

import re

from manimill.text.words import name_stems, stems

_TOKEN = re.compile(r"[^\W\d][\w']*")
_COMPOUND = re.compile(r"_|[a-z][A-Z]|[A-Za-z]\d")


def spoken_terms(text: str) -> list[str]:
    """The stems of what was said; numbers and single letters are left out, because code is full of them."""
    return [term for term in stems(text) if _tells(term)]


def scene_terms(text: str) -> list[str]:
    """The stems of a scene's texts and names; names such as ``unit_circle`` are taken apart."""
    found: list[str] = []
    for token in _TOKEN.findall(text):
        found += name_stems(token) if _COMPOUND.search(token) else stems(token)
    return [term for term in found if _tells(term)]


def _tells(term: str) -> bool:
    return len(term) > 1 and not term.startswith("#")
