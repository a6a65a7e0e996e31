"""How well descriptions and codes are told to belong together, and what that costs.

    python benchmarks/pairing.py FILE...     whose descriptions all stand beside their own code, as in ManimBench

Must hold for each file, over several shuffles: the AUROC of the scores of right pairs against those of shuffled ones
is at least 0.995; with all descriptions shuffled, at most 1 % of the pairs that are asserted are wrong; with none, a
tenth and a half of them shuffled, the interval around the share said to be mismatched contains the truth. Where
descriptions are all different, as in ManimBench, at least 92 % of the shuffled ones are put back right. A code counts
as right if it is the description's own but for layout and comments. And: scoring takes at most 12 times the processor
time of ``ast.parse`` on the same codes.

Without a file there is nothing to measure, and that is no failure.
"""

from __future__ import annotations

import ast
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.stats import rankdata

from manimill.code.parse import SyntaxProblem, parse
from manimill.engine import LocalEngine
from manimill.pair_files import score_file
from manimill.pairing import Pair, Pairing, repair_pairs, score_pairs
from manimill.pairing.background import background

AUROC, RIGHT, WRONG, TIMES = 0.995, 0.92, 0.01, 12.0
SHUFFLES = 4


def main(paths: Sequence[str]) -> int:
    if not paths:
        print("skipped: name files of right pairs to measure on")
        return 0
    fine = [judged(Path(path)) for path in paths]
    return 0 if all(fine) else 1


def judged(path: Path) -> bool:
    """Print the figures of one file; whether they hold."""
    print(path.name)
    pairs = list(score_file(path, engine=LocalEngine()).pairing.pairs)
    known = Truth(pairs)
    right = score_pairs(pairs)
    wholly = [score_pairs(shuffled(pairs, 1.0, seed)) for seed in range(SHUFFLES)]
    mean = sum(area(right, shuffle, known) for shuffle in wholly) / len(wholly)
    fine = [said(f"AUROC {mean:.4f}, at least {AUROC} wanted", mean >= AUROC)]
    fine.append(said(f"as it is: {right.share} mismatched", right.share.low == 0))
    for part in (0.1, 0.5):
        mixed = score_pairs(shuffled(pairs, part, seed=7))
        truth = 1 - sum(known.right(p.description, p.code) for p in mixed.pairs) / len(pairs)
        inside = mixed.share.low <= truth <= mixed.share.high
        fine.append(said(f"{100 * truth:.1f} % shuffled: {mixed.share} mismatched", inside))
    return all([*fine, *repaired(pairs, wholly, known), cheap(pairs)])


class Truth:
    """Which code is which description's own."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self._own: dict[str, set[str]] = {}
        for pair in pairs:
            self._own.setdefault(pair.description, set()).add(form(pair.code))

    def right(self, description: str, code: str) -> bool:
        return form(code) in self._own[description]


def form(code: str) -> str:
    tree = parse(code)
    return code if isinstance(tree, SyntaxProblem) else ast.dump(tree)


def shuffled(pairs: Sequence[Pair], part: float, seed: int) -> list[Pair]:
    """The pairs with the codes of a part of them handed around."""
    chosen = np.random.default_rng(seed).permutation(len(pairs))[: round(part * len(pairs))]
    codes = [pair.code for pair in pairs]
    for one, other in zip(chosen, np.roll(chosen, 1), strict=True):
        codes[one] = pairs[other].code
    return [Pair(pair.description, code) for pair, code in zip(pairs, codes, strict=True)]


def area(right: Pairing, wrong: Pairing, known: Truth) -> float:
    """The area under the curve; pairs that a shuffle left right are not among the wrong ones."""
    mixed = [not known.right(pair.description, pair.code) for pair in wrong.pairs]
    ranks = rankdata([*right.logits, *wrong.logits[mixed]])[: len(right)]
    return float((ranks.sum() - len(right) * (len(right) + 1) / 2) / (len(right) * sum(mixed)))


def repaired(pairs: Sequence[Pair], shuffles: Sequence[Pairing], known: Truth) -> list[bool]:
    asserted = correct = 0
    for shuffle in shuffles:
        for pair in repair_pairs(shuffle).asserted:
            asserted += 1
            description = shuffle.pairs[pair.description_index or 0].description
            correct += known.right(description, shuffle.pairs[pair.code_index or 0].code)
    back, wrong = correct / (len(shuffles) * len(pairs)), 1 - correct / max(1, asserted)
    distinct = len({pair.description for pair in pairs}) > 0.9 * len(pairs)
    text = f"shuffled and repaired: {100 * back:.1f} % put back right"
    return [
        said(
            text + (f", at least {100 * RIGHT:.0f} % wanted" if distinct else ""),
            not distinct or back >= RIGHT,
        ),
        said(
            f"of the asserted {100 * wrong:.2f} % are wrong, at most {100 * WRONG:.0f} % wanted",
            wrong <= WRONG,
        ),
    ]


def cheap(pairs: Sequence[Pair]) -> bool:
    background()
    ratios, spent = [], 0.0
    for _ in range(3):
        start = time.process_time()
        for pair in pairs:
            parse(pair.code)
        between = time.process_time()
        score_pairs(pairs).verdicts  # noqa: B018 - they are computed when asked for
        spent = time.process_time() - between
        ratios.append(spent / (between - start))
    ratio = sorted(ratios)[1]
    return said(
        f"{1000 * spent / len(pairs):.2f} ms for each pair, {ratio:.1f} times ast.parse, at most {TIMES:.0f} wanted",
        ratio <= TIMES,
    )


def said(text: str, fine: bool) -> bool:
    print(f"  {'ok  ' if fine else 'FAIL'} {text}")
    return fine


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
