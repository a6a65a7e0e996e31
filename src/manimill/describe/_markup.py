"""Pango markup in words: ``<b>foo</b> bar`` says "foo bar" with "foo" in bold."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from html.parser import HTMLParser

_TAGS = {
    "b": "in bold",
    "i": "in italics",
    "s": "struck through",
    "u": "underlined",
    "big": "larger",
    "small": "smaller",
    "sub": "as a subscript",
    "sup": "as a superscript",
    "tt": "in monospace",
}
_UNDERLINES = {
    "double": "with a double underline",
    "error": "with an error underline",
    "single": "underlined",
}
_MOST = 6
"""Styled pieces that are told one by one."""
_LONGEST = 400
"""Characters of markup that are looked at."""


@lru_cache(maxsize=256)
def read(markup: str) -> tuple[str, tuple[str, ...]]:
    """The text without tags, and phrases such as ``"foo" in bold`` for its pieces, outermost last."""
    reader = _Reader()
    reader.feed(markup[:_LONGEST] if "<" in markup else markup)
    reader.close()
    told = tuple(dict.fromkeys(reader.styled))
    return "".join(reader.text), told if len(told) <= _MOST else ()


class _Reader(HTMLParser):
    """Collects the text and what each pair of tags does to its piece of it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.styled: list[str] = []
        self._open: list[tuple[str, list[str], int]] = []

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value for key, value in attrs if value}
        self._open.append((tag, _styles(tag, given), len(self.text)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            return
        _, styles, start = self._open.pop()
        said = " ".join("".join(self.text[start:]).split()).replace('"', "'")
        outer = f'"{said}" '
        if self.styled and self.styled[-1].startswith(outer) and styles:
            # <b><i>both</i></b>: one piece with two styles.
            self.styled[-1] += f" and {' and '.join(styles)}"
        elif said and styles:
            self.styled.append(outer + " and ".join(styles))


def _styles(tag: str, given: Mapping[str, str]) -> list[str]:
    """What a tag does, in words."""
    if tag == "gradient":
        offset = f" (offset {given['offset']})" if "offset" in given else ""
        ends = [
            shade.lower() if shade[:1] != "#" else shade.upper()
            for shade in (given.get("from", ""), given.get("to", ""))
        ]
        return [f"in a gradient from {ends[0]} to {ends[1]}{offset}"] if all(ends) else []
    if tag != "span":
        return [_TAGS[tag]] if tag in _TAGS else []
    found = []
    shade = given.get("foreground", given.get("fgcolor", given.get("color")))
    if shade:
        found.append(f"in {shade.upper() if shade[:1] == '#' else shade.lower()}")
    if "size" in given:
        found.append(f"in size {given['size']}")
    family = given.get("font_family", given.get("face"))
    if family:
        found.append(f"in a {family} font")
    if given.get("underline") in _UNDERLINES:
        line = given.get("underline_color")
        found.append(_UNDERLINES[given["underline"]] + (f" in {line}" if line else ""))
    return found
