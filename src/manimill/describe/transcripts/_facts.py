"""What is known of the video a sample was made for, as far as it helps to find what was said in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from manimill.describe.transcripts._names import facts_numbers, is_youtube_id, link_id, normal
from manimill.resemblance.origin import repository_of, videos_of

_PLACES = ("playlist", "topic", "year")


@dataclass(frozen=True, slots=True)
class Video:
    """A video: its key, its id if it is known, and what it is called.

    ``title`` and ``places`` are normal forms; ``places`` are names of folders that are about it: its playlist, topic,
    year, repository and source. ``numbers`` are pairs of a kind and a number, the most telling first. ``scope`` is
    what its title and its numbers are unique in.
    """

    key: str
    id: str | None = None
    title: str = ""
    places: frozenset[str] = frozenset()
    numbers: tuple[tuple[str, int], ...] = ()
    scope: str = ""

    @property
    def on_youtube(self) -> bool:
        """Whether its id is one of YouTube's."""
        return self.id is not None and is_youtube_id(self.id)


def videos(metadata: Mapping[str, Any], url: str | None, source: str = "") -> tuple[Video, ...]:
    """The videos that a sample was made for, sorted by key.

    ``url`` says where it was found, ``source`` in which source. A video that two links lead to is one. What a title
    or a number says is only taken where there is one video.
    """
    repository = repository_of(url)
    scope = repository or source
    places = {normal(metadata.get(name)) for name in _PLACES} | {normal(source)}
    places |= {normal(name) for name in (repository or "").split("/")[1:]}
    keys = sorted({link_id(key) or key for key in videos_of(metadata, url)})
    linked = any(metadata.get(name) for name in ("video_id", "url", "urls"))
    title = normal(metadata.get("title")) if len(keys) == 1 else ""
    numbers = tuple(facts_numbers(metadata).items()) if len(keys) == 1 else ()
    return tuple(
        Video(key, key if linked else None, title, frozenset(places - {""}), numbers, scope) for key in keys
    )
