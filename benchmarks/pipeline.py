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


def measure(rows: list[dict[str, str | None]], folder: Path, jobs: int) -> float:
    (folder / "entry.toml").write_text(ENTRY)
    with (folder / "rows.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    recipe = Recipe.model_validate({"sources": ["perturbed"], "render": {"enabled": False}})
    start = time.perf_counter()
    registry = DatasetRegistry.from_catalog(
        Catalog.load([folder / "entry.toml"]), {"perturbed": folder / "rows.jsonl"}
    )
    result = build(recipe, registry=registry, out=folder / f"out{jobs}", engine=LocalEngine(jobs))
    seconds = time.perf_counter() - start
    timings = ", ".join(f"{stage} {value:.1f}" for stage, value in result.build["timings"].items())
    print(f"  {jobs} workers: {seconds:.1f} s ({timings}), {result.statistics['samples']['kept']} kept")
    return seconds


def main(files: list[str]) -> int:
    pairs = [
        (row.get("description"), row["code"])
        for name in files
        for row in map(json.loads, Path(name).read_text(encoding="utf-8").splitlines())
    ] or documentation_examples()
    rows = list(perturbed(pairs, COUNT))
    codes = [str(row["code"]) for row in rows]
    for code in codes[:200]:
        _parses(code)
    start = time.perf_counter()
    parsed = sum(_parses(code) for code in codes)
    parse = time.perf_counter() - start
    size = sum(map(len, codes)) / 1e6
    print(f"{COUNT} samples, {size:.1f} MB of code, {parsed} of them parse; ast.parse alone takes {parse:.2f} s")
    with tempfile.TemporaryDirectory() as name:
        os.environ["XDG_CACHE_HOME"] = name
        ratios = {jobs: measure(rows, Path(name), jobs) / parse for jobs in (1, len(os.sched_getaffinity(0)))}
    for jobs, ratio in ratios.items():
        print(f"  {jobs} workers: {ratio:.1f} times ast.parse (limit {LIMIT:g})")
    return int(max(ratios.values()) > LIMIT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
