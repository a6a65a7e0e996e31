"""Read a place: every scene in it, and what could not be read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from manimill.assessment.examination import examine, examine_directive, examine_stray
from manimill.assessment.scene import AssessedScene
from manimill.assessment.targets import Target
from manimill.code.parse import collector_paused
from manimill.progress import Progress
from manimill.records import NOASSERTION, Provenance, Sample
from manimill.scenes.discover import has_construct, sounds_like_scene
from manimill.scenes.files import PartOfTree, matching
from manimill.scenes.repository import Repository, RepositoryScene, Unread
from manimill.scenes.slicing import UnreadableError
from manimill.sources.directives import directives_of

OWN_COPIES = ("manimlib/**", "**/manimlib/**", "**/site-packages/**", "**/.venv/**", "**/venv/**")
"""Copies of libraries, which are no source of scenes."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found.

    ``inherited`` counts scene classes whose ``construct`` is that of a base. ``strays`` are classes with a
    ``construct`` whose base is called like a scene and comes from nowhere: no scenes as they stand.
    """

    scenes: tuple[AssessedScene, ...]
    strays: tuple[AssessedScene, ...]
    inherited: int
    templates: int
    unread: tuple[Unread, ...]


@collector_paused()
def read(target: Target, progress: Progress) -> Reading:
    """Find, cut out and examine the scenes of a place; nothing of it runs."""
    repository = Repository(target.tree, include=target.globs, exclude=OWN_COPIES)
    progress.start("read", None, "files")
    found = repository.scenes()
    own = [scene for scene in found if scene.scene.own_construct]
    strays = list(_strays(repository, found))
    progress.finish(f"{len(own)} scenes, {len(repository.unread)} files not read")
    progress.start("cut", len(own), "scenes")
    scenes: list[AssessedScene] = []
    for scene in own:
        scenes.append(examine(scene, target.tree))
        progress.advance()
    progress.finish(f"{sum(scene.whole for scene in scenes)} of {len(own)} whole")
    scenes += _in_docstrings(target, repository.paths)
    return Reading(
        scenes=tuple(sorted(scenes, key=lambda one: (one.path, one.cell or 0, one.line))),
        strays=tuple(strays),
        inherited=len(found) - len(own),
        templates=sum(scene.template for scene in found),
        unread=tuple(repository.unread),
    )


def _strays(repository: Repository, found: list[RepositoryScene]) -> Iterator[AssessedScene]:
    """Classes that would be scenes if anything brought their base."""
    known = {(scene.path, scene.line) for scene in found}
    for path in repository.paths:
        if not path.endswith(".py"):
            continue
        with suppress(UnreadableError):
            module = repository.project.module(path)
            for node in module.tree.body:
                if (
                    isinstance(node, ast.ClassDef)
                    and has_construct(node)
                    and (path, node.lineno) not in known
                ):
                    bases = [base for base in map(ast.unparse, node.bases) if _is_scene_by_name(base)]
                    if bases:
                        yield examine_stray(module, node, bases[0])


def _is_scene_by_name(base: str) -> bool:
    return sounds_like_scene(base.rpartition(".")[2])


def _in_docstrings(target: Target, paths: list[str]) -> Iterator[AssessedScene]:
    """The ``.. manim::`` examples of modules; those of pages are among the texts."""
    modules = matching(paths, ("**/*.py",))
    provenance = Provenance(url=target.url, revision=target.revision or "", licence=NOASSERTION)
    for found in directives_of(PartOfTree(target.tree, modules), target.name, provenance):
        examined = examine_directive(found, target.tree) if isinstance(found, Sample) else None
        if examined is not None:
            yield examined
