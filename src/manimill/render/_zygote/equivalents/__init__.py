"""Faster functions in the place of manim's own, with the same results to the last bit.

Half of what a render takes goes into a few functions of manim and of svgelements that do little, but hundreds of
thousands of times. Each of these here handles the case that occurs nearly always (a colour that is one, points that
are an array of numbers) and hands everything else to the function it stands for, which also raises all errors.

They are used with the very releases that they were written for and with no others. `benchmarks/equivalents.py` renders
the documentation's examples with and without them and compares every pixel.
"""

from __future__ import annotations

from . import bounds, camera, colors, copies, families, numbers, outlines, paths, polylabel
from .standing_in import StandIn, install

__all__ = ["STAND_INS", "install_all"]

STAND_INS: tuple[StandIn, ...] = tuple(
    stand_in
    for module in (colors, families, copies, bounds, paths, outlines, numbers, camera, polylabel)
    for stand_in in module.STAND_INS
)


def install_all() -> None:
    """Put all of them in place, for every process forked afterwards; once per process."""
    for stand_in in STAND_INS:
        install(stand_in)
