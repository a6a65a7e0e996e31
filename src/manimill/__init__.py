"""manimill: a dataset of executed Manim scenes, built from scattered code.

>>> from manimill import DatasetRegistry, Recipe, build
>>> registry = DatasetRegistry.from_catalog()
>>> result = build(Recipe.load("starter"), registry=registry, out="dataset")  # doctest: +SKIP
>>> result.train, result.test, result.why(result.removed["id"][0])  # doctest: +SKIP
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from manimill.build import build
    from manimill.catalog import Catalog, SourceEntry
    from manimill.describe.request import Image, Message, Request
    from manimill.duplicates import Matches, find_duplicates
    from manimill.errors import (
        CatalogError,
        EnvironmentFailure,
        InputError,
        Interrupted,
        LeakError,
        ManimillError,
        OutputError,
        RecipeError,
        UserError,
    )
    from manimill.pairing import Pair, Pairing, Repair, repair_pairs, score_pairs
    from manimill.recipe import Describe, Recipe
    from manimill.records import (
        Description,
        Extraction,
        Generation,
        Origin,
        Provenance,
        Sample,
        SampleAsset,
        Skipped,
    )
    from manimill.registry import DatasetRegistry
    from manimill.result import BuildResult

__all__ = [
    "BuildResult",
    "Catalog",
    "CatalogError",
    "DatasetRegistry",
    "Describe",
    "Description",
    "EnvironmentFailure",
    "Extraction",
    "Generation",
    "Image",
    "InputError",
    "Interrupted",
    "LeakError",
    "ManimillError",
    "Matches",
    "Message",
    "Origin",
    "OutputError",
    "Pair",
    "Pairing",
    "Provenance",
    "Recipe",
    "RecipeError",
    "Repair",
    "Request",
    "Sample",
    "SampleAsset",
    "Skipped",
    "SourceEntry",
    "UserError",
    "build",
    "find_duplicates",
    "repair_pairs",
    "score_pairs",
]

# Loaded when first asked for: all together take a third of a second, which a command that needs few should not cost.
_HOMES = {
    "manimill.build": ("build",),
    "manimill.catalog": ("Catalog", "SourceEntry"),
    "manimill.describe.request": ("Image", "Message", "Request"),
    "manimill.duplicates": ("Matches", "find_duplicates"),
    "manimill.errors": (
        "CatalogError",
        "EnvironmentFailure",
        "InputError",
        "Interrupted",
        "LeakError",
        "ManimillError",
        "OutputError",
        "RecipeError",
        "UserError",
    ),
    "manimill.pairing": ("Pair", "Pairing", "Repair", "repair_pairs", "score_pairs"),
    "manimill.recipe": ("Describe", "Recipe"),
    "manimill.records": (
        "Description",
        "Extraction",
        "Generation",
        "Origin",
        "Provenance",
        "Sample",
        "SampleAsset",
        "Skipped",
    ),
    "manimill.registry": ("DatasetRegistry",),
    "manimill.result": ("BuildResult",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


class _Package(ModuleType):
    """This package, whose function ``build`` has the name of the module that it is in."""

    def __getattr__(self, name: str) -> Any:
        if name not in _HOME:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        return getattr(import_module(_HOME[name]), name)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *__all__})

    @property
    def build(self) -> Any:
        return getattr(import_module("manimill.build"), "build")  # noqa: B009

    @build.setter
    def build(self, _module: ModuleType) -> None:
        """The import system offers the module, which would hide the function."""


sys.modules[__name__].__class__ = _Package
