"""What a module gets from other modules of the same folder: bases of classes, and Manim at second hand."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from manimill.code.flavour import flavour
from manimill.code.parse import SyntaxProblem, parse
from manimill.repair import Outside
from manimill.repair.module import PACKAGES

Read = Callable[[str], bytes | None]

_MOST_STEPS = 40
"""Modules that are followed from one module's imports; nobody's helpers reach further."""


@dataclass(frozen=True)
class _Neighbour:
    """A module of the same folder, as far as others can see it."""

    path: str
    tree: ast.Module

    @cached_property
    def classes(self) -> dict[str, tuple[str, ...]]:
        found = {}
        for node in self.tree.body:
            if isinstance(node, ast.ClassDef):
                bases = (ast.unparse(base).rpartition(".")[2] for base in node.bases)
                found[node.name] = tuple(base for base in bases if base.isidentifier())
        return found

    @cached_property
    def names(self) -> frozenset[str]:
        """Names of its own that a star brings."""
        found: set[str] = set()
        for node in self.tree.body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                found.add(node.name)
            elif isinstance(node, ast.Assign):
                found.update(target.id for target in node.targets if isinstance(target, ast.Name))
        return frozenset(name for name in found if not name.startswith("_"))


@dataclass(frozen=True)
class Surroundings:
    """The modules of one folder; ``read`` gives the content of a file by its path in it, None where there is none."""

    read: Read
    _known: dict[str, _Neighbour | None] = field(default_factory=dict, repr=False)

    def of(self, path: str, tree: ast.Module) -> Outside:
        """What the module at ``path`` gets from others."""
        classes: dict[str, tuple[str, ...]] = {}
        names: set[str] = set()
        star, kind, seen = False, "unknown", {path}
        todo = [(module, alias, True) for module, alias in self._imports(path, tree)]
        while todo and len(seen) < _MOST_STEPS:
            module, alias, direct = todo.pop(0)
            for name, bases in module.classes.items():
                classes.setdefault(_called(name, alias), bases)
            if alias is None and direct:
                names |= module.names
                star = star or _hands_on_manim(module.tree)
            if kind == "unknown":
                kind = flavour(module.tree).name
            if module.path not in seen:
                seen.add(module.path)
                for further, its_alias in self._imports(module.path, module.tree):
                    todo.append((further, its_alias, direct and alias is None and its_alias is None))
        return Outside(classes, star, frozenset(names), kind)

    def _imports(self, path: str, tree: ast.Module) -> Iterator[tuple[_Neighbour, Mapping[str, str] | None]]:
        """The modules of the folder that a module imports from, and what the names are called here; None for all."""
        for node in tree.body:
            if isinstance(node, ast.ImportFrom):
                neighbour = self._module(path, node.module or "", node.level)
                if neighbour is not None:
                    star = node.names[0].name == "*"
                    yield neighbour, None if star else {a.name: a.asname or a.name for a in node.names}
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    neighbour = self._module(path, alias.name, 0)
                    if neighbour is not None:
                        yield neighbour, {}

    def _module(self, path: str, name: str, level: int) -> _Neighbour | None:
        if not name or name.partition(".")[0] in PACKAGES:
            return None
        folder = path.split("/")[:-1]
        if level:
            starts = [folder[: len(folder) - level + 1]] if level - 1 <= len(folder) else []
        else:
            starts = [folder[:depth] for depth in range(len(folder), -1, -1)]
        for start in starts:
            stem = "/".join([*start, *name.split(".")])
            for candidate in (f"{stem}.py", f"{stem}/__init__.py"):
                found = self._neighbour(candidate)
                if found is not None:
                    return found
        return None

    def _neighbour(self, path: str) -> _Neighbour | None:
        if path not in self._known:
            content = self.read(path)
            tree = parse(content.decode("utf-8", "replace")) if content is not None else None
            usable = tree is not None and not isinstance(tree, SyntaxProblem)
            self._known[path] = _Neighbour(path, tree) if usable else None  # type: ignore[arg-type]
        return self._known[path]


def _called(name: str, alias: Mapping[str, str] | None) -> str:
    return alias.get(name, name) if alias else name


def _hands_on_manim(tree: ast.Module) -> bool:
    """Whether a star brings all of Manim's names from it."""
    return any(
        isinstance(node, ast.ImportFrom)
        and node.names[0].name == "*"
        and (node.module or "").partition(".")[0] in PACKAGES
        for node in tree.body
    )
