"""What tests of asking ask for: inquiries about numbered scenes, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from manimill.describe.answers import Answer, Status
from manimill.describe.course import Inquiry
from manimill.describe.estimate import Estimator
from manimill.describe.objection import Check, Objection
from manimill.describe.prices import Price
from manimill.describe.prompts import Prompt
from manimill.describe.request import Message, Request

MODEL = "gpt-5-mini"
PROMPT = Prompt("brief", 1, "in passing", "Describe.")
PRICE = (1000.0, 2000.0)
"""Dollars for a million tokens, so that a request costs some cents."""


def request(text: str, model: str = MODEL, most: int = 100) -> Request:
    return Request(model, PROMPT.text, (Message("user", text),), most)


def passes(text: str) -> Sequence[Objection]:
    """The check that has nothing against anything."""
    return ()


def short(text: str) -> Sequence[Objection]:
    """The check that wants three words."""
    return () if len(text.split()) >= 3 else (Objection("too_short", f"'{text}' is short", "Say more."),)


def inquiry(
    text: str, check: Check = passes, attempts: int = 3, model: str = MODEL, most: int = 100
) -> Inquiry:
    return Inquiry(f"id of {text}", PROMPT, request(text, model, most), check, attempts)


def inquiries(count: int, check: Check = passes, model: str = MODEL) -> list[Inquiry]:
    return [inquiry(f"scene {number}", check, model=model) for number in range(count)]


def answer(to: Request, text: str, status: Status = "answered", cost: float | None = 0.5) -> Answer:
    return Answer(to.key, to.model, PROMPT.name, status, text, 10, 5, cost, "2026-11-27T09:50:51Z")


def keyed(*answers: Answer) -> Mapping[str, Answer]:
    return {one.key: one for one in answers}


def estimator(
    model: str = MODEL, price: tuple[float, float] | None = PRICE, client: str = "openai"
) -> Estimator:
    known = Price.given(model, price) if price is not None else Price(model, None)
    return Estimator(client, known, ())


def longer(to: Request, times: int) -> Request:
    return replace(to, max_tokens=to.max_tokens * 2**times)
