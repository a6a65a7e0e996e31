"""The kinds of places that sources lie in: those manimill reads itself, and those that installed plugins add."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

BUILT_IN = ("package", "git", "huggingface", "kaggle", "rows", "web")

KINDS_GROUP = "manimill.sources"
"""Entry points of plugins: the name is the kind, the value a callable that makes its reader."""

CATALOG_GROUP = "manimill.catalog"
"""Entry points of plugins: the value is a folder of catalog files in the plugin, written like a module's name."""


def plugin_kinds() -> dict[str, EntryPoint]:
    """The kinds that plugins add. No plugin is imported, and none takes the place of a built-in kind."""
    found = sorted(entry_points(group=KINDS_GROUP), key=lambda point: (point.name, point.value))
    return {point.name: point for point in found if point.name not in BUILT_IN}


def known_kinds() -> tuple[str, ...]:
    """All kinds that a catalog file may name."""
    return (*BUILT_IN, *plugin_kinds())


def plugin_catalogs() -> Iterator[Path]:
    """The folders of catalog files that plugins ship, in the order of their names. No plugin is imported."""
    for point in sorted(entry_points(group=CATALOG_GROUP), key=lambda point: (point.name, point.value)):
        package, *folders = point.value.split(".")
        # Of a top-level name only the file is looked for; nothing in it runs.
        spec = importlib.util.find_spec(package)
        for place in (spec.submodule_search_locations or ()) if spec else ():
            folder = Path(place).joinpath(*folders)
            if folder.is_dir():
                yield folder
