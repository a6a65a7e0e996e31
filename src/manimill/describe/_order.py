"""The order in which things are named: what others are placed by comes first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from manimill.code.outline import Extent, Spot, Thing
from manimill.describe._vocabulary import RELATIONS


def ordered(things: Sequence[Thing], known: Callable[[Thing], bool]) -> list[Thing]:
    """The things in their order, except that each follows those it is described by."""
    if len(things) < 2:
        return list(things)
    waiting = {id(thing): thing for thing in things if not known(thing)}
    if len(waiting) < 2:
        return list(things)
    # Whoever is placed by a member comes after its group.
    waiting = {id(member): thing for thing in waiting.values() for member in thing.members} | waiting
    found: list[Thing] = []
    placed: set[int] = set()
    for thing in things:
        _place(thing, waiting, placed, found)
    return found


def _place(thing: Thing, waiting: dict[int, Thing], placed: set[int], found: list[Thing]) -> None:
    if id(thing) in placed:
        return
    placed.add(id(thing))
    if id(thing) in waiting:
        for other in _named_by(thing):
            holder = waiting.get(id(other))
            if holder is not None and holder is not thing:
                _place(holder, waiting, placed, found)
    found.append(thing)


def _named_by(thing: Thing) -> Iterator[Thing]:
    """The things that are mentioned where this one is described."""
    for place in thing.places:
        yield from _in_values(place[1:])
    yield from _in_values(thing.facts.values())
    for _, arguments, _ in thing.updates:
        yield from _in_values(arguments)
    if thing.kind in RELATIONS:
        yield from thing.members
    if thing.original is not None:
        yield thing.original
    if thing.parent is not None:
        yield thing.parent


def _in_values(values: Any) -> Iterator[Thing]:
    for value in values:
        if isinstance(value, Thing):
            yield value
        elif isinstance(value, (Spot, Extent)):
            yield value.thing
        elif isinstance(value, list) and value and isinstance(value[0], (Thing, Spot)):
            yield from _in_values(value)
