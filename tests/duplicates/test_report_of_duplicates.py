from __future__ import annotations

from tests.duplicates.scenes import facts, scene

from manimill.duplicates import Decision, deduplication_report, find
from manimill.recipe import Duplicates


def test_totals_add_up_within_and_across_sources() -> None:
    sources = {"a": "one", "b": "one", "c": "two", "d": "two"}
    known = {
        "a": facts(scene(1), "x"),
        "b": facts(scene(1), "y"),
        "c": facts(scene(2), "x"),
        "d": facts(scene(3)),
    }
    decisions = {
        "a": Decision(True, kept_because="priority"),
        "b": Decision(False, "identical_code", "a", 1.0),
        "c": Decision(False, "same_description", "a", 1.0),
        "d": Decision(True),
    }
    matches = find(known, Duplicates(near_meaning=1.1))
    assert deduplication_report(sources, known, matches, decisions) == {
        "total_samples": 4,
        "duplicates_removed": 2,
        "unique_samples": 2,
        "cross_source_duplicates": 1,
        "within_source_duplicates": 1,
        "by_rule": {"identical_code": 1, "same_description": 1},
        "kept_because": {"priority": 1},
        "clusters": {"total": 2, "with_several_samples": 1, "largest": 3},
        "variants": {
            "same_code_several_descriptions": {"groups": 1, "variants": 2},
            "same_description_several_codes": {"groups": 1, "variants": 2},
        },
        "matrix": {"one": {"one": 1}, "two": {"one": 1}},
        "cross_source": {"same_description": {"two": {"one": 1}}},
        "within_source": {"identical_code": {"one": {"one": 1}}},
        "retention": {
            "one": {"before": 2, "after": 1, "share": 0.5},
            "two": {"before": 2, "after": 1, "share": 0.5},
        },
    }
