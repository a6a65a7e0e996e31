"""Examine one scene: cut it out, and look at what the module that comes out needs."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import lru_cache

from manimill.assessment.flavours import MANIMS, flavour_in_place
from manimill.assessment.languages import texts_on_screen
from manimill.assessment.scene import NO_FILES, AssessedScene, Lack, brought_by, lacks_of
from manimill.code.flavour import flavour_of_scene
from manimill.code.imports import third_party
from manimill.code.parse import parse
from manimill.records import Sample
from manimill.scenes.assets import AssetReference, AssetReport, references, resolve, search_folders
from manimill.scenes.files import FileTree
from manimill.scenes.narration import Spoken, narration_in, plain
from manimill.scenes.repository import RepositoryScene
from manimill.scenes.slicing import SourceModule


def examine(found: RepositoryScene, tree: FileTree) -> AssessedScene:
    """What there is to know about a scene class without running it."""
    cut = found.cut()
    parsed = _parsed(cut.code)
    spoken = plain(cut.code) if parsed is not None else None
    said = spoken.narration if spoken is not None else _said_in_class(found)
    files = _assets(spoken.code, tree, found.path) if spoken is not None else _assets_of_class(found, tree)
    return AssessedScene(
        path=found.path,
        name=found.name,
        line=found.line,
        kind=found.kind,
        flavour=flavour_in_place(
            found.name, found.module.tree, parsed, brought_by(found.scene), lines=found.kind == "module"
        ),
        cell=found.cell,
        template=found.template,
        code=cut.code,
        plain=spoken.code if spoken is not None else "",
        lacks=lacks_of(cut),
        alone=cut.whole and {path for path, _, _ in cut.origins} <= {found.module.path},
        packages=_packages(parsed) if parsed is not None else (),
        assets=files,
        narrated=bool(said) or bool(spoken and spoken.changes),
        narration_words=_words(said, found.name),
        texts=tuple(texts_on_screen(parsed)) if parsed is not None else (),
    )


def examine_stray(module: SourceModule, node: ast.ClassDef, base: str) -> AssessedScene:
    """A class that builds on what nothing brings: it is for no Manim as it stands, and cannot be cut out."""
    where = f"'{base}' of {module.path} line {node.lineno}, which no import brings"
    return AssessedScene(
        path=module.path,
        name=node.name,
        line=node.lineno,
        kind="module",
        flavour=flavour_of_scene(module.tree, node.name),
        lacks=(Lack(base, where),),
    )


def examine_directive(sample: Sample, tree: FileTree) -> AssessedScene | None:
    """A scene of a docstring, which its documentation builds on its own."""
    parsed = _parsed(sample.code)
    if parsed is None or sample.scene is None:
        return None
    path = sample.provenance.path or ""
    return AssessedScene(
        path=path,
        name=sample.scene,
        line=sample.provenance.first_line or 1,
        kind="docstring",
        flavour=flavour_of_scene(parsed, sample.scene),
        code=sample.code,
        plain=sample.code,
        alone=True,
        packages=_packages(parsed),
        assets=_assets(parsed, tree, path),
        texts=tuple(texts_on_screen(parsed)),
    )


def _parsed(code: str) -> ast.Module | None:
    tree = parse(code) if code else None
    return tree if isinstance(tree, ast.Module) else None


def _assets(code: str | ast.Module, tree: FileTree, path: str) -> AssetReport:
    asked = references(code)
    return resolve(asked, tree, search_folders(path)) if asked else NO_FILES


def _assets_of_class(found: RepositoryScene, tree: FileTree) -> AssetReport:
    """Of a scene that could not be cut out: what the lines of its class ask for."""
    lines = _lines(found)
    asked = [reference for reference in _references(found.module.tree) if reference.line in lines]
    return resolve(asked, tree, search_folders(found.path)) if asked else NO_FILES


def _said_in_class(found: RepositoryScene) -> tuple[Spoken, ...]:
    lines = _lines(found)
    return tuple(piece for piece in _narration(found.module.tree) if piece.line in lines)


@lru_cache(maxsize=2)
def _references(written: ast.Module) -> tuple[AssetReference, ...]:
    """Of a module with many scenes once, as `_narration` is."""
    return references(written)


@lru_cache(maxsize=2)
def _narration(written: ast.Module) -> tuple[Spoken, ...]:
    return narration_in(written)


def _lines(found: RepositoryScene) -> range:
    node = found.program.linked(found.scene.path).units[found.scene.position]
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def _words(said: Iterable[Spoken], scene: str) -> int:
    return sum(piece.words for piece in said if piece.scene in (None, scene))


def _packages(tree: ast.Module) -> tuple[str, ...]:
    return tuple(name for name in third_party(tree) if name not in MANIMS)
