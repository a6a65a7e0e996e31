"""Assess a place nobody has looked at: what scenes it holds, what they need, and whether they should be a source."""

from manimill.assessment.assessment import Assessment
from manimill.assessment.flow import assess
from manimill.assessment.overlap import KnownScenes
from manimill.assessment.recommendation import Recommendation
from manimill.assessment.scene import AssessedScene
from manimill.assessment.targets import Target, open_target

__all__ = [
    "AssessedScene",
    "Assessment",
    "KnownScenes",
    "Recommendation",
    "Target",
    "assess",
    "open_target",
]
