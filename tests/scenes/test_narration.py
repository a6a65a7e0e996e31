from __future__ import annotations

import ast

import pytest
from tests.scenes.narrated import made_plain, narrated, plain_body

from manimill.scenes.narration import Plain, narration_in, plain


def test_a_narrated_scene_becomes_a_plain_one() -> None:
    code = """from manim import *
from manim_voiceover import VoiceoverScene
from manim_voiceover.services.gtts import GTTSService


class Talk(VoiceoverScene):
    def construct(self):
        self.set_speech_service(GTTSService(lang="en"))

        circle = Circle()  # round
        with self.voiceover(text="This is a circle,   and it is round.") as tracker:
            # Draw it.
            self.play(Create(circle),
                      run_time=2)

        self.play(FadeOut(circle))
"""
    result = plain(code)
    assert (
        result.code
        == """from manim import *


class Talk(Scene):
    def construct(self):
        circle = Circle()  # round
        # Draw it.
        self.play(Create(circle),
                  run_time=2)
        self.wait(1.2)

        self.play(FadeOut(circle))
"""
    )
    assert result.changes == ("speech_service", "voiceover_block", "voiceover_import", "voiceover_scene")
    assert result.problems == ()
    (spoken,) = result.narration
    assert (spoken.text, spoken.words, spoken.seconds) == ("This is a circle, and it is round.", 8, 3.2)
    assert (spoken.line, spoken.last_line, spoken.new_line, spoken.new_last_line) == (11, 14, 7, 10)
    expected = "# Draw it.\nself.play(Create(circle),\n          run_time=2)\nself.wait(1.2)"
    assert spoken.code == expected
    assert (spoken.complete, spoken.origin, spoken.scene) == (True, "voiceover", "Talk")


def test_what_is_not_narrated_comes_back_as_the_same_object() -> None:
    code = "from manim import *\n\nclass A(Scene):\n    def construct(self):\n        self.wait()\n"
    result = plain(code)
    assert result == Plain(code, (), (), ())
    assert result.code is code


def test_what_is_no_python_is_a_problem_and_says_nothing() -> None:
    broken = "class A(VoiceoverScene"
    assert plain(broken) == Plain(broken, (), (), ("line 1: '(' was never closed",))
    assert narration_in(broken) == ()


BODIES = [
    'with self.voiceover("one two three"):\n    self.play(Write(Dot()))',
    'with self.voiceover("one two three") as t:\n    while t.get_remaining_duration() > 0:\n        self.wait(0.1)',
    "for word in words:\n    with self.voiceover(word):\n        pass",
    'self.add_voiceover_text("one two three")\nself.wait_for_voiceover()',
]


@pytest.mark.parametrize("body", BODIES)
def test_a_plain_module_stays_as_it_is(body: str) -> None:
    once = made_plain(body)
    assert once.problems == ()
    assert plain(once.code) == Plain(once.code, (), (), ())


def test_blocks_inside_blocks_and_loops_move_out_by_what_was_theirs() -> None:
    body = '''
    for name in "ab":
        with self.voiceover("one two three four five"):
            if name == "a":
                self.add(Dot())
            text = """
                stays
            """
            self.add(
                Text(text),
            )
            # the end
        self.add(Square())
    '''
    expected = '''for name in "ab":
    if name == "a":
        self.add(Dot())
    text = """
            stays
        """
    self.add(
        Text(text),
    )
    self.wait(2)
    # the end
    self.add(Square())'''
    assert plain_body(body) == expected


def test_a_comment_behind_the_header_is_kept_and_pass_is_not() -> None:
    body = 'with self.voiceover("one two three four five"):  # just talk\n    pass'
    assert plain_body(body) == "# just talk\nself.wait(2)"


def test_a_block_written_on_one_line_becomes_its_statements() -> None:
    body = 'with self.voiceover("one two three four five"): self.play(FadeIn(Dot())); self.wait(0.5)'
    assert plain_body(body) == "self.play(FadeIn(Dot())); self.wait(0.5)\nself.wait(0.5)"


def test_lines_ending_in_carriage_return_and_line_feed_keep_them() -> None:
    code = narrated('with self.voiceover("one two three four five"):\n    self.add(Dot())').replace(
        "\n", "\r\n"
    )
    result = plain(code)
    assert result.code.endswith("construct(self):\r\n        self.add(Dot())\r\n        self.wait(2)\r\n")
    assert result.code.count("\n") == result.code.count("\r\n")


def test_a_file_may_end_without_a_line_feed() -> None:
    code = narrated('with self.voiceover("one two three four five"):\n    self.add(Dot())').rstrip("\n")
    assert plain(code).code.endswith("        self.add(Dot())\n        self.wait(2)")


@pytest.mark.parametrize(
    ("bases", "expected"),
    [
        ("VoiceoverScene", "Scene"),
        ("VoiceoverScene, ThreeDScene", "ThreeDScene"),
        ("ThreeDScene, VoiceoverScene", "ThreeDScene"),
        ("VoiceoverScene, Mixin", "Scene, Mixin"),
        ("Template, VoiceoverScene", "Template"),
        ("VoiceoverScene, metaclass=M", "Scene, metaclass=M"),
    ],
)
def test_bases_of_the_plugin_become_bases_of_manim(bases: str, expected: str) -> None:
    head = "from manim import *\n{0}class Mixin: pass\nclass Template({1}): pass\nclass A({2}): pass\n"
    code = head.format("from manim_voiceover import VoiceoverScene\n", "VoiceoverScene", bases)
    assert plain(code).code == head.format("", "Scene", expected)


@pytest.mark.parametrize(
    ("imports", "expected"),
    [
        (
            "import manim as mn\nfrom manim_voiceover import VoiceoverScene as V",
            ("import manim as mn", "mn.Scene"),
        ),
        (
            "from manim import Dot\nfrom manim_voiceover import VoiceoverScene as V",
            ("from manim import Scene", "Scene"),
        ),
        ("from manim import Scene as S\nfrom manim_voiceover import VoiceoverScene as V", ("as S", "S")),
    ],
)
def test_the_base_is_called_as_the_module_calls_it(imports: str, expected: tuple[str, str]) -> None:
    result = plain(f"{imports}\nclass A(V): pass\n")
    assert expected[0] in result.code
    assert result.code.endswith(f"class A({expected[1]}): pass\n")


def test_what_only_the_service_needed_goes_with_it() -> None:
    code = """import os
from manim import *
import manim_voiceover
from manim_voiceover import VoiceoverScene
from manim_voiceover.services.azure import AzureService

VOICE = "en-US-AriaNeural"
COLOUR = RED


class Talk(VoiceoverScene):
    def setup(self):
        key = os.getenv("KEY")
        service = AzureService(voice=VOICE, key=key)
        self.set_speech_service(service, create_subcaption=False)

    def construct(self):
        self.add(Dot(color=COLOUR))
"""
    result = plain(code)
    assert (
        result.code
        == """from manim import *

COLOUR = RED


class Talk(Scene):
    def setup(self):
        pass

    def construct(self):
        self.add(Dot(color=COLOUR))
"""
    )


def test_a_context_manager_that_only_speaks_is_seen_through() -> None:
    code = """from contextlib import contextmanager
from manim import *
from manim_voiceover import VoiceoverScene


class Base(VoiceoverScene):
    sound = True

    @contextmanager
    def say(self, text, **rest):
        with self.voiceover(text=text, **rest) as tracker:
            yield tracker


class Talk(Base):
    def construct(self):
        with self.say("one two three four five") as tracker:
            self.play(FadeIn(Dot()), run_time=tracker.duration)
"""
    result = plain(code)
    assert "say" not in result.code
    assert result.code.endswith("        self.play(FadeIn(Dot()), run_time=2)\n")
    assert [spoken.text for spoken in result.narration] == ["one two three four five"]


def test_a_class_that_does_itself_what_the_plugin_does_goes_with_all_it_needed() -> None:
    code = """from contextlib import contextmanager
from manim import *
from manim_voiceover.tracker import VoiceoverTracker

RESOLUTION = 10


class Interpolator:
    step = RESOLUTION


class VoiceoverScene(Scene):
    @contextmanager
    def voiceover(self, text):
        yield VoiceoverTracker(self, Interpolator())
        self.wait_for_voiceover()


class Talk(VoiceoverScene, MovingCameraScene):
    def construct(self):
        with self.voiceover("one two three four five"):
            self.add(Dot())
"""
    expected = """from manim import *


class Talk(MovingCameraScene):
    def construct(self):
        self.add(Dot())
        self.wait(2)
"""
    result = plain(code)
    assert result.problems == ()
    assert ast.dump(ast.parse(result.code)) == ast.dump(ast.parse(expected))


def test_narration_is_found_in_files_that_need_other_files() -> None:
    code = (
        "from mine import Template\n\nclass A(Template):\n    def construct(self):\n"
        "        with self.voiceover('hello'):\n            self.play(self.logo())  # big\n"
    )
    (spoken,) = narration_in(code)
    assert (spoken.text, spoken.line, spoken.last_line, spoken.scene) == ("hello", 5, 6, "A")
    assert spoken.code == "self.play(self.logo())  # big"
    assert narration_in(ast.parse(code))[0].code == "self.play(self.logo())"


def test_the_code_of_blocks_after_one_another_does_not_overlap() -> None:
    result = made_plain(
        'with self.voiceover("one two three four five"):\n    self.add(Dot())\n'
        'with self.voiceover("six seven eight nine ten"):\n    self.add(Square())'
    )
    codes = [spoken.code for spoken in result.narration]
    assert codes == ["self.add(Dot())\nself.wait(2)", "self.add(Square())\nself.wait(2)"]
    assert [(s.new_line, s.new_last_line) for s in result.narration] == [(6, 7), (8, 9)]
