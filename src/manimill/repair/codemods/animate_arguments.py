"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import OLD, Codemod, Confidence, Order


class AnimateArguments(Codemod):
    """What `set_anim_args` says about an animation is said to `animate` itself."""

    flavours = OLD
    order = Order.ANIMATIONS
    confidence = Confidence.HIGH
    triggers = names("set_anim_args")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Take the call out of its chain and put its arguments to the beginning."""
        func = updated.func
        if not isinstance(func, cst.Attribute) or func.attr.value != "set_anim_args":
            return updated
        chain = _told(func.value, updated.args)
        if chain is None:
            self.warn(original, "the chain it stands in does not begin with animate")
            return updated
        return chain.with_changes(lpar=[*updated.lpar, *chain.lpar], rpar=[*chain.rpar, *updated.rpar])


def _told(chain: cst.BaseExpression, args: object) -> cst.BaseExpression | None:
    """A chain of calls whose ``animate`` is given arguments."""
    if isinstance(chain, cst.Attribute) and chain.attr.value == "animate":
        return cst.Call(chain, args)  # type: ignore[arg-type]
    if isinstance(chain, cst.Call) and isinstance(chain.func, cst.Attribute):
        told = _told(chain.func.value, args)
        return None if told is None else chain.with_changes(func=chain.func.with_changes(value=told))
    return None
