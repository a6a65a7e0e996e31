from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import anthropic
import openai
import pytest
from tests.describe.llm_clients import anthropic_client, openai_client
from tests.describe.llm_server import Answer, Config, LlmServer, plain_answer

StartLlmServer = Callable[..., LlmServer]


@pytest.fixture
def start_llm_server() -> Iterator[StartLlmServer]:
    """Start servers that stop when the test ends: ``start(config, answer)``, both optional."""
    with ExitStack() as servers:

        def start(config: Config | None = None, answer: Answer = plain_answer) -> LlmServer:
            return servers.enter_context(LlmServer(config, answer))

        yield start


@pytest.fixture
def llm_server(start_llm_server: StartLlmServer) -> LlmServer:
    """A server without faults or limits; ``configure`` changes that."""
    return start_llm_server()


@pytest.fixture
def gpt(llm_server: LlmServer) -> Iterator[openai.OpenAI]:
    """OpenAI's client at ``llm_server``; it tries once."""
    with openai_client(llm_server) as client:
        yield client


@pytest.fixture
def claude(llm_server: LlmServer) -> Iterator[anthropic.Anthropic]:
    """Anthropic's client at ``llm_server``; it tries once."""
    with anthropic_client(llm_server) as client:
        yield client
