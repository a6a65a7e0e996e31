from __future__ import annotations

import pytest

from manimill.scenes.narration import narration_in
from manimill.scenes.narration.speech import bookmarks, clean, seconds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Hello\n   world ", "Hello world"),
        ("a coin <bookmark mark='1'/>flips", "a coin flips"),
        ("is<bookmark mark='1'/>flipping", "is flipping"),
        ("a channel <bookmark mark='1'/>, then", "a channel, then"),
        ("<emphasis level='strong'>very</emphasis>, <break time='1s'/>very", "very, very"),
        ("where a < b and b > c", "where a < b and b > c"),
        ("<speak>Hello</speak>", "Hello"),
    ],
)
def test_markup_is_not_spoken(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0.0),
        ("one", 0.4),
        ("one " * 150, 60.0),
        ("one <break time='500ms'/> two <break time='1s'/>", 2.3),
        ("你好世界你好世界你好", 2.4),
    ],
)
def test_speech_takes_a_minute_for_150_words(text: str, expected: float) -> None:
    assert seconds(text) == expected


def test_bookmarks_stand_where_the_words_before_them_end() -> None:
    text = "one two<bookmark mark='A'/> three <bookmark mark = \"B\" /> four"
    assert bookmarks(text) == {"A": 0.8, "B": 1.2}


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ('"Hello " "world"', "Hello world"),
        ('"Hello " + "world"', "Hello world"),
        ("GREETING", "Hello"),
        ('f"{GREETING} {NAME!r} {2:.1f}"', "Hello 'Ann' 2.0"),
        ("LINES[1]", "second"),
        ('SCRIPT["end"]', "Bye"),
        ("self.title", "Of the class"),
        ("local", "Of the method"),
        ('" ".join([GREETING, NAME])', "Hello Ann"),
        ('dedent("""\n   a\n   b""")', "a b"),
        ("GREETING.upper()", "HELLO"),
    ],
)
def test_texts_are_known_where_they_are_put_together_from_what_is_written(expression: str, text: str) -> None:
    (spoken,) = narration_in(MODULE.format(expression))
    assert (spoken.text, spoken.complete) == (text, True)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("word", "{word}"),
        ("TWICE", "{TWICE}"),
        ('f"{GREETING} {word}"', "Hello {word}"),
        ("GREETING + word", "Hello{word}"),
        ("read()", "{read()}"),
        ('"a" * 10**9', "{'a' * 10 ** 9}"),
        ('f"{NAME:>999999999}"', "{NAME}"),
    ],
)
def test_what_is_known_only_when_the_scene_runs_stands_in_braces(expression: str, text: str) -> None:
    (spoken,) = narration_in(MODULE.format(expression))
    assert (spoken.text, spoken.complete) == (text, False)


MODULE = """from textwrap import dedent
GREETING = "Hello"
NAME = "Ann"
TWICE = "a"
TWICE = "b"
LINES = ["first", "second"]
SCRIPT = {{"end": "Bye"}}
class A(VoiceoverScene):
    title = "Of the class"
    def construct(self, word):
        local = "Of the method"
        with self.voiceover(text={}):
            pass
"""


def test_a_text_may_be_the_first_argument_or_named_or_ssml() -> None:
    for argument in ('"hi"', 'text="hi"', 'ssml="<speak>hi</speak>"'):
        (spoken,) = narration_in(f"with self.voiceover({argument}):\n    pass\n")
        assert (spoken.text, spoken.scene) == ("hi", None)
