"""Assess a place nobody has looked at: what scenes it holds, what they need, and whether they should be a source."""

from manimill.assessment.flow import Assessment, assess
from manimill.assessment.targets import Target, open_target

__all__ = ["Assessment", "Target", "assess", "open_target"]
