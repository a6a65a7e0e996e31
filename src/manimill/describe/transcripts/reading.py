"""Files of transcripts, read: what each holds, and why one holds nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from manimill.describe.transcripts._captions import from_srt, from_vtt
from manimill.describe.transcripts._decoding import Unreadable, text_of
from manimill.describe.transcripts._json import Entry, from_json
from manimill.describe.transcripts._names import Names, file_names
from manimill.describe.transcripts._segmenting import sentences_of
from manimill.describe.transcripts.transcript import Transcript

SUFFIXES = (".srt", ".vtt", ".json", ".txt")
"""The kinds of files that are read; of the same transcript in several the first is taken."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A transcript of a file, what its video is called, and where it is: a path below the folder that was opened."""

    names: Names
    transcript: Transcript
    path: str


def read_transcripts(
    path: Path, where: str | None = None, root: str = ""
) -> tuple[list[Stored], list[tuple[str, str]]]:
    """The transcripts of one file, and what of it could not be read, as pairs of a path and a reason.

    ``where`` is its path below the folder called ``root``.

    Raises:
        EnvironmentFailure: it is WebVTT and webvtt-py is not installed.
    """
    where = where if where is not None else path.name
    *folders, name = where.split("/")
    names = file_names(name[: -len(path.suffix)], folders, root)
    try:
        entries = _entries(path, names)
    except Unreadable as error:
        return [], [(where, str(error))]
    stored, skipped = [], []
    for entry in entries:
        source = f"{where}#{entry.key}" if entry.key else where
        problem = entry.problem or (None if entry.segments else "holds no speech")
        if problem:
            skipped.append((source, problem))
        else:
            stored.append(Stored(entry.names, Transcript(entry.segments, source), where))
    return stored, skipped


def _entries(path: Path, names: Names) -> list[Entry]:
    text = text_of(path)
    match path.suffix.lower():
        case ".srt":
            return [Entry("", names, from_srt(text))]
        case ".vtt":
            return [Entry("", names, from_vtt(text))]
        case ".json":
            return from_json(text, names)
    return [Entry("", names, sentences_of(text))]
