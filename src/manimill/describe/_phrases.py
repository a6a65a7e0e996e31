"""Phrases that introduce objects."""

from __future__ import annotations

from dataclasses import dataclass, field

from manimill.describe import _words as words

_LONG = 40
"""Characters of details after which a place would seem to belong to the last of them."""


@dataclass(slots=True)
class Phrase:
    """What is said when an object appears: ``a red square with side length 2 at the top edge``.

    ``shade`` stands before the noun, ``hue`` behind it. ``said`` is what a text says. ``details`` are
    joined by "with", ``tail`` stands as it is. ``side`` is the place beside ``anchor``, which is
    already in words; ``place`` any other place.
    """

    noun: str
    shade: str = ""
    said: str | None = None
    hue: str = ""
    tail: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)
    side: str = ""
    anchor: str = ""
    place: str = ""
    inner: str = ""
    ending: str = ""
    count: int = 1
    bare: bool = False

    def text(self) -> str:
        """The whole phrase with its article."""
        if not (self.tail or self.details or self.side or self.place or self.inner or self.ending):
            return self._head()
        parts = [self._head(), *self.tail]
        where, comma = self.beside(), ""
        if self.details:
            details = words.listed(self.details)
            parts.append(f"with {details}")
            comma = ", " if len(details) > _LONG and " and " in details else ""
        inner = comma + self.inner if self.inner else ""
        parts += [inner, comma + where if where else "", self.ending]
        return " ".join(part for part in parts if part).replace(" ,", ",")

    def beside(self) -> str:
        """Where it is."""
        where = f"{self.side} {self.anchor}" if self.side else ""
        return f"{where} {self.place}".strip()

    def _head(self) -> str:
        phrase = f"{self.shade} {self.noun}".strip()
        if self.said is not None:
            tail = f" in {self.shade}" if self.shade and not self.hue else ""
            return f"the {self.noun} {self.said}{tail}{self.hue}"
        if self.count != 1:
            return f"{words.counted(self.count)} {words.plural(phrase)}{self.hue}"
        return (phrase if self.bare else words.article(phrase)) + self.hue
