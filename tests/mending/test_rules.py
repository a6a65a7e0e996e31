"""The documentation lists every rule there is."""

from __future__ import annotations

from pathlib import Path

from manimill.mending import rules, rules_as_markdown
from manimill.repair import all_codemods

PAGE = Path(__file__).parents[2] / "docs" / "repair.md"


def test_the_page_has_the_table_of_todays_rules() -> None:
    assert rules_as_markdown() in PAGE.read_text(encoding="utf-8"), "run: python scripts/list_rules.py"


def test_every_rule_is_listed_with_a_sentence() -> None:
    assert [one["id"] for one in rules()] == [codemod.name() for codemod in all_codemods()]
    assert all(one["sentence"].endswith(".") and one["flavours"] for one in rules())
