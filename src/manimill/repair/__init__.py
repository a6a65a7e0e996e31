"""Brings code of any Manim to today's ManimCE: codemods on libcst's trees, and an account of what they did."""

from manimill.repair.codemod import Codemod, Confidence, Order, Rename
from manimill.repair.registry import all_codemods
from manimill.repair.result import Change, Repair, Tier, Unresolved
from manimill.repair.runner import repair

__all__ = [
    "Change",
    "Codemod",
    "Confidence",
    "Order",
    "Rename",
    "Repair",
    "Tier",
    "Unresolved",
    "all_codemods",
    "repair",
]
