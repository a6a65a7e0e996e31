"""What happens, in imperatives: ``draw a square``, ``move it 2 units right``."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from manimill.code import api
from manimill.code.outline import CAMERA, ZOOMED, Motion, Thing, is_number
from manimill.describe import _words as words
from manimill.describe._calls import CALLS, CAMERA_CALLS, duration, other_call, own_call
from manimill.describe._nouns import Namer
from manimill.describe._verbs import TRANSFORMS, fitting, form, pace, speeds, verb
from manimill.describe._vocabulary import GROUPS, HIDDEN, PLURALS

_DEPTH = 3
"""How deep groups of animations are told."""
_PRONOUN_FORMS = {"fade in {}": "fade {} in", "fade out {}": "fade {} out"}
_KEEPING = frozenset(("Transform", "ClockwiseTransform", "CounterclockwiseTransform"))
"""After these the code goes on speaking of the first object, which now looks like the second."""
_GATHERING = frozenset(("AnimationGroup", "LaggedStart", "Succession", "LaggedStartMap"))
_ONE_BY_ONE = frozenset(("ShowIncreasingSubsets", "ShowSubmobjectsOneByOne"))
_ACTING = frozenset(("Rotate", "Rotating", "ScaleInPlace", "FadeToColor", "ApplyMatrix", "MoveAlongPath"))
"""Animations of things that are there already, as most people see it."""
_OWNED = re.compile(r"the (\w+(?: \w+)?) of \{\}")


@dataclass(slots=True)
class _Clause:
    """An imperative with a place for its objects, or one that is already complete."""

    form: str
    things: list[Thing]
    each: bool = False
    acting: bool = False


class Narrator:
    """Tells animations; speaks of ``it`` where one thing is meant and was named last."""

    def __init__(self, namer: Namer) -> None:
        self._namer = namer
        self._last: Thing | None = None
        self._became: dict[int, Thing] = {}
        self._values: dict[int, float | complex] = {}
        self._depth = 0
        self._alone = False

    def tell(self, motions: list[Motion], *, together: bool = False) -> list[str]:
        """Imperatives for animations that play together, alike ones joined.

        With ``together`` it is said that all calls of a lone chain happen at the same time.
        """
        clauses: dict[str, _Clause] = {}
        self._alone = together and len(motions) == 1 and not self._depth
        for motion in motions:
            clause = self._clause(motion)
            if clause is None:
                continue
            before = clauses.get(clause.form)
            if before is None or not clause.things:
                clauses[clause.form] = clause
            elif clause.things[0] not in before.things:
                before.things = before.things + clause.things
        told = [self._rendered(clause) for clause in clauses.values()]
        self._remember(motions)
        return [text for text in told if text]

    def forget(self) -> None:
        """What follows must name things again."""
        self._last = None

    def remember(self, things: list[Thing]) -> None:
        """``it`` means this thing from now on, if it is a single one."""
        single = len(things) == 1 and things[0].count == 1 and things[0].kind not in PLURALS
        group = single and things[0].kind in GROUPS and bool(things[0].members)
        self._last = things[0] if single and not group and things[0] is not CAMERA else None

    def _remember(self, motions: list[Motion]) -> None:
        for motion in motions:
            if motion.into is not None and motion.kind in _KEEPING:
                self._became.update((id(thing), motion.into) for thing in motion.targets)
        seen = [thing for motion in motions for thing in ([motion.into] if motion.into else motion.targets)]
        self.remember(seen if all(not motion.parts for motion in motions) else [])

    def _current(self, things: list[Thing]) -> list[Thing]:
        """What things have been turned into, those nobody sees left out."""
        now = [self._became.get(id(thing), thing) for thing in things]
        return [thing for thing in now if thing.kind not in HIDDEN and not _empty(thing)]

    def _rendered(self, clause: _Clause) -> str:
        """The clause with its objects in their place."""
        if not clause.things:
            return clause.form
        things = self._current(clause.things)
        text, plural = clause.form, _several(things)
        new = CAMERA not in things and not any(self._seen(thing) for thing in things)
        if len(things) == 1 and things[0] is self._last:
            named = "it"
            text = next(
                (text.replace(a, b, 1) for a, b in _PRONOUN_FORMS.items() if text.startswith(a)), text
            )
            text = _OWNED.sub(r"{its} \1", text, count=1)
        else:
            named = self._namer.names(things, 6)
        if not named:
            return ""
        if clause.each and len(things) > 1:
            named = f"each of {named}" if named.startswith("the ") else named
        elif new and clause.acting:
            # "rotate a square shifted 2 units up by 90 degrees" would leave open what is shifted.
            text = _OWNED.sub(r"{its} \1", text, count=1).replace("{}", "{it}", 1)
            return f"show {named} and {_pronouns(text, plural)}"
        text = text.replace("{}", named, 1)
        return _pronouns(text, plural)

    def _seen(self, thing: Thing) -> bool:
        """Whether the thing, what it is part of or what is in it has been described."""
        return self._namer.knows(_whole(thing)) or any(self._namer.knows(one) for one in thing.members)

    def _clause(self, motion: Motion) -> _Clause | None:
        if motion.kind == "animate":
            return self._chain(motion, motion.targets, motion.facts)
        if motion.parts or motion.kind in _GATHERING:
            text = self._gathered(motion)
            return _Clause(text, []) if text else None
        if motion.kind in ("Wait", "Animation"):
            return _pause(motion)
        if motion.kind == "MoveToTarget" and motion.targets and motion.targets[0].target is not None:
            return self._chain(motion.targets[0].target, motion.targets, motion.facts)
        if CAMERA in motion.targets:
            back = motion.kind == "Restore"
            return _Clause("return the camera to its original view" + _manner(motion), []) if back else None
        return self._transform(motion) if motion.into is not None else self._plain(motion)

    def _plain(self, motion: Motion) -> _Clause | None:
        """An animation that is a verb and its objects."""
        text = form(self._namer, motion.kind, motion.facts)
        if "{}" not in text:
            return _Clause(text + _manner(motion), [])
        things = motion.targets
        if motion.kind in _ONE_BY_ONE and len(things) == 1 and things[0].members:
            things = things[0].members
        acting = motion.kind in _ACTING and not text.endswith("{}")
        if motion.facts.get("overridden"):
            text += f" with its {motion.kind} animation overridden by {motion.facts['overridden']}"
        text += _lagging(motion.facts) + _manner(motion)
        return _Clause(text, things, acting=acting) if self._current(things) else None

    def _gathered(self, motion: Motion) -> str:
        if motion.kind == "LaggedStartMap" or not motion.parts:
            return self._mapped(motion)
        if self._depth > _DEPTH:
            return ""
        self._depth += 1
        last = self._last
        lag = motion.facts.get("lag_ratio", 1 if motion.kind == "Succession" else None)
        # At a lag ratio of 1 each begins when the one before has ended.
        steps = is_number(lag) and lag >= 1
        told = [self.tell([part]) for part in motion.parts] if steps else [self.tell(motion.parts)]
        self._last = None if steps else last
        self._depth -= 1
        phrases = [phrase for one in told for phrase in one]
        if not phrases:
            return ""
        text = ", then ".join(_counted(phrases)) if steps else words.listed(phrases, 6)
        if steps and len(motion.parts) == 1 and any(thing.count != 1 for thing in motion.parts[0].targets):
            text = text.replace(" over ", " one after another, each over ", 1)
            text += "" if "one after another" in text else " one after another"
        if motion.kind == "ChangeSpeed":
            text += speeds(motion.facts)
        many = len(motion.parts) > 1 or any(thing.count != 1 for thing in motion.parts[0].targets)
        if not steps and many and (motion.kind == "LaggedStart" or (is_number(lag) and lag)):
            text += ", with staggered starts" + (
                f" (lag ratio {words.number(lag)})" if is_number(lag) else ""
            )
        # `ChangeSpeed` wants even time to begin with, which would contradict what it does.
        return text + (duration(motion.facts) if motion.kind == "ChangeSpeed" else _manner(motion))

    def _mapped(self, motion: Motion) -> str:
        """One animation for each part of something."""
        kind = str(motion.facts.get("animation_class", "Create"))
        things = self._current(motion.targets)
        if not things:
            return ""
        call = motion.facts.get("chain")
        if call is not None:
            clause = self._chain(Motion("animate", things, chain=[call]), things, {})
            text = clause.form if clause is not None else verb(kind)
        else:
            text = verb(kind)
        letters = len(things) == 1 and things[0].count == 1 and not things[0].members
        order = ", letter by letter" if letters else ", one after another"
        return self._rendered(_Clause(text + _manner(motion) + order, things))

    def _transform(self, motion: Motion) -> _Clause | None:
        things, into = self._current(motion.targets), motion.into
        if not things or into is None or _empty(into):
            return None
        new = not self._namer.knows(into)
        shape = TRANSFORMS.get(motion.kind, "transform {} into {goal}")
        if len(things) == 1 and things[0].original is not None and not self._namer.knows(things[0]):
            original = things[0].original
            if self._namer.knows(original) or (
                original.kind == "part" and self._namer.knows(_whole(original))
            ):
                # ``Transform(a.copy(), b)``: nobody ever saw the copy by itself.
                things, shape = [original], shape.replace("{}", "a copy of {}", 1)
        if len(things) == 1 and things[0] is not self._last:
            first = self._namer.names(things) if not self._namer.knows(things[0]) else ""
            shape = shape.replace("{}", first, 1) if first else shape
        text = shape.replace("{goal}", self._namer.names([into])) + fitting(motion) + _manner(motion)
        return _Clause(text, things if "{}" in text else [], each=new)

    def _chain(self, motion: Motion, things: list[Thing], facts: dict[str, Any]) -> _Clause | None:
        if not things:
            return None
        first = things[0]
        if first.kind in HIDDEN:
            return self._tracked(motion, first, facts)
        table = CAMERA_CALLS if first is CAMERA else CALLS
        calls = []
        for method, arguments, keywords in motion.chain:
            if method in table:
                calls.append(table[method](self._namer, arguments, keywords))
            elif first.base is not None and method not in api.attributes(first.base):
                calls.append(own_call(method))
            elif method in api.attributes(first.base or first.kind) and not method.startswith("get_"):
                calls.append(other_call(method))
        calls = [call for call in calls if call]
        if not calls:
            return None
        later = [_OWNED.sub(r"{its} \1", call).replace("{}", "{it}") for call in calls[1:]]
        text = words.listed([calls[0], *later])
        if later and motion.kind == "animate" and self._alone:
            text += f", {'all' if later[1:] else 'both'} at the same time"
        text += _lagging(facts) + duration(facts) + pace(facts)
        return _Clause(text, things, acting=first is not CAMERA and first is not ZOOMED)

    def _tracked(self, motion: Motion, tracker: Thing, facts: dict[str, Any]) -> _Clause | None:
        """A value that is counted up or down, and nobody sees."""
        owner = f"the value of {self._namer.name(tracker.parent)}" if tracker.parent is not None else ""
        for method, arguments, _ in motion.chain:
            amount = arguments[0] if arguments else None
            if not is_number(amount) and type(amount) is not complex:
                self._values[id(tracker)] = math.nan
                return _Clause(f"animate {owner or 'the value tracker'} to a new value{duration(facts)}", [])
            start = self._values.get(id(tracker), tracker.facts.get("value") if not owner else None)
            known = (is_number(start) or type(start) is complex) and id(tracker) not in self._values
            value = amount if method == "set_value" else None
            if method == "increment_value" and start is not None and not _lost(start):
                value = start + amount
            if value is not None:
                self._values[id(tracker)] = value
            named = owner or ("a value tracker" if known or not self._values else "the value tracker")
            begin = f" from {_value(start)}" if known and not owner else ""
            to = f"to {_value(value)}" if value is not None else f"by {_value(amount)}"
            return _Clause(f"animate {named}{begin} {to}{duration(facts)}{pace(facts)}", [])
        return None


def _lost(value: Any) -> bool:
    """Whether a tracked value is no longer known."""
    return isinstance(value, float) and math.isnan(value)


def _empty(thing: Thing) -> bool:
    """Whether nobody can tell what is in a group."""
    return thing.kind in ("VGroup", "Group") and not thing.members


def _whole(thing: Thing) -> Thing:
    """What a part is part of."""
    while thing.parent is not None and thing.kind == "part":
        thing = thing.parent
    return thing


def _value(value: Any) -> str:
    if type(value) is not complex:
        return words.number(value)
    sign, size = "-" if value.imag < 0 else "+", words.number(abs(value.imag))
    return f"{words.number(value.real)} {sign} {'' if size == '1' else size}i"


def _manner(motion: Motion) -> str:
    return duration(motion.facts) + pace(motion.facts)


def _lagging(facts: dict[str, Any]) -> str:
    """How far the parts of one object start one after another."""
    lag = facts.get("lag_ratio")
    return f" with lag ratio {words.number(lag)}" if is_number(lag) else ""


def _pause(motion: Motion) -> _Clause | None:
    """A wait; `Animation` changes nothing either, and people use it with a time of its own to let time pass."""
    if motion.kind == "Animation" and "run_time" not in motion.facts:
        return None
    return _Clause(_waiting(motion), [])


def _waiting(motion: Motion) -> str:
    seconds = motion.facts.get("run_time", motion.facts.get("duration", 1))
    return f"wait for {words.unit(seconds, 'second')}" if is_number(seconds) else "wait"


def _several(things: list[Thing]) -> bool:
    if len(things) != 1:
        return True
    one = things[0]
    return one.count != 1 or one.kind in PLURALS or (one.kind in GROUPS and bool(one.members))


def _pronouns(text: str, plural: bool) -> str:
    return text.replace("{it}", "them" if plural else "it").replace("{its}", "their" if plural else "its")


def _counted(phrases: list[str]) -> list[str]:
    """Neighbouring equal phrases once, with their number."""
    found: list[tuple[str, int]] = []
    for phrase in phrases:
        if found and found[-1][0] == phrase:
            found[-1] = (phrase, found[-1][1] + 1)
        else:
            found.append((phrase, 1))
    return [text if n == 1 else f"{text} {words.times(n)}" for text, n in found]
