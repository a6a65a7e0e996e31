"""The conversation format: one JSON object per line, three turns each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

SYSTEM = (
    "You are a Manim code generator. Create clean, working Manim animations using ManimCE syntax. "
    "Always wrap code in Python code blocks."
)


def conversation(description: str, code: str) -> list[dict[str, str]]:
    """The three turns of one sample; the code is one fenced block."""
    return [
        {"from": "system", "value": SYSTEM},
        {"from": "user", "value": description},
        {"from": "assistant", "value": f"```python\n{_body(code)}\n```"},
    ]


def fits_fence(code: str) -> bool:
    """Whether a Markdown reader would find all of the code between its fences."""
    return not any(line.lstrip().startswith("```") for line in code.splitlines())


def write_sharegpt(rows: Iterable[Mapping[str, Any]], path: Path) -> None:
    """Write exported rows (``conversations`` and ``source``) as JSON Lines in UTF-8."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            line = {"conversations": row["conversations"], "source": row["source"]}
            # Line separators that JSON allows in strings end a line for some readers.
            text = (
                json.dumps(line, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
            )
            file.write(text.replace("\x85", "\\u0085") + "\n")


def _body(code: str) -> str:
    return code.strip("\n").rstrip()
