"""An HTTP client that asks again. It is imported where it is used, because httpx2 is an optional library."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from importlib.metadata import version
from typing import Any

import httpx2

from manimill.sources.patience import ASK_AGAIN, AskAgainError, NoAnswerError, Patience

USER_AGENT = f"manimill/{version('manimill')} (builds datasets from published Manim code)"
TIMEOUT = httpx2.Timeout(30.0, connect=10.0)
"""Seconds between two packets, and for a connection to come about."""


class PatientClient(httpx2.Client):
    """Raises `NoAnswerError` where the host cannot be reached or keeps failing; other answers are returned.

    All methods of a client end in `send`, so whichever library uses the client is patient.
    """

    patience = Patience()
    unwelcome: frozenset[int] = frozenset()
    """Further statuses to raise for, for libraries that would take them for an empty answer."""

    def send(self, request: httpx2.Request, **options: Any) -> httpx2.Response:
        return self.patience.ask(partial(self._attempt, request, options))

    def _attempt(self, request: httpx2.Request, options: dict[str, Any]) -> httpx2.Response:
        try:
            response = super().send(request, **options)
        except httpx2.ConnectError as error:
            # A name that does not resolve or a closed port will not have changed a second later.
            raise NoAnswerError(None, reason_of(error)) from None
        except (httpx2.TimeoutException, httpx2.NetworkError, httpx2.RemoteProtocolError) as error:
            raise AskAgainError(None, reason_of(error)) from None
        except httpx2.RequestError as error:
            raise NoAnswerError(None, reason_of(error)) from None
        status = response.status_code
        if status in ASK_AGAIN:
            response.close()
            raise AskAgainError(status, str(status), response.headers.get("Retry-After"))
        if status in self.unwelcome:
            response.close()
            raise NoAnswerError(status, str(status))
        return response


def patient(client: PatientClient, patience: Patience, unwelcome: Iterable[int] = ()) -> None:
    """Set what a client, made by whichever class, does about failing answers."""
    client.patience = patience
    client.unwelcome = frozenset(unwelcome)


def reason_of(error: Exception) -> str:
    """The innermost sentence of an exception, without its number: ``Connection refused``."""
    text = str(error).strip().rstrip(".")
    if text.startswith("[Errno"):
        text = text.partition("] ")[2]
    return text or {"ReadTimeout": "it did not answer in time"}.get(
        type(error).__name__, type(error).__name__
    )
