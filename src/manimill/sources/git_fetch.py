"""Repositories brought here: a bare clone in the cache, of which only what is new is transferred."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from manimill.sources._locking import alone_in
from manimill.sources.access import Access, SourceUnavailableError
from manimill.sources.git import GitTree, commit_of, repository_at
from manimill.sources.git_command import GitFailedError, run_git
from manimill.sources.inquiry import Inquiry
from manimill.sources.patience import ASK_AGAIN, AskAgainError, NoAnswerError, Patience

GITHUB = "https://github.com"
LARGEST_FETCHED = "4m"
"""Blobs above it are not fetched: videos and models, which no scene is made of."""

_PROTOCOLS = "http:https:ssh:git:file"
_HOUR = 3600
_FULL_NAMES = (40, 64)


def open_repository(
    owner_and_name: str,
    revision: str | None,
    access: Access,
    *,
    source: str | None = None,
    patience: Patience | None = None,
) -> GitTree:
    """The newest state of a repository, or the commit that is wanted; ``source`` is whose repository it is.

    Raises:
        SourceUnavailableError: it cannot be reached.
    """
    place = mirrored(owner_and_name, access)
    if isinstance(place, Path):
        return GitTree(place, revision or "HEAD")
    kept = access.cache / "git" / f"{owner_and_name.replace('/', '+')}.git"
    clone = Clone(place, revision, kept, _inquiry(place, revision, source), patience or Patience())
    clone.update(offline=access.offline)
    return GitTree(kept, clone.reference)


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
        raise SourceUnavailableError(
            f"is not in the mirror: {place} is no git repository; correct git.mirror"
        )
    return found


@dataclass(frozen=True, slots=True)
class Clone:
    """A bare repository that holds what was fetched from ``url``: ``revision``, or the newest commit."""

    url: str
    revision: str | None
    repository: Path
    inquiry: Inquiry
    patience: Patience

    @property
    def reference(self) -> str:
        """The commit, as it is called in the clone."""
        return f"refs/manimill/{self.revision or 'latest'}"

    def update(self, *, offline: bool) -> None:
        """Fetch what is new, unless the commit is known by its full name and there already.

        Raises:
            SourceUnavailableError: it cannot be had here and now.
        """
        if offline and not self.repository.is_dir():
            raise self.inquiry.offline()
        # A fetch inherits the lock, so that one that outlives a killed build keeps the next from interfering.
        with alone_in(self.repository) as lock:
            if not offline:
                self._tidy()
                run_git(["init", "--quiet", "--bare", "--template=", str(self.repository)], None)
            pinned = self.revision is not None and len(self.revision) in _FULL_NAMES
            if (offline or pinned) and self._is_there():
                return
            if offline:
                raise self.inquiry.offline()
            try:
                self.patience.ask(partial(self._fetch, lock))
            except NoAnswerError as error:
                raise self.inquiry.unanswered(error) from None

    def _tidy(self) -> None:
        """Remove what a killed fetch left half done: nothing is at work here any more."""
        for leftover in (*self.repository.rglob("*.lock"), *self.repository.glob("objects/pack/tmp_*")):
            leftover.unlink(missing_ok=True)

    def _is_there(self) -> bool:
        try:
            commit_of(self.repository, self.reference)
        except SourceUnavailableError:
            return False
        return True

    def _fetch(self, lock: int) -> None:
        options = ["--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head"]
        refspec = f"+{self.revision or 'HEAD'}:{self.reference}"
        command = ["fetch", *options, f"--filter=blob:limit={LARGEST_FETCHED}", "--", self.url, refspec]
        try:
            run_git(command, self.repository, protocols=_PROTOCOLS, seconds=_HOUR, kept_open=[lock])
        except GitFailedError as error:
            raise self._failure(str(error)) from None

    def _failure(self, said: str) -> Exception:
        """What git said, as a failure that may pass or one that will not."""
        if match := re.search(r"returned error: (\d+)", said):
            status = int(match[1])
            return AskAgainError(status, said) if status in ASK_AGAIN else NoAnswerError(status, said)
        meaning = next((one for one, marks in _MEANINGS if any(mark in said for mark in marks)), "")
        if meaning == "broken":
            return AskAgainError(None, "it broke off in the middle")
        if meaning == "unreachable":
            return NoAnswerError(None, _reason(said))
        return NoAnswerError(404, said) if meaning == "absent" else self._refusal(meaning, said)

    def _refusal(self, meaning: str, said: str) -> SourceUnavailableError:
        """For what no other try will better."""
        if meaning == "disk":
            return SourceUnavailableError(f"cannot be kept in {self.repository}: the disk is full; make room")
        if meaning == "revision":
            return self.inquiry.absent(f"{self.url} has no revision '{self.revision or 'HEAD'}'")
        if meaning == "login":
            # GitHub asks for one rather than say that it has no such repository.
            return self.inquiry.absent(
                f"{self.inquiry.host} wants a login for {self.url}, so it is private (put the login into ~/.netrc) "
                "or does not exist"
            )
        return SourceUnavailableError(
            f"cannot be fetched from {self.url} ({said}); run the same command again, or begin anew without "
            f"{self.repository}"
        )


_MEANINGS = (
    ("disk", ("No space left",)),
    ("login", ("could not read Username", "Authentication failed", "Permission denied")),
    (
        "revision",
        ("couldn't find remote ref", "not our ref", "no such remote ref", "unadvertised object"),
    ),
    ("unreachable", ("Could not resolve", "Couldn't connect", "Failed to connect", "unable to connect")),
    ("absent", ("not found", "does not exist", "does not appear to be a git repository")),
    (
        "broken",
        (
            "RPC failed",
            "early EOF",
            "hung up",
            "unexpected disconnect",
            "Empty reply",
            "Recv failure",
            "Connection reset",
            "too slow",
            "transfer closed",
            "bad line length",
            "invalid index-pack",
        ),
    ),
)
"""What to make of what git says, by its words; the first that fits is taken."""


def _reason(said: str) -> str:
    """The end of ``unable to access 'URL': Failed to connect to HOST port N after 0 ms: Couldn't connect``."""
    return said.rpartition("': ")[2].rpartition(" ms: ")[2].strip().rstrip(".") or said


def _inquiry(url: str, revision: str | None, source: str | None) -> Inquiry:
    wanted = f"{url} at {revision}" if revision else url
    host = urlsplit(url).netloc.rpartition("@")[2] or url
    if source is None:
        remedy = {"correction": "check the address", "instead_of": "give a folder that holds it"}
        return Inquiry("", host, wanted, settings="", **remedy)
    return Inquiry(source, host, wanted, settings="'repositories'", given="FOLDER")
