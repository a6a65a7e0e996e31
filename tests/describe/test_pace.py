"""How fast requests go out, by a clock that is set by hand."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from manimill.describe.clients.base import Allowance, Passing
from manimill.describe.pace import Pace

NOTHING = Allowance()
BUSY = Passing("busy", busy=True)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def sent_and(came_back: Callable[..., Any], tokens: int, *how: Any) -> Any:
    """A request goes out and comes back at once."""
    came_back.__self__.sent(tokens)  # type: ignore[attr-defined]
    return came_back(tokens, *how)


def rounds(pace: Pace, count: int) -> list[int]:
    """How many are under way at a time in each round, where all that may go out do and all are answered."""
    sizes = []
    for _ in range(count):
        size = 0
        while pace.wait(10) == 0:
            pace.sent(10)
            size += 1
        for _ in range(size):
            pace.answered(10, NOTHING)
        sizes.append(size)
    return sizes


def test_each_round_of_answers_lets_one_more_go_out_up_to_the_most() -> None:
    assert rounds(Pace(8, Clock()), 7) == [4, 4, 5, 6, 7, 8, 8]
    assert rounds(Pace(2, Clock()), 3) == [2, 2, 2]
    assert rounds(Pace(1, Clock()), 3) == [1, 1, 1]


def test_nothing_goes_out_beyond_that_until_something_comes_back() -> None:
    pace = Pace(1, Clock())
    pace.sent(10)
    assert pace.wait(10) is None
    pace.answered(10, NOTHING)
    assert pace.wait(10) == 0


def test_refusals_at_the_same_time_halve_once() -> None:
    clock = Clock()
    pace = Pace(32, clock)
    rounds(pace, 40)
    assert pace.allowed == 32
    for _ in range(32):
        pace.sent(10)
    for _ in range(20):
        pace.troubled(10, BUSY, 1)
    assert pace.allowed == 16
    clock.now += 1.0
    for _ in range(12):
        pace.troubled(10, BUSY, 1)
    assert pace.allowed == 8


def test_it_never_falls_below_one() -> None:
    clock = Clock()
    pace = Pace(4, clock)
    for _ in range(10):
        clock.now += 2
        sent_and(pace.troubled, 1, BUSY, 1)
    assert pace.allowed == 1
    assert pace.wait(1) == 0


def test_trouble_that_is_not_of_being_busy_does_not_slow() -> None:
    pace = Pace(4, Clock())
    sent_and(pace.troubled, 1, Passing("a connection broke"), 1)
    assert pace.allowed == 4


def test_pauses_double_and_are_drawn() -> None:
    pace, again = Pace(4, Clock()), Pace(4, Clock())
    pauses = [sent_and(pace.troubled, 1, Passing("no"), attempt) for attempt in range(1, 12)]
    longest = [0.5, 1, 2, 4, 8, 16, 32, 64, 120, 120, 120]
    assert all(most / 2 <= pause <= most for pause, most in zip(pauses, longest, strict=True))
    assert len({pause / most for pause, most in zip(pauses, longest, strict=True)}) == 11
    assert pauses == [sent_and(again.troubled, 1, Passing("no"), attempt) for attempt in range(1, 12)]
    assert pace.wait(1) == 0


def test_everybody_waits_where_a_provider_says_for_how_long() -> None:
    clock = Clock()
    pace = Pace(4, clock)
    pace.sent(1)
    assert sent_and(pace.troubled, 1, Passing("slow down", wait=7.5, busy=True), 1) == 7.5
    assert pace.wait(1) == 7.5
    pace.troubled(1, Passing("slow down", wait=2.0, busy=True), 1)
    clock.now += 7
    assert pace.wait(1) == 0.5
    clock.now += 0.5
    assert pace.wait(1) == 0


def test_what_is_left_is_not_overdrawn_and_comes_back() -> None:
    clock = Clock()
    pace = Pace(4, clock)
    sent_and(pace.answered, 100, Allowance(2, 30.0, None, None))
    pace.sent(100)
    pace.sent(100)
    assert pace.wait(100) == 30
    pace.answered(100, Allowance(1, 40.0, None, None))
    assert pace.wait(100) == 40  # the one that is left may be that of the second
    pace.answered(100, Allowance(0, 50.0, None, None))
    clock.now += 49
    assert pace.wait(100) == 1
    clock.now += 1
    assert pace.wait(100) == 0


def test_tokens_are_counted_as_requests_are() -> None:
    clock = Clock()
    pace = Pace(4, clock)
    sent_and(pace.answered, 100, Allowance(None, None, 250, 60.0))
    assert pace.wait(251) == 60
    assert pace.wait(250) == 0
    pace.sent(200)
    assert pace.wait(50) == 0
    assert pace.wait(51) == 60
    pace.troubled(200, Passing("busy", allowance=Allowance(None, None, 10, 61.0)), 1)
    assert pace.wait(11) == 61


def test_a_request_that_is_larger_than_all_of_it_is_tried_when_nothing_else_is_under_way() -> None:
    clock = Clock()
    pace = Pace(4, clock)
    sent_and(pace.answered, 10, Allowance(None, None, 90, 6.0))
    assert pace.wait(1000) == 6
    clock.now += 6
    pace.sent(10)
    assert pace.wait(1000) is None
    pace.answered(10, NOTHING)
    assert pace.wait(1000) == 0


def test_a_count_without_a_time_says_nothing() -> None:
    pace = Pace(4, Clock())
    sent_and(pace.answered, 10, Allowance(0, None, 0, None))
    assert pace.wait(10) == 0


def test_of_what_answers_tell_in_any_order_the_least_holds() -> None:
    pace = Pace(4, Clock())
    pace.sent(1)
    pace.sent(1)
    pace.answered(1, Allowance(0, 30.0, None, None))
    pace.answered(1, Allowance(1, 20.0, None, None))
    assert pace.wait(1) == 30


@dataclass
class Provider:
    """Admits requests out of two buckets that fill evenly, as providers do."""

    requests: float
    tokens: float
    seconds: float
    """For an empty bucket to be full."""

    def __post_init__(self) -> None:
        self.level = {"requests": self.requests, "tokens": self.tokens}
        self.refused = 0
        self.updated = 1000.0

    def ask(self, now: float, tokens: int) -> tuple[bool, Allowance]:
        full = {"requests": self.requests, "tokens": self.tokens}
        for name, most in full.items():
            self.level[name] = min(most, self.level[name] + (now - self.updated) * most / self.seconds)
        self.updated = now
        admitted = self.level["requests"] >= 1 and self.level["tokens"] >= tokens
        if admitted:
            self.level["requests"] -= 1
            self.level["tokens"] -= tokens
        self.refused += not admitted
        left = [
            value
            for name, most in full.items()
            for value in (int(self.level[name]), (most - self.level[name]) * self.seconds / most)
        ]
        return admitted, Allowance(int(left[0]), left[1], int(left[2]), left[3])


@settings(max_examples=200, deadline=None)
@given(
    st.integers(1, 32),
    st.integers(4, 60),
    st.integers(4_000, 50_000),
    st.sampled_from([1.0, 20.0, 60.0]),
    st.integers(0, 2**32),
)
def test_a_provider_that_tells_what_is_left_refuses_nothing(
    most: int, requests: int, tokens: int, seconds: float, seed: int
) -> None:
    """150 requests of up to 1,000 tokens, answered after up to 3 seconds, in any order."""
    clock, draw, provider = Clock(), random.Random(seed), Provider(requests, tokens, seconds)
    pace = Pace(most, clock)
    sizes = [draw.randint(1, 1000) for _ in range(150)]
    flying: list[tuple[float, int, int, Allowance]] = []
    begun = clock.now
    answered = 0
    while answered < 150:
        if sizes and (wait := pace.wait(sizes[-1])) == 0:
            size = sizes.pop()
            pace.sent(size)
            admitted, allowance = provider.ask(clock.now, size)
            assert admitted
            heapq.heappush(flying, (clock.now + draw.random() * 3, len(sizes), size, allowance))
            assert len(flying) <= most
            continue
        nexts = [clock.now + wait] if sizes and wait is not None else []
        clock.now = min([*nexts, *(flying[0][:1] if flying else ())])
        while flying and flying[0][0] <= clock.now:
            _, _, size, allowance = heapq.heappop(flying)
            pace.answered(size, allowance)
            answered += 1
    # Nor is it much slower than the provider allows for.
    needed = max(150 / requests, 150 * 500 / tokens) * seconds
    assert clock.now - begun <= 3 * needed + 3 * 150 / min(most, 4) + 60
