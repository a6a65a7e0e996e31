"""Asking through batches in both protocols: what is handed in, found again, fetched, and paid for."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from tests.describe.asked import MODEL, PRICE, estimator, inquiries, inquiry, request, short
from tests.describe.conftest import StartLlmServer
from tests.describe.llm_clients import CLAUDE, KEY
from tests.describe.llm_server import Asked, Batches, Config, Fault, LlmServer
from tests.describe.watching import Watcher

from manimill.describe import batches
from manimill.describe.answers import AnswerStore, HandedIn
from manimill.describe.asking import follow_kept
from manimill.describe.batches import BatchClient, ask_in_batches
from manimill.describe.clients import Passing, Rejected, Reply
from manimill.describe.clients._anthropic import AnthropicClient
from manimill.describe.clients._openai import OpenAIClient, _of_line
from manimill.describe.clients.function import function_client
from manimill.describe.course import Course, Inquiry
from manimill.describe.request import Image, Message, Request
from manimill.describe.tally import Tally
from manimill.errors import EnvironmentFailure, InputError, RecipeError

MODELS = {"openai": MODEL, "anthropic": CLAUDE}
CREATE = {"openai": "POST /v1/batches", "anthropic": "POST /v1/messages/batches"}
QUICK = Config(exact_tokens=False)


def described(asked: Asked) -> str:
    """Every third scene is described too shortly at first; texts hold what some take for the end of a line."""
    number = int(asked.messages[0]["content"].split()[1])
    if len(asked.messages) == 1 and number % 3 == 0:
        return '{"description": "Short."}'
    return json.dumps({"description": f"Draw\u2028scene\u0085{number}."}, ensure_ascii=False)


def expected(count: int) -> list[str]:
    return [f"Draw\nscene\n{number}." for number in range(count)]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "_POLL", (0.005, 0.01))


@pytest.fixture
def server(start_llm_server: StartLlmServer) -> LlmServer:
    return start_llm_server(QUICK, described)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[AnswerStore]:
    with AnswerStore(tmp_path / "answers.sqlite") as store:
        yield store


@pytest.fixture(params=["openai", "anthropic"])
def client(request: pytest.FixtureRequest, server: LlmServer) -> Iterator[OpenAIClient | AnthropicClient]:
    client = opened(request.param, server)
    yield client
    client.close()


def opened(protocol: str, server: LlmServer) -> OpenAIClient | AnthropicClient:
    if protocol == "openai":
        return OpenAIClient(MODEL, KEY, server.openai_url)
    return AnthropicClient(CLAUDE, KEY, server.anthropic_url)


def ask(
    wanted: Sequence[Inquiry],
    client: Any,
    store: AnswerStore,
    *,
    watcher: Watcher | None = None,
    budget: float | None = None,
) -> tuple[list[Course], Tally]:
    courses = follow_kept(wanted, store)
    return ask_in_batches(
        courses, client, store, estimator(client.model), watcher or Watcher(), concurrency=8, budget=budget
    )


def wanted_of(client: BatchClient, count: int) -> list[Inquiry]:
    return inquiries(count, short, client.model)


def handed_in(server: LlmServer) -> int:
    """Batches that were made."""
    return sum(
        f"{call.method} {call.path}" in CREATE.values() and call.status in (0, 200) for call in server.calls
    )


def paid_twice(server: LlmServer) -> int:
    return len(server.paid()) - len({call.digest for call in server.paid()})


# -- to the end ---------------------------------------------------------------------------------------------


def test_two_batches_bring_what_was_asked_for_and_asked_for_again(
    server: LlmServer, client: BatchClient, store: AnswerStore
) -> None:
    watcher = Watcher()
    courses, tally = ask(wanted_of(client, 10), client, store, watcher=watcher)
    assert [course.text for course in courses] == expected(10)
    assert (handed_in(server), len(server.paid()), paid_twice(server)) == (2, 14, 0)
    assert {call.batch != "" for call in server.paid()} == {True}
    assert (tally.accepted, tally.asked, tally.left, tally.troubles, tally.stopped) == (10, 14, 0, {}, None)
    assert tally.input_tokens == sum(call.input_tokens for call in server.paid())
    assert tally.spent == pytest.approx(
        (tally.input_tokens * PRICE[0] + tally.output_tokens * PRICE[1]) / 1e6
    )
    assert (watcher.started, watcher.advanced) == ([("describe", 10, "descriptions")], 10)
    assert watcher.finished == [f"10 descriptions (14 answers asked for in batches, ${tally.spent:.4f})"]
    assert [shown["batch"].split(" in batch ")[0] for shown in watcher.shown][-1] == "none"
    assert all("under way" not in shown for shown in watcher.shown)
    answers = [step.answer for course in courses for step in course.steps]
    assert {(answer.batch, answer.prompt, answer.model) for answer in answers} == {
        (True, "brief 1", client.model)
    }
    assert sorted(answer.again for answer in answers) == [0] * 10 + [1] * 4
    assert store.batches(client.name) == []
    # The answers are those to the very requests that single asking makes, so that they count there too.
    server.reset()
    assert ask(wanted_of(client, 10), client, store)[0] == courses
    assert server.calls == []


def test_an_unfinished_batch_is_handed_in_again_in_part(
    server: LlmServer, client: BatchClient, store: AnswerStore
) -> None:
    server.configure(Config(exact_tokens=False, batches=Batches(endings=("expired", "completed"))))
    courses, tally = ask(wanted_of(client, 12), client, store)
    assert [course.text for course in courses] == expected(12)
    assert handed_in(server) > 2
    assert (paid_twice(server), tally.left, tally.troubles) == (0, 0, {})


def test_what_never_is_answered_is_left_after_three_batches(
    server: LlmServer, client: BatchClient, store: AnswerStore
) -> None:
    server.configure(Config(exact_tokens=False, faults=(Fault("server_error", containing="scene 1"),)))
    courses, tally = ask(wanted_of(client, 3), client, store)
    assert [course.outcome for course in courses] == ["accepted", "open", "accepted"]
    said = {
        "openai": "The server had an error while processing your request. Sorry about that!",
        "anthropic": "Internal server error",
    }
    assert (tally.left, tally.troubles) == (1, {said[client.name]: 1})
    assert handed_in(server) == 3
    # Another run may find it passed.
    server.configure(QUICK)
    courses, tally = ask(wanted_of(client, 3), client, store)
    assert (courses[1].text, tally.troubles) == (expected(2)[1], {})


def test_what_is_not_taken_is_not_handed_in_again(
    server: LlmServer, client: BatchClient, store: AnswerStore
) -> None:
    server.configure(Config(exact_tokens=False, refuses={"*": {"max_tokens": ""}}))
    _, tally = ask(wanted_of(client, 3), client, store)
    assert handed_in(server) == 1
    ((reason, count),) = tally.troubles.items()
    assert ("max_tokens" in reason, count, tally.left) == (True, 3, 3)


def test_two_that_ask_for_the_same_share_its_answer(
    server: LlmServer, client: BatchClient, store: AnswerStore
) -> None:
    courses, tally = ask([inquiry("scene 1", short, model=client.model)] * 3, client, store)
    assert [course.text for course in courses] == [expected(2)[1]] * 3
    assert (tally.asked, tally.accepted) == (1, 3)


def test_a_large_order_is_handed_in_in_parts(
    server: LlmServer,
    client: OpenAIClient | AnthropicClient,
    store: AnswerStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client.largest_batch = 2
    courses, _ = ask(wanted_of(client, 5), client, store)
    assert [course.text for course in courses] == expected(5)
    assert {sum(call.batch == one.batch for call in server.paid()) for one in server.paid()} <= {1, 2}
    monkeypatch.setattr(batches, "LARGEST_BYTES", 1_000_000)
    server.reset()
    picture = Image(b"x" * 300_000, "image/webp")
    seen = [
        Inquiry(str(number), one.prompt, pictured(one.request, picture), one.check)
        for number, one in enumerate(wanted_of(client, 8)[1::3])
    ]
    client.largest_batch = 100
    ask(seen, client, store)
    assert handed_in(server) == 2


def pictured(asked: Request, picture: Image) -> Request:
    turn = Message("user", f"{asked.messages[0].text} seen", (picture,))
    return Request(asked.model, asked.system, (turn,), asked.max_tokens)


def test_a_budget_bounds_what_is_handed_in(
    server: LlmServer, client: BatchClient, store: AnswerStore
) -> None:
    one = estimator(client.model).one(request("scene 1", client.model), "brief 1")
    courses, tally = ask(wanted_of(client, 10), client, store, budget=4.5 * one)
    assert tally.stopped == f"the budget of ${4.5 * one:g} does not cover another request"
    assert 0 < tally.spent <= 4.5 * one
    assert tally.left == sum(course.outcome == "open" for course in courses) > 0
    courses, tally = ask(wanted_of(client, 10), client, store, budget=1000.0)
    assert ([course.text for course in courses], tally.stopped) == (expected(10), None)
    assert paid_twice(server) == 0


def test_a_budget_that_turns_out_to_cover_all_stopped_nothing(
    server: LlmServer, client: BatchClient, store: AnswerStore
) -> None:
    # Answers are shorter than foretold, so that what is left over pays for the rest.
    one = estimator(client.model).one(request("scene 1", client.model), "brief 1")
    courses, tally = ask(
        [wanted_of(client, 9)[number] for number in (1, 2, 4, 5, 7)], client, store, budget=4.5 * one
    )
    assert ([course.outcome for course in courses], tally.stopped, tally.left) == (["accepted"] * 5, None, 0)
    assert handed_in(server) == 2


# -- what goes wrong ----------------------------------------------------------------------------------------


def test_a_client_without_batches_is_told(store: AnswerStore) -> None:
    with pytest.raises(RecipeError) as refused:
        ask(inquiries(1), function_client(lambda asked: "", MODEL), store)
    assert str(refused.value) == "The client 'function' takes no batches; leave out --batch."


def test_a_batch_that_is_turned_down_is_forgotten_and_told(
    start_llm_server: StartLlmServer, store: AnswerStore
) -> None:
    server = start_llm_server(
        Config(exact_tokens=False, batches=Batches(endings=("failed", "completed"))), described
    )
    client = opened("openai", server)
    with pytest.raises(EnvironmentFailure) as ended:
        ask(wanted_of(client, 3), client, store)
    assert str(ended.value) == (
        "The batch was turned down: the server 127.0.0.1 could not read it (Enqueued token limit reached for the "
        "model)."
    )
    assert store.batches("openai") == []
    courses, _ = ask(wanted_of(client, 3), client, store)
    assert [course.text for course in courses] == expected(3)
    client.close()


def test_an_order_that_is_not_taken_is_forgotten_and_told(
    server: LlmServer, client: BatchClient, store: AnswerStore
) -> None:
    class Twice(type(client)):  # type: ignore[misc]
        def hand_in(self, requests: Sequence[Request], name: str) -> str:
            return str(super().hand_in([], name))

    broken = Twice(client.model, KEY, server.openai_url if client.name == "openai" else server.anthropic_url)
    with pytest.raises(EnvironmentFailure, match=r"^The batch was turned down: .*\.$"):
        ask(wanted_of(client, 3), broken, store)
    assert store.batches(client.name) == []
    broken.close()


def test_a_wrong_key_ends_it(server: LlmServer, client: BatchClient, store: AnswerStore) -> None:
    server.configure(Config(keys=("another",)))
    with pytest.raises(EnvironmentFailure, match="does not accept the key"):
        ask(wanted_of(client, 3), client, store)
    server.configure(QUICK)
    courses, _ = ask(wanted_of(client, 3), client, store)
    assert [course.text for course in courses] == expected(3)


@pytest.mark.parametrize("kind", ["server_error", "rate_limited", "disconnect", "broken_body", "truncated"])
def test_questions_after_a_batch_are_asked_again(
    server: LlmServer, client: BatchClient, store: AnswerStore, kind: Any
) -> None:
    server.configure(Config(exact_tokens=False, faults=(Fault(kind, calls=(1, 2), paths=("GET /v1/*",)),)))
    courses, _ = ask(wanted_of(client, 5), client, store)
    assert [course.text for course in courses] == expected(5)
    assert (handed_in(server), paid_twice(server)) == (2, 0)


def test_a_server_in_trouble_for_long_ends_it_and_the_batch_is_fetched_later(
    server: LlmServer, client: BatchClient, store: AnswerStore
) -> None:
    server.configure(Config(exact_tokens=False, faults=(Fault("server_error", paths=("GET /v1/*",)),)))
    with pytest.raises(EnvironmentFailure) as ended:
        ask(wanted_of(client, 4), client, store)
    assert str(ended.value).startswith("The batch cannot be asked after (the server 127.0.0.1 answered 500 (")
    assert str(ended.value).endswith("); it goes on at the provider, and the same command fetches it.")
    server.configure(QUICK)
    watcher = Watcher()
    courses, _ = ask(wanted_of(client, 4), client, store, watcher=watcher)
    assert [course.text for course in courses] == expected(4)
    assert (handed_in(server), paid_twice(server)) == (2, 0)
    assert watcher.warnings[0].startswith("going on with batch ")


def test_a_batch_whose_making_was_not_heard_of_is_found_again(
    server: LlmServer, client: BatchClient, store: AnswerStore
) -> None:
    server.configure(Config(exact_tokens=False, faults=(Fault("lost", paths=(CREATE[client.name],)),)))
    with pytest.raises(EnvironmentFailure) as ended:
        ask(wanted_of(client, 5), client, store)
    assert str(ended.value) == (
        "The batch could not be handed in (the server 127.0.0.1 cannot be reached (Server disconnected without sending "
        "a response.)); run the same command again: it looks whether the batch arrived all the same."
    )
    assert [batch.identifier for batch in store.batches(client.name)] == [None]
    server.configure(QUICK)
    courses, tally = ask(wanted_of(client, 5), client, store)
    assert [course.text for course in courses] == expected(5)
    # That one, and one for what was asked for again.
    assert (handed_in(server), paid_twice(server), tally.asked) == (2, 0, 7)
    assert store.batches(client.name) == []


def test_a_batch_that_did_not_arrive_is_handed_in(
    server: LlmServer, client: BatchClient, store: AnswerStore
) -> None:
    server.configure(Config(exact_tokens=False, faults=(Fault("disconnect", paths=(CREATE[client.name],)),)))
    with pytest.raises(EnvironmentFailure, match="could not be handed in"):
        ask(wanted_of(client, 5), client, store)
    server.configure(QUICK)
    courses, _ = ask(wanted_of(client, 5), client, store)
    assert [course.text for course in courses] == expected(5)
    assert paid_twice(server) == 0


def test_others_batches_are_not_taken_for_ours(
    server: LlmServer, client: BatchClient, store: AnswerStore
) -> None:
    """As many requests at the same time, but others; ended and under way."""
    other = [one.request for one in wanted_of(client, 9)[4:]]
    foreign = client.hand_in(other, "manimill-other")
    while not client.state(foreign).over:
        pass
    server.reset()
    server.configure(Config(exact_tokens=False, faults=(Fault("disconnect", paths=(CREATE[client.name],)),)))
    with pytest.raises(EnvironmentFailure):
        ask(wanted_of(client, 4)[:4], client, store)
    server.configure(QUICK)
    courses, _ = ask(wanted_of(client, 4), client, store)
    assert [course.text for course in courses] == expected(4)


def noted(name: str, client: BatchClient, model: str, identifier: str | None) -> HandedIn:
    asked = request("scene 1", model)
    one = {
        "key": asked.key, "model": model, "prompt": "brief 1", "again": 0, "canonical": asked.canonical,
        "characters": asked.characters, "images": 0,
    }  # fmt: skip
    return HandedIn(name, client.name, identifier, "2026-11-27T09:50:51Z", [one])


def test_batches_of_another_model_are_left_alone(
    server: LlmServer, client: BatchClient, store: AnswerStore
) -> None:
    """Another run may be waiting for them."""
    others = [noted("one", client, "another", None), noted("two", client, "another", "batch_7")]
    for batch in others:
        store.begin_batch(batch)
    courses, _ = ask(wanted_of(client, 2), client, store)
    assert [course.text for course in courses] == expected(2)
    assert store.batches(client.name) == others


def test_a_batch_that_is_gone_is_asked_for_anew(
    server: LlmServer, client: BatchClient, store: AnswerStore
) -> None:
    store.begin_batch(noted("one", client, client.model, "batch_7"))
    watcher = Watcher()
    courses, _ = ask(wanted_of(client, 2), client, store, watcher=watcher)
    assert [course.text for course in courses] == expected(2)
    assert watcher.warnings == [
        "going on with batch batch_7 of 2026-11-27T09:50:51Z.",
        "batch batch_7 of 2026-11-27T09:50:51Z came to nothing (the server 127.0.0.1 has no such batch, or its answers "
        "no more); what was in it is asked for anew.",
    ]
    assert store.batches(client.name) == []


@pytest.mark.parametrize(
    ("line", "kind", "reason"),
    [
        ({"response": None, "error": {"code": "expired", "message": "Late."}}, Passing, "expired: Late."),
        ({"response": {"status_code": 429, "body": {"error": {"message": "Slow."}}}}, Passing, "Slow."),
        ({"response": {"status_code": 500, "body": "<html>"}}, Passing, "its status is 500"),
        ({"response": {"status_code": 400, "body": {"error": {"message": "Long."}}}}, Rejected, "Long."),
        ({"response": {"status_code": 200, "body": {}}}, Passing, "the server's answer is no chat completion"),
        ({}, Passing, "its status is None"),
    ],
)  # fmt: skip
def test_what_a_line_without_an_answer_means(
    line: dict[str, Any], kind: type[Exception], reason: str
) -> None:
    key, outcome = _of_line({"custom_id": "k", **line})
    assert (key, type(outcome)) == ("k", kind)
    assert not isinstance(outcome, Reply)
    assert outcome.reason == reason


# -- functions of many --------------------------------------------------------------------------------------


def test_a_function_is_called_with_so_many_requests_at_a_time(store: AnswerStore) -> None:
    sizes: list[int] = []

    def answer(asked: list[Request]) -> list[str]:
        sizes.append(len(asked))
        return [json.dumps({"description": f"Draw a {one.messages[0].text}."}) for one in asked]

    courses, tally = ask(inquiries(10), function_client(answer, MODEL, 4), store)
    assert sizes == [4, 4, 2]
    assert [course.text for course in courses] == [f"Draw a scene {number}." for number in range(10)]
    assert (tally.asked, tally.unpriced) == (10, 0)


def test_a_function_that_fails_keeps_what_came_before(store: AnswerStore) -> None:
    def answer(asked: list[Request]) -> list[str]:
        return ['{"description": "Draw."}'] * (4 if asked[0].messages[0].text == "scene 0" else 3)

    with pytest.raises(InputError, match="returned 3 answers for 4 requests"):
        ask(inquiries(10), function_client(answer, MODEL, 4), store)
    assert sum(one.answers for one in store.usage()) == 4
    done = function_client(lambda asked: ['{"description": "Draw."}'] * len(asked), MODEL, 4)
    courses, tally = ask(inquiries(10), done, store)
    assert ({course.outcome for course in courses}, tally.asked) == ({"accepted"}, 6)


# -- interrupted and killed ---------------------------------------------------------------------------------


def running(server: LlmServer, path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.describe.asking_process", server.openai_url, path, "6", "1", "batch"],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_until(process: subprocess.Popen[str], reached: Callable[[], bool]) -> None:
    while not reached():
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.005)
            raise AssertionError(process.communicate())


def test_ctrl_c_leaves_the_batch_to_the_provider_and_the_next_run_fetches_it(
    server: LlmServer, tmp_path: Path
) -> None:
    server.configure(Config(exact_tokens=False, batches=Batches(seconds=1000)))
    path = tmp_path / "answers.sqlite"
    process = running(server, path)
    wait_until(process, lambda: any(call.method == "GET" for call in server.calls))
    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=20)
    assert (process.returncode, error) == (130, "")
    assert (
        out
        == "asking\nwarned: stopping: the batch goes on at the provider; the same command fetches it.\ninterrupted\n"
    )
    server.configure(QUICK)
    with AnswerStore(path) as store:
        client = opened("openai", server)
        courses, _ = ask(wanted_of(client, 6), client, store)
        client.close()
    assert [course.text for course in courses] == expected(6)
    assert (handed_in(server), paid_twice(server)) == (2, 0)


@pytest.mark.parametrize("moment", ["POST /v1/files", "POST /v1/batches", "GET"])
def test_kill_9_at_any_moment_hands_nothing_in_twice(server: LlmServer, tmp_path: Path, moment: str) -> None:
    server.configure(Config(exact_tokens=False, batches=Batches(seconds=1000)))
    path = tmp_path / "answers.sqlite"
    process = running(server, path)
    wait_until(process, lambda: any(f"{call.method} {call.path}".startswith(moment) for call in server.calls))
    process.kill()
    process.communicate()
    server.configure(QUICK)
    with AnswerStore(path) as store:
        client = opened("openai", server)
        courses, _ = ask(wanted_of(client, 6), client, store)
        client.close()
    assert [course.text for course in courses] == expected(6)
    assert (handed_in(server), paid_twice(server)) == (2, 0)
