"""Is an answer that a language model gave accepted as the description of its scene?"""

from manimill.acceptance.acceptance import Acceptance
from manimill.acceptance.told import Objection, Told

__all__ = ["Acceptance", "Objection", "Told"]


def strangers(items: object) -> dict[str, Objection]:
    return {}
