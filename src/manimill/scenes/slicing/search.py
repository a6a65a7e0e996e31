"""Where an import leads inside a project: the file behind a dotted name, as Python would find it."""

from __future__ import annotations

import ast
import posixpath
import sys
from collections.abc import Iterator, Sequence

from manimill.scenes.slicing.project import Project, SourceModule, UnreadableError

_NEVER_LOCAL = frozenset(
    {"manim", "numpy", "scipy", "PIL", "sympy", "torch", "manimlib", "pandas", "matplotlib"}
)
"""Packages that a folder of the same name somewhere else in the repository is not mistaken for."""


class Search:
    """Finds modules for programs that start in one folder.

    Python looks where the program started, then where ``sys.path`` was told to. A repository is also used from its
    root and from folders between, which nothing in the code tells, so these come next, nearest first. Last comes
    the only file of the repository that fits.
    """

    def __init__(
        self, project: Project, folder: str, added: Sequence[str], installed: frozenset[str]
    ) -> None:
        self.project = project
        self._folders = list(dict.fromkeys([folder, *added, *_ancestors(folder)]))
        self._installed = installed
        self._found: dict[tuple[str, str], str | None] = {}

    def absolute(self, dotted: str, importer: str) -> str | None:
        """The path of a module, or ``folder/`` for a package without ``__init__.py``; None if it is not here."""
        key = (dotted, importer.rpartition("/")[0])
        if key not in self._found:
            self._found[key] = self._look_for(dotted, key[1])
        return self._found[key]

    def _look_for(self, dotted: str, folder: str) -> str | None:
        top = dotted.partition(".")[0]
        if top in self._installed:
            return None
        parts = dotted.replace(".", "/")
        if self.is_known_elsewhere(top) and not self._is_inside(folder, top):
            # A file may hide a package; a whole copy of one is there to be the package.
            found = self.in_folder(self._folders[0], parts)
            return found if found == _joined(self._folders[0], f"{top}.py") else None
        places = list(dict.fromkeys([*self._folders, folder, *_ancestors(folder)]))
        found_in = [found for place in places if (found := self.in_folder(place, parts)) is not None]
        # A folder without __init__.py is a package only where no module of its name comes later.
        regular = [found for found in found_in if not found.endswith("/")]
        return next(iter([*regular, *found_in]), None) or self._only_one(parts)

    def _is_inside(self, folder: str, package: str) -> bool:
        """Whether a folder belongs to the repository's own copy of a package."""
        parts = folder.split("/")
        return any(
            part == package and "/".join([*parts[: depth + 1], "__init__.py"]) in self.project.paths
            for depth, part in enumerate(parts)
        )

    def in_folder(self, folder: str, parts: str) -> str | None:
        """The module at a path below a folder."""
        path = _joined(folder, parts)
        for candidate in (f"{path}/__init__.py", f"{path}.py"):
            if candidate in self.project.paths:
                return candidate
        return path + "/" if path in self.project.folders else None

    def named(self, node: ast.ImportFrom, importer: str) -> str | None:
        """The module that ``from MODULE import`` in a file leads to."""
        if node.level:
            return self.relative(node.module, node.level, importer)
        return self.absolute(node.module or "", importer)

    def relative(self, module: str | None, level: int, importer: str) -> str | None:
        """The module that ``from ..module import`` in a file leads to."""
        folder = importer.rpartition("/")[0]
        for _ in range(level - 1):
            if not folder:
                return None
            folder = folder.rpartition("/")[0]
        if module is None:
            init = _joined(folder, "__init__.py")
            return init if init in self.project.paths else folder + "/"
        return self.in_folder(folder, module.replace(".", "/"))

    def _only_one(self, parts: str) -> str | None:
        last = parts.rpartition("/")[2]
        fits = [
            path
            for path in self.project.by_name.get(last, ())
            if ("/" + path.removesuffix("/__init__.py").removesuffix(".py")).endswith("/" + parts)
        ]
        return fits[0] if len(fits) == 1 else None

    def is_known_elsewhere(self, top: str) -> bool:
        """Whether a module of this name comes with Python or from a package that everybody uses."""
        return top in sys.stdlib_module_names or top in _NEVER_LOCAL


def _joined(folder: str, rest: str) -> str:
    return f"{folder}/{rest}" if folder else rest


def _ancestors(folder: str) -> Iterator[str]:
    while folder:
        folder = folder.rpartition("/")[0]
        yield folder


def _added_folders(module: SourceModule) -> list[str]:
    """Folders that a module puts on ``sys.path``, from the root of the tree.

    A relative one depends on where the program is run, which may be the file's folder or any above it: all of
    these that exist could be meant, nearest first.
    """
    found: dict[str, None] = {}
    for statement in module.tree.body:
        for node in ast.walk(statement) if isinstance(statement, ast.Expr | ast.If | ast.Try) else ():
            if isinstance(node, ast.Call) and _is_sys_path(node.func) and node.args:
                written = _path_value(node.args[-1], module)
                if written is not None:
                    found.update(dict.fromkeys(_possible(written, module.folder)))
    return list(found)


def program_folders(project: Project, entry: SourceModule, installed: frozenset[str]) -> list[str]:
    """Folders that a program puts on ``sys.path``: its first module, and then those that this one imports.

    What an import finds may be put there further down; whoever writes this has the program run all the same.
    """
    added = dict.fromkeys(_added_folders(entry))
    search = Search(project, entry.folder, list(added), installed)
    modules, seen = [entry], {entry.path}
    for module in modules:
        for path in _imported(module, search):
            if path in seen or path.endswith("/"):
                continue
            seen.add(path)
            try:
                modules.append(project.module(path))
            except UnreadableError:
                continue
            more = dict.fromkeys(_added_folders(modules[-1]))
            if more.keys() - added.keys():
                added |= more
                search = Search(project, entry.folder, list(added), installed)
    return list(added)


def _imported(module: SourceModule, search: Search) -> Iterator[str]:
    """The project's modules that a module names where it imports."""
    for statement in module.tree.body:
        for node in ast.walk(statement) if isinstance(statement, ast.If | ast.Try) else (statement,):
            found: list[str | None] = []
            if isinstance(node, ast.Import):
                found = [search.absolute(alias.name, module.path) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                found = [search.named(node, module.path)]
            yield from (path for path in found if path is not None)


def _is_sys_path(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and function.attr in ("append", "insert")
        and isinstance(function.value, ast.Attribute)
        and function.value.attr == "path"
        and isinstance(function.value.value, ast.Name)
        and function.value.value.id == "sys"
    )


def _possible(written: str, folder: str) -> Iterator[str]:
    if written.startswith("/"):
        # As if the tree's root were that of the file system.
        yield from _inside(written.lstrip("/"))
        return
    for base in (folder, *_ancestors(folder)):
        yield from _inside(posixpath.join(base, written))


def _inside(path: str) -> Iterator[str]:
    normal = posixpath.normpath(path) if path else "."
    if normal == ".":
        yield ""
    elif not normal.startswith(".."):
        yield normal


def _path_value(node: ast.expr, module: SourceModule) -> str | None:
    """The path an expression stands for; absolute where it comes from ``__file__``, the tree being the root."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Name(id="__file__"):
            return "/" + module.path
        case ast.Name(id=name):
            return _constant(name, module)
        case ast.Call():
            return _path_called(node, module)
        case ast.BinOp(left=left, op=ast.Div() | ast.Add(), right=right):
            return _joined_values([_path_value(left, module), _path_value(right, module)])
    return _path_above(node, module)


def _path_called(call: ast.Call, module: SourceModule) -> str | None:
    """What functions of ``os`` and methods of paths make."""
    match call.func, call.args:
        case ast.Attribute(attr="getcwd" | "cwd"), []:
            return "."
        case ast.Attribute(value=inner, attr="resolve" | "absolute" | "as_posix"), []:
            return _path_value(inner, module)
        case ast.Attribute(attr="join"), [_, *_] as parts:
            return _joined_values([_path_value(part, module) for part in parts])
        case ast.Attribute(attr="dirname"), [inner]:
            return _parent(_path_value(inner, module))
        case ast.Name(id="str" | "Path") | ast.Attribute(attr="Path" | "abspath" | "realpath" | "normpath"), [
            inner
        ]:
            return _path_value(inner, module)
    return None


def _path_above(node: ast.expr, module: SourceModule) -> str | None:
    """What ``path.parent`` and ``path.parents[1]`` stand for."""
    match node:
        case ast.Attribute(value=inner, attr="parent"):
            return _parent(_path_value(inner, module))
        case ast.Subscript(
            value=ast.Attribute(value=inner, attr="parents"), slice=ast.Constant(value=int(up))
        ):
            return _parent(_path_value(inner, module), up + 1)
    return None


def _parent(path: str | None, steps: int = 1) -> str | None:
    for _ in range(steps):
        path = None if path is None else posixpath.dirname(path)
    return path


def _constant(name: str, module: SourceModule) -> str | None:
    for statement in module.tree.body:
        if isinstance(statement, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == name for target in statement.targets
        ):
            names = {node.id for node in ast.walk(statement.value) if isinstance(node, ast.Name)}
            return None if name in names else _path_value(statement.value, module)
    return None


def _joined_values(parts: Sequence[str | None]) -> str | None:
    known = [part for part in parts if part is not None]
    return posixpath.join(*known) if len(known) == len(parts) else None
