from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from manimill.describe.transcripts import Segment, TranscriptFolder

SRT = "1\n00:00:01,000 --> 00:00:03,500\nDraw a circle.\n\n2\n00:00:04,000 --> 00:00:06,000\nNow a\nsquare.\n"
SPOKEN = (Segment(1.0, 3.5, "Draw a circle."), Segment(4.0, 6.0, "Now a square."))


def read(folder: Path, name: str, content: str | bytes) -> tuple[Segment, ...]:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    opened = TranscriptFolder.open(folder / name)
    assert opened.skipped == ()
    (stored,) = opened.stored
    assert stored.transcript.source == name
    return stored.transcript.segments


def problem(folder: Path, name: str, content: str | bytes) -> str:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    opened = TranscriptFolder.open(folder / name)
    assert opened.stored == ()
    ((path, reason),) = opened.skipped
    assert path == name
    return reason


def test_subrip(tmp_path: Path) -> None:
    assert read(tmp_path, "a.srt", SRT) == SPOKEN


@pytest.mark.parametrize(
    "content",
    [
        SRT.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + SRT.encode(),
        SRT.encode("utf-16"),
        SRT.replace("\n", "\r").encode(),
    ],
    ids=["crlf", "byte order mark", "utf-16", "cr"],
)
def test_line_ends_and_byte_order_marks_do_not_matter(tmp_path: Path, content: bytes) -> None:
    assert read(tmp_path, "a.srt", content) == SPOKEN


def test_captions_are_in_the_order_of_their_times(tmp_path: Path) -> None:
    first, second = SRT.rstrip().split("\n\n")
    assert read(tmp_path, "a.srt", f"{second}\n\n{first}\n") == SPOKEN


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("<i>slowly</i> it <font color='red'>turns</font>", "slowly it turns"),
        ("&lt;b&gt;R&amp;D&lt;/b&gt;", "R&D"),
        ("[Music] so here we go", "so here we go"),
        ("and [APPLAUSE] that is it (soft music)", "and that is it"),
        (">> Why? >> Because.", "Why? Because."),
        ("- Why?", "Why?"),
        ("{\\an8}on top", "on top"),
        ("♪ so we meet again ♪", "so we meet again"),
        ("x < 3 and y > 4", "x < 3 and y > 4"),
        ("on the interval [0, 1] it is -1", "on the interval [0, 1] it is -1"),
        ("zero\u200b width", "zero width"),
    ],
)
def test_what_is_not_speech_is_left_out(tmp_path: Path, said: str, text: str) -> None:
    assert read(tmp_path, "a.srt", f"1\n00:00:01,000 --> 00:00:03,500\n{said}\n") == (
        Segment(1.0, 3.5, text),
    )


def test_rolling_captions_say_every_line_once(tmp_path: Path) -> None:
    # An empty line of a caption holds a space, as YouTube has it.
    rolling = """WEBVTT
Kind: captions
Language: en

00:00:00.160 --> 00:00:02.389 align:start position:0%
_
take<00:00:00.400><c> any</c><00:00:00.640><c> triangle</c>

00:00:02.389 --> 00:00:02.399 align:start position:0%
take any triangle
_

00:00:02.399 --> 00:00:05.000 align:start position:0%
take any triangle
and<00:00:02.800><c> cut</c><00:00:03.000><c> it</c>

00:00:05.000 --> 00:00:05.010 align:start position:0%
and cut it
_

00:00:05.010 --> 00:00:07.000 align:start position:0%
and cut it
in<00:00:05.500><c> two</c>
""".replace("_", " ")
    assert read(tmp_path, "a.en.vtt", rolling) == (
        Segment(0.16, 2.399, "take any triangle"),
        Segment(2.399, 5.01, "and cut it"),
        Segment(5.01, 7.0, "in two"),
    )


def test_a_line_that_is_said_again_later_stays(tmp_path: Path) -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nagain\n\n00:05.000 --> 00:06.000\nagain\n"
    assert read(tmp_path, "a.vtt", text) == (Segment(1.0, 2.0, "again"), Segment(5.0, 6.0, "again"))


def test_styles_notes_and_voices_of_webvtt_are_no_speech(tmp_path: Path) -> None:
    cue = "1\n00:01.000 --> 00:02.000 line:0\n<v Ann>hi</v>\n"
    text = f"WEBVTT\n\nSTYLE\n::cue {{ color: red }}\n\nNOTE made by hand\n\n{cue}"
    assert read(tmp_path, "a.vtt", text) == (Segment(1.0, 2.0, "hi"),)


def test_running_text_is_cut_into_sentences(tmp_path: Path) -> None:
    text = 'Take 3.5 apples. "Why?" you ask. Because.\n[Music]\nA line\n'
    assert read(tmp_path, "a.txt", text) == tuple(
        Segment(None, None, said) for said in ("Take 3.5 apples.", '"Why?" you ask.', "Because.", "A line")
    )


def test_text_without_full_stops_is_cut_between_words(tmp_path: Path) -> None:
    segments = read(tmp_path, "a.txt", "and then " * 100)
    assert [len(segment.text) for segment in segments] == [197, 197, 197, 197, 107]
    assert " ".join(segment.text for segment in segments) == ("and then " * 100).strip()


def test_a_long_caption_is_cut_with_its_time(tmp_path: Path) -> None:
    sentence = "x" * 249 + "."
    text = f"1\n00:00:10,000 --> 00:00:20,000\n{sentence} {sentence.upper()}\n"
    assert read(tmp_path, "a.srt", text) == (
        Segment(10.0, 15.0, sentence),
        Segment(15.0, 20.0, sentence.upper()),
    )


@pytest.mark.parametrize(
    "document",
    [
        [{"text": "hi", "start": 1, "duration": 1.5}, {"text": "you", "start": 2.5, "duration": 1}],
        {
            "text": "hi you",
            "segments": [
                {"id": 0, "start": 1, "end": 2.5, "text": " hi"},
                {"id": 1, "start": 2.5, "end": 3.5, "text": "you"},
            ],
        },
        {
            "video_id": "abcdefghij1",
            "language": "en",
            "snippets": [
                {"text": "hi", "start": "1", "end": "2.5"},
                {"text": "you", "start": 2.5, "end": 3.5},
            ],
        },
    ],
    ids=["captions", "whisper", "snippets"],
)
def test_json_of_one_video(tmp_path: Path, document: Any) -> None:
    assert read(tmp_path, "a.json", json.dumps(document)) == (
        Segment(1.0, 2.5, "hi"),
        Segment(2.5, 3.5, "you"),
    )


def test_json_with_nothing_but_text(tmp_path: Path) -> None:
    said = read(tmp_path, "a.json", json.dumps({"text": "One. Two."}))
    assert said == (Segment(None, None, "One."), Segment(None, None, "Two."))


def test_times_that_are_none_are_left_out(tmp_path: Path) -> None:
    items = [{"text": "hi", "start": "NaN", "duration": 1}, {"text": "you", "start": -1, "end": "x"}]
    said = (Segment(None, None, "hi"), Segment(None, None, "you"))
    assert read(tmp_path, "a.json", json.dumps(items)) == said


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.srt", b"1\n00:00:01,000 --> 00:00:02,000\nCaf\xe9\n", "is not UTF-8 (byte 35); save it as UTF-8"),
        ("a.srt", "rubbish\nand more\n", "is not SubRip from line 1 on"),
        ("a.srt", SRT + "\nrubbish\n00:00:--> x\n\n3\n00:00:09,000 --> 00:00:10,000\nlast\n", None),
        ("a.srt", "1\n00:00:99999999999999,000 --> 00:00:02,000\nhi\n", "is not SubRip from line 1 on"),
        ("a.srt", "  \n", "is empty"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\n[Music]\n", "holds no speech"),
        ("a.vtt", SRT, "is not WebVTT: its first line is not WEBVTT"),
        ("a.txt", b"a\0b", "holds zero bytes, so it is no text"),
        ("a.json", "{", "is not JSON (line 1)"),
        ("a.json", "[" * 100_000, "is not JSON"),
        ("a.json", "[]", "holds no speech"),
    ],
)
def test_a_file_that_cannot_be_read_has_a_reason(
    tmp_path: Path, name: str, content: str | bytes, reason: str | None
) -> None:
    if reason is None:
        assert read(tmp_path, name, content)[-1] == Segment(9.0, 10.0, "last")
    else:
        assert problem(tmp_path, name, content) == reason


def test_json_of_another_kind_says_what_would_be_read(tmp_path: Path) -> None:
    reason = problem(tmp_path, "package.json", '{"name": 3, "version": {"major": 1}}')
    assert reason == (
        "holds no transcript, which would be a list of {text, start, duration}, {segments: [{start, end, text}]}, "
        "{text}, or several of them by video_id, url, title or episode"
    )


def test_one_bad_file_or_entry_loses_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "good.srt").write_text(SRT)
    (tmp_path / "bad.srt").write_text("rubbish")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "other.srt").write_text(SRT)
    (tmp_path / "deep" / "er").mkdir(parents=True)
    entries = [{"video_id": "abcdefghij1", "text": "Hello."}, {"video_id": "abcdefghij2"}, 7]
    (tmp_path / "deep" / "er" / "all.json").write_text(json.dumps(entries))
    opened = TranscriptFolder.open(tmp_path)
    assert [stored.transcript.source for stored in opened.stored] == ["deep/er/all.json#0", "good.srt"]
    assert [path for path, _ in opened.skipped] == ["bad.srt", "deep/er/all.json#1", "deep/er/all.json#2"]


def test_without_webvtt_py_one_sentence_says_how_to_get_it(tmp_path: Path) -> None:
    (tmp_path / "a.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nhi\n")
    code = (
        "import sys; sys.modules['webvtt'] = None\n"
        "from manimill.describe.transcripts import TranscriptFolder\n"
        "from manimill.errors import EnvironmentFailure\n"
        "try: TranscriptFolder.open(sys.argv[1])\n"
        "except EnvironmentFailure as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        env=dict(os.environ),
    )
    assert done.stdout == (
        "Transcripts in .vtt files cannot be read because webvtt-py is not installed; run "
        "pip install 'manimill[llm]'.\n"
    )
