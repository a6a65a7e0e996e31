"""What older Manims offered, without having them: constructors, CONFIG, methods, colours, and when names went.

The indexes ship inside the package and are written by ``scripts/index_old_manim.py``: of manimlib 0.1.11, which is
flavour ``legacy`` here, of ManimGL 1.7.2, flavour ``gl``, and of what ManimCE once had and has no more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from manimill.code.api import Parameter
from manimill.code.packages import manim_history

_FILES = {"legacy": "manimlib", "gl": "manimgl"}
_KINDS = {
    "": "positional_or_keyword",
    "/": "positional_only",
    "=": "keyword_only",
    "*": "var_positional",
    "**": "var_keyword",
}


def has_class(flavour: str, name: str) -> bool:
    """Whether an older library had a class."""
    return name in _old(flavour)["classes"]


def class_names(flavour: str) -> tuple[str, ...]:
    """Every class of an older library."""
    return tuple(_old(flavour)["classes"])


@cache
def bases(flavour: str, name: str) -> tuple[str, ...]:
    """Direct bases of a class, nearest first; empty for other names."""
    entry = _old(flavour)["classes"].get(name)
    return tuple(entry[0]) if entry else ()


@cache
def lineage(flavour: str, name: str) -> tuple[str, ...]:
    """A class and all it builds on, nearest first; empty for names that are no classes."""
    found: dict[str, None] = {}
    todo = [name]
    while todo:
        current = todo.pop(0)
        if current not in found and has_class(flavour, current):
            found[current] = None
            todo += bases(flavour, current)
    return tuple(found)


@cache
def signature(flavour: str, name: str) -> tuple[Parameter, ...] | None:
    """Parameters of a class's constructor (without ``self``) or of a function, in order, as far as they are named.

    What is given in place counts here; ``**kwargs`` of the library before ManimGL are what `config` has. None where
    the name is neither.
    """
    texts = _signature(flavour, name)
    return None if texts is None else tuple(_parameter(text) for text in texts)


@cache
def defaults(flavour: str, name: str) -> Mapping[str, str]:
    """Defaults of what `signature` gives, as Python."""
    return MappingProxyType(
        {
            _parameter(text).name: text.lstrip("=").partition("=")[2]
            for text in _signature(flavour, name) or ()
        }
    )


@cache
def config(flavour: str, name: str) -> Mapping[str, str]:
    """Keys of a class's CONFIG and their values as Python, those of its bases included."""
    found: dict[str, str] = {}
    for one in reversed(lineage(flavour, name)):
        found.update(_old(flavour)["classes"][one][2])
    return MappingProxyType(found)


@cache
def keywords(flavour: str, name: str) -> frozenset[str]:
    """Every keyword a class took: keys of CONFIG and named parameters, those of its bases included."""
    return frozenset().union(*(own_keywords(flavour, one) for one in lineage(flavour, name)))


@cache
def own_keywords(flavour: str, name: str) -> frozenset[str]:
    """Keywords that a class itself took, in its CONFIG or as parameters."""
    entry = _old(flavour)["classes"].get(name)
    if entry is None:
        return frozenset()
    parameters = map(_parameter, entry[1] or ())
    return frozenset(entry[2]) | {p.name for p in parameters if not p.kind.startswith("var_")}


@cache
def own_methods(flavour: str, name: str) -> Mapping[str, tuple[Parameter, ...]]:
    """Methods that a class itself had, with their parameters (without ``self``)."""
    entry = _old(flavour)["classes"].get(name)
    methods = entry[3] if entry else {}
    return MappingProxyType({one: tuple(map(_parameter, texts)) for one, texts in methods.items()})


def colour_names(flavour: str) -> tuple[str, ...]:
    """Names of all colour constants."""
    return tuple(_old(flavour)["colours"])


def colour(flavour: str, name: str) -> str | None:
    """A colour constant as ``#RRGGBB``, None where the name was no colour."""
    value: str | None = _old(flavour)["colours"].get(name)
    return value


def last_version(name: str) -> str | None:
    """The last ManimCE looked at that had a name or a ``Class.member`` that is gone; None if none had it."""
    seen = _seen(name)
    return seen[1] if seen else None


@cache
def gone_members() -> frozenset[str]:
    """Every method and attribute that a class had in some ManimCE and does not have today."""
    return frozenset(member for members in _history()["members"].values() for member in members)


def _seen(name: str) -> list[str] | None:
    owner, _, member = name.rpartition(".")
    index = _history()
    found: list[str] | None = (
        index["members"].get(owner, {}).get(member) if owner else index["names"].get(name)
    )
    return found


def _signature(flavour: str, name: str) -> list[str] | None:
    """A constructor's parameters: those of the nearest class that has one of its own."""
    index = _old(flavour)
    if name in index["functions"]:
        texts: list[str] = index["functions"][name]
        return texts
    classes = lineage(flavour, name)
    return next((index["classes"][one][1] for one in classes if index["classes"][one][1] is not None), None)


def _parameter(text: str) -> Parameter:
    bare = text.lstrip("/=*")
    name, has_default, _ = bare.partition("=")
    return Parameter(name, _KINDS[text[: len(text) - len(bare)]], bool(has_default))


@cache
def _old(flavour: str) -> Mapping[str, Any]:
    return _read(f"{_FILES[flavour]}.json")


@cache
def _history() -> Mapping[str, Any]:
    return manim_history()


def _read(name: str) -> Mapping[str, Any]:
    file = Path(__file__).parent / "knowledge" / name
    index: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return index
