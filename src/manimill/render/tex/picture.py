"""SVG as dvisvgm writes it.

dvisvgm names a glyph after its font's number in the run and sorts glyphs by where fonts lie in memory. Both
are made canonical here, so that a picture has the same bytes whatever else was in the run.
"""

from __future__ import annotations

import re

LARGEST = 4 << 20
"""Bytes of a picture that is worth keeping."""

_START = re.compile(r"(?=<\?xml )")
_PAGE = re.compile(r"(<g id='page)(\d+)(?='/?>)")
_USE = re.compile(r"(?<=xlink:href='#g)\d+(?=-)")
_FONT_NUMBER = re.compile(r"(?<=xlink:href='#g)\d+(?=-)|(?<=<path id='g)\d+(?=-)|(?<=<use id='g)\d+(?=-)")
_DEFINITIONS = re.compile(
    r"(?<=<defs>\n)(?:<path id='g\d+-\d+' d='[^'<>]*'/>\n"
    r"|<use id='g\d+-\d+' xlink:href='#g\d+-\d+' transform='[^'<>]*'/>\n)+(?=</defs>)"
)
_GLYPH = re.compile(r"<(?:path|use) id='g(\d+)-(\d+)'")


def is_whole(svg: str) -> bool:
    """Whether a picture has not lost its end, in a crash of the machine say."""
    return svg.rstrip().endswith("</svg>")


def canonical(svg: str) -> str:
    """The same picture with fonts numbered in order of first use and glyphs sorted by font and code."""
    numbers: dict[str, str] = {}
    for use in _USE.finditer(svg, max(0, svg.find("</defs>"))):
        numbers.setdefault(use[0], str(len(numbers)))
    for number in _FONT_NUMBER.findall(svg):
        numbers.setdefault(number, str(len(numbers)))
    svg = _FONT_NUMBER.sub(lambda match: numbers[match[0]], svg)
    return _DEFINITIONS.sub(lambda match: _sorted(match[0]), svg, count=1)


def _sorted(definitions: str) -> str:
    def position(line: str) -> tuple[int, int]:
        glyph = _GLYPH.match(line)
        return (int(glyph[1]), int(glyph[2])) if glyph else (-1, -1)

    return "".join(sorted(definitions.splitlines(keepends=True), key=position))


def borrows_glyphs(svg: str) -> bool:
    """Whether glyphs are scaled copies of others.

    dvisvgm does that for a font that is used in two sizes, be they on one page or on two: such a picture may
    not be what its page alone would give.
    """
    return "<use id='" in svg


def pages(output: str) -> list[str]:
    """The canonical pictures in what dvisvgm wrote for several pages, each as if it were the only one.

    Ends before the first page that is cut off or out of turn.
    """
    found: list[str] = []
    for svg in filter(None, _START.split(output)):
        page = _PAGE.search(svg)
        if page is None or int(page[2]) != len(found) + 1 or not is_whole(svg):
            break
        found.append(canonical(_PAGE.sub(r"\g<1>1", svg, count=1)))
    return found
