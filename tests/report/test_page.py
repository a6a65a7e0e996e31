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
    "descriptions_by_model": {},
    "split": {"test_share": 0.0, "reasons": {"drawn": 1}, "joined": []},
    "features": {"has_3d": 0},
    "rows": {"test": 0, "train": 1},
    "variants": {"total": 0},
    "repair": {
        "found": 2,
        "written_for": {"ce": 2},
        "older": 0,
        "repaired": 0,
        "tiers": {},
        "concerned": 0,
        "judged": 0,
        "rendered": 0,
        "exported": 0,
        "stopped": [],
        "rules": {},
        "findings": {},
        "by_source": {},
    },
    "pairing": {
        "<i>s": {
            **dict.fromkeys(("pairs", "match", "unsure", "mismatch", "repaired", "released"), 1),
            "mismatched_share": {"estimate": 0.5, "low": 0.25, "high": 0.75},
        }
    },
    "quality": {
        "mode": "report",
        "judged": 2,
        "held_back_if_enforced": 1,
        "by_gate": {
            "generic_description": {
                "samples": 1,
                "threshold": "min_specific_words = 1",
                "by_source": {"s": 1},
                "examples": [{"id": "a1", "source": "s", "evidence": "<em>"}],
            }
        },
    },
}
DUPLICATES = {
    "total_samples": 2,
    "unique_samples": 1,
    "within_source_duplicates": 1,
    "cross_source_duplicates": 0,
    "by_rule": {"near_code": 1},
    "within_source": {"near_code": {"s": {"s": 1}}},
    "cross_source": {},
    "variants": {
        "same_code_several_descriptions": {"groups": 0, "variants": 0},
        "same_description_several_codes": {"groups": 0, "variants": 0},
    },
    "retention": {"s": {"before": 2, "after": 1, "share": 0.5}},
    "matrix": {"s": {"s": 1}},
}
REMOVED = [
    {
        "id": "b2",
        "source": "s",
        "rule": "near_code",
        "similarity": 0.85,
        "matched_id": "a1",
        "matched_source": "s",
        "description": "<u>",
        "matched_description": None,
        "kept_because": "quality",
    }
]
CODE = "x = '</code>'"


def page() -> str:
    row = {
        "id": "a1",
        "source": "s",
        "description": "<script>alert(1)</script>",
        "code": CODE,
        "parent_id": None,
    }
    train = pl.DataFrame([{**row, "url": None, "metadata": "{}"}])
    sides = {"train": train, "test": train.clear()}
    split = split_report(
        split_clusters({"a1": Member("k")}, [], test=0.0, seed=1),
        prove(train, train.clear(), LIMITS, LocalEngine(1)),
        Contamination([], [], {}),
        {"a1": "s"},
        {"train": ["a1"], "test": []},
    )
    pairing = {"verdict": "mismatch", "action": "repaired", "from_id": "b2", "score": 0.1}
    tables = {
        "samples": pl.DataFrame([{**row, "id": name} for name in ("a1", "b2")]),
        "pairing": pl.DataFrame([{"id": "a1", **pairing, "probability": 0.01, "confidence": 0.99}]),
    }
    return report_page(STATISTICS, DUPLICATES, REMOVED, split, tables, sides, "0123456789abcdef0000")


def test_other_peoples_text_is_shown_not_obeyed() -> None:
    text = page()
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "x = &#x27;&lt;/code&gt;&#x27;" in text
    assert "&lt;b&gt;" in text
    assert "&lt;is&gt;" in text
    for escaped in ("&lt;u&gt;", "&lt;em&gt;", "&lt;i&gt;s"):
        assert escaped in text
    for raw in ("<u>", "<em>", "<i>"):
        assert raw not in text


def test_doubts_and_duplicates_are_told_with_their_numbers() -> None:
    text = page()
    assert "50.0% (25.0% to 75.0%)" in text
    assert "probability 0.010" in text and "confidence 0.990" in text
    assert "enforcing all would hold back 1 of 2 samples" in text
    assert "the code is nearly the same, and nothing else is shown" in text
    assert (
        "0.850 <code>b2</code> of s repeats <code>a1</code> of s, kept because its quality is higher" in text
    )


def test_the_page_needs_nothing_from_elsewhere() -> None:
    text = page()
    assert "http://" not in text
    assert "https://" not in text
    assert " src=" not in text
