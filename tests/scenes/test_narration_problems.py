from __future__ import annotations

import pytest
from tests.scenes.narrated import made_plain, narrated


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ('with self.voiceover("a") as t:\n    show(t)', "line 8: a tracker is handed on"),
        ('with self.voiceover("a") as t:\n    print(t.data)', "line 8: a tracker is asked for data"),
        (
            'with self.voiceover("a") as t:\n    d.add_updater(lambda d: f(t.get_remaining_duration()))',
            "line 8: a tracker is asked in a function that runs later",
        ),
        (
            'with self.voiceover("a") as t:\n    def later():\n        f(t.duration)',
            "line 9: a tracker is used in a function that may run later",
        ),
        (
            'with self.voiceover("a") as self.t:\n    pass',
            "line 7: a with statement does more than say something",
        ),
        (
            'with self.voiceover("a"), open("x"):\n    pass',
            "line 7: a with statement does more than say something",
        ),
        ('v = self.voiceover("a")', "line 7: self.voiceover is used in a way that is not known"),
        ('self.wait_until_bookmark("A")', "line 7: which speech is waited for cannot be seen here"),
        (
            'with self.voiceover("a"):\n    self.wait_until_bookmark("Z")',
            "line 8: there is no bookmark 'Z' in what is said",
        ),
        (
            'with self.voiceover("a"):\n    self.wait_until_bookmark(mark)',
            "line 8: a bookmark's name is computed",
        ),
        (
            'with self.voiceover("a"):\n    if x:\n        return\n    self.wait()',
            "line 9: a narrated block is left before its end",
        ),
        (
            'with self.voiceover("a"):\n    if x:\n        with self.voiceover("b"):\n            pass',
            "line 7: which speech the block waits for depends on how it is run",
        ),
        (
            "with self.voiceover(f\"{x} <bookmark mark='A'/> y\"):\n    pass",
            "line 7: a text with markup is known only when the scene runs",
        ),
        ("print(VoiceoverScene)", "line 7: VoiceoverScene of the plugin is used"),
        ("self.speech_service.say()", "line 7: self.speech_service is used in a way that is not known"),
    ],
)
def test_what_cannot_be_made_plain_is_said_and_left_as_it_was(body: str, problem: str) -> None:
    result = made_plain(body)
    assert result.problems == (problem,)
    assert (result.code, result.changes) == (narrated(body), ())


def test_what_is_said_is_known_even_so() -> None:
    (spoken,) = made_plain('with self.voiceover("a b") as t:\n    show(t)').narration
    assert (spoken.text, spoken.code) == ("a b", "show(t)")


def test_a_return_at_the_end_of_a_block_comes_after_the_wait() -> None:
    code = made_plain('with self.voiceover("one two three four five"):\n    self.add(a)\n    return').code
    assert code.endswith("        self.add(a)\n        self.wait(2)\n        return\n")
