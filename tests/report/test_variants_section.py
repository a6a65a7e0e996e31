from __future__ import annotations

from typing import Any

import polars as pl

from manimill.report.variants_section import variants_section, variants_sentence

ROWS = pl.DataFrame(
    [
        {"id": "a", "parent_id": None, "variant": None, "description": "Draw <b>."},
        {"id": "b", "parent_id": "a", "variant": "template:please", "description": "Please draw <b>."},
        {"id": "c", "parent_id": "a", "variant": "paraphrase", "description": "A <i> appears."},
        {"id": "d", "parent_id": None, "variant": None, "description": "Wait."},
    ]
)


def statistics(total: int = 2, missing: int = 0) -> dict[str, Any]:
    return {
        "samples": {"train": 2},
        "rows": {"test": 1, "train": 2 + total},
        "variants": {
            "total": total,
            "samples": 1,
            "by_source": {"<s>": total},
            "by_origin": {"human": total},
            "by_kind": {"paraphrase": 1, "template": 1},
            "fewer_than_asked_for": {"samples": min(1, missing), "rows": missing},
            "refused": {"near_test": 3, "taken": 1},
        },
    }


def test_without_variants_there_is_nothing_to_say() -> None:
    assert variants_sentence(statistics(0)) == ""
    assert variants_section(statistics(0), ROWS) == "<p>None: every sample is one row.</p>"


def test_the_sentence_counts_prompts_samples_and_rows() -> None:
    sentence = "variants: 2 more prompts for 1 of 2 train samples, 4 rows in all"
    assert variants_sentence(statistics()) == sentence
    assert variants_sentence(statistics(missing=5)) == f"{sentence}; 5 rows found no wording"


def test_the_section_shows_counts_refusals_and_examples() -> None:
    text = variants_section(statistics(), ROWS)
    assert "<p>2 more prompts for 1 of 2 train samples, 4 rows in all." in text
    assert "Wordings that were not used: 3 near_test, 1 taken." in text
    assert "<tr><td>&lt;s&gt;</td><td class='n'>2</td></tr>" in text
    assert "<code>a</code> Draw &lt;b&gt;.</summary>" in text
    assert "<li><span class='tag'>template:please</span> Please draw &lt;b&gt;.</li>" in text
    assert "<li><span class='tag'>paraphrase</span> A &lt;i&gt; appears.</li>" in text
    assert "Wait." not in text
