"""Scenes in the documentation of an installed Python package. The package is read, never imported."""

from __future__ import annotations

import ast
import importlib.metadata
import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from manimill.catalog.entry import SourceEntry
from manimill.code.canonical import canonical_code, canonical_text
from manimill.code.parse import SyntaxProblem, parse
from manimill.errors import EnvironmentFailure
from manimill.records import Provenance, Sample, Skipped
from manimill.scenes.directive import Directive, directives_in


class PackageExtractor:
    """Reads the ``.. manim::`` directives in the docstrings of an installed package."""

    def __init__(self, entry: SourceEntry) -> None:
        self._entry = entry
        assert entry.package is not None  # held by the catalog's validation
        self._package = entry.package

    def extract(self) -> Iterator[Sample | Skipped]:
        """One sample per directive, in the order of files and lines.

        Raises:
            EnvironmentFailure: the package is not installed.
        """
        folder = _package_folder(self._package)
        version = importlib.metadata.version(self._package)
        originals: set[str] = set()
        # Modules for the OpenGL renderer repeat the docstrings of those they replace: read them last, so
        # that only what is new in them counts.
        for path in sorted(folder.rglob("*.py"), key=lambda p: ("opengl" in p.as_posix(), p.as_posix())):
            name = path.relative_to(folder.parent).as_posix()
            for found in self._read(path.read_text(encoding="utf-8", errors="replace"), name, version):
                if isinstance(found, Sample):
                    canonical = _canonical(found.code)
                    if "opengl" in name and canonical in originals:
                        where = f"{name}:{found.provenance.first_line}"
                        yield Skipped(self._entry.name, where, "opengl_copy", f"repeats {found.scene}")
                        continue
                    originals.add(canonical)
                yield found

    def _read(self, text: str, path: str, version: str) -> Iterator[Sample | Skipped]:
        if ".. manim::" not in text:
            return
        tree = parse(text)
        if isinstance(tree, SyntaxProblem):
            yield Skipped(self._entry.name, path, "syntax_error", str(tree))
            return
        for docstring in sorted(_docstrings(tree), key=lambda d: d.line):
            for directive in directives_in(docstring.text):
                yield self._sample(path, version, docstring, directive)

    def _sample(
        self, path: str, version: str, docstring: _Docstring, directive: Directive
    ) -> Sample | Skipped:
        first = docstring.line + directive.first_line
        where = f"{path}:{first}"
        if not directive.argument.isidentifier():
            return Skipped(self._entry.name, where, "syntax_template", f"argument {directive.argument!r}")
        tree = parse(directive.code)
        if isinstance(tree, SyntaxProblem):
            return Skipped(self._entry.name, where, "syntax_template", f"does not parse: {tree}")
        if directive.argument not in {n.name for n in ast.walk(tree) if isinstance(n, ast.ClassDef)}:
            return Skipped(self._entry.name, where, "scene_not_defined", f"no class {directive.argument}")
        return Sample.create(
            self._entry.name,
            _with_import(directive.code, tree),
            key=f"{path}::{docstring.owner}::{directive.argument}",
            scene=directive.argument,
            provenance=Provenance(
                url=self._entry.url,
                revision=version,
                path=path,
                first_line=first,
                last_line=docstring.line + directive.last_line,
                licence=self._entry.licence,
            ),
            metadata=_metadata(docstring, directive),
        )


def _canonical(code: str) -> str:
    tree = parse(code)
    return canonical_text(code) if isinstance(tree, SyntaxProblem) else canonical_code(tree)


def _metadata(docstring: _Docstring, directive: Directive) -> dict[str, object]:
    references = [
        name
        for option in ("ref_classes", "ref_methods", "ref_functions", "ref_modules")
        for name in directive.options.get(option, "").split()
    ]
    return {
        "documents": docstring.owner,
        "summary": docstring.summary,
        "prose": directive.prose,
        "heading": directive.heading,
        "references": references,
        "options": dict(sorted(directive.options.items())),
    }


def _with_import(code: str, tree: ast.Module) -> str:
    """Documentation is built with ``from manim import *`` in front of every example; a sample must say so."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "manim" and node.names[0].name == "*":
            return code
    return "from manim import *\n\n" + code


@dataclass(frozen=True, slots=True)
class _Docstring:
    """A string that stands as a statement: what it documents, its text, its first line in the file."""

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


def _docstrings(tree: ast.Module) -> Iterator[_Docstring]:
    """All strings that stand as statements, so that the docstrings of attributes count too."""
    stack: list[tuple[ast.AST, str]] = [(tree, "")]
    while stack:
        node, owner = stack.pop()
        children: list[tuple[ast.AST, str]] = []
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                if isinstance(child.value.value, str):
                    yield _Docstring(owner, child.value.value, child.lineno)
            elif isinstance(child, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
                children.append((child, f"{owner}.{child.name}".lstrip(".")))
            elif isinstance(child, (ast.If, ast.Try, ast.With)):
                children.append((child, owner))
        stack.extend(reversed(children))


def _package_folder(package: str) -> Path:
    # For a top-level name find_spec only looks for the file; nothing of the package runs.
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise EnvironmentFailure(
            f"The package '{package}' is not installed here; run 'pip install {package}' in the "
            "environment manimill runs in."
        )
    return Path(spec.submodule_search_locations[0])
