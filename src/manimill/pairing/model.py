"""The constants of the room, as ``scripts/fit_pairing.py`` has fitted them, and what they turn marks into."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from manimill.pairing.contrast import MARKS
from manimill.pairing.vectors import FIELD_NAMES, Floats

FILE = Path(__file__).parent / "data" / "model.json"


@dataclass(frozen=True, slots=True)
class Model:
    """How much fields and marks count.

    ``fields`` are the weights of a code's fields, ``marks`` those of the marks of a pair, ``assignment``
    those of what an assigned pair can show for itself, each with the constant last.
    """

    fields: Floats
    marks: Floats
    assignment: Floats

    def logits(self, marks: Floats) -> Floats:
        """The logarithm of the odds that pairs match, where as many match as do not; ``marks`` has shape (n, 4)."""
        return np.asarray(marks @ self.marks[:-1] + self.marks[-1], np.float32)

    def confidences(self, competition: Floats, fit: Floats) -> Floats:
        """The probability that assigned pairs belong together."""
        one, other, constant = self.assignment
        return probabilities(one * competition + other * fit + constant)


@cache
def model() -> Model:
    """The model that ships in the package."""
    return read_model(json.loads(FILE.read_text(encoding="utf-8")))


def read_model(values: Mapping[str, Any]) -> Model:
    """A model from what `FILE` holds."""
    marks = [values["marks"][name] for name in MARKS]
    assignment = [values["assignment"][name] for name in ("competition", "fit", "offset")]
    return Model(
        np.array([values["fields"][name] for name in FIELD_NAMES], np.float32),
        np.array([*marks, values["offset"]], np.float32),
        np.array(assignment, np.float32),
    )


def probabilities(logits: Floats) -> Floats:
    """The probability for each logarithm of odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -60, 60))), np.float32)
