"""Scenes that need pictures and sounds, rewritten so that they need none.

A picture becomes a labelled rectangle of the size the picture would have, a sound is left out, a listing of code shows
the name of its file as a comment. Nothing else of the text changes. Files of other kinds have nothing that could stand
for them.
"""

from __future__ import annotations

import ast
import json
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from manimill.code.parse import SyntaxProblem, parse
from manimill.code.walking import walk
from manimill.scenes._callees import NAMED, path_argument, reader_called
from manimill.scenes._edits import Edit, Text, without_statements
from manimill.scenes._matching import fits
from manimill.scenes._shapes import NAMES, Label, shape
from manimill.scenes.assets import SUFFIXES, AssetReference, located_references
from manimill.scenes.picture_sizes import Size

_PICTURES = frozenset({"ImageMobject", "SVGMobject"})
_LISTING = NAMED["Code"]
_MANIMS = frozenset({"manim", "manimlib", "manimgl", "manim_imports_ext", "big_ol_pile_of_manim_imports"})
"""Scenes for older Manims are given placeholders before they are brought to today's."""


@dataclass(frozen=True, slots=True)
class Placeheld:
    """A rewritten module, and the paths of the files it no longer asks for.

    ``left`` are the paths of those that nothing can stand for: where there are any, the code is as it was.
    """

    code: str
    replaced: tuple[str, ...]
    left: tuple[str, ...]


def with_placeholders(code: str, sizes: Mapping[str, Size | None]) -> Placeheld:
    """Put shapes in the place of pictures, and leave sounds out.

    ``sizes`` are those of the pictures that are there, by their paths as the code has them.
    """
    tree = parse(code)
    if isinstance(tree, SyntaxProblem):
        return Placeheld(code, (), ())
    return _Module(tree, Text(code), sizes).placeheld()


class _Module:
    def __init__(self, tree: ast.Module, text: Text, sizes: Mapping[str, Size | None]) -> None:
        self._tree = tree
        self._text = text
        self._sizes = sizes
        self._imports = _Imports(tree)
        self._sounds: list[ast.Call] = []
        self._edits: list[Edit] = []

    def placeheld(self) -> Placeheld:
        first: dict[int, tuple[AssetReference, ast.Call | ast.stmt]] = {}
        patterns: set[str] = set()
        for reference, node in located_references(self._tree):
            # A call with a choice of files is replaced once, by the shape of the first.
            first.setdefault(id(node), (reference, node))
            patterns.add(reference.pattern)
        left = {reference.pattern for reference, node in first.values() if not self._replace(reference, node)}
        edits, undropped = without_statements(self._tree, self._text, self._sounds)
        left |= {reference.pattern for reference, node in first.values() if node in undropped}
        if left:
            return Placeheld(self._text.code, (), tuple(sorted(left)))
        edits = [*self._edits, *edits, *self._imports.edits(self._text)]
        return Placeheld(self._text.edited(edits), tuple(sorted(patterns)), ())

    def _replace(self, reference: AssetReference, node: ast.Call | ast.stmt) -> bool:
        """Note what is to be done about a reference; false where nothing can be."""
        if not isinstance(node, ast.Call):
            return False
        if reference.kind == "sound" and reference.call.rpartition(".")[2] == "add_sound":
            self._sounds.append(node)
            return True
        if reference.kind == "code":
            return self._list(reference, node)
        prefix = self._imports.prefix_of(node.func)
        if prefix is None:
            return False
        label = Label.of(reference.pattern, _path(node, reference))
        made = shape(node, reference.kind, label, self._size(reference), self._text, prefix)
        self._edits.append(self._text.replacing(node, made))
        return True

    def _list(self, reference: AssetReference, node: ast.Call) -> bool:
        """Let a listing show the name of its file; false where other arguments stand behind it by their places."""
        path = path_argument(node, _LISTING)
        if path is None or len(node.args) > 1:
            return False
        given = next((word for word in node.keywords if word.value is path), path)
        name = posixpath.basename(reference.pattern)
        self._edits.append(
            self._text.replacing(given, f"code_string={json.dumps('# ' + name, ensure_ascii=False)}")
        )
        return True

    def _size(self, reference: AssetReference) -> Size | None:
        wanted = [reference.pattern + suffix for suffix in ("", *SUFFIXES.get(reference.kind, ()))]
        found = (size for path, size in self._sizes.items() if any(fits(one, path) for one in wanted))
        return next(found, None)


class _Imports:
    """How the module calls manim's classes, and what it has to import to make shapes."""

    def __init__(self, tree: ast.Module) -> None:
        self._wanted = False
        self._from_manim = [
            node
            for node in walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in _MANIMS
        ]
        self._names = {
            alias.asname or alias.name: alias.name for node in self._from_manim for alias in node.names
        }
        self._modules = {
            alias.asname or alias.name
            for node in walk(tree)
            if isinstance(node, ast.Import)
            for alias in node.names
            if alias.name == "manim"
        }
        self._own = set(_defined(tree))

    def prefix_of(self, function: ast.expr) -> str | None:
        """What stands before manim's names where a picture is made; None where it is no picture of manim's."""
        if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
            ours = function.value.id in self._modules and function.attr in _PICTURES
            return f"{function.value.id}." if ours else None
        if not isinstance(function, ast.Name) or self._own & {function.id, *NAMES} or not self._from_manim:
            return None
        if self._names.get(function.id, function.id) not in _PICTURES:
            return None
        self._wanted = True
        return ""

    def edits(self, text: Text) -> Iterator[Edit]:
        missing = [name for name in NAMES if self._names.get(name) != name]
        if self._wanted and missing and "*" not in self._names:
            yield text.line_after(self._from_manim[0], f"from manim import {', '.join(missing)}")


def _path(call: ast.Call, reference: AssetReference) -> ast.expr | None:
    callee = reader_called("ImageMobject" if reference.kind == "image" else "SVGMobject")
    return path_argument(call, callee) if callee is not None else None


def _defined(tree: ast.Module) -> Iterator[str]:
    for node in walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
