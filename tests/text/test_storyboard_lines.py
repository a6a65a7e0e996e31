from __future__ import annotations

from typing import Any

import pytest

from manimill.text.storyboard import storyboard_lines

BOARD: dict[str, Any] = {
    "scene": {"class": "Spin", "kind": "MovingCameraScene"},
    "objects": [
        {"n": 1, "class": "Text", "text": "hello\nworld", "color": "#FFFFFF", "at": [0, 3.2]},
        {"n": 2, "class": "Circle", "color": "#FC6255", "at": [0, 0], "size": [2, 2]},
        {"n": 3, "class": "Square"},
        {"n": 4, "class": "ScreenRectangle", "role": "camera frame"},
    ],
    "events": [
        {"t": 0, "do": "add", "line": 5, "on": [1]},
        {
            "t": 0,
            "do": "play",
            "line": 6,
            "seconds": 1,
            "animations": [{"class": "Create", "on": 2}, {"class": "FadeOut", "on": 1, "shift": [0, 1, 0]}],
        },
        {
            "t": 1,
            "do": "play",
            "line": 7,
            "seconds": 2.5,
            "animations": [
                {
                    "class": "AnimationGroup",
                    "of": [{"class": "Transform", "on": 2, "into": 3}],
                    "lag_ratio": 0.5,
                },
                {"class": "animate", "on": 4, "calls": ["scale(0.5)"], "to": {"width": 7.111}},
            ],
            "after": [{"n": 2, "color": "#58C4DD", "updaters": None}],
            "camera_after": {"width": 7.111},
        },
        {"t": 3.5, "do": "wait", "seconds": 1, "until": "condition"},
    ],
    "colors": {"#FC6255": "RED", "#FFFFFF": "WHITE", "#58C4DD": "BLUE"},
    "truncated": True,
}


def test_each_event_is_a_line_with_time_and_place_and_objects_are_described_once() -> None:
    assert storyboard_lines(BOARD) == [
        "   0.0  line 5    add Text 1 ('hello world', WHITE, at (0, 3.2))",
        "   0.0  line 6    play 1 s: Create Circle 2 (RED, at (0, 0), size (2, 2)) + FadeOut Text 1, shift (0, 1, 0)",
        "   1.0  line 7    play 2.5 s: AnimationGroup of [Transform Circle 2 into Square 3], lag_ratio 0.5"
        " + animate camera frame 4, calls scale(0.5), to width 7.111; after: Circle 2 color BLUE, updaters gone;"
        " camera after width 7.111",
        "   3.5            wait 1 s; until condition",
        "... the scene does more than was recorded",
    ]


def test_of_many_objects_the_first_are_named_and_the_rest_counted() -> None:
    board = {
        "objects": [{"n": n, "class": "Dot"} for n in range(1, 8)],
        "events": [{"t": 0, "do": "add", "on": [1, 2, 3, 4, 5, 6, 7], "count": 40}],
    }
    (line,) = storyboard_lines(board)
    assert line.endswith("add Dot 1, Dot 2, Dot 3, Dot 4, Dot 5 and 35 more")


@pytest.mark.parametrize(
    "board",
    [
        {},
        {"events": None, "objects": 3, "colors": []},
        {"events": [1, {"do": None, "on": {"n": 1}, "animations": ["x", {"of": 3}], "changed": [None]}]},
        {"events": [{"t": "soon", "line": "x", "on": [None, [1]], "into": "y"}], "objects": [{}, {"n": []}]},
    ],
)
def test_a_storyboard_of_another_shape_is_shown_as_far_as_it_goes(board: dict[str, Any]) -> None:
    events = board.get("events") or []
    assert len(storyboard_lines(board)) == sum(isinstance(event, dict) for event in events)
