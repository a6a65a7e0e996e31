"""Who is in the scene: a table of mobjects, each with the same number throughout.

An entry has ``n``, ``class`` (and ``kind``, manim's own class, where the scene defines the class) and what
applies of

- ``text``, ``tex``, ``typst``: what a text says; ``texts``: what the texts inside anything else say;
- ``at``, ``size``: centre and extent in manim's units, [x, y] or [x, y, z]; ``from``, ``to`` of lines;
- ``color``, ``fill``, ``opacity``, ``fill_opacity``, ``stroke_width`` (not 4), ``colors``, ``invisible``: see
  `appearance.paint`;
- ``value`` of a value tracker; ``x_range``, ``y_range``, ... and other numbers a class is made from;
- ``members``: numbers of a small group's members, or ``made_of``: how many of which class;
- ``part_of``: the number of the mobject it is a piece of, ``piece``: which characters of a text;
- ``empty``: true for a group of nothing;
- ``role``: ``camera frame``, ``camera phi`` and the like; ``updaters``: true where functions move it.

It shows the mobject as it was when it was first drawn. What changes later is in the events.
"""

from __future__ import annotations

import weakref
from typing import Any

import manim
import numpy as np

from . import appearance
from .appearance import tidy

_MOST_ENTRIES = 600
_MOST_MEMBERS_NAMED = 8
_MOST_CLAIMED = 512
_DEEPEST = 3
_SAME = 0.0025
"""Smaller differences, in manim's units, come from rounding twice."""

_RANGES = ("x_range", "y_range", "z_range", "t_range", "u_range", "v_range")
_NUMBERS = ("inner_radius", "outer_radius", "angle", "row_dim", "col_dim")
_TEXT_PIECES = (manim.Text, manim.MarkupText)

Entry = dict[str, Any]
State = dict[str, Any]


def state(mobject: Any) -> State:
    """What of a mobject can change while the scene runs."""
    own = mobject.__dict__
    if isinstance(mobject, manim.ValueTracker):
        return {"value": _tracked(mobject)} | ({"updaters": True} if own.get("updaters") else {})
    members = appearance.family(mobject)
    seen = appearance.place(appearance.box(members)) | appearance.paint(members)
    if isinstance(mobject, manim.Line):
        seen |= _ends(mobject, members)
    if "num_decimal_places" in own:
        seen |= appearance.text(mobject)
    if any(member.__dict__.get("updaters") for member in members):
        seen["updaters"] = True
        # What counts while it is watched is often a number inside, as in a Variable.
        if not appearance.text(mobject) and (said := appearance.texts(members[1:_MOST_CLAIMED])):
            seen["texts"] = said
    return seen


def _tracked(tracker: Any) -> Any:
    point = tracker.__dict__["points"][0]
    return tidy(point[:2]) if isinstance(tracker, manim.ComplexValueTracker) else tidy(point[0])


def _ends(line: Any, members: list[Any]) -> State:
    drawn = [m for m in members if len(m.__dict__.get("points", ()))]
    if not drawn:
        return {}
    if len(line.__dict__["points"]):
        start, end = line.points[0], line.points[-1]
    else:
        start, end = drawn[0].points[0], drawn[-1].points[-1]
    if isinstance(tip := line.__dict__.get("tip"), manim.Mobject) and len(tip.__dict__["points"]):
        end = tip.points[0]
    flat = 2 if abs(start[2]) + abs(end[2]) < 1e-3 else 3
    return {"from": tidy(start[:flat]), "to": tidy(end[:flat])}


def difference(before: State, after: State) -> State:
    """What is other in ``after``; None for what is gone."""
    changed = {key: value for key, value in after.items() if not _same(before.get(key), value)}
    return changed | {key: None for key in before if key not in after}


def _same(one: Any, other: Any) -> bool:
    if one == other:
        return True
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return all(map(_same, one, other))
    numbers = (int, float)
    return isinstance(one, numbers) and isinstance(other, numbers) and abs(one - other) < _SAME


class Cast:
    """The mobjects a scene has shown or used."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.full = False
        self.roles: dict[int, str] = {}
        """What the camera's own mobjects are, by ``id``; the camera keeps them alive."""

        self._numbers: dict[int, int] = {}
        self._references: list[weakref.ref[Any]] = []
        self._owners: dict[int, int] = {}
        self._states: dict[int, State] = {}
        self._fresh: set[int] = set()

    def known(self, mobject: Any) -> int | None:
        """The number of a mobject that has one."""
        number = self._numbers.get(id(mobject))
        # The address of a mobject that is gone is given to another one.
        return number if number is not None and self.mobject(number) is mobject else None

    def mobject(self, number: int) -> Any:
        """The mobject with a number, or None where it is gone."""
        return self._references[number - 1]()

    def number(self, mobject: Any, depth: int = 0) -> int | None:
        """The number of a mobject, entered if it is new; None where the table is full."""
        number = self.known(mobject)
        if number is not None or not isinstance(mobject, manim.Mobject):
            return number
        if len(self.entries) >= _MOST_ENTRIES:
            self.full = True
            return None
        whole = self._whole(mobject) if depth == 0 else {}
        number = len(self.entries) + 1
        entry: Entry = {"n": number}
        self.entries.append(entry)
        self._numbers[id(mobject)] = number
        self._references.append(weakref.ref(mobject))
        self._fresh.add(number)
        self._states[number] = {}
        self._describe(mobject, entry, whole, depth)
        return number

    def _describe(self, mobject: Any, entry: Entry, whole: Entry, depth: int) -> None:
        number = entry["n"]
        try:
            self._claim(appearance.family(mobject, _MOST_CLAIMED), number, depth)
            self._states[number] = state(mobject)
            entry |= appearance.own_class(mobject)
            if id(mobject) in self.roles:
                # A camera's own state is told elsewhere, and in degrees.
                entry["role"] = self.roles[id(mobject)]
                return
            entry |= appearance.text(mobject) | whole
            entry |= self._states[number] | _made_with(mobject)
            entry |= self._content(mobject, depth)
        except Exception:
            # Half made or of a strange make: it keeps its number and what could be read.
            entry.setdefault("class", type(mobject).__name__)

    def _content(self, mobject: Any, depth: int) -> Entry:
        parts = mobject.__dict__.get("submobjects") or []
        if not parts and not len(mobject.__dict__.get("points", ())):
            return {"empty": True}
        if not parts or appearance.text(mobject):
            return {}
        plain = appearance.is_plain_group(mobject)
        if plain and len(parts) <= _MOST_MEMBERS_NAMED and depth < _DEEPEST and not _glyphs(parts):
            return {"members": [self.number(part, depth + 1) for part in parts]}
        said: Entry = {}
        if found := appearance.texts(appearance.family(mobject, 512)[1:]):
            said["texts"] = found
        if plain:
            said["made_of"] = appearance.classes(parts[: appearance.MOST_MEMBERS])
        return said

    def _claim(self, members: list[Any], number: int, depth: int) -> None:
        """Remember whose piece a member is: of the innermost that has a number, or of the first that had."""
        for member in members[1:_MOST_CLAIMED]:
            if depth or id(member) not in self._owners:
                self._owners[id(member)] = number

    def _owner(self, mobject: Any) -> Any:
        """The known mobject that this one is a member of, or None."""
        number = self._owners.get(id(mobject))
        owner = None if number is None else self.mobject(number)
        if owner is None or not any(m is mobject for m in appearance.family(owner, _MOST_CLAIMED)):
            return None
        return owner

    def _whole(self, mobject: Any) -> Entry:
        """Of which known mobject this one is a piece."""
        leaf = next((m for m in appearance.family(mobject, 8) if len(m.__dict__.get("points", ()))), mobject)
        whole = self._owner(leaf)
        if whole is None or whole is mobject:
            return {}
        members = {id(member) for member in appearance.family(whole, _MOST_CLAIMED)}
        pieces = mobject.__dict__.get("submobjects") or [mobject]
        if not all(id(piece) in members for piece in pieces):
            return {}
        return {"part_of": self.known(whole)} | _piece(whole, mobject)

    def refresh(self, mobject: Any, expected: State | None = None) -> Entry | None:
        """What of a known mobject has changed since it was last looked at, with its number.

        None where nothing has or it is now as ``expected``, where the mobject is not known, or where no frame
        has shown it yet: then its entry is brought up to date.
        """
        number = self.known(mobject)
        if number is None or id(mobject) in self.roles:
            return None
        now = state(mobject)
        changed = difference(self._states[number], now)
        self._states[number] = now
        if not changed:
            return None
        self._follow(self.entries[number - 1])
        if number in self._fresh:
            entry = self.entries[number - 1]
            entry |= {key: value for key, value in changed.items() if value is not None}
            for key in [key for key, value in changed.items() if value is None]:
                entry.pop(key, None)
            return None
        if expected is not None:
            changed = {key: value for key, value in changed.items() if not _same(expected.get(key), value)}
        return {"n": number, **changed} if changed else None

    def _follow(self, entry: Entry) -> None:
        """Members go where their group goes; only the group's change is told."""
        for number in entry.get("members", ()):
            if number is not None and (member := self.mobject(number)) is not None:
                self.refresh(member)

    def on_screen(self, mobjects: list[Any], most: int) -> list[Any]:
        """Those of a scene's mobjects that have a number; of the rest those inside, at most ``most``.

        A composition of animations leaves a group of what it animated on the scene.
        """
        found: list[Any] = []
        waiting = list(reversed(mobjects))
        steps = 0
        while waiting and len(found) < most and steps < 8 * most:
            mobject = waiting.pop()
            steps += 1
            if self.known(mobject) is None:
                parts = mobject.__dict__.get("submobjects", ())[:most]
                if parts and self.known(whole := self._owner(parts[0])) is None:
                    waiting.extend(reversed(parts))
                    continue
                mobject = whole if parts else self._owner(mobject)
            if mobject is not None and id(mobject) not in self.roles and not any(mobject is m for m in found):
                found.append(mobject)
        return found

    def last_state(self, number: int) -> State:
        """The mobject's state when it was last looked at."""
        return self._states[number]

    def shown(self) -> None:
        """A frame is about to be drawn: entries stay as they are from here."""
        self._fresh.clear()


def _glyphs(parts: list[Any]) -> bool:
    return all(type(part).__name__ == "VMobjectFromSVGPath" for part in parts)


def _piece(owner: Any, piece: Any) -> Entry:
    """The characters of a Text that a slice of it holds."""
    said = owner.__dict__.get("text")
    if not isinstance(owner, _TEXT_PIECES) or not isinstance(said, str):
        return {}
    glyphs = owner.__dict__["submobjects"]
    if len(glyphs) != len(said):
        return {}
    inside = {id(member) for member in appearance.family(piece)}
    return {"piece": "".join(c for c, glyph in zip(said, glyphs, strict=True) if id(glyph) in inside)}


def _made_with(mobject: Any) -> Entry:
    """The numbers that a mobject was made from and that cannot be seen in its box."""
    own = mobject.__dict__
    made: Entry = {}
    for name in _RANGES:
        values = own.get(name)
        if isinstance(values, (list, tuple, np.ndarray)) and 0 < len(values) <= 3:
            made[name] = tidy(values)
    for name in _NUMBERS:
        value = own.get(name)
        if isinstance(value, (int, float)) and not isinstance(mobject, (manim.Circle, manim.Line)):
            made[name] = tidy(np.degrees(value)) if name == "angle" else tidy(value)
    if isinstance(mobject, manim.Polygram) and not isinstance(mobject, manim.Rectangle):
        made["corners"] = len(own["points"]) // 4
    if type(mobject) is manim.SVGMobject and (name := own.get("file_name")) is not None:
        made["file"] = appearance.shorten(str(name).rpartition("/")[2])
    if callable(function := own.get("underlying_function")):
        name = getattr(function, "__name__", "<lambda>")
        made |= {} if name == "<lambda>" else {"function": appearance.shorten(name)}
    if isinstance(values := own.get("values"), (list, tuple)) and isinstance(mobject, manim.BarChart):
        made["values"] = tidy(list(values)[:20])
    if isinstance(mobject, manim.Graph) and isinstance(edges := own.get("edges"), dict):
        made["edges"] = len(edges)
        made["vertices"] = len(own.get("vertices") or ())
    return made
