"""Fit how much claims count for an answer being about its scene; writes ``src/manimill/acceptance/data/model.json``.

    python scripts/fit_acceptance.py [--write] [FILE]     a table of reviewed descriptions with their codes (ManimBench)

Right pairs are the half of the written answers that is for tuning, the derived descriptions of the documentation
examples, and those of the file. Wrong ones are planted: the text of any other scene, of one of the same topic, of the
one whose code is most alike, and texts that would fit any scene. What is written are the numbers below; no
text is in them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.acceptance.material import derived, reviewed, written
from tests.acceptance.planting import Good, first_half, planted

from manimill.acceptance.claims import NAMES, as_row, claims
from manimill.acceptance.other_scene import FILE
from manimill.acceptance.prose import read_prose
from manimill.acceptance.seen import seen
from manimill.acceptance.told import Told

Array = npt.NDArray[np.float64]
KINDS = {
    "other scene, any": 1.0,
    "other scene, same topic": 1.0,
    "other scene, most alike": 0.7,
    "generic": 0.5,
}
"""What is planted, and how much it counts beside the right pairs' 2."""
AGAINST = frozenset(
    {"row_rank", "column_rank", "objects", "colours", "numbers", "technical", "moves", "stands"}
)
"""Claims of which more can only speak against an answer; more of the others can only speak for it."""
REJECTED = 0.01
"""Share of each material's right pairs that may be rejected."""
_WEIGHED = 3e-3
"""How strongly weights are held back."""


def main() -> int:
    """Fit, print, and write where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("file", nargs="?", type=Path)
    given = parser.parse_args()
    materials = {"written": [g for g in written() if first_half(g)], "derived": list(derived())}
    if given.file is not None:
        materials["reviewed"] = list(reviewed(given.file))
    rows = {name: marks(good) for name, good in materials.items()}
    weights = fitted(list(rows.values()))
    odds = {name: right @ weights[:-1] + weights[-1] for name, (right, _) in rows.items()}
    least = min(float(np.quantile(values, REJECTED)) for values in odds.values())
    for name, (_, wrong) in rows.items():
        print(f"{name}: {np.mean(odds[name] < least):.3f} of {len(odds[name])} right ones rejected")
        for kind, marked in wrong.items():
            print(
                f"  {kind}: {np.mean(marked @ weights[:-1] + weights[-1] < least):.3f} of {len(marked)} caught"
            )
    values = {
        "least": round(least, 2),
        "weights": dict(zip((*NAMES, "constant"), np.round(weights, 3).tolist(), strict=True)),
    }
    print(json.dumps(values, indent=2))
    if given.write:
        FILE.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
    return 0


def marks(good: Sequence[Good]) -> tuple[Array, dict[str, Array]]:
    """The claims of the right pairs, and of the wrong ones by kind."""
    right = np.array([row(answer.told, answer.text) for answer in good])
    wrong: dict[str, list[Array]] = {}
    for plant in planted(good):
        if plant.kind in KINDS:
            wrong.setdefault(plant.kind, []).append(row(plant.told, plant.text))
    return right, {kind: np.array(found) for kind, found in wrong.items()}


def row(told: Told, text: str) -> Array:
    """The claims of one answer, in the order of their names."""
    return as_row(claims(read_prose(text), seen(told)))


def fitted(materials: Sequence[tuple[Array, dict[str, Array]]]) -> Array:
    """The weights of a logistic regression in which every material counts the same."""
    rows, truth, counts = [], [], []
    for right, wrong in materials:
        rows.append(right)
        truth.append(np.ones(len(right)))
        counts.append(np.full(len(right), 2 / len(right)))
        for kind, found in wrong.items():
            rows.append(found)
            truth.append(np.zeros(len(found)))
            counts.append(np.full(len(found), KINDS[kind] / len(found)))
    every, is_right, count = np.vstack(rows), np.concatenate(truth), np.concatenate(counts)
    count /= count.sum()
    middle, spread = every.mean(axis=0), every.std(axis=0) + 1e-9
    scaled = (every - middle) / spread

    def loss(weights: Array) -> tuple[float, Array]:
        odds = scaled @ weights[:-1] + weights[-1]
        value = float((count * np.logaddexp(0, np.where(is_right == 1, -odds, odds))).sum())
        slope = count * (1 / (1 + np.exp(-odds)) - is_right)
        held = _WEIGHED * float((weights[:-1] ** 2).sum())
        return value + held, np.append(scaled.T @ slope + 2 * _WEIGHED * weights[:-1], slope.sum())

    bounds = [(None, 0) if name in AGAINST else (0, None) for name in NAMES]
    found = minimize(
        loss, np.zeros(len(NAMES) + 1), jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)]
    ).x
    return np.append(found[:-1] / spread, found[-1] - (found[:-1] * middle / spread).sum())


if __name__ == "__main__":
    sys.exit(main())
