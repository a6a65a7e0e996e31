"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code import api
from manimill.repair.codemod import ALL, Codemod, Confidence, Order, dotted

_EASINGS = frozenset(
    name for name in api.module_names("rate_functions") - api.public_names() if name.startswith("ease_")
)


class BareEasings(Codemod):
    """Easings that the star import does not bring are read from `rate_functions`."""

    flavours = ALL
    order = Order.NAMES
    confidence = Confidence.HIGH
    triggers = _EASINGS

    def leave_Name(self, original: cst.Name, updated: cst.Name) -> cst.BaseExpression:
        """Read the easing from its module."""
        name = original.value
        if name not in _EASINGS or name in self.module.imported or self.manim_name(original) != name:
            return updated
        parent = self.parents[-1]
        if isinstance(parent, cst.Attribute) and parent.attr is original:
            return updated
        if (
            isinstance(parent, cst.Arg | cst.Param | cst.ImportAlias)
            and getattr(parent, "value", None) is not original
        ):
            return updated
        return dotted(f"rate_functions.{name}").with_changes(lpar=updated.lpar, rpar=updated.rpar)
