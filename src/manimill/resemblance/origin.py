"""Which video and which repository a sample comes from, read off what was noted where it was found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

_HOSTS = ("github.com", "gitlab.com", "codeberg.org", "bitbucket.org")

_FACTS = ("playlist", "year", "topic", "chapter", "part", "episode", "day")
"""What tells the videos of a repository apart where neither a link nor a title does; ``version`` is no such fact."""


def repository_of(url: str | None) -> str | None:
    """The repository a sample was found in, as ``host/owner/name`` in lower case; None for other places."""
    parts = urlsplit(url or "")
    host = parts.netloc.lower().removeprefix("www.")
    folders = [folder for folder in parts.path.lower().split("/") if folder]
    if host not in _HOSTS or len(folders) < 2:
        return None
    return f"{host}/{folders[0]}/{folders[1].removesuffix('.git')}"


def videos_of(metadata: Mapping[str, Any], url: str | None) -> tuple[str, ...]:
    """Keys of the videos a sample was made for, sorted; samples that share one belong to the same video.

    A link names a video everywhere, a title or a number of an episode only within its repository, which ``url`` says.
    """
    links = [metadata.get("video_id"), metadata.get("url"), *(metadata.get("urls") or ())]
    named = {str(link) for link in links if link}
    if named:
        return tuple(sorted(named))
    repository = repository_of(url)
    if repository is None:
        return ()
    if metadata.get("title"):
        return (f"{repository}: {metadata['title']}",)
    facts = [f"{name} {metadata[name]}" for name in _FACTS if metadata.get(name) is not None]
    numbered = any(metadata.get(name) is not None for name in _FACTS if name != "playlist")
    return (f"{repository}: {', '.join(facts)}",) if numbered else ()
