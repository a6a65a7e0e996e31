"""Stand-ins for typeset expressions, for a scene that is only run to find out which ones it needs.

Such a scene is never judged by what it does with them. It only has to get as far as the next expression, so a
stand-in has the groups in which `MathTex` looks for its parts, with about as many shapes in each as there would
be glyphs.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_BODY = re.compile(r"\\begin\{document\}(.*?)(?:\\end\{document\}|\Z)", re.DOTALL)
_TOKEN = re.compile(
    r"\\special\{dvisvgm:raw <g id='(?P<open>[\w-]+)'>\}|(?P<close>\\special\{dvisvgm:raw </g>\})"
    # What has an argument that is not seen, and environments with the columns they announce.
    r"|\\(?P<unseen>color|textcolor|[hv]space\*?|[hv]?phantom|fontsize|label|tag|special)"
    r"\s*(?:\[[^\]]*\])?\{[^{}]*\}"
    r"|\\(?:left|right)\s*\."
    r"|\\begin\{(?:array|tabular|minipage|alignat\*)\}(?:\[\w*\])?\{[^{}]*\}"
    r"|\\(?P<edge>begin|end)\{(?P<environment>[\w*]+)\}"
    r"|\\(?P<command>[A-Za-z]+)|\\(?P<symbol>.)|(?P<comment>(?<!\\)%[^\n]*)|(?P<character>[^\s{}$&^_~])",
    re.DOTALL,
)

# How many shapes dvisvgm draws for a command; one for those not named here.
_NONE = """
left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr quad qquad enspace displaystyle
textstyle scriptstyle limits nolimits text textrm textbf textit texttt textsf emph mathrm mathbf mathit mathsf
mathtt mathcal mathbb mathfrak mathscr boldsymbol bm operatorname bf it rm large Large LARGE huge Huge small tiny
centering noindent item hline choose substack overset underset stackrel hfill nonumber mbox hbox mathop
mathbin mathrel rlap llap smash par newline
"""
_TWO = """
sqrt neq ne notin mapsto longrightarrow longleftarrow Longrightarrow implies iff cong doteq hookrightarrow
hookleftarrow longmapsto models bowtie iint binom
"""
_THREE = "dots cdots ldots vdots ddots dotsb dotsc iiint TeX"
_SHAPES = {
    **dict.fromkeys(_NONE.split(), 0),
    **dict.fromkeys(_TWO.split(), 2),
    **dict.fromkeys(_THREE.split(), 3),
    "overbrace": 4,
    "underbrace": 4,
    "xrightarrow": 4,
    "xleftarrow": 4,
    "LaTeX": 5,
}
# These are set as their name.
_OPERATORS = """
arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min
mod Pr sec sin sinh sup tan tanh
"""
_NAMED = frozenset(_OPERATORS.split())
_FENCED = {"pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "cases"}
_SPACES = frozenset("\\,;:!> ()[]/-@")

_ROOT = "<svg version='1.1' xmlns='http://www.w3.org/2000/svg' width='9pt' height='9pt' viewBox='0 0 9 9'>"

# Points, about those of a glyph in a ten point font.
_ADVANCE = 6
_LINE = 14


def placeholder_svg(source: str) -> str:
    """A picture with the groups that a complete TeX document announces, and rectangles for its glyphs.

    Equal glyphs have equal shapes. Groups that the source closes but never opened are left out, and those it
    never closes are closed at the end.
    """
    elements: list[str] = []
    open_groups = 0
    column, line = 0, 0
    for token in _TOKEN.finditer(_body(source)):
        if name := token["open"]:
            elements.append(f"<g id='{name}'>")
            open_groups += 1
        elif token["close"]:
            if open_groups:
                elements.append("</g>")
                open_groups -= 1
        elif token["symbol"] == "\\":
            column, line = 0, line + 1
        else:
            glyphs = list(_glyphs(token))
            elements += [_rectangle(glyph, column + n, line) for n, glyph in enumerate(glyphs)]
            column += len(glyphs)
    return "\n".join(
        ["<?xml version='1.0' encoding='UTF-8'?>", _ROOT, "<g id='page1'>", *elements]
        + ["</g>"] * open_groups
        + ["</g>", "</svg>"]
    )


def _body(source: str) -> str:
    found = _BODY.search(source)
    return found[1] if found else source


def _glyphs(token: re.Match[str]) -> Iterator[str]:
    """A name for each shape that a token puts on the page."""
    if command := token["command"]:
        if command in _NAMED:
            yield from command
        else:
            for piece in range(_SHAPES.get(command, 1)):
                yield f"{command}{piece}"
    elif environment := token["environment"]:
        if environment in _FENCED:
            yield f"{token['edge']} {environment}"
    elif symbol := token["symbol"]:
        if symbol not in _SPACES:
            yield symbol
    elif character := token["character"]:
        yield character


def _rectangle(glyph: str, column: int, line: int) -> str:
    x, y = column * _ADVANCE, line * _LINE
    number = zlib.crc32(glyph.encode("utf-8", "surrogatepass"))
    width, height = 2 + number % 30 / 10, 3 + number // 30 % 40 / 10
    return f"<path d='M{x} {y}h{width:.1f}v{-height:.1f}h{-width:.1f}z'/>"
