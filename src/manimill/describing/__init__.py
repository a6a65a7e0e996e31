"""Descriptions from a language model, for samples: facts in, requests out, answers checked, descriptions back."""

from manimill.describing.flow import Describing, Plan
from manimill.describing.paraphrasing import Rewording
from manimill.describing.result import Descriptions, Written, course_rows
from manimill.describing.subjects import Subject

__all__ = ["Describing", "Descriptions", "Plan", "Rewording", "Subject", "Written", "course_rows"]
