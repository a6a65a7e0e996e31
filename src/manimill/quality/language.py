"""In which language a description is written, asked as cheaply as the text allows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from manimill.code.names import names
from manimill.quality.reading import Reading, read

_ENGLISH = names(
    "the and of with is that then from by this it for are which their them its while each",
    "has have can you would should using into where when after before between show display create draw make write",
    "animate animation scene circle square line text rotate move scale color over second seconds graph function left",
    "right up down",
)
"""Words that are frequent in English requests and are no words of other languages."""

_ENGLISH_SHARE = 0.15
"""Of the words from which a text is English; ManimBench's descriptions have 0.2 to 0.7."""

_TELLING = 60
"""Words from the beginning of a text by which it is taken for English."""

_FEWEST_WORDS = 5
"""Of a text, before a guess at its language says anything."""

_ENOUGH = 4000
"""Characters of a text that say what language it is in."""

_NO_PROSE = re.compile(
    r"```.*?(?:```|$)|\$[^$]*\$|\\\[.*?\\\]|\\\(.*?\\\)|\\[a-zA-Z]+|https?://\S+"
    r"|\"[^\"\n]*\"|“[^”\n]*”|«[^»\n]*»|`[^`\n]*`|(?<!\w)'[^'\n]*'(?!\w)",
    re.DOTALL,
)
"""Formulas, addresses, code and what is to stand on screen, which may be in any language."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """A language that is not wanted, and by which margin it is likelier than those that are."""

    language: str
    margin: float


def foreign(reading: Reading, wanted: Sequence[str], least_margin: float) -> Foreign | None:
    """The language of a text where it is none of ``wanted``; None where it is, or too little is there to tell.

    ``least_margin`` is the natural logarithm of how many times likelier the language must be.
    """
    if _is_english(reading.words):
        return None if "en" in wanted else Foreign("en", float("inf"))
    prose = _NO_PROSE.sub(" ", reading.text[:_ENOUGH])
    words = read(prose).words
    if len(words) < _FEWEST_WORDS:
        return None
    if _is_english(words):
        return None if "en" in wanted else Foreign("en", float("inf"))
    return _guessed(" ".join(words), wanted, least_margin)


def _is_english(words: Sequence[str]) -> bool:
    words = words[:_TELLING]
    return bool(words) and sum(map(_ENGLISH.__contains__, words)) >= _ENGLISH_SHARE * len(words)


def _guessed(prose: str, wanted: Sequence[str], least_margin: float) -> Foreign | None:
    # Imported here because it takes seconds, and hardly any text needs it.
    import py3langid

    ranking: list[tuple[str, float]] = py3langid.rank(prose)
    best, likelihood = ranking[0]
    of_wanted = max((float(value) for name, value in ranking if name in wanted), default=float("-inf"))
    margin = float(likelihood) - of_wanted
    return None if best in wanted or margin < least_margin else Foreign(str(best), margin)
