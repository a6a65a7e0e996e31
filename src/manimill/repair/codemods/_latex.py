"""What LaTeX code is made of, as far as it decides where ManimCE may cut it into parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from manimill.code.names import names

_TOKEN = re.compile(r"\\(?:[a-zA-Z]+|.)|\s+|.", re.DOTALL)

_ONE_ARGUMENT = names(
    "sqrt mod pmod overline underline overbrace underbrace dot ddot vec hat bar tilde widehat widetilde overrightarrow "
    "overleftarrow mathbb mathcal mathbf mathrm mathit mathsf mathtt mathfrak mathscr boldsymbol text textbf textit "
    "textrm texttt textsf emph operatorname cancel boxed phantom pmb bm acute grave check breve mathring mathds"
)
_TWO_ARGUMENTS = names("frac dfrac tfrac cfrac binom dbinom tbinom overset underset stackrel textcolor")
_DELIMITED = names("left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr")


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    part: int
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def wanted(self) -> int:
        """How many arguments it takes."""
        if self.text in ("^", "_"):
            return 1
        name = self.text[1:] if self.text.startswith("\\") else ""
        return 1 if name in _ONE_ARGUMENT else 2 if name in _TWO_ARGUMENTS else 0


class Uncuttable(Exception):
    """LaTeX code cannot be cut where it would have to be."""


def matches(text: str, keys: Iterable[str]) -> list[tuple[int, int]]:
    """Where ManimCE finds keys in a part: the first, of several there the longest, and on after its end."""
    ordered = sorted((key for key in keys if key), key=len, reverse=True)
    if not ordered:
        return []
    return [found.span() for found in re.finditer("|".join(map(re.escape, ordered)), text)]


def split_at(text: str, keys: Iterable[str]) -> list[str]:
    """A string cut before and after each key, as Manim did before its version 0.20; without empty pieces."""
    pieces, end = [], 0
    for start, stop in matches(text, keys):
        pieces += [text[end:start], text[start:stop]]
        end = stop
    return [piece for piece in (*pieces, text[end:]) if piece]


def cuts_a_command(text: str, keys: Iterable[str]) -> bool:
    """Whether a key is found inside the name of a command."""
    spans = [
        found.span() for found in _TOKEN.finditer(text) if len(found.group()) > 1 and found.group()[0] == "\\"
    ]
    return any(begin < edge < end for match in matches(text, keys) for edge in match for begin, end in spans)


def protected(parts: Sequence[str], keys: Sequence[str] = ()) -> list[str]:
    r"""Parts with braces put around arguments that ManimCE would cut from what takes them.

    ManimCE marks where parts and keys begin and end. A mark right after ``^`` or ``\sqrt`` would be taken for the
    argument; within braces it is none. `Uncuttable` is raised where braces do not help.
    """
    return _Protection(parts, keys).result()


class _Protection:
    def __init__(self, parts: Sequence[str], keys: Sequence[str]) -> None:
        self._parts = list(parts)
        if any(cuts_a_command(part, keys) for part in parts):
            raise Uncuttable
        self._matches = [matches(part, keys) for part in parts]
        self._tokens = [
            _Token(found.group(), index, found.start())
            for index, part in enumerate(parts)
            for found in _TOKEN.finditer(part)
        ]
        self._inserted: list[tuple[int, int, str]] = []

    def result(self) -> list[str]:
        for index, token in enumerate(self._tokens):
            if token.text[1:] in _DELIMITED and token.text[0] == "\\":
                following = self._skip_spaces(index + 1)
                if following is not None and self._marked(token, self._tokens[following]):
                    raise Uncuttable
            before = index
            for _ in range(token.wanted):
                end = self._argument(before)
                if end is None:
                    break
                before = end
        texts = list(self._parts)
        # Where one argument ends and the next begins, the closing brace was noted first.
        for part, place, brace in sorted(self._inserted, key=lambda one: one[:2])[::-1]:
            texts[part] = texts[part][:place] + brace + texts[part][place:]
        return texts

    def _skip_spaces(self, index: int) -> int | None:
        while index < len(self._tokens) and self._tokens[index].text.isspace():
            index += 1
        return index if index < len(self._tokens) else None

    def _argument(self, before: int) -> int | None:
        """Protect the argument that follows a token; the index of its last token."""
        start = self._skip_spaces(before + 1)
        if start is None:
            return None
        taker, first = self._tokens[before], self._tokens[start]
        if first.text in ("}", "$", "&", "\\\\"):
            return None
        if first.text == "[":
            return None
        end = self._whole_end(start)
        if end is None:
            return None
        if self._marked(taker, first):
            last = self._tokens[end]
            self._insert(taker, first, last)
        return end

    def _whole_end(self, start: int) -> int | None:
        r"""Where a token ends with what it takes itself: after ``^`` LaTeX reads a whole ``\frac{a}{b}``."""
        end = self._group_end(start)
        for _ in range(self._tokens[start].wanted):
            following = self._skip_spaces(end + 1) if end is not None else None
            if following is None or self._tokens[following].text == "[":
                return None
            end = self._group_end(following)
        return end

    def _group_end(self, start: int) -> int | None:
        if self._tokens[start].text != "{":
            return start
        depth = 0
        for index in range(start, len(self._tokens)):
            depth += {"{": 1, "}": -1}.get(self._tokens[index].text, 0)
            if depth == 0:
                return index
        return None

    def _insert(self, taker: _Token, first: _Token, last: _Token) -> None:
        if self._inside_match(taker.part, taker.end, closed=True) or self._inside_match(last.part, last.end):
            raise Uncuttable
        same = taker.part == first.part
        # Two braces in a row after a space would be taken for a group by ManimCE.
        opening = "{ " if first.text == "{" else "{"
        self._inserted.append((first.part, first.start, opening) if same else (taker.part, taker.end, "{"))
        self._inserted.append((last.part, last.end, "}"))

    def _marked(self, taker: _Token, first: _Token) -> bool:
        if taker.part != first.part:
            return True
        edges = [edge for match in self._matches[first.part] for edge in match]
        return any(taker.end <= edge <= first.start for edge in edges)

    def _inside_match(self, part: int, place: int, closed: bool = False) -> bool:
        """Whether a place is inside of a key, or with ``closed`` right at its end."""
        return any(start < place < end or (closed and place == end) for start, end in self._matches[part])
