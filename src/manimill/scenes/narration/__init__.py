"""Narrated scenes become plain ones, and what is said in them becomes text beside the code."""

from manimill.scenes.narration.collecting import narration_in
from manimill.scenes.narration.module import plain
from manimill.scenes.narration.spoken import Plain, Spoken

__all__ = ["Plain", "Spoken", "narration_in", "plain"]
