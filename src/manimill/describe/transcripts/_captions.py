"""Files of captions: SubRip and WebVTT."""

from __future__ import annotations

import srt

from manimill.describe.transcripts._decoding import Unreadable
from manimill.describe.transcripts._segmenting import Cue, segments_of
from manimill.describe.transcripts.transcript import Segment
from manimill.errors import EnvironmentFailure


def from_srt(text: str) -> tuple[Segment, ...]:
    """The segments of a SubRip file in the order of their times.

    Raises:
        Unreadable: a part of it is no SubRip.
    """
    try:
        subtitles = sorted(srt.parse(text))
    except (srt.SRTParseError, srt.TimestampParseError, ValueError, OverflowError) as error:
        line = text.count("\n", 0, getattr(error, "expected_start", 0)) + 1
        raise Unreadable(f"is not SubRip from line {line} on") from None
    cues = (Cue(s.start.total_seconds(), s.end.total_seconds(), s.content) for s in subtitles)
    return segments_of(cues)


def from_vtt(text: str) -> tuple[Segment, ...]:
    """The segments of a WebVTT file.

    Raises:
        Unreadable: it is no WebVTT.
        EnvironmentFailure: webvtt-py is not installed.
    """
    try:
        import webvtt
        from webvtt.errors import MalformedCaptionError, MalformedFileError
    except ImportError:
        raise EnvironmentFailure(
            "Transcripts in .vtt files cannot be read because webvtt-py is not installed; run "
            "pip install 'manimill[llm]'."
        ) from None
    try:
        captions = webvtt.from_string(text).captions
    except (MalformedFileError, MalformedCaptionError):
        raise Unreadable("is not WebVTT: its first line is not WEBVTT") from None
    return segments_of(
        Cue(
            caption.start_time.in_milliseconds() / 1000,
            caption.end_time.in_milliseconds() / 1000,
            caption.raw_text,
        )
        for caption in captions
    )
