"""Is a sample worth training on? Gates with names, thresholds and reasons."""

from manimill.quality.assess import assess_quality
from manimill.quality.judged import Finding, Judged, Judgement, Rendering
from manimill.quality.statistics import quality_statistics
from manimill.quality.wording import wording_findings

__all__ = [
    "Finding",
    "Judged",
    "Judgement",
    "Rendering",
    "assess_quality",
    "quality_statistics",
    "wording_findings",
]
