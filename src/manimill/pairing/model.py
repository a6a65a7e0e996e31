"""The constants of the room, as ``scripts/fit_pairing.py`` has fitted them, and what they turn marks into."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from manimill.pairing.competition import Doubles
from manimill.pairing.contrast import MARKS
from manimill.pairing.vectors import FIELD_NAMES, Floats

FILE = Path(__file__).parent / "data" / "model.json"


@dataclass(frozen=True, slots=True)
class Model:
    """How much fields and marks count.

    ``fields`` are the weights of a code's fields. The others turn marks into log odds, one weight for each of
    `MARKS` and a constant: ``pair`` that two texts match, in a file in which half of the pairs do; ``competition`` how
    much likelier one of several possible pairs is than another; ``present`` that what an assigned text belongs to is
    in the file at all, where half of it is. ``undisputed`` turns the outcome of the competition into the log odds that
    it is right, given that it is present: a weight and a constant.
    """

    fields: Floats
    pair: Doubles
    competition: Doubles
    present: Doubles
    undisputed: Doubles

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Model:
        """A model from what `FILE` holds."""
        return cls(
            np.array([values["fields"][name] for name in FIELD_NAMES], np.float32),
            _weights(values["pair"], (*MARKS, "constant")),
            _weights(values["competition"], (*MARKS, "constant")),
            _weights(values["present"], (*MARKS, "constant")),
            _weights(values["undisputed"], ("competition", "constant")),
        )


def log_odds(weights: Doubles, marks: Floats) -> Doubles:
    """The weighted sum of the marks of each pair and the constant; ``marks`` has shape (n, len(MARKS))."""
    return np.asarray(marks.astype(np.float64) @ weights[:-1] + weights[-1])


def probabilities(logits: Doubles) -> Doubles:
    """The probability for each logarithm of odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -60, 60))))


@cache
def model() -> Model:
    """The model that ships in the package."""
    return Model.of(json.loads(FILE.read_text(encoding="utf-8")))


def _weights(values: Mapping[str, float], names: tuple[str, ...]) -> Doubles:
    return np.array([values.get(name, 0.0) for name in names])
