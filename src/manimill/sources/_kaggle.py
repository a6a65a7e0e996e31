"""The calls to Kaggle's client. Imported where they are made: the client is an optional library."""

from __future__ import annotations

import io
import json
import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import partial
from pathlib import Path

import kagglehub
import requests
from kagglehub.cache import Cache
from kagglehub.config import CACHE_FOLDER_ENV_VAR_NAME
from kagglehub.exceptions import CredentialError, DataCorruptionError, UnauthenticatedError
from kagglehub.handle import parse_dataset_handle
from urllib3.exceptions import NewConnectionError

from manimill.sources._locking import alone_in
from manimill.sources.inquiry import Inquiry
from manimill.sources.patience import ASK_AGAIN, AskAgainError, NoAnswerError, Patience
from manimill.workspace import disk_errors


class Hub:
    """One data set on Kaggle. Once a file has come, the others are asked for in the same version."""

    def __init__(self, dataset: str, version: str | None, patience: Patience) -> None:
        self._dataset = dataset
        self.version = version
        self._patience = patience

    def use_newest_kept(self, names: Sequence[str] | None) -> bool:
        """Settle on the newest version of which all these files, or the whole data set, are in the cache."""
        kept = Path(Cache().get_path(parse_dataset_handle(self._dataset))) / "versions"
        folders = kept.iterdir() if kept.is_dir() else ()
        versions = sorted((int(folder.name) for folder in folders if folder.name.isdecimal()), reverse=True)
        for version in versions:
            if self.version in (None, str(version)) and self._has(version, names):
                self.version = str(version)
                return True
        return False

    def _has(self, version: int, names: Sequence[str] | None) -> bool:
        handle = parse_dataset_handle(self._dataset).with_version(version)
        return all(Cache().load_from_cache(handle, name) for name in (names or (None,)))

    def file(self, name: str) -> Path:
        """One file in the cache, fetched if need be."""
        return self._patience.ask(partial(self._attempt, name))

    def folder(self) -> Path:
        """The folder in the cache with all files, fetched if need be."""
        return self._patience.ask(partial(self._attempt, None))

    def _attempt(self, name: str | None) -> Path:
        handle = self._dataset if self.version is None else f"{self._dataset}/versions/{self.version}"
        try:
            path = Path(kagglehub.dataset_download(handle, path=name))
        except requests.RequestException as error:
            raise _judged(error) from None
        self.version = _version_in(path) or self.version
        return path


def _version_in(path: Path) -> str | None:
    """The client returns nothing but a path, in which the version follows ``versions``."""
    parts = path.parts
    return parts[parts.index("versions") + 1] if "versions" in parts[:-1] else None


def _judged(error: requests.RequestException) -> AskAgainError | NoAnswerError:
    """Whether it is worth asking again."""
    if error.response is not None:
        status = error.response.status_code
        if status in ASK_AGAIN:
            return AskAgainError(status, str(status), error.response.headers.get("Retry-After"))
        return NoAnswerError(status, str(status))
    cause = getattr(error.args[0], "reason", None) if error.args else None
    cause = getattr(cause, "original_error", cause)  # what a proxy met
    if isinstance(cause, NewConnectionError):
        return NoAnswerError(None, str(cause).rpartition("] ")[2].rstrip(".)"))
    if isinstance(
        error, (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError)
    ):
        return AskAgainError(None, "it broke off or did not answer in time")
    return NoAnswerError(None, str(error).rstrip("."))


@contextmanager
def session(cache: Path, inquiry: Inquiry) -> Iterator[None]:
    """Kaggle's client with our cache, silent, and with our sentences for what goes wrong."""
    # The client continues a file that another process may be writing, so there must be no other.
    with alone_in(cache), _environment(CACHE_FOLDER_ENV_VAR_NAME, str(cache)), _silent(), disk_errors(cache):
        try:
            yield
        except NoAnswerError as error:
            raise inquiry.unanswered(error) from None
        except DataCorruptionError as error:
            got, wanted = _checksums(error)
            raise inquiry.damaged(got, wanted) from None
        except (CredentialError, UnauthenticatedError):
            raise inquiry.refused(401) from None
        except json.JSONDecodeError:
            raise inquiry.unreachable("what answers is not it") from None
        except ValueError as error:
            # Of a data set's name, and of credentials that are no JSON.
            raise inquiry.absent(str(error).rstrip(".")) from None


def _checksums(error: DataCorruptionError) -> tuple[str, str]:
    """The actual and the announced checksum: the client's message has each on a line of its own."""
    found = [line.strip() for line in str(error).splitlines() if line.startswith("  ")]
    return (found[1], found[0]) if len(found) == 2 else ("?", "?")


@contextmanager
def _environment(name: str, value: str) -> Iterator[None]:
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


@contextmanager
def _silent() -> Iterator[None]:
    """Without the client's log, which it writes to standard output, and its progress bars, which cannot be refused."""
    logger = logging.getLogger("kagglehub")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            yield
    finally:
        logger.setLevel(level)
