"""What a slice shows against what its scene shows in its repository: the same last picture, bit for bit.

Every scene that can be cut out whole is rendered twice: in place, from its own file and folder with the whole
repository around it, and as its slice, with the repository's pictures and data around it but none of its Python.
Must hold: of the scenes that run in place, at least 98 % end with the same picture.

    .venv/bin/python benchmarks/slices.py MIRROR [EVERY] [LEVEL]
    # MIRROR is where repositories are, such as '/srv/{owner}/{name}.git', or '' for GitHub; EVERY = 5 takes every
    # fifth scene; LEVEL is evaluate or dry
"""

from __future__ import annotations

import ast
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from manimill.catalog import Catalog
from manimill.code.flavour import flavour
from manimill.engine import LocalEngine
from manimill.environments import find_environment
from manimill.interpreters import interpreters_for
from manimill.progress import Silent
from manimill.render import RenderJob, RenderSettings, SceneFiles, Verdict, render_each
from manimill.scenes.files import FileAbsentError, FileTree
from manimill.scenes.repository import Repository, RepositoryScene
from manimill.sources import Access
from manimill.sources.git_fetch import open_repository

STARTED_FROM = {"nipunramk/Reducible": 1}
"""Parts of the path of the folder that a repository's scenes are started from, where it is not their own folder."""

SOURCES = {
    "dan4life_aoc2024": ["Dan4Life/AoC2024_Videos"],
    "math_to_manim": ["HarleyCoops/Math-To-Manim"],
    "szymon_ozog": ["SzymonOzog/InformationTheory"],
    "little_more_intro": ["JonathanWoollett-Light/a-little-more-than-an-introduction-to"],
    "reducible": ["nipunramk/Reducible"],
}
LEAST = 0.98
SECONDS = 40
"""Of processor time for a scene."""

LARGEST_FILE = 4 << 20
FOREIGN = (".mp4", ".mov", ".zip", ".pdf", ".pth", ".gif")


@dataclass(frozen=True)
class Pair:
    """A scene, in place and cut out."""

    source: str
    where: str
    place: RenderJob
    cut: RenderJob


def main(mirror: str, every: int, level: str) -> int:
    pairs = [pair for source in SOURCES for pair in pairs_of(source, mirror)][::every]
    print(f"{len(pairs)} whole scenes", flush=True)
    settings = RenderSettings(level=level, timeout=SECONDS, frames=1)  # type: ignore[arg-type]
    jobs = [job for pair in pairs for job in (pair.place, pair.cut)]
    start = time.monotonic()
    verdicts: dict[int, Verdict] = {}
    interpreters = interpreters_for(job.environment for job in jobs)
    for index, verdict in render_each(jobs, settings, LocalEngine(), None, Silent(), interpreters):
        verdicts[index] = verdict
        if len(verdicts) % 20 == 0:
            print(f"{len(verdicts)} of {len(jobs)} renders, {time.monotonic() - start:.0f} s", flush=True)
    return judge(pairs, verdicts)


def pairs_of(source: str, mirror: str) -> Iterator[Pair]:
    entry = Catalog.load()[source]
    environment = entry.environment if find_environment(entry.environment) else "main"
    for place in entry.repositories:
        if place.repository not in SOURCES[source]:
            continue
        with open_repository(place.repository, None, Access(git_mirror=mirror)) as tree:
            everything = files_of(tree)
            without_python = {path: data for path, data in everything.items() if not path.endswith(".py")}
            around, assets = SceneFiles.of(everything), SceneFiles.of(without_python)
            for found in Repository(tree, ("**/*.py",), place.exclude).scenes():
                if not found.scene.own_construct or is_hidden(found):
                    continue
                cut = found.cut()
                if cut.whole and flavour(ast.parse(cut.code)).name == "ce":
                    folder = started_from(place.repository, found.path)
                    yield Pair(
                        source,
                        f"{found.path}:{found.name}",
                        RenderJob(in_place(found, folder), found.name, environment, around, folder),
                        RenderJob(cut.code, found.name, environment, assets, in_reach(folder, assets)),
                    )


def started_from(repository: str, path: str) -> str:
    own = path.rpartition("/")[0]
    parts = STARTED_FROM.get(repository)
    return own if parts is None else "/".join(own.split("/")[:parts])


def in_place(found: RepositoryScene, folder: str) -> str:
    """The scene's file; started from another folder than its own, it still finds the modules beside it."""
    own = found.path.rpartition("/")[0]
    if own == folder:
        return found.module.text
    beside = own.removeprefix(folder).strip("/")
    return f"import sys\nsys.path.insert(0, {beside!r})\n{found.module.text}"


def in_reach(folder: str, files: SceneFiles) -> str:
    """The folder, if it holds anything; without its Python it may hold nothing."""
    return folder if any(entry.path.startswith(f"{folder}/") for entry in files.entries) else ""


def files_of(tree: FileTree) -> dict[str, Path | bytes]:
    files: dict[str, Path | bytes] = {}
    for path in tree.files():
        if not path.lower().endswith(FOREIGN) and not path.startswith("."):
            try:
                data = tree.read(path)
            except FileAbsentError:
                continue
            if len(data) <= LARGEST_FILE:
                files[path] = data
    return files


def is_hidden(found: RepositoryScene) -> bool:
    """Whether another class of the name comes after it, which is then what runs in place."""
    binders = found.program.linked(found.scene.path).binders[found.name]
    return binders[-1] != found.scene.position


def judge(pairs: list[Pair], verdicts: dict[int, Verdict]) -> int:
    same: Counter[str] = Counter()
    run: Counter[str] = Counter()
    stopped: dict[str, Counter[str]] = {}
    gained: Counter[str] = Counter()
    for number, pair in enumerate(pairs):
        place, cut = verdicts[2 * number], verdicts[2 * number + 1]
        if not place.ok:
            stopped.setdefault(pair.source, Counter())[str(place.verdict)] += 1
            gained[pair.source] += cut.ok
            continue
        run[pair.source] += 1
        if cut.ok and last(cut) == last(place):
            same[pair.source] += 1
        else:
            how = "another picture" if cut.ok else f"{cut.verdict}: {cut.error}"
            print(f"differs: {pair.source} {pair.where}: {how}")
    for source in SOURCES:
        print(
            f"{source}: {same[source]} of {run[source]} that run in place end the same; in place stopped by "
            f"{dict(stopped.get(source, {}))}, of which {gained[source]} run cut out"
        )
    share = same.total() / max(run.total(), 1)
    print(f"{same.total()} of {run.total()} end with the same picture ({share:.1%}); {LEAST:.0%} wanted")
    return 0 if share >= LEAST and run.total() else 1


def last(verdict: Verdict) -> bytes | None:
    return verdict.media[sorted(verdict.media)[-1]] if verdict.media else None


if __name__ == "__main__":
    sys.exit(
        main(
            sys.argv[1] if len(sys.argv) > 1 else "",
            int(sys.argv[2]) if len(sys.argv) > 2 else 1,
            sys.argv[3] if len(sys.argv) > 3 else "evaluate",
        )
    )
