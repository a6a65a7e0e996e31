"""What a scene computes or is about, from words in its names and texts, its calls and operations."""

from __future__ import annotations

import ast
import re
from functools import lru_cache

from manimill.code._hints import CALLS, HINT_OF_WORD, PHRASES, TEX
from manimill.code._tally import Tally
from manimill.code._tree import Nodes
from manimill.code.names import names

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_DERIVATIVE = r"\frac{d}{d"
_ORDINARY = names("construct setup tear_down __init__")
_FEWEST_DP = 3
"""How often ``dp`` has to be named to be a table and not a small difference."""


def algorithms(nodes: Nodes, seen: Tally, kind: str, has_plots: bool) -> tuple[str, ...]:
    """Hints in alphabetical order, such as ``sorting`` or ``fourier``.

    ``nodes`` are the scene's and ``seen`` is their tally. Words count whole: ``explore`` is no ``xor`` and
    ``resort`` no ``sort``; ``sorted`` is what Python does on the way to something else.
    """
    identifiers = [node.id for node in nodes.names]
    texts = {*identifiers, *seen.strings, *(node.name for node in nodes.definitions)}
    found = set().union(*map(_hints_in, texts))
    found.update(CALLS[name] for name in CALLS if name in seen.calls or name in seen.methods)
    if kind in ("linear_transformation", "vector"):
        found.add("linear_algebra")
    if has_plots and "TangentLine" in seen.calls:
        found.add("calculus")
    if any(type(node.op) is ast.BitXor for node in nodes.operations):
        found.add("xor")
    if identifiers.count("dp") >= _FEWEST_DP:
        found.add("dynamic_programming")
    if "recursion" not in found and _calls_itself(nodes):
        found.add("recursion")
    return tuple(sorted(found))


# Code says the same few thousand names over and over, so hardly any is looked at twice.
@lru_cache(maxsize=65_536)
def _hints_in(text: str) -> frozenset[str]:
    found = {TEX[command] for command in _COMMAND.findall(text) if command in TEX}
    if _DERIVATIVE in text:
        found.add("calculus")
    words = [word.lower() for word in _WORD.findall(text)]
    place = 0
    while place < len(words):
        hint, length = _hint_at(words, place)
        if hint:
            found.add(hint)
        place += length
    return frozenset(found)


def _hint_at(words: list[str], place: int) -> tuple[str | None, int]:
    """The hint of the longest phrase that starts there, and how many words it is made of."""
    word = words[place]
    for hint, rest in PHRASES.get(word, ()):
        if words[place + 1 : place + 1 + len(rest)] == rest:
            return hint, 1 + len(rest)
    return HINT_OF_WORD.get(word), 1


def _calls_itself(nodes: Nodes) -> bool:
    """Whether a function calls itself by its name, or a method by ``self``."""
    places: dict[str, list[ast.FunctionDef]] = {}
    for node in nodes.definitions:
        if isinstance(node, ast.FunctionDef) and node.name not in _ORDINARY:
            places.setdefault(node.name, []).append(node)
    for use in nodes.uses if places else ():
        if isinstance(use, ast.Call):
            name = _own_function(use.func)
            if name in places and any(_holds(place, use) for place in places[name]):
                return True
    return False


def _own_function(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        return function.attr if function.value.id == "self" else ""
    return ""


def _holds(function: ast.FunctionDef, call: ast.Call) -> bool:
    return function.lineno < call.lineno <= (function.end_lineno or 0)
