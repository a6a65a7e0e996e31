"""Small narrated modules for the tests, and their bodies once they are plain."""

from __future__ import annotations

import textwrap

from manimill.scenes.narration import Plain, plain

HEAD = """from manim import *
from manim_voiceover import VoiceoverScene


class Talk(VoiceoverScene):
    def construct(self):
"""
PLAIN_HEAD = "from manim import *\n\n\nclass Talk(Scene):\n    def construct(self):\n"


def narrated(body: str) -> str:
    """A module with one narrated scene, whose ``construct`` is the body, from line 7."""
    return HEAD + textwrap.indent(textwrap.dedent(body).strip("\n"), "        ") + "\n"


def plain_body(body: str) -> str:
    """What becomes of a body, dedented."""
    result = plain(narrated(body))
    assert result.problems == ()
    assert result.code.startswith(PLAIN_HEAD)
    return textwrap.dedent(result.code.removeprefix(PLAIN_HEAD)).rstrip("\n")


def made_plain(body: str) -> Plain:
    """The result for a body."""
    return plain(narrated(body))
