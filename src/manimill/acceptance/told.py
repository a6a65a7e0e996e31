"""What an answer is checked against, and what may be wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

from manimill.code.features import Features
from manimill.describe.objection import Objection


__all__ = ["Objection", "Told"]


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of the scene that is described.

    ``on_screen`` has the classes, texts and TeX of the objects seen when it ran, None where it was not rendered;
    ``texts`` are the texts and TeX alone. ``said`` is prose, narration or a transcript that the model was given too.
    """

    code: str
    scene: str | None
    features: Features | None
    on_screen: str | None
    texts: tuple[str, ...]
    said: str = ""
