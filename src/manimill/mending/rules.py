"""Every rule there is, for people and for the documentation."""

from __future__ import annotations

from typing import Any

from manimill.repair import all_codemods

_FLAVOURS = ("legacy", "gl", "ce")


def rules() -> list[dict[str, Any]]:
    """The rules in the order of their turns: id, what it does, for which Manims, how sure, when."""
    return [
        {
            "id": one.name(),
            "sentence": one.sentence(),
            "flavours": [name for name in _FLAVOURS if name in one.flavours],
            "confidence": str(one.confidence),
            "shim": one.shim,
            "order": one.order.name.lower(),
        }
        for one in all_codemods()
    ]


def rules_as_markdown() -> str:
    """The rules as a table."""
    lines = ["| rule | what it does | code for | sure | turn |", "|---|---|---|---|---|"]
    for one in rules():
        sentence = one["sentence"].replace("|", "\\|")
        sure = one["confidence"] + (", draws a stand-in" if one["shim"] else "")
        lines.append(
            f"| `{one['id']}` | {sentence} | {', '.join(one['flavours'])} | {sure} | {one['order']} |"
        )
    return "\n".join(lines) + "\n"
