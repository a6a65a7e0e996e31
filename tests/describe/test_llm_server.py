"""The real clients against the test server of language models."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import anthropic
import openai
import pytest
from tests.describe.conftest import StartLlmServer
from tests.describe.llm_server import Asked, Config, Limits, LlmServer

KEY = "test-key"
GPT = "gpt-5-mini"
CLAUDE = "claude-haiku-4-5"
SCENE = "class Dot(Scene): pass"


def answer(asked: Asked) -> str:
    return json.dumps({"description": f"A dot, said to {asked.model} at attempt {asked.attempt}."})


@pytest.fixture
def server(start_llm_server: StartLlmServer) -> LlmServer:
    return start_llm_server(Config(), answer)


@pytest.fixture
def gpt(server: LlmServer) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=server.openai_url, api_key=KEY, max_retries=0, timeout=10) as client:
        yield client


@pytest.fixture
def claude(server: LlmServer) -> Iterator[anthropic.Anthropic]:
    with anthropic.Anthropic(base_url=server.anthropic_url, api_key=KEY, max_retries=0, timeout=10) as client:
        yield client


def chat(client: openai.OpenAI, text: str = SCENE, **parameters: Any) -> Any:
    messages: Any = [{"role": "system", "content": "Describe."}, {"role": "user", "content": text}]
    return client.chat.completions.create(**{"model": GPT, "messages": messages, **parameters})


def message(client: anthropic.Anthropic, text: str = SCENE, **parameters: Any) -> Any:
    asked = {"model": CLAUDE, "max_tokens": 100, "system": "Describe.", **parameters}
    return client.messages.create(messages=[{"role": "user", "content": text}], **asked)


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
    with openai.OpenAI(base_url=server.openai_url, api_key=KEY, max_retries=0) as gpt:
        chat(gpt, max_completion_tokens=7)
    with anthropic.Anthropic(base_url=server.anthropic_url, api_key=KEY, max_retries=0) as claude:
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


def test_a_wrong_key_is_refused(server: LlmServer) -> None:
    with openai.OpenAI(base_url=server.openai_url, api_key="other", max_retries=0) as gpt:
        with pytest.raises(openai.AuthenticationError) as refused:
            chat(gpt)
        assert (refused.value.code, refused.value.status_code) == ("invalid_api_key", 401)
    with anthropic.Anthropic(base_url=server.anthropic_url, api_key="other", max_retries=0) as claude:
        with pytest.raises(anthropic.AuthenticationError) as unknown:
            message(claude)
        assert unknown.value.type == "authentication_error"
    assert [(call.status, call.attempt) for call in server.calls] == [(401, 0), (401, 0)]


def test_an_unknown_model_is_not_found(gpt: openai.OpenAI, claude: anthropic.Anthropic) -> None:
    with pytest.raises(openai.NotFoundError, match="`gpt-0` does not exist") as missing:
        chat(gpt, model="gpt-0")
    assert missing.value.code == "model_not_found"
    with pytest.raises(anthropic.NotFoundError, match="model: claude-0") as absent:
        message(claude, model="claude-0")
    assert absent.value.type == "not_found_error"


def test_parameters_can_be_refused(
    server: LlmServer, gpt: openai.OpenAI, claude: anthropic.Anthropic
) -> None:
    server.configure(Config(refuses={GPT: {"max_tokens": "max_completion_tokens"}, "*": {"temperature": ""}}))
    with pytest.raises(openai.BadRequestError, match="Use 'max_completion_tokens' instead") as refused:
        chat(gpt, max_tokens=10)
    assert (refused.value.param, refused.value.code) == ("max_tokens", "unsupported_parameter")
    with pytest.raises(openai.BadRequestError, match="'temperature' is not supported"):
        chat(gpt, temperature=0.2)
    with pytest.raises(anthropic.BadRequestError, match="temperature: Extra inputs are not permitted"):
        message(claude, extra_body={"temperature": 0.2})
    assert chat(gpt, temperature=1, max_completion_tokens=10).choices[0].finish_reason == "stop"


def test_limits_are_told_in_headers(
    server: LlmServer, gpt: openai.OpenAI, claude: anthropic.Anthropic
) -> None:
    server.configure(
        Config(
            limits=Limits(
                requests_per_minute=6,
                tokens_per_minute=6000,
                input_tokens_per_minute=600,
                output_tokens_per_minute=60,
            )
        )
    )
    messages: Any = [{"role": "user", "content": SCENE}]
    headers = gpt.chat.completions.with_raw_response.create(model=GPT, messages=messages).headers
    told = {name: headers[name] for name in headers if name.startswith("x-ratelimit")}
    assert told == {
        "x-ratelimit-limit-requests": "6",
        "x-ratelimit-remaining-requests": "5",
        "x-ratelimit-reset-requests": "10s",
        "x-ratelimit-limit-tokens": "6000",
        "x-ratelimit-remaining-tokens": "5973",
        "x-ratelimit-reset-tokens": "270ms",
    }
