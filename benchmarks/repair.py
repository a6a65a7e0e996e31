"""Repairing a thousand scenes takes less than ten times as long as parsing them with libcst.

    python benchmarks/repair.py [FILE_OR_FOLDER...]

Without arguments the scenes are those of ``tests/data/old_scenes`` under a thousand names. The two take turns, three
times; the best of each counts.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import libcst as cst

from manimill.code.parse import SyntaxProblem, collector_paused, parse
from manimill.repair import all_codemods, repair

SCENES = 1_000
ROUNDS = 3
LIMIT = 10.0
OLD_SCENES = Path(__file__).parents[1] / "tests" / "data" / "old_scenes"


def scenes(places: Sequence[Path]) -> list[str]:
    """A thousand modules: those of the places, again and again under other names if they are fewer."""
    files = [
        file for place in places for file in (sorted(place.rglob("*.py")) if place.is_dir() else [place])
    ]
    texts = [file.read_text(encoding="utf-8", errors="replace") for file in files]
    texts = [text for text in texts if not isinstance(parse(text), SyntaxProblem)]
    again = (f"number = {turn}\n{text}" for turn in itertools.count() for text in texts)
    return list(itertools.islice(again, SCENES))


@collector_paused()
def seconds(action: Callable[[str], object], texts: Sequence[str]) -> float:
    """Processor time of an action on every text."""
    began = time.process_time()
    for text in texts:
        action(text)
    return time.process_time() - began


def main() -> None:
    """Measure, print, and fail beyond the limit."""
    places = [Path(argument) for argument in sys.argv[1:]] or [OLD_SCENES]
    texts = scenes(places)
    all_codemods()
    changed = sum(repair(text).changed for text in texts)
    parsed, repaired = [], []
    for _ in range(ROUNDS):
        parsed.append(seconds(cst.parse_module, texts))
        repaired.append(seconds(repair, texts))
    ratio = min(repaired) / min(parsed)
    size = sum(map(len, texts)) / 1e6
    print(
        f"{len(texts)} scenes ({size:.1f} MB, {changed} of them changed): parsed by libcst in {min(parsed):.2f} s, "
        f"repaired in {min(repaired):.2f} s: {ratio:.2f} times, limit {LIMIT:.0f}"
    )
    if ratio >= LIMIT:
        sys.exit(1)


if __name__ == "__main__":
    main()
