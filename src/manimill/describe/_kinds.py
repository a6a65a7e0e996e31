"""What a thing is called and which colour people would name."""

from __future__ import annotations

from functools import lru_cache

from manimill.code.outline import Thing, is_number
from manimill.describe import _words as words
from manimill.describe._vocabulary import noun_of


@lru_cache(maxsize=512)
def noun(thing: Thing) -> str:
    """The everyday word for what a thing is."""
    if thing.kind == "part":
        return "part"
    if thing.kind == "DashedVMobject":
        inner = next((value for value in thing.facts.values() if isinstance(value, Thing)), None)
        inner = thing.members[0] if inner is None and thing.members else inner
        return "dashed shape" if inner is None else f"dashed {noun(inner)}"
    if thing.base is None:
        return noun_of(thing.kind)
    own = thing.kind.removeprefix("My").removeprefix("Custom")
    return noun_of(own if own[:1].isupper() and own != thing.base else thing.base)


@lru_cache(maxsize=512)
def tint(thing: Thing) -> str:
    """The colour people would name, or nothing."""
    facts = thing.facts
    if thing.kind == "DashedVMobject" and "color" not in facts:
        inner = next((value for value in facts.values() if isinstance(value, Thing)), None)
        return tint(inner) if inner is not None else ""
    for key in ("color", "stroke_color"):
        if key in facts and (found := words.colour(facts[key])):
            return found
    opacity = facts.get("fill_opacity")
    if "fill_color" in facts and is_number(opacity) and opacity > 0:
        return words.colour(facts["fill_color"])
    return ""
