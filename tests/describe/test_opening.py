"""Clients as a recipe names them, with keys from the environment."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from tests.describe.asked import request

from manimill.describe.clients import Client, open_client
from manimill.describe.clients._anthropic import AnthropicClient
from manimill.describe.clients._openai import OpenAIClient
from manimill.describe.clients.claude_cli import ClaudeCommand
from manimill.describe.clients.function import function_client
from manimill.errors import EnvironmentFailure, InputError, RecipeError
from manimill.recipe import Describe

HERE = "http://127.0.0.1:9/v1"


def opened(client: str, **settings: object) -> Client:
    return open_client(Describe.model_validate({"client": client, **settings}))


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("OPENAI_", "ANTHROPIC_")):
            monkeypatch.delenv(name)


def test_keys_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", " key-one\n")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "key-two")
    gpt = open_client(Describe(client="openai", model="gpt-5-mini"))
    claude = open_client(Describe(client="anthropic", model="claude-haiku-4-5"))
    assert isinstance(gpt, OpenAIClient)
    assert isinstance(claude, AnthropicClient)
    assert (gpt._sdk.api_key, gpt.model, gpt.who) == ("key-one", "gpt-5-mini", "the server api.openai.com")
    assert (claude._sdk.api_key, claude.model, claude.who) == (
        "key-two",
        "claude-haiku-4-5",
        "the server api.anthropic.com",
    )
    gpt.close()
    claude.close()


@pytest.mark.parametrize("client", ["openai", "anthropic"])
def test_a_server_of_ones_own_needs_no_key(client: str) -> None:
    made = opened(client, model="llama", base_url=HERE)
    assert isinstance(made, OpenAIClient | AnthropicClient)
    assert (made._sdk.api_key, made.who) == ("none", "the server 127.0.0.1")
    made.close()


@pytest.mark.parametrize(
    ("client", "who", "variable"),
    [("openai", "OpenAI", "OPENAI_API_KEY"), ("anthropic", "Anthropic", "ANTHROPIC_API_KEY")],
)
@pytest.mark.parametrize("key", [None, "", "  "])
def test_without_a_key_a_sentence_says_what_to_do(
    client: str, who: str, variable: str, key: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if key is not None:
        monkeypatch.setenv(variable, key)
    with pytest.raises(EnvironmentFailure) as missing:
        opened(client, model="m")
    assert str(missing.value) == (
        f"{who} wants a key and the environment has none; set {variable}, or give --base-url for a server of your own."
    )


@pytest.mark.parametrize("key", ["sk-one\nsk-two", "sk-ü", "sk\x7f"])
@pytest.mark.parametrize(
    ("client", "variable"), [("openai", "OPENAI_API_KEY"), ("anthropic", "ANTHROPIC_API_KEY")]
)
def test_a_key_that_can_be_none_is_not_sent_and_not_said(
    client: str, variable: str, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, key)
    with pytest.raises(EnvironmentFailure) as refused:
        opened(client, model="m", base_url=HERE)
    assert str(refused.value) == (
        f"The key in {variable} has characters that no key has, such as a line break; set it to the key alone."
    )


@pytest.mark.parametrize("client", ["openai", "anthropic"])
@pytest.mark.parametrize("how", ["absent", "never imported"])
def test_without_the_library_a_sentence_says_what_to_install(
    client: str, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, client, None)
    monkeypatch.delitem(sys.modules, f"manimill.describe.clients._{client}", raising=False)
    if how == "never imported":
        monkeypatch.setitem(sys.modules, "httpx2", None)
        monkeypatch.delitem(sys.modules, "manimill.describe.clients._http", raising=False)
    with pytest.raises(EnvironmentFailure) as missing:
        opened(client, model="m", base_url=HERE)
    assert str(missing.value) == (
        f"The client '{client}' wants the package {client}; install it with: pip install 'manimill[llm]'"
    )


@pytest.mark.parametrize("client", ["openai", "anthropic", "claude-cli"])
def test_a_model_has_to_be_named(client: str) -> None:
    with pytest.raises(RecipeError) as refused:
        opened(client)
    assert (
        str(refused.value) == f"The client '{client}' wants a model; name one with --model or describe.model."
    )


@pytest.mark.parametrize(
    "address",
    ["localhost:8000", "/v1", "ftp://host/v1", "http://", "http:///v1", "http://[::1/v1", "http://h:port/"],
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(RecipeError) as refused:
        open_client(Describe(client="openai", model="m", base_url=address))
    assert str(refused.value) == (
        f"--base-url is '{address}'; it wants an address such as http://localhost:8000/v1."
    )


def test_the_command_is_looked_for_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EnvironmentFailure) as missing:
        open_client(Describe(client="claude-cli", model="haiku"))
    assert str(missing.value) == (
        "There is no command 'claude' on this machine; install Claude Code, or choose --client anthropic or openai."
    )
    (tmp_path / "claude").write_text("#!/bin/sh\n")
    (tmp_path / "claude").chmod(0o755)
    client = open_client(Describe(client="claude-cli", model="haiku"))
    assert isinstance(client, ClaudeCommand)
    assert client.model == "haiku"
    client.close()


@pytest.mark.parametrize("setting", [{"temperature": 0.5}, {"frames": 2}])
def test_what_the_command_does_not_take_is_refused(setting: dict[str, float]) -> None:
    (name,) = setting
    with pytest.raises(RecipeError) as refused:
        open_client(Describe.model_validate({"client": "claude-cli", "model": "haiku", **setting}))
    assert str(refused.value) == (
        f"The client 'claude-cli' takes no {name}; leave {name} out, or choose another client."
    )


# -- functions ----------------------------------------------------------------------------------------------


def test_a_function_is_asked_with_the_request_and_its_answer_is_text() -> None:
    client = function_client(lambda asked: asked.prompt.upper(), "mine")
    reply = client.ask(request("dot", "mine"))
    assert (reply.status, reply.text, reply.input_tokens, reply.cost) == (
        "answered",
        "DESCRIBE.\n\nDOT",
        0,
        None,
    )
    assert (client.name, client.model) == ("function", "mine")
    client.close()


@pytest.mark.parametrize(("returned", "kind"), [(None, "NoneType"), (b"text", "bytes"), ({"a": 1}, "dict")])
def test_a_function_that_returns_no_text_is_told(returned: object, kind: str) -> None:
    client = function_client(lambda asked: returned, "mine")  # type: ignore[arg-type]
    with pytest.raises(InputError) as refused:
        client.ask(request("dot"))
    assert (
        str(refused.value) == f"The function mine returned {kind}; it must return the model's answer as text."
    )


@pytest.mark.parametrize(
    ("returned", "got"),
    [([], "0 answers"), (["a", "b", "c"], "3 answers"), ("ab", "str"), (None, "NoneType")],
)
def test_a_function_of_many_returns_one_text_for_each(returned: object, got: str) -> None:
    client = function_client(lambda asked: returned, "mine", 8)  # type: ignore[arg-type]
    with pytest.raises(InputError) as refused:
        client.hand_in([request("one"), request("two")], "name")  # type: ignore[attr-defined]
    assert str(refused.value) == (
        f"The function mine returned {got} for 2 requests; it must return a list of one text for each."
    )
