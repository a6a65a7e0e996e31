"""Whether a repaired scene still says what it said: both codes counted, and what rendering the new one showed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from manimill.code.parse import SyntaxProblem, parse
from manimill.code.walking import walk

_WAITS = ("wait", "dither")
_STEMS = "BLUE|TEAL|GREEN|YELLOW|GOLD|RED|MAROON|PURPLE|PINK|ORANGE|BROWN|GR[AE]Y|WHITE|BLACK"
_COLOUR = re.compile(
    rf"(?:(?:LIGHT|DARK|DARKER|LIGHTER|PURE)_)?(?:{_STEMS})(?:_BROWN|_[A-E])?|#[0-9a-fA-F]{{6}}"
)
_WORD = re.compile(r"(?<![\\\w])[^\W\d_]{3,}")
_TAKES_AWAY = ("FadeOut", "Uncreate", "Unwrite", "Shrink", "clear", "remove", "fade")
_LAST = 3
"""Statements at the end of a scene in which what clears the screen is looked for."""

_MOST_WORDS = 5


class Finding(NamedTuple):
    """A fact that may speak against a repair, and the evidence."""

    finding: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What rendering showed; ``moved`` and ``blank_at_end`` are None where nobody looked at pictures."""

    still: bool
    moved: bool | None = None
    blank_at_end: bool | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """What a module says will be shown: calls that play and wait, seconds where they are numbers, colours, words."""

    plays: int
    waits: int
    seconds: float
    colours: int
    words: frozenset[str]


def stated(tree: ast.Module) -> Stated:
    """Count what a module says; loops count once."""
    plays = waits = colours = 0
    seconds = 0.0
    words: set[str] = set()
    said = _docstrings(tree)
    for node in walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr == "play":
                plays += 1
                seconds += _number([k.value for k in node.keywords if k.arg == "run_time"])
            elif node.func.attr in _WAITS:
                waits += 1
                seconds += _number([*node.args, *(k.value for k in node.keywords)])
        elif isinstance(node, ast.Name | ast.Attribute):
            colours += bool(_COLOUR.fullmatch(node.id if isinstance(node, ast.Name) else node.attr))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in said:
            if _COLOUR.fullmatch(node.value):
                colours += 1
            else:
                words.update(_WORD.findall(node.value))
    return Stated(plays, waits, seconds, colours, frozenset(words))


def fidelity(before: str, after: str, seen: Seen | None = None) -> tuple[Finding, ...]:
    """What is other after a repair than it was before, and what a rendering shows that the code does not say."""
    old, new = parse(before), parse(after)
    if isinstance(old, SyntaxProblem) or isinstance(new, SyntaxProblem):
        return ()
    return (*_differences(stated(old), stated(new)), *(_contradictions(new, seen) if seen else ()))


def _differences(old: Stated, new: Stated) -> Iterator[Finding]:
    if (old.plays, old.waits) != (new.plays, new.waits):
        yield Finding(
            "plays_differ",
            f"{old.plays} plays and {old.waits} waits before, {new.plays} and {new.waits} after",
        )
    if old.seconds != new.seconds:
        yield Finding("time_differs", f"{old.seconds:g} s stated before, {new.seconds:g} s after")
    if new.colours < old.colours:
        yield Finding("colours_lost", f"{old.colours} colours named before, {new.colours} after")
    lost = sorted(old.words - new.words)
    if lost:
        more = f" and {len(lost) - _MOST_WORDS} more" if len(lost) > _MOST_WORDS else ""
        yield Finding("words_lost", ", ".join(lost[:_MOST_WORDS]) + more)


def _contradictions(tree: ast.Module, seen: Seen) -> Iterator[Finding]:
    plays = stated(tree).plays
    if plays and seen.still:
        yield Finding("still_though_plays", f"{plays} plays in the code, none when it ran")
    elif plays and seen.moved is False:
        yield Finding(
            "motionless_though_plays", f"{plays} plays in the code, and no frame differs from the first"
        )
    if seen.blank_at_end and not _clears_the_screen(tree):
        yield Finding(
            "blank_at_end", "the last frame shows one colour only, and nothing at the end takes things away"
        )


def _clears_the_screen(tree: ast.Module) -> bool:
    """Whether any scene ends with something that takes things off the screen."""
    for node in walk(tree):
        if isinstance(node, ast.FunctionDef):
            for statement in node.body[-_LAST:]:
                names = (
                    n.id if isinstance(n, ast.Name) else n.attr
                    for n in ast.walk(statement)
                    if isinstance(n, ast.Name | ast.Attribute)
                )
                if any(name.startswith(_TAKES_AWAY) for name in names):
                    return True
    return False


def _docstrings(tree: ast.Module) -> set[ast.AST]:
    """Constants that are statements by themselves."""
    return {node.value for node in walk(tree) if isinstance(node, ast.Expr)}


def _number(values: Sequence[ast.expr]) -> float:
    """The first value if it is a number; a call without one lasts a second, an expression is left out of the sum."""
    if not values:
        return 1.0
    value = values[0]
    known = isinstance(value, ast.Constant) and isinstance(value.value, int | float)
    return float(value.value) if known else 0.0  # type: ignore[attr-defined]
