"""Which samples say the same, which of them is kept, and why."""

from manimill.duplicates.facts import Facts
from manimill.duplicates.keep import Decision, Standing, decide
from manimill.duplicates.matches import OF_DESCRIPTIONS, Link, Matches
from manimill.duplicates.report import deduplication_report
from manimill.duplicates.search import find, find_duplicates

__all__ = [
    "OF_DESCRIPTIONS",
    "Decision",
    "Facts",
    "Link",
    "Matches",
    "Standing",
    "decide",
    "deduplication_report",
    "find",
    "find_duplicates",
]
