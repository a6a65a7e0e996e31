from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from manimill.export import SYSTEM, conversation, fits_fence, write_sharegpt


def test_three_turns_with_the_code_in_one_block() -> None:
    assert conversation("Draw a dot.", "\nx = 1\n\n") == [
        {"from": "system", "value": SYSTEM},
        {"from": "user", "value": "Draw a dot."},
        {"from": "assistant", "value": "```python\nx = 1\n```"},
    ]


def test_the_system_turn_is_the_agreed_one() -> None:
    assert SYSTEM == (
        "You are a Manim code generator. Create clean, working Manim animations using ManimCE syntax. "
        "Always wrap code in Python code blocks."
    )


def test_indentation_of_the_first_line_survives() -> None:
    assert conversation("d", "\n    x = 1\n")[2]["value"] == "```python\n    x = 1\n```"


@pytest.mark.parametrize(
    ("code", "fits"),
    [("x = '```'\n", True), ('x = """\n```\n"""\n', False), ("  ```python\n", False), ("x = 1\n", True)],
)
def test_code_with_a_fence_of_its_own_is_told_apart(code: str, fits: bool) -> None:
    assert fits_fence(code) is fits


def test_one_line_per_row_whatever_characters_it_holds(tmp_path: Path) -> None:
    code = "x = 'ä\u2028b\u2029c\x85d\x0be\x0cf'\r\n"
    rows: list[dict[str, Any]] = [
        {"conversations": conversation("ü", code), "source": "s"},
        {"conversations": [], "source": "t"},
    ]
    write_sharegpt(rows, tmp_path / "rows.jsonl")
    text = (tmp_path / "rows.jsonl").read_bytes().decode("utf-8")
    assert text.splitlines() == text.rstrip("\n").split("\n")
    assert [json.loads(line) for line in text.splitlines()] == rows
    assert "ü" in text
