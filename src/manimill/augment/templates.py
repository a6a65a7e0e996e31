"""Templates: wordings that people frame a request with, read from ``data/templates.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from manimill.augment.openings import Openings, closed, one_line


@dataclass(frozen=True, slots=True)
class Template:
    """What stands before and behind a description.

    One with ``fits = "imperative"`` runs on into the verb of an order; the others fit every description.
    """

    name: str
    before: str = ""
    after: str = ""
    fits: Literal["any", "imperative"] = "any"

    def frame(self, description: str, openings: Openings) -> str:
        """The request for the same, worded so; a description of several lines keeps them."""
        text = description.strip()
        return self._continued(self._opened(text, openings), text)

    def _opened(self, text: str, openings: Openings) -> str:
        if not self.before:
            return text
        if self.fits == "imperative":
            return f"{self.before} {openings.lowered(text)}"
        if not one_line(text):
            return f"{self.before}\n\n{text}"
        runs_on = self.before.endswith(":")
        return f"{self.before} {openings.lowered(text) if runs_on else openings.raised(text)}"

    def _continued(self, opened: str, text: str) -> str:
        if not self.after:
            return opened
        ended = closed(opened) if one_line(text) else None
        return f"{opened}\n\n{self.after}" if ended is None else f"{ended} {self.after}"


@dataclass(frozen=True, slots=True)
class Clash:
    """Names of templates that do not go with a description in which ``description`` is found, in lower case."""

    names: frozenset[str]
    description: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Templates:
    """All templates by name, what does not go together, and how descriptions open."""

    by_name: dict[str, Template]
    clashes: Sequence[Clash]
    openings: Openings

    def fitting(self, description: str) -> dict[str, Template]:
        """Those that can be put to a description, by name."""
        text = description.strip().casefold()
        clashing = {name for c in self.clashes if c.description.search(text) for name in c.names}
        imperative = self.openings.imperative(description.strip())
        return {
            name: template
            for name, template in self.by_name.items()
            if (imperative or template.fits == "any") and name not in clashing
        }


@cache
def templates() -> Templates:
    """The templates that ship with manimill."""
    file = resources.files("manimill.augment") / "data" / "templates.toml"
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    found = [Template(**one) for one in data["template"]]
    by_name = {template.name: template for template in found}
    assert len(by_name) == len(found), "two templates have one name"
    return Templates(by_name, [_clash(one, found) for one in data["clash"]], _openings(data["openings"]))


def _clash(words: dict[str, list[str]], found: Sequence[Template]) -> Clash:
    wording = _beginnings(words["wording"])
    names = (t.name for t in found if wording.search(f"{t.before} {t.after}".casefold()))
    return Clash(frozenset(names), _beginnings(words["description"]))


def _beginnings(words: list[str]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + ")")


def _openings(words: dict[str, Any]) -> Openings:
    return Openings(**{name: frozenset(some) for name, some in words.items()})
