"""Asking for many descriptions: what is paid for, what is kept, and what ends a run."""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.describe.asked import MODEL, PRICE, estimator, inquiries, inquiry, passes, short
from tests.describe.conftest import StartLlmServer
from tests.describe.llm_clients import CLAUDE, KEY
from tests.describe.llm_server import Asked, Config, Delay, Fault, Limits, LlmServer
from tests.describe.watching import Watcher

from manimill.describe import asking
from manimill.describe.answers import Answer, AnswerStore
from manimill.describe.asking import ask_all, follow_kept
from manimill.describe.clients import Client, Passing, Rejected, Reply
from manimill.describe.clients._anthropic import AnthropicClient
from manimill.describe.clients._openai import OpenAIClient
from manimill.describe.course import Course, Inquiry
from manimill.describe.request import Request
from manimill.describe.tally import Tally
from manimill.errors import EnvironmentFailure, ManimillError, UserError

GOOD = '{"description": "Draw a circle."}'
ROOT = Path(__file__).parents[2]


def described(asked: Asked) -> str:
    """Every seventh scene is described too shortly at first, every eleventh with no JSON."""
    number = int(asked.messages[0]["content"].split()[1])
    if len(asked.messages) == 1 and number % 7 == 0:
        return '{"description": "Short."}'
    if len(asked.messages) == 1 and number % 11 == 0:
        return "A circle."
    return json.dumps({"description": f"Draw scene {number}."})


def expected(count: int) -> list[str]:
    return [f"Draw scene {number}." for number in range(count)]


def more(count: int) -> int:
    """Requests for so many scenes, those that follow on a bad answer included."""
    return count + sum(number % 7 == 0 or number % 11 == 0 for number in range(count))


@pytest.fixture
def server(start_llm_server: StartLlmServer) -> LlmServer:
    return start_llm_server(Config(exact_tokens=False), described)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[AnswerStore]:
    with AnswerStore(tmp_path / "answers.sqlite") as store:
        yield store


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses before a request is made again are a hundredth of what they are."""
    monkeypatch.setattr("manimill.describe.pace._SHORTEST_WAIT", 0.005)


def ask(
    wanted: Sequence[Inquiry],
    server: LlmServer,
    store: AnswerStore,
    *,
    key: str = KEY,
    model: str = MODEL,
    watcher: Watcher | None = None,
    **how: Any,
) -> tuple[list[Course], Tally]:
    client = OpenAIClient(model, key, server.openai_url)
    try:
        return asked_of(client, wanted, store, watcher=watcher, **how)
    finally:
        client.close()


def asked_of(
    client: Client,
    wanted: Sequence[Inquiry],
    store: AnswerStore,
    *,
    watcher: Watcher | None = None,
    price: tuple[float, float] | None = PRICE,
    **how: Any,
) -> tuple[list[Course], Tally]:
    courses = follow_kept(wanted, store)
    return ask_all(courses, client, store, estimator(price=price), watcher or Watcher(), **how)


def paid_twice(server: LlmServer) -> int:
    return len(server.paid()) - len({call.digest for call in server.paid()})


def kept(store: AnswerStore) -> int:
    return sum(one.answers for one in store.usage())


# -- to the end ---------------------------------------------------------------------------------------------

FAULTS = (
    Fault("rate_limited", 0.1, attempts=(1, 2)),
    Fault("rate_limited_bare", 0.1, attempts=(1,)),
    Fault("server_error", 0.1, attempts=(1, 2)),
    Fault("unavailable", 0.05, attempts=(1,)),
    Fault("bad_gateway", 0.05, attempts=(1,)),
    Fault("disconnect", 0.1, attempts=(1, 2)),
    Fault("truncated", 0.1, attempts=(1,)),
    Fault("broken_body", 0.1, attempts=(1,)),
)


@pytest.mark.usefixtures("quick")
def test_every_request_is_answered_and_paid_for_once_whatever_goes_wrong(
    server: LlmServer, store: AnswerStore
) -> None:
    server.configure(Config(exact_tokens=False, delay=Delay(exponential=0.005), faults=FAULTS))
    watcher = Watcher()
    courses, tally = ask(inquiries(200, short), server, store, concurrency=16, watcher=watcher)
    assert [course.text for course in courses] == expected(200)
    assert [course.inquiry.sample for course in courses] == [f"id of scene {number}" for number in range(200)]
    met = Counter(call.fault for call in server.calls)
    assert set(met) == {"", *(fault.kind for fault in FAULTS)}
    assert (len(server.paid()), paid_twice(server)) == (more(200), 0)
    assert (tally.accepted, tally.asked, tally.failed, tally.left, tally.troubles) == (
        200,
        more(200),
        0,
        0,
        {},
    )
    assert tally.input_tokens == sum(call.input_tokens for call in server.paid())
    assert tally.output_tokens == sum(call.output_tokens for call in server.paid())
    assert tally.spent == pytest.approx(
        (tally.input_tokens * PRICE[0] + tally.output_tokens * PRICE[1]) / 1e6
    )
    assert server.peak <= 16
    assert kept(store) == more(200)
    # Once more: nothing is asked for, and the courses are the same.
    server.reset()
    again, nothing = ask(inquiries(200, short), server, store)
    assert (again, server.calls) == (courses, [])
    assert (nothing.kept, nothing.accepted, nothing.asked, nothing.spent) == (200, 200, 0, 0.0)
    assert watcher.started == [("describe", 200, "descriptions")]
    assert watcher.advanced == 200
    assert watcher.finished == [f"200 descriptions ({more(200)} answers asked for, ${tally.spent:.4f})"]


@pytest.mark.usefixtures("quick")
def test_the_other_protocol_goes_the_same_way(start_llm_server: StartLlmServer, store: AnswerStore) -> None:
    server = start_llm_server(Config(exact_tokens=False, faults=FAULTS), described)
    client = AnthropicClient(CLAUDE, KEY, server.anthropic_url)
    courses, tally = asked_of(client, inquiries(60, short, CLAUDE), store)
    client.close()
    assert [course.text for course in courses] == expected(60)
    assert (len(server.paid()), paid_twice(server), tally.asked) == (more(60), 0, more(60))


def test_what_was_asked_does_not_depend_on_order_or_concurrency(
    start_llm_server: StartLlmServer, tmp_path: Path
) -> None:
    told = []
    for number, (wanted, concurrency) in enumerate(
        [(inquiries(40, short), 1), (inquiries(40, short)[::-1], 12)]
    ):
        server = start_llm_server(Config(exact_tokens=False), described)
        with AnswerStore(tmp_path / f"{number}.sqlite") as store:
            ask(wanted, server, store, concurrency=concurrency)
        told.append(sorted(call.digest for call in server.calls))
    assert told[0] == told[1]


def test_so_many_are_under_way_at_a_time_and_no_more(server: LlmServer, store: AnswerStore) -> None:
    server.configure(Config(exact_tokens=False, delay=Delay(0.02)))
    ask(inquiries(60), server, store, concurrency=8)
    # It begins with four and finds that more is borne.
    assert server.peak == 8


def test_limits_that_headers_tell_of_are_kept(server: LlmServer, store: AnswerStore) -> None:
    limits = Limits(requests_per_minute=1200, burst_seconds=0.5)
    server.configure(Config(exact_tokens=False, limits=limits))
    courses, _ = ask(inquiries(60), server, store, concurrency=16)
    assert all(course.outcome == "accepted" for course in courses)
    assert [call.status for call in server.calls] == [200] * 65


def test_two_that_ask_for_the_same_share_its_answer(server: LlmServer, store: AnswerStore) -> None:
    twins = [inquiry("scene 7", short), inquiry("scene 7", passes), inquiry("scene 7", short)]
    courses, tally = ask(twins, server, store)
    assert [course.text for course in courses] == ["Draw scene 7.", "Short.", "Draw scene 7."]
    assert (len(server.calls), tally.asked, tally.accepted) == (2, 2, 3)


def test_one_that_comes_to_a_request_of_another_takes_its_answer(
    server: LlmServer, store: AnswerStore
) -> None:
    """The answer has eight tokens: with room for four it is cut, and asked for again with room for eight."""
    wanted = [inquiry("scene 1", most=8), inquiry("scene 1", most=4)]
    courses, tally = ask(wanted, server, store, concurrency=1)
    assert [len(course.steps) for course in courses] == [1, 2]
    assert [course.text for course in courses] == ["Draw scene 1."] * 2
    assert (len(server.calls), tally.asked, tally.accepted) == (2, 2, 2)


def test_what_a_model_does_not_do_well_fails_alone(
    start_llm_server: StartLlmServer, store: AnswerStore
) -> None:
    server = start_llm_server(
        Config(faults=(Fault("refusal", containing="scene 1"), Fault("length", containing="scene 2"))),
        described,
    )
    watcher = Watcher()
    courses, tally = ask(inquiries(4, short), server, store, watcher=watcher)
    assert [course.outcome for course in courses] == ["accepted", "refused", "failed", "accepted"]
    assert [step.request.max_tokens for step in courses[2].steps] == [100, 200, 400]
    assert (tally.accepted, tally.failed, tally.asked) == (2, 2, 2 + 1 + 3 + 1)
    assert watcher.finished[0].endswith(", 2 without an answer that passes")
    # What was paid for is not paid for again, though it was of no use.
    server.reset()
    assert ask(inquiries(4, short), server, store)[0] == courses
    assert server.calls == []


def test_answers_without_a_price_are_counted(server: LlmServer, store: AnswerStore) -> None:
    watcher = Watcher()
    _, tally = ask(inquiries(3), server, store, price=None, watcher=watcher)
    assert (tally.spent, tally.unpriced) == (0.0, 3)
    assert watcher.shown[-1]["dollars"] == "0.0000 and unpriced answers"


def test_figures_tell_how_it_goes(server: LlmServer, store: AnswerStore) -> None:
    server.configure(Config(exact_tokens=False, delay=Delay(0.1)))
    watcher = Watcher()
    _, tally = ask(inquiries(20), server, store, watcher=watcher, concurrency=4)
    done = [int(shown["done"].split(" of ")[0]) for shown in watcher.shown]
    assert done == sorted(done)
    assert len(set(done)) > 2
    assert {shown["done"].split(" of ")[1] for shown in watcher.shown} == {"20"}
    assert 1 <= max(int(shown["under way"]) for shown in watcher.shown) <= 4
    assert watcher.shown[-1] == {
        "done": "20 of 20",
        "failed": "0",
        "under way": "0",
        "tokens": f"{tally.input_tokens} in, {tally.output_tokens} out",
        "dollars": f"{tally.spent:.4f}",
    }


# -- budgets ------------------------------------------------------------------------------------------------


def test_a_budget_is_kept_and_another_run_goes_on_from_there(
    server: LlmServer, store: AnswerStore, start_llm_server: StartLlmServer, tmp_path: Path
) -> None:
    other = start_llm_server(Config(exact_tokens=False), described)
    with AnswerStore(tmp_path / "whole.sqlite") as whole:
        courses, all_of_it = ask(inquiries(60, short), other, whole)
    spent = 0.0
    for part in (0.3, 0.3, None):
        budget = all_of_it.spent * part if part else None
        halves, tally = ask(inquiries(60, short), server, store, concurrency=8, budget=budget)
        spent += tally.spent
        if budget is not None:
            dearest = max(
                (call.input_tokens * PRICE[0] + call.output_tokens * PRICE[1]) / 1e6 for call in server.paid()
            )
            assert budget * 0.5 < tally.spent <= budget + 8 * dearest
            assert tally.stopped == f"the budget of ${budget:g} does not cover another request"
            assert tally.left == sum(course.outcome == "open" for course in halves) > 0
    assert [course.text for course in halves] == [course.text for course in courses]
    assert spent == pytest.approx(all_of_it.spent)
    assert (len(server.paid()), paid_twice(server)) == (more(60), 0)


def test_a_budget_of_nothing_asks_for_nothing(server: LlmServer, store: AnswerStore) -> None:
    courses, tally = ask(inquiries(5), server, store, budget=0.0)
    assert server.calls == []
    assert (tally.stopped, tally.left) == ("the budget of $0 does not cover another request", 5)
    assert {course.outcome for course in courses} == {"open"}


# -- what fails alone ---------------------------------------------------------------------------------------


def test_a_request_that_is_not_taken_fails_alone(server: LlmServer, store: AnswerStore) -> None:
    server.configure(Config(exact_tokens=False))

    class Choosy(OpenAIClient):
        """Refuses some scenes, as a provider does that finds them too long."""

        def parameters(self, request: Request) -> dict[str, Any]:
            long = request.messages[0].text in (
                "scene 0",
                "scene 1",
                "scene 2",
                "scene 3",
                "scene 4",
                "scene 9",
            )
            return {**super().parameters(request), **({"messages": "too long"} if long else {})}

    client = Choosy(MODEL, KEY, server.openai_url)
    courses, tally = asked_of(client, inquiries(30, short), store)
    client.close()
    open_ones = [number for number, course in enumerate(courses) if course.outcome == "open"]
    assert open_ones == [0, 1, 2, 3, 4, 9]
    reason = "the server 127.0.0.1 answered 400 (Invalid type for 'messages': expected an array of objects)"
    assert (tally.troubles, tally.left, tally.accepted) == ({reason: 6}, 6, 24)
    assert Counter(call.status for call in server.calls)[400] == 6


@pytest.mark.usefixtures("quick")
def test_a_request_that_never_works_is_left_for_another_run(server: LlmServer, store: AnswerStore) -> None:
    server.configure(Config(exact_tokens=False, faults=(Fault("server_error", containing="scene 1"),)))
    courses, tally = ask(inquiries(8), server, store)
    assert [course.outcome for course in courses].count("open") == 1
    assert (list(tally.troubles.values()), tally.left) == ([1], 1)
    assert Counter(call.fault for call in server.calls)["server_error"] == 8
    server.configure(Config(exact_tokens=False))
    courses, _ = ask(inquiries(8), server, store)
    assert {course.outcome for course in courses} == {"accepted"}
    assert paid_twice(server) == 0


# -- what ends a run ----------------------------------------------------------------------------------------


def test_a_wrong_key_ends_it_at_once(server: LlmServer, store: AnswerStore) -> None:
    with pytest.raises(
        EnvironmentFailure, match=r"does not accept the key in OPENAI_API_KEY .* that it accepts\.$"
    ):
        ask(inquiries(100), server, store, key="wrong")
    assert len(server.calls) <= 4


def test_an_unknown_model_ends_it_at_once(server: LlmServer, store: AnswerStore) -> None:
    with pytest.raises(UserError, match="has no model 'gpt-0'"):
        ask(inquiries(100, model="gpt-0"), server, store, model="gpt-0")
    assert len(server.calls) <= 4


def test_a_server_that_is_not_there_ends_it_at_once(server: LlmServer, store: AnswerStore) -> None:
    server.stop()
    begun = time.monotonic()
    with pytest.raises(EnvironmentFailure) as ended:
        ask(inquiries(100), server, store)
    assert str(ended.value) == (
        "The server 127.0.0.1 cannot be reached ([Errno 111] Connection refused); check the address and that a server "
        "is running there, then run the same command again: answers are kept."
    )
    assert time.monotonic() - begun < 5


def test_one_request_to_a_server_that_is_not_there_ends_it_soon(
    server: LlmServer, store: AnswerStore
) -> None:
    server.stop()
    begun = time.monotonic()
    with pytest.raises(EnvironmentFailure, match="check the address"):
        ask(inquiries(1), server, store)
    assert time.monotonic() - begun < 10


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("count", [100, 41])
def test_a_server_that_dies_ends_it_and_answers_are_kept(
    server: LlmServer, store: AnswerStore, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With many requests left, and with one."""
    monkeypatch.setattr(asking, "_SILENT", (12, 0.5))
    monkeypatch.setattr("manimill.describe.pace._SHORTEST_WAIT", 0.02)
    asked = Watcher()

    class Deadly(OpenAIClient):
        left = 40

        def ask(self, request: Request) -> Reply:
            reply = super().ask(request)
            self.left -= 1
            if self.left == 0:
                server.stop()
            return reply

    client = Deadly(MODEL, KEY, server.openai_url)
    begun = time.monotonic()
    with pytest.raises(EnvironmentFailure, match=r"cannot be reached .* answers are kept"):
        asked_of(client, inquiries(count), store, concurrency=1, watcher=asked)
    assert time.monotonic() - begun < 10
    assert kept(store) == len(server.paid()) == 40


@pytest.mark.parametrize(
    ("faults", "sentence"),
    [
        (
            (Fault("rate_limited", retry_after=3600),),
            "The server 127.0.0.1 answered 429 (rate_limit_exceeded: Rate limit reached on requests per min (RPM)) and "
            "asks to wait for 1 h 0 min; run the same command again then: answers are kept.",
        ),
        (
            (Fault("quota"),),
            "The server 127.0.0.1 takes no more requests on this account (insufficient_quota: You exceeded your "
            "current quota, please check your plan and billing details); add credit or wait, then run the same command "
            "again: answers are kept.",
        ),
    ],
)
def test_a_provider_that_has_had_enough_ends_it_and_answers_are_kept(
    server: LlmServer, store: AnswerStore, faults: tuple[Fault, ...], sentence: str
) -> None:
    late = tuple(Fault(one.kind, calls=(21, 10_000), retry_after=one.retry_after) for one in faults)
    server.configure(Config(exact_tokens=False, faults=late))
    with pytest.raises(EnvironmentFailure) as ended:
        ask(inquiries(100), server, store)
    assert str(ended.value) == sentence
    assert kept(store) == len(server.paid()) == 20
    server.configure(Config(exact_tokens=False))
    courses, _ = ask(inquiries(100), server, store)
    assert {course.outcome for course in courses} == {"accepted"}
    assert (len({call.digest for call in server.paid()}), paid_twice(server)) == (108, 0)


def test_where_nothing_is_taken_it_ends_before_all_is_tried(server: LlmServer, store: AnswerStore) -> None:
    server.configure(Config(exact_tokens=False, refuses={"*": {"max_tokens": "max_completion_tokens"}}))
    with pytest.raises(EnvironmentFailure) as ended:
        ask(inquiries(200), server, store)
    assert str(ended.value).startswith(
        "No request could be answered: the server 127.0.0.1 answered 400 (unsupported_parameter: "
    )
    assert 20 <= len(server.calls) < 40


class Scripted:
    """A client whose answers are what a function says or raises."""

    name, model = "scripted", MODEL

    def __init__(self, function: Callable[[Request], Reply]) -> None:
        self.ask = function

    def close(self) -> None: ...


def test_an_error_in_a_client_ends_it_and_what_is_under_way_is_kept(store: AnswerStore) -> None:
    begun = threading.Barrier(4)

    def answer(request: Request) -> Reply:
        begun.wait()
        if request.messages[0].text == "scene 2":
            raise ZeroDivisionError
        return Reply("answered", GOOD, 1, 1)

    with pytest.raises(ZeroDivisionError):
        asked_of(Scripted(answer), inquiries(4), store)
    assert kept(store) == 3


def test_a_full_disk_ends_it_and_what_still_fits_is_kept(tmp_path: Path) -> None:
    class Full(AnswerStore):
        def put(self, answer: Answer, request: Request) -> None:
            if request.messages[0].text in ("scene 0", "scene 2"):
                raise EnvironmentFailure("The disk is full.")
            super().put(answer, request)

    begun = threading.Barrier(4)

    def answer(request: Request) -> Reply:
        begun.wait()
        return Reply("answered", GOOD, 1, 1)

    with Full(tmp_path / "answers.sqlite") as store:
        with pytest.raises(EnvironmentFailure, match=r"^The disk is full\.$"):
            asked_of(Scripted(answer), inquiries(4), store)
        assert kept(store) == 2


# -- interrupted and killed ---------------------------------------------------------------------------------


@contextlib.contextmanager
def running(server: LlmServer, path: Path, count: int, concurrency: int) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.describe.asking_process",
            server.openai_url,
            path,
            str(count),
            str(concurrency),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_until(process: subprocess.Popen[str], reached: Callable[[], bool]) -> None:
    """Until something is reached, which the process must live to see."""
    while not reached():
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.005)
            raise AssertionError(process.communicate())


def test_ctrl_c_waits_for_what_is_under_way_and_keeps_it(server: LlmServer, tmp_path: Path) -> None:
    server.configure(Config(exact_tokens=False, delay=Delay(0.4)))
    path = tmp_path / "answers.sqlite"
    with running(server, path, 40, 4) as process:
        wait_until(process, lambda: len(server.calls) >= 8)
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=20)
    assert (process.returncode, error) == (130, "")
    assert out == (
        "asking\n"
        "warned: stopping: waiting for 4 answers that are under way and paid for; once more to leave them.\n"
        "interrupted\n"
    )
    with AnswerStore(path) as store:
        assert kept(store) == len(server.calls) == len(server.paid()) == 8


def test_a_second_ctrl_c_leaves_at_once(server: LlmServer, tmp_path: Path) -> None:
    server.configure(Config(exact_tokens=False, delay=Delay(60)))
    path = tmp_path / "answers.sqlite"
    with running(server, path, 40, 4) as process:
        wait_until(process, lambda: len(server.calls) >= 4)
        assert process.stdout is not None
        process.send_signal(signal.SIGINT)
        assert [process.stdout.readline() for _ in range(2)][1].startswith("warned: stopping")
        begun = time.monotonic()
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=20)
    assert (process.returncode, out) == (130, "interrupted\n")
    assert time.monotonic() - begun < 5


def test_kill_9_at_any_moment_pays_for_no_more_than_what_was_under_way(
    server: LlmServer, tmp_path: Path
) -> None:
    server.configure(Config(exact_tokens=False, delay=Delay(exponential=0.01)))
    path = tmp_path / "answers.sqlite"
    for moment in (3, 30, 70):
        with running(server, path, 80, 8) as process:
            wait_until(process, lambda at=moment: len(server.paid()) >= at)  # type: ignore[misc]
            process.kill()
            process.wait()
    with running(server, path, 80, 8) as process:
        out, error = process.communicate(timeout=60)
    assert (out.split("\n")[1], error) == (" ".join(["accepted"] * 80), "")
    assert len({call.digest for call in server.paid()}) == more(80)
    assert paid_twice(server) <= 3 * 8


# -- what is kept -------------------------------------------------------------------------------------------


def test_kept_answers_are_followed_without_asking(server: LlmServer, store: AnswerStore) -> None:
    wanted = inquiries(20, short)
    assert [course.outcome for course in follow_kept(wanted, store)] == ["open"] * 20
    courses, _ = ask(wanted[:10], server, store)
    followed = follow_kept(wanted, store)
    assert followed[:10] == courses
    assert [course.outcome for course in followed[10:]] == ["open"] * 10
    assert follow_kept([], store) == []


def test_an_answer_is_kept_with_all_that_is_known_of_it(server: LlmServer, store: AnswerStore) -> None:
    courses, _ = ask([inquiry("scene 7", short)], server, store)
    first, second = (step.answer for step in courses[0].steps)
    assert store.get_many([first.key, second.key]) == {first.key: first, second.key: second}
    assert (first.model, first.prompt, first.status, first.text, first.batch, first.again) == (
        MODEL, "brief 1", "answered", '{"description": "Short."}', False, 0,
    )  # fmt: skip
    assert (second.again, second.key) == (1, courses[0].steps[1].request.key)
    assert first.cost == pytest.approx((first.input_tokens * PRICE[0] + first.output_tokens * PRICE[1]) / 1e6)
    assert len(first.date) == 20
    files = list(store.path.parent.iterdir())
    assert any(b"Short." in file.read_bytes() for file in files)
    assert not any(KEY.encode() in file.read_bytes() for file in files)


def test_errors_are_of_the_kinds_that_are_announced() -> None:
    assert not issubclass(Passing, ManimillError)
    assert not issubclass(Rejected, ManimillError)
