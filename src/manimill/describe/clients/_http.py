"""What the clients of the two protocols share: how answers are read, and what errors of their libraries mean."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn

import httpx2

from manimill.describe.clients.base import Allowance, Passing, Rejected
from manimill.errors import EnvironmentFailure, UserError

NO_KEY = "none"
"""What is sent to a server of one's own that wants no key; the libraries insist on one."""
TIMEOUT = 180.0
"""Seconds that an answer may take; models that think take a minute or two."""
UNREACHED = (httpx2.ConnectError, httpx2.ConnectTimeout)
"""Errors that say that there was no connection at all; both libraries are built on httpx2."""
_LONGEST_REASON = 200

_NUMBER = re.compile(r"\d{1,9}(?:\.\d*)?")
_SPAN = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_BUSY = frozenset({429, 503, 529})
_OUT_OF_MONEY = ("insufficient_quota", "billing_hard_limit", "billing_error", "credit balance")
"""Signs of it in messages. Ordinary refusals name pages about billing too."""
_TAG = re.compile(r"<[^<>]*>")


def body_of(content: bytes) -> dict[str, Any]:
    """An answer's JSON object.

    Raises:
        Passing: it is none, as when a proxy answers with a page.
    """
    try:
        value = json.loads(content)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise Passing("the server's answer is no JSON object")
    return value


def seconds_of(text: str | None) -> float | None:
    """A span as providers write it: ``1s``, ``6m0s``, ``120ms``, or a number of seconds."""
    if not text:
        return None
    if _NUMBER.fullmatch(text):
        return float(text)
    parts = _SPAN.findall(text)
    return sum(float(number) * _SECONDS[unit] for number, unit in parts) if parts else None


def until(moment: str | None) -> float | None:
    """Seconds from now to a moment as RFC 3339 writes it."""
    if not moment:
        return None
    try:
        then = datetime.fromisoformat(moment)
    except ValueError:
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    return max(0.0, (then - datetime.now(UTC)).total_seconds())


def count_of(text: str | None) -> int | None:
    """A number in a header."""
    return int(text) if text is not None and text.isdigit() else None


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks to wait for."""
    milliseconds = seconds_of(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    said = headers.get("retry-after")
    try:
        then = parsedate_to_datetime(said or "")
    except ValueError:
        return seconds_of(said)
    return until(then.isoformat())


@dataclass(frozen=True, slots=True)
class Provider:
    """A server, and what the errors of the library that asks it mean; both libraries call them alike.

    ``who`` names the server, ``variable`` the one in the environment that has the ``key``, ``library`` is the module;
    ``allowance_of`` reads what headers say is left.
    """

    who: str
    model: str
    variable: str
    key: str = field(repr=False)
    library: Any
    allowance_of: Callable[[Mapping[str, str]], Allowance]

    @contextmanager
    def explained(self, missing: str | None = None) -> Iterator[None]:
        """Errors of the library become those of `Client.ask`; what is not found is ``missing``, or else the model."""
        try:
            yield
        except self.library.NotFoundError as error:
            if missing is not None:
                raise Rejected(f"{self.who} {missing}") from None
            self._explain(error)
        except self.library.APIError as error:
            self._explain(error)
        except httpx2.HTTPError as error:
            # The answers of a batch are read as they come, which a library does not watch over.
            raise Passing(f"{self.who} cannot be reached ({without(str(error), self.key)})") from None
        except json.JSONDecodeError:
            raise Passing(f"{self.who} answered with something else than JSON") from None
        except UnicodeEncodeError as error:
            raise Rejected(f"the request has characters that cannot be sent ({error.reason})") from None

    def _explain(self, error: Any) -> NoReturn:
        """Raise what an error of the library means."""
        if isinstance(error, self.library.APIStatusError):
            self.explain_status(error.status_code, message_of(error, self.key), error.response.headers)
        if isinstance(error, self.library.APITimeoutError):
            raise Passing(f"{self.who} did not answer in {TIMEOUT:g} seconds", busy=True) from None
        if isinstance(error, self.library.APIConnectionError):
            cause = error.__cause__ or error
            raise Passing(
                f"{self.who} cannot be reached ({without(str(cause), self.key)})",
                reached=not isinstance(cause, UNREACHED),
            ) from None
        raise Passing(f"{self.who}: {message_of(error, self.key)}") from None

    def explain_status(self, status: int, message: str, headers: Mapping[str, str]) -> NoReturn:
        """Raise what an error that the server answered with means."""
        reason, who = _short(message), _sentence(self.who)
        if status == 402 or any(sign in message for sign in _OUT_OF_MONEY):
            raise EnvironmentFailure(
                f"{who} takes no more requests on this account ({reason}); add credit or wait, then run the same "
                "command again: answers are kept."
            )
        if status in (401, 403):
            raise EnvironmentFailure(
                f"{who} does not accept the key in {self.variable} ({status}: {reason}); set {self.variable} to one "
                "that it accepts."
            )
        if status == 404:
            raise UserError(
                f"{who} has no model '{self.model}' ({reason}); name one that it has with --model, and see whether the "
                "address in --base-url is right if one is given."
            )
        if status >= 500 or status in _BUSY or status in (408, 409):
            raise Passing(
                f"{self.who} answered {status} ({reason})",
                wait=retry_after(headers),
                busy=status in _BUSY,
                allowance=self.allowance_of(headers),
            )
        raise Rejected(f"{self.who} answered {status} ({reason})")


def message_of(error: Any, secret: str) -> str:
    """What a library's error says, without the key."""
    return without(message_in(getattr(error, "body", None)) or _TAG.sub(" ", str(error)), secret)


def message_in(body: Any) -> str | None:
    """What an error says that came as JSON, with its code; None where it says nothing."""
    if not isinstance(body, dict):
        return None
    inner = body.get("error") or body
    if not isinstance(inner, dict):
        return inner if isinstance(inner, str) else None
    said, code = inner.get("message") or body.get("message"), inner.get("code")
    if not isinstance(said, str) or not said:
        return None
    return f"{code}: {said}" if isinstance(code, str) and code not in said else said


def without(text: str, secret: str) -> str:
    """The text with stars in the place of a secret."""
    return text.replace(secret, "***") if secret else text


def _short(message: str) -> str:
    line = " ".join(message.split()).rstrip(".")
    return line if len(line) <= _LONGEST_REASON else line[: _LONGEST_REASON - 1] + "…"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
