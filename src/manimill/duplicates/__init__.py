"""Which samples say the same, which of them is kept, and why."""

from manimill.duplicates.exact import Keys, Matches, find
from manimill.duplicates.keep import Decision, Standing, decide
from manimill.duplicates.report import deduplication_report

__all__ = [
    "Decision",
    "Keys",
    "Matches",
    "Standing",
    "decide",
    "deduplication_report",
    "find",
]
