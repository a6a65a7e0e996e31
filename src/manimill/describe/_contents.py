"""What texts and formulas say."""

from __future__ import annotations

import html
import re
from typing import Any

from manimill.code.outline import Thing, is_number
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
_TAG = re.compile(r"</?[a-z][^<>]*>")
"""Pango markup, such as ``<b>`` or ``<span color="red">``."""


def content(thing: Thing) -> str | None:
    """What a thing says: a text in quotes, a formula between dollar signs, a number bare.

    None for things that say nothing, and where what they say is not written in the code.
    """
    kind = thing.kind
    if kind in TEXTS:
        said = _said(thing)
        return None if said is None else f'"{said}"'
    if kind in FORMULAS:
        said = _said(thing)
        return None if said is None else f"${said.strip('$')}$"
    value = thing.facts.get("number")
    if kind in ("DecimalNumber", "Integer") and is_number(value):
        return words.number(round(value) if kind == "Integer" else value)
    return None


def quoted(value: Any) -> str:
    """A literal text in quotes, or what a text object says; empty for anything else."""
    if isinstance(value, Thing):
        return content(value) or ""
    said = tidy(value) if isinstance(value, str) else None
    return f'"{said}"' if said else ""


def tidy(said: str) -> str | None:
    """On one line, without double quotes, cut at a word where it is long; None where nothing is left."""
    said = " ".join(said.split()).replace('"', "'")
    if len(said) > _LONGEST:
        said = said[:_LONGEST].rpartition(" ")[0] or said[:_LONGEST]
        said += " ..."
    return said or None


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
        value = html.unescape(_TAG.sub("", value))
    return tidy(value)
