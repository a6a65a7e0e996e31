"""Asks through providers' batches: half the price, hours instead of seconds.

A batch is noted before it is handed in, with all that is needed to keep its answers, and forgotten when they are kept.
So whatever stopped a run, the next one takes up the batches that are under way instead of handing them in again.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar, runtime_checkable

from manimill.describe.answers import Answer, AnswerStore, HandedIn
from manimill.describe.asking import moment
from manimill.describe.clients.base import Client, Passing, Rejected, Reply
from manimill.describe.course import Course, follow
from manimill.describe.estimate import Estimator
from manimill.describe.interrupts import Interrupts
from manimill.describe.request import Request
from manimill.describe.tally import Tally, figures
from manimill.errors import EnvironmentFailure, RecipeError
from manimill.progress import Progress

T = TypeVar("T")

LARGEST = 10_000
"""Requests in one batch; OpenAI takes 50,000 and 200 MB, Anthropic 100,000 and 256 MB."""
LARGEST_BYTES = 150_000_000
"""Bytes of one batch, pictures included."""
_TRIES = 3
"""Batches that a request may be part of without being answered, until it is left for another run."""
_POLL = 2.0, 60.0
"""Seconds between two questions after a batch: at first, and at most."""
_RETRIES = 6


@dataclass(frozen=True, slots=True)
class State:
    """How far a batch is: ``done`` of ``total`` requests, and whether it is over."""

    over: bool
    done: int
    total: int


@runtime_checkable
class BatchClient(Client, Protocol):
    """A client that takes batches too. Errors are those of `Client.ask`.

    ``largest_batch`` is the number of requests that one may have.
    """

    largest_batch: int

    def hand_in(self, requests: Sequence[Request], name: str) -> str:
        """Hand in a batch under a name of ours; returns the provider's identifier."""

    def find(self, batch: HandedIn) -> str | None:
        """The identifier of a batch that may have arrived; None if it did not."""

    def state(self, identifier: str) -> State:
        """How far a batch is."""

    def replies(self, identifier: str) -> Iterator[tuple[str, Reply | Passing | Rejected]]:
        """What came of its requests, by their keys."""


def ask_in_batches(
    courses: Sequence[Course],
    client: Client,
    store: AnswerStore,
    estimator: Estimator,
    progress: Progress,
    *,
    concurrency: int = 1,  # noqa: ARG001 - a batch is one request
    budget: float | None = None,
) -> tuple[list[Course], Tally]:
    """`manimill.describe.asking.ask_all` through batches; ``concurrency`` means nothing here.

    Raises:
        RecipeError: the client takes no batches.
        KeyboardInterrupt: it was interrupted; batches go on at the provider, and the next run fetches them.
    """
    if not isinstance(client, BatchClient):
        raise RecipeError(f"The client '{client.name}' takes no batches; leave out --batch.")
    return _Batches(courses, client, store, estimator, progress, budget).run()


class _Batches:
    def __init__(
        self,
        courses: Sequence[Course],
        client: BatchClient,
        store: AnswerStore,
        estimator: Estimator,
        progress: Progress,
        budget: float | None,
    ) -> None:
        self._courses, self._client, self._store = list(courses), client, store
        self._estimator, self._progress, self._budget = estimator, progress, budget
        self._tally = Tally()
        self._tries: dict[str, int] = {}
        self._reasons: dict[str, str] = {}
        self._begun = time.monotonic()

    def run(self) -> tuple[list[Course], Tally]:
        tally = self._tally
        self._progress.start("describe", len(self._courses), "descriptions")
        for course in self._courses:
            if course.next is None:
                tally.kept += 1
                self._settle(course)
        with Interrupts() as self._interrupts:
            for batch in self._store.batches(self._client.name):
                # Another run may be waiting for batches of another model.
                if any(one["model"] == self._client.model for one in batch.requests):
                    self._take_up(batch)
            while wanted := self._wanted():
                self._stop_if_interrupted()
                self._finish_own(self._hand_in(wanted))
        self._count_troubles()
        tally.left = sum(course.next is not None for course in self._courses)
        self._progress.finish(
            f"{tally.accepted:,} descriptions ({tally.asked:,} answers asked for in batches, ${tally.spent:.4f})"
            + (f", {tally.left:,} left for another run" if tally.left else "")
        )
        return self._courses, tally

    def _wanted(self) -> list[tuple[Request, Course]]:
        """The requests of the next batch: as many as the budget covers."""
        open_ones = {c.next.key: (c.next, c) for c in self._courses if c.next is not None}
        wanted: list[tuple[Request, Course]] = []
        ahead, size = 0.0, 0
        self._tally.stopped = None
        for key, (request, course) in open_ones.items():
            if self._tries.get(key, 0) >= _TRIES:
                continue
            ahead += self._estimator.one(request, course.inquiry.prompt.name)
            if self._budget is not None and self._tally.spent + ahead > self._budget:
                self._tally.stopped = f"the budget of ${self._budget:g} does not cover another request"
                break
            size += _size(request)
            if wanted and (size > LARGEST_BYTES or len(wanted) == self._client.largest_batch):
                break
            wanted.append((request, course))
        return wanted

    def _hand_in(self, wanted: Sequence[tuple[Request, Course]]) -> HandedIn:
        batch = HandedIn(
            name=f"manimill-{uuid.uuid4().hex}",
            client=self._client.name,
            identifier=None,
            begun=moment(),
            requests=[_noted(request, course) for request, course in wanted],
        )
        self._store.begin_batch(batch)
        requests = [request for request, _ in wanted]
        # Not tried again: it may have arrived though its answer did not, and the next run looks for it.
        named_by_provider = self._once(lambda: self._client.hand_in(requests, batch.name), batch)
        named = replace(batch, identifier=named_by_provider)
        self._store.begin_batch(named)
        return named

    def _take_up(self, batch: HandedIn) -> None:
        """Go on with a batch of an earlier run."""
        if batch.identifier is None:
            try:
                found = self._patiently(lambda: self._client.find(batch))
            except Rejected as trouble:
                raise EnvironmentFailure(
                    f"Whether the batch of {batch.begun} arrived cannot be asked: {trouble.reason}."
                ) from None
            if found is None:
                self._store.end_batch(batch.name)
                return
            batch = replace(batch, identifier=found)
            self._store.begin_batch(batch)
        self._progress.warn(f"going on with batch {batch.identifier} of {batch.begun}.")
        try:
            self._finish(batch)
        except Rejected as trouble:
            self._store.end_batch(batch.name)
            self._progress.warn(
                f"batch {batch.identifier} of {batch.begun} came to nothing ({trouble.reason}); what was in it is "
                "asked for anew."
            )

    def _finish_own(self, batch: HandedIn) -> None:
        try:
            self._finish(batch)
        except Rejected as trouble:
            self._store.end_batch(batch.name)
            raise EnvironmentFailure(f"The batch was turned down: {trouble.reason}.") from None

    def _finish(self, batch: HandedIn) -> None:
        """Wait until a batch is over, and keep what it brought."""
        identifier = batch.identifier
        assert identifier is not None
        pause = _POLL[0]
        while not (state := self._patiently(lambda: self._client.state(identifier))).over:
            self._show(f"{state.done:,} of {state.total:,} in batch {identifier}")
            self._sleep(pause)
            pause = min(_POLL[1], pause * 1.5)
        noted = {one["key"]: one for one in batch.requests}
        for key, outcome in self._patiently(lambda: list(self._client.replies(identifier))):
            if key not in noted:
                continue
            if isinstance(outcome, Reply):
                self._keep(noted.pop(key), outcome)
                continue
            self._reasons[key] = outcome.reason
            if isinstance(outcome, Rejected):
                self._tries[key] = _TRIES
        for key in noted:  # expired, turned down, or an error of the provider
            self._tries[key] = self._tries.get(key, 0) + 1
        self._store.end_batch(batch.name)
        self._follow()
        self._show("none")

    def _keep(self, noted: Mapping[str, Any], reply: Reply) -> None:
        tally, cost = self._tally, self._estimator.price.of(reply)
        answer = Answer(
            key=noted["key"],
            model=noted["model"],
            prompt=noted["prompt"],
            status=reply.status,
            text=reply.text,
            input_tokens=reply.input_tokens,
            output_tokens=reply.output_tokens,
            cost=cost,
            date=moment(),
            batch=True,
            again=noted["again"],
        )
        self._store.put_under(answer, noted["canonical"], noted["characters"], noted["images"])
        tally.answered(reply.input_tokens, reply.output_tokens, cost)

    def _follow(self) -> None:
        """Follow the courses with the answers that are new."""
        keys = [course.next.key for course in self._courses if course.next is not None]
        answers = self._store.get_many(keys)
        for number, course in enumerate(self._courses):
            if course.next is not None and course.next.key in answers:
                self._courses[number] = follow(course.inquiry, answers, course)
                if self._courses[number].next is None:
                    self._settle(self._courses[number])

    def _count_troubles(self) -> None:
        troubles = self._tally.troubles
        for key in {course.next.key for course in self._courses if course.next is not None}:
            if self._tries.get(key, 0) >= _TRIES:
                reason = self._reasons.get(key, "no batch brought an answer to it")
                troubles[reason] = troubles.get(reason, 0) + 1
        self._tally.troubles = dict(sorted(troubles.items()))

    def _settle(self, course: Course) -> None:
        self._tally.settle(course.outcome)
        self._progress.advance()

    def _show(self, batch: str) -> None:
        told = figures(self._tally, len(self._courses), time.monotonic() - self._begun, 0)
        del told["under way"]
        self._progress.figures({**told, "batch": batch})

    def _sleep(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._stop_if_interrupted("the batch goes on at the provider; the same command fetches it.")
            time.sleep(min(0.1, seconds))

    def _stop_if_interrupted(self, said: str = "no further batch is handed in.") -> None:
        if self._interrupts.came:
            self._progress.warn(f"stopping: {said}")
            raise KeyboardInterrupt

    def _once(self, ask: Callable[[], str], batch: HandedIn) -> str:
        try:
            return ask()
        except Passing as trouble:
            raise EnvironmentFailure(
                f"The batch could not be handed in ({trouble.reason}); run the same command again: it looks "
                "whether the batch arrived all the same."
            ) from None
        except Rejected as trouble:
            self._store.end_batch(batch.name)
            raise EnvironmentFailure(f"The batch was turned down: {trouble.reason}.") from None

    def _patiently(self, ask: Callable[[], T]) -> T:
        """Ask again and again where that is of use.

        Raises:
            Rejected: it is of none.
            EnvironmentFailure: it was of none.
        """
        for attempt in range(1, _RETRIES + 1):
            try:
                return ask()
            except Passing as trouble:
                if attempt == _RETRIES:
                    raise EnvironmentFailure(
                        f"The batch cannot be asked after ({trouble.reason}); it goes on at the provider, and the same "
                        "command fetches it."
                    ) from None
                self._sleep(trouble.wait if trouble.wait is not None else _POLL[0] * 2 ** (attempt - 2))
        raise AssertionError  # the last attempt returns or raises


def _size(request: Request) -> int:
    """Bytes of a request in a batch, about."""
    return 500 + len(request.canonical) + sum(len(image.content) * 4 // 3 for image in request.images)


def _noted(request: Request, course: Course) -> dict[str, Any]:
    """What is needed to keep an answer to a request."""
    return {
        "key": request.key,
        "model": request.model,
        "prompt": course.inquiry.prompt.name,
        "again": len(course.steps),
        "canonical": request.canonical,
        "characters": request.characters,
        "images": len(request.images),
    }
