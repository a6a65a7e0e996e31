"""Repositories read as objects: one process lists a commit, one hands out its blobs, nothing is checked out.

Nothing of a repository runs: no hook, no filter, no submodule, and links are not files here. Its configuration is
not even read once the commit is known, because git looks at its objects from a repository of our own beside it.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO

from manimill.scenes.files import FileAbsentError
from manimill.sources.access import SourceUnavailableError
from manimill.sources.git_command import GitFailedError, git_command, git_environment, no_git, run_git

LARGEST_BLOB = 512 << 20
"""Bytes. Larger ones are listed and not read."""

MOST_FILES = 1_000_000
"""A few hundred bytes of folders that hold each other many times over can be any number of files."""

_PLAIN_FILES = (b"100644", b"100755", b"100664")
_CHUNK = 1 << 16
_LFS = b"version https://git-lfs.github.com/spec/"


class GitTree:
    """The files of one commit of a repository.

    A blob that is not in the repository, as in partial clones, is listed and absent. ``refused`` are paths that no
    file can have, such as those with ``..`` in them. Use it as a context manager: it keeps a git process for as long
    as it is open.

    Raises:
        SourceUnavailableError: there is no such commit, or it cannot be listed.
    """

    def __init__(self, repository: Path, revision: str = "HEAD", *, most_files: int = MOST_FILES) -> None:
        self.revision = commit_of(repository, revision)
        self.refused: list[str] = []
        self._where = repository
        self._aside = tempfile.TemporaryDirectory(prefix="manimill-git-")
        self._process: subprocess.Popen[bytes] | None = None
        self._blobs: dict[str, str] = {}
        self._sizes: dict[str, int | None] = {}
        try:
            self._objects = _set_aside(repository, Path(self._aside.name), len(self.revision))
            self._list(most_files)
        except BaseException:
            self._aside.cleanup()
            raise

    def __enter__(self) -> GitTree:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process that hands out blobs."""
        if self._process is not None:
            _end(self._process)
            self._process = None
        self._aside.cleanup()

    def files(self) -> Mapping[str, int | None]:
        return self._sizes

    def read(self, path: str) -> bytes:
        if path not in self._blobs:
            raise FileAbsentError(f"there is no {path}")
        size = self._sizes[path]
        if size is None:
            raise FileAbsentError(f"the content of {path} is not in the repository")
        if size > LARGEST_BLOB:
            raise FileAbsentError(f"the {size:,} bytes of {path} are more than is read")
        content = self._blob(self._blobs[path], path)
        if content.startswith(_LFS) and size < 1024:
            raise FileAbsentError(f"the content of {path} is kept outside the repository, with Git LFS")
        return content

    def _list(self, most: int) -> None:
        found: dict[str, tuple[str, int | None]] = {}
        for mode, name, size, path in self._entries():
            if mode not in _PLAIN_FILES:
                continue
            if not _is_inside(path):
                self.refused.append(path)
                continue
            found[path] = name, size
            if len(found) + len(self.refused) > most:
                raise SourceUnavailableError(
                    f"has more than {most:,} files in {self._where}; give a repository of scenes"
                )
        for path in sorted(found):
            self._blobs[path], self._sizes[path] = found[path]

    def _entries(self) -> Iterator[tuple[bytes, str, int | None, str]]:
        """Mode, object, size and path of each entry; no size where the object is absent."""
        process = self._started("ls-tree", "-r", "-l", "-z", "--full-tree", self.revision)
        try:
            for entry in _split(_out(process)):
                head, _, name = entry.partition(b"\t")
                mode, _, blob, size = head.split()
                length = int(size) if size.isdigit() else None
                yield mode, blob.decode("ascii"), length, name.decode("utf-8", "surrogateescape")
        finally:
            _end(process)
        if process.returncode:
            raise SourceUnavailableError(
                f"cannot be listed: a folder of commit {self.revision} is not in {self._where}; get the repository anew"
            )

    def _blob(self, name: str, path: str) -> bytes:
        process = self._running()
        assert process.stdin is not None
        try:
            process.stdin.write(name.encode("ascii") + b"\n")
            process.stdin.flush()
            header = _out(process).readline().split()
        except BrokenPipeError:
            header = []
        if len(header) == 3 and header[1] == b"blob":
            size = int(header[2])
            content = _out(process).read(size + 1)
            if len(content) == size + 1:
                return content[:-1]
        # It gives up on what is damaged; the next blob gets a new process.
        _end(process)
        self._process = None
        raise FileAbsentError(f"the content of {path} is damaged in the repository")

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._process = self._started("cat-file", "--batch")
        return self._process

    def _started(self, *arguments: str) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                git_command(arguments, Path(self._aside.name)),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=git_environment({"GIT_OBJECT_DIRECTORY": str(self._objects)}),
            )
        except FileNotFoundError:
            raise no_git() from None


def repository_at(place: Path) -> Path | None:
    """The git directory of a folder: itself if bare, its ``.git`` otherwise; None if it is no repository."""
    for candidate in (place, place / ".git"):
        if (candidate / "HEAD").is_file() and (candidate / "objects").is_dir():
            return candidate
    return _elsewhere(place / ".git")


def commit_of(repository: Path, revision: str) -> str:
    """The full name of the commit that a revision means.

    Raises:
        SourceUnavailableError: the repository has no such commit.
    """
    try:
        asked = ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"]
        return run_git(asked, repository).decode("ascii").strip()
    except GitFailedError:
        raise SourceUnavailableError(
            f"has no commit '{revision}' in {repository}; give another revision"
        ) from None


def _elsewhere(pointer: Path) -> Path | None:
    """The git directory that a ``.git`` file names, as work trees and submodules have it."""
    try:
        word, _, place = pointer.read_text().partition(":")
    except (OSError, UnicodeDecodeError):
        return None
    found = pointer.parent / place.strip()
    return found if word == "gitdir" and (found / "HEAD").is_file() else None


def _set_aside(repository: Path, aside: Path, name_length: int) -> Path:
    """Make ``aside`` an empty repository from which the objects of another can be read, and say where these are."""
    (aside / "refs").mkdir()
    (aside / "HEAD").write_text("ref: refs/heads/none\n")
    if name_length == 64:
        config = "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tobjectformat = sha256\n"
        (aside / "config").write_text(config)
    common = repository / "commondir"
    owner = repository / common.read_text().strip() if common.is_file() else repository
    return (owner / "objects").resolve()


def _split(stream: IO[bytes]) -> Iterator[bytes]:
    rest = b""
    while chunk := stream.read(_CHUNK):
        *entries, rest = (rest + chunk).split(b"\0")
        yield from entries


def _out(process: subprocess.Popen[bytes]) -> IO[bytes]:
    assert process.stdout is not None
    return process.stdout


def _end(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    with suppress(BrokenPipeError):
        process.stdin.close()
    _out(process).close()  # so that it cannot wait for anyone to read on
    process.wait()


def _is_inside(path: str) -> bool:
    """Whether a path stays in the tree."""
    parts = path.split("/")
    return not any(part in ("", ".", "..") or part.lower() == ".git" for part in parts)
