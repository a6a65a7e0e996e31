"""Scenes in documentation: the ``.. manim::`` directives of a tree of files."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from manimill.code.canonical import canonical_code, canonical_text
from manimill.code.parse import SyntaxProblem, parse
from manimill.code.walking import children, walk
from manimill.records import Provenance, Sample, Skipped
from manimill.scenes.directive import Directive, directives_in
from manimill.scenes.files import FileAbsentError, FileTooLargeError, FileTree, read_at_most
from manimill.scenes.slicing.project import LARGEST_MODULE

_MODULES = (".py",)
_PAGES = (".rst",)
_MARKS = (".. manim::", ".. manim ::")


def directives_of(tree: FileTree, source: str, provenance: Provenance) -> Iterator[Sample | Skipped]:
    """One sample per directive in the docstrings of modules and in pages, in the order of files and lines.

    ``provenance`` says what is true of all of them; path and lines are added here.
    """
    originals: set[str] = set()
    reading = _Reading(source, provenance)
    # Modules for the OpenGL renderer repeat the docstrings of those they replace: read them last, so
    # that only what is new in them counts.
    for path in sorted(_documents(tree), key=lambda path: ("opengl" in path, path)):
        for found in reading.file(tree, path):
            if isinstance(found, Sample):
                canonical = _canonical(found.code)
                if "opengl" in path and canonical in originals:
                    where = f"{path}:{found.provenance.first_line}"
                    yield Skipped(source, where, "opengl_copy", f"repeats {found.scene}")
                    continue
                originals.add(canonical)
            yield found


def _documents(tree: FileTree) -> list[str]:
    return [path for path in tree.files() if path.endswith(_MODULES + _PAGES)]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What all directives of one source have in common."""

    source: str
    provenance: Provenance

    def file(self, tree: FileTree, path: str) -> Iterator[Sample | Skipped]:
        try:
            text = read_at_most(tree, path, LARGEST_MODULE).decode("utf-8", errors="replace")
        except FileAbsentError as error:
            yield Skipped(self.source, path, "file_absent", str(error))
            return
        except FileTooLargeError as error:
            yield Skipped(self.source, path, "too_large", str(error))
            return
        if not any(mark in text for mark in _MARKS):
            return
        if path.endswith(_PAGES):
            yield from self._text(path, _Text("", text, 1))
            return
        module = parse(text)
        if isinstance(module, SyntaxProblem):
            yield Skipped(self.source, path, "syntax_error", str(module))
            return
        for docstring in sorted(_docstrings(module), key=lambda d: d.line):
            yield from self._text(path, docstring)

    def _text(self, path: str, text: _Text) -> Iterator[Sample | Skipped]:
        for directive in directives_in(text.text):
            yield self._sample(path, text, directive)

    def _sample(self, path: str, text: _Text, directive: Directive) -> Sample | Skipped:
        first = text.line + directive.first_line
        where = f"{path}:{first}"
        if not directive.argument.isidentifier():
            return Skipped(self.source, where, "syntax_template", f"argument {directive.argument!r}")
        tree = parse(directive.code)
        if isinstance(tree, SyntaxProblem):
            return Skipped(self.source, where, "syntax_template", f"does not parse: {tree}")
        if directive.argument not in {n.name for n in walk(tree) if isinstance(n, ast.ClassDef)}:
            return Skipped(self.source, where, "scene_not_defined", f"no class {directive.argument}")
        return Sample.create(
            self.source,
            with_import(directive.code, tree),
            key=f"{path}::{text.owner}::{directive.argument}",
            scene=directive.argument,
            provenance=replace(
                self.provenance, path=path, first_line=first, last_line=text.line + directive.last_line
            ),
            metadata=_metadata(text, directive),
        )


def _canonical(code: str) -> str:
    tree = parse(code)
    return canonical_text(code) if isinstance(tree, SyntaxProblem) else canonical_code(tree)


def _metadata(text: _Text, directive: Directive) -> dict[str, object]:
    references = [
        name
        for option in ("ref_classes", "ref_methods", "ref_functions", "ref_modules")
        for name in directive.options.get(option, "").split()
    ]
    return {
        "documents": text.owner,
        "summary": text.summary,
        "prose": directive.prose,
        "heading": directive.heading,
        "references": references,
        "options": dict(sorted(directive.options.items())),
    }


def with_import(code: str, tree: ast.Module) -> str:
    """Documentation is built with ``from manim import *`` in front of every example; a sample must say so."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "manim" and node.names[0].name == "*":
            return code
    return "from manim import *\n\n" + code


@dataclass(frozen=True, slots=True)
class _Text:
    """A docstring or a page: what it documents, its text, its first line in the file.

    A docstring is any string that stands as a statement.
    """

    owner: str
    text: str
    line: int

    @property
    def summary(self) -> str | None:
        """The first paragraph, on one line."""
        lines: list[str] = []
        for line in self.text.strip().splitlines():
            if not line.strip():
                break
            lines.append(line.strip())
        text = " ".join(lines)
        return text if text and not text.startswith("..") else None


def _docstrings(tree: ast.Module) -> Iterator[_Text]:
    """All strings that stand as statements, so that the docstrings of attributes count too."""
    stack: list[tuple[ast.AST, str]] = [(tree, "")]
    while stack:
        node, owner = stack.pop()
        inside: list[tuple[ast.AST, str]] = []
        for child in children(node):
            if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                if isinstance(child.value.value, str):
                    yield _Text(owner, child.value.value, child.lineno)
            elif isinstance(child, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
                inside.append((child, f"{owner}.{child.name}".lstrip(".")))
            elif isinstance(child, (ast.If, ast.Try, ast.With)):
                inside.append((child, owner))
        stack.extend(reversed(inside))
