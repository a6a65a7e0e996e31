"""What cutting scenes out of all repositories costs, against parsing the same files once.

Must hold: at most 5 times the processor time of ``ast.parse`` over every Python file that the catalog's git sources
have scenes looked for in. Two small sources are read once before anything is measured: what is loaded at first use,
such as tables of names and the reader of notebooks, does not grow with the material. Printed beside it: the memory
at its highest, before and after, and the largest repository.

    .venv/bin/python benchmarks/extraction.py MIRROR    # such as '/srv/{owner}/{name}.git', or '' for GitHub
"""

from __future__ import annotations

import ast
import resource
import sys
import time
import warnings

from manimill import DatasetRegistry
from manimill.catalog import Catalog, SourceEntry
from manimill.code.parse import collector_paused
from manimill.scenes.files import FileAbsentError, matching
from manimill.sources import Access, SourceUnavailableError
from manimill.sources.git_fetch import open_repository

LIMIT = 5.0
WARMING_UP = ("manim_physics", "kutuzova")
"""Modules and documentation, and notebooks."""


def main(mirror: str) -> int:
    catalog = Catalog.load()
    access = Access(git_mirror=mirror)
    registry = DatasetRegistry.from_catalog(catalog, access=access)
    entries = [e for e in catalog if e.kind == "git" and e.verdict != "lead"]
    registry.extract_all(WARMING_UP)
    spent = parsed = 0.0
    print(f"before: {peak()} MiB")
    for entry in entries:
        try:
            sources = python_files(entry, access)
        except SourceUnavailableError as error:
            print(f"{entry.name} {error}")
            continue
        once = parsing(sources)
        start = time.process_time()
        found = registry.extract_all([entry.name])
        took = time.process_time() - start
        size = sum(map(len, sources)) / 1e6
        print(
            f"{entry.name}: {len(found)} scenes, {size:.1f} MB, {took:.2f} s, parsing {once:.2f} s, {peak()} MiB"
        )
        spent, parsed = spent + took, parsed + once
    ratio = spent / parsed
    print(
        f"{spent:.1f} s, {ratio:.1f} times ast.parse of the same files ({parsed:.1f} s); at most {LIMIT:.0f} wanted"
    )
    return 0 if ratio <= LIMIT else 1


def python_files(entry: SourceEntry, access: Access) -> list[bytes]:
    sources: list[bytes] = []
    for place in entry.repositories:
        with open_repository(place.repository, place.revision or entry.revision.pin, access) as tree:
            for path in matching(tree.files(), ["**/*.py"], place.exclude):
                try:
                    sources.append(tree.read(path))
                except FileAbsentError:
                    continue
    return sources


@collector_paused()
def parsing(sources: list[bytes]) -> float:
    start = time.process_time()
    for source in sources:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                ast.parse(source)
            except (SyntaxError, ValueError):
                continue
    return time.process_time() - start


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
