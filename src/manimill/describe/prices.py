"""What answers cost: from the recipe, or from a list of prices that ships offline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from manimill.describe.clients.base import Reply
from manimill.errors import EnvironmentFailure

Priced = Callable[[int, int, int], float]
"""Dollars for tokens in, out, and those of the first that a provider had kept."""

_PROVIDERS = {"openai": "openai", "anthropic": "anthropic", "claude-cli": "anthropic"}
_MILLION = 1e6
_ONE_RATE = 32_000
"""Tokens of a request up to which its price is in proportion to them; higher rates begin at 100,000 and more."""


COMMON_MODELS = (
    "gpt-4o-mini",
    "gpt-5-mini",
    "gpt-5.4-mini",
    "gpt-5.4",
    "claude-haiku-4-5",
    "claude-haiku-5-5",
    "claude-sonnet-5-5",
)
"""What a plan tells the cost of where nobody names a model: small and middle ones of the two providers."""


@dataclass(frozen=True, slots=True)
class Price:
    """The price of a model. ``known`` is None where no list has it and nobody gave one."""

    model: str
    known: Priced | None

    @classmethod
    def given(cls, model: str, dollars: tuple[float, float]) -> Price:
        """A price in dollars for a million tokens in and out."""
        into, out = dollars
        return cls(model, lambda i, o, _: (i * into + o * out) / _MILLION)

    @classmethod
    def listed(cls, client: str, model: str, *, batch: bool = False) -> Price:
        """The price in the list of a client's provider.

        Raises:
            EnvironmentFailure: the list is not installed.
        """
        try:
            from genai_prices import Usage, calc_price
        except ImportError:
            raise EnvironmentFailure(
                "The list of prices is not installed; install it with: pip install 'manimill[llm]', or give the "
                "price with --prices IN,OUT."
            ) from None
        context = {"processing": "batch"} if batch else None

        def cost(into: int, out: int, cached: int) -> float:
            usage = Usage(input_tokens=into, output_tokens=out, cache_read_tokens=cached)
            provider = _PROVIDERS.get(client)
            return float(
                calc_price(usage, model_ref=model, provider_id=provider, price_context=context).total_price
            )

        try:
            into, out, kept = (
                cost(*tokens) / 1000 for tokens in ((1000, 0, 0), (0, 1000, 0), (1000, 0, 1000))
            )
        except LookupError:
            return cls(model, None)

        def quick(i: int, o: int, c: int) -> float:
            # No model has another rate for as few tokens, and the list takes a quarter of a millisecond to say so.
            return round((i - c) * into + o * out + c * kept, 12) if i <= _ONE_RATE else cost(i, o, c)

        return cls(model, quick)

    def of(self, reply: Reply) -> float | None:
        """Dollars for an answer; what the provider itself says counts first."""
        if reply.cost is not None:
            return reply.cost
        return self.dollars(reply.input_tokens, reply.output_tokens, reply.cached_tokens)

    def dollars(self, into: float, out: float, cached: int = 0) -> float | None:
        """Dollars for tokens; None where no price is known."""
        return self.known(round(into), round(out), cached) if self.known is not None else None
