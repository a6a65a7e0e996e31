"""The Python files of a tree, each read and parsed once."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from dataclasses import dataclass, field
from functools import cached_property

from manimill.code.bindings import Bindings, bindings
from manimill.code.parse import SyntaxProblem, parse
from manimill.scenes.files import FileAbsentError, FileTooLargeError, FileTree, read_at_most

LARGEST_MODULE = 1 << 20
"""Bytes. The longest file of 27 repositories of scenes has 0.4 MB; one of data costs seconds for each of them."""


class UnreadableError(Exception):
    """A file that is no Python module; ``reason`` is machine-readable, the message is for people."""

    def __init__(self, reason: str, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.reason = reason
        self.line = line


@dataclass(eq=False)
class SourceModule:
    """A parsed module of a project.

    ``path`` is its file's, from the root of the tree. ``first_line`` is where the text starts in the file.
    """

    path: str
    text: str
    tree: ast.Module
    first_line: int = 1
    _bindings: dict[int, Bindings] = field(default_factory=dict, repr=False)

    @property
    def folder(self) -> str:
        """The folder it lies in, from the root; empty for the root."""
        return self.path.rpartition("/")[0]

    @cached_property
    def data(self) -> bytes:
        """The text in the encoding that the tree counts columns in."""
        return self.text.encode("utf-8", "surrogatepass")

    @cached_property
    def line_starts(self) -> list[int]:
        """Offset in `data` of each line, and of the end."""
        starts = [0]
        for line in self.data.split(b"\n"):
            starts.append(starts[-1] + len(line) + 1)
        return starts

    def offset(self, line: int, column: int) -> int:
        """Offset in `data` of a place as the tree has it: lines from 1, columns in bytes from 0."""
        return self.line_starts[line - 1] + column

    @cached_property
    def lazy_annotations(self) -> bool:
        """Whether annotations are never evaluated."""
        return any(
            isinstance(node, ast.ImportFrom)
            and node.module == "__future__"
            and any(alias.name == "annotations" for alias in node.names)
            for node in self.tree.body
        )

    def bindings(self, statement: ast.stmt) -> Bindings:
        """What a statement of the top level binds and uses."""
        key = id(statement)
        if key not in self._bindings:
            self._bindings[key] = bindings(statement, lazy_annotations=self.lazy_annotations)
        return self._bindings[key]


def read_module(path: str, data: bytes) -> SourceModule:
    """Parse a file's content.

    Raises:
        UnreadableError: it is not a Python 3 module.
    """
    return parse_module(path, _decoded(data))


def parse_module(path: str, text: str) -> SourceModule:
    """Parse a text with one line feed per line.

    Raises:
        UnreadableError: it is not a Python 3 module.
    """
    tree = parse(text)
    if isinstance(tree, SyntaxProblem):
        if tree.too_deep:
            raise UnreadableError("nested_too_deeply", "it is nested too deeply", tree.line)
        if is_python_2(text, tree):
            raise UnreadableError("python_2", f"written for Python 2 ({tree})", tree.line)
        raise UnreadableError("syntax_error", str(tree), tree.line)
    return SourceModule(path, text, tree)


def is_python_2(text: str, problem: SyntaxProblem) -> bool:
    """Whether a text that does not parse looks like Python 2: prints, handlers and literals as it had them."""
    said = problem.message
    if "Missing parentheses in call to 'print'" in said or "Missing parentheses in call to 'exec'" in said:
        return True
    if any(words in said for words in _PYTHON_2):
        return True
    if problem.line is None or "inconsistent" in said:
        return False
    lines = text.split("\n")
    line = lines[problem.line - 1] if problem.line <= len(lines) else ""
    if any(sign in line for sign in ("<>", "`", "ur'", 'ur"')) and said == "invalid syntax":
        return True
    return line.lstrip().startswith(("print ", "exec ", "raise ")) or (
        said == "invalid decimal literal" and re.search(r"\d[lL]\b", line) is not None
    )


_PYTHON_2 = (
    "multiple exception types must be parenthesized",
    "leading zeros in decimal",
    "Function parameters cannot be parenthesized",
    "Lambda expression parameters cannot be parenthesized",
)
"""What the parser says where it has guessed what was meant."""


def _decoded(data: bytes) -> str:
    if b"\0" in data:
        raise UnreadableError("syntax_error", "it holds null bytes, so it is no text")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        text = data.decode(encoding)
    except (SyntaxError, LookupError, ValueError) as error:
        raise UnreadableError("not_utf8", f"it is not text in its encoding ({error})") from None
    # Form feeds and other separators stay: only these two end lines for the parser as well.
    return text.replace("\r\n", "\n").replace("\r", "\n")


class Project:
    """Modules of a tree by path.

    Modules that do not stand in files of their own, such as those of notebooks, are put into a program with its `add`.
    """

    def __init__(self, tree: FileTree) -> None:
        self.tree = tree
        self.paths = frozenset(path for path in tree.files() if path.endswith(".py"))
        self.folders = frozenset(_folders(self.paths))
        self._modules: dict[str, SourceModule | UnreadableError] = {}

    def module(self, path: str) -> SourceModule:
        """The module in a file.

        Raises:
            UnreadableError: the file is absent or no module.
        """
        if path not in self._modules:
            self._modules[path] = self._read(path)
        found = self._modules[path]
        if isinstance(found, UnreadableError):
            raise found
        return found

    def _read(self, path: str) -> SourceModule | UnreadableError:
        try:
            return read_module(path, read_at_most(self.tree, path, LARGEST_MODULE))
        except FileAbsentError as error:
            return UnreadableError("absent", str(error))
        except FileTooLargeError as error:
            return UnreadableError("too_large", str(error))
        except UnreadableError as error:
            return error

    @cached_property
    def by_name(self) -> dict[str, list[str]]:
        """Paths by their last part without the suffix; packages by the name of their folder."""
        names: dict[str, list[str]] = {}
        for path in sorted(self.paths):
            stem = path.removesuffix("/__init__.py").removesuffix(".py").rpartition("/")[2]
            names.setdefault(stem, []).append(path)
        return names


def _folders(paths: frozenset[str]) -> set[str]:
    folders: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders
