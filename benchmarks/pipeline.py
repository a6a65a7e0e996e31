"""Everything but rendering, on 10,000 samples, against `ast.parse` of the same code in the same run.

Must hold: the whole build, from reading the file to the last output, in at most 10 times what parsing
alone takes. Run it with `make benchmark`, or on row files of your own:

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

from manimill import Catalog, DatasetRegistry, Recipe, build
from manimill.engine import LocalEngine
from manimill.records import Sample

COUNT = 10_000
LIMIT = 10.0
ROUNDS = 3

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


def measure_build(rows: list[dict[str, str | None]], jobs: int) -> float:
    recipe = Recipe.model_validate({"sources": ["perturbed"], "render": {"enabled": False}})
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
    print(f"  {jobs} workers: {seconds:.1f} s ({timings}), {kept} kept", flush=True)
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
    parse = float("inf")
    taken: dict[int, float] = {}
    # Alternately and the best of each, because a shared machine's speed changes from second to second.
    for _ in range(ROUNDS):
        parse = min(parse, measure_parse(codes))
        for jobs in sorted({1, len(os.sched_getaffinity(0))}):
            taken[jobs] = min(taken.get(jobs, parse * 1e9), measure_build(rows, jobs))
    print(f"ast.parse alone: {parse:.2f} s")
    for jobs, seconds in taken.items():
        print(f"{jobs} workers: {seconds:.2f} s, {seconds / parse:.1f} times ast.parse (limit {LIMIT:g})")
    return int(max(taken.values()) / parse > LIMIT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
