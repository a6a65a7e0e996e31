"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import OLD, Codemod, Confidence, Order
from manimill.repair.edit import is_self

_CALLS = names(
    "embed interact checkpoint_paste touch force_skipping revert_to_original_skipping_status stop_skipping "
    "start_skipping update_skipping_status lock_static_mobject_data unlock_mobject_data update_frame show_frame "
    "freeze_background enable_interaction disable_interaction toggle_selection_mode i2m hold_loop show_animation_time"
)
_FLAGS = names("skip_animations original_skipping_status always_update_mobjects_flag presenter_mode")


class SceneDebris(Codemod):
    """Calls that only served the author at the keyboard, such as `self.embed()`, go."""

    flavours = OLD
    order = Order.SCENES
    confidence = Confidence.HIGH
    triggers = _CALLS | _FLAGS

    def leave_Expr(self, original: cst.Expr, updated: cst.Expr) -> cst.Expr | cst.RemovalSentinel:
        """Take out calls that stand by themselves."""
        call = original.value
        if isinstance(call, cst.Call) and self._of_the_scene(call.func, _CALLS):
            return cst.RemovalSentinel.REMOVE
        return updated

    def leave_Assign(self, original: cst.Assign, updated: cst.Assign) -> cst.Assign | cst.RemovalSentinel:
        """Take out flags."""
        if len(original.targets) == 1 and self._of_the_scene(original.targets[0].target, _FLAGS):
            return cst.RemovalSentinel.REMOVE
        return updated

    def _of_the_scene(self, node: cst.BaseExpression, wanted: frozenset[str]) -> bool:
        """Whether something is one of the scene's own, and not of a class of the module."""
        if not isinstance(node, cst.Attribute) or node.attr.value not in wanted:
            return False
        around = self.enclosing_class
        if not is_self(node.value) or around is None:
            return False
        return self.in_scene() and node.attr.value not in self.module.methods_of(around.name.value)
