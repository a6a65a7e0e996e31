"""What ManimCE offers, without importing it: kinds of names, parameters, attributes.

The index ships inside the package and is written by ``scripts/index_manim_api.py`` from one exact
version of manim. It is read on first use, which takes about 2 ms.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

VERSION = "0.22.0"
"""The manim whose API is indexed."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a constructor or function.

    ``kind`` is ``positional_only``, ``positional_or_keyword``, ``keyword_only``, ``var_positional``
    or ``var_keyword``.
    """

    name: str
    kind: str
    has_default: bool


def kind_of(name: str) -> str | None:
    """What the public name stands for, or None where manim has no such name.

    One of ``vmobject``, ``mobject`` (that is not a vmobject), ``animation``, ``scene``, ``camera``,
    ``class``, ``function``, ``rate_function``, ``colour``, ``constant`` and ``module``.
    """
    return _kinds().get(name)


def is_mobject(name: str) -> bool:
    """Whether the public name is a class of mobjects."""
    return _kinds().get(name) in ("vmobject", "mobject")


def is_animation(name: str) -> bool:
    """Whether the public name is a class of animations."""
    return _kinds().get(name) == "animation"


def is_scene(name: str) -> bool:
    """Whether the public name is a class of scenes."""
    return _kinds().get(name) == "scene"


def colour(name: str) -> str | None:
    """The colour constant as ``#RRGGBB``, or None where the name is no colour."""
    value: str | None = _index()["values"].get(name) if kind_of(name) == "colour" else None
    return value


@cache
def public_names() -> frozenset[str]:
    """Every name that ``from manim import *`` brings."""
    return frozenset(_kinds())


@cache
def module_names(module: str) -> frozenset[str]:
    """Names inside a public module such as ``rate_functions`` or ``XKCD``; empty for other names."""
    return frozenset(_index()["modules"].get(module, ()))


@cache
def parameters(name: str) -> tuple[Parameter, ...] | None:
    """Parameters of a class's constructor (without ``self``) or of a function, in order.

    None where the name is neither.
    """
    written = _index()["functions"].get(name)
    if written is None and name in _index()["classes"]:
        written = _index()["classes"][name][1]
    return None if written is None else tuple(_parameter(text) for text in written)


@cache
def keywords(name: str) -> frozenset[str] | None:
    """Every keyword a class or function accepts, ``**kwargs`` followed through the bases.

    None where the name is neither, or where what ``**kwargs`` takes cannot be known.
    """
    own = parameters(name)
    if own is None:
        return None
    accepted = {p.name for p in own if p.kind in ("positional_or_keyword", "keyword_only")}
    if all(p.kind != "var_keyword" for p in own):
        return frozenset(accepted)
    inherited = [keywords(base) for base in bases(name)]
    if not inherited or None in inherited:
        return None
    return frozenset(accepted.union(*(names for names in inherited if names is not None)))


def bases(name: str) -> tuple[str, ...]:
    """Direct bases of a class inside manim's index, nearest first; empty for other names."""
    return tuple(_index()["classes"].get(name, ((),))[0])


@cache
def attributes(name: str) -> frozenset[str]:
    """Public methods, properties and attributes of a class, its bases' included."""
    entry = _index()["classes"].get(name)
    if entry is None:
        return frozenset()
    return frozenset(entry[2]).union(*(attributes(base) for base in entry[0]))


@cache
def all_attributes() -> frozenset[str]:
    """Public methods, properties and attributes of all classes."""
    return frozenset().union(*(attributes(name) for name in _index()["classes"]))


def _parameter(text: str) -> Parameter:
    name = text.lstrip("/=*")
    kind = {
        "": "positional_or_keyword",
        "/": "positional_only",
        "=": "keyword_only",
        "*": "var_positional",
        "**": "var_keyword",
    }[text[: len(text) - len(name)]]
    return Parameter(name.rstrip("?"), kind, name.endswith("?"))


@cache
def _index() -> Mapping[str, Any]:
    file = Path(__file__).parent / "data" / f"manim-{VERSION}.json"
    index: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return index


@cache
def _kinds() -> Mapping[str, str]:
    kinds: Mapping[str, str] = _index()["names"]
    return kinds
