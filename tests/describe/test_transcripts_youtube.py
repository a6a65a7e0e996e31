from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from requests import PreparedRequest, Response, Session
from requests.adapters import HTTPAdapter

from manimill.describe.transcripts import Segment, Transcript, Transcripts, YouTubeTranscripts
from manimill.progress import Silent
from manimill.records import Provenance, Sample
from manimill.workspace import Cache

ID = "dQ3w-W_gXcQ"
LINK = f"https://www.youtube.com/watch?v={ID}"


def track(language: str, *, generated: bool = False) -> dict[str, Any]:
    url = f"https://www.youtube.com/api/timedtext?v={ID}&lang={language}{'&kind=asr' if generated else ''}&fmt=srv3"
    kind = {"kind": "asr"} if generated else {}
    return {"baseUrl": url, "name": {"runs": [{"text": language}]}, "languageCode": language, **kind}


class YouTube(ThreadingHTTPServer):
    """Answers as YouTube does what the client asks: a watch page, the player's data, a track of captions."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.asked: list[str] = []
        self.tracks: list[dict[str, Any]] | None = [track("en")]
        self.playability: dict[str, Any] = {"status": "OK"}
        self.status = 200
        self.page = '<html>"INNERTUBE_API_KEY":"key-1"</html>'


class Answers(BaseHTTPRequestHandler):
    server: YouTube

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = parse_qs(parts.query)
        self.server.asked.append(f"{parts.path} {' '.join(query.get('v', []) + query.get('lang', []))}")
        if parts.path == "/watch":
            self._answer(self.server.page, self.server.status)
        else:
            generated = " by machine" if "kind" in query else ""
            first = f'<text start="1.2" dur="2.3">in {query["lang"][0]}{generated}</text>'
            said = f'{first}<text start="4">&amp;#39;tis</text>'
            self._answer(f'<?xml version="1.0"?><transcript>{said}</transcript>')

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(f"{self.path} {body['videoId']}")
        captions = {"playerCaptionsTracklistRenderer": {"captionTracks": self.server.tracks}}
        data = {"playabilityStatus": self.server.playability}
        self._answer(json.dumps(data | ({"captions": captions} if self.server.tracks is not None else {})))

    def _answer(self, text: str, status: int = 200) -> None:
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


class ToThisMachine(HTTPAdapter):
    """Sends what is for YouTube to a server of ours."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.port = port

    def send(self, request: PreparedRequest, *args: Any, **options: Any) -> Response:
        assert request.url is not None
        parts = urlsplit(request.url)
        assert parts.netloc == "www.youtube.com"
        request.url = parts._replace(scheme="http", netloc=f"127.0.0.1:{self.port}").geturl()
        response: Response = super().send(request, *args, **options)
        return response


class Told(Silent):
    def __init__(self) -> None:
        self.warnings: list[str] = []

    def warn(self, message: str) -> None:
        self.warnings.append(message)


@pytest.fixture
def server() -> Iterator[YouTube]:
    with YouTube() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def session(server: YouTube) -> Iterator[Session]:
    with Session() as made:
        made.trust_env = False
        made.mount("https://", ToThisMachine(server.server_address[1]))
        yield made


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    with Cache(tmp_path / "transcripts.sqlite") as opened:
        yield opened


def test_a_transcript_is_asked_for_once(server: YouTube, session: Session, cache: Cache) -> None:
    spoken = Transcript((Segment(1.2, 3.5, "in en"), Segment(4.0, 4.0, "'tis")), LINK)
    assert YouTubeTranscripts(cache, session).of(ID) == spoken
    asked = [f"/watch {ID}", f"/youtubei/v1/player?key=key-1 {ID}", f"/api/timedtext {ID} en"]
    assert server.asked == asked
    assert YouTubeTranscripts(cache, session).of(ID) == spoken
    assert server.asked == asked


@pytest.mark.parametrize(
    ("tracks", "said"),
    [
        ([track("de"), track("en", generated=True), track("en-GB")], "in en-GB"),
        ([track("de"), track("en", generated=True)], "in en by machine"),
        ([track("fr"), track("es"), track("es", generated=True)], "in es"),
        ([track("fr"), track("es", generated=True)], "in es by machine"),
        ([track("fr"), track("de")], "in de"),
    ],
)
def test_english_then_what_is_spoken(
    server: YouTube, session: Session, cache: Cache, tracks: list[dict[str, Any]], said: str
) -> None:
    server.tracks = tracks
    transcript = YouTubeTranscripts(cache, session).of(ID)
    assert transcript is not None
    assert transcript.segments[0].text == said


@pytest.mark.parametrize(
    ("tracks", "playability", "reason"),
    [
        (None, {"status": "OK"}, "TranscriptsDisabled"),
        ([], {"status": "OK"}, "NoTranscriptFound"),
        ([track("en")], {"status": "ERROR", "reason": "This video is unavailable"}, "VideoUnavailable"),
    ],
)
def test_a_lasting_no_is_kept_with_its_date(
    server: YouTube,
    session: Session,
    cache: Cache,
    tracks: list[dict[str, Any]] | None,
    playability: dict[str, Any],
    reason: str,
) -> None:
    server.tracks, server.playability = tracks, playability
    told = Told()
    assert YouTubeTranscripts(cache, session, progress=told).of(ID) is None
    kept = cache.get_many([ID])[ID]
    assert kept["none"] == reason
    assert datetime.date.fromisoformat(kept["date"]).year >= 2025
    before = len(server.asked)
    assert YouTubeTranscripts(cache, session, progress=told).of(ID) is None
    assert len(server.asked) == before
    assert told.warnings == []


BLOCKED = (
    "YouTube gave no transcript because it blocks requests from this address for now; no more videos are asked for in "
    "this run."
)


@pytest.mark.parametrize("how", ["status", "robot", "captcha"])
def test_a_block_ends_the_asking_and_is_told_once(
    server: YouTube, session: Session, cache: Cache, how: str
) -> None:
    if how == "status":
        server.status = 429
    elif how == "robot":
        server.playability = {"status": "LOGIN_REQUIRED", "reason": "Sign in to confirm you’re not a bot"}
    else:
        server.page = '<div class="g-recaptcha"></div>'
    told = Told()
    youtube = YouTubeTranscripts(cache, session, progress=told)
    assert [youtube.of(video) for video in (ID, "abcdefghij1", "abcdefghij2")] == [None, None, None]
    assert {asked.split()[-1] for asked in server.asked} == {ID}
    assert told.warnings == [BLOCKED]
    assert cache.get_many([ID]) == {}


def test_what_is_kept_is_given_after_a_block(server: YouTube, session: Session, cache: Cache) -> None:
    first = YouTubeTranscripts(cache, session).of(ID)
    server.status = 429
    youtube = YouTubeTranscripts(cache, session)
    assert youtube.of("abcdefghij1") is None
    assert youtube.of(ID) == first


@pytest.mark.parametrize(
    ("status", "page", "reason"),
    [
        (503, "", "it answered 503 Server Error: Service Unavailable"),
        (200, "<html></html>", "the client gave up (YouTubeDataUnparsable)"),
    ],
)
def test_trouble_is_not_kept_and_ends_the_asking_after_three(
    server: YouTube, session: Session, cache: Cache, status: int, page: str, reason: str
) -> None:
    server.status, server.page = status, page
    told = Told()
    youtube = YouTubeTranscripts(cache, session, progress=told)
    ids = [f"abcdefghij{number}" for number in range(5)]
    assert [youtube.of(video) for video in ids] == [None] * 5
    assert server.asked == [f"/watch {video}" for video in ids[:3]]
    assert told.warnings == [f"YouTube gave no transcript because {reason}; the next run asks again."]
    assert cache.get_many(ids) == {}
    server.status, server.page = 200, '"INNERTUBE_API_KEY":"key-1"'
    assert YouTubeTranscripts(cache, session).of(ids[0]) is not None


def test_nobody_answers(server: YouTube, session: Session, cache: Cache) -> None:
    told = Told()
    youtube = YouTubeTranscripts(cache, session, progress=told)
    server.server_close()
    assert youtube.of(ID) is None
    assert told.warnings == [
        "YouTube gave no transcript because it could not be reached; the next run asks again."
    ]


def test_an_answer_of_another_form_is_trouble(server: YouTube, session: Session, cache: Cache) -> None:
    server.tracks = [{"baseUrl": "x"}]
    told = Told()
    assert YouTubeTranscripts(cache, session, progress=told).of(ID) is None
    assert told.warnings == [
        "YouTube gave no transcript because its answer could not be read; the next run asks again."
    ]


def test_private_videos_are_no_trouble(server: YouTube, session: Session, cache: Cache) -> None:
    server.playability = {"status": "LOGIN_REQUIRED", "reason": "This is a private video"}
    told = Told()
    youtube = YouTubeTranscripts(cache, session, progress=told)
    ids = [f"abcdefghij{number}" for number in range(5)]
    assert [youtube.of(video) for video in ids] == [None] * 5
    assert len(server.asked) == 10
    assert told.warnings == []
    assert cache.get_many(ids) == {}


def test_youtube_is_asked_only_for_its_videos_that_no_file_has(
    server: YouTube, session: Session, cache: Cache, tmp_path: Path
) -> None:
    (tmp_path / "subs").mkdir()
    (tmp_path / "subs" / "abcdefghij1.txt").write_text("From a file.")
    facts: list[dict[str, Any]] = [
        {"video_id": "abcdefghij1"},
        {"url": "https://vimeo.com/1234567"},
        {"title": "Circles"},
        {"url": LINK},
    ]
    where = Provenance(url="https://github.com/ada/animations", path="a.py")
    samples = [Sample.create("ada", "", key=str(f), scene="A", provenance=where, metadata=f) for f in facts]
    transcripts = Transcripts.open(tmp_path / "subs", YouTubeTranscripts(cache, session))
    excerpts = transcripts.excerpts(samples, {}, {})
    assert {
        sample.metadata.get("url", "file"): excerpts[sample.id].text
        for sample in samples
        if sample.id in excerpts
    } == {
        "file": "From a file.",
        LINK: "in en 'tis",
    }
    assert {asked.split()[1] for asked in server.asked} == {ID}
    server.asked.clear()
    Transcripts.open(tmp_path / "subs").excerpts(samples, {}, {})
    assert server.asked == []


def test_without_the_client_one_sentence_says_how_to_get_it(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['youtube_transcript_api'] = None\n"
        "from pathlib import Path\n"
        "from manimill.describe.transcripts import YouTubeTranscripts\n"
        "from manimill.errors import EnvironmentFailure\n"
        "from manimill.workspace import Cache\n"
        "try: YouTubeTranscripts(Cache(Path(sys.argv[1])))\n"
        "except EnvironmentFailure as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "c.sqlite")],
        capture_output=True,
        text=True,
        check=True,
        env=dict(os.environ),
    )
    assert done.stdout == (
        "YouTube cannot be asked for transcripts because youtube-transcript-api is not installed; run "
        "pip install 'manimill[llm]'.\n"
    )
