"""Faster functions in the place of manim's own, with the same results to the last bit.

Half of what a render takes goes into a few functions of manim and of svgelements that do little, but hundreds of
thousands of times. Each of these here handles the case that occurs nearly always (a colour that is one, points that
are an array of numbers) and hands everything else to the function it stands for, which also raises all errors.

They are used with the very releases that they were written for and with no others. `benchmarks/equivalents.py` renders
the documentation's examples with and without them and compares every pixel.
"""

from __future__ import annotations

from .standing_in import WRITTEN_FOR, StandIn, install, is_written_for

__all__ = ["WRITTEN_FOR", "install_all", "is_written_for", "stand_ins"]


def stand_ins() -> tuple[StandIn, ...]:
    """All of them; only to be called where manim is the one they were written for, since others lack what they name."""
    from . import bounds, camera, colors, copies, families, numbers, outlines, paths, polylabel

    modules = (colors, families, copies, bounds, paths, outlines, numbers, camera, polylabel)
    return tuple(stand_in for module in modules for stand_in in module.STAND_INS)


def install_all() -> None:
    """Put all that fit in place, for every process forked afterwards; once per process."""
    if is_written_for("manim"):
        for stand_in in stand_ins():
            install(stand_in)
