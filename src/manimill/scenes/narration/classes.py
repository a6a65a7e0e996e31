"""Scene classes of the plugins become those of manim, and what was imported for them goes."""

from __future__ import annotations

import ast

from manimill.code.api import is_scene
from manimill.code.walking import statements
from manimill.scenes.narration.plugins import PLAIN_BASE, SLIDE_CLASSES, Plugins
from manimill.scenes.narration.rewriting import Rewriting


def replace_bases(plugins: Plugins, rewriting: Rewriting) -> None:
    """Give every class of the module plain bases, and import those that are missing."""
    missing: set[str] = set()
    for node in plugins.classes.values():
        kept = _plain_bases(node, plugins, rewriting, missing)
        if kept is None:
            continue
        start, end = rewriting.source.span(node.bases[0])[0], rewriting.source.span(node.bases[-1])[1]
        rewriting.edits.replace(start, end, ", ".join(kept))
        rewriting.need(node, *(base.partition(".")[0] for base in kept if base not in missing))
        rewriting.forget(start, end)
    _remove_imports(plugins, rewriting, missing)


def _plain_bases(
    node: ast.ClassDef, plugins: Plugins, rewriting: Rewriting, missing: set[str]
) -> list[str] | None:
    """The new bases as they are to be written, or None where they stay."""
    plain = {base: found for base in node.bases if (found := _plain(base, plugins, rewriting))}
    if not plain or node.name in plugins.wrappers:
        return None
    kept: list[str] = []
    for base in node.bases:
        name = plain.get(base)
        if name is None:
            kept.append(rewriting.source.text(base))
            continue
        slide = plugins.plugin_class(base) in SLIDE_CLASSES
        rewriting.changes.add("slide_scene" if slide else "voiceover_scene")
        others = [other for other in node.bases if other not in plain]
        if name != "ThreeDScene" and any(_leads_to_scene(other, plugins) for other in others):
            continue
        written = _written(name, rewriting.tree, missing)
        if written not in kept and not any(rewriting.source.text(other) == written for other in others):
            kept.append(written)
    if "ThreeDScene" in kept and "Scene" in kept:
        kept.remove("Scene")
    return kept


def _plain(base: ast.expr, plugins: Plugins, rewriting: Rewriting) -> str | None:
    """The name of manim's class that a base of the plugin or of a wrapper stands for."""
    found = plugins.plugin_class(base)
    if isinstance(base, ast.Name) and base.id in plugins.wrappers:
        own = plugins.wrappers[base.id].bases
        names = [PLAIN_BASE.get(plugins.plugin_class(b) or "", rewriting.source.text(b)) for b in own]
        return names[0] if names else "Scene"
    return PLAIN_BASE[found] if found else None


def _leads_to_scene(base: ast.expr, plugins: Plugins, seen: frozenset[str] = frozenset()) -> bool:
    name = base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "")
    if isinstance(base, ast.Name) and name in plugins.classes and name not in seen:
        return any(_leads_to_scene(b, plugins, seen | {name}) for b in plugins.classes[name].bases)
    return plugins.plugin_class(base) is not None or is_scene(name) or name.endswith("Scene")


def _written(name: str, tree: ast.Module, missing: set[str]) -> str:
    """How the module calls a class of manim; noted as missing where it does not know it yet."""
    module = None
    for node in statements(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("manim"):
            plugin = (node.module or "").startswith(("manim_voiceover", "manim_slides"))
            for alias in node.names:
                if alias.name == name or (alias.name == "*" and not plugin):
                    return alias.asname or name
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name == "manim":
                    module = alias.asname or alias.name
    if module:
        return f"{module}.{name}"
    if "." not in name:
        missing.add(name)
    return name


def _remove_imports(plugins: Plugins, rewriting: Rewriting, missing: set[str]) -> None:
    for node, brought in plugins.imports.items():
        slides = isinstance(node, ast.ImportFrom) and (node.module or "").startswith("manim_slides")
        rule = "slide_import" if slides else "voiceover_import"
        kept = [alias for alias in node.names if alias not in brought]
        if kept:
            rest = ast.copy_location(type(node)(**{**dict(ast.iter_fields(node)), "names": kept}), node)
            rewriting.replace(node, ast.unparse(rest), rule)
        elif missing:
            rewriting.replace(node, f"from manim import {', '.join(sorted(missing))}", rule)
            missing.clear()
        else:
            rewriting.remove(node, rule)
    if missing:
        first = rewriting.tree.body[0]
        rewriting.problem(first, f"the module does not import {', '.join(sorted(missing))}")
