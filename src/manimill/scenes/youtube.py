"""What a link to YouTube leads to."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

_BEFORE_ID = ("embed", "shorts", "live", "v")


class YouTube(NamedTuple):
    """The video and the playlist a link names; one of them may be absent, and channels are neither."""

    video: str | None
    playlist: str | None

    @property
    def video_url(self) -> str | None:
        """The shortest stable address of the video."""
        return f"https://www.youtube.com/watch?v={self.video}" if self.video else None

    @property
    def playlist_url(self) -> str | None:
        """The address of the playlist."""
        return f"https://www.youtube.com/playlist?list={self.playlist}" if self.playlist else None


def youtube(url: str) -> YouTube | None:
    """Take a link apart; None where it leads to no video and no playlist of YouTube."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host = (parts.netloc or "").lower().removeprefix("www.").removeprefix("m.")
    query = parse_qs(parts.query)
    folders = [folder for folder in parts.path.split("/") if folder]
    if host == "youtu.be":
        video = folders[0] if folders else None
    elif host in ("youtube.com", "youtube-nocookie.com"):
        video = query.get("v", [None])[0]
        if len(folders) == 2 and folders[0] in _BEFORE_ID:
            video = folders[1]
    else:
        return None
    found = YouTube(video, query.get("list", [None])[0])
    return found if any(found) else None
