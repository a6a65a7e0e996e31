"""Repositories read as objects: a bare clone, one process that hands out blobs, never a checkout.

Nothing of a repository runs: no hook, no filter, no submodule, and links are not files here.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from manimill.scenes.files import FileAbsentError
from manimill.sources.access import Access, SourceUnavailableError
from manimill.workspace import disk_errors

GITHUB = "https://github.com"
LARGEST_FETCHED = "4m"
"""Blobs above it are not fetched: videos and models, which no scene is made of."""

_PLAIN_FILES = (b"100644", b"100755", b"100664")
_SECONDS = 900
_READING = ("protocol.allow=never", "remote.origin.promisor=false")
"""Whatever is absent stays absent: nothing is fetched while reading."""

_SETTINGS = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.alternateRefsCommand=",
    "protocol.ext.allow=never",
    "safe.directory=*",
    "gc.auto=0",
    "maintenance.auto=false",
    "advice.detachedHead=false",
)


class GitTree:
    """The files of one commit in a bare repository.

    A blob that is not in the repository, as in partial clones, is listed and absent. Use it as a context manager:
    it keeps a git process for as long as it is open.
    """

    def __init__(self, repository: Path, revision: str = "HEAD") -> None:
        self._repository = repository
        self.revision = commit_of(repository, revision)
        self._blobs = self._listed()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> GitTree:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process that hands out blobs."""
        if self._process is not None:
            assert self._process.stdin is not None and self._process.stdout is not None
            self._process.stdin.close()
            self._process.wait()
            self._process.stdout.close()
            self._process = None

    def files(self) -> Mapping[str, int | None]:
        return dict.fromkeys(self._blobs)

    def read(self, path: str) -> bytes:
        if path not in self._blobs:
            raise FileAbsentError(f"there is no {path}")
        return self._blob(self._blobs[path], path)

    def _listed(self) -> dict[str, str]:
        listing = run_git(["ls-tree", "-r", "-z", "--full-tree", self.revision], self._repository)
        found: dict[str, str] = {}
        for entry in listing.split(b"\0"):
            head, _, name = entry.partition(b"\t")
            path = name.decode("utf-8", "surrogateescape")
            if head.split(b" ")[0] in _PLAIN_FILES and _is_inside(path):
                found[path] = head.split(b" ")[2].decode("ascii")
        return dict(sorted(found.items()))

    def _blob(self, name: str, path: str) -> bytes:
        process = self._running()
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(name.encode("ascii") + b"\n")
            process.stdin.flush()
            header = process.stdout.readline().split()
        except BrokenPipeError:
            header = []
        if not header:
            # It gives up on what a partial clone has promised; the next blob gets a new process.
            process.kill()
            process.wait()
        if len(header) != 3 or header[1] != b"blob":
            raise FileAbsentError(f"the content of {path} is not in the repository")
        size = int(header[2])
        content = process.stdout.read(size)
        process.stdout.read(1)
        if len(content) != size:
            raise FileAbsentError(f"the content of {path} cannot be read")
        return content

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                _command(["cat-file", "--batch"], self._repository, _READING),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
            )
        return self._process


def repository_at(place: Path) -> Path | None:
    """The git directory of a folder: itself if bare, its ``.git`` otherwise; None if it is no repository."""
    for candidate in (place, place / ".git"):
        if (candidate / "HEAD").is_file() and (candidate / "objects").is_dir():
            return candidate
    return None


def commit_of(repository: Path, revision: str) -> str:
    """The full name of the commit that a revision means.

    Raises:
        SourceUnavailableError: the repository has no such commit.
    """
    try:
        asked = ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"]
        return run_git(asked, repository).decode("ascii").strip()
    except SourceUnavailableError:
        raise SourceUnavailableError(
            f"has no commit '{revision}' in {repository}; give another revision"
        ) from None


def mirrored(owner_and_name: str, access: Access) -> Path | str:
    """Where a repository is read from: a folder that is there, or an address to fetch from."""
    owner, _, name = owner_and_name.partition("/")
    if not access.git_mirror:
        return f"{GITHUB}/{owner}/{name}"
    place = access.git_mirror.replace("{owner}", owner).replace("{name}", name)
    if "://" in place:
        return place
    found = repository_at(Path(place).expanduser())
    if found is None:
        raise SourceUnavailableError(f"is not in the mirror: {place} is no git repository")
    return found


def open_repository(owner_and_name: str, revision: str | None, access: Access) -> GitTree:
    """The newest state of a repository, or the commit that is wanted.

    Raises:
        SourceUnavailableError: it cannot be reached.
    """
    place = mirrored(owner_and_name, access)
    if isinstance(place, Path):
        return GitTree(place, revision or "HEAD")
    return GitTree(fetched(place, owner_and_name.replace("/", "+"), revision, access), _kept_as(revision))


def fetched(url: str, name: str, revision: str | None, access: Access) -> Path:
    """A bare repository in the cache that has the commit; only what is new is transferred.

    Raises:
        SourceUnavailableError: it cannot be reached, or has no such commit.
    """
    repository = access.cache / "git" / f"{name}.git"
    with _locked(repository):
        if not (repository / "HEAD").is_file():
            run_git(["init", "--quiet", "--bare", str(repository)], None)
        have = _has(repository, _kept_as(revision))
        if access.offline or (have and revision is not None and len(revision) == 40):
            if not have:
                raise SourceUnavailableError(
                    f"is not in the cache, and nothing is fetched from {url} offline"
                )
            return repository
        refspec = f"+{revision or 'HEAD'}:{_kept_as(revision)}"
        options = ["--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head"]
        try:
            run_git(["fetch", *options, f"--filter=blob:limit={LARGEST_FETCHED}", url, refspec], repository)
        except SourceUnavailableError as error:
            raise SourceUnavailableError(_sentence(str(error), url, revision)) from None
    return repository


def _kept_as(revision: str | None) -> str:
    return f"refs/manimill/{revision or 'latest'}"


def _has(repository: Path, reference: str) -> bool:
    try:
        commit_of(repository, reference)
    except SourceUnavailableError:
        return False
    return True


@contextmanager
def _locked(repository: Path) -> Iterator[None]:
    with disk_errors(repository):
        repository.parent.mkdir(parents=True, exist_ok=True)
        with open(repository.with_suffix(".lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


_CAUSES = (
    (("Could not resolve host", "Name or service not known", "Network is unreachable"), "there is no way to {url}; check the network"),
    (("Connection refused", "Connection timed out", "Failed to connect", "Operation timed out"), "{url} does not answer; try again later"),
    (("could not read Username", "Authentication failed", "error: 401", "error: 403"), "{url} is private or does not exist; check the name, or read it from a mirror"),
    (("not found", "does not exist", "error: 404"), "there is no repository at {url}; check the name"),
    (("couldn't find remote ref", "not our ref", "no such remote ref", "unadvertised object"), "{url} has no revision {revision}; give another one"),
    (("error: 429",), "{url} answers that it was asked too often; try again later"),
    (("error: 5", "RPC failed", "early EOF", "remote end hung up"), "{url} broke off; the same command continues"),
    (("No space left",), "the disk is full; make room"),
)  # fmt: skip


def _sentence(said: str, url: str, revision: str | None) -> str:
    for marks, sentence in _CAUSES:
        if any(mark in said for mark in marks):
            return "cannot be fetched: " + sentence.format(url=url, revision=revision)
    return f"cannot be fetched from {url}: {said}"


def run_git(arguments: Sequence[str], repository: Path | None) -> bytes:
    """What git answers.

    Raises:
        SourceUnavailableError: git is absent, fails or takes too long.
    """
    try:
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(
                _command(arguments, repository),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=said,
                env=_environment(),
                timeout=_SECONDS,
                check=False,
            )
            said.seek(0)
            words = said.read().decode("utf-8", "replace").strip().splitlines()
    except FileNotFoundError:
        raise SourceUnavailableError(
            "needs git, which is not installed; run 'sudo apt-get install git'"
        ) from None
    except subprocess.TimeoutExpired:
        raise SourceUnavailableError(
            f"takes git more than {_SECONDS // 60} minutes; try again later"
        ) from None
    if done.returncode:
        raise SourceUnavailableError(" ".join(words[-3:]) or f"makes git end with status {done.returncode}")
    return done.stdout


def _command(arguments: Sequence[str], repository: Path | None, settings: Sequence[str] = ()) -> list[str]:
    settings = [part for setting in (*_SETTINGS, *settings) for part in ("-c", setting)]
    where = [f"--git-dir={repository}"] if repository is not None else []
    return ["git", *settings, *where, *arguments]


def _environment() -> dict[str, str]:
    """The user's, without what would change what git does, ask for a password or fetch what is absent."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return {
        **kept,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "true",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "LC_ALL": "C",
    }


def _is_inside(path: str) -> bool:
    """Whether a path stays in the tree and can be written down."""
    parts = path.split("/")
    if not path or path.startswith("/") or any(part in ("", ".", "..", ".git") for part in parts):
        return False
    return "\n" not in path and "\\" not in path
