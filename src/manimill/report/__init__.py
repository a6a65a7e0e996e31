"""What people read about a build: numbers, a page, and the answer to "why?"."""

from manimill.report.page import report_page
from manimill.report.repair_report import MOST_STOPPED, repair_sentence, repair_statistics
from manimill.report.split_report import split_report
from manimill.report.statistics import build_statistics
from manimill.report.variants_section import variants_sentence
from manimill.report.why import Explanation, explain

__all__ = [
    "MOST_STOPPED",
    "Explanation",
    "build_statistics",
    "explain",
    "repair_sentence",
    "repair_statistics",
    "report_page",
    "split_report",
    "variants_sentence",
]
