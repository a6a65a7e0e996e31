"""Cut one line of Python that once was many into its statements.

Only where a statement can end and another begin is decided here; which statement belongs to which
block is decided in `manimill.scenes.relayout`.
"""

from __future__ import annotations

import io
import keyword
import token
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_BLOCK_OPENERS = frozenset(
    ["class", "def", "if", "for", "while", "with", "try", "elif", "else", "except", "finally"]
)
_NEVER_IN_EXPRESSION = frozenset(
    [
        "class",
        "def",
        "while",
        "with",
        "try",
        "return",
        "raise",
        "pass",
        "break",
        "continue",
        "del",
        "assert",
        "global",
        "nonlocal",
        "elif",
        "except",
        "finally",
    ]
)
_CONTINUES_EXPRESSION = frozenset({"and", "or", "in", "is", "as"})
_COMPLETE = frozenset({"None", "True", "False", "pass", "break", "continue"})
_WHOLE_STATEMENTS = frozenset({"pass", "break", "continue", "return", "raise", "yield"})
_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")
_OPENING_STRINGS = frozenset(
    number
    for name in ("FSTRING_START", "TSTRING_START")
    if (number := getattr(token, name, None)) is not None
)
_CLOSING_STRINGS = frozenset(
    number for name in ("FSTRING_END", "TSTRING_END") if (number := getattr(token, name, None)) is not None
)


class Lexeme(NamedTuple):
    """A token of the line. ``spaced`` tells whether white space stands before it."""

    kind: int
    text: str
    spaced: bool

    @property
    def is_keyword(self) -> bool:
        return self.kind == token.NAME and keyword.iskeyword(self.text)


@dataclass(frozen=True, slots=True)
class Statement:
    """The lexemes of a simple statement, or of a block's header including its colon."""

    lexemes: tuple[Lexeme, ...]
    opens_block: bool

    @property
    def keyword(self) -> str:
        """The word that tells what kind of statement this is: ``def`` also for ``async def``."""
        first = self.lexemes[0].text
        return self.lexemes[1].text if first == "async" and len(self.lexemes) > 1 else first

    @property
    def says_nothing(self) -> bool:
        """Whether this is a lone name or number, which nobody writes as a statement."""
        only = self.lexemes[0]
        lone = len(self.lexemes) == 1 and only.kind in (token.NAME, token.NUMBER)
        return lone and only.text not in _WHOLE_STATEMENTS

    @property
    def text(self) -> str:
        """The statement with one space where there was white space, none just inside brackets."""
        parts: list[str] = []
        for before, lexeme in zip((None, *self.lexemes), self.lexemes, strict=False):
            inside = before is not None and before.text in _OPEN and before.kind == token.OP
            closing = lexeme.kind == token.OP and (lexeme.text in _CLOSE or lexeme.text == ",")
            if before is not None and lexeme.spaced and not inside and not closing:
                parts.append(" ")
            parts.append(lexeme.text)
        return "".join(parts)


def lex(line: str) -> list[Lexeme] | None:
    """Tokens of one line, or None if it holds a comment, an open bracket or no Python at all."""
    lexemes: list[Lexeme] = []
    try:
        for kind, start, end in _spans(line):
            spaced = start > 0 and line[start - 1] in " \t"
            lexemes.append(Lexeme(kind, line[start:end], spaced))
    except (tokenize.TokenError, SyntaxError, ValueError):
        return None
    return lexemes


def _spans(line: str) -> Iterator[tuple[int, int, int]]:
    """``(kind, first column, column after the last)`` of each token; a formatted string is one token."""
    depth = opened = 0
    for kind, _, (row, start), (_, end), _ in tokenize.generate_tokens(io.StringIO(line).readline):
        if row > 1 or kind in (token.NEWLINE, token.NL, token.ENDMARKER):
            continue
        if kind in _OPENING_STRINGS:
            opened = start if depth == 0 else opened
            depth += 1
        elif kind in _CLOSING_STRINGS:
            depth -= 1
            if depth == 0:
                yield token.STRING, opened, end
        elif kind in (token.COMMENT, token.ERRORTOKEN, token.INDENT):
            raise ValueError("a comment swallows what follows it; anything else here is not Python")
        elif depth == 0:
            yield kind, start, end


def split_statements(line: str) -> list[Statement] | None:
    """The statements on a line, in order; None where a boundary would fall between joined characters."""
    lexemes = lex(line)
    return _Splitter(lexemes).split() if lexemes else None


class _Splitter:
    """Reads lexemes left to right, knowing whether the next one may start an operand.

    Inside brackets nothing is decided. Outside, a lexeme that cannot go on with an expression that
    is complete begins a new statement.
    """

    def __init__(self, lexemes: Sequence[Lexeme]) -> None:
        self.lexemes = lexemes
        self.statements: list[Statement] = []
        self._begin()

    def _begin(self) -> None:
        self.current: list[Lexeme] = []
        self.head = ""
        self.depth = self.lambdas = self.ternaries = 0
        self.needs_operand = True

    def split(self) -> list[Statement] | None:
        for index, lexeme in enumerate(self.lexemes):
            if self.depth == 0 and self.current and self._begins_statement(index):
                if not lexeme.spaced:
                    return None
                self._end(opens_block=False)
            self._take(lexeme)
        if self.current:
            self._end(opens_block=False)
        return self.statements

    def _end(self, *, opens_block: bool) -> None:
        if self.current:
            self.statements.append(Statement(tuple(self.current), opens_block))
        self._begin()

    def _take(self, lexeme: Lexeme) -> None:
        """Append the lexeme and note what may follow it."""
        if lexeme.text == ";" and self.depth == 0:
            self._end(opens_block=False)
            return
        if self.head in ("", "async"):
            self.head = lexeme.text
        self.current.append(lexeme)
        if lexeme.kind == token.OP:
            self._take_operator(lexeme.text)
        elif self.depth == 0:
            self._take_word(lexeme)

    def _take_operator(self, text: str) -> None:
        if text in _OPEN:
            self.depth += 1
        elif text in _CLOSE:
            self.depth -= 1
            self.needs_operand = False
        elif self.depth == 0 and text == ":" and not self.lambdas and self.head in _BLOCK_OPENERS:
            self._end(opens_block=True)
        elif self.depth == 0:
            if text == ":" and self.lambdas:
                self.lambdas -= 1
            star_import = text == "*" and self.head == "from"
            self.needs_operand = text != "..." and not star_import

    def _take_word(self, lexeme: Lexeme) -> None:
        self.needs_operand = lexeme.is_keyword and lexeme.text not in _COMPLETE
        if lexeme.text == "lambda":
            self.lambdas += 1
        elif len(self.current) > 1 and lexeme.text in ("if", "else"):
            self.ternaries += 1 if lexeme.text == "if" else -1

    def _begins_statement(self, index: int) -> bool:
        """Whether the lexeme cannot belong to the statement read so far."""
        lexeme, head = self.lexemes[index], self.head
        if self.lambdas or head in ("class", "def"):
            return False
        if lexeme.is_keyword:
            return self._keyword_begins(index, head)
        if self.needs_operand:
            # A decorator after ``return`` without a value; "@" never starts an operand.
            return lexeme.text == "@"
        if lexeme.kind == token.STRING:
            return self.current[-1].kind != token.STRING
        if lexeme.kind in (token.NAME, token.NUMBER):
            return True
        return self._operator_begins(index)

    def _keyword_begins(self, index: int, head: str) -> bool:
        text = self.lexemes[index].text
        if self.current[-1].text == "async":
            return False
        match text:
            case "from":
                begins = self._is_import(index)
            case "import":
                begins = head != "from" or any(part.text == "import" for part in self.current)
            case "else":
                begins = self.ternaries == 0
            case "if" | "for" | "async" if self.needs_operand:
                # ``return`` and ``yield`` may stand alone.
                begins = True
            case "if":
                begins = not self._is_ternary(index)
            case "not":
                begins = not self.needs_operand and self._text(index + 1) != "in"
            case _:
                complete = not self.needs_operand and text not in _CONTINUES_EXPRESSION
                begins = complete or text in _NEVER_IN_EXPRESSION
        return begins

    def _operator_begins(self, index: int) -> bool:
        text = self.lexemes[index].text
        if text in ("{", "~"):
            return True
        if text == "...":
            return self.head != "from"
        if text in ("(", "["):
            return self._bracket_begins(index)
        if text == "@":
            return self._is_decorator(index)
        if text == "*":
            return self._is_starred_target(index)
        return False

    def _bracket_begins(self, index: int) -> bool:
        """A bracket goes on with a call or subscript, except where that would be no Python or no sense."""
        before, bracket = self.current[-1], self.lexemes[index]
        if not bracket.spaced:
            return False
        close = self._closing(index)
        inside = [lexeme.text for lexeme in self.lexemes[index + 1 : close]]
        if self._text(close + 1) == "=" and "," in inside:
            return True
        if bracket.text == "[" and "for" in inside:
            return True
        return before.kind in (token.NUMBER, token.STRING) or before.text in _CLOSE or before.is_keyword

    def _closing(self, index: int) -> int:
        depth = 0
        for position in range(index, len(self.lexemes)):
            lexeme = self.lexemes[position]
            if lexeme.kind == token.OP:
                depth += (lexeme.text in _OPEN) - (lexeme.text in _CLOSE)
            if depth == 0:
                return position
        return len(self.lexemes)

    def _text(self, index: int) -> str:
        return self.lexemes[index].text if index < len(self.lexemes) else ""

    def _is_import(self, index: int) -> bool:
        """Whether ``from`` at ``index`` is followed by a module and ``import``."""
        position = index + 1
        while self._text(position) in (".", "...") or (
            position < len(self.lexemes)
            and self.lexemes[position].kind == token.NAME
            and not self.lexemes[position].is_keyword
        ):
            position += 1
        return self._text(position) == "import"

    def _is_ternary(self, index: int) -> bool:
        """Whether ``if`` at ``index`` meets its ``else`` before a colon that would open a block."""
        lambdas, position = 0, index + 1
        while position < len(self.lexemes):
            text = self.lexemes[position].text
            if self.lexemes[position].kind == token.OP and text in _OPEN:
                position = self._closing(position)
            elif text == "else":
                return True
            elif text == ";" or (text == ":" and not lambdas):
                return False
            lambdas += (text == "lambda") - (text == ":")
            position += 1
        return False

    def _is_decorator(self, index: int) -> bool:
        """Whether ``@`` at ``index`` touches a name and leads over it, and a call, to a definition."""
        position = index + 1
        if position == len(self.lexemes) or self.lexemes[position].spaced:
            return False
        while position < len(self.lexemes) and (
            self._text(position) == "." or not self.lexemes[position].is_keyword
        ):
            text = self._text(position)
            if text == "@":
                return self._is_decorator(position)
            if text in ("(", "["):
                position = self._closing(position)
            elif self.lexemes[position].kind == token.OP and text != ".":
                return False
            position += 1
        return self._text(position) in ("def", "class", "async")

    def _is_starred_target(self, index: int) -> bool:
        """Whether ``*`` at ``index`` starts ``*first, last = ...`` rather than multiplies."""
        if not self.lexemes[index].spaced or self.lexemes[index + 1 : index + 2][0].spaced:
            return False
        position, commas = index + 1, 0
        while self._text(position) in (",", ".", "*") or (
            position < len(self.lexemes) and self.lexemes[position].kind == token.NAME
        ):
            commas += self._text(position) == ","
            position += 1
        return commas > 0 and self._text(position) == "="
