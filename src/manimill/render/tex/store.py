"""A folder of pictures by the hash of their TeX source.

Scenes repeat expressions (every number on an axis is one), and TeX takes a quarter of a second for each.
A scene hands over the TeX source only; it is typeset in a sandbox of its own, where no scene has ever been,
and stored under the hash of the source. So what is stored depends on nothing but the source, and no scene
can change what another one gets.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from manimill.errors import EnvironmentFailure
from manimill.render.sandbox import Sandbox
from manimill.render.tex import picture
from manimill.render.tex.document import Document
from manimill.render.tex.formats import Formats
from manimill.render.tex.typesetter import Typesetter

_PAGES_PER_RUN = 250
_ROUNDS = 3
"""Runs in which to get rid of glyphs that a picture has borrowed from others, before it runs alone."""
_ABANDONED_SECONDS = 3600
_LONGEST_END = 16
"""Bytes at the end of a picture that tell whether it is whole."""


class TexStore:
    """A folder of pictures by the hash of their TeX source; any number of processes may use it at once."""

    def __init__(self, folder: Path, sandbox: Sandbox) -> None:
        """``folder`` belongs to one version of TeX and of this class; it is made when needed."""
        self._folder = folder
        self._unfinished = folder / "unfinished"
        self._swept = False
        self._typesetter = Typesetter(sandbox)
        self._formats = Formats(folder / "formats", self._typesetter.dump, self._write)
        self._refused: set[str] = set()

    def svg(self, source: str) -> str | None:
        """The picture of a complete TeX document, or None where TeX has something to complain about.

        Raises:
            EnvironmentFailure: the folder cannot be read or written.
        """
        name = _name(source)
        stored = self._read(name)
        if stored is not None or name in self._refused:
            return stored
        return self._typeset_alone(Document.parse(source))

    def stored(self, source: str) -> str | None:
        """The picture of a document if it has been typeset before.

        Raises:
            EnvironmentFailure: the folder cannot be read.
        """
        return self._read(_name(source))

    def has_refused(self, source: str) -> bool:
        """Whether TeX complained about a document that this store has tried."""
        return _name(source) in self._refused

    def missing(self, sources: Iterable[str]) -> list[str]:
        """The distinct sources that are not stored, in the order given.

        Raises:
            EnvironmentFailure: the folder cannot be read.
        """
        return [source for source in dict.fromkeys(sources) if not self._is_stored(_name(source))]

    def typeset(self, sources: Iterable[str]) -> None:
        """Store the pictures of all sources that are missing, many of them in one run of TeX.

        Sources that TeX complains about stay missing, and are not tried again by this store.

        Raises:
            EnvironmentFailure: the folder cannot be read or written.
        """
        groups: dict[tuple[str, frozenset[str]], list[Document]] = {}
        alone: list[Document] = []
        for source in self.missing(sources):
            if _name(source) not in self._refused:
                document = Document.parse(source)
                kin = groups.setdefault((document.preamble, document.sizes), [])
                (kin if document.may_share_a_run else alone).append(document)
        with self._formats.beside():
            for group in filter(None, groups.values()):
                alone += self._typeset_group(group)
            for document in alone:
                self._typeset_alone(document)

    def _typeset_group(self, documents: list[Document]) -> list[Document]:
        """Typeset documents of one preamble; returns those that are to be tried alone."""
        alone: list[Document] = []
        for _ in range(_ROUNDS):
            tried = len(documents)
            bad, documents = self._typeset_together(documents)
            alone += bad
            if len(documents) in {0, tried}:
                break
        return alone + documents

    def _typeset_together(self, waiting: Sequence[Document]) -> tuple[list[Document], list[Document]]:
        """Typeset documents of one preamble; returns those that stopped a run and those to be run again."""
        bad: list[Document] = []
        again: list[Document] = []
        while waiting:
            ready = self._formats.find(waiting[0].preamble)
            batch = self._typesetter.together(waiting[:_PAGES_PER_RUN], ready)
            finished = len(batch.pictures)
            for document, svg in zip(waiting, batch.pictures, strict=False):
                if picture.borrows_glyphs(svg):
                    again.append(document)
                else:
                    self._keep(document, svg)
            complete = finished == min(len(waiting), _PAGES_PER_RUN)
            waiting = waiting[finished:]
            if not batch.started:
                self._refused.update(_name(document.source) for document in waiting)
                break
            if batch.cut_off and not finished:
                return [*bad, *waiting], again
            if not complete and not batch.cut_off:
                bad.append(waiting[0])
                waiting = waiting[1:]
        return bad, again

    def _typeset_alone(self, document: Document) -> str | None:
        ready = self._formats.get(document.preamble) if document.known else None
        svg = self._typesetter.alone(document, ready)
        return self._keep(document, svg)

    def _keep(self, document: Document, svg: str | None) -> str | None:
        name = _name(document.source)
        if svg is None or len(svg) > picture.LARGEST:
            self._refused.add(name)
            return None
        self._write(self._path(name), svg.encode("utf-8"))
        return svg

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / f"{name}.svg"

    def _read(self, name: str) -> str | None:
        try:
            stored = self._path(name).read_text(encoding="utf-8")
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        except OSError as error:
            raise self._unusable(error) from None
        # One that lost its end would spoil every scene that uses it.
        return stored if picture.is_whole(stored) else None

    def _is_stored(self, name: str) -> bool:
        try:
            with self._path(name).open("rb") as file:
                file.seek(max(0, file.seek(0, os.SEEK_END) - _LONGEST_END))
                return picture.is_whole(file.read().decode("utf-8", "replace"))
        except FileNotFoundError:
            return False
        except OSError as error:
            raise self._unusable(error) from None

    def _write(self, path: Path, data: bytes) -> None:
        """Write a file so that other workers see it whole or not at all."""
        try:
            self._unfinished.mkdir(parents=True, exist_ok=True)
            self._sweep()
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._unfinished, delete=False) as file:
                unfinished = Path(file.name)
                try:
                    file.write(data)
                    file.flush()
                    os.replace(unfinished, path)
                except OSError:
                    unfinished.unlink(missing_ok=True)
                    raise
        except (FileExistsError, NotADirectoryError) as error:
            raise self._unusable(error) from None
        except OSError as error:
            raise EnvironmentFailure(
                f"{path} cannot be written ({error.strerror}); make room or set XDG_CACHE_HOME to another "
                "folder, then run the same command again: finished work is kept."
            ) from None

    def _sweep(self) -> None:
        """Remove, once, what writers left that were killed; a writer at work is done within the hour."""
        if self._swept:
            return
        self._swept = True
        limit = time.time() - _ABANDONED_SECONDS
        for path in self._unfinished.iterdir():
            # Another process may sweep at the same time.
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime < limit:
                    path.unlink()

    def _unusable(self, error: OSError) -> EnvironmentFailure:
        return EnvironmentFailure(
            f"{self._folder}, where typeset expressions are kept, cannot be used ({error.strerror}: "
            f"{error.filename}); move what is in the way or set XDG_CACHE_HOME to another folder, then run "
            "the same command again: finished work is kept."
        )


def _name(source: str) -> str:
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
