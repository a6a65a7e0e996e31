"""What asking will cost: assumed at first, then learned."""

from __future__ import annotations

import pytest
from tests.describe.asked import MODEL, request

from manimill.describe.answers import Usage
from manimill.describe.estimate import Estimate, Estimator, by_prompt
from manimill.describe.prices import Price
from manimill.describe.request import Image, Message, Request

PRICE = Price.given(MODEL, (1.0, 10.0))
LONG = Request(MODEL, "x" * 400, (Message("user", "y" * 600),), 2000)
"""1,000 characters."""


def usage(
    answers: int,
    *,
    model: str = MODEL,
    prompt: str = "brief 1",
    again: int = 0,
    into: int = 500,
    out: int = 40,
) -> Usage:
    """Answers to requests of 1,000 characters with so many tokens each."""
    return Usage(
        model, prompt, "answered", answers, again, 1000 * answers, into * answers, out * answers, 0.0, 0, "", ""
    )  # fmt: skip


@pytest.mark.parametrize(("client", "tokens"), [("openai", 290), ("anthropic", 330), ("function", 310)])
def test_tokens_are_assumed_by_provider_where_no_answer_tells(client: str, tokens: int) -> None:
    estimator = Estimator(client, PRICE, ())
    assert estimator.tokens(LONG) == tokens
    assert estimator.measured == 0
    assert [estimator.output(f"{style} 1") for style in ("brief", "detailed", "teaching", "mine")] == [
        60,
        220,
        130,
        150,
    ]
    assert estimator.again("brief 1") == pytest.approx(0.08)


def test_pictures_cost_tokens() -> None:
    seen = Request(
        MODEL,
        "x" * 400,
        (Message("user", "y" * 600, (Image(b"1", "image/webp"), Image(b"2", "image/webp"))),),
        2000,
    )
    assert Estimator("openai", PRICE, ()).tokens(seen) == 290 + 600


def test_twenty_answers_tell_all_and_fewer_in_part() -> None:
    known = Estimator("openai", PRICE, [usage(20)])
    assert (known.tokens(LONG), known.output("brief 1"), known.measured) == (500, 40, 20)
    some = Estimator("openai", PRICE, [usage(10)])
    # As much as 20 answers of 5,000 characters is assumed: (5,000 + 0.29 * 100,000) / 110,000 tokens a character.
    assert some.tokens(LONG) == 309
    assert some.output("brief 1") == (40 * 10 + 60 * 20) / 30


def test_another_prompt_tells_of_requests_and_not_of_answers() -> None:
    estimator = Estimator("openai", PRICE, [usage(20, prompt="detailed 1", out=300)])
    assert (estimator.tokens(LONG), estimator.output("brief 1"), estimator.output("detailed 1")) == (
        500,
        60,
        300,
    )


def test_another_model_tells_nothing() -> None:
    estimator = Estimator("openai", PRICE, [usage(500, model="other", again=400)])
    assert (estimator.tokens(LONG), estimator.output("brief 1"), estimator.measured) == (290, 60, 0)
    assert estimator.again("brief 1") == pytest.approx(0.08)


def test_answers_that_were_asked_for_again_are_expected_again() -> None:
    # 100 first answers, 30 further ones; 0.08 * 20 are assumed.
    estimator = Estimator("openai", PRICE, [usage(130, again=30)])
    assert estimator.again("brief 1") == pytest.approx((30 + 1.6) / 120)


def test_answers_of_which_no_tokens_are_known_tell_nothing() -> None:
    estimator = Estimator("function", PRICE, [usage(50, into=0, out=0)])
    assert (estimator.tokens(LONG), estimator.output("brief 1"), estimator.measured) == (310, 60, 0)


def test_one_request_costs_its_tokens() -> None:
    estimator = Estimator("openai", PRICE, [usage(20)])
    assert estimator.one(LONG, "brief 1") == pytest.approx(500e-6 + 400e-6)
    assert Estimator("openai", Price(MODEL, None), [usage(20)]).one(LONG, "brief 1") == 0


def test_requests_cost_what_they_and_those_that_follow_cost() -> None:
    estimator = Estimator("openai", PRICE, [usage(130, again=30, out=40)])
    more = 31.6 / 120
    found = estimator.of([(LONG, "brief 1"), (LONG, "brief 1")])
    assert found.calls == pytest.approx(2 * (1 + more))
    assert found.input_tokens == pytest.approx(2 * (500 + more * 630))
    assert found.output_tokens == pytest.approx(2 * (1 + more) * 40)
    assert found.cost == pytest.approx(2 * (900e-6 + more * 1030e-6))
    assert (found.model, found.measured) == (MODEL, 130)


def test_nothing_costs_nothing_and_an_unknown_price_is_unknown() -> None:
    assert Estimator("openai", PRICE, ()).of([]) == Estimate(MODEL, 0, 0, 0, 0.0, 0)
    found = Estimator("openai", Price(MODEL, None), ()).of([(LONG, "brief 1")])
    assert found.cost is None
    assert found.calls == pytest.approx(1.08)


def test_a_batch_is_foretold_at_half_the_price() -> None:
    single, batch = (
        Estimator("openai", Price.listed("openai", MODEL, batch=batch), [usage(20)]).of(
            [(LONG, "brief 1")] * 1000
        )
        for batch in (False, True)
    )
    assert single.cost is not None
    assert batch.cost == pytest.approx(single.cost / 2)


def test_requests_are_counted_by_prompt() -> None:
    asked = request("dot")
    assert by_prompt([(asked, "teaching 1"), (asked, "brief 2"), (asked, "teaching 1")]) == {
        "brief 2": 1,
        "teaching 1": 2,
    }
