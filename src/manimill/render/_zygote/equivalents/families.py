"""A mobject and all that belongs to it, which manim asks for several times for every frame."""

from __future__ import annotations

import operator
from typing import Any

from manim import Mobject
from manim.utils import family, iterables

from .classes import Members
from .standing_in import Function, StandIn

_COUNTS = Members(Mobject, "get_family", "get_num_points")
_Z_INDEX = operator.attrgetter("z_index")


def _get_family(original: Function) -> Function:
    def get_family(self: Any, recurse: bool = True) -> list[Any]:
        members = [self]
        if self.submobjects:
            try:
                _collect(self, members)
            except (RecursionError, AttributeError):
                # It may hold itself, which the original can tell from being nested too deep, or what is no mobject.
                return original(self, recurse)  # type: ignore[no-any-return]
            if len(set(members)) != len(members):
                return original(self, recurse)  # type: ignore[no-any-return]
        return members

    return get_family


def _collect(mobject: Any, members: list[Any]) -> None:
    for part in mobject.submobjects:
        members.append(part)
        if part.submobjects:
            _collect(part, members)


def _family_members_with_points(original: Function) -> Function:
    def family_members_with_points(self: Any) -> list[Any]:
        if self.submobjects or not _COUNTS.are_those_of(type(self)):
            return original(self)  # type: ignore[no-any-return]
        return [self] if len(self.points) else []

    return family_members_with_points


def _remove_list_redundancies(_original: Function) -> Function:
    def remove_list_redundancies(lst: Any) -> list[Any]:
        # The last of equal ones stays, where it is.
        distinct = list(dict.fromkeys(reversed(lst)))
        distinct.reverse()
        return distinct

    return remove_list_redundancies


def _extract_mobject_family_members(original: Function) -> Function:
    def extract_mobject_family_members(
        mobjects: Any, use_z_index: bool = False, only_those_with_points: bool = False
    ) -> list[Any]:
        members: list[Any] = original(mobjects, False, only_those_with_points)
        if use_z_index:
            members.sort(key=_Z_INDEX)
        return members

    return extract_mobject_family_members


STAND_INS = (
    StandIn(family, "extract_mobject_family_members", _extract_mobject_family_members),
    StandIn(Mobject, "get_family", _get_family),
    StandIn(Mobject, "family_members_with_points", _family_members_with_points),
    StandIn(iterables, "remove_list_redundancies", _remove_list_redundancies),
)
