"""The steps of a scene sorted and joined before they are told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from manimill.code.outline import CAMERA, Motion, Step, Thing, is_number
from manimill.describe._contents import content
from manimill.describe._kinds import noun, tint
from manimill.describe._vocabulary import HIDDEN

_LONG_WAIT = 2
"""Seconds of a pause that is worth a word."""


def distinct(things: Iterable[Thing]) -> list[Thing]:
    found: dict[int, Thing] = {}
    for thing in things:
        empty = (
            thing.kind in ("VMobject", "VGroup") and not thing.members and not thing.facts and not thing.live
        )
        if thing.kind not in HIDDEN and not empty:
            found.setdefault(id(thing), thing)
    return list(found.values())


def appearing(step: Step) -> list[Thing]:
    found: list[Thing] = []
    for motion in step.motions:
        for one in (motion, *motion.parts):
            found += [thing for thing in one.targets if thing is not CAMERA]
            if one.into is not None:
                found.append(one.into)
    return found


def prepared(steps: list[tuple[Step, int]]) -> tuple[list[Step], list[tuple[Step, int]]]:
    """Camera calls that come before anything moves, and all other steps."""
    setup: list[Step] = []
    others: list[tuple[Step, int]] = []
    for step, times in steps:
        early = all(before.kind == "add" for before, _ in others)
        if step.kind == "camera" and "background" in step.facts:
            continue
        if step.kind == "camera" and early and step.facts.get("call") == "set_camera_orientation":
            setup.append(step)
        else:
            others.append((step, times))
    return setup, others


def gathered(steps: Sequence[Step]) -> list[tuple[Step, int]]:
    """Steps with how often in a row; neighbouring additions become one, short waits are dropped."""
    gathered: list[tuple[Step, int]] = []
    seen: set[int] = set()
    for step in steps:
        seconds = step.facts.get("duration")
        if step.kind == "wait" and not (is_number(seconds) and seconds >= _LONG_WAIT):
            continue
        before, times = gathered[-1] if gathered else (None, 0)
        if before is not None and step.kind == before.kind == "add":
            gathered[-1] = (Step("add", [*before.things, *step.things]), 1)
        elif before is not None and step.kind == before.kind == "play" and _same(step, before, seen):
            gathered[-1] = (before, times + 1)
        else:
            gathered.append((step, 1))
        seen.update(_ids(before)) if before is not None else None
    return gathered


def _ids(step: Step) -> Iterable[int]:
    for thing in (*step.things, *appearing(step)):
        yield id(thing)
        yield from (id(member) for member in thing.members)


def _same(step: Step, before: Step, seen: set[int]) -> bool:
    """Whether two plays would be told in the same words, of the same things or of new ones."""
    if len(step.motions) != len(before.motions):
        return False
    if not all(_alike(one, other) for one, other in zip(step.motions, before.motions, strict=True)):
        return False
    pairs = zip(appearing(step), appearing(before), strict=False)
    return all(one is other or not (id(one) in seen or one.members) for one, other in pairs)


def _alike(motion: Motion, other: Motion) -> bool:
    """Whether two animations would be told in the same words."""
    if motion.kind != other.kind or len(motion.parts) != len(other.parts):
        return False
    if len(motion.targets) != len(other.targets) or (motion.into is None) is not (other.into is None):
        return False
    if not all(_twins(one, two) for one, two in zip(_ends(motion), _ends(other), strict=True)):
        return False
    if literals(motion.facts) != literals(other.facts) or literals(motion.chain) != literals(other.chain):
        return False
    return all(_alike(one, two) for one, two in zip(motion.parts, other.parts, strict=True))


def _ends(motion: Motion) -> list[Thing]:
    return motion.targets if motion.into is None else [*motion.targets, motion.into]


def _twins(thing: Thing, other: Thing) -> bool:
    """Whether two things look the same."""
    if thing is other:
        return True
    same = content(thing) == content(other) and noun(thing) == noun(other) and tint(thing) == tint(other)
    return same and literals(thing.facts) == literals(other.facts)


def literals(value: Any) -> Any:
    """A value in a form that can be compared; things are equal only to themselves."""
    if isinstance(value, (list, tuple)):
        return [literals(one) for one in value]
    if isinstance(value, dict):
        return [(key, literals(one)) for key, one in value.items()]
    if isinstance(value, (str, int, float)) or value is None:
        return value
    return id(value)
