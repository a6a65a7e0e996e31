"""See the codemod."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

import libcst as cst

from manimill.code import api
from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order, dotted
from manimill.repair.edit import method_of

_PURE = {"CYAN": "PURE_CYAN", "AQUA": "PURE_CYAN", "MAGENTA": "PURE_MAGENTA", "FUCHSIA": "PURE_MAGENTA"}
"""Names of the web's for colours that Manim has under another name of its own."""

_COLOURING = names("set_color set_fill set_stroke set_color_by_gradient set_background_stroke")


class UndefinedColours(Codemod):
    """Colour names that Manim's star import never brought are read where it has them: `NAVY` is `SVGNAMES.NAVY`."""

    flavours = ALL
    order = Order.NAMES
    confidence = Confidence.HIGH
    local = False
    triggers = frozenset(_PURE)

    @classmethod
    def concerns(cls, words: Collection[str]) -> bool:
        """Whether there is a name of a colour that is not Manim's."""
        return not _colours().keys().isdisjoint(words)

    def leave_Name(self, original: cst.Name, updated: cst.Name) -> cst.BaseExpression:
        """Read the colour from Manim's table of the web's colours, else from its largest one."""
        new = _colours().get(original.value)
        if new is None or not self._is_lost(original):
            return updated
        if new.startswith("XKCD.") and not self._colours_something():
            return updated
        return dotted(new).with_changes(lpar=updated.lpar, rpar=updated.rpar)

    def _is_lost(self, name: cst.Name) -> bool:
        """Whether a name is read, and only the star import could have brought it."""
        parent = self.parents[-1] if self.parents else None
        read = not isinstance(parent, cst.Attribute | cst.AssignTarget | cst.Param | cst.NameItem | cst.Del)
        if isinstance(parent, cst.Attribute):
            read = parent.value is name
        if isinstance(parent, cst.Arg):
            read = parent.value is name
        return read and self.manim_name(name) == name.value and name.value not in self.module.imported

    def _colours_something(self) -> bool:
        """Whether the place is one where only a colour makes sense."""
        for node in reversed(self.parents):
            if isinstance(node, cst.Arg) and node.keyword is not None:
                return "color" in node.keyword.value
            if isinstance(node, cst.Call):
                return method_of(node) in _COLOURING
            if isinstance(node, cst.BaseStatement):
                return False
        return False


@cache
def _colours() -> dict[str, str]:
    """Names of colours that are none of Manim's, and where Manim has the colour."""
    found: dict[str, str] = {}
    for table in ("XKCD", "SVGNAMES"):
        for name in api.module_names(table):
            if name.isupper():
                found[name] = f"{table}.{name}"
    for light in ("DARK", "DEEP", "DIM", "HOT", "LIGHT", "MEDIUM", "PALE"):
        for name in api.module_names("SVGNAMES"):
            if name.startswith(light) and name != light:
                found[f"{light}_{name.removeprefix(light)}"] = f"SVGNAMES.{name}"
    found |= _COMPOUNDS | _PURE
    return {name: new for name, new in found.items() if name not in api.public_names()}


_COMPOUNDS = {
    pair: f"SVGNAMES.{pair.replace('_', '')}"
    for pair in names(
        "SKY_BLUE ROYAL_BLUE STEEL_BLUE MIDNIGHT_BLUE DODGER_BLUE CORNFLOWER_BLUE NAVY_BLUE POWDER_BLUE CADET_BLUE "
        "ALICE_BLUE SLATE_BLUE SLATE_GRAY SLATE_GREY FOREST_GREEN LIME_GREEN SEA_GREEN SPRING_GREEN LAWN_GREEN "
        "OLIVE_DRAB YELLOW_GREEN GREEN_YELLOW INDIAN_RED ORANGE_RED VIOLET_RED BLUE_VIOLET SADDLE_BROWN "
        "SANDY_BROWN ROSY_BROWN GHOST_WHITE FLORAL_WHITE WHITE_SMOKE ANTIQUE_WHITE MISTY_ROSE"
    )
}
"""Names of two words that the table of the web's colours writes as one."""
