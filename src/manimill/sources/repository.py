"""Scenes of repositories: found through all their files, cut out whole, one sample each."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from manimill.catalog.entry import GitPlace, SourceEntry
from manimill.code.flavour import flavour
from manimill.code.parse import collector_paused, parse
from manimill.records import Provenance, Sample, Skipped
from manimill.scenes.files import FileTree
from manimill.scenes.repository import Repository, RepositoryScene, Unread
from manimill.scenes.slicing import Slice
from manimill.sources.access import Access, SourceUnavailableError
from manimill.sources.git import GitTree, open_repository, repository_at

_MOST_NAMES = 5
"""Of the names a scene lacks, so many are told."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A tree and where it comes from; ``prefix`` tells the repositories of one source apart in keys."""

    tree: FileTree
    url: str
    revision: str
    prefix: str = ""


class GitExtractor:
    """The scenes of a source's repositories.

    ``local`` is a repository on this machine that is read instead, for sources with one repository.
    """

    def __init__(self, entry: SourceEntry, access: Access, local: Path | None = None) -> None:
        self.entry = entry
        self.access = access
        self.local = local

    def extract(self) -> Iterator[Sample | Skipped]:
        """Yield each scene that could be cut out whole as a sample, and why the others could not.

        Raises:
            SourceUnavailableError: a repository cannot be reached.
        """
        with ExitStack() as stack:
            opened = [(place, stack.enter_context(self._open(place))) for place in self.entry.repositories]
            for place, tree in opened:
                prefix = f"{place.repository}/" if len(opened) > 1 else ""
                origin = Origin(tree, f"https://github.com/{place.repository}", tree.revision, prefix)
                yield from extract_scenes(self.entry, origin, place)

    def _open(self, place: GitPlace) -> GitTree:
        if self.local is None:
            return open_repository(place.repository, place.revision or self.entry.revision.pin, self.access)
        repository = repository_at(self.local)
        if repository is None:
            raise SourceUnavailableError(f"cannot be read from {self.local}, which is no git repository")
        return GitTree(repository, place.revision or self.entry.revision.pin or "HEAD")


def extract_scenes(entry: SourceEntry, origin: Origin, place: GitPlace) -> Iterator[Sample | Skipped]:
    """The scenes of a tree as samples of a source, and what did not become one."""
    with collector_paused():
        repository = Repository(origin.tree, place.include, place.exclude, _installed(entry))
        scenes = repository.scenes()
        for found in scenes:
            yield _result(entry, origin, found)
        yield from (_skipped_file(entry, origin, unread) for unread in repository.unread)


def _installed(entry: SourceEntry) -> list[str]:
    """Packages that the source's render environment has, as modules are called."""
    requirements = [*entry.requires, *([entry.package] if entry.package else [])]
    return [
        requirement.partition("=")[0].partition("[")[0].strip(" <>!~").replace("-", "_")
        for requirement in requirements
    ]


def _result(entry: SourceEntry, origin: Origin, found: RepositoryScene) -> Sample | Skipped:
    where = _where(origin, found)
    if found.template:
        return Skipped(
            entry.name, where, "template", f"{found.name} is only a base of others, or draws nothing"
        )
    cut = found.cut()
    if not cut.whole:
        return Skipped(entry.name, where, "not_whole", _why_not_whole(cut))
    tree = parse(cut.code)
    assert isinstance(tree, ast.Module)
    kind = flavour(tree)
    if kind.name not in ("ce", "unknown"):
        return Skipped(entry.name, where, f"flavour_{kind.name}", "; ".join(kind.evidence[:3]))
    return _sample(entry, origin, found, cut)


def _sample(entry: SourceEntry, origin: Origin, found: RepositoryScene, cut: Slice) -> Sample:
    cell = f"::{found.cell}" if found.cell is not None else ""
    return Sample.create(
        entry.name,
        cut.code,
        key=f"{origin.prefix}{found.path}{cell}::{found.name}",
        scene=found.name,
        provenance=Provenance(
            url=origin.url,
            revision=origin.revision,
            path=found.path,
            first_line=found.line,
            last_line=found.last_line,
            cell=found.cell,
            licence=entry.licence,
        ),
        metadata=_metadata(found, cut),
    )


def _metadata(found: RepositoryScene, cut: Slice) -> dict[str, object]:
    node = found.program.linked(found.scene.path).units[found.scene.position]
    assert isinstance(node, ast.ClassDef)
    origins = sorted({path.partition("#")[0] for path, _, _ in cut.origins} - {found.path})
    said: dict[str, object] = {
        "bases": list(found.scene.bases),
        "class_docstring": ast.get_docstring(node),
        "module_docstring": ast.get_docstring(found.module.tree) if found.kind == "module" else None,
        "also_from": origins,
        "renamed": dict(sorted(cut.renamed.items())),
    }
    if found.block is not None:
        said |= {"heading": found.block.heading, "prose": found.block.prose}
    return {key: value for key, value in said.items() if value}


def _where(origin: Origin, found: RepositoryScene) -> str:
    cell = f" cell {found.cell}" if found.cell is not None else ""
    return f"{origin.prefix}{found.path}{cell}:{found.line}:{found.name}"


def _skipped_file(entry: SourceEntry, origin: Origin, unread: Unread) -> Skipped:
    line = f":{unread.line}" if unread.line is not None else ""
    return Skipped(entry.name, f"{origin.prefix}{unread.path}{line}", unread.reason, unread.detail)


def _why_not_whole(cut: Slice) -> str:
    reasons = [*(str(lost) for lost in cut.lost), *cut.problems]
    more = f"; and {len(reasons) - _MOST_NAMES} more" if len(reasons) > _MOST_NAMES else ""
    return "; ".join(reasons[:_MOST_NAMES]) + more
