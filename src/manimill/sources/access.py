"""How sources are reached from this machine."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from manimill.workspace import cache_folder


@dataclass(frozen=True, slots=True)
class Access:
    """What readers of sources may use.

    ``git_mirror`` is where repositories are read from instead of GitHub, with ``{owner}`` and ``{name}`` in it:
    ``/srv/{owner}/{name}.git``; empty for GitHub. With ``offline`` nothing is asked of the network, and what an
    earlier run has left in ``cache`` is read as it is.
    """

    git_mirror: str = ""
    offline: bool = False
    cache: Path = field(default_factory=cache_folder)


class SourceUnavailableError(Exception):
    """A source that cannot be read here and now.

    The message goes after "The source 'NAME'", and says why and what helps.
    """
