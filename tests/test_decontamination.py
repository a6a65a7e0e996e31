from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from manimill import BuildResult, Catalog, CatalogError, DatasetRegistry, InputError, Recipe, Sample, build
from manimill.decontamination import Contamination, EvaluationList, contamination, descriptions_in
from manimill.engine import LocalEngine
from manimill.records import EvaluationItem
from manimill.resemblance.rows import codes_of, subjects_of
from manimill.resemblance.search import Limits
from manimill.resemblance.subjects import Wordings

from .conftest import DATA

LIMITS = Limits(near_code=0.8, near_description=0.9, near_meaning=0.97)

CODE = """from manim import *


class Ring(Scene):
    def construct(self):
        ring = Circle(radius=2, color=BLUE)
        label = Text("a ring").next_to(ring, DOWN)
        self.play(Create(ring), run_time=2)
        self.play(Write(label))
        self.play(ring.animate.scale(0.5), label.animate.set_color(RED))
        self.wait()
"""
RENAMED = CODE.replace("ring =", "shape =").replace("(ring", "(shape").replace("ring.", "shape.")
LONG = "Draw a ring in the middle of the screen, write its name below it, and let both of them shrink very slowly"


def subjects(**samples: tuple[str, str]) -> Any:
    rows = [
        {"id": name, "code": code, "description": text, "url": None, "metadata": None}
        for name, (text, code) in samples.items()
    ]
    return subjects_of(rows, codes_of((code for _, code in samples.values()), LocalEngine(1)))


def compared(samples: Any, one: EvaluationList, **settings: Any) -> Contamination:
    wordings = Wordings.of([s.description for s in samples] + [*descriptions_in([one])])
    return contamination(samples, [one], wordings, LIMITS, LocalEngine(1), **settings)


@pytest.mark.parametrize(
    ("item", "rule"),
    [
        (EvaluationItem(3, None, CODE), "identical_code"),
        (EvaluationItem(3, None, RENAMED), "canonical_code"),
        (EvaluationItem(3, None, RENAMED.replace("BLUE", "GREEN")), "same_animation"),
        (EvaluationItem(3, None, CODE.replace("self.wait()", "self.add(Dot())")), "near_code"),
        (EvaluationItem(3, f"“{LONG.upper()}”", None), "same_description"),
        (EvaluationItem(3, LONG + " indeed", None), "near_description"),
        (EvaluationItem(3, " ".join(reversed(LONG.split())), None), "near_meaning"),
    ],
)
def test_an_overlap_is_told_by_its_strictest_rule(item: EvaluationItem, rule: str) -> None:
    samples = subjects(mine=(LONG, CODE), other=("Count from one to ten.", "x = 1"))
    found = compared(samples, EvaluationList("list", [item]))
    (overlap,) = found.overlaps
    assert (overlap.sample, overlap.list, overlap.index, overlap.rule) == ("mine", "list", 3, rule)
    assert (overlap.similarity == 1) == (rule not in ("near_code", "near_description"))
    assert (item.description or item.code or "").split()[0] in overlap.beginning
    assert found.samples == {"mine"}


def test_a_list_that_is_only_reported_contaminates_nothing() -> None:
    items = [EvaluationItem(0, LONG, None)]
    found = compared(subjects(mine=(LONG, CODE)), EvaluationList("list", items, binding=False))
    assert len(found.overlaps) == 1
    assert found.samples == frozenset()


def test_an_item_is_no_overlap_with_itself() -> None:
    samples = subjects(item=(LONG, CODE), copy=(LONG, CODE))
    one = EvaluationList("list", [EvaluationItem(0, LONG, CODE)])
    found = compared(samples, one, own={"list": ["item"]})
    assert [o.sample for o in found.overlaps] == ["copy"]


def test_of_several_items_the_closest_is_named() -> None:
    items = [EvaluationItem(0, LONG + " indeed", None), EvaluationItem(1, LONG, None)]
    (overlap,) = compared(subjects(mine=(LONG, "x = 1")), EvaluationList("list", items)).overlaps
    assert (overlap.index, overlap.rule) == (1, "same_description")


class Rings:
    """One scene twice, with two descriptions, and another."""

    def extract(self) -> Iterator[Sample]:
        for text, code in [(LONG, CODE), ("A ring and its name.", RENAMED), ("Nothing but a dot.", DOT)]:
            yield Sample.create("rings", code, key=text, scene="Ring", description=text)


DOT = "from manim import *\n\n\nclass Ring(Scene):\n    def construct(self):\n        self.play(FadeIn(Dot()))\n"


def built(out: Path, *decontaminate: str, local: dict[str, Path] | None = None) -> BuildResult:
    registry = DatasetRegistry.from_catalog(Catalog.load([DATA / "pairs.toml"]), local or {})
    registry.register("rings", Rings())
    settings = {
        "sources": ["rings"],
        "render": {"enabled": False},
        "split": {"test": 0, "decontaminate": list(decontaminate)},
        "duplicates": {"variants": "all"},
    }
    return build(Recipe.model_validate(settings), out=out, registry=registry, engine=LocalEngine(1))


def test_the_whole_cluster_of_an_overlap_goes_to_test_and_nothing_is_lost(tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("Something that nobody has.\n" + LONG + ".\n")
    before, after = built(tmp_path / "before"), built(tmp_path / "after", str(mine))
    assert (before.train.height, before.test.height) == (3, 0)
    assert after.train["description"].to_list() == ["Nothing but a dot."]
    assert sorted(after.test["description"]) == ["A ring and its name.", LONG]
    reasons = after.tables["split"].filter(after.tables["split"]["split"] == "test")["reason"].to_list()
    assert set(reasons) == {"decontaminated"}
    report = json.loads((after.folder / "report" / "split.json").read_text())["decontamination"]
    (told,) = [one for one in report["lists"] if one["name"] == str(mine)]
    assert (told["items"], told["decontaminated"], told["exported"]) == (2, True, {"test": 1})
    (overlap,) = told["overlaps"]
    assert (overlap["item"], overlap["rule"], overlap["side"]) == (1, "same_description", "test")


def test_an_evaluation_set_of_the_catalog_is_named_or_at_least_reported(tmp_path: Path) -> None:
    problems = tmp_path / "problems.json"
    problems.write_text(json.dumps({"problems": [{"full_prompt": LONG}], "evaluation_metrics": [{"a": 1}]}))
    local = {"manibench": problems}
    reported = built(tmp_path / "reported", local=local)
    report = json.loads((reported.folder / "report" / "split.json").read_text())["decontamination"]
    assert [(one["name"], one["exported"]) for one in report["lists"]] == [("manibench", {"train": 1})]
    assert built(tmp_path / "named", "manibench", local=local).test.height == 2


def test_what_was_not_compared_with_is_named(tmp_path: Path) -> None:
    report = json.loads((built(tmp_path).folder / "report" / "split.json").read_text())["decontamination"]
    assert "--local manibench=FILE" in report["unread"]["manibench"]


def test_one_side_of_a_source_can_be_named(tmp_path: Path) -> None:
    rows = [{"prompt": "One.", "side": "train"}, {"prompt": "Two.", "side": "Test"}, {"prompt": "Three."}]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    registry = DatasetRegistry.from_catalog(
        Catalog.load([DATA / "pairs.toml"]), {"pairs": tmp_path / "rows.jsonl"}
    )
    assert registry.evaluation_items("pairs:test") == [EvaluationItem(1, "Two.", None, "test")]
    assert len(registry.evaluation_items("pairs")) == 3


def test_a_catalogued_set_with_a_broken_row_is_refused() -> None:
    local = {"pairs": DATA / "pairs.jsonl"}
    registry = DatasetRegistry.from_catalog(Catalog.load([DATA / "pairs.toml"]), local)
    with pytest.raises(InputError, match=r"Row 5 of .* cannot be read .* must be read whole"):
        registry.evaluation_items("pairs")


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [
        ("manibnech", CatalogError, "did you mean 'manibench'"),
        ("absent.jsonl", InputError, "absent.jsonl does not exist"),
    ],
)
def test_a_list_that_cannot_be_read_stops_the_build_before_anything_is_done(
    name: str, error: type[Exception], words: str, tmp_path: Path
) -> None:
    with pytest.raises(error, match=words):
        built(tmp_path / "out", name)
    assert not (tmp_path / "out").exists()


def test_a_list_without_anything_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("\n\n")
    with pytest.raises(InputError, match="holds nothing to compare with"):
        built(tmp_path / "out", str(tmp_path / "empty.txt"))


def test_files_are_found_next_to_the_recipe_that_names_them(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('[split]\ndecontaminate = ["list.txt", "manibench"]\n')
    recipe = Recipe.load(tmp_path / "mine.toml")
    assert recipe.split.decontaminate == (str(tmp_path / "list.txt"), "manibench")
