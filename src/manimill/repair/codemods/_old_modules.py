"""Which imports are of an older Manim."""

from __future__ import annotations

from manimill.code.names import names
from manimill.code.packages import exports, members
from manimill.repair.module import PACKAGES

ANCIENT = names(
    "constants helpers mobject animation topics scene camera container continual_animation manim_imports "
    "once_useful_constructs for_3b1b_videos"
)
"""Modules of the library from before it was a package."""

WORDS = (PACKAGES | ANCIENT) - {"manim"}


def is_old(module: str, flavour: str) -> bool:
    """Whether the module's names have to come from ``manim`` now."""
    package = module.partition(".")[0]
    if package == "manim":
        return module != "manim" and (members(module) is None or not exports(module))
    return package in PACKAGES or (package in ANCIENT and flavour == "legacy")
