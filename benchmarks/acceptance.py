"""How many fabricated answers are caught, kind by kind, and how many good ones are rejected.

    python benchmarks/acceptance.py [FILE]     a table of reviewed descriptions with their codes (ManimBench)

Good answers are those that were written as a language model would give them (half of them were looked at when the
checks were made, ``later`` were written when they were done), the descriptions that are derived from documentation
examples, and those of the file, where one is named: some of these name classes of Manim or are about another scene, and
are rejected for it. Fabricated ones are made from the good ones that are accepted, by a program with a seed.

Must hold for every material but the file's: at most 3 % of the good answers are rejected, and at least 95 % of the
fabricated ones of each kind in `CAUGHT` are caught; the others have floors of their own. Over all kinds at least 95 %
are caught of what is planted in one answer. Judging an answer whose scene has been read takes less than 1 ms.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.acceptance.material import derived, reviewed, written
from tests.acceptance.planting import Good, first_half, planted, swapped

from manimill.acceptance import Acceptance, strangers

REJECTED, CAUGHT, MILLISECONDS = 0.03, 0.95, 1.0
FLOORS = {
    "thing, held out": 0.9,
    "colour": 0.3,
    "other scene, same topic": 0.75,
    "other scene, most alike": 0.55,
}
"""Kinds that are caught more rarely. The text of a scene that does nearly the same mostly fits; what was exchanged
within a collection is found by `strangers`."""
IN_COLLECTION = 0.9
"""Of exchanged answers within a collection, the share that `strangers` must find."""


def main(paths: Sequence[str]) -> int:
    own, checks = written(), Acceptance()
    materials: dict[str, list[Good]] = {
        "tuned on": [answer for answer in own if first_half(answer)],
        "others": [answer for answer in own if not first_half(answer)],
        "later": list(written("answers_later.jsonl")),
        "derived": list(derived()),
    }
    if paths:
        materials["reviewed"] = list(reviewed(Path(paths[0])))
    fine = [rejected(checks, name, good) for name, good in materials.items()]
    accepted = {name: [g for g in good if not objections(checks, g)] for name, good in materials.items()}
    fine.append(by_kind({name: caught(checks, good) for name, good in accepted.items()}))
    fine += [in_collection(name, materials[name]) for name in ("derived", "reviewed") if name in materials]
    fine.append(cheap(checks, [*own, *materials["derived"]]))
    return 0 if all(fine) else 1


def objections(checks: Acceptance, answer: Good) -> list[str]:
    return [found.check for found in checks.objections(answer.told, answer.style, answer.text)]


def rejected(checks: Acceptance, name: str, good: Sequence[Good]) -> bool:
    """Print how many good answers are rejected and by which checks; whether few enough are."""
    found = [objections(checks, answer) for answer in good]
    count = sum(map(bool, found))
    why = Counter(check for one in found for check in set(one))
    print(f"{name:10} {count:3} of {len(good):3} rejected ({count / len(good):.1%}) {dict(why) or ''}")
    return name == "reviewed" or count <= REJECTED * len(good)


def caught(checks: Acceptance, good: Sequence[Good]) -> dict[str, tuple[int, int]]:
    """By kind how many fabricated answers are caught, and of how many."""
    found: dict[str, list[bool]] = {}
    for plant in planted(good):
        hit = bool(checks.objections(plant.told, plant.style, plant.text))
        found.setdefault(plant.kind, []).append(hit)
    return {kind: (sum(hits), len(hits)) for kind, hits in found.items()}


def by_kind(tables: Mapping[str, Mapping[str, tuple[int, int]]]) -> bool:
    """Print caught of planted by kind and material; whether every kind and all together reach their figures."""
    kinds = list(dict.fromkeys(kind for table in tables.values() for kind in table))
    print(f"\n{'caught / planted':26}" + "".join(f"{name:>22}" for name in tables))
    fine = True
    for kind in kinds:
        cells = [table.get(kind, (0, 0)) for table in tables.values()]
        print(f"{kind:26}" + "".join(_cell(*cell) for cell in cells))
        hits, count = (sum(column) for column in zip(*cells, strict=True))
        fine &= hits >= FLOORS.get(kind, CAUGHT) * count
    sums = [tuple(map(sum, zip(*table.values(), strict=True))) for table in tables.values()]
    print(f"{'all':26}" + "".join(_cell(hits, count) for hits, count in sums))
    return fine and sum(hits for hits, _ in sums) >= CAUGHT * sum(count for _, count in sums)


def _cell(hits: int, count: int) -> str:
    return f"{f'{hits} / {count} ({hits / count:.1%})' if count else '-':>22}"


def in_collection(name: str, good: Sequence[Good]) -> bool:
    """Print how many of exchanged answers `strangers` finds, and how many of those that are where they belong."""
    right = strangers([(str(place), answer.told, answer.text) for place, answer in enumerate(good)])
    texts, moved = swapped(good)
    found = strangers([(str(place), good[place].told, text) for place, text in enumerate(texts)])
    hits = sum(str(place) in found for place in moved)
    kinds = dict(Counter(objection.check for objection in right.values()))
    print(
        f"\n{name}: {hits} of {len(moved)} exchanged answers found; of {len(good)} right ones asked again: {kinds}"
    )
    return hits >= IN_COLLECTION * len(moved) and len(right) <= REJECTED * len(good)


def cheap(checks: Acceptance, good: Sequence[Good]) -> bool:
    start = time.process_time()
    for answer in good:
        checks.objections(answer.told, answer.style, answer.text)
    spent = 1000 * (time.process_time() - start) / len(good)
    print(f"\n{spent:.2f} ms of processor time for an answer, less than {MILLISECONDS:g} wanted")
    return spent < MILLISECONDS


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
