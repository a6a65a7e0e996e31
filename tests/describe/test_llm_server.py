"""The real clients against the test server of language models."""

from __future__ import annotations

import json
import time
from datetime import datetime

import anthropic
import openai
import pytest
from tests.describe.conftest import StartLlmServer
from tests.describe.llm_clients import (
    CLAUDE,
    GPT,
    SCENE,
    anthropic_client,
    chat,
    chat_body,
    message,
    message_body,
    openai_client,
)
from tests.describe.llm_server import Asked, Config, Limits, LlmServer, digest_of


def answer(asked: Asked) -> str:
    return json.dumps({"description": f"A dot, said to {asked.model} at attempt {asked.attempt}."})


@pytest.fixture
def llm_server(start_llm_server: StartLlmServer) -> LlmServer:
    return start_llm_server(Config(), answer)


def test_a_chat_completion_is_what_the_answer_function_says(gpt: openai.OpenAI) -> None:
    completion = chat(gpt, temperature=0.5)
    assert completion.model == GPT
    assert completion.choices[0].message.content == (
        '{"description": "A dot, said to gpt-5-mini at attempt 1."}'
    )
    assert completion.choices[0].finish_reason == "stop"
    assert (completion.usage.prompt_tokens, completion.usage.completion_tokens) == (18, 22)


def test_a_message_is_what_the_answer_function_says(claude: anthropic.Anthropic) -> None:
    said = message(claude)
    assert said.content[0].text == '{"description": "A dot, said to claude-haiku-4-5 at attempt 1."}'
    assert (said.stop_reason, said.model) == ("end_turn", CLAUDE)
    assert (said.usage.input_tokens, said.usage.output_tokens) == (18, 24)


def test_the_answer_function_sees_the_same_question_in_both_protocols(
    start_llm_server: StartLlmServer,
) -> None:
    asked: list[Asked] = []

    def remember(question: Asked) -> str:
        asked.append(question)
        return "yes"

    server = start_llm_server(Config(), remember)
    with openai_client(server) as gpt:
        chat(gpt, max_completion_tokens=7)
    with anthropic_client(server) as claude:
        message(claude)
    first, second = asked
    assert (first.protocol, second.protocol) == ("openai", "anthropic")
    assert (first.parameters, second.parameters) == ({"max_completion_tokens": 7}, {"max_tokens": 100})
    assert first.system == second.system == "Describe."
    assert first.messages == second.messages == ({"role": "user", "content": SCENE},)
    assert first.text == second.text == f"Describe.\n{SCENE}"


def test_models_are_listed_in_both_protocols(gpt: openai.OpenAI, claude: anthropic.Anthropic) -> None:
    names = ["gpt-4.1-mini", "gpt-5-mini", "claude-haiku-4-5", "claude-sonnet-4-5"]
    assert [model.id for model in gpt.models.list()] == names
    assert [model.id for model in claude.models.list()] == names


def test_tokens_are_counted_as_a_message_is_billed(claude: anthropic.Anthropic) -> None:
    counted = claude.messages.count_tokens(
        model=CLAUDE, system="Describe.", messages=[{"role": "user", "content": SCENE}]
    )
    assert counted.input_tokens == message(claude).usage.input_tokens


def test_an_answer_ends_at_the_limit_on_tokens(gpt: openai.OpenAI, claude: anthropic.Anthropic) -> None:
    choice = chat(gpt, max_completion_tokens=5).choices[0]
    assert (choice.message.content, choice.finish_reason) == ('{"description": "A', "length")
    said = message(claude, max_tokens=5)
    assert (said.content[0].text, said.stop_reason, said.usage.output_tokens) == (
        '{"description": "A',
        "max_tokens",
        5,
    )


def test_tokens_can_be_counted_by_length(llm_server: LlmServer, gpt: openai.OpenAI) -> None:
    llm_server.configure(Config(exact_tokens=False, overhead=0))
    completion = chat(gpt, max_completion_tokens=5)
    assert completion.choices[0].message.content == '{"description": "A d'
    # 9 and 22 characters.
    assert (completion.usage.prompt_tokens, completion.usage.completion_tokens) == (3 + 6, 5)


def test_a_wrong_key_is_refused(llm_server: LlmServer) -> None:
    with openai_client(llm_server, key="other") as gpt:
        with pytest.raises(openai.AuthenticationError) as refused:
            chat(gpt)
        assert (refused.value.code, refused.value.status_code) == ("invalid_api_key", 401)
    with anthropic_client(llm_server, key="other") as claude:
        with pytest.raises(anthropic.AuthenticationError) as unknown:
            message(claude)
        assert unknown.value.type == "authentication_error"
    assert [(call.status, call.attempt) for call in llm_server.calls] == [(401, 0), (401, 0)]


def test_an_unknown_model_is_not_found(gpt: openai.OpenAI, claude: anthropic.Anthropic) -> None:
    with pytest.raises(openai.NotFoundError, match="`gpt-0` does not exist") as missing:
        chat(gpt, model="gpt-0")
    assert missing.value.code == "model_not_found"
    with pytest.raises(anthropic.NotFoundError, match="model: claude-0") as absent:
        message(claude, model="claude-0")
    assert absent.value.type == "not_found_error"


def test_parameters_can_be_refused(
    llm_server: LlmServer, gpt: openai.OpenAI, claude: anthropic.Anthropic
) -> None:
    llm_server.configure(
        Config(refuses={GPT: {"max_tokens": "max_completion_tokens"}, "*": {"temperature": ""}})
    )
    with pytest.raises(openai.BadRequestError, match="Use 'max_completion_tokens' instead") as refused:
        chat(gpt, max_tokens=10)
    assert (refused.value.param, refused.value.code) == ("max_tokens", "unsupported_parameter")
    with pytest.raises(openai.BadRequestError, match="'temperature' is not supported"):
        chat(gpt, temperature=0.2)
    with pytest.raises(anthropic.BadRequestError, match="temperature: Extra inputs are not permitted"):
        message(claude, extra_body={"temperature": 0.2})
    assert chat(gpt, temperature=1, max_completion_tokens=100).choices[0].finish_reason == "stop"


LIMITS = Limits(
    requests_per_minute=6, tokens_per_minute=6000, input_tokens_per_minute=600, output_tokens_per_minute=60
)


def test_openai_tells_limits_in_headers(llm_server: LlmServer, gpt: openai.OpenAI) -> None:
    llm_server.configure(Config(limits=LIMITS))
    raw = gpt.chat.completions.with_raw_response.create(**chat_body())
    # 18 tokens of the prompt, and 16 where no limit on the answer's is given.
    assert {name: raw.headers[name] for name in raw.headers if "limit" in name} == {
        "x-ratelimit-limit-requests": "6",
        "x-ratelimit-remaining-requests": "5",
        "x-ratelimit-reset-requests": "10s",
        "x-ratelimit-limit-tokens": "6000",
        "x-ratelimit-remaining-tokens": "5966",
        "x-ratelimit-reset-tokens": "340ms",
    }
    assert json.loads(raw.text)["usage"]["total_tokens"] == 40


def test_anthropic_tells_limits_in_headers(llm_server: LlmServer, claude: anthropic.Anthropic) -> None:
    llm_server.configure(Config(limits=LIMITS))
    before = time.time()
    headers = claude.messages.with_raw_response.create(**message_body()).headers
    kinds = ("requests", "input-tokens", "output-tokens")
    told = [
        (headers[f"anthropic-ratelimit-{kind}-limit"], headers[f"anthropic-ratelimit-{kind}-remaining"])
        for kind in kinds
    ]
    assert told == [("6", "5"), ("600", "582"), ("60", "36")]
    full = [datetime.fromisoformat(headers[f"anthropic-ratelimit-{kind}-reset"]) for kind in kinds]
    # One request of 6 in a minute is back after 10 seconds, 24 tokens of 60 after 24; rounded up to seconds.
    assert 10 <= full[0].timestamp() - before < 13
    assert 24 <= full[2].timestamp() - before < 27


def test_who_asks_too_often_is_told_when_to_come_again(llm_server: LlmServer, gpt: openai.OpenAI) -> None:
    llm_server.configure(Config(limits=Limits(requests_per_minute=6, burst_seconds=20)))
    chat(gpt)
    chat(gpt)
    with pytest.raises(openai.RateLimitError, match="on requests per minute") as limited:
        chat(gpt)
    headers = limited.value.response.headers
    assert (limited.value.code, limited.value.type) == ("rate_limit_exceeded", "requests")
    assert headers["retry-after"] == "10"
    assert 8000 < int(headers["retry-after-ms"]) <= 10_000
    assert headers["x-ratelimit-remaining-requests"] == "0"
    # It reached no model, so it was no attempt.
    assert [(call.status, call.attempt) for call in llm_server.calls] == [(200, 1), (200, 2), (429, 0)]


def test_tokens_that_were_answered_are_made_up_for(
    llm_server: LlmServer, claude: anthropic.Anthropic
) -> None:
    llm_server.configure(Config(limits=Limits(output_tokens_per_minute=60, burst_seconds=1)))
    message(claude)
    with pytest.raises(anthropic.RateLimitError) as limited:
        message(claude)
    assert limited.value.type == "rate_limit_error"
    assert limited.value.response.headers["anthropic-ratelimit-output-tokens-remaining"] == "0"


def test_the_ledger_has_every_request(
    llm_server: LlmServer, gpt: openai.OpenAI, claude: anthropic.Anthropic
) -> None:
    chat(gpt)
    chat(gpt, "another")
    chat(gpt)
    message(claude)
    gpt.models.list()
    asked, other, said = digest_of(chat_body()), digest_of(chat_body("another")), digest_of(message_body())
    calls = [
        (call.protocol, call.path, call.digest, call.attempt, call.input_tokens, call.output_tokens)
        for call in llm_server.calls
    ]
    assert calls[:4] == [
        ("openai", "/v1/chat/completions", asked, 1, 18, 22),
        ("openai", "/v1/chat/completions", other, 1, 12, 22),
        ("openai", "/v1/chat/completions", asked, 2, 18, 22),
        ("anthropic", "/v1/messages", said, 1, 18, 24),
    ]
    assert llm_server.calls[4].path == "/v1/models"
    assert all(call.status == 200 and call.complete for call in llm_server.calls)
    assert [call.digest for call in llm_server.paid()] == [asked, other, asked, said]
    assert llm_server.count(asked) == 2
    llm_server.reset()
    assert llm_server.calls == []


def test_what_the_answer_function_raises_fails_the_test() -> None:
    def wrong(asked: Asked) -> str:
        raise LookupError(asked.model)

    server = LlmServer(Config(), wrong).start()
    with openai_client(server) as gpt, pytest.raises(openai.InternalServerError, match="LookupError"):
        chat(gpt)
    with pytest.raises(LookupError, match=GPT):
        server.stop()


def test_a_message_can_be_streamed(claude: anthropic.Anthropic) -> None:
    with claude.messages.stream(**message_body()) as stream:
        said = stream.get_final_message()
    (block,) = said.content
    assert block.type == "text"
    assert block.text == '{"description": "A dot, said to claude-haiku-4-5 at attempt 1."}'
    assert (said.stop_reason, said.usage.input_tokens, said.usage.output_tokens) == ("end_turn", 18, 24)
