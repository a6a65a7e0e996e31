"""Objects that are spoken of again: ``the red square``, ``the second dot``, ``the three circles``."""

from __future__ import annotations

from collections.abc import Sequence

from manimill.code.outline import CAMERA, ZOOMED, Thing, Vector
from manimill.describe import _words as words
from manimill.describe._contents import content, shortened
from manimill.describe._kinds import noun, tint
from manimill.describe._parts import part_of
from manimill.describe._places import Places
from manimill.describe._vocabulary import GROUPS, PLURALS, RELATIONS, SYSTEMS

_LOOKED_AT = 40
_COORDINATED = {"Axes": "axes", "ThreeDAxes": "axes"}
"""Short names for what has a long one."""


class Briefly(Places):
    """Knows which things of a scene have been introduced and which look alike."""

    def __init__(self, things: Sequence[Thing]) -> None:
        self._introduced: set[int] = set()
        self._alike: dict[str, list[Thing]] = {}
        self._noted: set[int] = set()
        self._copies: list[Thing] = []
        self._systems = 0
        for thing in things:
            self._note(thing, 3)
            owner = _owner(thing)
            if owner is not thing and content(owner) is not None:
                self._note(owner, 0)
        self._set_copies_apart()

    def _set_copies_apart(self) -> None:
        """Copies of what is seen itself are called so, and are not counted with the rest."""
        for word, same in self._alike.items():
            if len(same) < 2:
                continue
            copies = [one for one in same if one.original is not None and self._source(one) is not None]
            if copies and len(copies) < len(same):
                self._alike[word] = [one for one in same if one not in copies]
                self._copies += copies

    def _source(self, thing: Thing) -> Thing | None:
        """What a thing was copied from, if that is seen itself and told in the same words but for a few."""
        original, steps = thing.original, 0
        while original is not None and steps < 3:
            if id(original) in self._noted:
                return original if _plainly_copied(thing, original) else None
            original, steps = original.original, steps + 1
        return None

    def _kind_of_group(self, thing: Thing) -> str:
        """``row`` and its like for arranged groups, ``rows`` for groups of those, ``group`` for others."""
        if thing.members and all(self.arrangement(one) for one in thing.members[:_LOOKED_AT]):
            return "rows"
        return self.arrangement(thing).partition(" ")[0] or ("group" if posed_group(thing) else "")

    def _note(self, thing: Thing, depth: int) -> None:
        if id(thing) in self._noted:
            return
        self._noted.add(id(thing))
        if not (thing.kind in GROUPS and thing.members):
            self._alike.setdefault(_word(thing), []).append(thing)
            self._systems += thing.kind in SYSTEMS
        else:
            self._alike.setdefault(self._kind_of_group(thing), []).append(thing)
        for member in thing.members[:_LOOKED_AT] if depth and thing.kind not in RELATIONS else ():
            self._note(member, depth - 1)

    def introduce(self, thing: Thing) -> None:
        """From now on the reader knows the thing."""
        self._introduced.add(id(thing))

    def knows(self, thing: Thing) -> bool:
        """Whether the thing has been described already."""
        return id(thing) in self._introduced

    def on_axes(self, thing: Thing | None) -> str:
        """``on the first axes`` where a scene has several, otherwise nothing."""
        if thing is None or thing.kind not in SYSTEMS:
            return ""
        return f"on {self.brief(thing)}" if self._systems > 1 else ""

    def brief(self, thing: Thing) -> str:
        """A definite phrase that tells the thing from others of the scene."""
        if thing is CAMERA:
            return "the camera"
        if thing is ZOOMED:
            return "the zoomed frame"
        if thing.kind == "part":
            return self._part(thing)
        if thing.kind in GROUPS and thing.members:
            return self._brief_group(thing)
        said = content(thing)
        return self._brief_single(thing) if said is None else self._brief_text(thing, said)

    def _brief_text(self, thing: Thing, said: str) -> str:
        word = _word(thing)
        same = self._alike.get(word, [])
        if len(same) < 2 and same and same[0] is thing:
            return f"the {word}"
        twins = [other for other in same if content(other) == said]
        if len(twins) > 1 and thing in twins:
            return f"the {words.ordinal(twins.index(thing))} {word} {shortened(said)}"
        return f"the {word} {shortened(said)}"

    def _brief_single(self, thing: Thing) -> str:
        word, shade = _word(thing), tint(thing)
        if id(thing) not in self._noted and not self.knows(thing):
            phrase = f"{shade} {noun(thing)}".strip() if not shade.startswith("#") else noun(thing)
            return phrase if thing.kind in PLURALS else words.article(phrase)
        if thing.count != 1:
            return f"the {words.plural(word)}"
        same = self._alike.get(word, [])
        if thing in self._copies:
            return self._brief_copy(thing)
        if len(same) < 2 or thing not in same:
            return f"the {word}"
        if shade and not shade.startswith("#") and sum(tint(other) == shade for other in same) == 1:
            return f"the {shade} {word}"
        return f"the {words.ordinal(same.index(thing))} {word}"

    def _brief_copy(self, thing: Thing) -> str:
        which = f"{words.ordinal(self._copies.index(thing))} " if len(self._copies) > 1 else ""
        return f"the {which}copy"

    def copied(self, thing: Thing) -> bool:
        """Whether the thing is told as a copy of another one."""
        source = self._source(thing) if thing.original is not None else None
        return source is not None and self.knows(source)

    def _brief_group(self, thing: Thing) -> str:
        if thing in self._copies:
            return self._brief_copy(thing)
        kind = self._kind_of_group(thing)
        if kind == "rows":
            return self.briefs(thing.members)
        same = self._alike.get(kind, []) if kind else []
        if kind and thing in same and len(same) > 1:
            return f"the {words.ordinal(same.index(thing))} {kind}"
        return "the group" if kind == "group" else self._brief_members(thing, kind)

    def _brief_members(self, thing: Thing, kind: str) -> str:
        """A group by what is in it, where that is little or all of one sort."""
        kinds = {noun(member) for member in thing.members[:_LOOKED_AT]}
        nested = any(member.members for member in thing.members[:_LOOKED_AT])
        if len(thing.members) <= 3 and not nested:
            return self.briefs(thing.members)
        if len(kinds) == 1 and all(member.count == 1 for member in thing.members) and not nested:
            return f"the {words.counted(len(thing.members))} {words.plural(kinds.pop())}"
        if len(thing.members) == 1 and thing.members[0].count != 1 and not nested:
            return f"the {words.plural(noun(thing.members[0]))}"
        return f"the {kind}" if kind else "the whole group"

    def briefs(self, things: Sequence[Thing]) -> str:
        """Several things, all of one kind told by their number."""
        if len(things) == 1:
            return self.brief(things[0])
        word = self._class_of(things[0]) if things else ""
        alike = all(self._class_of(thing) == word and thing.count == 1 for thing in things)
        if not alike or any(content(thing) is not None for thing in things):
            return words.listed([self.brief(thing) for thing in things], 8, "more objects")
        same = self._alike.get(word, [])
        new = [thing for thing in things if id(thing) not in self._noted and not self.knows(thing)]
        if len(new) == len(things):
            return f"{words.counted(len(things))} {words.plural(word)}"
        if len(same) == len(things) and all(thing in same for thing in things):
            return f"the {words.counted(len(things))} {words.plural(word)}"
        return words.listed(_shared([self.brief(thing) for thing in things], word), 8, "more objects")

    def _class_of(self, thing: Thing) -> str:
        return self._kind_of_group(thing) if thing.kind in GROUPS and thing.members else _word(thing)

    def _part(self, thing: Thing) -> str:
        owner = thing.parent
        said = content(owner) if owner is not None and id(owner) in self._noted else None
        if owner is None or said is None or self.knows(owner):
            return part_of(self, thing)
        # Quoted once, it need not be quoted again.
        self.introduce(owner)
        return part_of(self, thing).replace(self.brief(owner), f"the {_word(owner)} {said}", 1)

    def arrangement(self, thing: Thing) -> str:
        """``row``, ``column`` or ``grid with 2 rows``; empty for things that were not arranged."""
        arranged = thing.facts.get("arranged")
        if arranged == "grid":
            sizes = [(thing.facts.get("rows"), "row"), (thing.facts.get("cols"), "column")]
            known = [words.unit(n, w) for n, w in sizes if isinstance(n, int)]
            return "grid" + (f" with {words.listed(known)}" if known else "")
        if not isinstance(arranged, Vector):
            return ""
        if abs(arranged[1]) > abs(arranged[0]):
            return "column" + (" from bottom to top" if arranged[1] > 0 else "")
        return "row" + (" from right to left" if arranged[0] < 0 else "")

    def in_group(self, thing: Thing) -> str:
        """``on the left``: where a group was moved that is never shown itself."""
        group = thing.group
        if group is None or self.knows(group) or not group.places or id(group) in self._noted:
            return ""
        method, first = group.places[-1][0], group.places[-1][1] if len(group.places[-1]) > 1 else None
        if method in ("shift", "move_to") and isinstance(first, Vector) and words.heading(first):
            way = words.heading(first)
            return {
                "left": "on the left",
                "right": "on the right",
                "up": "at the top",
                "down": "at the bottom",
            }.get(way, "")
        return ""


def _owner(thing: Thing) -> Thing:
    """What a part is part of; the thing itself if it is none."""
    while thing.kind == "part" and thing.parent is not None:
        thing = thing.parent
    return thing


def posed_group(group: Thing) -> bool:
    """Whether a group is placed, arranged or styled as a whole."""
    if group.places or group.live:
        return True
    return not _POSED.isdisjoint(group.facts)


_POSED = frozenset(("arranged", "scale", "rotation", "gradient", "opacity", "invert", "shuffle_submobjects"))


def _plainly_copied(thing: Thing, original: Thing) -> bool:
    if len(thing.members) != len(original.members) or thing.kind != original.kind:
        return False
    same = all(
        a is b or (a.facts == b.facts and a.places == b.places)
        for a, b in zip(thing.members, original.members, strict=True)
    )
    differs = thing.facts != original.facts or thing.places != original.places or content(thing) is not None
    return same and differs and thing.facts.keys() >= original.facts.keys() and thing.count == 1


def _word(thing: Thing) -> str:
    return _COORDINATED.get(thing.kind) or noun(thing)


def _shared(names: list[str], word: str) -> list[str]:
    """``the first``, ``the third square``: the noun once for all that end in it."""
    if len(names) < 2 or not all(name.endswith(f" {word}") and name.startswith("the ") for name in names):
        return names
    middle = [name.removeprefix("the ").removesuffix(word).strip() for name in names]
    if not all(middle):
        return names
    joined = words.listed(middle, len(middle))
    return [f"the {joined} {words.plural(word)}"]
