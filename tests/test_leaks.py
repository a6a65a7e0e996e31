from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from manimill import BuildResult, DatasetRegistry, InputError, LeakError, Provenance, Recipe, Sample, build
from manimill.duplicates import Decision
from manimill.engine import LocalEngine
from manimill.leaks import Proof, prove
from manimill.resemblance.search import Limits
from manimill.split import Split, split_clusters

flow = import_module("manimill.build")
"""The module: its name in the package is that of its function."""

LIMITS = Limits(near_code=0.8, near_description=0.9, near_meaning=0.97, video=True, repository=True)

SCENES = [
    ("A pendulum swings from the ceiling and slowly comes to rest.", "Line(UP, DOWN)", "Rotate"),
    ("Write the Pythagorean theorem and put a box around it.", "MathTex('a^2 + b^2 = c^2')", "Write"),
    ("Seven dots fall in line like beads on a string.", "VGroup(*[Dot() for _ in range(7)])", "FadeIn"),
    ("Show the bars of a chart of yearly rainfall growing.", "BarChart(values=[3, 1, 4])", "GrowFromEdge"),
    ("The word manim is spelled out in huge yellow letters.", "Text('manim', font_size=120)", "AddTextLetterByLetter"),
    ("Draw the graph of a parabola over a coordinate plane.", "NumberPlane().plot(lambda x: x**2)", "Create"),
    ("Turn a matrix of whole numbers by ninety degrees.", "Matrix([[1, 2], [3, 4]])", "SpinInFromNothing"),
    ("A spiral galaxy of arrows points to the middle.", "ArrowVectorField(lambda p: -p)", "ShowIncreasingSubsets"),
    ("Count from zero to a hundred in the corner.", "Integer(100).to_corner(UR)", "ChangeDecimalToValue"),
    ("Break a hexagon into its corners and let them drift away.", "RegularPolygon(6)", "ShrinkToCenter"),
    ("Two gears with twenty teeth each mesh and turn.", "Star(20, density=3)", "Wiggle"),
    ("A tree with a root and four leaves appears level by level.", "Graph([0, 1, 2], [(0, 1)])", "DrawBorderThenFill"),
]  # fmt: skip

CODE = """from manim import *


class Shown{n}(Scene):
    def construct(self):
        thing = {expression}
        thing.set_color(BLUE)
        steps = {{"first": {n}1, "second": {n}2, "third": {n}3}}
        for name, amount in sorted(steps.items()):
            label = Text(f"{{name}} step of scene {n}").next_to(thing, DOWN)
            self.play({animation}(thing), FadeIn(label, run_time=amount))
            self.play(label.animate.shift(LEFT * {n}), thing.animate.scale(1 / amount))
            self.remove(label)
        self.wait({n})
"""


class Videos:
    """Scenes that have nothing in common, each of a video and a repository of its own."""

    def extract(self) -> Iterator[Sample]:
        for n, (description, expression, animation) in enumerate(SCENES, start=2):
            yield Sample.create(
                "videos",
                CODE.format(n=n, expression=expression, animation=animation),
                key=f"scene{n}.py",
                scene=f"Shown{n}",
                description=description,
                provenance=Provenance(url=f"https://github.com/someone/videos{n}"),
                metadata={"video_id": f"video{n}"},
            )


class Twins(Videos):
    """Each scene also with a line more and another description."""

    def extract(self) -> Iterator[Sample]:
        for sample in super().extract():
            yield sample
            yield Sample.create(
                "videos",
                one_line_more(sample.code),
                key=f"twin of {sample.key}",
                scene=sample.scene,
                description=f"Ask {sample.scene} for more",
            )


def built(out: Path, source: Videos | None = None, **split: Any) -> BuildResult:
    registry = DatasetRegistry()
    registry.register("videos", source or Videos())
    settings = {"sources": ["videos"], "render": {"enabled": False}, "split": {"test": 0.35, **split}}
    return build(Recipe.model_validate(settings), out=out, registry=registry, engine=LocalEngine(1))


Rows = tuple[pl.DataFrame, pl.DataFrame]


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    result = built(tmp_path_factory.mktemp("clean"), by=["duplicates", "video", "repository"])
    assert result.train.height > 3 and result.test.height > 1
    return result.train, result.test


def proved(rows: Rows) -> Proof:
    return prove(*rows, LIMITS, LocalEngine(1))


def test_a_clean_build_is_proved_with_what_is_left(clean: Rows) -> None:
    proof = proved(clean)
    assert proof.holds
    proof.check()
    assert (proof.train_rows, proof.test_rows) == (clean[0].height, clean[1].height)
    assert all(leak.similarity < 0.8 for aspect, leak in proof.highest.items() if aspect == "code")
    assert proof.statement().startswith(f"No pair of the {clean[1].height} test and {clean[0].height} train")


def renamed(code: str) -> str:
    return code.replace("thing", "object_shown").replace("amount", "size") + "\n# A remark.\n"


def recoloured(code: str) -> str:
    return renamed(code).replace("BLUE", "RED")


def one_line_more(code: str) -> str:
    return code.replace("        self.wait", "        self.add(Dot())\n        self.wait")


PLANTED: dict[str, tuple[str, Callable[[str], str]]] = {
    "identical_code": ("code", lambda code: code),
    "canonical_code": ("code", renamed),
    "same_animation": ("code", recoloured),
    "near_code": ("code", one_line_more),
    "same_description": ("description", lambda text: f"  “{text.upper()}”"),
    "near_description": ("description", lambda text: text + " Please"),
    "near_meaning": ("description", lambda text: " ".join(reversed(text.split()))),
    "same_video": ("metadata", lambda text: text),
    "same_repository": (
        "url",
        lambda url: url.upper().replace("HTTPS://GITHUB.COM", "https://github.com") + ".git",
    ),
}


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_leak_is_caught_and_named(kind: str, clean: Rows) -> None:
    column, change = PLANTED[kind]
    train, test = clean
    if kind == "near_description":
        # Long enough for one word to be a small part of it.
        long = " Then everything turns, grows, fades and comes back in the order in which it went, twice as slowly"
        test = test.with_columns(pl.col("description") + long)
    victim, culprit = test.row(0, named=True), train.row(1, named=True)
    planted = train.with_columns(
        pl.when(pl.col("id") == culprit["id"])
        .then(pl.lit(change(victim[column])))
        .otherwise(pl.col(column))
        .alias(column)
    )
    proof = proved((planted, test))
    (leak,) = [leak for leak in proof.leaks if leak.kind == kind]
    assert (leak.test, leak.train) == (victim["id"], culprit["id"])
    assert 0.8 <= leak.similarity <= 1
    assert {leak.kind for leak in proof.leaks} <= {kind, "near_meaning"}
    with pytest.raises(
        LeakError, match=rf"{victim['id']} and the train sample {culprit['id']} \(({kind}|near_meaning)"
    ):
        proof.check()


def test_video_and_repository_are_leaks_only_where_the_recipe_says_so(clean: Rows) -> None:
    train, test = clean
    same = train.with_columns(
        pl.lit(test["url"][0]).alias("url"), pl.lit(test["metadata"][0]).alias("metadata")
    )
    assert not proved((same, test)).holds
    assert prove(same, test, Limits(0.8, 0.9, 0.97), LocalEngine(1)).holds


def test_a_proof_is_asked_at_other_limits_without_computing_it_again(clean: Rows) -> None:
    train, test = clean
    planted = train.with_columns(
        pl.when(pl.col("id") == train["id"][0])
        .then(pl.lit(one_line_more(test["code"][0])))
        .otherwise(pl.col("code"))
        .alias("code")
    )
    proof = proved((planted, test))
    (leak,) = proof.leaks
    assert proof.at(near_code=leak.similarity + 0.001).holds
    assert not proof.at(near_code=leak.similarity).holds
    assert len(proof.at(near_code=0.7).leaks) == proof.nearest.filter(pl.col("aspect") == "code").height
    with pytest.raises(InputError, match=r"near_code=0\.4, because similarities below 0\.7 are not computed"):
        proof.at(near_code=0.4)


def test_every_test_row_is_in_one_bar_of_the_histogram(clean: Rows) -> None:
    proof = proved(clean)
    for aspect in ("code", "description", "meaning"):
        assert sum(rows for _, rows in proof.histogram(aspect)) == clean[1].height
    planted = clean[1].vstack(clean[1].head(1).with_columns(pl.lit("other").alias("id"))).tail(1)
    same = prove(clean[1], planted, LIMITS, LocalEngine(1))
    assert dict(same.histogram("code"))[1.0] == 1


def test_the_order_of_rows_does_not_show(clean: Rows) -> None:
    forwards, backwards = proved(clean), proved((clean[0].reverse(), clean[1].reverse()))
    assert forwards.to_json() == backwards.to_json()


def test_the_report_says_what_was_proved(tmp_path: Path) -> None:
    result = built(tmp_path)
    report = json.loads((result.folder / "report" / "split.json").read_text())
    proof = report["proof"]
    assert proof["holds"] is True
    assert proof["statement"] in (result.folder / "report" / "index.html").read_text()
    assert proof["pairs"] == result.train.height * result.test.height
    assert report["samples"] == {"test": result.test.height, "train": result.train.height}
    assert result.proof.to_json() == proof


def test_a_build_whose_split_leaks_is_refused_and_publishes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_links(members: Any, links: Any, *_: Any, test: float, seed: int, contaminated: Any) -> Split:
        return split_clusters(members, [], test=0.5, seed=seed)

    monkeypatch.setattr("manimill.sides.split_apart", without_links)
    monkeypatch.setattr(flow, "decide", lambda keys, *_, **__: dict.fromkeys(keys, Decision(kept=True)))
    with pytest.raises(
        LeakError, match=r"The split leaks in \d+ places, at worst between the test sample"
    ) as error:
        built(tmp_path / "out", Twins())
    assert error.value.exit_status == 1
    assert [p.name for p in (tmp_path / "out").rglob("*") if p.is_file() and ".manimill" not in p.parts] == []
    monkeypatch.undo()
    assert built(tmp_path / "out", Twins()).train.height > 0
