"""What was said during scenes: from files, or from YouTube if that is wanted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

from manimill.describe.transcripts._facts import Video, videos
from manimill.describe.transcripts._youtube import YouTubeTranscripts
from manimill.describe.transcripts.align import Excerpt, SceneWords, align
from manimill.describe.transcripts.folder import TranscriptFolder
from manimill.describe.transcripts.transcript import Transcript
from manimill.records import Sample

_Groups = dict[tuple[str, str], tuple[Transcript, list[Sample]]]
"""By where a transcript is from and the repository that shows it: the transcript, and the samples of its video."""


class Transcripts:
    """Transcripts of many videos, and the part of them that belongs to a scene.

    ``skipped`` are the files, or their parts, that could not be read or not be told apart, each with a reason.
    """

    def __init__(self, folder: TranscriptFolder, youtube: YouTubeTranscripts | None = None) -> None:
        self._folder = folder
        self._youtube = youtube
        self._unclear: set[tuple[str, str]] = set()

    @classmethod
    def open(cls, folder: str | Path | None, youtube: YouTubeTranscripts | None = None) -> Self:
        """Read a folder of transcripts or a single file; ``youtube`` is asked for videos that have none there.

        Raises:
            InputError: the folder does not exist, or is a file of another kind.
            EnvironmentFailure: there is WebVTT in it and webvtt-py is not installed.
        """
        return cls(TranscriptFolder(()) if folder is None else TranscriptFolder.open(folder), youtube)

    @property
    def skipped(self) -> tuple[tuple[str, str], ...]:
        """Paths and reasons, sorted; what is unclear is known after `excerpts`."""
        return tuple(sorted({*self._folder.skipped, *self._unclear}))

    def excerpts(
        self, samples: Sequence[Sample], words: Mapping[str, str], seconds: Mapping[str, float]
    ) -> dict[str, Excerpt]:
        """By id of a sample what was said during its scene; samples without a transcript, or with an unsure part, lack.

        ``words`` are the texts and names of each scene, ``seconds`` how long it plays, where that is known; both by id.
        A sample that was made for several videos gets the excerpt that is surest.
        """
        found: dict[str, Excerpt] = {}
        for _, (transcript, members) in sorted(self._groups(samples).items()):
            ordered = sorted({sample.id: sample for sample in members}.values(), key=_order)
            scenes = [SceneWords(s.id, words.get(s.id, ""), seconds.get(s.id)) for s in ordered]
            for scene, excerpt in zip(scenes, align(transcript, scenes), strict=True):
                known = found.get(scene.id)
                if excerpt is not None and (known is None or excerpt.confidence > known.confidence):
                    found[scene.id] = replace(excerpt, source=transcript.source)
        return dict(sorted(found.items()))

    def _groups(self, samples: Iterable[Sample]) -> _Groups:
        """Samples by transcript; one that was not found by id only counts if it fits videos of a single repository."""
        made_for: dict[Video, list[Sample]] = defaultdict(list)
        for sample in samples:
            for video in videos(sample.metadata, sample.provenance.url, sample.source):
                made_for[video].append(sample)
        by_name: dict[str, set[str]] = defaultdict(set)
        fitting: list[tuple[Video, Transcript]] = []
        for video in sorted(made_for, key=_video_order):
            transcript, by = self._transcript(video)
            if transcript is not None:
                fitting.append((video, transcript))
                if by != "id":
                    by_name[transcript.source].add(video.scope)
        groups: _Groups = {}
        for video, transcript in fitting:
            scopes = by_name.get(transcript.source, set())
            if len(scopes) > 1:
                listed = ", ".join(sorted(scopes))
                self._unclear.add(
                    (transcript.source, f"fits videos of {listed}; move it to a folder named after one")
                )
                continue
            _, members = groups.setdefault((transcript.source, video.scope), (transcript, []))
            members += made_for[video]
        return groups

    def _transcript(self, video: Video) -> tuple[Transcript | None, str]:
        found = self._folder.find(video)
        if found.reason is not None:
            self._unclear.add((found.sources[0], found.reason))
        if (
            found.transcript is None
            and self._youtube is not None
            and video.id is not None
            and video.on_youtube
        ):
            return self._youtube.of(video.id), "id"
        return found.transcript, found.by


def _video_order(video: Video) -> tuple[str, str, str, tuple[str, ...], tuple[tuple[str, int], ...]]:
    return video.key, video.scope, video.title, tuple(sorted(video.places)), video.numbers


def _order(sample: Sample) -> tuple[str, int, str, str]:
    """The order of scenes within a video."""
    provenance = sample.provenance
    return provenance.path or "", provenance.first_line or 0, sample.scene or "", sample.id
