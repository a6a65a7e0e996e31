"""Any callable as a client: a model in this process, or a library of one's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import cast

from manimill.describe.answers import HandedIn
from manimill.describe.batches import State
from manimill.describe.clients.base import Client, Passing, Rejected, Reply
from manimill.describe.request import Request
from manimill.errors import InputError

LLMFunction = Callable[[Request], str]
BatchFunction = Callable[[list[Request]], list[str]]


def function_client(
    function: LLMFunction | BatchFunction, model: str, batch_size: int | None = None
) -> Client:
    """A client that calls a function for each request, or for so many of them at a time."""
    if batch_size is None:
        return FunctionClient(cast(LLMFunction, function), model)
    return BatchFunctionClient(cast(BatchFunction, function), model, batch_size)


class FunctionClient:
    """Asks by calling a function; what it costs is not known."""

    name = "function"

    def __init__(self, function: LLMFunction, model: str) -> None:
        self.model = model
        self._function = function

    def ask(self, request: Request) -> Reply:
        return _reply(self._function(request), self.model)

    def close(self) -> None:
        """There is nothing to let go of."""


class BatchFunctionClient:
    """Asks by calling a function that takes several requests at a time, as models on a graphics card like it."""

    name = "function"

    def __init__(self, function: BatchFunction, model: str, size: int) -> None:
        self.model = model
        self.largest_batch = size
        self._function = function
        self._replies: dict[str, list[tuple[str, Reply]]] = {}

    def ask(self, request: Request) -> Reply:
        return self._called([request])[0]

    def hand_in(self, requests: Sequence[Request], name: str) -> str:
        replies = self._called(requests)
        self._replies[name] = [(r.key, reply) for r, reply in zip(requests, replies, strict=True)]
        return name

    def find(self, batch: HandedIn) -> str | None:  # noqa: ARG002 - the process that had them is gone
        return None

    def state(self, identifier: str) -> State:
        done = len(self._replies.get(identifier, ()))
        return State(True, done, done)

    def replies(self, identifier: str) -> Iterator[tuple[str, Reply | Passing | Rejected]]:
        yield from self._replies.pop(identifier, [])

    def close(self) -> None:
        """There is nothing to let go of."""

    def _called(self, requests: Sequence[Request]) -> list[Reply]:
        answers = self._function(list(requests))
        if not isinstance(answers, list) or len(answers) != len(requests):
            got = f"{len(answers)} answers" if isinstance(answers, list) else type(answers).__name__
            raise InputError(
                f"The function {self.model} returned {got} for {len(requests)} requests; it must return a list of "
                "one text for each."
            )
        return [_reply(answer, self.model) for answer in answers]


def _reply(answer: object, model: str) -> Reply:
    if not isinstance(answer, str):
        raise InputError(
            f"The function {model} returned {type(answer).__name__}; it must return the model's answer as text."
        )
    return Reply("answered", answer, 0, 0)
