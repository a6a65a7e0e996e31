"""See the codemod."""

from __future__ import annotations

from manimill.repair.codemod import ALL, Order, Rename


class RenamedAnimations(Rename):
    """Animations that only have another name now get it: `ShowCreation` is `Create`."""

    flavours = ALL
    order = Order.ANIMATIONS
    renames = {
        "ShowCreation": "Create",
        "VFadeIn": "FadeIn",
        "VFadeOut": "FadeOut",
        "WiggleOutThenIn": "Wiggle",
    }
