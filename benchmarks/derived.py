"""Descriptions derived from code find their own code among all others for at least 95 of a hundred examples.

    python benchmarks/derived.py [--misses]

The examples are those in the documentation of the installed manim package: all that parse and have a scene, one of
those with the same canonical form. A description counts as right if `manimill.pairing.find_codes` ranks its own code
before those of all other examples, also those that no description could be derived for. And: deriving takes at most
ten times the processor time of ``ast.parse`` on the same codes. With ``--misses`` those that are wrong are printed.
"""

from __future__ import annotations

import ast
import sys
import time
from collections.abc import Callable, Sequence

from manimill import DatasetRegistry
from manimill.code.canonical import fingerprints
from manimill.code.parse import SyntaxProblem, collector_paused, parse
from manimill.describe.stage import describe_all
from manimill.engine import LocalEngine
from manimill.pairing import find_codes
from manimill.progress import Silent
from manimill.records import Sample

SOURCE = "manim_ce_docs"
RIGHT = 0.95
TIMES = 10.0
ROUNDS = 3


def examples() -> list[Sample]:
    """The documentation's examples, in the order of their ids, the first of those with one canonical form."""
    found: dict[str, Sample] = {}
    for sample in sorted(DatasetRegistry.from_catalog().extract_all([SOURCE]), key=lambda sample: sample.id):
        if sample.scene is not None and not isinstance(parse(sample.code), SyntaxProblem):
            found.setdefault(fingerprints(sample.code).code, sample)
    return list(found.values())


def derived(samples: Sequence[Sample]) -> list[tuple[Sample, str | None]]:
    """What the describe stage says of each."""
    told = describe_all(samples, LocalEngine(1), Silent())
    return [(sample, told[sample.id].text) for sample in samples]


def ranked(described: Sequence[tuple[Sample, str | None]]) -> list[tuple[Sample, str, int]]:
    """The examples with a description, and the rank of their code among those of all."""
    told = [(sample, text) for sample, text in described if text is not None]
    silent = [sample.code for sample, text in described if text is None]
    ranks = find_codes([text for _, text in told], [*(sample.code for sample, _ in told), *silent])
    return [(sample, text, rank) for (sample, text), rank in zip(told, ranks.tolist(), strict=True)]


@collector_paused()
def seconds(action: Callable[[], object]) -> float:
    """The least processor time of a few."""
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        action()
        taken.append(time.process_time() - began)
    return min(taken)


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and fail where a figure is missed."""
    samples = examples()
    found = ranked(derived(samples))
    right = sum(rank == 1 for _, _, rank in found) / len(found)
    print(
        f"{len(found)} of {len(samples)} examples described; {100 * right:.1f} % of the descriptions find their code "
        f"first, at least {100 * RIGHT:.0f} % wanted"
    )
    for sample, text, rank in found if "--misses" in arguments else ():
        if rank > 1:
            print(f"  {sample.scene} ({sample.id}), rank {rank}: {text}")
    parsed = seconds(lambda: [ast.parse(sample.code) for sample in samples])
    told = seconds(lambda: derived(samples))
    print(
        f"derived in {told:.2f} s, {told / parsed:.1f} times what parsing takes, at most {TIMES:.0f} allowed"
    )
    return 0 if right >= RIGHT and told <= TIMES * parsed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
