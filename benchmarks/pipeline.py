"""Everything but rendering, on 10,000 samples, against `ast.parse` of the same code in the same run.

Must hold, from reading the file to the last output: a build that looks for nothing but exact duplicates takes at most
10 times what parsing alone takes, and one that also looks for near duplicates, holds every description against its
code and puts scrambled ones back at most 14 times. Both judge quality and prove their split. Run it with
`make benchmark`, or on row files of your own:

    .venv/bin/python benchmarks/pipeline.py [ROWS.jsonl ...]   # rows with "description" and "code"
"""

from __future__ import annotations

import ast
import itertools
import json
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from manimill import Catalog, DatasetRegistry, Recipe, build
from manimill.engine import LocalEngine
from manimill.records import Sample

COUNT = 10_000
ROUNDS = 3

EXACT = {"near_code": 1.1, "near_description": 1.1, "near_meaning": 1.1}
BUILDS: dict[str, tuple[float, dict[str, Any]]] = {
    "exact duplicates": (10.0, {"duplicates": EXACT, "pairing": {"enabled": False}}),
    "everything": (14.0, {}),
}
"""For each kind of build its limit, and what its recipe says besides."""

ENTRY = """
name = "perturbed"
title = "Perturbed documentation examples"
kind = "rows"
url = "https://example.org"
verdict = "include"
reason = "Made for the benchmark from the examples in manim's documentation."
priority = 50
revision = { policy = "file" }
fields = { code = "code", description = "description" }
"""


def documentation_examples() -> list[tuple[str | None, str]]:
    samples = DatasetRegistry.from_catalog().extract_all(["manim_ce_docs"])
    return [(None, s.code) for s in samples if isinstance(s, Sample)]


def perturbed(pairs: list[tuple[str | None, str]], count: int) -> Iterator[dict[str, str | None]]:
    """Other numbers and other comments, so that one half is new code and the other repeats it."""
    rng = random.Random(7)
    for n, (description, code) in zip(range(count), itertools.cycle(pairs), strict=False):
        if n % 2:
            # Numbers only change inside the code's own literals if it still parses; otherwise it stays.
            changed = re.sub(r"\b[1-9]\b", lambda _: str(rng.randint(1, 9)), code)
            code = changed if _parses(changed) else code
        text = description if n % 3 else f"{description or 'Show the scene'}, take {rng.randint(0, count)}"
        yield {"description": text if n % 4 else None, "code": f"{code}\n# {n}\n"}


def _parses(code: str) -> bool:
    try:
        ast.parse(code)
    except SyntaxError:
        return False
    return True


def measure_parse(codes: list[str]) -> float:
    start = time.perf_counter()
    for code in codes:
        _parses(code)
    return time.perf_counter() - start


def measure_build(rows: list[dict[str, str | None]], jobs: int, kind: str) -> float:
    settings = {"sources": ["perturbed"], "render": {"enabled": False}, **BUILDS[kind][1]}
    recipe = Recipe.model_validate(settings)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_CACHE_HOME"] = name
        (folder / "entry.toml").write_text(ENTRY)
        with (folder / "rows.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
        start = time.perf_counter()
        catalog = Catalog.load([folder / "entry.toml"])
        registry = DatasetRegistry.from_catalog(catalog, {"perturbed": folder / "rows.jsonl"})
        result = build(recipe, registry=registry, out=folder / "out", engine=LocalEngine(jobs))
        seconds = time.perf_counter() - start
        timings = ", ".join(f"{stage} {value:.1f}" for stage, value in result.build["timings"].items())
        kept = result.statistics["samples"]["kept"]
    print(f"  {kind}, {jobs} workers: {seconds:.1f} s ({timings}), {kept} kept", flush=True)
    return seconds


def main(files: list[str]) -> int:
    pairs = [
        (row.get("description"), row["code"])
        for name in files
        for row in map(json.loads, Path(name).read_text(encoding="utf-8").splitlines())
    ] or documentation_examples()
    rows = list(perturbed(pairs, COUNT))
    codes = [str(row["code"]) for row in rows]
    print(f"{COUNT} samples, {sum(map(len, codes)) / 1e6:.1f} MB of code")
    ratios: dict[tuple[str, int], list[float]] = {}
    # Parsing is timed right before and after each build, because a shared machine's speed changes from second to
    # second; the best of the rounds, because what else runs there only ever slows a build down.
    for _ in range(ROUNDS):
        before = measure_parse(codes)
        for build_of in itertools.product(BUILDS, sorted({1, len(os.sched_getaffinity(0))})):
            kind, jobs = build_of
            seconds = measure_build(rows, jobs, kind)
            after = measure_parse(codes)
            ratios.setdefault(build_of, []).append(2 * seconds / (before + after))
            before = after
    missed = 0
    for (kind, jobs), of_rounds in ratios.items():
        limit = BUILDS[kind][0]
        missed += min(of_rounds) > limit
        told = ", ".join(f"{ratio:.1f}" for ratio in of_rounds)
        print(f"{kind}, {jobs} workers: {told} times ast.parse (limit {limit:g})")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
