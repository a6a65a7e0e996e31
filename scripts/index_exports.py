"""Write what packages export, one JSON file for each, into ``src/manimill/code/data/exports``.

    python scripts/index_exports.py FOLDER...     for packages that lie in these folders, which are only read
    python scripts/index_exports.py --running     for Python's own modules and numpy, which are imported

Folders of one name are versions of one package: what any of them has counts.

The files are what `manimill.code.packages` reads. ``modules`` maps a module below the package, ``""`` for the
package itself, to the names that can be imported from it; ``*package`` stands for all that a star import of
another package brings.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import warnings
from pathlib import Path

from manimill.scenes.files import MemoryTree
from manimill.scenes.slicing.program import Missing, Program
from manimill.scenes.slicing.project import Project, UnreadableError

OUT = Path(__file__).parents[1] / "src" / "manimill" / "code" / "data" / "exports"
RUNNING = {
    "math": [""], "cmath": [""], "random": [""], "itertools": [""], "functools": [""], "collections": ["", "abc"],
    "typing": [""], "os": ["", "path"], "copy": [""], "enum": [""], "string": [""], "time": [""], "fractions": [""],
    "decimal": [""], "statistics": [""], "operator": [""], "heapq": [""], "bisect": [""], "colorsys": [""],
    "dataclasses": [""], "pathlib": [""], "re": [""], "numbers": [""], "datetime": [""], "abc": [""],
    "numpy": ["", "linalg", "random", "fft", "polynomial", "ma", "typing"],
}  # fmt: skip

LAZY = {"manim_slides": {"": "Slide ThreeDSlide"}}
"""Names that a package looks up when they are asked for, so that its text does not tell."""


def read_exports(folder: Path) -> dict[str, str]:
    """Names by module of a package that lies in a folder, read as text."""
    files = {
        path.relative_to(folder.parent).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.py"))
    }
    project = Project(MemoryTree(files))
    found: dict[str, str] = {}
    for path in sorted(project.paths):
        try:
            program = Program.of(project, project.module(f"{folder.name}/__init__.py"))
            linked = program.linked(path)
        except UnreadableError:
            continue

        def exists(name: str, program: Program = program, path: str = path) -> bool:
            return not isinstance(program.resolve(path, name, None).target, Missing)

        names = set(linked.binders)
        for position in linked.stars:
            names |= exported(program, linked.units[position], path, set())
        module = path.removesuffix("/__init__.py").removesuffix(".py").replace("/", ".")
        found[module.partition(".")[2]] = " ".join(sorted(n for n in names if n[0] == "*" or exists(n)))
    return found


def exported(program: Program, unit: object, importer: str, seen: set[str]) -> set[str]:
    """What a star import brings, through as many modules as it takes."""
    path = program.module_named(unit, importer)  # type: ignore[arg-type]
    if path is None:
        return {f"*{unit.module}"}  # type: ignore[attr-defined]
    if path in seen or path.endswith("/"):
        return set()
    linked = program.linked(path)
    names = set(linked.binders)
    for position in linked.stars:
        names |= exported(program, linked.units[position], path, {*seen, path})
    return {name for name in names if name.startswith("*") or program.exports(path, name)}


def running_exports(package: str, modules: list[str]) -> dict[str, str]:
    """Names by module of a package that is imported here."""
    found = {}
    for inner in modules:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            module = importlib.import_module(f"{package}.{inner}" if inner else package)
            names = getattr(module, "__all__", None) or [n for n in dir(module) if not n.startswith("_")]
            found[inner] = " ".join(sorted({*names, *(n for n in dir(module) if not n.startswith("_"))}))
    return found


def write(package: str, modules: dict[str, str], origin: str) -> None:
    """Write one package's file."""
    OUT.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"origin": origin, "modules": modules}, indent=0, sort_keys=True, ensure_ascii=False)
    (OUT / f"{package}.json").write_text(text + "\n", encoding="utf-8")
    print(f"{package}: {len(modules)} modules, {sum(len(n.split()) for n in modules.values())} names")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--running", action="store_true")
    parser.add_argument("--origin", default="", help="what the folders hold, such as 'manimgl 1.7.2'")
    arguments = parser.parse_args()
    if arguments.running:
        version = f"Python {sys.version_info.major}.{sys.version_info.minor}"
        for name, inner in RUNNING.items():
            write(name, running_exports(name, inner), version)
    together: dict[str, dict[str, str]] = {}
    for place in arguments.folders:
        modules = together.setdefault(place.name, {})
        for module, names in read_exports(place).items():
            modules[module] = " ".join(sorted({*modules.get(module, "").split(), *names.split()}))
    for package, modules in together.items():
        for module, names in LAZY.get(package, {}).items():
            modules[module] = " ".join(sorted({*modules[module].split(), *names.split()}))
        write(package, modules, arguments.origin)
        if package == "manimlib":
            # The library of 2019 under the name it had before it was a package.
            write("big_ol_pile_of_manim_imports", {"": modules["imports"]}, arguments.origin)
