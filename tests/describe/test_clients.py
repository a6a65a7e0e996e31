"""The clients of the two protocols, through the providers' own libraries: answers, faults, headers, keys."""

from __future__ import annotations

import json
import logging
import socket
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from tests.describe.asked import request
from tests.describe.conftest import StartLlmServer
from tests.describe.llm_clients import CLAUDE, GPT, KEY
from tests.describe.llm_server import Asked, Config, Fault, Limits, LlmServer
from tests.describe.llm_server_config import FaultKind

from manimill.describe.clients import Client, Passing, Rejected, Reply, _anthropic, _http, _openai
from manimill.describe.clients._anthropic import AnthropicClient
from manimill.describe.clients._openai import OpenAIClient
from manimill.describe.clients.base import Allowance
from manimill.describe.request import Image, Message, Request
from manimill.errors import EnvironmentFailure, ManimillError, UserError

MODELS = {"openai": GPT, "anthropic": CLAUDE}


def opened(protocol: str, server: LlmServer, key: str | None = KEY) -> OpenAIClient | AnthropicClient:
    if protocol == "openai":
        return OpenAIClient(GPT, key, server.openai_url)
    return AnthropicClient(CLAUDE, key, server.anthropic_url)


@pytest.fixture(params=["openai", "anthropic"])
def protocol(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def client(protocol: str, llm_server: LlmServer) -> Iterator[OpenAIClient | AnthropicClient]:
    client = opened(protocol, llm_server)
    yield client
    client.close()


def asked(client: Client, text: str = "class Dot(Scene): pass", most: int = 100) -> Request:
    return request(text, client.model, most)


def failure(client: Client, what: Request | None = None) -> Exception:
    """What asking raises."""
    with pytest.raises((Passing, Rejected, ManimillError)) as raised:
        client.ask(what or asked(client))
    return raised.value


# -- answers ------------------------------------------------------------------------------------------------


def test_an_answer_comes_with_its_tokens(client: Client) -> None:
    reply = client.ask(asked(client))
    assert reply == Reply(
        "answered", "Draw a circle with a radius of 1.399 units and fill it with blue.", 18, 20
    )
    assert client.name in MODELS


def test_what_is_sent_is_what_the_protocol_has(start_llm_server: StartLlmServer, protocol: str) -> None:
    seen: list[Asked] = []

    def remember(question: Asked) -> str:
        seen.append(question)
        return "yes"

    client = opened(protocol, start_llm_server(Config(), remember))
    again = replace(asked(client, "dot").again("{}", "Better."), temperature=0.5)
    client.ask(again)
    (told,) = seen
    assert (told.model, told.system) == (client.model, "Describe.")
    assert told.messages == (
        {"role": "user", "content": "dot"},
        {"role": "assistant", "content": "{}"},
        {"role": "user", "content": "Better."},
    )
    assert told.parameters == {"max_tokens": 100, "temperature": 0.5}
    client.close()


def test_the_provider_itself_is_given_the_limit_under_its_new_name() -> None:
    """Servers of one's own often know the old name only, newer models of OpenAI the new one only."""
    client = OpenAIClient(GPT, KEY)
    assert client.parameters(asked(client))["max_completion_tokens"] == 100
    assert "max_tokens" not in client.parameters(asked(client))
    client.close()


def test_anthropic_takes_no_temperature_above_one() -> None:
    client = AnthropicClient(CLAUDE, KEY)
    assert client.parameters(replace(asked(client), temperature=1.5))["temperature"] == 1.0
    assert "temperature" not in client.parameters(asked(client))
    client.close()


def test_pictures_go_along_in_both_protocols() -> None:
    pictures = (Image(b"RIFF", "image/webp"), Image(b"\x89PNG", "image/png"))
    seen = Request("m", "s", (Message("user", "see", pictures),), 100)
    assert OpenAIClient("m", KEY, "http://localhost").parameters(seen)["messages"][1]["content"] == [
        {"type": "text", "text": "see"},
        {"type": "image_url", "image_url": {"url": "data:image/webp;base64,UklGRg=="}},
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw=="}},
    ]
    assert AnthropicClient("m", KEY).parameters(seen)["messages"][0]["content"] == [
        {"type": "image", "source": {"type": "base64", "media_type": "image/webp", "data": "UklGRg=="}},
        {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw=="}},
        {"type": "text", "text": "see"},
    ]


def test_pictures_arrive(client: Client) -> None:
    plain = asked(client)
    seen = replace(
        plain, messages=(Message("user", plain.messages[0].text, (Image(b"RIFF", "image/webp"),)),)
    )
    assert client.ask(seen).text == client.ask(plain).text


def test_an_answer_that_is_cut_is_truncated(client: Client) -> None:
    reply = client.ask(asked(client, most=5))
    assert (reply.status, reply.text, reply.output_tokens) == ("truncated", "Draw a circle with a", 5)


@pytest.mark.parametrize(
    ("fault", "status", "text"),
    [
        ("refusal", "refused", ""),
        ("filtered", "refused", ""),
        ("empty", "answered", ""),
        ("length", "truncated", "Draw a circle with a radius of 1."),
    ],
)
def test_ways_in_which_a_model_answers(
    llm_server: LlmServer, client: Client, fault: FaultKind, status: str, text: str
) -> None:
    llm_server.configure(Config(faults=(Fault(fault),)))
    reply = client.ask(asked(client))
    assert (reply.status, reply.text, reply.input_tokens) == (status, text, 18)
    assert [call.fault for call in llm_server.paid()] == [fault]


def test_half_a_letter_is_replaced_because_no_file_could_hold_it(
    start_llm_server: StartLlmServer, protocol: str
) -> None:
    server = start_llm_server(Config(exact_tokens=False), lambda asked: "a\ud83db")
    client = opened(protocol, server)
    assert client.ask(asked(client)).text == "a\ufffdb"
    assert isinstance(failure(client, asked(client, "a\ud83db")), Rejected)
    client.close()


def test_cached_tokens_are_told() -> None:
    choice = {"message": {"content": "x"}, "finish_reason": "stop"}
    usage = {"prompt_tokens": 100, "completion_tokens": 5, "prompt_tokens_details": {"cached_tokens": 80}}
    assert _openai.read_reply({"choices": [choice], "usage": usage}) == Reply("answered", "x", 100, 5, 80)
    counted = {
        "input_tokens": 10,
        "output_tokens": 5,
        "cache_read_input_tokens": 80,
        "cache_creation_input_tokens": 7,
    }
    said = {
        "content": [{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": "x"}],
        "usage": counted,
    }
    assert _anthropic.read_reply(said) == Reply("answered", "x", 97, 5, 80)


@pytest.mark.parametrize(
    "body",
    [
        {}, {"choices": []}, {"choices": None}, {"choices": [{}]}, {"choices": [{"message": None}]},
        {"choices": [{"message": {"content": "x"}}], "usage": {"prompt_tokens": "many"}}, {"choices": ["x"]},
    ],
)  # fmt: skip
def test_another_object_is_no_chat_completion(body: dict[str, Any]) -> None:
    with pytest.raises(Passing, match="is no chat completion"):
        _openai.read_reply(body)


@pytest.mark.parametrize(
    "body",
    [
        {}, {"content": []}, {"content": None, "usage": {}}, {"content": ["x"], "usage": {"input_tokens": 1}},
        {"content": [{"type": "text"}], "usage": {"input_tokens": 1, "output_tokens": 1}},
        {"content": [], "usage": {"input_tokens": None, "output_tokens": 1}},
    ],
)  # fmt: skip
def test_another_object_is_no_message(body: dict[str, Any]) -> None:
    with pytest.raises(Passing, match="is no message"):
        _anthropic.read_reply(body)


def test_servers_of_ones_own_may_leave_out_what_they_do_not_count() -> None:
    body = {"choices": [{"message": {"role": "assistant", "content": "x"}}]}
    assert _openai.read_reply(body) == Reply("answered", "x", 0, 0)


# -- faults -------------------------------------------------------------------------------------------------

DISCONNECTED = "cannot be reached (Server disconnected without sending a response.)"

PASSING: list[tuple[FaultKind, dict[str, str], float | None, bool]] = [
    # Fault, what is said by protocol, seconds to wait, whether it is busy.
    (
        "rate_limited",
        {
            "openai": "answered 429 (rate_limit_exceeded: Rate limit reached on requests per min (RPM))",
            "anthropic": "answered 429 (This request would exceed the rate limit of your organization for requests "
            "per minute)",
        },
        0.05,
        True,
    ),
    (
        "rate_limited_bare",
        {
            "openai": "answered 429 (rate_limit_exceeded: Rate limit reached on requests per min (RPM))",
            "anthropic": "answered 429 (This request would exceed the rate limit of your organization for requests "
            "per minute)",
        },
        None,
        True,
    ),
    (
        "server_error",
        {
            "openai": "answered 500 (The server had an error while processing your request. Sorry about that!)",
            "anthropic": "answered 500 (Internal server error)",
        },
        None,
        False,
    ),
    (
        "bad_gateway",
        {"openai": "answered 502 (Error code: 502)", "anthropic": "answered 502 (502 Bad Gateway)"},
        None,
        False,
    ),
    (
        "unavailable",
        {
            "openai": "answered 503 (The engine is currently overloaded, please try again later)",
            "anthropic": "answered 503 (Service unavailable)",
        },
        0.05,
        True,
    ),
    (
        "overloaded",
        {"openai": "answered 503 (slow_down: Slow down)", "anthropic": "answered 529 (Overloaded)"},
        0.05,
        True,
    ),
    ("disconnect", dict.fromkeys(MODELS, DISCONNECTED), None, False),
    ("lost", dict.fromkeys(MODELS, DISCONNECTED), None, False),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "said", "wait", "busy"), PASSING)
def test_a_fault_that_passes(
    llm_server: LlmServer,
    client: Client,
    fault: FaultKind,
    said: dict[str, str],
    wait: float | None,
    busy: bool,
) -> None:
    llm_server.configure(Config(faults=(Fault(fault),)))
    trouble = failure(client)
    assert isinstance(trouble, Passing)
    assert trouble.reason == f"the server 127.0.0.1 {said[client.name]}"
    assert (trouble.wait, trouble.busy, trouble.reached) == (wait, busy, True)
    llm_server.configure(Config())
    assert client.ask(asked(client)).status == "answered"


@pytest.mark.parametrize("fault", ["truncated", "broken_body"])
def test_an_answer_that_does_not_arrive_whole_passes(
    llm_server: LlmServer, client: Client, fault: FaultKind
) -> None:
    llm_server.configure(Config(faults=(Fault(fault),)))
    trouble = failure(client)
    assert isinstance(trouble, Passing)
    assert (trouble.wait, trouble.busy, trouble.reached) == (None, False, True)
    assert "\n" not in trouble.reason


def test_an_answer_that_does_not_come_passes(
    llm_server: LlmServer, protocol: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (_openai, _anthropic, _http):
        monkeypatch.setattr(module, "TIMEOUT", 0.3)
    llm_server.configure(Config(faults=(Fault("hang"),)))
    trouble = failure(opened(protocol, llm_server))
    assert isinstance(trouble, Passing)
    assert (trouble.reason, trouble.busy) == ("the server 127.0.0.1 did not answer in 0.3 seconds", True)


def test_a_server_that_is_not_there_is_not_reached(protocol: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    client = (
        OpenAIClient(GPT, KEY, address) if protocol == "openai" else AnthropicClient(CLAUDE, KEY, address)
    )
    trouble = failure(client)
    assert isinstance(trouble, Passing)
    assert trouble.reason == "the server 127.0.0.1 cannot be reached ([Errno 111] Connection refused)"
    assert not trouble.reached
    client.close()


def test_an_account_without_credit_ends_it(llm_server: LlmServer, client: Client) -> None:
    llm_server.configure(Config(faults=(Fault("quota"),)))
    ended = failure(client)
    assert isinstance(ended, EnvironmentFailure)
    said = {
        "openai": "insufficient_quota: You exceeded your current quota, please check your plan and billing details",
        "anthropic": "Your credit balance is too low to access the API",
    }
    assert str(ended) == (
        f"The server 127.0.0.1 takes no more requests on this account ({said[client.name]}); add credit or wait, then "
        "run the same command again: answers are kept."
    )


def test_a_wrong_key_ends_it(llm_server: LlmServer, protocol: str) -> None:
    ended = failure(opened(protocol, llm_server, "wrong-key"))
    assert isinstance(ended, EnvironmentFailure)
    variable, said = {
        "openai": ("OPENAI_API_KEY", "invalid_api_key: Incorrect API key provided"),
        "anthropic": ("ANTHROPIC_API_KEY", "invalid x-api-key"),
    }[protocol]
    assert str(ended) == (
        f"The server 127.0.0.1 does not accept the key in {variable} (401: {said}); set {variable} to one that it "
        "accepts."
    )


def test_an_unknown_model_ends_it(client: Client) -> None:
    ended = failure(client, request("dot", "gpt-0"))
    assert isinstance(ended, UserError)
    assert str(ended).startswith(f"The server 127.0.0.1 has no model '{client.model}' (")
    assert str(ended).endswith(
        "); name one that it has with --model, and see whether the address in --base-url is right if one is given."
    )


def test_a_request_that_is_not_taken_is_rejected(llm_server: LlmServer, client: Client) -> None:
    llm_server.configure(Config(refuses={"*": {"temperature": ""}}))
    refused = failure(client, replace(asked(client), temperature=0.5))
    assert isinstance(refused, Rejected)
    said = {
        "openai": "unsupported_parameter: Unsupported parameter: 'temperature' is not supported with this model",
        "anthropic": "temperature: Extra inputs are not permitted",
    }
    assert refused.reason == f"the server 127.0.0.1 answered 400 ({said[client.name]})"


PROVIDER = _http.Provider("the server", "m", "KEY", "", None, lambda headers: Allowance())


def status_error(status: int, message: str = "no", headers: dict[str, str] | None = None) -> Exception:
    with pytest.raises((Passing, Rejected, ManimillError)) as raised:
        PROVIDER.explain_status(status, message, headers or {})
    return raised.value


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Rejected), (401, EnvironmentFailure), (402, EnvironmentFailure), (403, EnvironmentFailure),
        (404, UserError), (405, Rejected), (408, Passing), (409, Passing), (413, Rejected), (422, Rejected),
        (429, Passing), (500, Passing), (502, Passing), (503, Passing), (504, Passing), (529, Passing), (599, Passing),
    ],
)  # fmt: skip
def test_what_a_status_means(status: int, kind: type[Exception]) -> None:
    assert type(status_error(status)) is kind


def test_a_refusal_that_names_a_page_about_billing_is_no_lack_of_money() -> None:
    said = "Rate limit reached for m: Limit 3 / min. Add a payment method at https://example.org/account/billing."
    assert isinstance(status_error(429, said), Passing)
    assert isinstance(
        status_error(400, "billing_hard_limit_reached: Billing hard limit has been reached"),
        EnvironmentFailure,
    )
    assert isinstance(
        status_error(400, "Your credit balance is too low to access the API."), EnvironmentFailure
    )


def test_long_messages_are_one_short_line() -> None:
    said = str(status_error(400, "One\ntwo  three. " * 100).args[0])
    assert said == f"the server answered 400 ({('One two three. ' * 100)[:199]}…)"


# -- what headers say ---------------------------------------------------------------------------------------

LIMITS = Limits(
    requests_per_minute=6, tokens_per_minute=6000, input_tokens_per_minute=600, output_tokens_per_minute=60
)


def test_openai_says_what_is_left(llm_server: LlmServer) -> None:
    llm_server.configure(Config(limits=LIMITS))
    client = opened("openai", llm_server)
    # 18 tokens of the prompt, and 100 that the answer may have.
    assert client.ask(asked(client)).allowance == Allowance(5, 10.0, 5882, 1.18)
    client.close()


def test_anthropic_says_what_is_left_of_the_tokens_that_run_out_first(llm_server: LlmServer) -> None:
    llm_server.configure(Config(limits=LIMITS))
    client = opened("anthropic", llm_server)
    left = client.ask(asked(client)).allowance
    # Six requests a minute and 60 tokens out, of which 20 are gone; times are rounded up to seconds.
    assert (left.requests, left.tokens) == (5, 40)
    assert left.requests_reset is not None
    assert left.tokens_reset is not None
    assert 9 < left.requests_reset <= 11
    assert 19 < left.tokens_reset <= 21
    client.close()


def test_a_refusal_says_what_is_left_too(llm_server: LlmServer, client: Client) -> None:
    llm_server.configure(Config(limits=Limits(requests_per_minute=6, burst_seconds=10)))
    client.ask(asked(client))
    trouble = failure(client)
    assert isinstance(trouble, Passing)
    assert trouble.wait is not None
    assert 8 < trouble.wait <= 10
    assert trouble.allowance.requests == 0


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120ms", 0.12), ("1s", 1.0), ("1.5s", 1.5), ("6m0s", 360.0), ("1h0m2s", 3602.0), ("2d", 172_800.0), ("7", 7.0),
        ("0.25", 0.25), ("", None), (None, None), ("soon", None), ("nan", None), ("inf", None), ("-5", None),
    ],
)  # fmt: skip
def test_spans_as_providers_write_them(text: str | None, seconds: float | None) -> None:
    assert _http.seconds_of(text) == (None if seconds is None else pytest.approx(seconds))


def test_moments_as_providers_write_them() -> None:
    assert _http.until("2001-01-01T00:00:00Z") == 0
    assert _http.until("2001-01-01T00:00:00") == 0
    far = _http.until("9999-01-01T00:00:00+00:00")
    assert far is not None
    assert far > 1e9
    assert [_http.until(text) for text in ("", None, "tomorrow")] == [None, None, None]


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "3"}, 3.0),
        ({"retry-after": "3", "retry-after-ms": "2500"}, 2.5),
        ({"retry-after": "Mon, 01 Jan 2001 00:00:00 GMT"}, 0.0),
        ({"retry-after": "in a while"}, None),
    ],
)
def test_when_to_try_again(headers: dict[str, str], seconds: float | None) -> None:
    assert _http.retry_after(headers) == seconds


@pytest.mark.parametrize(
    ("text", "count"), [("12", 12), ("0", 0), ("-1", None), ("1.5", None), ("", None), (None, None)]
)
def test_counts_as_providers_write_them(text: str | None, count: int | None) -> None:
    assert _http.count_of(text) == count


# -- the key ------------------------------------------------------------------------------------------------

SECRET = "sk-secret-0123456789"


@pytest.mark.parametrize("keys", [(SECRET,), ("another",)])
def test_the_key_is_never_said_nor_logged(
    llm_server: LlmServer, protocol: str, keys: tuple[str, ...], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = opened(protocol, llm_server, SECRET)
    kinds: tuple[FaultKind, ...] = (
        "rate_limited", "quota", "server_error", "bad_gateway", "unavailable", "overloaded", "disconnect", "truncated",
        "broken_body",
    )  # fmt: skip
    said = []
    for kind in kinds:
        llm_server.configure(Config(keys=keys, echo=True, faults=(Fault(kind),)))
        said.append(failure(client))
    llm_server.configure(Config(keys=keys, echo=True, refuses={"*": {"temperature": ""}}))
    said.append(failure(client, replace(asked(client), temperature=0.5)))
    said.append(failure(client, request("dot", "gpt-0")))
    if SECRET in keys:
        assert client.ask(asked(client)).status == "answered"
    client.close()
    assert any("Key: ***" in str(one) for one in said)
    for one in said:
        assert SECRET not in str(one)
        assert SECRET not in repr(one)
        assert one.__cause__ is None
    assert caplog.records
    assert SECRET not in caplog.text
    assert SECRET not in json.dumps([str(vars(record)) for record in caplog.records])
    assert SECRET not in repr(vars(client).get("who"))
