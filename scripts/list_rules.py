"""Put the table of rules in docs/repair.md up to date."""

from __future__ import annotations

from pathlib import Path

from manimill.mending import rules_as_markdown

PAGE = Path(__file__).parent.parent / "docs" / "repair.md"
BEGIN, END = "<!-- rules -->\n", "<!-- end of rules -->\n"


def updated(page: str) -> str:
    """The page with the table of today's rules."""
    before, _, rest = page.partition(BEGIN)
    return before + BEGIN + rules_as_markdown() + END + rest.partition(END)[2]


if __name__ == "__main__":
    PAGE.write_text(updated(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
