"""Requests, and the keys that answers are kept by."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manimill.describe.request import Image, Message, Request, key_of

PICTURE = Image(b"RIFF", "image/webp")
REQUEST = Request("gpt-5-mini", "Describe.", (Message("user", "Ein „π“.", (PICTURE,)),), 100, 0.5)


def test_the_key_is_that_of_the_canonical_form() -> None:
    """Exact, because every answer that anybody keeps hangs on it."""
    assert REQUEST.canonical == (
        '{"messages":[{"content":"Ein \\u201e\\u03c0\\u201c.","images":["image/webp '
        'a40ff3d5900fb7698b8c865041347cb49eccedc8f93945f89629ad104aaecce4"],"role":"user"}],'
        '"model":"gpt-5-mini","parameters":{"max_tokens":100,"temperature":0.5},"system":"Describe."}'
    )
    assert REQUEST.key == "5ea4643893c14f720c63003c7c3352a1400415d066e874b237d61800590b2ae3"
    assert replace(REQUEST, temperature=None).to_json()["parameters"] == {"max_tokens": 100}


def test_the_key_does_not_depend_on_the_order_in_a_file() -> None:
    def reversed_all(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: reversed_all(value[name]) for name in reversed(value)}
        return [reversed_all(one) for one in value] if isinstance(value, list) else value

    turned = json.loads(json.dumps(reversed_all(REQUEST.to_json())))
    assert list(turned) != list(REQUEST.to_json())
    assert key_of(turned) == REQUEST.key


@pytest.mark.parametrize(
    "other",
    [
        replace(REQUEST, model="gpt-5"),
        replace(REQUEST, system="Describe!"),
        replace(REQUEST, max_tokens=101),
        replace(REQUEST, temperature=None),
        replace(REQUEST, temperature=0.25),
        replace(REQUEST, messages=(Message("user", "Ein „π“", (PICTURE,)),)),
        replace(REQUEST, messages=(Message("assistant", "Ein „π“.", (PICTURE,)),)),
        replace(REQUEST, messages=(Message("user", "Ein „π“."),)),
        replace(REQUEST, messages=(Message("user", "Ein „π“.", (PICTURE, PICTURE)),)),
        replace(REQUEST, messages=(Message("user", "Ein „π“.", (Image(b"RIFG", "image/webp"),)),)),
        replace(REQUEST, messages=(Message("user", "Ein „π“.", (Image(b"RIFF", "image/png"),)),)),
        replace(REQUEST, messages=(*REQUEST.messages, Message("user", ""))),
    ],
)
def test_the_key_changes_with_whatever_a_model_is_told(other: Request) -> None:
    assert other.key != REQUEST.key


def test_the_key_does_not_change_with_anything_else() -> None:
    same = Request(
        model="gpt-5-mini",
        system="Describe.",
        messages=(Message("user", "Ein „π“.", (Image(bytes(bytearray(b"RIFF")), "image/webp"),)),),
        max_tokens=100,
        temperature=0.5,
    )
    assert (same.key, same) == (REQUEST.key, REQUEST)


@given(st.text(), st.text(), st.text(), st.text())
def test_two_requests_have_one_key_only_if_they_are_equal(a: str, b: str, c: str, d: str) -> None:
    one = Request("m", a, (Message("user", b),), 100)
    other = Request("m", c, (Message("user", d),), 100)
    assert (one.key == other.key) == (one == other)


def test_a_request_is_made_again_with_what_was_wrong() -> None:
    again = REQUEST.again("{}", "Answer better.")
    assert again.messages == (
        *REQUEST.messages,
        Message("assistant", "{}"),
        Message("user", "Answer better."),
    )
    assert replace(again, messages=REQUEST.messages) == REQUEST


@pytest.mark.parametrize("nothing", ["", " \n"])
def test_an_empty_answer_is_told_as_such(nothing: str) -> None:
    """A provider takes no empty turn."""
    assert REQUEST.again(nothing, "Answer.").messages[1] == Message("assistant", "(no answer)")


def test_a_longer_answer_is_asked_for_with_twice_the_room() -> None:
    assert REQUEST.longer() == replace(REQUEST, max_tokens=200)
    assert REQUEST.longer().longer().max_tokens == 400


def test_the_texts_of_all_turns_count_and_are_one_text() -> None:
    again = REQUEST.again("{}", "Better.")
    assert again.characters == 9 + 8 + 2 + 7
    assert again.images == [PICTURE]
    assert again.prompt == "Describe.\n\nEin „π“.\n\n[assistant]\n{}\n\n[user]\nBetter."


def test_pictures_are_not_printed() -> None:
    assert "RIFF" not in repr(REQUEST)
