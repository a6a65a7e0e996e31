"""Facts that stand in a file's path, such as the day of a puzzle or the number of an episode."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PART = re.compile(r"\{(?P<name>[a-z_]+)(?::(?P<kind>[a-z]+))?\}|(?P<folders>\*\*/)|\*\*|\*|[^{}*]+|.")
_KINDS = {None: r"[^/]+?", "words": r"[^/]+?", "int": r"\d+"}


class TemplateError(ValueError):
    """A template that cannot be read; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class PathTemplate:
    """A path with places in braces: ``Day_{day:int}/Version{version:int}/scene.py``.

    ``{name}`` takes text up to the next ``/``, ``{name:int}`` a number, ``{name:words}`` text in which ``_`` and
    ``-`` stand for blanks. ``*`` stands for any text without ``/``, ``**/`` for any folders, none included, and
    ``**`` for anything. Everything else stands for itself, and a template describes a path as a whole.
    """

    text: str
    _pattern: re.Pattern[str]
    _kinds: dict[str, str | None]

    @classmethod
    def parse(cls, text: str) -> PathTemplate:
        """Read a template.

        Raises:
            TemplateError: a brace stands alone, a kind is unknown, or a name is used twice.
        """
        kinds: dict[str, str | None] = {}
        pattern = "".join(_regular(part, text, kinds) for part in _PART.finditer(text))
        return cls(text, re.compile(pattern), kinds)

    def match(self, path: str) -> dict[str, str | int] | None:
        """The facts in ``path``, or None where the template does not describe it."""
        found = self._pattern.fullmatch(path)
        if found is None:
            return None
        return {name: _value(found[name], kind) for name, kind in self._kinds.items()}


def _regular(part: re.Match[str], text: str, kinds: dict[str, str | None]) -> str:
    """One part of a template as a regular expression; the names of places go to ``kinds``."""
    name, kind = part["name"], part["kind"]
    if name is None:
        return _without_name(part, text)
    if kind not in _KINDS:
        raise TemplateError(
            f"the template {text!r} has a place of the kind {kind!r}; there are 'int' and 'words'"
        )
    if name in kinds:
        raise TemplateError(f"the template {text!r} has two places named {name!r}; name them differently")
    kinds[name] = kind
    return f"(?P<{name}>{_KINDS[kind]})"


def _without_name(part: re.Match[str], text: str) -> str:
    match part[0]:
        case "**/":
            return "(?:.*/)?"
        case "**":
            return ".*"
        case "*":
            return "[^/]*"
        case "{" | "}":
            raise TemplateError(f"the template {text!r} has a brace that stands alone; write {{name}}")
        case literal:
            return re.escape(literal)


def _value(text: str, kind: str | None) -> str | int:
    if kind == "int":
        return int(text)
    return " ".join(text.replace("_", " ").replace("-", " ").split()) if kind == "words" else text
