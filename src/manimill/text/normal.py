"""The normal form of a description: what is left when nothing but the way of writing it is taken away."""

from __future__ import annotations

import unicodedata

_ENDS = " \t\n\r\"'`.!?…“”‘’"


def description_key(text: str | None) -> str | None:
    """A description without what does not count: case, white space, quotes and full stops at its ends.

    None where nothing is left.
    """
    if text is None:
        return None
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return folded.strip(_ENDS) or None
