"""Texts and formulas that an answer quotes and its scene has not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from manimill.acceptance.prose import Prose, Quote
from manimill.acceptance.seen import Seen, run_of, text_words
from manimill.acceptance.told import Objection
from manimill.code.names import names
from manimill.pairing.maths import formula_grams, formula_symbols

_KNOWN_SHARE = 0.6
"""Of the words of a quotation, from which on it is a text of the scene in other words."""
_GRAM_SHARE = 0.3
"""Of the runs of symbols of a formula, from which on it is the scene's own in another notation."""
_SAYS = re.compile(
    r"\b(?:caption|label|labell?ed|text|word|words|title|titled|subtitle|heading|header|headline|message|phrase|sentence"
    r"|reads?|reading|says?|saying|stating|states|written|writes?|named|note|banner|sign|announc\w+|captioned|inscription"
    r"|letters?|equation|formula|expression|display\w*|shows?|entries|items?|line)\W+(?:\w+\W+){0,4}$",
    re.IGNORECASE,
)
_IS_SHOWN = re.compile(
    r"^\W*(?:\w+\W+){0,2}(?:appears?|is (?:written|shown|displayed|added|placed)|fades?|shows up|label|labels|caption"
    r"|text|title|heading|written|at the (?:top|bottom)|below|above|underneath)\b",
    re.IGNORECASE,
)
_TRANSLATION = re.compile(r"\b(?:meaning|means|translat\w+ (?:as|to)|i\.e\.|that is)\W+$", re.IGNORECASE)
_CALLED = re.compile(
    r"\b(?:titled|entitled|captioned|labell?ed|with the (?:title|caption|label|heading|text|words?))\s+"
    r"((?:[A-Z][\w'-]*)(?:\s+[A-Z][\w'-]*)*)"
)
_COUNTED = 20
"""Numbers up to which axes and counters may well come by themselves."""
_PLAIN_SYMBOLS = names("x y z f g t = + - / * ^ ( ) < > ! ' 0 1 to d")
"""Symbols that formulas about any function have."""
_MARKS_OF_FORMULAS = ("\\", "^", "=", "²", "³", "√", "π")
_IN_FORMULAS = re.compile(
    r"\\(?:begin|end)\s*\{\w+\*?\}(?:\{[a-z|]+\})?|\\(?:text|mathrm|operatorname)\s*\{[^{}]*\}|\\pm|\\(?:left|right)\b"
    r"|(?<![\\A-Za-z])[A-Za-z]{4,}"
)
_BEFORE, _AFTER = 60, 40


def invented_texts(prose: Prose, scene: Seen) -> Iterator[Objection]:
    """The first quotation or formula that is made of nothing in the scene."""
    for quote in prose.quotes:
        if not text_known(quote.text, scene) and _meant_as_seen(prose.text, quote):
            yield _objection(quote.text, "text")
            return
    for called in _CALLED.finditer(prose.plain):
        if not text_known(called[1], scene):
            yield _objection(called[1], "text")
            return
    for maths in prose.maths:
        if not formula_known(maths.text, scene):
            yield _objection(maths.text, "formula")
            return


def text_known(text: str, scene: Seen) -> bool:
    """Whether a text is one of the scene's, or made of its words."""
    run = run_of(_without_tex(text))
    if len(run) < 2 or run in scene.run or text.strip() in scene.identifiers:
        return True
    if any(mark in text for mark in _MARKS_OF_FORMULAS):
        return formula_known(text, scene)
    words = text_words(_without_tex(text))
    if not words:
        return True
    known = sum(_word_known(word, scene) for word in words)
    return known >= _KNOWN_SHARE * len(words)


def formula_known(formula: str, scene: Seen) -> bool:
    """Whether a formula is one of the scene's in whatever notation, or says no more than its parts."""
    grams = formula_grams(formula)
    if grams and sum(gram in scene.grams for gram in grams) >= _GRAM_SHARE * len(grams):
        return True
    return all(_symbol_known(symbol, scene) for symbol in formula_symbols(_without_words(formula)))


def _symbol_known(symbol: str, scene: Seen) -> bool:
    if symbol in _PLAIN_SYMBOLS or symbol in scene.symbols:
        return True
    if symbol[0].isdigit():
        number = text_words(symbol)[0]
        return number in scene.numbers or (scene.counts and float(number) <= _COUNTED)
    return len(symbol) > 1 and f" {symbol} " in scene.words


def _word_known(word: str, scene: Seen) -> bool:
    if word in scene.texts or (scene.computes and len(word) == 1):
        return True
    if word[0].isdigit():
        return word in scene.numbers or scene.counts
    return scene.computes and scene.has_word(word)


def _meant_as_seen(text: str, quote: Quote) -> bool:
    """Whether a quotation is about what stands on screen, and not a word in another's mouth."""
    if _TRANSLATION.search(text[max(0, quote.start - _BEFORE) : quote.start]):
        return False
    if _SAYS.search(text[max(0, quote.start - _BEFORE) : quote.start]):
        return True
    return bool(quote.text[:1].isupper() or _IS_SHOWN.match(text[quote.end : quote.end + _AFTER]))


def _without_tex(text: str) -> str:
    return re.sub(r"\\(?:text\w*|math\w*|begin|end|left|right|quad|displaystyle)\b|\\\\", " ", text)


def _without_words(formula: str) -> str:
    """A formula without the words in it."""
    return _IN_FORMULAS.sub(" ", formula)


def _objection(text: str, what: str) -> Objection:
    short = " ".join(text.split())
    short = short if len(short) <= 60 else short[:59] + "…"
    return Objection(
        "invented_text",
        f"the {what} '{short}' stands neither in the code nor on screen",
        f"Do not quote '{short}': no such {what} is shown, so quote only what is on screen, exactly as it is written.",
    )
