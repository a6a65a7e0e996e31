"""Objects in words: in full when they appear, briefly when they are spoken of again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from manimill.code.outline import CAMERA, ZOOMED, Thing, is_number
from manimill.describe import _words as words
from manimill.describe._brief import Briefly, posed_group
from manimill.describe._contents import content
from manimill.describe._details import details_of
from manimill.describe._kinds import noun, tint
from manimill.describe._merging import merged
from manimill.describe._order import ordered
from manimill.describe._phrases import Phrase
from manimill.describe._steps import literals
from manimill.describe._updates import updating
from manimill.describe._vocabulary import GROUPS, HIDDEN, PLURALS, RELATIONS

_WIDE = 0.5
"""Units between things from which on a gap is worth a word; by default it is half of that."""
_BRIEF = 60
"""Characters of what a group holds that are not too many for a summary."""
_KINDS = {word: f"{word} of objects" for word in ("row", "column", "grid", "group")}
_LOOKED_AT = 40
"""Things looked at in one list; a picture with more is described by what repeats."""
_TOLD_AT = frozenset(("Dot", "Dot3D", "AnnotationDot", "LabeledDot", "Circle", "Annulus", "Sphere", "Point"))
"""Objects whose own arguments say where they are."""


_WHERE = frozenset(("point", "arc_center", "center", "location", "scale", "rotation", "flipped"))
"""Facts that say where an object is or how it was turned."""


class Namer(Briefly):
    """Names the things of one scene, in full the first time and briefly from then on."""

    def __init__(self, things: Sequence[Thing]) -> None:
        """``things`` are all that are shown or named in the scene."""
        super().__init__(things)
        self._groups = 1
        """How many groups a loop made of the one that is being told."""

    def name(self, thing: Thing) -> str:
        """The thing in full the first time, briefly from then on."""
        known = thing in (CAMERA, ZOOMED) or self.knows(thing)
        return self.brief(thing) if known else self.full(thing).text()

    def names(self, things: Sequence[Thing], most: int = 8) -> str:
        """Several things as one list, identical ones counted."""
        return words.listed(self.phrases(things), most, "more objects")

    def phrases(self, things: Sequence[Thing], *, in_order: bool = False) -> list[str]:
        """One phrase for each thing, or for several together where they are alike; ``in_order`` where order matters."""
        if len(things) == 1 and things[0].kind not in GROUPS:
            only = things[0]
            if only.group is None or self.knows(only):
                return [self.name(only)] if only.kind not in HIDDEN else []
        texts: list[str] = []
        known: list[Thing] = []
        new: list[Phrase] = []
        for thing in ordered(self._opened(self._regrouped(things)), self.knows):
            if self.knows(thing) or thing in (CAMERA, ZOOMED):
                texts += merged(new, rounds=not in_order)
                new = []
                known.append(thing)
                continue
            if known:
                texts.append(self.briefs(known))
                known = []
            new.append(self.full(thing))
        texts += merged(new, rounds=not in_order)
        return [*texts, self.briefs(known)] if known else texts

    def in_short(self, things: Sequence[Thing]) -> list[str]:
        """Several new things without their sizes and places."""
        return merged([_in_short(self.full(thing)) for thing in self._opened(things, 0)], rounds=True)

    def shape(self, thing: Thing) -> str:
        """An indefinite phrase for something that is part of another thing."""
        if thing.kind in GROUPS and thing.members:
            return "a group of " + words.listed(merged([self._phrase(one) for one in thing.members[:6]]))
        return self._phrase(thing).text()

    def shapes(self, things: Sequence[Thing]) -> str:
        """Indefinite phrases for several parts of another thing, alike ones joined."""
        return words.listed(merged([self._phrase(thing) for thing in things]))

    def full(self, thing: Thing) -> Phrase:
        """Everything known; the thing counts as introduced from now on."""
        self.introduce(thing)
        original = self._original(thing)
        return self._copied(thing, original) if original is not None else self._phrase(thing)

    def _phrase(self, thing: Thing) -> Phrase:
        if thing.kind == "part":
            return Phrase(self.brief(thing), bare=True)
        bare = not thing.members and not thing.facts.keys() - {"points"}
        if thing.kind in ("VMobject", "Mobject") and bare:
            drawn = next((a[0] for m, a, _ in thing.updates if m == "become" and a), None)
            if isinstance(drawn, Thing):
                phrase = self._phrase(drawn)
                phrase.ending = "that keeps updating"
                return phrase
        if thing.kind in GROUPS and thing.members:
            return self._group(thing)
        phrase = self._head(thing)
        self._place(phrase, thing)
        self._detail(phrase, details_of(self, thing))
        if thing.members:
            phrase.inner = self._containing(thing)
        if thing.live:
            phrase.ending = updating(self, thing, thing.count != 1 or thing.kind in PLURALS)
            if phrase.side and f"{phrase.side} {phrase.anchor}" in phrase.ending:
                # Whoever stays there is there.
                phrase.side = phrase.anchor = ""
        return phrase

    def _detail(self, phrase: Phrase, details: list[str]) -> None:
        for detail in details:
            if detail.startswith("with "):
                phrase.details.append(detail.removeprefix("with "))
            elif detail:
                phrase.tail.append(detail)

    def _count(self, thing: Thing) -> int:
        """How many of a thing there are in each of the groups that are being told."""
        whole, rest = divmod(thing.count, self._groups)
        return thing.count if rest else whole

    def _head(self, thing: Thing) -> Phrase:
        facts, said = thing.facts, content(thing)
        shade, hue = _apart(tint(thing))
        phrase = Phrase(noun(thing), shade, said, hue, count=self._count(thing))
        if (
            thing.updates
            and any(method == "set_value" for method, _, _ in thing.updates)
            and thing.kind in ("DecimalNumber", "Integer")
        ):
            # Its first value is never seen.
            phrase.said = None
        if said is not None and phrase.said is not None:
            whole = thing.kind == "Integer" and "." in said
            phrase.tail += ["shown as an integer"] if whole else []
            return phrase
        phrase.bare = thing.kind in PLURALS
        self._fill(phrase, thing)
        if phrase.noun == "text" and thing.count == 1:
            phrase.noun, phrase.bare = "some text", True
            phrase.hue, phrase.shade = phrase.hue or (f" in {shade}" if shade else ""), ""
        if facts.get("dashed"):
            phrase.noun = f"dashed {phrase.noun}"
        return phrase

    def _fill(self, phrase: Phrase, thing: Thing) -> None:
        """``filled`` where the inside is opaque, the opacity where light shines through."""
        facts = thing.facts
        opacity, inside = facts.get("fill_opacity"), words.colour(facts.get("fill_color"))
        if not is_number(opacity) or opacity <= 0 or "Dot" in thing.kind or content(thing) is not None:
            return
        outline = words.colour(facts.get("stroke_color"))
        if outline and outline != tint(thing):
            phrase.details.append(f"{words.article(outline)} outline")
        if inside and inside != tint(thing):
            phrase.hue += f" filled with {inside}"
        elif opacity >= 1 and not phrase.shade.startswith("filled"):
            phrase.shade = f"filled {phrase.shade}".strip()
        if opacity < 1:
            phrase.details.append(f"fill opacity {words.number(opacity)}")

    def _place(self, phrase: Phrase, thing: Thing) -> None:
        """Where the thing is and how it was scaled or turned."""
        facts, places = thing.facts, thing.places
        if not places and thing.group is None and _WHERE.isdisjoint(facts):
            return
        places, found = places[:3], []
        own = facts.get("point", facts.get("arc_center", facts.get("center", facts.get("location"))))
        if thing.kind in _TOLD_AT and own is not None and not places:
            found.append(self.spot(own))
        if len(places) == 1 and places[0][0] == "next_to" and len(places[0]) > 1:
            phrase.side, phrase.anchor = self.beside(places[0])
        else:
            found += [text for place in _coordinates(places) if (text := self.place(place))]
        if not places and not found and thing.group is not None:
            found.append(self.in_group(thing))
        found += self.posed(thing)
        found = [text for text in found if text]
        phrase.place = f"and {found[0]}" if phrase.side and len(found) == 1 else words.listed(found)

    def _group(self, thing: Thing) -> Phrase:
        arranged, count = self.arrangement(thing), self._count(thing)
        outer, self._groups = self._groups, max(thing.count, 1)
        inside = self._inside(thing)
        self._groups = outer
        phrase = Phrase(arranged or "group", count=count)
        if not inside:
            return phrase
        kinds = {noun(one) for one in thing.members[:_LOOKED_AT]}
        rest = f"more {words.plural(kinds.pop())}" if len(kinds) == 1 else "more objects"
        listed = words.listed(inside, 8, rest)
        if arranged and listed == "a group":
            # Nobody knows of what.
            listed = "objects"
        if not arranged and len(inside) == 1:
            phrase = Phrase(listed, bare=True)
        elif arranged:
            phrase.tail.append(f"of {listed}")
        else:
            phrase.tail.append(f"({listed})" if "(" not in listed or posed_group(thing) else f"of {listed}")
        phrase.tail += _gap(thing, inside)
        self._place(phrase, thing)
        self._detail(phrase, details_of(self, thing))
        phrase.ending = updating(self, thing, phrase.bare)
        where = phrase.beside()
        if where and len(inside) > 1:
            phrase.side = phrase.anchor = ""
            phrase.place = f", the whole {phrase.noun.partition(' ')[0]} {where}"
        return phrase

    def _inside(self, thing: Thing) -> list[str]:
        """Texts of a group's members; rows of rows are told row by row."""
        members = [one for one in thing.members[:_LOOKED_AT] if one.kind not in HIDDEN]
        sets = [
            one for one in members if one.kind in GROUPS and len(one.members) > 1 and not posed_group(one)
        ]
        if self.arrangement(thing) and len(sets) == len(members) > 1:
            return self._sets(sets)
        rows = [self.arrangement(one) for one in members]
        nested = len(members) in (2, 3) and all(rows) and len(set(rows)) == 1
        if not nested or _alike(members):
            return self.phrases(thing.members, in_order=bool(self.arrangement(thing)))
        told = []
        for index, one in enumerate(members):
            self.introduce(one)
            told.append(f"the {words.ordinal(index)} with {words.listed(self.phrases(one.members))}")
        return [f"{words.counted(len(members))} {words.plural(rows[0])} ({words.listed(told)})"]

    def _sets(self, groups: list[Thing]) -> list[str]:
        """Groups side by side: what they have in common, then what each has for itself."""
        texts, phrases = [], []
        for group in groups:
            self.introduce(group)
            members = ordered(self._opened(group.members), self.knows)
            for one in members:
                self.introduce(one)
            phrases.append([self._phrase(one) for one in members])
            texts.append(merged(phrases[-1]))
        common = [text for text in texts[0] if all(text in other for other in texts)]
        own = [[text for text in told if text not in common] for told in texts]
        number = words.counted(len(groups))
        if not common or any(len(told) != 1 for told in own):
            told = words.listed([f"({words.listed(one)})" for one in texts], 6, "more groups")
            return [f"{number} groups: {told}"]
        each = f"{number} groups, each with {words.listed(common)}"
        if len({told[0] for told in own}) == 1:
            return [f"{number} groups, each with {words.listed([*common, own[0][0]])}"]
        single = [
            phrase
            for one in phrases
            for phrase in one
            if phrase.text() not in common or len(one) != len(texts[0])
        ]
        in_turn = merged(single) if len(single) == len(own) else []
        if not in_turn or any(", all with " in text for text in in_turn):
            in_turn = [told[0] for told in own]
        return [f"{each}, and with {words.listed(in_turn, 8)} in turn"]

    def _containing(self, thing: Thing) -> str:
        if not thing.members or thing.kind in RELATIONS:
            return ""
        if thing.count == 1:
            owner = f" of {self.brief(thing)}"
            inside = self.names(thing.members, 4).replace(owner, "")
            return f"containing {inside}" if inside else ""
        each = [self._phrase(one) for one in thing.members[:_LOOKED_AT]]
        for phrase in each:
            phrase.count = 1 if phrase.count == thing.count else phrase.count
            if phrase.noun == "texts" or phrase.bare:
                phrase.noun, phrase.bare = phrase.noun.removeprefix("some "), False
        return f"each containing {words.listed(merged(each))}"

    def _original(self, thing: Thing) -> Thing | None:
        """What the thing was copied from, if that is known to the reader and looks different."""
        source = self._source(thing) if thing.original is not None else None
        return source if source is not None and self.knows(source) else None

    def _copied(self, thing: Thing, original: Thing) -> Phrase:
        """``a red copy of the square shifted 2 units left``."""
        other = {k: v for k, v in thing.facts.items() if original.facts.get(k) != v}
        seen = Thing(thing.kind, other, places=thing.places if thing.places != original.places else [])
        shade, hue = _apart(tint(seen))
        phrase = Phrase(f"copy of {self.brief(original)}", shade, hue=hue)
        if thing.kind in GROUPS and self.arrangement(seen):
            phrase.tail.append(f"arranged in {words.article(self.arrangement(seen))}")
        self._fill(phrase, seen)
        self._place(phrase, seen)
        if thing.kind not in RELATIONS:
            self._detail(phrase, details_of(self, seen))
        phrase.ending = updating(self, thing, False)
        return phrase

    def _regrouped(self, things: Sequence[Thing]) -> list[Thing]:
        """Things in whose stead their group is named, because its arrangement is worth telling."""
        if all(thing.group is None for thing in things):
            return list(things)
        present = {id(thing) for thing in things}
        found: list[Thing] = []
        for thing in things:
            group = thing.group
            if group is None or not self._stands_for(group, present):
                found.append(thing)
            elif group not in found:
                found.append(group)
        return found

    def _stands_for(self, group: Thing, present: set[int]) -> bool:
        """Whether all of an arranged group is there, and new."""
        if self.knows(group) or not group.members or not self.arrangement(group):
            return False
        return all(id(one) in present and not self.knows(one) for one in group.members)

    def _opened(self, things: Sequence[Thing], depth: int = 3) -> list[Thing]:
        """Visible things, plain groups replaced by what they hold."""
        found: list[Thing] = []
        held = _held(things)
        for thing in things[:_LOOKED_AT]:
            plain = thing.kind in GROUPS and thing.members and thing.count == 1
            told = plain and all(self.knows(one) or _elsewhere(one, thing, held) for one in thing.members)
            if (told or id(thing) in held) and not self.knows(thing) and len(things) > 1:
                continue
            apart = posed_group(thing) or self._original(thing) is not None
            if plain and depth and not self.knows(thing) and not apart:
                self.introduce(thing)
                found += self._opened(thing.members, depth - 1)
            elif thing.kind not in HIDDEN:
                found.append(thing)
            if len(found) >= _LOOKED_AT:
                break
        return found[:_LOOKED_AT]


def _apart(shade: str) -> tuple[str, str]:
    """A colour before the noun, or one that stands better behind it."""
    if shade.startswith("#"):
        return "", f" in the color {shade}"
    return ("", f" in a gradient from {shade.replace('-to-', ' to ')}") if "-to-" in shade else (shade, "")


def _in_short(phrase: Phrase) -> Phrase:
    """What a thing is, without its sizes and places."""
    if len(phrase.noun) > _BRIEF:
        return Phrase("group of objects")
    noun = phrase.noun if phrase.said is not None or not phrase.tail else _KINDS.get(phrase.noun, phrase.noun)
    return Phrase(noun, phrase.shade, phrase.said, phrase.hue, count=phrase.count, bare=phrase.bare)


def _gap(group: Thing, inside: Sequence[str]) -> list[str]:
    """How far things of one sort are apart, where that is more than a little, or nothing at all."""
    gap = group.facts.get("gap")
    if (
        not is_number(gap)
        or 0 < gap < _WIDE
        or len(inside) != 1
        or " with " in inside[0]
        or inside[0][:2] == "a "
    ):
        return []
    return [f"with {words.unit(gap)} between them" if gap else "with no space between them"]


def _coordinates(places: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Neighbouring ``set_x`` and ``set_y`` as one place."""
    if [place[0] for place in places] in (["set_x", "set_y"], ["set_y", "set_x"]):
        given = {place[0]: place[1] for place in places if len(place) > 1}
        if all(is_number(value) for value in given.values()) and len(given) == 2:
            return [("set_xy", given["set_x"], given["set_y"])]
    return list(places)


def _held(things: Sequence[Thing]) -> dict[int, Thing]:
    """Members of the arranged groups among some things, and the members' members, with the group."""
    groups = [one for one in things if one.members and one.kind in GROUPS and "arranged" in one.facts]
    if not groups:
        return {}
    inner = {id(member): group for group in groups for member in group.members}
    return {id(one): group for group in groups for member in group.members for one in member.members} | inner


def _elsewhere(member: Thing, group: Thing, held: dict[int, Thing]) -> bool:
    """Whether a group's member is told as part of another group."""
    return id(member) in held and held[id(member)] is not group


def _alike(groups: Sequence[Thing]) -> bool:
    """Whether groups hold members that would be told in the same words."""
    first, *others = ([(one.kind, literals(one.facts)) for one in group.members] for group in groups)
    nested = any(one.members for group in groups for one in group.members)
    return not nested and all(other == first for other in others)
