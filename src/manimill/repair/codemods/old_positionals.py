"""See the codemod."""

from __future__ import annotations

from functools import cache

import libcst as cst

from manimill.code import api
from manimill.code.names import names
from manimill.repair import old_api
from manimill.repair.codemod import OLD, Codemod, Confidence, Order
from manimill.repair.codemods._constructors import constructed
from manimill.repair.edit import positionals, positionals_as_keywords

_SAME = {
    "Arrow": 2,
    "DashedLine": 2,
    "SurroundingRectangle": 1,
    "BackgroundRectangle": 1,
    "CubicBezier": 4,
    "Circle": 0,
    "ImageMobject": 1,
}
"""How many positional arguments mean the same as before, where names of parameters do not tell."""

_GROUPS = names("Mobject VMobject PMobject TipableVMobject")
"""What older scenes give to these in place are mostly parts of a group."""

_RENAMED = {
    "Arc": names("n_components"),
    "Circle": names("start_angle"),
    "DashedLine": names("positive_space_ratio"),
    "ImageMobject": names("height"),
    "ArrowTip": names("angle width length"),
    "Underline": names("stretch_factor"),
    "TracedPath": names("time_traced"),
    "Arrow": names("thickness tip_width_ratio tip_angle"),
}
"""Old keywords that other rules bring to today's."""


class OldPositionals(Codemod):
    """Positional arguments that older constructors took in another order are given by keyword: `Rectangle(6, 3)`."""

    flavours = OLD
    order = Order.ARGUMENTS
    confidence = Confidence.HIGH
    local = False
    triggers = names(
        "Rectangle Arc Sector AnnularSector RoundedRectangle Circle SurroundingRectangle BackgroundRectangle Arrow "
        "DashedLine ArrowTip ImageMobject ComplexPlane ScreenRectangle Underline TracedPath UnitInterval "
        "DashedVMobject Annulus Dot Ellipse Vector Brace"
    )

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Name the arguments from the first on that ManimCE has in another place."""
        found = constructed(self, original)
        if found is None or not api.is_mobject(found.name) or found.name in _GROUPS:
            return updated
        order = _order(self.module.flavour, found.name)
        if order is None:
            return updated
        same, old = order
        starred = next((i for i, arg in enumerate(original.args) if arg.star == "*"), None)
        if starred is not None:
            if starred - found.first < len(old):
                self.warn(original, f"what {found.name} gets in which place stands behind a *")
            return updated
        given = len(positionals(original)) - found.first
        if given <= same or given > len(old):
            return updated
        known = api.keywords(found.name) or frozenset()
        late = old[same:given]
        if not frozenset(late) <= known | _RENAMED.get(found.name, frozenset()):
            return updated
        return positionals_as_keywords(updated, late, found.first + same)


@cache
def _order(flavour: str, name: str) -> tuple[int, tuple[str, ...]] | None:
    """How many positional arguments an older constructor and today's have in common, and the names of the older's.

    None where the order is the same, or cannot be told.
    """
    old, new = old_api.signature(flavour, name), api.parameters(name)
    if old is None or new is None or any(one.kind == "var_positional" for one in old):
        return None
    before = tuple(one.name for one in old if one.kind == "positional_or_keyword")
    after = [one.name for one in new if one.kind == "positional_or_keyword"]
    same = _SAME.get(name)
    if same is None:
        if any(one.kind == "var_positional" for one in new):
            return None
        pairs = zip(before, [*after, *[""] * len(before)], strict=False)
        same = next((i for i, (one, other) in enumerate(pairs) if one != other), len(before))
    return (same, before) if same < len(before) else None
