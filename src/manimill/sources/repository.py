"""Scenes of repositories: found through all their files, cut out whole, one sample each."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from manimill.catalog.entry import GitPlace, SourceEntry
from manimill.code.flavour import Flavour, flavour, flavour_of_scene
from manimill.code.imports import module_of
from manimill.code.parse import collector_paused
from manimill.code.walking import walk
from manimill.records import Provenance, Sample, Skipped, sample_id
from manimill.scenes.asset_store import keep_assets
from manimill.scenes.assets import (
    NO_ASSETS,
    AssetReference,
    reading_lines,
    references,
    resolve,
    search_folders,
)
from manimill.scenes.files import (
    FileAbsentError,
    FileTooLargeError,
    FileTree,
    PartOfTree,
    matching,
    read_at_most,
)
from manimill.scenes.narration import Plain, plain
from manimill.scenes.repository import LARGEST_TEXT, Repository, RepositoryScene, Unread
from manimill.scenes.slicing import Slice
from manimill.scenes.videos import VideoMapping, video_mapping, video_metadata
from manimill.sources.access import Access, SourceUnavailableError
from manimill.sources.directives import directives_of
from manimill.sources.folder import FolderTree, fingerprint
from manimill.sources.git import GitTree, repository_at
from manimill.sources.git_fetch import open_repository
from manimill.sources.patience import Patience

_MOST_NAMES = 5
"""Of the names a scene lacks, so many are told."""


@dataclass(frozen=True, slots=True)
class OpenedTree:
    """A tree and where it comes from; ``prefix`` tells the repositories of one source apart in keys."""

    tree: FileTree
    url: str
    revision: str
    prefix: str = ""

    def provenance(self, entry: SourceEntry) -> Provenance:
        """What is true of everything in the tree."""
        return Provenance(url=self.url, revision=self.revision, licence=entry.licence)


class GitExtractor:
    """The scenes of a source's repositories.

    ``local`` is what is read instead: a repository on this machine, or a folder with its files. For a source with
    several repositories it is the folder that holds them, each under its name.
    """

    def __init__(
        self,
        entry: SourceEntry,
        access: Access,
        local: Path | None = None,
        patience: Patience | None = None,
    ) -> None:
        self.entry = entry
        self.access = access
        self.local = local
        self._patience = patience

    def extract(self) -> Iterator[Sample | Skipped]:
        """Yield each scene that could be cut out whole as a sample, and why the others could not.

        Raises:
            SourceUnavailableError: a repository cannot be reached.
        """
        with ExitStack() as stack:
            opened = [(place, self._open(place, stack)) for place in self.entry.repositories]
            for place, origin in opened:
                yield from extract_scenes(self.entry, origin, place)
                yield from _directives(self.entry, origin, place)

    def _open(self, place: GitPlace, stack: ExitStack) -> OpenedTree:
        several = len(self.entry.repositories) > 1
        url, prefix = f"https://github.com/{place.repository}", f"{place.repository}/" if several else ""
        revision = place.revision or self.entry.revision.pin
        if self.local is None:
            tree = stack.enter_context(
                open_repository(
                    place.repository, revision, self.access, source=self.entry.name, patience=self._patience
                )
            )
            return OpenedTree(tree, url, tree.revision, prefix)
        folder = self.local / place.repository.partition("/")[2] if several else self.local
        repository = repository_at(folder)
        if repository is not None:
            tree = stack.enter_context(GitTree(repository, revision or "HEAD"))
            return OpenedTree(tree, url, tree.revision, prefix)
        if not folder.is_dir():
            raise SourceUnavailableError(
                f"cannot be read from {self.local}, which has no folder {folder.name}; give the folder that holds "
                "its repositories"
            )
        files = FolderTree(folder)
        return OpenedTree(files, url, fingerprint(files), prefix)


def extract_scenes(entry: SourceEntry, origin: OpenedTree, place: GitPlace) -> Iterator[Sample | Skipped]:
    """The scenes of a tree as samples of a source, and what did not become one."""
    with collector_paused():
        # By itself, so that the trees are gone before the collector would go through them all.
        yield from _results(entry, origin, place)


def _results(entry: SourceEntry, origin: OpenedTree, place: GitPlace) -> Iterator[Sample | Skipped]:
    reading = _Reading(entry, origin, _videos(entry, origin.tree))
    repository = Repository(origin.tree, place.include, place.exclude, _installed(entry))
    for found in repository.scenes():
        yield reading.result(found)
    yield from map(reading.unread, repository.unread)
    if isinstance(origin.tree, GitTree):
        for path in matching(origin.tree.refused, place.include, place.exclude):
            yield reading.unread(Unread(path, None, "unsafe_path", "its path leads out of the repository"))


def _directives(entry: SourceEntry, origin: OpenedTree, place: GitPlace) -> Iterator[Sample | Skipped]:
    """The scenes in the docstrings of the files that are wanted, told apart from those of other repositories."""
    modules = (path for path in origin.tree.files() if path.endswith(".py"))
    wanted = frozenset(matching(modules, place.include, place.exclude))
    for found in directives_of(PartOfTree(origin.tree, wanted), entry.name, origin.provenance(entry)):
        if isinstance(found, Skipped):
            # A file that cannot be read as a whole has been named among those of its scenes.
            if found.where not in wanted:
                yield replace(found, where=origin.prefix + found.where)
        else:
            key = origin.prefix + found.key
            yield replace(found, key=key, id=sample_id(found.source, key, found.code))


def _videos(entry: SourceEntry, tree: FileTree) -> VideoMapping:
    """Which videos the files of a tree were made for, as its READMEs and the catalog have it."""
    readmes: dict[str, str] = {}
    for path in tree.files():
        if path.rpartition("/")[2].lower() in ("readme.md", "readme.markdown", "readme"):
            with suppress(FileAbsentError, FileTooLargeError):
                readmes[path] = read_at_most(tree, path, LARGEST_TEXT).decode("utf-8", "replace")
    return video_mapping(
        videos=[video.model_dump() for video in entry.videos],
        templates=entry.metadata_patterns.path,
        readmes=readmes,
        paths=list(tree.files()),
    )


def _installed(entry: SourceEntry) -> list[str]:
    """Packages that the source's render environment has, as modules are called."""
    requirements = [*entry.requires, *([entry.package] if entry.package else [])]
    return [module_of(requirement) for requirement in requirements]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What all scenes of one tree have in common."""

    entry: SourceEntry
    origin: OpenedTree
    videos: VideoMapping
    _flavours: dict[str, Flavour] = field(default_factory=dict)
    _reads: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def result(self, found: RepositoryScene) -> Sample | Skipped:
        """The sample that a scene becomes, or why it becomes none."""
        if found.template:
            return self._skipped(
                found, "template", f"{found.name} is only a base of others, or draws nothing"
            )
        kind = self._flavour(found)
        if kind.name not in ("ce", "unknown", *self.entry.flavours):
            return self._skipped(found, f"flavour_{kind.name}", "; ".join(kind.evidence[:3]))
        cut = found.cut()
        if not cut.whole:
            return self._skipped(found, "not_whole", _why_not_whole(cut))
        spoken = plain(cut.code)
        return self._sample(found, cut, spoken, self._asked(found, cut, spoken), kind)

    def _flavour(self, found: RepositoryScene) -> Flavour:
        """That of the file, where it has one, else that of the scene with what it builds on."""
        module = found.module
        if module.path not in self._flavours:
            nodes = walk(module.tree)
            self._flavours[module.path] = flavour(module.tree, nodes)
            self._reads[module.path] = reading_lines(nodes)
        kind = self._flavours[module.path]
        if kind.name != "unknown":
            return kind
        return flavour_of_scene(module.tree, found.name, imported=[found.scene.root.partition(".")[0]])

    def _asked(self, found: RepositoryScene, cut: Slice, spoken: Plain) -> Sequence[AssetReference]:
        """The files a scene asks for; its text is looked at only if a piece of it asks for any."""
        for path, first, last in cut.origins:
            if path not in self._reads:
                self._reads[path] = reading_lines(walk(found.program.linked(path).module.tree))
            if any(first <= line <= last for line in self._reads[path]):
                return references(spoken.code)
        return ()

    def _sample(
        self,
        found: RepositoryScene,
        cut: Slice,
        spoken: Plain,
        asked: Sequence[AssetReference],
        kind: Flavour,
    ) -> Sample:
        cell = f"::{found.cell}" if found.cell is not None else ""
        report = resolve(asked, self.origin.tree, search_folders(found.path)) if asked else NO_ASSETS
        assets, missing = keep_assets(report, self.origin.tree)
        return Sample.create(
            self.entry.name,
            spoken.code,
            key=f"{self.origin.prefix}{found.path}{cell}::{found.name}",
            scene=found.name,
            provenance=replace(
                self.origin.provenance(self.entry),
                path=found.path,
                first_line=found.line,
                last_line=found.last_line,
                cell=found.cell,
            ),
            metadata={
                **_metadata(found, cut, spoken),
                # Of today's Manim it need not be said, and a scene alone may tell less than its file.
                **({"flavour": kind.name} if kind.name in ("gl", "legacy") else {}),
                **video_metadata(found.path, self.videos, found.name),
            },
            assets=assets,
            missing_assets=missing,
        )

    def _skipped(self, found: RepositoryScene, reason: str, detail: str) -> Skipped:
        cell = f" cell {found.cell}" if found.cell is not None else ""
        where = f"{self.origin.prefix}{found.path}{cell}:{found.line}:{found.name}"
        return Skipped(self.entry.name, where, reason, detail)

    def unread(self, unread: Unread) -> Skipped:
        """A file, or a part of one, that could not be read."""
        line = f":{unread.line}" if unread.line is not None else ""
        return Skipped(
            self.entry.name, f"{self.origin.prefix}{unread.path}{line}", unread.reason, unread.detail
        )


def _metadata(found: RepositoryScene, cut: Slice, spoken: Plain) -> dict[str, object]:
    node = found.program.linked(found.scene.path).units[found.scene.position]
    assert isinstance(node, ast.ClassDef)
    said: dict[str, object] = {
        "bases": list(found.scene.bases),
        "class_docstring": ast.get_docstring(node),
        "module_docstring": ast.get_docstring(found.module.tree) if found.kind == "module" else None,
        "also_from": sorted({path.partition("#")[0] for path, _, _ in cut.origins} - {found.path}),
        "renamed": dict(sorted(cut.renamed.items())),
        "left_out": list(cut.left_out),
        "narration": [
            {"text": piece.text, "code": piece.code, "seconds": piece.seconds, "line": piece.new_line}
            for piece in spoken.narration
        ],
        "made_plain": list(spoken.changes),
        "not_made_plain": list(spoken.problems),
    }
    if found.block is not None:
        said |= {"heading": found.block.heading, "prose": found.block.prose}
    return {key: value for key, value in said.items() if value}


def _why_not_whole(cut: Slice) -> str:
    reasons = [*(str(lost) for lost in cut.lost), *cut.problems]
    more = f"; and {len(reasons) - _MOST_NAMES} more" if len(reasons) > _MOST_NAMES else ""
    return "; ".join(reasons[:_MOST_NAMES]) + more
