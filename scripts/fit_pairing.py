"""Fit the constants of the pairing room and say how well they do; writes ``src/manimill/pairing/data/model.json``.

    python scripts/fit_pairing.py [--write] FILE...     files whose descriptions all stand beside their own code

The files are read as ``manimill pair`` reads them. Right pairs are theirs; wrong ones are made by shuffling. What is
written are the dozen numbers below; no text of the files is in them. The weights of the fields are left as they are:
fitted on ManimBench or on Edoh they do no better on the other than the ones that were set by hand.

Printed first: each file judged by constants that were fitted on the other files alone, and by constants that were
fitted on four fifths of all pairs and judged on the rest.
"""

from __future__ import annotations

import argparse
import ast
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.stats import rankdata

from manimill.code.parse import SyntaxProblem, parse
from manimill.engine import LocalEngine
from manimill.pair_files import score_file
from manimill.pairing import Pair, repair_pairs, score_pairs
from manimill.pairing.assignment import assign
from manimill.pairing.competition import marginals
from manimill.pairing.contrast import MARKS
from manimill.pairing.model import FILE, Model, log_odds, model, probabilities
from manimill.pairing.scoring import Texts

Array = npt.NDArray[Any]
PAIR, COMPETITION, PRESENT = ("deviation", "rank"), ("deviation",), ("rank", "rest")
OVERLAPS = (0.8, 0.5, 0.2)
"""Shares of descriptions whose code is among the codes, in files made for fitting."""
FOLDS = 5
_WEIGHED = 1e-4
"""How strongly weights are held back."""


@dataclass(frozen=True)
class Known:
    """A file of right pairs: the marks of every description with every code, and which of these pairs are right."""

    name: str
    pairs: Sequence[Pair]
    rows: Array
    columns: Array
    marks: Array
    right: Array
    folds: Array

    @classmethod
    def of(cls, path: Path) -> Known:
        """Read a file."""
        scored = score_file(path, engine=LocalEngine())
        pairs = sorted(set(scored.pairing.pairs), key=lambda pair: (pair.description, pair.code))
        texts = Texts.of(pairs)
        contrast = texts.contrast(model(), LocalEngine())
        size = len(texts.descriptions), len(texts.codes)
        every = np.repeat(np.arange(size[0]), size[1]), np.tile(np.arange(size[1]), size[0])
        return cls(
            path.name,
            pairs,
            texts.rows,
            texts.columns,
            contrast.marks(*every).reshape(*size, len(MARKS)),
            _right(texts),
            np.array(
                [blake2b(text.encode(), digest_size=2).digest()[0] % FOLDS for text in texts.descriptions]
            ),
        )

    def labelled(self, chosen: Array) -> tuple[Array, Array]:
        """Marks of right and of wrong pairs among the descriptions chosen, and which are right."""
        here = chosen[self.rows]
        right = self.marks[self.rows[here], self.columns[here]]
        wrong = self.marks[chosen][~self.right[chosen]]
        return np.concatenate([right, wrong]), np.repeat([1.0, 0.0], [len(right), len(wrong)])

    def scrambled(self, overlap: float, seed: int) -> tuple[Array, Array]:
        """Descriptions and codes without order, some of which belong to none of the others."""
        order = np.random.default_rng(seed).permutation(len(self.rows))
        size = round(len(order) / (2 - overlap))
        return np.unique(self.rows[order[:size]]), np.unique(self.columns[order[len(order) - size :]])


def _right(texts: Texts) -> Array:
    """Whether each description stands beside each code, or beside one that is written differently only."""
    forms = [_form(code) for code, _ in texts.codes]
    numbers = {form: number for number, form in enumerate(sorted(set(forms)))}
    of_code = np.array([numbers[form] for form in forms])
    found = np.zeros((len(texts.descriptions), len(numbers)), bool)
    found[texts.rows, of_code[texts.columns]] = True
    return found[:, of_code]


def _form(code: str) -> str:
    tree = parse(code)
    return code if isinstance(tree, SyntaxProblem) else ast.dump(tree)


def logistic(values: Array, labels: Array, weights: Array) -> Array:
    """Weights of the columns, and the constant, of a logistic regression."""
    mean, spread = values.mean(axis=0), values.std(axis=0) + 1e-9
    scaled = (values - mean) / spread
    weights = weights / weights.sum()

    def loss(b: Array) -> tuple[float, Array]:
        logits = scaled @ b[:-1] + b[-1]
        wrong = weights * (probabilities(logits) - labels)
        total = (weights * (np.logaddexp(0, logits) - labels * logits)).sum() + _WEIGHED * (b[:-1] ** 2).sum()
        return float(total), np.append(scaled.T @ wrong + 2 * _WEIGHED * b[:-1], wrong.sum())

    found = minimize(loss, np.zeros(values.shape[1] + 1), jac=True, method="L-BFGS-B").x
    fitted = found[:-1] / spread
    return np.append(fitted, found[-1] - fitted @ mean)


def balanced(sets: Sequence[tuple[Array, Array]], names: Sequence[str]) -> dict[str, float]:
    """A regression in which every file, and in it right and wrong, weigh the same."""
    columns = [MARKS.index(name) for name in names]
    weights = [np.where(labels == 1, 1 / labels.sum(), 1 / (1 - labels).sum()) for _, labels in sets]
    found = logistic(
        np.concatenate([values[:, columns] for values, _ in sets]),
        np.concatenate([labels for _, labels in sets]),
        np.concatenate(weights),
    )
    return dict(zip([*names, "constant"], [round(float(value), 3) for value in found], strict=True))


def fit(files: Sequence[Known], folds: Sequence[int]) -> dict[str, Any]:
    """The constants that pairs of these folds lead to."""
    labelled = [known.labelled(np.isin(known.folds, folds)) for known in files]
    values: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    values["pair"] = balanced(labelled, PAIR)
    values["competition"] = balanced(labelled, COMPETITION)
    fitted = Model.of(values)
    whole = [assigned(known, fitted, 1.0, seed) for known in files for seed in range(2)]
    outcome = np.concatenate([one.competing for one in whole])
    found = logistic(
        np.clip(outcome, -6, 12)[:, None],
        np.concatenate([one.right for one in whole]).astype(float),
        np.ones(len(outcome)),
    )
    values["undisputed"] = {"competition": round(float(found[0]), 3), "constant": round(float(found[1]), 3)}
    parts = []
    for known in files:
        some = [assigned(known, fitted, overlap, seed) for overlap in OVERLAPS for seed in range(4)]
        parts.append(
            (
                np.concatenate([one.marks for one in some]),
                np.concatenate([one.present for one in some]).astype(float),
            )
        )
    values["present"] = balanced(parts, PRESENT)
    return values


@dataclass(frozen=True)
class Assigned:
    """Assigned pairs: marks, outcome of the competition, whether they are right, whether both partners were there."""

    marks: Array
    competing: Array
    right: Array
    present: Array


def assigned(known: Known, fitted: Model, overlap: float, seed: int) -> Assigned:
    """Scramble a file and put it together again."""
    rows, columns = known.scrambled(overlap, seed)
    marks = known.marks[np.ix_(rows, columns)].reshape(-1, len(MARKS))
    right = known.right[np.ix_(rows, columns)]
    edges = np.repeat(np.arange(len(rows)), len(columns)), np.tile(np.arange(len(columns)), len(rows))
    copies = np.ones(len(rows), np.int64), np.ones(len(columns), np.int64)
    logits = log_odds(fitted.competition, marks)
    chosen = assign(*edges, logits, copies)
    competing = marginals(*edges, logits, copies)[chosen]
    present = right.any(axis=1)[edges[0][chosen]] & right.any(axis=0)[edges[1][chosen]]
    return Assigned(marks[chosen], competing, right.ravel()[chosen], present)


def report(known: Known, fitted: Model, folds: Sequence[int]) -> str:
    """How right pairs and wrong ones are told apart."""
    values, labels = known.labelled(np.isin(known.folds, folds))
    logits = log_odds(fitted.pair, values)
    odds = probabilities(logits)
    right, wrong = odds[labels == 1], odds[labels == 0]
    ranks = rankdata(logits)[labels == 1]
    area = (ranks.sum() - len(right) * (len(right) + 1) / 2) / (len(right) * len(wrong))
    brier = (((1 - right) ** 2).mean() + (wrong**2).mean()) / 2
    return (
        f"{known.name}: AUROC {area:.4f}, Brier score {brier:.4f}; of {len(right)} right pairs "
        f"{100 * (right < 0.5).mean():.1f} % below one half, of {len(wrong):,} wrong ones "
        f"{100 * (wrong > 0.5).mean():.1f} % above"
    )


def repaired(known: Known, fitted: Model) -> str:
    """How many pairs of a shuffled file are put back, and how many of what is asserted is wrong."""
    order = np.random.default_rng(1).permutation(len(known.pairs))
    codes = [known.pairs[at].code for at in np.roll(order, 1)]
    scrambled = [Pair(known.pairs[at].description, code) for at, code in zip(order, codes, strict=True)]
    repair = repair_pairs(score_pairs(scrambled, fitted=fitted))
    texts = Texts.of(known.pairs)
    said = {text: number for number, text in enumerate(texts.descriptions)}
    shown = {code: number for number, (code, _) in enumerate(texts.codes)}
    right = [
        known.right[
            said[scrambled[pair.description_index or 0].description],
            shown[scrambled[pair.code_index or 0].code],
        ]
        for pair in repair.asserted
    ]
    return (
        f"{known.name}: shuffled, {len(right)} of {len(order)} asserted, {sum(right)} right, "
        f"{100 - 100 * sum(right) / max(1, len(right)):.2f} % wrong"
    )


def main(arguments: Sequence[str]) -> int:
    """Fit, report and, if asked to, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args(arguments)
    files, every = [Known.of(path) for path in chosen.files], range(FOLDS)
    if len(files) > 1:
        print("fitted on the other files:")
        for known in files:
            fitted = Model.of(fit([other for other in files if other is not known], every))
            print(" ", report(known, fitted, every))
            print(" ", repaired(known, fitted))
    print("fitted on the other folds:")
    for fold in every:
        fitted = Model.of(fit(files, [other for other in every if other != fold]))
        for known in files:
            print(f"  fold {fold},", report(known, fitted, [fold]))
    values = fit(files, every)
    print(json.dumps({name: value for name, value in values.items() if name != "fields"}, indent=2))
    if chosen.write:
        FILE.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
