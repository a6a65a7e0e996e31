"""A folder of transcripts, and which of them belongs to a video."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from manimill.describe.transcripts._facts import Video
from manimill.describe.transcripts._names import BARE, Names
from manimill.describe.transcripts.reading import SUFFIXES, Stored, read_transcripts
from manimill.describe.transcripts.transcript import Transcript
from manimill.errors import InputError


@dataclass(frozen=True, slots=True)
class Found:
    """What a folder has of a video: its transcript, or a reason why none of several was taken.

    ``by`` is ``id``, ``title`` or ``number``: what the file and the video have in common. ``sources`` are the
    transcripts that fit.
    """

    transcript: Transcript | None
    by: str = ""
    sources: tuple[str, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class TranscriptFolder:
    """Transcripts that lie in files; ``skipped`` are paths of those that could not be read, and reasons."""

    stored: tuple[Stored, ...]
    skipped: tuple[tuple[str, str], ...] = ()

    @classmethod
    def open(cls, path: str | Path) -> TranscriptFolder:
        """Read a folder with all below it, or a single file.

        Raises:
            InputError: it does not exist, or is a file of another kind.
            EnvironmentFailure: there is WebVTT in it and webvtt-py is not installed.
        """
        root = Path(path)
        if root.is_dir():
            files, base, name = _files(root), root, root.resolve().name
        elif root.is_file() and root.suffix.lower() in SUFFIXES:
            files, base, name = [root], root.parent, root.resolve().parent.name
        else:
            got = "are a file of another kind" if root.exists() else "do not exist"
            kinds = ", ".join(SUFFIXES)
            raise InputError(
                f"The transcripts {root} {got}; a folder is wanted that has {kinds} files, or one of these."
            )
        read = [read_transcripts(file, file.relative_to(base).as_posix(), name) for file in files]
        return cls(
            tuple(stored for several, _ in read for stored in several),
            tuple(sorted(skip for _, skips in read for skip in skips)),
        )

    def find(self, video: Video) -> Found:
        """The transcript of a video; of several languages English, of several kinds of file the first of `SUFFIXES`.

        An id counts more than a title, and a title more than numbers.
        """
        if video.id is not None:
            same = [stored for stored in self.stored if video.id in stored.names.ids]
            if same:
                chosen = min(same, key=_preference).transcript
                return Found(chosen, "id", (chosen.source,))
        others = [stored for stored in self.stored if not _of_another(stored.names, video)]
        titled = [(1, stored) for stored in others if video.title and video.title in stored.names.titles]
        if titled:
            return _best(titled, video, "title")
        numbered = [(fit, stored) for stored in others if (fit := _fit(stored.names, video))]
        return _best(numbered, video, "number")


def _files(root: Path) -> list[Path]:
    found = (file for file in root.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())
    seen = (file for file in found if not any(part.startswith(".") for part in file.relative_to(root).parts))
    return sorted(seen, key=lambda file: file.relative_to(root).as_posix())


def _of_another(names: Names, video: Video) -> bool:
    """Whether a file says which video it is of, and it is another one."""
    return video.on_youtube and bool(names.certain)


def _fit(names: Names, video: Video) -> int:
    """How many numbers of a video a file has, if all it has are right; one without a kind needs a folder that fits."""
    wanted = dict(video.numbers)
    kinded = {kind: number for kind, number in names.numbers.items() if kind != BARE}
    here = bool(names.places & video.places)
    if names.nested and not here:
        return 0
    if kinded:
        right = all(wanted.get(kind) == number for kind, number in kinded.items())
        return len(kinded) if right else 0
    first = next(iter(wanted.values()), None)
    return int(here and BARE in names.numbers and names.numbers[BARE] == first)


def _best(fitting: Sequence[tuple[int, Stored]], video: Video, by: str) -> Found:
    """The one that fits best, then the one in the nearest folder; languages and kinds of a file count as one."""
    ranks = [(fit, len(stored.names.places & video.places)) for fit, stored in fitting]
    names: dict[str, list[Stored]] = defaultdict(list)
    for rank, (_, stored) in zip(ranks, fitting, strict=True):
        if rank == max(ranks):
            names[_base(stored)].append(stored)
    if not names:
        return Found(None)
    chosen = [min(same, key=_preference).transcript for same in names.values()]
    sources = tuple(sorted(transcript.source for transcript in chosen))
    if len(chosen) > 1:
        reason = f"fits the video {video.key} by its {by}, as do others: {', '.join(sources[1:])}"
        return Found(None, by, sources, reason)
    return Found(chosen[0], by, sources)


def _base(stored: Stored) -> str:
    """Where a transcript is, without its language and its kind."""
    if "#" in stored.transcript.source:
        return stored.transcript.source
    path = PurePosixPath(stored.path).with_suffix("").as_posix()
    language = stored.names.language
    return path.removesuffix(f".{language}") if language else path


def _preference(stored: Stored) -> tuple[int, str, int, str]:
    language = stored.names.language or ""
    english = language.split("-")[0].lower() == "en"
    kind = SUFFIXES.index(PurePosixPath(stored.path).suffix.lower())
    return (0 if english else 1 if not language else 2), language, kind, stored.transcript.source
