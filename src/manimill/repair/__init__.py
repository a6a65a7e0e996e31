"""Brings code of any Manim to today's ManimCE: codemods on libcst's trees, and an account of what they did."""

from manimill.repair.codemod import Codemod, Confidence, Order, Rename
from manimill.repair.fidelity import Finding, Seen, fidelity
from manimill.repair.module import Outside
from manimill.repair.registry import all_codemods
from manimill.repair.result import Change, Repair, Tier, Unresolved
from manimill.repair.runner import repair, repair_safely

__all__ = [
    "Change",
    "Codemod",
    "Confidence",
    "Finding",
    "Order",
    "Outside",
    "Rename",
    "Repair",
    "Seen",
    "Tier",
    "Unresolved",
    "all_codemods",
    "fidelity",
    "repair",
    "repair_safely",
]
