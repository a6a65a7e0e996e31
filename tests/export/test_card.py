from __future__ import annotations

from typing import Any

import yaml

from manimill.export import dataset_card
from manimill.recipe import Recipe

STATISTICS: dict[str, Any] = {
    "samples": {"kept": 1200, "train": 1080, "test": 120},
    "by_source": {"one": {"found": 1500, "kept": 1200, "train": 1080, "test": 120}},
    "held_back": {"render": {"name_error": 300}},
    "by_description_origin": {"human": 1200},
    "descriptions_by_model": {},
    "repair": {"found": 1500, "repaired": 0, "exported": 0},
    "pairing": {"one": {"repaired": 0, "released": 0}},
    "rows": {"test": 120, "train": 1080},
    "variants": {"total": 0},
}


def source(licence: str) -> dict[str, Any]:
    return {
        "name": "one",
        "title": "One",
        "url": "https://example.org",
        "licence": licence,
        "attribution": "A. Author",
        "traps": ["Half of it is scrambled."],
    }


def card(*licences: str, **recipe: object) -> str:
    statistics = {**STATISTICS, "by_licence": dict.fromkeys(licences or ("MIT",), 600)}
    return dataset_card(statistics, [source("MIT")], Recipe.model_validate(recipe).to_json(), "1.2")


def front_matter(text: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(text.split("---")[1])
    return loaded


def test_the_front_matter_is_what_a_hub_reads() -> None:
    matter = front_matter(card())
    assert matter["license"] == "mit"
    assert matter["size_categories"] == ["1K<n<10K"]
    assert matter["configs"][0]["data_files"] == [
        {"split": "train", "path": "train.parquet"},
        {"split": "test", "path": "test.parquet"},
    ]


def test_licences_that_differ_or_are_not_stated_are_other() -> None:
    assert front_matter(card("MIT", "CC-BY-4.0"))
    assert front_matter(card("MIT AND CC-BY-4.0"))["license"] == "other"
    assert front_matter(card("NOASSERTION"))["license"] == "other"


def test_counts_reasons_licences_and_attribution_are_listed() -> None:
    text = card()
    assert "| `one` | 1500 | 1200 | 1080 | 120 |" in text
    assert "| render | `name_error` | 300 |" in text
    assert "| MIT | 600 |" in text
    assert "| `one` | [One](https://example.org) | MIT | A. Author |" in text


def test_a_dataset_that_was_not_executed_does_not_claim_it_was() -> None:
    assert "Every scene was executed" in card()
    unrendered = card(render={"enabled": False})
    assert "**The scenes were not executed**" in unrendered
    assert "ran to their end" not in unrendered


def test_descriptions_that_were_put_back_or_taken_away_are_counted() -> None:
    assert "put back" not in card()
    fixed = {**STATISTICS, "by_licence": {"MIT": 1}}
    fixed["pairing"] = {"one": {"repaired": 7, "released": 5}, "two": {"repaired": 1, "released": 0}}
    text = dataset_card(fixed, [source("MIT")], Recipe().to_json(), "1.2")
    assert "8 were put back to the code they belong to, 5 fit none and were taken away" in text


def test_the_card_tells_of_near_duplicates_only_where_they_are_looked_for() -> None:
    assert "shares 80% of its runs of tokens" in card()
    assert "runs of tokens" not in card(duplicates={"near_code": 1.1})


def test_known_faults_of_the_sources_are_on_the_card() -> None:
    assert "- `one`: Half of it is scrambled." in card()


def test_a_side_without_rows_is_no_split_of_the_hub() -> None:
    empty = {**STATISTICS, "by_licence": {"MIT": 1}, "samples": {"kept": 9, "train": 9, "test": 0}}
    text = dataset_card(empty, [source("MIT")], Recipe().to_json(), "1.2")
    assert front_matter(text)["configs"][0]["data_files"] == [{"split": "train", "path": "train.parquet"}]


def test_repair_is_told_of_where_there_was_any() -> None:
    assert "tables/repair.parquet" not in card()
    repaired = {"repair": {"found": 1500, "repaired": 40, "exported": 25}, "by_licence": {"MIT": 1200}}
    text = dataset_card({**STATISTICS, **repaired}, [source("MIT")], Recipe().to_json(), "1.2")
    assert "40 of 1500 codes were rewritten, and 25 of these" in text
    assert "tiers mechanical and adapted" in text


def test_variants_and_weights_are_told_of_where_there_are_any() -> None:
    assert "More prompts" not in card() and "Sampling weights" not in card()
    variants = {"total": 700, "samples": 600, "by_kind": {"template": 650, "alternative": 50}}
    more = {"variants": variants, "rows": {"test": 120, "train": 1780}, "by_licence": {"MIT": 1200}}
    recipe = Recipe.model_validate({"sampling": {"weights": {"two": 0.5, "one": 2}}})
    text = dataset_card({**STATISTICS, **more}, [source("MIT")], recipe.to_json(), "1.2")
    assert "600 samples of the train side are there more than once" in text
    assert "700 rows more (650 template, 50 alternative), 1780 in all" in text
    assert "`one` 2, `two` 0.5, and 1 for every other source" in text
    assert "1200 pairs of a description" in text


def test_the_size_is_that_of_the_files() -> None:
    rows = {"rows": {"test": 120, "train": 9_990}, "by_licence": {"MIT": 1200}}
    text = dataset_card({**STATISTICS, **rows}, [source("MIT")], Recipe().to_json(), "1.2")
    assert front_matter(text)["size_categories"] == ["10K<n<100K"]
