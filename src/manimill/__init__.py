"""manimill: a dataset of executed Manim scenes, built from scattered code.

>>> from manimill import DatasetRegistry, Recipe, build
>>> registry = DatasetRegistry.from_catalog()
>>> result = build(Recipe.load("starter"), registry=registry, out="dataset")  # doctest: +SKIP
>>> result.train, result.test, result.why(result.removed["id"][0])  # doctest: +SKIP
"""

from manimill.build import build
from manimill.catalog import Catalog, SourceEntry
from manimill.errors import (
    CatalogError,
    EnvironmentFailure,
    InputError,
    Interrupted,
    ManimillError,
    OutputError,
    RecipeError,
    UserError,
)
from manimill.recipe import Recipe
from manimill.records import Description, Extraction, Origin, Provenance, Sample, Skipped
from manimill.registry import DatasetRegistry
from manimill.result import BuildResult

__all__ = [
    "BuildResult",
    "Catalog",
    "CatalogError",
    "DatasetRegistry",
    "Description",
    "EnvironmentFailure",
    "Extraction",
    "InputError",
    "Interrupted",
    "ManimillError",
    "Origin",
    "OutputError",
    "Provenance",
    "Recipe",
    "RecipeError",
    "Sample",
    "Skipped",
    "SourceEntry",
    "UserError",
    "build",
]
