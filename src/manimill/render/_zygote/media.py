"""Files that a render is to leave for the user, fetched from the scene's folder once the scene has ended."""

from __future__ import annotations

import base64
import json
import os
import stat
from typing import Any

from .confinement import Place

_LARGEST_MOVIE = 128 << 20
_SECONDS_APART = 0.5
"""A movie may be so much longer or shorter than its animations; each of them is rounded to whole frames."""


def collect(outcome: dict[str, Any], place: Place) -> dict[str, Any]:
    """The outcome with the movie's bytes in ``media``, or with a verdict that there is none worth the name.

    The scene ran where the movie lies and could have put anything there, so it is read back by a process in
    which no scene has been.
    """
    path = str(outcome.pop("movie"))
    try:
        movie = _read(path, place.scene)
    except OSError as error:
        return _failed(outcome, f"no video file: {error.strerror or error}")
    if outcome["verdict"] != "ok":
        return outcome
    seconds = _apart(movie)
    expected = outcome["duration"]
    if seconds is None:
        return _failed(outcome, "the video file cannot be read back")
    if abs(seconds - expected) > max(_SECONDS_APART, 0.1 * expected):
        return _failed(outcome, f"the video file lasts {seconds:.1f} s, the animations {expected:.1f} s")
    files = {**outcome.get("media", {}), "video.mp4": base64.b64encode(movie).decode("ascii")}
    return {**outcome, "media": files}


def _failed(outcome: dict[str, Any], error: str) -> dict[str, Any]:
    if outcome["verdict"] != "ok":
        return outcome
    return {**outcome, "verdict": "runtime_error", "error": error}


def _read(path: str, folder: str) -> bytes:
    """The bytes of a regular file below ``folder``, reached over no link."""
    if os.path.realpath(path) != path or not path.startswith(folder + "/"):
        raise OSError("it is not where manim puts it")
    fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with open(fd, "rb") as file:
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode) or not 0 < status.st_size <= _LARGEST_MOVIE:
            raise OSError("it is empty, too large or no file")
        return file.read()


def _apart(movie: bytes) -> float | None:
    """What `_seconds` says, in a process of its own: whatever reading does to it is confined to it."""
    read_fd, write_fd = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(read_fd)
            os.write(write_fd, json.dumps(_seconds(movie)).encode("ascii"))
        finally:
            os._exit(0)
    os.close(write_fd)
    with open(read_fd, "rb") as answer:
        said = answer.read(100)
    os.waitpid(child, 0)
    return float(said) if said and said != b"null" else None


def _seconds(movie: bytes) -> float | None:
    """How long the pictures in a movie last, each of them decoded; None where it is no movie."""
    import io

    import av

    try:
        with av.open(io.BytesIO(movie), "r") as container:
            stream = container.streams.video[0]
            frames = sum(1 for _ in container.decode(stream))
            return float(frames / stream.average_rate) if frames and stream.average_rate else None
    except (av.FFmpegError, IndexError, ValueError):
        return None
