"""Videos and stills that a verification leaves for the user."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from manimill.errors import OutputError
from manimill.verification.candidates import Candidate
from manimill.workspace import disk_errors

_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 180
"""Bytes of a file name before what is added to it; file systems take 255."""

_FILES = {"video.mp4": ".mp4"}
_STILL = re.compile(r"frame-(\d+)\.png")


def media_names(candidates: Iterable[Candidate]) -> list[str]:
    """A path without suffix for each candidate, below the folder for media; no two alike.

    It follows from file, cell or row, and scene, and is the same in every run over the same files.
    """
    taken: set[str] = set()
    names = []
    for candidate in candidates:
        name = _name(candidate)
        number = 1
        # Some file systems take "Spin" and "spin" for one name.
        while (unique := name if number == 1 else f"{name}-{number}").casefold() in taken:
            number += 1
        taken.add(unique.casefold())
        names.append(unique)
    return names


def check_folder(folder: Path) -> None:
    """Make the folder for media.

    Raises:
        OutputError: it cannot be made.
        EnvironmentFailure: the disk is full or must not be written to.
    """
    try:
        with disk_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"{folder} cannot be made a folder ({error.strerror}); choose another one for --out."
        ) from None


def write_media(folder: Path, name: str, media: Mapping[str, bytes]) -> list[Path]:
    """Write a scene's files, each whole or not at all; returns where they are.

    Raises:
        EnvironmentFailure: the disk is full or must not be written to.
    """
    written = []
    for file, content in sorted(media.items(), key=lambda item: _order(item[0])):
        ending = _ending(file)
        if ending is None:
            continue
        path = folder / f"{name}{ending}"
        unfinished = path.with_name(f".{path.name}.{os.getpid()}")
        with disk_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                unfinished.write_bytes(content)
                unfinished.replace(path)
            finally:
                unfinished.unlink(missing_ok=True)
        written.append(path)
    return written


def _name(candidate: Candidate) -> str:
    path = PurePosixPath(candidate.label)
    folders = [_safe(part) for part in path.with_suffix("").parts if part not in ("/", "..")]
    where = ""
    if candidate.cell is not None:
        where = f"cell{candidate.cell}-"
    elif candidate.row is not None:
        where = f"row{candidate.row}-"
    elif candidate.sample:
        where = f"{candidate.id}-"
    return "/".join([*folders, _safe(where + (candidate.scene or "no-scene"))])


def _safe(part: str) -> str:
    """The part as a file name that is visible and goes nowhere else."""
    safe = _UNSAFE.sub("_", part).encode("utf-8", "replace")[:_LONGEST_NAME]
    return safe.decode("utf-8", "ignore").lstrip(".") or "_"


def _ending(file: str) -> str | None:
    """What a file of a render is called by; None for a name that no render gives."""
    still = _STILL.fullmatch(file)
    return f"-{still[1]}.png" if still else _FILES.get(file)


def _order(file: str) -> tuple[bool, int]:
    still = _STILL.fullmatch(file)
    return still is not None, int(still[1]) if still else 0
