"""Transcripts that YouTube has, asked for once and kept."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from manimill.describe.transcripts._json import snippets
from manimill.describe.transcripts.transcript import Transcript
from manimill.errors import EnvironmentFailure
from manimill.progress import Progress, Silent
from manimill.workspace import Cache

if TYPE_CHECKING:
    from requests import Session
    from youtube_transcript_api import FetchedTranscript, YouTubeTranscriptApi
    from youtube_transcript_api import Transcript as Track

_PATIENCE = 30
"""Seconds to wait for an answer."""
_FAILURES = 3
"""Videos in a row that could not be asked for, after which no more are."""


class YouTubeTranscripts:
    """Asks YouTube for transcripts; what it said, also that there is none, is kept in ``cache``.

    Network trouble and blocks are not kept. They are told once, and after a block, or when three videos in a row could
    not be asked for, no more are asked for until there is another of these objects. ``session`` is for those who
    need a proxy or certificates of their own.

    Raises:
        EnvironmentFailure: youtube-transcript-api is not installed.
    """

    def __init__(
        self, cache: Cache, session: Session | None = None, *, progress: Progress | None = None
    ) -> None:
        self._cache = cache
        self._progress = progress or Silent()
        self._api = _client(session)
        self._told = False
        self._failures = 0

    def of(self, video_id: str) -> Transcript | None:
        """The transcript of a video, in English if there is one; None where there is none, or none could be had."""
        kept = self._cache.get_many([video_id]).get(video_id)
        if kept is None and self._failures < _FAILURES:
            kept = self._asked(video_id)
            if kept is not None:
                self._cache.put(video_id, kept)
        if kept is None or "snippets" not in kept:
            return None
        segments = snippets(kept["snippets"])
        return Transcript(segments, f"https://www.youtube.com/watch?v={video_id}") if segments else None

    def _asked(self, video_id: str) -> dict[str, Any] | None:
        """What is to be kept of the answer; None where there was none."""
        from requests import RequestException
        from youtube_transcript_api import (
            AgeRestricted,
            NoTranscriptFound,
            RequestBlocked,
            TranscriptsDisabled,
            VideoUnavailable,
            VideoUnplayable,
            YouTubeTranscriptApiException,
        )

        answer = None
        try:
            track = _chosen(list(self._api.list(video_id)))
            fetched = track.fetch() if track else None
        except (TranscriptsDisabled, NoTranscriptFound, VideoUnavailable) as error:
            answer = _none(type(error).__name__)
        except (AgeRestricted, VideoUnplayable):
            # A private video may become public, a premiere begin: the next run asks again.
            self._failures = 0
        except RequestBlocked:
            self._failures = _FAILURES
            self._tell(
                "it blocks requests from this address for now", "no more videos are asked for in this run"
            )
        except (YouTubeTranscriptApiException, RequestException) as error:
            self._failed(_reason(error))
        except (ParseError, LookupError, TypeError, ValueError):
            # The client takes for granted that answers look as they always did.
            self._failed("its answer could not be read")
        else:
            answer = _kept(fetched) if fetched else _none("NoTranscriptFound")
        if answer is not None:
            self._failures = 0
        return answer

    def _failed(self, reason: str) -> None:
        self._failures += 1
        self._tell(reason, "the next run asks again")

    def _tell(self, reason: str, consequence: str) -> None:
        if not self._told:
            self._told = True
            self._progress.warn(f"YouTube gave no transcript because {reason}; {consequence}.")


def _client(session: Session | None) -> YouTubeTranscriptApi:
    try:
        from youtube_transcript_api import YouTubeTranscriptApi
    except ImportError:
        raise EnvironmentFailure(
            "YouTube cannot be asked for transcripts because youtube-transcript-api is not installed; run "
            "pip install 'manimill[llm]'."
        ) from None
    return YouTubeTranscriptApi(http_client=session or _patient_session())


def _patient_session() -> Session:
    """A session that does not wait for ever, as the client would."""
    from requests import PreparedRequest, Response, Session
    from requests.adapters import HTTPAdapter

    class Patient(HTTPAdapter):
        def send(self, request: PreparedRequest, *args: Any, **options: Any) -> Response:
            response: Response = super().send(request, *args, **{**options, "timeout": _PATIENCE})
            return response

    session = Session()
    session.mount("https://", Patient())
    return session


def _chosen(tracks: list[Track]) -> Track | None:
    """English, then the language that is spoken, which captions were generated in; those people wrote come first."""
    spoken = {track.language_code for track in tracks if track.is_generated}

    def rank(track: Track) -> tuple[bool, bool, bool, str]:
        code = track.language_code
        english = code.split("-")[0] == "en"
        return not english, not english and code not in spoken, track.is_generated, code

    return min(tracks, key=rank, default=None)


def _kept(fetched: FetchedTranscript) -> dict[str, Any]:
    return {"language": fetched.language_code, "snippets": fetched.to_raw_data()}


def _none(reason: str) -> dict[str, str]:
    return {"none": reason, "date": datetime.datetime.now(datetime.UTC).date().isoformat()}


def _reason(error: Exception) -> str:
    """What went wrong, as part of a sentence."""
    from requests import ConnectionError, Timeout
    from youtube_transcript_api import YouTubeRequestFailed

    if isinstance(error, YouTubeRequestFailed):
        return f"it answered {error.reason.split(' for url')[0]}"
    if isinstance(error, Timeout):
        return "it did not answer in time"
    if isinstance(error, ConnectionError):
        return "it could not be reached"
    return f"the client gave up ({type(error).__name__})"
