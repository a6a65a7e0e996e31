"""A TeX document as manim writes it, and whether its expression may share a run with others.

TeX has no wall between two expressions in one run: one definition made for good, one counter, one colour
left switched on, and the next picture is another one. So an expression shares a run only if every command
in it is known to change nothing outside its group, and its groups are closed. All others run alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from manimill.render.tex.vocabulary import COMMANDS, ENVIRONMENTS, PACKAGES, SIZES, SYMBOLS, UNGROUPED_COLOUR

_BEGIN = "\\begin{document}"
_END = "\\end{document}"

_CLASS = re.compile(r"\\documentclass\[preview(?:,1[012]pt)?\]\{standalone\}")
_PACKAGE = re.compile(r"\\usepackage(?:\[([A-Za-z0-9, ]*)\])?\{([A-Za-z0-9, ]+)\}")
# The lines of manim's larger template that load no package.
_OTHER_LINES = {r"\DisableLigatures{encoding = *, family = * }", r"\linespread{1}"}

_NAME = re.compile(r"[A-Za-z]+")

# How MathTex marks its parts, in manim since 0.17.
_PART = re.compile(r"\\special\{dvisvgm:raw (?:<g id='unique\d{3,6}[a-z]{0,9}'>|(</g>))\}")
_TOKEN = re.compile(
    r"(?P<part>\\special\{dvisvgm:raw [^{}]*\})|\\(?P<edge>begin|end)\{(?P<environment>[A-Za-z]+\*?)\}"
    r"|\\(?P<command>[A-Za-z]+)|\\(?P<symbol>.)|(?P<brace>[{}])|(?P<character>.)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Document:
    r"""A complete TeX source; ``body`` is what stands between ``\begin{document}`` and ``\end{document}``.

    Only a ``known`` document has been taken apart; of any other, ``preamble`` and ``body`` are empty.
    """

    source: str
    known: bool
    preamble: str = ""
    body: str = ""

    @classmethod
    def parse(cls, source: str) -> Document:
        """Take a source apart whose preamble is one that is known to keep the commands' meaning."""
        preamble, begin, rest = source.partition(_BEGIN)
        body, end, after = rest.partition(_END)
        if not (begin and end) or after.strip() or not _is_known(preamble):
            return cls(source, known=False)
        return cls(source, known=True, preamble=preamble, body=body)

    @property
    def may_share_a_run(self) -> bool:
        """Whether nothing in the body can change what another expression in the same run looks like."""
        return self.known and _leaves_nothing_behind(self.body)

    @property
    def sizes(self) -> frozenset[str]:
        """The commands in the body that change the size of type: those with the same ones share a run best."""
        return frozenset(_NAME.findall(self.body)) & SIZES


def _is_known(preamble: str) -> bool:
    lines = [line.strip() for line in preamble.splitlines()]
    statements = [line for line in lines if line]
    return (
        bool(statements)
        and _CLASS.fullmatch(statements[0]) is not None
        and all(line in _OTHER_LINES or _is_known_package(line) for line in statements[1:])
    )


def _is_known_package(line: str) -> bool:
    match = _PACKAGE.fullmatch(line)
    if match is None:
        return False
    options = {option.strip() for option in (match[1] or "").split(",")} - {""}
    names = [name.strip() for name in match[2].split(",")]
    return all(name in PACKAGES and options <= PACKAGES[name] for name in names)


def _leaves_nothing_behind(body: str) -> bool:
    # Two carets write any character, a percent sign hides what follows, a hash belongs into definitions.
    if "^^" in body:
        return False
    open_groups: list[str] = []
    open_parts = 0
    for token in _TOKEN.finditer(body):
        if token["part"]:
            part = _PART.fullmatch(token["part"])
            if part is None:
                return False
            open_parts += -1 if part[1] else 1
            if open_parts < 0:
                return False
        elif not _is_harmless(token, open_groups):
            return False
    return not open_groups and open_parts == 0


def _is_harmless(token: re.Match[str], open_groups: list[str]) -> bool:
    """Whether a token is known; ``open_groups`` is kept up to date with it."""
    kind = token.lastgroup
    text = token[kind or 0]
    if kind in {"brace", "environment"}:
        name = "{" if kind == "brace" else text
        if text == "{" or token["edge"] == "begin":
            open_groups.append(name)
            return name == "{" or name in ENVIRONMENTS
        return bool(open_groups) and open_groups.pop() == name
    if kind == "command":
        # The page is shipped before a colour set outside every group is taken back: the next page has it.
        sealed = text not in UNGROUPED_COLOUR or any(name in ENVIRONMENTS for name in open_groups)
        return text in COMMANDS and sealed
    if kind == "symbol":
        return text in SYMBOLS
    return text == "\n" or (text.isprintable() and text not in "\\%#")
