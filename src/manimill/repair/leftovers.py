"""What leads nowhere on today's ManimCE once the rules are through, and why there is nothing to put in its place."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from manimill.code.parse import SyntaxProblem, parse
from manimill.repair import old_api
from manimill.repair.result import Unresolved
from manimill.repair.unknown_uses import unknown_uses
from manimill.scenes.slicing.proof import unresolved

_UNKNOWN = "nothing brings this name: neither the module, nor its imports, nor ManimCE"


def leftovers(code: str, place: Callable[[str, int], int] = lambda _, line: line) -> Iterator[Unresolved]:
    """Each name of a module that leads nowhere, and each setter and keyword nobody knows, once, with the reason.

    ``place`` turns a name and its line into the line to report.
    """
    tree = parse(code)
    if not isinstance(tree, SyntaxProblem):
        for use in unknown_uses(tree):
            called = use.name.partition("(")[0]
            yield Unresolved(use.name, place(called, use.line), use.reason)
    seen: set[str] = set()
    for lost in unresolved(code):
        if lost.name not in seen:
            seen.add(lost.name)
            bare = lost.name.rpartition(".")[2]
            yield Unresolved(lost.name, place(bare, lost.line), _reason(bare))


def _reason(name: str) -> str:
    last = old_api.last_version(name)
    gone = f"it was removed from ManimCE after {last}" if last else _UNKNOWN
    return _reasons().get(name, gone)


@cache
def _reasons() -> dict[str, str]:
    """Names of older Manims that have no equivalent, and why."""
    file = Path(__file__).parent / "knowledge" / "without_equivalent.toml"
    groups = tomllib.loads(file.read_text(encoding="utf-8"))
    return {name: group["reason"] for group in groups.values() for name in group["names"].split()}
