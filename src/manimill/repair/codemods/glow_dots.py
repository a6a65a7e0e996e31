"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import GL, Codemod, Confidence, Order
from manimill.repair.codemods._definitions import first_after_imports, uses, with_definitions
from manimill.repair.module import Module

_DRAWN = """\
class GlowDots(VGroup):
    def __init__(self, points=(), color=YELLOW, radius=0.2, glow_factor=2.0, opacity=1.0, **kwargs):
        super().__init__(**kwargs)
        self.opacity = opacity
        for point in points:
            self.add(VGroup(*[Dot(point, radius * step / 10, color=color) for step in range(10, 0, -1)]))
        self.set_glow_factor(glow_factor)

    def set_glow_factor(self, glow_factor):
        self.glow_factor = glow_factor
        for dot in self:
            below = 0.0
            for step, disc in zip(range(10, 0, -1), dot):
                light = self.opacity * (1.05 - step / 10) ** glow_factor
                disc.set_fill(opacity=(light - below) / (1 - below))
                below = light
        return self

    def get_glow_factor(self):
        return self.glow_factor

    def set_radius(self, radius):
        for dot in self:
            dot.scale_to_fit_width(2 * radius)
        return self

    def get_radius(self):
        return self[0].width / 2

    def make_3d(self, *args, **kwargs):
        return self


class GlowDot(GlowDots):
    def __init__(self, center=ORIGIN, **kwargs):
        super().__init__([center], **kwargs)
"""


class GlowDots(Codemod):
    """A `GlowDot`, whose light a shader spreads, is drawn as discs upon each other, brighter towards the middle."""

    flavours = frozenset({GL})
    order = Order.ARGUMENTS
    confidence = Confidence.LOW
    triggers = names("GlowDot GlowDots")
    shim = True

    def __init__(self, module: Module) -> None:
        super().__init__(module)
        self._first: cst.CSTNode | None = None

    def enter_Module(self, original: cst.Module) -> None:
        """Find the first statement that is not an import, if the dots are Manim's and can be drawn."""
        if not uses(self.module, self.triggers):
            return
        if "set_radii" in self.module.words:
            self.warn(original, "dots are given a radius each")
            return
        self._first = first_after_imports(original)

    def leave_Module(self, original: cst.Module, updated: cst.Module) -> cst.Module:
        """Put the drawing after the imports."""
        if self._first is None:
            return updated
        self.record(self._first)
        return with_definitions(original, updated, self._first, _DRAWN)
