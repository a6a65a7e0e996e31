"""Parts of things: ``the second letter of the text``, ``the first four parts of the formula``, ``vertex 3``."""

from __future__ import annotations

from typing import Any

from manimill.code.outline import Thing
from manimill.describe import _words as words
from manimill.describe._kinds import noun
from manimill.describe._naming import Briefs
from manimill.describe._vocabulary import GROUPS

_PIECES = {
    "get_rows": "row",
    "get_columns": "column",
    "get_entries": "entry",
    "submobjects": "part",
}
_NETWORKS = frozenset(("Graph", "DiGraph"))


def part_of(namer: Briefs, thing: Thing) -> str:
    """A part by its name, its number or its neighbours."""
    parent, name = thing.parent, thing.facts.get("name")
    if parent is None:
        return "a part"
    if name is not None:
        return f"the {str(name).replace('_', ' ')} of {namer.brief(parent)}"
    if "slice" in thing.facts:
        return _several(namer, parent, *thing.facts["slice"])
    index, each = thing.facts.get("index"), bool(thing.facts.get("each"))
    return (
        _vertex(namer, parent, index, each) if parent.kind in _NETWORKS else _one(namer, parent, index, each)
    )


def _vertex(namer: Briefs, parent: Thing, index: Any, each: bool) -> str:
    if index is None:
        return f"{'each' if each else 'a'} vertex of {namer.brief(parent)}"
    return f"edge {index[0]}–{index[-1]}" if isinstance(index, list) and index else f"vertex {index}"


def _one(namer: Briefs, parent: Thing, index: Any, each: bool) -> str:
    numbered = f"the {words.ordinal(index)}" if type(index) is int else "each" if each else "a"
    if parent.kind in _PIECES and parent.parent is not None:
        return f"{numbered} {_PIECES[parent.kind]} of {namer.brief(parent.parent)}"
    if parent.count != 1 or (parent.kind in GROUPS and len({noun(m) for m in parent.members}) == 1):
        one = parent.members[0] if parent.members else parent
        return f"{numbered if numbered != 'a' else 'one'} of the {words.plural(noun(one))}"
    return f"{numbered} {_piece(parent)} of {namer.brief(parent)}"


def _several(namer: Briefs, parent: Thing, start: int | None, stop: int | None, step: int | None) -> str:
    """Several neighbouring parts: ``the first four letters of the text``."""
    if parent.count != 1 or (parent.kind in GROUPS and parent.members):
        one = parent.members[0] if parent.members else parent
        pieces, some = f"of the {words.plural(noun(one))}", "some"
    else:
        pieces, some = f"{_piece(parent)}s of {namer.brief(parent)}", "some of the"
    if stop is None and step in (None, 1):
        return _from(start or 0, pieces, some)
    first = start or 0
    if stop is None or step not in (None, 1) or first < 0 or stop <= first:
        return f"{some} {pieces}"
    if stop == first + 1:
        return _one(namer, parent, first, False)
    which = (
        f"the {words.ordinal(first)} to {words.ordinal(stop - 1)}"
        if first
        else f"the first {words.counted(stop)}"
    )
    return f"{which} {pieces}"


def _from(first: int, pieces: str, some: str) -> str:
    """All parts from one on."""
    if first == -1:
        return f"{some} {pieces}"
    if first < 0:
        return f"the last {words.counted(-first)} {pieces}"
    if not first:
        return f"all {pieces}"
    return f"all {pieces} but the first{'' if first == 1 else ' ' + words.counted(first)}"


def _piece(parent: Thing) -> str:
    return "letter" if parent.kind == "Text" else "part"
