"""Put together what is said and the code it is said over."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Mapping

from manimill.code.parse import SyntaxProblem, parse
from manimill.scenes.narration.constants import Constants
from manimill.scenes.narration.finding import SPEAKS, Found, narrated_in, voices_of
from manimill.scenes.narration.rewriting import Rewriting
from manimill.scenes.narration.speech import clean, seconds
from manimill.scenes.narration.spoken import Spoken


def narration_in(tree_or_code: ast.Module | str) -> tuple[Spoken, ...]:
    """What is said in a module that may lack the rest of its files; ``code`` is then the code as it is.

    From a tree the code is written anew, without comments. What is no Python says nothing.
    """
    lines = tree_or_code.split("\n") if isinstance(tree_or_code, str) else None
    tree = parse(tree_or_code) if isinstance(tree_or_code, str) else tree_or_code
    if isinstance(tree, SyntaxProblem):
        return ()
    constants = Constants(tree)
    return tuple(_as_written(found, constants, lines) for found in said_in(tree))


def narration_of(rewriting: Rewriting, new: str) -> tuple[Spoken, ...]:
    """What was said in a module that was rewritten, with its new code."""
    said = said_in(rewriting.tree, rewriting.voices)
    return tuple(_as_rewritten(found, rewriting.constants, rewriting, new) for found in said)


def said_in(tree: ast.Module, voices: Mapping[str, ast.FunctionDef] | None = None) -> list[Found]:
    """All narration, other than where a context manager of the ``voices`` hands on the text it is given."""
    voices = voices_of(tree) if voices is None else voices
    found = narrated_in(tree, frozenset({SPEAKS, *voices}))
    return [one for one in found if one.function is None or one.function not in voices.values()]


def _as_written(found: Found, constants: Constants, lines: list[str] | None) -> Spoken:
    first, last = found.statement.lineno, _last_line(found)
    code = ""
    if found.follows and lines is not None:
        code = textwrap.dedent("\n".join(lines[found.follows[0].lineno - 1 : last])).strip("\n")
    elif found.follows:
        code = "\n".join(map(ast.unparse, found.follows))
    return _made(found, constants, code, (first, last), (first, last))


def _as_rewritten(found: Found, constants: Constants, rewriting: Rewriting, new: str) -> Spoken:
    source, edits = rewriting.source, rewriting.edits
    first, last = found.statement.lineno, _last_line(found)
    start = edits.moved(source.line_start(first), behind=True)
    end = edits.moved(source.line_start(source.logical_end(last) + 1), behind=True)
    code = new[start:end].rstrip()
    new_first = new.count("\n", 0, start) + 1
    place = (new_first, new_first + code.count("\n"))
    return _made(found, constants, textwrap.dedent(code).strip("\r\n"), (first, last), place)


def _last_line(found: Found) -> int:
    ends = found.follows[-1] if found.follows else found.statement
    return ends.end_lineno or ends.lineno


def _made(
    found: Found, constants: Constants, code: str, old: tuple[int, int], new: tuple[int, int]
) -> Spoken:
    text = constants.text(found.text, found.function, found.owner)
    scene = found.owner.name if found.owner else None
    return Spoken(
        clean(text.value), *old, seconds(text.value), code, *new, text.complete, found.origin, scene
    )
