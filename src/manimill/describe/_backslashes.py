r"""Backslashes of TeX commands in JSON that a model wrote.

In a JSON string a backslash is written twice, but models often copy formulas as they are: ``"$\frac{1}{2}$"``.
Some of that is no JSON (``\sin``), some is JSON of something else: ``\f`` is a form feed, ``\b`` a backspace.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(r"\$\$?|\\u[0-9a-fA-F]{4}|\\([A-Za-z]+|.)", re.DOTALL)
"""What opens or closes a formula, and what begins with a backslash, with all letters that follow."""
_DOUBLED = re.compile(r"\\\\[A-Za-z]")
_LONG = 4
"""Letters from which a command is no end of a line or tab before a word: ``\\nabla``, but not ``\\nu``."""

_COMMANDS = frozenset(
    # The ones that begin like a line break, a carriage return or a tab; as one text, which is easier to read.
    "nabla ncong ne nearrow neg neq newline nexists ngeq ni nleq nmid nolimits nonumber not notin "  # noqa: SIM905
    "nparallel nsubseteq nu nwarrow rVert rangle rbrace rbrack rceil restriction rfloor rho right "
    "rightarrow rightharpoonup rightleftharpoons rm rvert tag tan tanh tau tbinom text textbf "
    "textcolor textit textrm textsf textstyle texttt tfrac therefore theta thickapprox thicksim "
    "tilde times tiny to top triangle triangledown triangleleft triangleq triangleright".split()
)


def double_backslashes(text: str) -> str:
    """The text with the backslashes doubled that belong to formulas and stand alone; others are left.

    Where a command could be a line break before a word, it is taken for the command only inside of dollar signs and
    where no other command has its backslash doubled: who doubles them means a line break by a single one.
    """
    if "\\" not in text:
        return text
    careful = _DOUBLED.search(text) is not None
    inside = False

    def one(found: re.Match[str]) -> str:
        nonlocal inside
        token, name = found[0], found[1]
        if token.startswith("$"):
            inside = not inside
            return token
        return f"\\{token}" if name is not None and _is_command(name, inside, careful) else token

    return _TOKEN.sub(one, text)


def _is_command(name: str, inside: bool, careful: bool) -> bool:
    first = name[0]
    if first in '"\\/' or name in ("b", "f", "n", "r", "t"):
        return False
    if first in "bf":  # nobody writes a backspace or a form feed
        return True
    if first in "nrt":
        return name in _COMMANDS and (inside or len(name) >= _LONG) and not (careful and first == "n")
    return True
