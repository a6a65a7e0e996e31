"""What a recipe asks for, checked: its sources, and how they are reached."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path

from manimill.catalog import Catalog
from manimill.errors import EnvironmentFailure, RecipeError
from manimill.recipe import Recipe
from manimill.records import Extraction
from manimill.registry import DatasetRegistry
from manimill.sources import Access


def registry_for(
    recipe: Recipe, local: Mapping[str, str | Path] | None = None, *, offline: bool = False
) -> DatasetRegistry:
    """The catalog's sources, those of the recipe's own catalog files, and local files for some of them.

    With ``offline`` they are read from what earlier builds left in the cache.
    """
    catalog = Catalog.load([Path(p) for p in recipe.catalog])
    return DatasetRegistry.from_catalog(catalog, local, Access(git_mirror=recipe.git.mirror, offline=offline))


def planned_sources(recipe: Recipe, registry: DatasetRegistry) -> list[str]:
    """Names of the sources a recipe asks for, checked.

    Raises:
        CatalogError: a name is unknown or must not be trained on.
        RecipeError: the recipe names no source, or none that can be read here, or weighs one that does not exist.
    """
    names = (
        registry.included(repaired=recipe.repair.enabled)
        if recipe.sources == "included"
        else sorted(set(recipe.sources))
    )
    if not names:
        raise RecipeError(
            "The recipe's 'sources' is empty, so there is nothing to do; name at least one source."
        )
    registry.check(names)
    _check_weights(recipe, registry)
    reasons = [registry.availability(name) for name in names]
    if all(reasons):
        raise RecipeError(
            f"None of the recipe's sources can be read here, so there is nothing to do: {reasons[0]}"
        )
    return names


def _check_weights(recipe: Recipe, registry: DatasetRegistry) -> None:
    """Make sure that weights are given to sources there are; they need not be part of this build."""
    known = registry.names()
    for name in recipe.sampling.weights:
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean '{close[0]}'?" if close else "'manimill sources' lists them."
            raise RecipeError(
                f"The recipe's 'sampling.weights' names the source '{name}', which there is not; {hint}"
            )


def complete(extraction: Extraction, wanted: int) -> None:
    """Make sure that every source could be read."""
    if extraction.unavailable:
        reasons = "; ".join(reason.rstrip(".") for _, reason in sorted(extraction.unavailable.items()))
        raise EnvironmentFailure(
            f"A strict build wants every source, and {len(extraction.unavailable)} of {wanted} cannot be read: "
            f"{reasons}."
        )


def something(extraction: Extraction) -> Extraction:
    """Make sure that there is anything to build from."""
    if not extraction.samples:
        if extraction.unavailable and not extraction.skipped:
            first = next(iter(extraction.unavailable.values()))
            raise RecipeError(
                f"None of the recipe's sources could be read, so there is nothing to do: {first}"
            )
        raise RecipeError(
            f"The recipe's sources hold no sample ({len(extraction.skipped)} places were skipped), so there is "
            "nothing to build; choose other sources."
        )
    return extraction
