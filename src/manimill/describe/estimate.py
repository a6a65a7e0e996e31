"""What asking is going to cost, from what earlier answers of the same model came to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from manimill.describe.answers import Usage
from manimill.describe.prices import Price
from manimill.describe.request import Request

_TOKENS_PER_CHARACTER = {"openai": 0.29, "anthropic": 0.33}
"""Of requests that are half code and half English, where no answer has told yet; of others 0.31."""
_OTHER_TOKENS_PER_CHARACTER = 0.31
_OUTPUT = {"brief": 60, "detailed": 220, "teaching": 130}
"""Tokens of an answer by its style, where no answer has told yet; of others 150."""
_OTHER_OUTPUT = 150
_AGAIN = 0.08
"""The share of answers that are asked for once more, where no answer has told yet."""
_TRUST = 20
"""Answers that count as much as what is assumed."""
_TOKENS_PER_IMAGE = 300
_OBJECTION = 90
"""Tokens of what is said when an answer is asked for again."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Calls, tokens and dollars that are to come; ``cost`` is None where no price is known.

    ``measured`` is the number of earlier answers it rests on; 0 where it rests on assumptions alone.
    """

    model: str
    calls: float
    input_tokens: float
    output_tokens: float
    cost: float | None
    measured: int


class Estimator:
    """Foretells the cost of requests to one model."""

    def __init__(self, client: str, price: Price, usage: Iterable[Usage]) -> None:
        """``usage`` are the sums of what is kept, of which those of the model count."""
        self.price = price
        self._of_prompt: dict[str, list[Usage]] = {}
        for one in usage:
            if one.model == price.model:
                self._of_prompt.setdefault(one.prompt, []).append(one)
        every = [one for group in self._of_prompt.values() for one in group if one.input_tokens]
        self.measured = sum(one.answers for one in every)
        characters, tokens = sum(one.characters for one in every), sum(one.input_tokens for one in every)
        assumed = _TOKENS_PER_CHARACTER.get(client, _OTHER_TOKENS_PER_CHARACTER)
        weight = _TRUST * 5_000
        self._rate = (
            tokens / characters
            if self.measured >= _TRUST
            else (tokens + assumed * weight) / (characters + weight)
        )

    def tokens(self, request: Request) -> int:
        """Tokens of a request."""
        return round(request.characters * self._rate) + _TOKENS_PER_IMAGE * len(request.images)

    def output(self, prompt: str) -> float:
        """Tokens of an answer to a prompt."""
        seen = self._of_prompt.get(prompt, [])
        answers, tokens = sum(one.answers for one in seen), sum(one.output_tokens for one in seen)
        assumed = _OUTPUT.get(prompt.partition(" ")[0], _OTHER_OUTPUT)
        if not tokens:
            return assumed
        return tokens / answers if answers >= _TRUST else (tokens + assumed * _TRUST) / (answers + _TRUST)

    def again(self, prompt: str) -> float:
        """Further requests that follow on each first one."""
        seen = self._of_prompt.get(prompt, [])
        again = sum(one.again for one in seen)
        first = sum(one.answers for one in seen) - again
        return (again + _AGAIN * _TRUST) / (first + _TRUST)

    def one(self, request: Request, prompt: str) -> float:
        """Dollars of one request, 0 where no price is known."""
        return self.price.dollars(self.tokens(request), self.output(prompt)) or 0.0

    def of(self, requests: Sequence[tuple[Request, str]]) -> Estimate:
        """What these requests, each with the name of its prompt, come to with those that follow on them."""
        calls = into = out = 0.0
        cost: float | None = 0.0
        for request, prompt in requests:
            more, answer, tokens = self.again(prompt), self.output(prompt), self.tokens(request)
            calls += 1 + more
            into += tokens + more * (tokens + answer + _OBJECTION)
            out += (1 + more) * answer
            first = self.price.dollars(tokens, answer)
            second = self.price.dollars(tokens + answer + _OBJECTION, answer)
            if cost is not None:
                cost = cost + first + more * second if first is not None and second is not None else None
        return Estimate(self.price.model, calls, into, out, cost, self.measured)


def by_prompt(requests: Iterable[tuple[Request, str]]) -> Mapping[str, int]:
    """How many requests there are of each prompt, in alphabetical order."""
    counts: dict[str, int] = {}
    for _, prompt in requests:
        counts[prompt] = counts.get(prompt, 0) + 1
    return dict(sorted(counts.items()))
