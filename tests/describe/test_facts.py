"""What a model is told of a scene."""

from __future__ import annotations

import re
from typing import Any

import pytest

from manimill.code.features import Features
from manimill.describe.facts import Fact, Scene, facts, length_of, on_screen, said_facts, told

CODE = "class Dot(Scene):\n    pass\n"
STORYBOARD = {
    "objects": [
        {"n": 1, "class": "Text", "text": " Hello "},
        {"n": 2, "class": "MathTex", "tex": "\\pi"},
        {"n": 3, "class": "Text", "text": "Hello"},
        {"n": 4, "class": "Circle", "text": None},
        "broken",
    ],
    "events": [
        {"t": 0, "do": "add", "line": 3, "on": [1]},
        {"t": 0.5, "do": "wait", "line": 4, "seconds": 1.25},
    ],
}


def kinds(scene: Scene) -> list[str]:
    return [fact.kind for fact in facts(scene)]


def test_a_scene_that_was_not_rendered_is_its_code() -> None:
    assert facts(Scene("1", CODE, "Dot", "a.py, lines 1-2")) == [
        Fact("code", "```python\nclass Dot(Scene):\n    pass\n```", "a.py, lines 1-2")
    ]


def test_parts_come_in_order_and_say_where_they_are_from() -> None:
    features = Features(has_3d=True, has_camera_moves=True, algorithms=("sorting",))
    said = (Fact("prose", "A dot.", "beside"), Fact("transcript", "Look.", "the video"))
    parts = facts(Scene("1", CODE, "Dot", "a.py", features, STORYBOARD, said))
    assert [part.kind for part in parts] == ["code", "storyboard", "texts", "features", "prose", "transcript"]
    assert parts[2] == Fact("texts", "Hello\n\\pi", "the render's storyboard")
    assert parts[3].text == (
        "three-dimensional; the camera moves; hints at what is computed or shown: sorting; 1.8 seconds long"
    )
    assert parts[1].text.splitlines()[1].startswith("0.5")
    text = told(parts, "Dot")
    assert text.startswith("The class to describe is Dot.\n\n## Code\n```python\n")
    assert "\n\n## Texts and formulas on screen\nHello\n\\pi\n\n## About the scene\n" in text
    assert text.endswith(
        "## Prose that stands beside the code\nA dot.\n\n## What is said in the video about here\nLook."
    )
    assert told(parts[:1], None).startswith("## Code\n")


def test_a_storyboard_of_nothing_says_that_nothing_moves() -> None:
    assert facts(Scene("1", CODE, None, "a.py", None, {}))[1:] == [
        Fact("features", "a still picture, nothing moves", "the features of the code, and the render")
    ]


def test_what_is_long_is_cut_in_the_middle_and_says_so() -> None:
    lines = "\n".join(f"line_{number:05} = {number}" for number in range(2000))
    (code,) = facts(Scene("1", lines, None, "a.py"))
    assert len(code.text) < 14_100
    assert code.text.startswith("```python\nline_00000 = 0\n")
    assert code.text.endswith("line_01999 = 1999\n```")
    before, left, after = re.split(r"\n\[\.\.\. (\d+) characters are left out here \.\.\.\]\n", code.text)
    assert len(before) + int(left) + len(after) == len(lines) + len("```python\n\n```")
    # No line is torn.
    assert {*before.split("\n")[1:], *after.split("\n")[:-1]} < {*lines.split("\n")}


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ({}, {}),
        ({"prose": " A dot. "}, {"prose": "A dot."}),
        ({"prose": " ", "summary": "A dot."}, {"prose": "A dot."}),
        ({"class_docstring": "A dot."}, {"prose": "A dot."}),
        ({"heading": "Dots", "prose": "A dot."}, {"prose": "Dots\nA dot."}),
        ({"title": "Dots", "heading": "One"}, {"prose": "Title of the video: Dots\nOne"}),
        ({"title": 5, "prose": ["A dot."]}, {}),
        ({"narration": "Look at it. "}, {"narration": "Look at it."}),
        ({"narration": [{"text": "Look "}, {"text": ""}, "broken", {"text": "at it."}]}, {"narration": "Look at it."}),
        ({"narration": None}, {}),
        ({"narration": []}, {}),
    ],
)  # fmt: skip
def test_what_a_source_says_beside_the_code(metadata: dict[str, Any], expected: dict[str, str]) -> None:
    assert {fact.kind: fact.text for fact in said_facts(metadata)} == expected


def test_texts_on_screen_are_named_once() -> None:
    assert on_screen(STORYBOARD) == ["Hello", "\\pi"]
    assert on_screen({}) == []


def test_a_scene_lasts_until_its_last_event_is_over() -> None:
    assert length_of(STORYBOARD) == 1.8
    assert length_of({}) == 0
    assert length_of({"events": [{"t": 5, "seconds": None}, {"t": 1, "seconds": 2}, "broken"]}) == 5
