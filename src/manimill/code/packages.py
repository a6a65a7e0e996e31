"""What packages export, without importing them: data written by ``scripts/index_exports.py``."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from manimill.code import api


@cache
def exports(module: str) -> frozenset[str] | None:
    """The names that ``from MODULE import *`` brings, or None for a module that is not indexed."""
    if module == "manim":
        return api.public_names()
    package, _, inner = module.partition(".")
    return _package(package).get(inner)


@cache
def members(module: str) -> frozenset[str] | None:
    """Every name that can be imported from a module, or None for a module that is not indexed."""
    package, _, inner = module.partition(".")
    known = _package(package)
    if module != "manim" and inner not in known:
        return None
    below = f"{inner}." if inner else ""
    submodules = {
        name[len(below) :].partition(".")[0] for name in known if name.startswith(below) and name != inner
    }
    own = api.public_names() | known.get("", frozenset()) if module == "manim" else known[inner]
    return own | submodules


@cache
def manim_history() -> Mapping[str, Any]:
    """What ManimCE once had and has no more; written by ``scripts/index_old_manim.py``."""
    file = Path(__file__).parent / "data" / "manim-history.json"
    history: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return history


@cache
def former_names() -> frozenset[str]:
    """Names that ``from manim import *`` once brought and brings no more."""
    return frozenset(manim_history()["names"])


@cache
def standard_library() -> frozenset[str]:
    """Top-level modules that come with Python."""
    return frozenset(sys.stdlib_module_names)


@cache
def _package(package: str) -> dict[str, frozenset[str]]:
    file = Path(__file__).parent / "data" / "exports" / f"{package}.json"
    if not package.isidentifier() or not file.is_file():
        return {}
    index = json.loads(file.read_text(encoding="utf-8"))
    return {module: _expanded(names.split()) for module, names in index["modules"].items()}


def _expanded(names: list[str]) -> frozenset[str]:
    found = {name for name in names if name[0] != "*"}
    return frozenset(found.union(*(exports(name[1:]) or () for name in names if name[0] == "*")))
