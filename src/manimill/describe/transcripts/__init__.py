"""What was said in the videos that scenes were made for, and which part of it belongs to which scene."""

from manimill.describe.transcripts._youtube import YouTubeTranscripts
from manimill.describe.transcripts.align import Excerpt, SceneWords, align
from manimill.describe.transcripts.folder import Found, TranscriptFolder
from manimill.describe.transcripts.transcript import Segment, Transcript
from manimill.describe.transcripts.transcripts import Transcripts

__all__ = [
    "Excerpt",
    "Found",
    "SceneWords",
    "Segment",
    "Transcript",
    "TranscriptFolder",
    "Transcripts",
    "YouTubeTranscripts",
    "align",
]
