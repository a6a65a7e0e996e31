"""How repaired files show: a diff, the rules behind it, and what was left, with the reason."""

from __future__ import annotations

import difflib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from manimill.cli.output import standard_output
from manimill.cli.verdicts import printable, write_line
from manimill.mending import Mended

_SURE = {"high": "green", "medium": "yellow", "low": "red"}
_MOST_RULES = 10


class RepairDisplay:
    """Shows results as they come in; objects for programs, a diff and lines for people."""

    def __init__(self, *, as_json: bool, writes: bool) -> None:
        self.files = 0
        self._as_json, self._writes = as_json, writes
        self._console = standard_output()
        self._changed = self._left = 0
        self._rules: Counter[str] = Counter()
        self._tiers: Counter[str] = Counter()

    def show(self, mended: Mended, trouble: str | None) -> None:
        """Show one file; ``trouble`` is why it could not be read or written."""
        self.files += 1
        if trouble is not None:
            print(f"manimill: {printable(mended.file)}: {printable(trouble)}.", file=sys.stderr, flush=True)
        elif mended.changed:
            self._changed += 1
            self._tiers[mended.tier or ""] += 1
        self._rules.update(one.id for one in mended.rules)
        self._left += len(mended.unresolved)
        if self._as_json:
            said = mended.to_json() | ({"trouble": trouble} if trouble else {})
            write_line(json.dumps(said, ensure_ascii=False))
        elif trouble is None and (mended.changed or mended.unresolved):
            for line in _lines(mended, diff=not self._writes):
                self._console.print(line, soft_wrap=True, highlight=False)

    def summarise(self) -> None:
        """Say how many files changed, how far, by which rules, and how much was left."""
        if self._as_json:
            return
        verb = "repaired" if self._writes else "would change"
        tiers = ", ".join(f"{count} {tier}" for tier, count in sorted(self._tiers.items()) if tier)
        most = ", ".join(f"{name} {count}" for name, count in self._rules.most_common(_MOST_RULES))
        lines = [
            f"{self._changed:,} of {self.files:,} {'file' if self.files == 1 else 'files'} {verb}"
            + (f" ({tiers})" if tiers else "")
            + (f"; {self._left:,} {'place' if self._left == 1 else 'places'} left" if self._left else ""),
            *([f"rules: {most}"] if most else []),
        ]
        for line in lines:
            self._console.print(Text(line), soft_wrap=True, highlight=False)


def print_rules(rules: Sequence[Mapping[str, Any]]) -> None:
    """Print every rule in the order of their turns."""
    console = standard_output()
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("rule", "sure", "code for", "turn"):
        table.add_column(column, no_wrap=True)
    table.add_column("what it does", overflow="fold")
    for one in rules:
        table.add_row(
            one["id"],
            Text(one["confidence"], _SURE[one["confidence"]]),
            ", ".join(one["flavours"]),
            one["order"],
            Text(one["sentence"]),
        )
    console.print(table)


def _lines(mended: Mended, *, diff: bool) -> Iterator[Text]:
    if diff:
        for part in mended.parts:
            where = mended.file + (f" cell {part.cell}" if part.cell is not None else "")
            yield from _diff(where, part.before, part.after)
    head = Text(printable(mended.file), "bold")
    if mended.scene is not None:
        head.append(f" {printable(mended.scene)}", "bold")
    yield head.append(f": {mended.flavour}" + (f", {mended.tier}" if mended.tier else ""), "not bold")
    for rule in mended.rules:
        line = Text(f"  {_where(rule.cell, rule.line)}  ", "dim")
        yield line.append(f"{rule.id}  ", "default").append(rule.confidence, _SURE[rule.confidence])
    for left in mended.unresolved:
        line = Text(f"  {_where(left.cell, left.line)}  ", "dim").append("left  ", "yellow")
        yield line.append(printable(left.name), "bold").append(f": {printable(left.reason)}", "not bold")


def _diff(where: str, before: str, after: str) -> Iterator[Text]:
    name = where.lstrip("/")
    lines = difflib.unified_diff(_with_ends(before), _with_ends(after), f"a/{name}", f"b/{name}")
    for whole in lines:
        line = whole.removesuffix("\n")
        style = ""
        if line.startswith(("---", "+++")):
            style = "bold"
        elif line.startswith("@@"):
            style = "cyan"
        elif line.startswith("+"):
            style = "green"
        elif line.startswith("-"):
            style = "red"
        yield Text(_without_controls(line), style)
        if line == whole:
            yield Text("\\ No newline at end of file", "dim")


def _with_ends(text: str) -> list[str]:
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _without_controls(line: str) -> str:
    """A line of code as it can be printed: tabs as they are."""
    return "\t".join(printable(part) for part in line.split("\t"))


def _where(cell: int | None, line: int) -> str:
    return f"line {line}" if cell is None else f"cell {cell} line {line}"
