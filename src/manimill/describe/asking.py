"""Asks for descriptions: many at a time, each answer kept at once, until all are settled or something says stop.

One thread, the caller's, decides everything and writes to the store; others only wait for answers. So nothing is
shared that would need a lock, and between an answer's arrival and its being kept there is no more than a moment.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from manimill.describe.answers import Answer, AnswerStore
from manimill.describe.clients.base import Client, Passing, Rejected, Reply
from manimill.describe.course import Course, Inquiry, follow
from manimill.describe.estimate import Estimator
from manimill.describe.interrupts import Interrupts
from manimill.describe.pace import Pace
from manimill.describe.request import Request
from manimill.describe.tally import Tally, figures, span, summary
from manimill.describe.threads import AskingThreads
from manimill.errors import EnvironmentFailure
from manimill.progress import Progress

_TRIES = 8
"""Times that a request is made before it is left for another run."""
_UNREACHED = 4
"""Failed connections in a row, without an answer yet, from which on nobody is there."""
_SILENT = 12, 20.0
"""Failures in a row, and seconds without an answer, from which on a provider that did answer is gone."""
_HOPELESS = 20
"""Requests that are given up without an answer to any other, from which on nothing will be answered."""
_LONGEST_PAUSE = 300.0
"""Seconds that a provider may ask to wait; if it asks for more, the run ends and may go on later."""
_GRACE = 120.0
"""Seconds that answers which are under way are awaited after a stop: they are paid for."""
_SHOW_EVERY = 0.2


@dataclass(slots=True)
class _Wanted:
    """A course that waits for an answer.

    ``tokens`` are what its request takes of a provider's allowance; ``not_before`` is a moment of the clock.
    """

    course: Course
    tokens: int
    tries: int = 0
    not_before: float = 0.0

    @property
    def request(self) -> Request:
        assert self.course.next is not None  # only open courses are wanted
        return self.course.next


def ask_all(
    courses: Sequence[Course],
    client: Client,
    store: AnswerStore,
    estimator: Estimator,
    progress: Progress,
    *,
    concurrency: int = 8,
    budget: float | None = None,
) -> tuple[list[Course], Tally]:
    """Follow every course to its end, asking for what is not kept; they come back in their order.

    ``courses`` are as `follow_kept` gives them.

    ``budget`` bounds what this run spends, in dollars: no request goes out that might exceed it. Interrupted once, it
    awaits the answers that are under way; interrupted twice, it leaves them.

    Raises:
        KeyboardInterrupt: it was interrupted; all answers that came are kept.
        EnvironmentFailure: the provider cannot be asked; all answers that came are kept.
    """
    return _Asking(courses, client, store, estimator, progress, concurrency, budget).run()


def follow_kept(inquiries: Sequence[Inquiry], store: AnswerStore) -> list[Course]:
    """Follow every inquiry as far as the kept answers go, asking nothing."""
    courses: dict[int, Course] = {}
    waiting = dict(enumerate(inquiries))
    wanted = {number: inquiry.request.key for number, inquiry in waiting.items()}
    while wanted:
        found = store.get_many(wanted.values())
        further: dict[int, str] = {}
        for number, key in wanted.items():
            if number not in courses or key in found:
                courses[number] = follow(waiting[number], found, courses.get(number))
                course = courses[number]
                if course.next is not None and key in found:
                    further[number] = course.next.key
        wanted = further
    return [courses[number] for number in range(len(inquiries))]


class _Asking:
    """One run. See `ask_all`."""

    def __init__(
        self,
        courses: Sequence[Course],
        client: Client,
        store: AnswerStore,
        estimator: Estimator,
        progress: Progress,
        concurrency: int,
        budget: float | None,
    ) -> None:
        self._client, self._store, self._estimator = client, store, estimator
        self._progress, self._budget = progress, budget
        self._pace = Pace(concurrency, time.monotonic)
        self._tally = Tally()
        self._courses = dict(enumerate(courses))
        self._numbers: dict[str, list[int]] = {}
        self._ready: deque[_Wanted] = deque()
        self._later: list[_Wanted] = []
        self._flying: dict[str, tuple[_Wanted, float]] = {}
        self._arrived: deque[tuple[str, Answer]] = deque()
        self._threads = AskingThreads(client, concurrency)
        self._failures = self._unreached = 0
        self._last_answer = time.monotonic()
        self._shown = float("-inf")
        self._begun = time.monotonic()

    def run(self) -> tuple[list[Course], Tally]:
        tally = self._tally
        self._progress.start("describe", len(self._courses), "descriptions")
        for number, course in self._courses.items():
            if course.next is None:
                tally.kept += 1
                self._settle(course)
            else:
                self._want(number, course)
        try:
            with Interrupts() as interrupts:
                self._ask_until_the_end(interrupts)
                self._land()
                if interrupts.came:
                    raise KeyboardInterrupt
        finally:
            self._threads.close()
        tally.left = sum(course.next is not None for course in self._courses.values())
        self._show(now=True)
        self._progress.finish(summary(tally))
        return [self._courses[number] for number in range(len(self._courses))], tally

    def _ask_until_the_end(self, interrupts: Interrupts) -> None:
        try:
            while self._goes_on() and self._tally.stopped is None:
                self._step()
                if interrupts.came:
                    self._say_that_it_stops()
                    return
        except Exception:
            self._land()
            raise

    def _goes_on(self) -> bool:
        return bool(self._ready or self._later or self._flying or self._arrived)

    # -- what is to be asked --------------------------------------------------------------------------------

    def _want(self, number: int, course: Course, *, first: bool = False) -> None:
        """Line up a request; courses that want the same one share it."""
        assert course.next is not None
        key = course.next.key
        sharing = self._numbers.setdefault(key, [])
        sharing.append(number)
        if len(sharing) == 1:
            # What has begun is brought to its end first, so that a run that is stopped leaves little half done.
            (self._ready.appendleft if first else self._ready.append)(
                _Wanted(course, self._tokens(course.next))
            )

    def _step(self) -> None:
        """Send what may be sent, take in what has come back, and look at one answer.

        So every answer is kept as soon as it is there, and no request waits until an answer has been looked at.
        """
        now = time.monotonic()
        for wanted in [w for w in self._later if w.not_before <= now]:
            self._later.remove(wanted)
            self._ready.appendleft(wanted)
        wait: float | None = None
        while self._ready and (wait := self._may_send()) == 0.0:
            self._send(self._ready.popleft())
        if self._tally.stopped is not None:
            return
        looked_at = self._arrived.popleft() if self._arrived else None
        waits = [_SHOW_EVERY, *(w.not_before - now for w in self._later), *([wait] if wait else [])]
        self._receive(0.0 if looked_at else max(0.005, min(waits)))
        if looked_at:
            self._look_at(*looked_at)
        self._show()

    def _may_send(self) -> float | None:
        wanted = self._ready[0]
        if self._budget is not None:
            ahead = sum(cost for _, cost in self._flying.values())
            if self._tally.spent + ahead + self._cost(wanted) > self._budget:
                if self._flying:
                    return None  # what is under way may come out cheaper
                self._tally.stopped = f"the budget of ${self._budget:g} does not cover another request"
                return None
        return self._pace.wait(wanted.tokens)

    def _cost(self, wanted: _Wanted) -> float:
        if self._budget is None:
            return 0.0
        return self._estimator.one(wanted.request, wanted.course.inquiry.prompt.name)

    def _tokens(self, request: Request) -> int:
        """Tokens that a request takes of a provider's allowance: OpenAI counts the longest answer that it allows."""
        most = request.max_tokens if self._client.name == "openai" else 0
        return self._estimator.tokens(request) + most

    def _send(self, wanted: _Wanted) -> None:
        wanted.tries += 1
        self._flying[wanted.request.key] = wanted, self._cost(wanted)
        self._pace.sent(wanted.tokens)
        self._threads.ask(wanted.request)

    # -- what comes back ------------------------------------------------------------------------------------

    def _receive(self, timeout: float) -> None:
        for key, outcome in self._threads.outcomes(timeout):
            wanted, _ = self._flying.pop(key)
            self._take(wanted, outcome)

    def _take(self, wanted: _Wanted, outcome: Reply | BaseException) -> None:
        if isinstance(outcome, Reply):
            self._failures, self._unreached = 0, 0
            self._last_answer = time.monotonic()
            self._pace.answered(wanted.tokens, outcome.allowance)
            self._keep(wanted, outcome)
        elif isinstance(outcome, Passing):
            self._troubled(wanted, outcome)
        elif isinstance(outcome, Rejected):
            self._pace.rejected(wanted.tokens)
            self._give_up(wanted, outcome.reason)
        else:
            raise outcome

    def _keep(self, wanted: _Wanted, reply: Reply) -> None:
        tally, request = self._tally, wanted.request
        cost = self._estimator.price.of(reply)
        answer = kept_answer(wanted.course, reply, cost)
        self._store.put(answer, request)
        tally.answered(reply.input_tokens, reply.output_tokens, cost)
        self._arrived.append((request.key, answer))

    def _look_at(self, key: str, answer: Answer) -> None:
        """Follow the courses that wanted an answer."""
        for number in self._numbers.pop(key):
            course = self._courses[number] = self._followed(self._courses[number], answer)
            if course.next is None:
                self._settle(course)
            else:
                self._want(number, course, first=True)

    def _followed(self, course: Course, answer: Answer | None) -> Course:
        """A course after an answer, and after those that others were given meanwhile."""
        while answer is not None:
            course = follow(course.inquiry, {answer.key: answer}, course)
            answer = self._store.get(course.next.key) if course.next is not None else None
        return course

    def _settle(self, course: Course) -> None:
        self._tally.settle(course.outcome)
        self._progress.advance()

    def _troubled(self, wanted: _Wanted, trouble: Passing) -> None:
        self._failures += 1
        self._unreached = self._unreached + 1 if not trouble.reached else 0
        silent = time.monotonic() - self._last_answer
        gone = (self._failures >= _SILENT[0] and not trouble.busy) or self._unreached >= _UNREACHED
        if (self._unreached >= _UNREACHED and not self._tally.asked) or (gone and silent > _SILENT[1]):
            raise EnvironmentFailure(
                f"{_sentence(trouble.reason)}; check the address and that a server is running there, then run the "
                "same command again: answers are kept."
            )
        if trouble.wait is not None and trouble.wait > _LONGEST_PAUSE:
            raise EnvironmentFailure(
                f"{_sentence(trouble.reason)} and asks to wait for {span(trouble.wait)}; run the same command again "
                "then: answers are kept."
            )
        pause = self._pace.troubled(wanted.tokens, trouble, wanted.tries)
        if wanted.tries >= _TRIES:
            self._give_up(wanted, trouble.reason)
            return
        wanted.not_before = time.monotonic() + pause
        self._later.append(wanted)

    def _give_up(self, wanted: _Wanted, reason: str) -> None:
        """Leave a request for another run; nothing is kept of it."""
        troubles = self._tally.troubles
        troubles[reason] = troubles.get(reason, 0) + 1
        numbers = self._numbers.pop(wanted.request.key)
        self._progress.advance(len(numbers))
        if not self._tally.asked and sum(troubles.values()) >= _HOPELESS:
            raise EnvironmentFailure(
                f"No request could be answered: {reason}; mend that and run the same command again."
            )

    # -- the end --------------------------------------------------------------------------------------------

    def _land(self) -> None:
        """Take in the answers that are under way, and make no new request."""
        until = time.monotonic() + _GRACE
        failure: EnvironmentFailure | None = None
        self._ready.clear()
        self._later.clear()
        while self._flying and time.monotonic() < until:
            for key, outcome in self._threads.outcomes(_SHOW_EVERY):
                wanted, _ = self._flying.pop(key)
                if isinstance(outcome, Reply):
                    try:
                        self._keep(wanted, outcome)
                    except EnvironmentFailure as error:
                        failure = failure or error  # the others may still find room
            self._show()
        while self._arrived:
            self._look_at(*self._arrived.popleft())
        self._ready.clear()
        if failure is not None:
            raise failure

    def _say_that_it_stops(self) -> None:
        if self._flying:
            self._progress.warn(
                f"stopping: waiting for {len(self._flying)} answers that are under way and paid for; "
                "once more to leave them."
            )

    def _show(self, *, now: bool = False) -> None:
        moment = time.monotonic()
        if not now and moment - self._shown < _SHOW_EVERY:
            return
        self._shown = moment
        self._progress.figures(
            figures(self._tally, len(self._courses), moment - self._begun, len(self._flying))
        )


def kept_answer(course: Course, reply: Reply, cost: float | None, *, batch: bool = False) -> Answer:
    """An answer as it is kept."""
    assert course.next is not None
    return Answer(
        key=course.next.key,
        model=course.next.model,
        prompt=course.inquiry.prompt.name,
        status=reply.status,
        text=reply.text,
        input_tokens=reply.input_tokens,
        output_tokens=reply.output_tokens,
        cost=cost,
        date=moment(),
        batch=batch,
        again=len(course.steps),
    )


def moment() -> str:
    """Now, in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
