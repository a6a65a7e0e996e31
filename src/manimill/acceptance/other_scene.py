"""Whether an answer is about its scene, or about another one, or about nothing in particular."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from manimill.acceptance.claims import NAMES, as_row, claims
from manimill.acceptance.prose import Prose
from manimill.acceptance.seen import Seen
from manimill.acceptance.told import Objection

FILE = Path(__file__).parent / "data" / "model.json"


@dataclass(frozen=True, slots=True)
class Model:
    """Constants that ``scripts/fit_acceptance.py`` has fitted.

    ``weights`` of the claims and a constant make log odds of them; below ``least`` an answer is not accepted.
    """

    weights: npt.NDArray[np.float64]
    least: float

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Model:
        """A model from what `FILE` holds."""
        names = (*NAMES, "constant")
        return cls(np.array([values["weights"][name] for name in names], np.float64), float(values["least"]))

    def log_odds(self, row: npt.NDArray[np.float64]) -> float:
        """How likely it is that claims are about their scene, if half of the answers are."""
        return float(row @ self.weights[:-1] + self.weights[-1])


@cache
def model() -> Model:
    """The model that ships in the package."""
    return Model.of(json.loads(FILE.read_text(encoding="utf-8")))


def fit_of(prose: Prose, scene: Seen) -> float:
    """The log odds that an answer is about its scene and not about another, from the two of them alone."""
    return model().log_odds(as_row(claims(prose, scene)))


def other_scene(prose: Prose, scene: Seen) -> Iterator[Objection]:
    """Object to an answer that fits its scene no better than it would fit others."""
    odds = fit_of(prose, scene)
    if odds < model().least:
        yield Objection(
            "other_scene",
            f"log odds {odds:.1f} that it is about this scene, at least {model().least:g} wanted",
            "Describe this very scene: name its main objects, texts, colours and numbers as they are in the code.",
        )
