"""The files that a module asks for besides its own code, and which of them are there.

Told from the text alone. Names are followed to what the module binds them to; what is only known when the module
runs is ``*`` in a pattern. Addresses on the network are no files. ManimCE brings no pictures along, so none of a
scene's comes from it.
"""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from manimill.code.parse import SyntaxProblem, parse
from manimill.scenes._bindings import Bindings
from manimill.scenes._callees import (
    NAMED,
    Callee,
    opens_for_writing,
    path_argument,
    read_method,
    reader_called,
    writer_called,
)
from manimill.scenes._matching import Listing
from manimill.scenes._paths import UNKNOWN, Paths
from manimill.scenes.files import FileAbsentError, FileTree

SUFFIXES: Mapping[str, tuple[str, ...]] = {
    "image": (".jpg", ".jpeg", ".png", ".gif", ".ico"),
    "svg": (".svg",),
    "sound": (".wav", ".mp3"),
}
"""What manim adds to the name of a file that is not there as it is written, in its order."""

_OWN_FOLDERS: Mapping[str, tuple[str, ...]] = {
    "image": ("", "raster_images"),
    "svg": ("", "svg_images", "vector_images"),
    "sound": ("", "sounds"),
}
"""Folders in the assets folder that manim looked into before there was ManimCE; projects still have them."""

_ADDRESSES = ("http://", "https://", "ftp://", "data:")
_LONGEST_PATH = 300


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


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that is there: its path as the code asks for it, its path in the tree, and its size in bytes."""

    path: str
    source: str
    size: int


@dataclass(frozen=True, slots=True)
class AssetReport:
    """What became of references.

    A reference of which nothing but the end is known (``f"{name}.png"``) is missing in no case: it is among
    neither where it fits no file. ``absent`` maps the files that are listed and cannot be read to the reason;
    their references are missing.
    """

    present: tuple[Asset, ...]
    missing: tuple[AssetReference, ...]
    absent: Mapping[str, str]


def references(code: str | ast.Module) -> tuple[AssetReference, ...]:
    """Every reference to a file, in the order of lines; empty where the text is not Python.

    What the module itself writes is left out, as is what it does only when run as a program.
    """
    tree = parse(code) if isinstance(code, str) else code
    if isinstance(tree, SyntaxProblem):
        return ()
    found = dict.fromkeys(reference for reference, _ in located_references(tree))
    return tuple(sorted(found, key=lambda one: (one.line, one.kind, one.pattern)))


def located_references(tree: ast.Module) -> list[tuple[AssetReference, ast.Call | ast.stmt]]:
    """The references as `references` has them, each with the call or the statement of a class that makes it."""
    module = _Module(tree)
    written = set(module.written())
    return [(reference, node) for reference, node in module.read() if reference.pattern not in written]


def search_folders(path: str, assets_dir: str = "") -> tuple[str, ...]:
    """Where a relative path in the module at ``path`` may be relative to, nearest first.

    The module's folder and those above it, each with its ``assets`` folder behind it, and manim's own setting.
    """
    folders: list[str] = []
    folder = posixpath.dirname(path)
    while True:
        folders += [folder, posixpath.join(folder, "assets")]
        if not folder:
            break
        folder = posixpath.dirname(folder)
    return tuple(dict.fromkeys([*folders, *([assets_dir] if assets_dir else [])]))


def resolve(references: Sequence[AssetReference], tree: FileTree, folders: Sequence[str]) -> AssetReport:
    """Find the files in a tree; ``folders`` are what paths may be relative to, nearest first."""
    search = _Search(tree, folders)
    present: dict[str, Asset] = {}
    missing: list[AssetReference] = []
    for reference in references:
        found = search.files(reference)
        readable = [asset for path, source in found if (asset := search.asset(path, source)) is not None]
        present |= {asset.path: asset for asset in readable if asset.path not in present}
        if len(readable) < len(found) or not (found or _is_only_an_end(reference.pattern)):
            missing.append(reference)
    return AssetReport(tuple(sorted(present.values(), key=lambda a: a.path)), tuple(missing), search.absent)


class _Search:
    """Looks for files in one tree."""

    def __init__(self, tree: FileTree, folders: Sequence[str]) -> None:
        self._tree = tree
        self._sizes = tree.files()
        self._listing = Listing(self._sizes)
        self._folders = folders
        self.absent: dict[str, str] = {}

    def files(self, reference: AssetReference) -> list[tuple[str, str]]:
        """The paths as asked for and in the tree, of the nearest folder that has any."""
        if reference.pattern.startswith("/"):
            return []
        for folder in self._folders:
            # What leads out of a folder leads out of the one the scene runs in.
            leads_out = reference.pattern.startswith("../")
            for own in ("",) if leads_out else _OWN_FOLDERS.get(reference.kind, ("",)):
                for suffix in ("", *SUFFIXES.get(reference.kind, ())):
                    found = self._listing.matches(posixpath.join(folder, own), reference.pattern + suffix)
                    if found:
                        return found
        return []

    def asset(self, path: str, source: str) -> Asset | None:
        """The file, or None where it is listed but cannot be read."""
        size = self._sizes[source]
        if size is None:
            try:
                size = len(self._tree.read(source))
            except FileAbsentError as error:
                self.absent[source] = str(error)
                return None
        return Asset(path, source, size)


class _Module:
    """Reads and writes of files in one module."""

    def __init__(self, tree: ast.Module) -> None:
        self._bindings = Bindings(tree)
        self._paths = Paths(self._bindings)

    def read(self) -> Iterator[tuple[AssetReference, ast.Call | ast.stmt]]:
        for call in self._bindings.calls():
            callee, skipped = self._reader(call)
            if callee is None or (_opens(callee, call) and opens_for_writing(call, callee)):
                continue
            path = path_argument(call, callee, skipped)
            if path is not None:
                yield from self._references(callee.kind, path, call, _shown(call.func))
        for name, node in self._bindings.classes.items():
            yield from self._given_by_class(name, node)

    def written(self) -> Iterator[str]:
        """Paths of files that the module makes."""
        for call in self._bindings.calls():
            callee, _ = self._reader(call)
            opens = callee is not None and _opens(callee, call) and opens_for_writing(call, callee)
            writer = callee if opens else writer_called(call)
            path = path_argument(call, writer) if writer is not None else None
            if path is not None:
                yield from map(_normal, self._paths.of(path))

    def _reader(self, call: ast.Call) -> tuple[Callee | None, int]:
        """What a call reads, and how many arguments stand before those that count."""
        function = call.func
        if isinstance(function, ast.Attribute) and function.attr == "__init__":
            if isinstance(function.value, ast.Call) and _shown(function.value.func) == "super":
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
        if depth > len(self._bindings.classes) or _own_init(node):
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
    """What is called, as written; of something computed only the method."""
    if isinstance(function, ast.Name):
        return function.id
    if isinstance(function, ast.Attribute):
        before = _shown(function.value)
        return f"{before}.{function.attr}" if before else function.attr
    return "super()" if isinstance(function, ast.Call) and _shown(function.func) == "super" else ""


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
    return bool(pattern.strip("*/.")) and "\n" not in pattern and "\0" not in pattern


def _is_only_an_end(pattern: str) -> bool:
    """``*.png``, or ``*/*_left.png``: which file is meant is for the scene to say when it runs."""
    return pattern.startswith(UNKNOWN) and posixpath.basename(pattern).startswith(UNKNOWN)
