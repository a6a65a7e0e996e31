"""The course of asking for one description, by the answers that are there."""

from __future__ import annotations

import itertools

import pytest
from tests.describe.asked import answer, inquiry, keyed, longer, passes, short

from manimill.describe.answers import Answer
from manimill.describe.course import Course, follow
from manimill.describe.objection import Objection
from manimill.describe.request import Message, Request

GOOD = '{"description": "Draw a circle."}'
SHORT = '{"description": "Circle."}'


def opened(course: Course) -> Request:
    assert course.next is not None
    assert course.outcome == "open"
    return course.next


def test_without_an_answer_the_request_itself_is_next() -> None:
    asked = inquiry("dot")
    course = follow(asked, {})
    assert opened(course) == asked.request
    assert (course.steps, course.text, course.last, course.cost) == ((), None, None, 0)


def test_a_good_answer_is_accepted_at_once() -> None:
    asked = inquiry("dot", short)
    kept = answer(asked.request, GOOD)
    course = follow(asked, keyed(kept))
    assert (course.outcome, course.text, course.next) == ("accepted", "Draw a circle.", None)
    assert [(step.request, step.answer, step.objections) for step in course.steps] == [
        (asked.request, kept, ())
    ]
    assert (course.last, course.cost) == (kept, 0.5)


def test_what_is_no_json_is_asked_for_again_in_the_same_conversation() -> None:
    asked = inquiry("dot")
    first = answer(asked.request, "A circle.")
    again = opened(follow(asked, keyed(first)))
    assert again.messages == (
        Message("user", "dot"),
        Message("assistant", "A circle."),
        Message(
            "user",
            "This answer cannot be used:\n"
            "- the answer holds no JSON object with a text 'description'. Answer with one JSON object and nothing "
            'else, of the form {"description": "..."}.\n'
            "Write the description anew, by the same rules. Answer with one JSON object and nothing else: "
            '{"description": "the request"}',
        ),
    )
    course = follow(asked, keyed(first, answer(again, GOOD)))
    assert (course.outcome, course.text, course.cost) == ("accepted", "Draw a circle.", 1.0)
    assert [[one.check for one in step.objections] for step in course.steps] == [["not_json"], []]


def test_the_model_is_told_all_objections() -> None:
    def picky(text: str) -> list[Objection]:
        return [
            Objection("a", "it says 'red'", "Leave out colours."),
            Objection("b", "it is long", "Be brief."),
        ]

    asked = inquiry("dot", picky)
    course = follow(asked, keyed(answer(asked.request, GOOD)))
    assert (
        opened(course)
        .messages[-1]
        .text.startswith(
            "This answer cannot be used:\n- it says 'red'. Leave out colours.\n- it is long. Be brief.\nWrite"
        )
    )


def test_an_answer_that_was_cut_is_asked_for_with_twice_the_room_and_not_told() -> None:
    asked = inquiry("dot")
    first, second = asked.request, longer(asked.request, 1)
    # A cut answer is not read, whatever it holds.
    course = follow(asked, keyed(answer(first, GOOD, "truncated"), answer(second, '{"desc', "truncated")))
    assert opened(course) == longer(first, 2)
    assert [[one.check for one in step.objections] for step in course.steps] == [["truncated"]] * 2


def test_room_that_was_given_stays_in_the_conversation() -> None:
    asked = inquiry("dot", short)
    wide = longer(asked.request, 1)
    course = follow(asked, keyed(answer(asked.request, "", "truncated"), answer(wide, SHORT)))
    assert opened(course).max_tokens == 200
    assert [message.text for message in opened(course).messages[:2]] == ["dot", SHORT]


def test_a_refusal_ends_it() -> None:
    asked = inquiry("dot")
    course = follow(asked, keyed(answer(asked.request, GOOD, "refused")))
    assert (course.outcome, course.text, course.next) == ("refused", None, None)
    assert [one.check for one in course.steps[0].objections] == ["refused"]


@pytest.mark.parametrize("attempts", [1, 2, 3])
def test_it_fails_after_so_many_attempts(attempts: int) -> None:
    asked = inquiry("dot", short, attempts)
    answers: dict[str, Answer] = {}
    course = follow(asked, answers)
    for _ in range(attempts):
        answers |= keyed(answer(opened(course), SHORT))
        course = follow(asked, answers)
    assert (course.outcome, course.text, course.next, len(course.steps)) == ("failed", None, None, attempts)


def test_following_on_or_anew_is_the_same() -> None:
    asked = inquiry("dot", short)
    answers: dict[str, Answer] = {}
    step = follow(asked, answers)
    for text in ("no", SHORT, GOOD):
        new = keyed(answer(opened(step), text))
        answers |= new
        step = follow(asked, new, step)
        assert step == follow(asked, answers)
    assert (step.outcome, len(step.steps)) == ("accepted", 3)


def test_two_inquiries_with_one_request_share_its_answer() -> None:
    one, other = inquiry("dot", passes), inquiry("dot", short)
    answers = keyed(answer(one.request, SHORT))
    assert follow(one, answers).outcome == "accepted"
    assert follow(other, answers).outcome == "open"
    assert one.request.key == other.request.key


def test_courses_differ_by_answer_only() -> None:
    """Whatever was said in between, the same answers lead to the same requests."""
    asked = inquiry("dot", short, attempts=4)
    seen = {}
    for texts in itertools.product(("no", SHORT), repeat=3):
        course = follow(asked, {})
        for text in texts:
            course = follow(asked, keyed(answer(opened(course), text)), course)
        seen[texts] = opened(course).key
    assert len(set(seen.values())) == 8
