"""Any callable as a client: a model in this process, or a library of one's own."""

from __future__ import annotations

from collections.abc import Callable

from manimill.describe.clients.base import Reply
from manimill.describe.request import Request
from manimill.errors import InputError

LLMFunction = Callable[[Request], str]


class FunctionClient:
    """Asks by calling a function; what it costs is not known."""

    name = "function"

    def __init__(self, function: LLMFunction, model: str) -> None:
        self.model = model
        self._function = function

    def ask(self, request: Request) -> Reply:
        text = self._function(request)
        if not isinstance(text, str):
            raise InputError(
                f"The function {self.model} returned {type(text).__name__}; it must return the model's answer as text."
            )
        return Reply("answered", text, 0, 0)

    def close(self) -> None:
        """There is nothing to let go of."""
