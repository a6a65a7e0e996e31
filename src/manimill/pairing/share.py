"""How large a share of a file's pairs is mismatched, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from manimill.pairing.competition import Doubles
from manimill.pairing.model import probabilities

SYSTEMATIC = 0.01
"""What the interval is wider on either side than chance alone would have it: so far was the estimate off on average on
files with known shares of mismatched pairs, of descriptions in a style the model was not fitted on."""

_CHANCE = 1.92
"""Half the 95 % point of the chi-squared distribution with one degree of freedom."""
_ROUNDS = 200
_ALL_BUT = 0.997
"""That every single thing is of a kind is never taken for granted."""
_GRID = np.concatenate([[1e-4, 1e-3], np.arange(0.0025, 0.9976, 0.0025), [0.999, 0.9999]])


@dataclass(frozen=True, slots=True)
class Share:
    """A share between 0 and 1 with the ends of its 95 % confidence interval."""

    estimate: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{100 * self.estimate:.1f} % (95 % interval {100 * self.low:.1f} to {100 * self.high:.1f} %)"


def likeliest_share(logits: Doubles) -> float:
    """The share of a kind of things, from the log odds of each that hold where half of them are of that kind.

    One more thing than there are, half of it of either kind, keeps the share of a few things from the extremes.
    """
    share = 0.7
    for _ in range(_ROUNDS):
        likely = probabilities(logits + np.log(share / (1 - share)))
        share = min(float(likely.sum() + 0.5) / (len(logits) + 1), _ALL_BUT)
    return share


def mismatched_share(logits: Doubles) -> Share:
    """The share of pairs that do not match, by maximum likelihood over what all the pairs' odds say together.

    The interval holds the shares whose likelihood is close to the best, widened by `SYSTEMATIC`. Without pairs
    nothing is known: 0 to 1.
    """
    if not len(logits):
        return Share(0.0, 0.0, 1.0)
    ratios = np.sort(np.exp(np.clip(logits, -30, 30)))
    likelihoods = np.array([np.log(share + (1 - share) * ratios).sum() for share in _GRID])
    near = _GRID[likelihoods >= likelihoods.max() - _CHANCE]
    estimate = float(_GRID[likelihoods.argmax()])
    return Share(
        round(estimate, 4),
        round(max(0.0, float(near[0]) - SYSTEMATIC), 4),
        round(min(1.0, float(near[-1]) + SYSTEMATIC), 4),
    )
