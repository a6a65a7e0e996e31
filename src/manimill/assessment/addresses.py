"""Addresses of repositories on GitHub, in the forms that people copy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from manimill.errors import InputError
from manimill.sources.access import SourceUnavailableError
from manimill.sources.git import run_git

_REPOSITORY = r"(?P<owner>[A-Za-z0-9][\w-]*)/(?P<name>[\w-][\w.-]*?|\.[\w.-]*[\w-])(?:\.git)?"
_ADDRESS = re.compile(
    r"(?:(?:https?|git)://(?:[^@/\s]+@)?(?:www\.)?github\.com/|(?:www\.)?github\.com/|(?:ssh://)?git@github\.com[:/]|"
    rf"github:){_REPOSITORY}"
    r"(?:/(?:tree|blob)/(?P<revision>[^/?#\s]+)(?P<path>/[^?#]*)?)?/?(?:[?#].*)?"
)
_SHORT = re.compile(_REPOSITORY)
_FILE_ENDINGS = (".py", ".ipynb", ".md", ".markdown", ".rst")


@dataclass(frozen=True, slots=True)
class Address:
    """``repository`` is ``owner/name``; ``path`` limits it to a folder or file; ``short`` says it was just the name."""

    repository: str
    revision: str | None = None
    path: str = ""
    short: bool = False


def address_of(text: str) -> Address | None:
    """The repository that an address means, or None where the text is no address.

    A revision is what stands up to the next ``/``: of a branch with a slash in its name only the commit will do.

    Raises:
        InputError: it is the address of something else.
    """
    text = text.strip()
    found = _ADDRESS.fullmatch(text)
    if found is not None:
        path = unquote(found["path"] or "").strip("/")
        return Address(f"{found['owner']}/{found['name']}", found["revision"], path)
    if "://" in text or text.startswith("git@"):
        raise InputError(
            f"'{text}' is not the address of a repository on GitHub; clone it and give the folder it is in."
        )
    short = _SHORT.fullmatch(text)
    if short is not None and not text.endswith(_FILE_ENDINGS):
        return Address(f"{short['owner']}/{short['name']}", short=True)
    return None


def origin_of(repository: Path) -> str | None:
    """``owner/name`` of the repository on GitHub that one on this machine was cloned from."""
    try:
        said = run_git(["config", "--get", "remote.origin.url"], repository)
        address = address_of(said.decode("utf-8", "replace"))
    except (SourceUnavailableError, InputError):
        return None
    return address.repository if address is not None and not address.short else None
