"""What texts and formulas say."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from manimill.code.outline import Thing, is_number
from manimill.describe import _markup
from manimill.describe import _words as words
from manimill.describe._vocabulary import FORMULAS, TEXTS

_LONGEST = 90
_KEYS = (
    "text",
    "tex_strings",
    "tex_string",
    "text_parts",
    "items",
    "typst_code",
    "math_expression",
    "argument",
)
_BREAK = re.compile(r"\s*\\\\\s*")
"""A line break of LaTeX."""


@lru_cache(maxsize=512)
def content(thing: Thing) -> str | None:
    """What a thing says: a text in quotes, a formula between dollar signs, a number bare.

    Nothing changes a thing any more once its scene is read, so each is looked at once.
    None for things that say nothing, and where what they say is not written in the code.
    """
    kind = thing.kind
    if kind in TEXTS:
        said = _said(thing)
        return None if said is None else _in_quotes(said)
    if kind in FORMULAS:
        said = _said(thing)
        return None if said is None else f"${said.strip('$')}$"
    if kind in ("DecimalNumber", "Integer"):
        value = thing.facts.get("number")
        return words.exact(value) if is_number(value) and abs(value) < 1e15 else None
    return None


def quoted(value: Any) -> str:
    """A literal text in quotes, or what a text object says; empty for anything else."""
    if isinstance(value, Thing):
        return content(value) or ""
    said = tidy(value) if isinstance(value, str) else None
    return _in_quotes(said) if said else ""


def _in_quotes(said: str) -> str:
    return f"“{said}”" if '"' in said else f'"{said}"'


def tidy(said: str, longest: int = _LONGEST) -> str | None:
    """On one line, cut at a word where it is long; None where nothing is left."""
    said = " ".join(said.split())
    if len(said) > longest:
        said = said[:longest].rpartition(" ")[0] or said[:longest]
        said += " ..."
    return said or None


def shortened(said: str) -> str:
    """The first words of a long quotation, enough to know it again."""
    if said[:1] == "$":
        cut = tidy(said[1:-1], _AGAIN) or ""
        return said if len(said) <= _AGAIN + 16 or cut.count("{") - cut.count("}") > 2 else f"${cut}$"
    if len(said) <= _AGAIN or said[0] not in '"“':
        return said
    return f"{said[0]}{tidy(said[1:-1].removesuffix(' ...'), _AGAIN - 10)}{said[-1]}"


_AGAIN = 44
"""Characters of a quotation that is repeated in full."""


def _said(thing: Thing) -> str | None:
    facts = thing.facts
    value: Any = None
    for key in _KEYS:
        if key in facts:
            value = facts[key]
            break
    if isinstance(value, list):
        parts = [part for part in value if isinstance(part, str)]
        joint = "; " if thing.kind == "BulletedList" else " "
        value = joint.join(parts) if parts and len(parts) == len(value) else None
    if not isinstance(value, str):
        return None
    if thing.kind == "MarkupText":
        value = _markup.read(value)[0]
    elif thing.kind == "Tex" and "\\\\" in value:
        value = _BREAK.sub(" ", value)
    return tidy(value)


def styles(thing: Thing) -> str:
    """How pieces of a marked-up text look: ``with "foo" in bold``."""
    markup = thing.facts.get("text")
    if thing.kind != "MarkupText" or not isinstance(markup, str) or "<" not in markup:
        return ""
    told = _markup.read(markup)[1]
    return f"with {words.listed(told)}" if told else ""
