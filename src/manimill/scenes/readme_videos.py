"""Which videos a README says that files and folders of its repository were made for."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from manimill.scenes._markdown_blocks import Block, blocks
from manimill.scenes.youtube import YouTube, youtube

_LINK = re.compile(r"!?\[([^\]]*)\]\(<?([^)\s>]+)>?[^)]*\)|<a\s[^>]*href=\"([^\"]+)\"[^>]*>(.*?)</a>")
_BARE = re.compile(r"https?://[^\s)>\]|\"]+")
_CODE = re.compile(r"`([^`]+)`")
_WORD = re.compile(r"[^\s`()\[\]|,;\"'<>]+")
_IN_REPOSITORY = re.compile(r"/[^/]+/[^/]+/(?:blob|tree|raw)/[^/]+/(.+)")
_SAYS_NOTHING = re.compile(
    r"(?:part\s*\d+|episode\s*\d+|watch|full|the|my|on|this|see|final|\W)*"
    r"(?:you\s?tube|videos?|links?|here|code|source|click|watch|playlist|scenes?|it|\W)*",
    re.IGNORECASE,
)
_TITLE_COLUMN = re.compile(r"title|video|name|topic|episode", re.IGNORECASE)
_PROSE = (".md", ".txt", ".rst")


@dataclass(frozen=True, slots=True)
class ReadmeVideo:
    """A file or folder, the videos beside it, and what they are called, if anything says so.

    ``urls`` are in the order of the text; most often there is one.
    """

    path: str
    title: str | None
    urls: tuple[str, ...]
    playlist: str | None = None
    playlist_url: str | None = None

    def covers(self, path: str) -> bool:
        """Whether the path is this one or lies in this folder."""
        return path == self.path or path.startswith(f"{self.path}/")

    def to_metadata(self) -> dict[str, object]:
        """What is known, under the names samples carry it by."""
        facts = {
            "title": self.title,
            "url": self.urls[0] if self.urls else None,
            "video_id": _video(self.urls[0]) if self.urls else None,
            "urls": list(self.urls) if len(self.urls) > 1 else None,
            "playlist": self.playlist,
            "playlist_url": self.playlist_url,
        }
        return {name: value for name, value in facts.items() if value}


class _Link(NamedTuple):
    text: str
    target: str


def readme_videos(text: str, paths: Collection[str], folder: str = "") -> list[ReadmeVideo]:
    """Pairs of a path and the videos named beside it: in one list item, table row, paragraph or section.

    ``paths`` are the repository's files: a word counts as a path only if there is such a file or folder.
    ``folder`` is the one the README lies in. A page of prose stands for the folder it is in. Of two pairs for
    one path the first counts.
    """
    places = _Places(paths, folder)
    found: dict[str, ReadmeVideo] = {}
    for block in blocks(text):
        for video in _videos(block, places):
            found.setdefault(video.path, video)
    return list(found.values())


class _Places:
    """The files and folders of a repository, by what a README in one of them calls them."""

    def __init__(self, paths: Collection[str], folder: str) -> None:
        self._files = frozenset(paths)
        self._folders = frozenset(
            path[:end] for path in paths for end in range(len(path)) if path[end] == "/"
        )
        self._folder = folder

    def find(self, mention: str) -> str | None:
        """The file or folder that is meant, None where there is none."""
        parts = urlsplit(mention)
        if parts.netloc:
            inside = _IN_REPOSITORY.fullmatch(parts.path) if parts.netloc.endswith("github.com") else None
            return self._known(unquote(inside[1])) if inside else None
        local = unquote(parts.path).strip(":.").strip()
        if mention.startswith("/") or not local:
            return self._known(local.strip("/"))
        return self._known(posixpath.join(self._folder, local)) or self._known(local)

    def is_path(self, text: str) -> bool:
        """Whether a text is a path and no name that some folder happens to have too."""
        place = self.find(text)
        return place is not None and ("/" in text or place == text)

    def _known(self, path: str) -> str | None:
        path = posixpath.normpath(path).strip("/")
        if path.endswith(_PROSE) and path in self._files:
            path = posixpath.dirname(path)
        return path if path in self._files or path in self._folders else None


def _videos(block: Block, places: _Places) -> Iterator[ReadmeVideo]:
    links = list(_links(block.text))
    targets = [target for target in (youtube(link.target) for link in links) if target]
    urls = tuple(dict.fromkeys(t.video_url for t in targets if t.video_url))
    playlist, playlist_url = _playlist(block, targets)
    if not urls and not (playlist_url and targets):
        return
    for path in _paths(block, places):
        yield ReadmeVideo(path, _title(block, links, places), urls, playlist, playlist_url)


def _paths(block: Block, places: _Places) -> list[str]:
    """Paths named in the block, or else by the item it is nested in, or else by its heading."""
    for text in (block.text, *reversed(block.parents), *block.headings[-1:]):
        found = [place for mention in _mentions(text) if (place := places.find(mention))]
        if found:
            return list(dict.fromkeys(found))
    return []


def _mentions(text: str) -> Iterator[str]:
    yield from (link.target for link in _links(text))
    yield from _CODE.findall(text)
    for word in _WORD.findall(_LINK.sub(" ", text)):
        # Any word may be the name of a folder; without a slash or a suffix it seldom is.
        if "/" in word or word.endswith((".py", ".ipynb")):
            yield word


def _links(text: str) -> Iterator[_Link]:
    for match in _LINK.finditer(text):
        yield _Link(match[1] or match[4] or "", match[2] or match[3])
    for bare in _BARE.findall(_LINK.sub(" ", text)):
        yield _Link("", bare.rstrip(".,;:!"))


def _playlist(block: Block, targets: list[YouTube]) -> tuple[str | None, str | None]:
    """Name and address of the playlist: a link's own, or that of a heading that is a link to one."""
    for heading in reversed(block.headings):
        for link in _links(heading):
            target = youtube(link.target)
            if target and target.playlist and not target.video:
                return _plain(heading), target.playlist_url
    return None, next((target.playlist_url for target in targets if target.playlist), None)


def _title(block: Block, links: list[_Link], places: _Places) -> str | None:
    """The first thing that says something: a title's cell, a link, the words before it, the heading."""
    candidates = [
        c for c, name in zip(block.cells, block.columns, strict=False) if _TITLE_COLUMN.search(name)
    ]
    candidates += [link.text for link in links if places.find(link.target)]
    candidates += [link.text for link in links if youtube(link.target)]
    candidates += [_before_links(text) for text in (block.text, *reversed(block.parents)) if not block.cells]
    candidates += block.headings[-1:]
    for candidate in candidates:
        text = _plain(candidate)
        if text and not _SAYS_NOTHING.fullmatch(text) and not places.is_path(text):
            return text
    return None


def _before_links(text: str) -> str:
    """What an item says before its first link or dash, if that is short enough to be a name."""
    start = re.split(r"\[|https?:|<a |\s[-–—]\s|:\s", text, maxsplit=1)[0]
    return start if len(start) <= 80 else ""


def _plain(text: str) -> str:
    text = _LINK.sub(lambda match: match[1] or match[4] or "", text)
    return " ".join(_BARE.sub("", text).replace("`", "").replace("*", "").split()).strip(" -–—:|/")


def _video(url: str) -> str | None:
    target = youtube(url)
    return target.video if target else None
