"""See the codemod."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import libcst as cst

from manimill.code import api
from manimill.code.names import names
from manimill.repair.codemod import ALL, CE, Codemod, Confidence, Order
from manimill.repair.codemods._constructors import handed_on, unknown_keywords
from manimill.repair.edit import map_args, renamed_keyword


@cache
def _table() -> dict[str, dict[str, Any]]:
    file = Path(__file__).parents[1] / "knowledge" / "keywords.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _all_keywords() -> frozenset[str]:
    """Every keyword of the table but those that half of all modules have for something else."""
    table = _table()
    renamed = [word for part in ("renamed", "meant") for words in table[part].values() for word in words]
    others = [*table["unseen"].values(), *table["slight"].values()]
    return names(*renamed, *others) - names("buff font_size opacity")


class OldKeywords(Codemod):
    """Keywords of older constructors get their names of today, or go where they only steered how it was drawn."""

    flavours = ALL
    order = Order.ARGUMENTS
    confidence = Confidence.HIGH
    local = False
    triggers = _all_keywords()

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Go through the keywords that the constructor does not take."""
        found = handed_on(self, original)
        if found is None or not (unknown := unknown_keywords(found.name, original) - found.taken):
            return updated
        rules = _rules(found.name)
        slight = unknown & rules.slight

        def changed(arg: cst.Arg) -> cst.Arg | None:
            name = arg.keyword.value if arg.keyword else ""
            if name not in unknown:
                return arg
            new = rules.renamed.get(name) or (rules.meant.get(name) if self.module.flavour == CE else None)
            if new is not None:
                free = new not in found.taken and _free(original, new)
                return renamed_keyword(arg, new) if free else arg
            return None if name in rules.unseen or name in slight else arg

        new = map_args(updated, changed)
        if new is not updated:
            self.record(original, Confidence.LOW if slight else Confidence.HIGH)
        return new


def _free(call: cst.Call, keyword: str) -> bool:
    return all(arg.keyword is None or arg.keyword.value != keyword for arg in call.args)


class _Rules:
    """What the table has for one class, its bases included."""

    def __init__(self, lineage: list[str]) -> None:
        table = _table()
        self.renamed: dict[str, str] = {}
        self.meant: dict[str, str] = {}
        for name in reversed(lineage):
            self.renamed.update(table["renamed"].get(name, {}))
            self.meant.update(table["meant"].get(name, {}))
        self.unseen = _merged(table["unseen"], lineage)
        self.slight = _merged(table["slight"], lineage)


def _merged(part: dict[str, str], lineage: Iterable[str]) -> frozenset[str]:
    return names(*(part.get(name, "") for name in lineage))


@cache
def _rules(name: str) -> _Rules:
    found: dict[str, None] = {}
    todo = [name]
    while todo:
        current = todo.pop(0)
        if current not in found:
            found[current] = None
            todo += api.bases(current)
    return _Rules(list(found))
