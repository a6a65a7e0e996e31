"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code import api
from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.codemods._constructors import constructed
from manimill.repair.codemods._numbers import value_of
from manimill.repair.edit import has_star, positionals, positionals_as_keywords
from manimill.repair.kinds import NUMBER

_FIRST = names(
    "Circle Square RoundedRectangle Dot Ellipse Annulus AnnularSector Sector Arc Star RegularPolygon"
)
_ENDS = names("Line DashedLine Arrow DoubleArrow")
_AROUND = names("SurroundingRectangle BackgroundRectangle")
_WRITTEN = names("Text MarkupText")


class MisplacedPositionals(Codemod):
    """A positional argument that its place cannot take is given by the one keyword that it must be meant for."""

    flavours = ALL
    order = Order.ARGUMENTS
    confidence = Confidence.MEDIUM
    triggers = _FIRST | _ENDS | _AROUND | _WRITTEN | names("Rectangle")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Look at numbers and colours in places of other things."""
        found = constructed(self, original)
        if found is None or has_star(original) or len(original.args) <= found.first:
            return updated
        given = positionals(original)[found.first :]
        meant = self._meant(found.name, given)
        if (
            not meant
            or not meant[1]
            or any(arg.keyword and arg.keyword.value in meant[1] for arg in original.args)
        ):
            return updated
        return positionals_as_keywords(updated, meant[1], found.first + meant[0])

    def _meant(self, name: str, given: list[cst.Arg]) -> tuple[int, tuple[str, ...]] | None:
        """From which argument on they are to be keywords, and which."""
        are = [self._is(arg.value) for arg in given]
        if name == "Rectangle" and are == [NUMBER, NUMBER]:
            # The colour comes first in ManimCE, which takes a number for one.
            return 0, ("width", "height")
        if name in _FIRST and are == ["colour"]:
            return 0, ("color",)
        if name in _WRITTEN and len(are) == 2:
            keyword = _beside_a_text(are[1], given[1])
            return (1, (keyword,)) if keyword else None
        start = 2 if name in _ENDS else 1 if name in _AROUND else len(are)
        late = are[start:]
        straight = name in ("Line", "DashedLine")
        return (start, _named(late)) if late and not (straight and late[0] != "colour") else None

    def _is(self, expression: cst.BaseExpression) -> str | None:
        name = self.manim_name(expression)
        if name is not None and api.kind_of(name) == "colour":
            return "colour"
        return NUMBER if self.kind(expression) == NUMBER else None


def _named(kinds: list[str | None]) -> tuple[str, ...]:
    """Keywords for a colour and a distance, none if there is anything else or two of one kind."""
    keywords = {"colour": "color", NUMBER: "buff"}
    known = [keywords[kind] for kind in kinds if kind in keywords]
    return tuple(known) if len(known) == len(kinds) == len(set(known)) else ()


def _beside_a_text(kind: str | None, arg: cst.Arg) -> str | None:
    """What an argument in the place of the opacity is: nothing is more than opaque."""
    if kind == "colour":
        return "color"
    return "font_size" if (value_of(arg.value) or 0) > 1 else None
