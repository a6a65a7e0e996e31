from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from manimill.decontamination import EvaluationList, contamination, descriptions_in
from manimill.engine import LocalEngine
from manimill.leaks import prove
from manimill.records import EvaluationItem
from manimill.report import split_report
from manimill.report.split_section import split_section
from manimill.resemblance.rows import codes_of, subjects_of
from manimill.resemblance.search import Limits
from manimill.resemblance.subjects import Wordings
from manimill.split import Link, Member, split_clusters

LIMITS = Limits(near_code=0.8, near_description=0.9, near_meaning=0.97)
COUNT = 30


def scene(n: int) -> str:
    return (
        "from manim import *\n\n\nclass <Scene>(Scene):\n    def construct(self):\n"
        f"        self.play(Create(Square({n})), run_time={n})\n        self.wait({n % 3})\n"
    )


def rows() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "id": [f"s{n:02}" for n in range(COUNT)],
            "source": ["one" if n % 2 else "<other>" for n in range(COUNT)],
            "code": [scene(n) for n in range(COUNT)],
            "description": [f"<b>Number {n}</b> " + chr(97 + n % 26) * 9 for n in range(COUNT)],
            "url": [None] * COUNT,
            "metadata": ["{}"] * COUNT,
        }
    )


@pytest.fixture(scope="module")
def report() -> tuple[dict[str, Any], dict[str, pl.DataFrame]]:
    frame = rows()
    members = {s: Member(s) for s in frame["id"]}
    links = [Link("near_code", (f"s{n:02}", f"s{n + 1:02}"), 0.85) for n in range(0, COUNT, 3)]
    split = split_clusters(members, links, test=0.3, seed=42)
    side = pl.col("id").is_in([s for s in members if split.side_of(s) == "test"])
    sides = {"train": frame.filter(~side), "test": frame.filter(side)}
    engine = LocalEngine(1)
    subjects = subjects_of(frame.iter_rows(named=True), codes_of(frame["code"], engine))
    lists = [EvaluationList("mine.txt", [EvaluationItem(7, "<b>Number 1</b> bbbbbbbbb", None)])]
    wordings = Wordings.of([s.description for s in subjects] + [*descriptions_in(lists)])
    found = contamination(
        subjects, lists, wordings, LIMITS, engine, unread={"away": "The source 'away' <is> away."}
    )
    sources = dict(frame.select("id", "source").iter_rows())
    ids = {name: rows["id"].to_list() for name, rows in sides.items()}
    proof = prove(sides["train"], sides["test"], LIMITS, engine)
    return split_report(split, proof, found, sources, ids), sides


def test_the_counts_add_up(report: tuple[dict[str, Any], dict[str, pl.DataFrame]]) -> None:
    told, sides = report
    assert sum(told["samples"].values()) == COUNT
    assert sum(row["samples"] for row in told["by_source"].values()) == COUNT
    assert sum(row["test"] for row in told["by_source"].values()) == sides["test"].height
    reasons = told["clusters"]["by_reason"].values()
    assert sum(row["clusters"] for row in reasons) == told["clusters"]["total"] == COUNT - 10
    assert sum(row["samples"] for row in reasons) == COUNT
    assert told["clusters"]["with_several_samples"] == told["clusters"]["by_rule"]["near_code"] == 10


def test_of_torn_clusters_the_links_that_would_be_cut_are_told(
    report: tuple[dict[str, Any], dict[str, pl.DataFrame]],
) -> None:
    torn = report[0]["would_have_straddled"]["exported"]
    assert torn["clusters"] == len(torn["largest"]) > 0
    for cluster in torn["largest"]:
        (link,) = cluster["links"]
        assert (link["rule"], link["similarity"]) == ("near_code", 0.85)
        assert [link["train"]] == cluster["train"]
        assert [link["test"]] == cluster["test"]


def test_the_section_shows_what_the_report_tells(
    report: tuple[dict[str, Any], dict[str, pl.DataFrame]],
) -> None:
    told, sides = report
    html = split_section(told, sides)
    assert told["proof"]["statement"].replace("'", "&#x27;") in html
    for pair in told["proof"]["highest"].values():
        assert f"{pair['similarity']:.3f}" in html
        assert pair["test"] in html and pair["train"] in html
    assert "mine.txt" in html and "kept out of train" in html
    assert "The source &#x27;away&#x27; &lt;is&gt; away." in html


def test_other_peoples_text_is_shown_not_obeyed(
    report: tuple[dict[str, Any], dict[str, pl.DataFrame]],
) -> None:
    html = split_section(*report)
    assert "&lt;b&gt;Number" in html and "<b>Number" not in html
    assert "class &lt;Scene&gt;" in html and "<Scene>" not in html
    assert "&lt;other&gt;" in html and "<other>" not in html


def test_a_source_outside_of_its_interval_is_flagged(
    report: tuple[dict[str, Any], dict[str, pl.DataFrame]],
) -> None:
    told, sides = report
    row = {**told["by_source"]["one"], "as_asked": False, "interval": [0.5, 0.6]}
    assert "<b>50.0% to 60.0%: outside</b>" in split_section({**told, "by_source": {"one": row}}, sides)
    assert ": outside" not in split_section({**told, "by_source": {"one": {**row, "as_asked": True}}}, sides)
