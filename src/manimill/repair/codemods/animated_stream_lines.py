"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import GL, OLD, Codemod, Confidence, Order
from manimill.repair.codemods._definitions import first_after_imports, uses, with_definitions
from manimill.repair.module import Module

_NAME = "AnimatedStreamLines"
_DEFINED = """\
class AnimatedStreamLines(VGroup):
    def __init__(
        self,
        stream_lines,
        lag_range=4,
        rate_multiple=1,
        line_anim_class=ShowPassingFlash,
        line_anim_config={default},
        **kwargs,
    ):
        super().__init__(**kwargs)
        for line in stream_lines:
            settings = {{{settings}, **line_anim_config}}
            line.anim = line_anim_class(line, **settings)
            line.anim.begin()
            line.time = -lag_range * np.random.random()
            self.add(line.anim.mobject)
        self.add_updater(lambda lines, dt: lines.flow(dt))

    def flow(self, dt):
        for line in self:
            line.time += dt
            line.anim.interpolate(max(line.time, 0) % line.anim.run_time / line.anim.run_time)
"""
_GL = {
    "default": '{"rate_func": linear, "time_width": 1}',
    "settings": '"time_width": 0.3, "run_time": line.duration / rate_multiple',
}
_LEGACY = {"default": "{}", "settings": '"run_time": 4, "rate_func": linear, "time_width": 0.3'}


class AnimatedStreamLines(Codemod):
    """`AnimatedStreamLines`, lines along which light runs again and again, come from a small class of that name."""

    flavours = OLD
    order = Order.ARGUMENTS
    confidence = Confidence.LOW
    local = False
    triggers = names(_NAME)

    def __init__(self, module: Module) -> None:
        super().__init__(module)
        self._first: cst.CSTNode | None = None

    def enter_Module(self, original: cst.Module) -> None:
        """Find the first statement that is not an import, if the lines are Manim's."""
        if uses(self.module, self.triggers):
            self._first = first_after_imports(original)

    def leave_Module(self, original: cst.Module, updated: cst.Module) -> cst.Module:
        """Put the class after the imports."""
        if self._first is None:
            return updated
        self.record(self._first)
        settings = _GL if self.module.flavour == GL else _LEGACY
        return with_definitions(original, updated, self._first, _DEFINED.format(**settings))
