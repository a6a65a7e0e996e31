"""Is an answer that a language model gave accepted as the description of its scene?"""

from manimill.acceptance.acceptance import Acceptance
from manimill.acceptance.strangers import strangers
from manimill.acceptance.told import Objection, Told

__all__ = ["Acceptance", "Objection", "Told", "strangers"]
