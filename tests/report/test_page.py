from __future__ import annotations

import polars as pl

from manimill.decontamination import Contamination
from manimill.engine import LocalEngine
from manimill.leaks import prove
from manimill.report import report_page, split_report
from manimill.resemblance.search import Limits
from manimill.split import Member, split_clusters

LIMITS = Limits(near_code=0.8, near_description=0.9, near_meaning=0.97)
STATISTICS = {
    "samples": {"found": 2, "skipped": 0, "held_back": 1, "kept": 1, "train": 1, "test": 0},
    "by_source": {"<b>": {"found": 2, "skipped": 0, "kept": 1, "train": 1, "test": 0}},
    "held_back": {"render": {"empty": 1}},
    "skipped": {},
    "unavailable": {"x": "The source 'x' <is> away."},
    "by_verdict": {"ok": 1, "empty": 1},
    "by_description_origin": {"human": 1},
    "split": {"test_share": 0.0, "reasons": {"drawn": 1}, "joined": []},
    "features": {"has_3d": 0},
}
DUPLICATES = {
    "total_samples": 2,
    "unique_samples": 2,
    "within_source_duplicates": 0,
    "cross_source_duplicates": 0,
}


def page() -> str:
    row = {"id": "a1", "source": "s", "description": "<script>alert(1)</script>", "code": "x = '</code>'"}
    train = pl.DataFrame([{**row, "url": None, "metadata": "{}"}])
    sides = {"train": train, "test": train.clear()}
    split = split_report(
        split_clusters({"a1": Member("k")}, [], test=0.0, seed=1),
        prove(train, train.clear(), LIMITS, LocalEngine(1)),
        Contamination([], [], {}),
        {"a1": "s"},
        {"train": ["a1"], "test": []},
    )
    return report_page(STATISTICS, DUPLICATES, [], split, sides, "0123456789abcdef0000")


def test_other_peoples_text_is_shown_not_obeyed() -> None:
    text = page()
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "x = &#x27;&lt;/code&gt;&#x27;" in text
    assert "&lt;b&gt;" in text
    assert "&lt;is&gt;" in text


def test_the_page_needs_nothing_from_elsewhere() -> None:
    text = page()
    assert "http://" not in text
    assert "https://" not in text
    assert " src=" not in text
