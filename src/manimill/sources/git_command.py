"""How git is run: with settings of ours alone, so that nothing a repository says makes it do more than it is asked."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from manimill.sources.access import SourceUnavailableError

NOTHING_IS_FETCHED = "none"
"""For ``protocols``: whatever is absent stays absent, also what a partial clone has been promised."""

_SECONDS = 900

_SETTINGS = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.alternateRefsCommand=",
    "safe.directory=*",
    "gc.auto=0",
    "maintenance.auto=false",
    # A server that goes quiet is given up after a minute.
    "http.lowSpeedLimit=1",
    "http.lowSpeedTime=60",
)

_OF_THE_NETWORK = ("GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "GIT_SSL_NO_VERIFY", "GIT_PROXY_SSL_CAINFO")
"""Of the user's settings, those that some networks need."""


class GitFailedError(SourceUnavailableError):
    """Git ended with an error; the message is what it said."""


def run_git(
    arguments: Sequence[str],
    repository: Path | None,
    *,
    protocols: str = NOTHING_IS_FETCHED,
    seconds: int = _SECONDS,
    kept_open: Sequence[int] = (),
) -> bytes:
    """What git answers.

    ``protocols`` are those it may use, with ``:`` between them. ``kept_open`` are file descriptors that it holds for
    as long as it runs, whatever becomes of this process.

    Raises:
        GitFailedError: it ends with an error.
        SourceUnavailableError: git is absent or takes too long.
    """
    with tempfile.TemporaryFile() as said:
        try:
            done = subprocess.run(
                git_command(arguments, repository),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=said,
                env=git_environment(protocols=protocols),
                timeout=seconds,
                pass_fds=kept_open,
                check=False,
            )
        except FileNotFoundError:
            raise no_git() from None
        except subprocess.TimeoutExpired:
            raise SourceUnavailableError(
                f"takes git more than {seconds // 60} minutes; try again later"
            ) from None
        said.seek(0)
        words = said.read().decode("utf-8", "replace").strip().splitlines()
    if done.returncode:
        raise GitFailedError(" ".join(words[-3:]) or f"git ended with status {done.returncode}")
    return done.stdout


def no_git() -> SourceUnavailableError:
    """For machines without git."""
    return SourceUnavailableError("needs git, which is not installed; run 'sudo apt-get install git'")


def git_command(arguments: Sequence[str], repository: Path | None) -> list[str]:
    """The command line of git in a repository."""
    settings = [part for setting in _SETTINGS for part in ("-c", setting)]
    where = [f"--git-dir={repository}"] if repository is not None else []
    return ["git", *settings, *where, *arguments]


def git_environment(
    more: Mapping[str, str] | None = None, *, protocols: str = NOTHING_IS_FETCHED
) -> dict[str, str]:
    """The user's, without what would change what git does, ask for a password or fetch what is absent."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith("GIT_") or key in _OF_THE_NETWORK
    }
    return {
        **kept,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "true",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        # It overrules the settings of a repository, which any protocol.*.allow among ours would not.
        "GIT_ALLOW_PROTOCOL": protocols,
        "LC_ALL": "C",
        **(more or {}),
    }
