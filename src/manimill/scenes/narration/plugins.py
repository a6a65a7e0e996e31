"""Which names of a module come from the plugins, and which of its classes are theirs under another name."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from manimill.code.walking import statements

PACKAGES = frozenset({"manim_voiceover", "manim_slides"})
PLAIN_BASE: dict[str, str] = {"VoiceoverScene": "Scene", "Slide": "Scene", "ThreeDSlide": "ThreeDScene"}
"""What a plugin's scene class adds its own to."""

SLIDE_CLASSES = frozenset({"Slide", "ThreeDSlide"})
_BY_STAR = {"manim_voiceover": ("VoiceoverScene", "VoiceoverTracker"), "manim_slides": tuple(SLIDE_CLASSES)}


class Plugins:
    """The plugins' names in a module, as it calls them.

    ``names`` maps each to what the plugin calls it, dotted where a module was imported; ``imports`` are the
    statements that bring them; ``wrappers`` are classes of the module that do themselves what the plugin's
    scene does.
    """

    def __init__(self, tree: ast.Module) -> None:
        self.names: dict[str, str] = {}
        self.imports: dict[ast.Import | ast.ImportFrom, list[ast.alias]] = {}
        every = statements(tree)
        classes = [node for node in every if isinstance(node, ast.ClassDef)]
        self.classes = {node.name: node for node in classes}
        self.wrappers = {node.name: node for node in classes if _speaks_itself(node)}
        for node in every:
            if isinstance(node, ast.Import | ast.ImportFrom):
                self._note(node)

    def _note(self, node: ast.Import | ast.ImportFrom) -> None:
        brought = [alias for alias in node.names if _is_plugins(node, alias)]
        if not brought:
            return
        self.imports[node] = brought
        for alias in brought:
            if alias.name == "*" and isinstance(node, ast.ImportFrom):
                package = (node.module or "").partition(".")[0]
                self.names.update((name, name) for name in _BY_STAR.get(package, ()))
            elif isinstance(node, ast.ImportFrom):
                self.names[alias.asname or alias.name] = alias.name
            else:
                self.names[alias.asname or alias.name.partition(".")[0]] = "<module>"

    def plugin_class(self, base: ast.expr) -> str | None:
        """The plugin's name of a base class, or None where the base is not the plugin's."""
        if isinstance(base, ast.Name):
            found = self.names.get(base.id)
            return found if found in PLAIN_BASE else None
        root: ast.expr = base
        while isinstance(root, ast.Attribute):
            root = root.value
        if (
            isinstance(base, ast.Attribute)
            and isinstance(root, ast.Name)
            and self.names.get(root.id) == "<module>"
        ):
            return base.attr if base.attr in PLAIN_BASE else None
        return None

    def is_slide(self, node: ast.ClassDef, seen: frozenset[str] = frozenset()) -> bool:
        """Whether the class leads to a class of slides."""
        for base in node.bases:
            if self.plugin_class(base) in SLIDE_CLASSES:
                return True
            name = base.id if isinstance(base, ast.Name) else ""
            own = self.classes.get(name) if name not in seen else None
            if own is not None and self.is_slide(own, seen | {name}):
                return True
        return False

    def uses(self, nodes: Iterable[ast.AST]) -> Iterator[ast.Name]:
        """Places among these where a name of a plugin or of a wrapper is read."""
        for node in nodes:
            if isinstance(node, ast.Name) and (node.id in self.names or node.id in self.wrappers):
                yield node


def _is_plugins(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> bool:
    if isinstance(node, ast.Import):
        return alias.name.partition(".")[0] in PACKAGES
    # The second half: a wrapper of the plugin's class that a repository keeps in a file of its own.
    from_package = not node.level and (node.module or "").partition(".")[0] in PACKAGES
    return from_package or alias.name == "VoiceoverScene"


def _speaks_itself(node: ast.ClassDef) -> bool:
    return any(isinstance(part, ast.FunctionDef) and part.name == "voiceover" for part in node.body)
