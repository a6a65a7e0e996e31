"""Prices from the list that ships, and given ones."""

from __future__ import annotations

import sys

import pytest

from manimill.describe.clients.base import Reply
from manimill.describe.prices import COMMON_MODELS, Price
from manimill.errors import EnvironmentFailure

LISTED = [
    # Client, model, dollars for a million tokens in, out, and in where the provider had kept them.
    ("openai", "gpt-5-mini", 0.25, 2.0, 0.025),
    ("openai", "gpt-4.1-mini", 0.4, 1.6, 0.1),
    ("anthropic", "claude-haiku-4-5", 1.0, 5.0, 0.1),
    ("claude-cli", "claude-haiku-4-5", 1.0, 5.0, 0.1),
]


@pytest.mark.parametrize(("client", "model", "into", "out", "cached"), LISTED)
def test_prices_are_those_of_the_list_and_half_in_batches(
    client: str, model: str, into: float, out: float, cached: float
) -> None:
    for price, share in ((Price.listed(client, model), 1), (Price.listed(client, model, batch=True), 2)):
        assert price.model == model
        assert price.dollars(1_000_000, 0) == pytest.approx(into / share)
        assert price.dollars(0, 1_000_000) == pytest.approx(out / share)
    assert Price.listed(client, model).dollars(1_000_000, 0, 1_000_000) == pytest.approx(cached)
    assert Price.listed(client, model).dollars(1_000_000, 0, 500_000) == pytest.approx((into + cached) / 2)


def test_common_models_are_in_the_list() -> None:
    for model in COMMON_MODELS:
        client = "anthropic" if model.startswith("claude") else "openai"
        cost = Price.listed(client, model).dollars(1000, 1000)
        assert cost is not None
        assert cost > 0


@pytest.mark.parametrize("client", ["openai", "anthropic", "claude-cli"])
def test_an_unknown_model_has_no_price(client: str) -> None:
    price = Price.listed(client, "llama-of-ours-7b")
    assert price == Price("llama-of-ours-7b", None)
    assert price.dollars(1000, 1000) is None
    assert price.of(Reply("answered", "", 1000, 1000)) is None


def test_a_given_price_counts_tokens_in_and_out() -> None:
    price = Price.given("llama", (2.0, 8.0))
    assert price.dollars(1_000_000, 500_000) == 6.0
    assert price.dollars(250_000.4, 0, 250_000) == 0.5
    assert price.dollars(0, 0) == 0


def test_an_answer_costs_its_tokens_or_what_the_provider_says() -> None:
    price = Price.given("llama", (2.0, 8.0))
    assert price.of(Reply("answered", "", 1000, 100)) == pytest.approx(0.0028)
    assert price.of(Reply("answered", "", 1000, 100, cost=0.5)) == 0.5
    assert price.of(Reply("answered", "", 1000, 100, cost=0.0)) == 0
    assert Price("llama", None).of(Reply("answered", "", 1000, 100, cost=0.5)) == 0.5


def test_cached_tokens_of_an_answer_are_cheaper() -> None:
    assert Price.listed("openai", "gpt-5-mini").of(
        Reply("answered", "", 1_000_000, 0, 1_000_000)
    ) == pytest.approx(0.025)


def test_without_the_list_a_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "genai_prices", None)
    with pytest.raises(EnvironmentFailure) as missing:
        Price.listed("openai", "gpt-5-mini")
    assert str(missing.value) == (
        "The list of prices is not installed; install it with: pip install 'manimill[llm]', or give the price with "
        "--prices IN,OUT."
    )
