"""What a source asks a host for, and one sentence for each way in which that can fail."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from manimill.sources.access import SourceUnavailableError
from manimill.sources.patience import NoAnswerError


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Who is asked for what, and what helps if nothing comes.

    ``login`` completes "set ..."; it is empty where no login helps. ``settings`` are the keys of the catalog
    entry that say where the wanted lies. ``given`` is what ``--local`` takes in its place. Where no source of the
    catalog asks, ``correction`` and ``instead_of`` say what helps.
    """

    source: str
    host: str
    wanted: str
    settings: str
    login: str = ""
    given: str = "FILE"
    correction: str = ""
    instead_of: str = ""

    @property
    def instead(self) -> str:
        """What always helps."""
        return self.instead_of or f"give it with --local {self.source}={self.given}"

    @property
    def corrected(self) -> str:
        """What helps where something else is there than was asked for."""
        return self.correction or f"correct {self.settings} in the catalog entry"

    def unanswered(self, error: NoAnswerError) -> SourceUnavailableError:
        """For a host that was asked as often as it should be."""
        if error.status is None:
            return self.unreachable(error.reason)
        return self.refused(error.status, error.tries)

    def refused(self, status: int, tries: int = 1) -> SourceUnavailableError:
        """For an answer that is an error by its HTTP status."""
        often = f" ({tries} tries)" if tries > 1 else ""
        answer = (
            f"cannot be read: {self.host} answered '{_spelt(status)}'{often} when asked for {self.wanted}"
        )
        return SourceUnavailableError(f"{answer}; {self._advice(status)}, or {self.instead}")

    def _advice(self, status: int) -> str:
        if status == HTTPStatus.UNAUTHORIZED and self.login:
            return f"it wants a login: set {self.login}"
        if status == HTTPStatus.FORBIDDEN and self.login:
            return f"it gives that to those it has granted access: ask for it there, set {self.login}"
        if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
            return self.corrected
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            return "it was asked too often: run the same command again in a while"
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return "the fault is there: run the same command again later"
        return "see whether it can be had in a browser"

    def unreachable(self, reason: str) -> SourceUnavailableError:
        """For a host that cannot be connected to, or that broke off every time."""
        return SourceUnavailableError(
            f"cannot be read: {self.host} cannot be reached ({reason}) for {self.wanted}; check the network, "
            f"use --offline if it was read before, or {self.instead}"
        )

    def offline(self) -> SourceUnavailableError:
        """For what no earlier run has left in the cache, while nothing may be asked of the network."""
        return SourceUnavailableError(
            f"cannot be read offline: the cache does not have {self.wanted}; run once with the network, or "
            f"{self.instead}"
        )

    def damaged(self, got: str, wanted: str) -> SourceUnavailableError:
        """For a file whose checksum is not the one announced."""
        return SourceUnavailableError(
            f"cannot be read: of {self.wanted} {self.host} sent a file with the checksum {got}, not {wanted} as it "
            f"announced, and it was thrown away; run the same command again, or {self.instead}"
        )

    def absent(self, detail: str) -> SourceUnavailableError:
        """For what an answer, otherwise fine, does not contain."""
        return SourceUnavailableError(f"cannot be read: {detail}; {self.corrected}, or {self.instead}")


def _spelt(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
