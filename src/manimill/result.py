"""A finished build: ask it what was kept, what was not, and why."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from manimill.errors import InputError, OutputError
from manimill.report import Explanation, explain
from manimill.tables import final_samples, read_tables

if TYPE_CHECKING:
    from manimill.leaks import Proof


@dataclass(frozen=True)
class BuildResult:
    """The outputs of one build, read from its folder when asked for.

    ``unavailable`` maps each source that could not be read to the reason; it is empty after a full build.
    """

    folder: Path

    @classmethod
    def load(cls, folder: str | Path) -> BuildResult:
        """Open a folder that a build has written.

        Raises:
            OutputError: there is no finished build in it.
        """
        path = Path(folder)
        if not (path / "build.json").is_file():
            state = "is not a folder" if not path.is_dir() else "holds no finished build"
            raise OutputError(f"{path} {state}; run 'manimill build RECIPE --out {path}' first.")
        return cls(path)

    @cached_property
    def tables(self) -> dict[str, pl.DataFrame]:
        """Samples and attribute tables by name, each sorted by id."""
        return read_tables(self.folder / "tables")

    @cached_property
    def train(self) -> pl.DataFrame:
        """Exported rows of the train side, variants among them, all columns."""
        return pl.read_parquet(self.folder / "train.parquet")

    @cached_property
    def test(self) -> pl.DataFrame:
        """Exported rows of the test side, all columns."""
        return pl.read_parquet(self.folder / "test.parquet")

    @property
    def kept(self) -> pl.DataFrame:
        """Samples that are exported, with the code that is exported."""
        return self._by_release(kept=True)

    @property
    def removed(self) -> pl.DataFrame:
        """Samples that are not exported, with the ``gate`` and ``reason`` that held each back."""
        return self._by_release(kept=False)

    @cached_property
    def build(self) -> dict[str, Any]:
        """What ``build.json`` says: recipe, versions, sources, timings, dataset hash."""
        return self._json("build.json")

    @cached_property
    def statistics(self) -> dict[str, Any]:
        """What ``statistics.json`` says."""
        return self._json("statistics.json")

    @property
    def dataset_hash(self) -> str:
        """SHA-256 over the exported content, equal for equal datasets wherever they were built."""
        return str(self.build["dataset_hash"])

    @property
    def unavailable(self) -> dict[str, str]:
        """Sources that were asked for and could not be read, with the reason."""
        return dict(self.statistics["unavailable"])

    @cached_property
    def proof(self) -> Proof:
        """What comes how near across the split, computed anew from the exported rows; it can be asked at other limits.

        Raises:
            EnvironmentFailure: the vectors of words are not installed.
        """
        # Imported here because reading a finished build needs nothing of it.
        from manimill.engine import LocalEngine
        from manimill.leaks import prove
        from manimill.recipe import Recipe

        limits = Recipe.model_validate(self.build["recipe"]).limits()
        return prove(self.train, self.test, limits, LocalEngine())

    def why(self, sample: str) -> Explanation:
        """Every decision about a sample, with its evidence; of a variant, those about its sample.

        ``sample`` is an id, or the beginning of one if no other id begins like it.

        Raises:
            InputError: no sample, or several, have that id.
        """
        tables = [self.tables[name]["id"] for name in ("samples", "variants") if name in self.tables]
        ids = pl.concat(tables)
        found = ids.filter(ids.str.starts_with(sample.lower())).to_list() if sample else []
        if len(found) != 1:
            what = f"{len(found)} samples whose id begins with" if found else "no sample with the id"
            raise InputError(
                f"{self.folder} holds {what} '{sample}'; ids have 16 hex digits, see "
                f"{self.folder / 'removed_duplicates.json'} or the column 'id' in tables/samples.parquet."
            )
        return explain(found[0], self.tables)

    def _by_release(self, *, kept: bool) -> pl.DataFrame:
        return final_samples(self.tables).join(
            self.tables["release"].filter(pl.col("kept") == kept), on="id", maintain_order="left"
        )

    def _json(self, name: str) -> dict[str, Any]:
        value: dict[str, Any] = json.loads((self.folder / name).read_text(encoding="utf-8"))
        return value
