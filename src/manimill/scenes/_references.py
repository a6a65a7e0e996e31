"""Every reference to a file that a module makes, told from its syntax tree."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from manimill.code.parse import SyntaxProblem, parse
from manimill.scenes._bindings import Bindings
from manimill.scenes._callees import (
    NAMED,
    READING_NAMES,
    Callee,
    opens_for_writing,
    path_argument,
    read_method,
    reader_called,
    writer_called,
)
from manimill.scenes._paths import UNKNOWN, Paths

_ADDRESSES = ("http://", "https://", "ftp://", "data:")
_LONGEST_PATH = 300
_LONGEST_LINEAGE = 20
"""Bases are followed so far; code may define classes in a circle."""


@dataclass(frozen=True, slots=True)
class AssetReference:
    """A file that code asks for.

    ``kind`` is ``image``, ``svg``, ``sound``, ``data``, ``code``, ``font`` or ``tex``; ``pattern`` a path with ``/``
    between its parts and ``*`` for what is not known, which ``exact`` denies; ``call`` what is called with it.
    """

    kind: str
    pattern: str
    line: int
    exact: bool
    call: str


def references(code: str | ast.Module) -> tuple[AssetReference, ...]:
    """Every reference to a file, in the order of lines; empty where the text is not Python.

    What the module itself writes is left out, as is what it does only when run as a program.
    """
    tree = parse(code) if isinstance(code, str) else code
    if isinstance(tree, SyntaxProblem):
        return ()
    found = dict.fromkeys(reference for reference, _ in located_references(tree))
    return tuple(sorted(found, key=lambda one: (one.line, one.kind, one.pattern)))


def reading_lines(nodes: Iterable[ast.AST]) -> tuple[int, ...]:
    """Lines with a name without which nothing is read, among the nodes of a module; mostly there are none."""
    found: list[int] = []
    node: Any
    for node in nodes:
        kind = type(node)
        if kind is ast.Name:
            name = node.id
        elif kind is ast.Attribute:
            name = node.attr
        elif kind is ast.alias:
            name = node.name.rpartition(".")[2]
        else:
            continue
        if name in READING_NAMES:
            found.append(node.lineno)
    return tuple(sorted(found))


def located_references(tree: ast.Module) -> list[tuple[AssetReference, ast.Call | ast.stmt]]:
    """The references as `references` has them, each with the call or the statement of a class that makes it."""
    module = _Module(tree)
    written = set(module.written())
    return [(reference, node) for reference, node in module.read() if reference.pattern not in written]


class _Module:
    """Reads and writes of files in one module."""

    def __init__(self, tree: ast.Module) -> None:
        self._bindings = Bindings(tree)
        self._paths = Paths(self._bindings)

    def read(self) -> Iterator[tuple[AssetReference, ast.Call | ast.stmt]]:
        for call, callee, skipped in self._readers:
            if callee is None or (_opens(callee, call) and opens_for_writing(call, callee)):
                continue
            path = path_argument(call, callee, skipped)
            if path is not None:
                yield from self._references(callee.kind, path, call, _shown(call.func))
        for name, node in self._bindings.classes.items():
            yield from self._given_by_class(name, node)

    def written(self) -> Iterator[str]:
        """Paths of files that the module makes."""
        for call, callee, _ in self._readers:
            opens = callee is not None and _opens(callee, call) and opens_for_writing(call, callee)
            writer = callee if opens else writer_called(call)
            path = path_argument(call, writer) if writer is not None else None
            if path is not None:
                yield from map(_normal, self._paths.of(path))

    @cached_property
    def _readers(self) -> list[tuple[ast.Call, Callee | None, int]]:
        return [(call, *self._reader(call)) for call in self._bindings.calls()]

    def _reader(self, call: ast.Call) -> tuple[Callee | None, int]:
        """What a call reads, and how many arguments stand before those that count."""
        function = call.func
        if isinstance(function, ast.Attribute) and function.attr != "__init__":
            if function.attr not in READING_NAMES:
                return None, 0  # most calls, told without their whole name
        elif isinstance(function, ast.Attribute):
            if _shown(function.value) == "super()":
                return self._base_of(self._bindings.owner.get(call)), 0
            return self._class_called(self._bindings.dotted(function.value) or ""), 1
        dotted = self._bindings.dotted(function) or ""
        return self._class_called(dotted) or self._on_path(call), 0

    def _on_path(self, call: ast.Call) -> Callee | None:
        method = read_method(call)
        # Of what is not told to be a path it is some other method.
        if method is None or self._paths.of(call.func.value) == {UNKNOWN}:  # type: ignore[attr-defined]
            return None
        return method

    def _class_called(self, dotted: str, depth: int = 0) -> Callee | None:
        """What a function or class reads; a class of the module as its base does, unless it has other arguments."""
        node = self._bindings.classes.get(dotted)
        if node is None:
            return reader_called(dotted)
        if depth > _LONGEST_LINEAGE or _own_init(node):
            return None
        return self._base_of(node, depth)

    def _base_of(self, node: ast.ClassDef | None, depth: int = 0) -> Callee | None:
        bases = [self._bindings.dotted(base) or "" for base in node.bases] if node is not None else []
        found = (self._class_called(base, depth + 1) for base in bases if base)
        return next((callee for callee in found if callee is not None), None)

    def _given_by_class(
        self, name: str, node: ast.ClassDef
    ) -> Iterator[tuple[AssetReference, ast.Call | ast.stmt]]:
        """The file that a class names for all its objects: ``file_name = "a.svg"``, or in its ``CONFIG``."""
        callee = self._base_of(node)
        if callee is None or callee not in NAMED.values():
            return
        for statement in node.body:
            if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
                continue
            pairs = [(statement.targets[0].id, statement.value)]
            if isinstance(statement.value, ast.Dict) and pairs[0][0] == "CONFIG":
                keys = (key.value if isinstance(key, ast.Constant) else None for key in statement.value.keys)
                pairs = [(str(key), value) for key, value in zip(keys, statement.value.values, strict=True)]
            for key, value in pairs:
                if key in callee.keywords:
                    yield from self._references(callee.kind, value, statement, name)

    def _references(
        self, kind: str, path: ast.expr, node: ast.Call | ast.stmt, call: str
    ) -> Iterator[tuple[AssetReference, ast.Call | ast.stmt]]:
        for pattern in sorted(map(_normal, self._paths.of(path))):
            if _is_path(pattern):
                yield AssetReference(kind, pattern, node.lineno, UNKNOWN not in pattern, call), node


def _opens(callee: Callee, call: ast.Call) -> bool:
    return callee.kind == "data" and _shown(call.func).rpartition(".")[2] == "open"


def _own_init(node: ast.ClassDef) -> bool:
    return any(isinstance(one, ast.FunctionDef) and one.name == "__init__" for one in node.body)


def _shown(function: ast.expr) -> str:
    """What is called, as written; of something computed only the methods behind it."""
    parts: list[str] = []
    while isinstance(function, ast.Attribute):
        parts.append(function.attr)
        function = function.value
    if isinstance(function, ast.Name):
        parts.append(function.id)
    elif (
        isinstance(function, ast.Call) and isinstance(function.func, ast.Name) and function.func.id == "super"
    ):
        parts.append("super()")
    return ".".join(reversed(parts))


def _normal(text: str) -> str:
    """A path without ``.`` in it and with ``/`` between its parts, as Windows users write it too."""
    if text.startswith(_ADDRESSES):
        return text
    text = text.replace("\\", "/")
    return posixpath.normpath(text) if text else ""


def _is_path(pattern: str) -> bool:
    """Whether anything is known of it, and it names a file of this machine."""
    if pattern.startswith(("<", *_ADDRESSES)) or len(pattern) > _LONGEST_PATH:
        return False
    if any("\ud800" <= letter <= "\udfff" for letter in pattern):
        return False  # half a character: no name of a file that any table could hold
    return bool(pattern.strip("*/.")) and "\n" not in pattern and "\0" not in pattern
