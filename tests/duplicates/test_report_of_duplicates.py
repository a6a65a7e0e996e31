from __future__ import annotations

from manimill.duplicates import Decision, Matches, deduplication_report


def test_totals_add_up_within_and_across_sources() -> None:
    sources = {"a": "one", "b": "one", "c": "two", "d": "two"}
    decisions = {
        "a": Decision(True),
        "b": Decision(False, "canonical_code", "a", 1.0),
        "c": Decision(False, "same_description", "a", 1.0),
        "d": Decision(True),
    }
    report = deduplication_report(sources, Matches({"a": "a", "b": "a", "c": "a", "d": "d"}), decisions)
    assert report == {
        "total_samples": 4,
        "duplicates_removed": 2,
        "unique_samples": 2,
        "cross_source_duplicates": 1,
        "within_source_duplicates": 1,
        "by_rule": {"canonical_code": 1, "same_description": 1},
        "clusters": {"total": 2, "with_several_samples": 1, "largest": 3},
        "matrix": {"one": {"one": 1}, "two": {"one": 1}},
        "retention": {
            "one": {"before": 2, "after": 1, "share": 0.5},
            "two": {"before": 2, "after": 1, "share": 0.5},
        },
    }
