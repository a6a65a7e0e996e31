"""What goes wrong at the test server is what the real clients raise, and the ledger knows of it."""

from __future__ import annotations

import json
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import anthropic
import openai
import pytest
from tests.describe.conftest import StartLlmServer
from tests.describe.llm_clients import KEY, anthropic_client, chat, message, openai_client
from tests.describe.llm_server import Config, Delay, Fault, LlmServer
from tests.describe.llm_server_answering import WRONG_SHAPE
from tests.describe.llm_server_config import FaultKind

SERVICE: list[tuple[FaultKind, type[Exception], type[Exception], int, int, bool]] = [
    # Fault, what the clients raise, the statuses in the ledger, whether the whole answer was sent.
    ("rate_limited", openai.RateLimitError, anthropic.RateLimitError, 429, 429, True),
    ("rate_limited_bare", openai.RateLimitError, anthropic.RateLimitError, 429, 429, True),
    ("quota", openai.RateLimitError, anthropic.PaymentRequiredError, 429, 402, True),
    ("server_error", openai.InternalServerError, anthropic.InternalServerError, 500, 500, True),
    ("bad_gateway", openai.InternalServerError, anthropic.InternalServerError, 502, 502, True),
    ("unavailable", openai.InternalServerError, anthropic.ServiceUnavailableError, 503, 503, True),
    ("overloaded", openai.InternalServerError, anthropic.OverloadedError, 503, 529, True),
    ("disconnect", openai.APIConnectionError, anthropic.APIConnectionError, 0, 0, False),
    ("lost", openai.APIConnectionError, anthropic.APIConnectionError, 200, 200, False),
    ("truncated", openai.APIConnectionError, anthropic.APIConnectionError, 200, 200, False),
    # Neither client makes this an error of its own.
    ("broken_body", json.JSONDecodeError, json.JSONDecodeError, 200, 200, False),
    ("hang", openai.APITimeoutError, anthropic.APITimeoutError, 0, 0, False),
]


@pytest.mark.parametrize(("kind", "gpts", "claudes", "gpt_status", "claude_status", "complete"), SERVICE)
def test_a_fault_of_the_service_is_what_the_clients_raise(
    llm_server: LlmServer,
    kind: FaultKind,
    gpts: type[Exception],
    claudes: type[Exception],
    gpt_status: int,
    claude_status: int,
    complete: bool,
) -> None:
    llm_server.configure(Config(faults=(Fault(kind),)))
    timeout = 0.5 if kind == "hang" else 10
    with openai_client(llm_server, timeout=timeout) as gpt, pytest.raises(gpts) as raised:
        chat(gpt)
    assert type(raised.value) is gpts
    with anthropic_client(llm_server, timeout=timeout) as claude, pytest.raises(claudes) as caught:
        message(claude)
    assert type(caught.value) is claudes
    assert [(call.fault, call.status, call.complete) for call in llm_server.calls] == [
        (kind, gpt_status, complete),
        (kind, claude_status, complete),
    ]
    assert llm_server.paid() == []


ANSWERS: list[tuple[FaultKind, tuple[str, Any], tuple[str, Any]]] = [
    # Fault, how OpenAI's answer ends and what it is, how Anthropic's does.
    ("fenced", ("stop", '```json\n{"a": "b"}\n```'), ("end_turn", ['```json\n{"a": "b"}\n```'])),
    ("wrong_shape", ("stop", WRONG_SHAPE), ("end_turn", [WRONG_SHAPE])),
    ("length", ("length", '{"a":'), ("max_tokens", ['{"a":'])),
    ("refusal", ("stop", None), ("refusal", [])),
    ("filtered", ("content_filter", ""), ("refusal", [])),
    ("empty", ("stop", ""), ("end_turn", [])),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "gpts", "claudes"), ANSWERS)
def test_a_fault_of_the_model_is_an_answer_and_paid(
    start_llm_server: StartLlmServer, kind: FaultKind, gpts: tuple[str, Any], claudes: tuple[str, Any]
) -> None:
    server = start_llm_server(Config(faults=(Fault(kind),)), lambda asked: '{"a": "b"}')
    with openai_client(server) as gpt:
        choice = chat(gpt).choices[0]
    with anthropic_client(server) as claude:
        said = message(claude)
    assert (choice.finish_reason, choice.message.content) == gpts
    assert (choice.message.refusal is not None) == (kind == "refusal")
    assert (said.stop_reason, [block.text for block in said.content]) == claudes
    assert [call.fault for call in server.paid()] == [kind, kind]


def test_prose_is_no_json(llm_server: LlmServer, gpt: openai.OpenAI) -> None:
    llm_server.configure(Config(faults=(Fault("prose"),)))
    with pytest.raises(json.JSONDecodeError):
        json.loads(chat(gpt).choices[0].message.content)


def test_a_429_has_headers_or_not(llm_server: LlmServer, gpt: openai.OpenAI) -> None:
    llm_server.configure(Config(faults=(Fault("rate_limited", attempts=(1,)), Fault("rate_limited_bare"))))
    with pytest.raises(openai.RateLimitError) as told:
        chat(gpt)
    assert (told.value.response.headers["retry-after"], told.value.response.headers["retry-after-ms"]) == (
        "1",
        "50",
    )
    with pytest.raises(openai.RateLimitError) as bare:
        chat(gpt)
    assert not [name for name in bare.value.response.headers if "retry" in name]


def test_a_fault_can_be_scheduled_by_attempt_by_call_and_by_text(
    llm_server: LlmServer, gpt: openai.OpenAI
) -> None:
    faults = (
        Fault("unavailable", attempts=(1, 2)),
        Fault("empty", calls=(5, 5)),
        Fault("refusal", containing="bad"),
    )
    llm_server.configure(Config(faults=faults))
    for text in ("first", "first", "second", "second", "first", "first", "bad", "bad", "bad"):
        try:
            chat(gpt, text)
        except openai.InternalServerError as error:
            assert error.status_code == 503
    assert [call.fault for call in llm_server.calls] == [
        *("unavailable", "unavailable", "unavailable", "unavailable"),
        *("empty", "", "unavailable", "unavailable", "refusal"),
    ]  # fmt: skip


def test_faults_do_not_depend_on_order_or_concurrency(start_llm_server: StartLlmServer) -> None:
    config = Config(
        faults=(Fault("unavailable", 0.3), Fault("disconnect", 0.2), Fault("empty", 0.3)),
        delay=Delay(exponential=0.001),
        seed=3,
    )
    texts = [f"scene {number}" for number in range(30)]

    def met(order: list[str], threads: int) -> dict[tuple[str, int], str]:
        server = start_llm_server(config)

        def ask(text: str) -> None:
            with openai_client(server) as gpt:
                for _ in range(2):
                    with suppress(openai.APIError):
                        chat(gpt, text)

        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(ask, order))
        return {(call.digest, call.attempt): call.fault for call in server.calls}

    alone = met(texts, 1)
    assert alone == met(texts[::-1], 8)
    shares = [
        sum(fault == kind for fault in alone.values()) for kind in ("unavailable", "disconnect", "empty")
    ]
    assert shares == [20, 9, 9]


def test_a_client_that_gives_up_gets_no_answer(llm_server: LlmServer) -> None:
    llm_server.configure(Config(delay=Delay(fixed=30)))
    with openai_client(llm_server, timeout=0.5) as gpt, pytest.raises(openai.APITimeoutError):
        chat(gpt)
    llm_server.stop()
    assert [(call.status, call.complete) for call in llm_server.calls] == [(200, False)]


def test_an_answer_that_is_not_taken_to_the_end_is_not_complete(
    llm_server: LlmServer, gpt: openai.OpenAI
) -> None:
    # Larger than what the kernel keeps of it.
    file = gpt.files.create(file=("large.bin", b"x" * 30_000_000), purpose="user_data")
    head = f"GET /v1/files/{file.id}/content HTTP/1.1\r\nauthorization: Bearer {KEY}\r\n\r\n"
    host, port = llm_server.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(head.encode())
        assert connection.recv(12) == b"HTTP/1.1 200"
    assert gpt.files.content(file.id).content == b"x" * 30_000_000
    llm_server.stop()
    assert [(call.status, call.complete) for call in llm_server.calls] == [
        (200, True),
        (200, False),
        (200, True),
    ]


def test_requests_that_wait_at_the_same_time_are_counted(llm_server: LlmServer, gpt: openai.OpenAI) -> None:
    llm_server.configure(Config(delay=Delay(fixed=1)))
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda number: chat(gpt, str(number)), range(6)))
    assert llm_server.peak == 6


def test_a_connection_is_used_again_after_a_fault(llm_server: LlmServer, gpt: openai.OpenAI) -> None:
    llm_server.configure(
        Config(faults=(Fault("truncated", attempts=(1,)), Fault("disconnect", attempts=(2,))))
    )
    for _ in range(2):
        with pytest.raises(openai.APIConnectionError):
            chat(gpt)
    assert chat(gpt).choices[0].finish_reason == "stop"
