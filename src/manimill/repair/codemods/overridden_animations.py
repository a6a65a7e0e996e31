"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import CE, GL, Codemod, Confidence, Order
from manimill.repair.edit import has_star, keyword, method_of_self, with_args
from manimill.repair.module import written

_WHOLE = names("Transform ReplacementTransform")


class OverriddenAnimations(Codemod):
    """What `animate` asks of a mobject that the same play transforms goes: nothing of it is seen, and it may fail."""

    flavours = frozenset({CE, GL})
    order = Order.ANIMATIONS
    confidence = Confidence.MEDIUM
    triggers = _WHOLE
    beside = names("animate")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.Call:
        """Take out the animations that a later one overrides in every frame."""
        if method_of_self(original) != "play" or not self.in_scene() or has_star(original):
            return updated
        transformed: set[str] = set()
        kept: list[cst.Arg] = []
        # The last one has the last word.
        for old, new in zip(reversed(original.args), reversed(updated.args), strict=True):
            if old.keyword is None and _animated(old.value) in transformed:
                continue
            transformed |= self._transformed(old.value)
            kept.insert(0, new)
        return updated if len(kept) == len(updated.args) else with_args(updated, kept)

    def _transformed(self, node: cst.BaseExpression) -> set[str]:
        """What an animation makes something else of, for as long as the play lasts."""
        if not isinstance(node, cst.Call) or self.manim_name(node.func) not in _WHOLE or has_star(node):
            return set()
        if not node.args or node.args[0].keyword is not None or keyword(node, "run_time") is not None:
            return set()
        name = written(node.args[0].value)
        return {name} if name else set()


def _animated(node: cst.BaseExpression) -> str:
    """What a chain of ``animate`` without settings of its own is about, in words, if it is a name."""
    chained = False
    while isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
        node, chained = node.func.value, True
    plain = chained and isinstance(node, cst.Attribute) and node.attr.value == "animate"
    return written(node.value) if plain else ""  # type: ignore[attr-defined]
