from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from manimill import Catalog, CatalogError, DatasetRegistry, InputError, Sample, Skipped
from manimill.sources import Access

from .conftest import DATA


class Three:
    """An extractor a user might write."""

    def __init__(self, name: str = "mine") -> None:
        self.name = name

    def extract(self) -> Iterator[Sample | Skipped]:
        for n in range(3):
            yield Sample.create(self.name, f"from manim import *  # {n % 2}", key="")
        yield Skipped(self.name, "page 4", "empty_code")


def registry() -> DatasetRegistry:
    return DatasetRegistry.from_catalog(Catalog.load([DATA / "pairs.toml"]), {"pairs": DATA / "pairs.jsonl"})


def test_a_registered_source_is_read_beside_catalogued_ones() -> None:
    sources = registry()
    sources.register("mine", Three())
    extraction = sources.extract_all(["mine", "pairs"])
    assert {name: len(rows) for name, rows in extraction.by_source().items()} == {"mine": 3, "pairs": 16}
    assert [s.id for s in extraction] == sorted(s.id for s in extraction)
    assert len({s.id for s in extraction}) == 19
    assert {s.reason for s in extraction.skipped if s.source == "mine"} == {"empty_code"}


def test_who_asks_sees_each_sample_as_it_is_found() -> None:
    seen: list[Sample] = []
    sources = registry()
    sources.register("mine", Three())
    extraction = sources.extract_all(["mine", "pairs"], at_once=seen.append)
    assert [s.source for s in seen] == ["mine"] * 3 + ["pairs"] * 16
    assert sorted(s.code for s in seen) == sorted(s.code for s in extraction)


def test_a_registered_source_belongs_to_what_is_included() -> None:
    sources = registry()
    sources.register("mine", Three())
    assert "mine" in sources.included()
    assert "kilacoda" not in sources.included()


def test_a_source_out_of_reach_is_named_with_what_helps_and_the_rest_is_read(tmp_path: Path) -> None:
    sources = DatasetRegistry.from_catalog(
        Catalog.load([DATA / "pairs.toml"]),
        {"pairs": DATA / "pairs.jsonl"},
        Access(offline=True, cache=tmp_path),
    )
    extraction = sources.extract_all(["pairs", "manimbench"])
    assert len(extraction) == 16
    assert list(extraction.unavailable) == ["manimbench"]
    assert "--local manimbench=FILE" in extraction.unavailable["manimbench"]


def test_an_unknown_source_is_answered_with_the_nearest() -> None:
    with pytest.raises(CatalogError, match=r"There is no source 'manimbnech'; did you mean 'manimbench'\?"):
        registry().extract_all(["manimbnech"])


def test_an_evaluation_set_is_never_trained_on() -> None:
    with pytest.raises(CatalogError, match="cannot be part of a training set"):
        registry().extract_all(["manibench"])


def test_a_name_is_registered_once() -> None:
    with pytest.raises(CatalogError, match="exists already"):
        registry().register("manimbench", Three())


@pytest.mark.parametrize(
    ("name", "path", "words"),
    [
        ("manimbnech", DATA / "pairs.jsonl", "did you mean 'manimbench'"),
        ("manimbench", DATA / "absent.parquet", "does not exist"),
        ("manimbench", DATA, "is not a file"),
        ("reducible", DATA / "pairs.jsonl", "wants the repository's folder"),
    ],
)
def test_a_local_file_that_cannot_serve_is_an_error(name: str, path: Path, words: str) -> None:
    with pytest.raises((CatalogError, InputError), match=words):
        DatasetRegistry.from_catalog(local={name: path})


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("manim_repository", "a saved page (.html) or a folder of them"),
        ("manim_dsa_package", "a file: a source distribution (.tar.gz) or a wheel (.whl)"),
        ("reducible", "the repository's folder"),
        ("szymon_ozog", "a file of its rows, or the repository's folder"),
        ("manimbench", "a file: the source's data file"),
    ],
)
def test_a_local_path_that_does_not_exist_is_answered_with_what_is_wanted(
    name: str, words: str, tmp_path: Path
) -> None:
    absent = tmp_path / "absent"
    with pytest.raises(InputError) as caught:
        DatasetRegistry.from_catalog(local={name: absent})
    assert str(caught.value) == f"{absent} does not exist; --local {name}= wants {words}."


def test_a_saved_page_takes_the_place_of_its_site(tmp_path: Path) -> None:
    page = tmp_path / "post.html"
    page.write_text("<pre>class A(Scene):\n    def construct(self):\n        self.wait()</pre>")
    sources = DatasetRegistry.from_catalog(local={"manim_repository": page})
    (sample,) = sources.extract_all(["manim_repository"])
    assert (sample.source, sample.scene) == ("manim_repository", "A")


class Wrong:
    def __init__(self, found: Iterable[object]) -> None:
        self.found = found

    def extract(self) -> Iterable[object]:
        return self.found


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (["from manim import *"], "yielded str; an extractor yields manimill.Sample"),
        ([Sample.create("other", "x = 1", key="")], "yielded a sample of 'other'"),
    ],
)
def test_an_extractor_that_yields_something_else_is_told_what_is_wanted(
    found: list[object], words: str
) -> None:
    sources = DatasetRegistry()
    sources.register("mine", Wrong(found))  # type: ignore[arg-type]
    with pytest.raises(InputError, match=words):
        sources.extract_all(["mine"])


def test_text_that_no_file_can_hold_is_skipped() -> None:
    sources = DatasetRegistry()
    found = [
        Sample.create("mine", "x = '\ud800'", key=""),
        Sample.create("mine", "x = 1", key="", metadata={"a": ["\ud800"]}),
        Skipped("mine", "page \ud800", "empty_code"),
    ]
    sources.register("mine", Wrong(found))  # type: ignore[arg-type]
    extraction = sources.extract_all(["mine"])
    assert len(extraction) == 0
    assert [s.reason for s in extraction.skipped] == ["not_utf8", "not_utf8", "empty_code"]
    assert extraction.skipped[2].where == "page ?"
