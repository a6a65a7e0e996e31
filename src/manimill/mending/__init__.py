"""Mending: files of code brought to today's ManimCE, shown or written back."""

from manimill.mending.flow import Mended, mend
from manimill.mending.places import Place, find_places
from manimill.mending.rules import rules, rules_as_markdown
from manimill.mending.writing import write

__all__ = ["Mended", "Place", "find_places", "mend", "rules", "rules_as_markdown", "write"]
