"""Is a sample worth training on? Gates with names, thresholds and reasons."""

from manimill.quality.assess import assess_quality
from manimill.quality.judged import Finding, Judged, Judgement, Rendering
from manimill.quality.statistics import quality_statistics

__all__ = ["Finding", "Judged", "Judgement", "Rendering", "assess_quality", "quality_statistics"]
