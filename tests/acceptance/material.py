"""Good answers to measure on: written ones and derived ones, for documentation examples of the installed manim."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.parquet
from tests.acceptance.planting import DATA, Good

from manimill.acceptance import Told
from manimill.catalog import Catalog
from manimill.code.features import features
from manimill.code.parse import parse
from manimill.describe import derive
from manimill.records import Sample
from manimill.sources import PackageExtractor


@cache
def examples() -> tuple[Sample, ...]:
    """The documentation examples of the installed manim."""
    extractor = PackageExtractor(Catalog.load()["manim_ce_docs"])
    return tuple(found for found in extractor.extract() if isinstance(found, Sample))


def told(code: str, scene: str | None) -> Told:
    """What is known of a scene that was not rendered."""
    tree = parse(code)
    return Told(code, scene, features(tree, scene) if isinstance(tree, ast.Module) else None, None, ())


@cache
def written(file: str = "answers.jsonl") -> tuple[Good, ...]:
    """The answers that were written as a language model would give them."""
    by_place = {(s.provenance.path, s.scene, s.metadata.get("documents")): s for s in examples()}
    return tuple(_written(by_place, file))


def _written(by_place: dict[Any, Sample], file: str) -> Iterator[Good]:
    for line in (DATA / file).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        sample = by_place[row["path"], row["scene"], row["documents"]]
        yield Good(told(sample.code, sample.scene), row["style"], row["text"], row["path"])


@cache
def derived() -> tuple[Good, ...]:
    """The descriptions that are derived from the examples' code."""
    return tuple(_derived())


def _derived() -> Iterator[Good]:
    for sample in examples():
        prose = sample.metadata.get("prose") or sample.metadata.get("summary")
        text = derive(sample.code, sample.scene, prose=prose, heading=sample.metadata.get("heading"))
        if text is not None:
            style = "detailed" if len(text.split()) > 60 else "brief"
            yield Good(told(sample.code, sample.scene), style, text, sample.provenance.path or "")


def reviewed(file: Path) -> Iterator[Good]:
    """The descriptions of ManimBench that people have reviewed, from its table."""
    columns = pyarrow.parquet.read_table(file, columns=["Reviewed Description", "Code"]).to_pylist()
    for row in columns:
        text, code = row["Reviewed Description"], row["Code"]
        if text and code:
            style = "detailed" if len(text.split()) >= 70 else "brief"
            yield Good(told(code, None), style, text.strip(), "reviewed")
