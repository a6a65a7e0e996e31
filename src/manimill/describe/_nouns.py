"""Objects in words: in full when they appear, briefly when they are spoken of again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from manimill.code.outline import CAMERA, Spot, Thing, Vector, vector
from manimill.describe import _words as words
from manimill.describe._contents import content
from manimill.describe._details import arrangement, details_of
from manimill.describe._vocabulary import GROUPS, HIDDEN, PLURALS, RELATIONS, TEXTS, noun_of

_PIECES = {"get_rows": "row", "get_columns": "column", "get_entries": "entry"}
_MEMBERS = 40
"""Things looked at in one list; a picture with more is described by what repeats."""


def noun(thing: Thing) -> str:
    """The everyday word for what a thing is."""
    if thing.kind == "part":
        return "part"
    if thing.base is None:
        return noun_of(thing.kind)
    own = thing.kind.removeprefix("My").removeprefix("Custom")
    return noun_of(own if own[:1].isupper() else thing.base)


def tint(thing: Thing) -> str:
    """The colour people would name, or nothing."""
    facts = thing.facts
    for key in ("color", "fill_color", "stroke_color"):
        if key in facts:
            found = words.colour(facts[key])
            if found:
                return found
    return ""


class Namer:
    """Names the things of one scene; knows which have been introduced and which look alike."""

    def __init__(self, things: Sequence[Thing]) -> None:
        self._introduced: set[int] = set()
        self._alike: dict[str, list[Thing]] = {}
        self._known: set[int] = set()
        for thing in things:
            self._note(thing, 3)

    def _note(self, thing: Thing, depth: int) -> None:
        if id(thing) in self._known:
            return
        self._known.add(id(thing))
        if not (thing.kind in GROUPS and thing.members):
            self._alike.setdefault(noun(thing), []).append(thing)
        for member in thing.members[:_MEMBERS] if depth and thing.kind not in RELATIONS else ():
            self._note(member, depth - 1)

    def knows(self, thing: Thing) -> bool:
        """Whether the thing has been described already."""
        return id(thing) in self._introduced

    def name(self, thing: Thing) -> str:
        """The thing in full the first time, briefly from then on."""
        return self.brief(thing) if thing is CAMERA or self.knows(thing) else self.full(thing)

    def names(self, things: Sequence[Thing], most: int = 8) -> str:
        """Several things as one list, identical ones counted."""
        return words.listed(self.phrases(things), most)

    def phrases(self, things: Sequence[Thing]) -> list[str]:
        """One phrase for each thing, or for identical new ones together."""
        tally: dict[str, int] = {}
        for thing in _opened(things, self._introduced):
            name = self.name(thing)
            tally[name] = tally.get(name, 0) + 1
        return [text if count == 1 else _many(text, count) for text, count in tally.items()]

    def brief(self, thing: Thing) -> str:
        """A definite phrase that tells the thing from others of the scene."""
        if thing is CAMERA:
            return "the camera"
        said = content(thing)
        if said is not None:
            return f"the {'text' if thing.kind in TEXTS else noun(thing)} {said}"
        if thing.kind == "part":
            return self._part(thing)
        if thing.kind in GROUPS and thing.members:
            return self._brief_group(thing)
        return self._brief_single(thing)

    def _brief_single(self, thing: Thing) -> str:
        word, shade = noun(thing), tint(thing)
        if thing.count != 1:
            return f"the {words.plural(word)}"
        if id(thing) not in self._known and not self.knows(thing):
            phrase = f"{shade} {word}".strip()
            return phrase if thing.kind in PLURALS else words.article(phrase)
        same = self._alike.get(word, [])
        if len(same) < 2 or thing not in same:
            return f"the {word}"
        if shade and sum(1 for other in same if tint(other) == shade) == 1:
            return f"the {shade} {word}"
        return f"the {words.ordinal(same.index(thing))} {word}"

    def _brief_group(self, thing: Thing) -> str:
        kinds = {noun(member) for member in thing.members[:_MEMBERS]}
        nested = any(member.members for member in thing.members[:_MEMBERS])
        if len(thing.members) <= 3 and not nested:
            return words.listed([self.brief(member) for member in thing.members])
        if len(kinds) == 1 and all(member.count == 1 for member in thing.members):
            return f"the {words.counted(len(thing.members))} {words.plural(kinds.pop())}"
        return "the whole group"

    def _part(self, thing: Thing) -> str:
        parent, index = thing.parent, thing.facts.get("index")
        if parent is None:
            return "a part"
        if parent.kind in ("Graph", "DiGraph") and index is not None:
            ends = isinstance(index, list)
            which = f"edge {index[0]}–{index[-1]}" if ends and index else f"vertex {index}"
            return f"{which} of {self.brief(parent)}"
        numbered = f"the {words.ordinal(index)}" if type(index) is int and 0 <= index < 8 else "a"
        if parent.kind in _PIECES and parent.parent is not None:
            return f"{numbered} {_PIECES[parent.kind]} of {self.brief(parent.parent)}"
        if parent.count != 1 or (parent.kind in GROUPS and len({noun(m) for m in parent.members}) == 1):
            one = parent.members[0] if parent.members else parent
            return f"{numbered if numbered != 'a' else 'one'} of {self._plurally(one)}"
        return f"{numbered} part of {self.brief(parent)}"

    def _plurally(self, thing: Thing) -> str:
        return f"the {words.plural(noun(thing))}"

    def full(self, thing: Thing) -> str:
        """An indefinite phrase with everything known; the thing counts as introduced from now on."""
        self._introduced.add(id(thing))
        if thing.kind == "part":
            return self._part(thing)
        if thing.kind in GROUPS and thing.members:
            return self._group(thing)
        details = [
            *details_of(self, thing),
            self._containing(thing),
            self._placed(thing),
            _updating(thing),
        ]
        return " ".join([self._head(thing), *(detail for detail in details if detail)])

    def _group(self, thing: Thing) -> str:
        inside = self.phrases(thing.members)
        if not inside:
            return "a group"
        arranged = arrangement(thing)
        listed = words.listed(inside, 6)
        text = f"{words.article(arranged)} of {listed}" if arranged else listed
        if not arranged and len(inside) > 1:
            text = f"a group of {listed}"
        placed = self._placed(thing)
        return f"{text}, all {placed}" if placed else text

    def _containing(self, thing: Thing) -> str:
        if not thing.members or thing.kind in RELATIONS:
            return ""
        inside = self.names(thing.members, 4)
        return f"containing {inside}" if inside else ""

    def _head(self, thing: Thing) -> str:
        said, shade = content(thing), tint(thing)
        if said is not None:
            return f"the {noun(thing)} {said}" + (f" in {shade}" if shade else "")
        word, facts, tail = noun(thing), thing.facts, ""
        fill, outline = words.colour(facts.get("fill_color")), words.colour(facts.get("color"))
        if fill and outline and fill != outline:
            shade, tail = outline, f" filled with {fill}"
        elif facts.get("fill_opacity") not in (None, 0) and "Dot" not in thing.kind:
            shade = f"filled {shade}".strip()
        phrase = f"{shade} {word}".strip()
        if thing.count != 1:
            return f"{words.counted(thing.count)} {words.plural(phrase)}{tail}"
        if thing.kind in TEXTS:
            return f"some {phrase}{tail}"
        return (phrase if thing.kind in PLURALS else words.article(phrase)) + tail

    def _placed(self, thing: Thing) -> str:
        """Where the thing is and how it was scaled or turned, or nothing."""
        facts = thing.facts
        phrases = [phrase for place in thing.places[:3] if (phrase := self.place(place))]
        if facts.get("scale", 1) != 1:
            phrases.append(f"scaled by {words.number(facts['scale'])}")
        if facts.get("rotation"):
            phrases.append(f"rotated by {words.angle(facts['rotation'])}")
        if facts.get("flipped"):
            phrases.append("flipped")
        return ", ".join(phrases)

    def place(self, place: tuple[Any, ...]) -> str:
        """One layout call in words; empty where its arguments are not known."""
        method, first = place[0], place[1] if len(place) > 1 else None
        if method == "next_to" and isinstance(first, Thing):
            second = next((value for value in place[2:] if isinstance(value, Vector)), Vector((1, 0, 0)))
            return f"{words.side(second)} {self.brief(first)}"
        if method == "move_to":
            return self.spot(first)
        if not isinstance(first, Vector):
            return "in the center" if method == "center" else ""
        if method in ("to_edge", "to_corner"):
            return f"at the {words.edge(first)}" if words.edge(first) else ""
        moved = words.displacement(first) if method == "shift" else ""
        return f"shifted {moved}" if moved else ""

    def spot(self, value: Any) -> str:
        """A point in words, with its preposition."""
        if isinstance(value, list):
            value = vector(value)
        if isinstance(value, Vector):
            return f"at {words.point(value)}" if any(value) else "at the origin"
        if isinstance(value, Thing):
            return f"on {self.brief(value)}" if value is not CAMERA else ""
        if isinstance(value, Spot):
            owner = self.brief(value.thing)
            if value.where == "at":
                return f"at {words.point(value.coordinates)} on {owner}"
            return f"on {owner}" if value.where == "on" else f"at the {value.where} of {owner}"
        return ""


def _opened(things: Sequence[Thing], introduced: set[int], depth: int = 3) -> list[Thing]:
    """Visible things, plain groups replaced by what they hold."""
    found: list[Thing] = []
    for thing in things[:_MEMBERS]:
        plain = thing.kind in GROUPS and thing.members and not thing.places and thing.count == 1
        if plain and depth and id(thing) not in introduced and not _styled(thing):
            introduced.add(id(thing))
            found += _opened(thing.members, introduced, depth - 1)
        elif thing.kind not in HIDDEN:
            found.append(thing)
        if len(found) >= _MEMBERS:
            break
    return found[:_MEMBERS]


def _updating(thing: Thing) -> str:
    if not thing.live:
        return ""
    return "that keep updating" if thing.count != 1 or thing.kind in PLURALS else "that keeps updating"


def _styled(group: Thing) -> bool:
    return any(key in group.facts for key in ("arranged", "scale", "rotation", "color", "fill_color"))


def _many(text: str, count: int) -> str:
    """``a red square with side length 2`` several times over; definite phrases stay as they are."""
    for prefix in ("a ", "an "):
        if text.startswith(prefix):
            head, tail = words.split_head(text.removeprefix(prefix))
            return f"{words.counted(count)} {words.plural(head)}{tail}"
    return text
