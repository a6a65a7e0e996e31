from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from tests.describe.llm_server import Answer, Config, LlmServer, plain_answer

if TYPE_CHECKING:
    import anthropic
    import openai

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
    # The clients take a second to import, which tests of anything else should not cost.
    from tests.describe.llm_clients import openai_client

    with openai_client(llm_server) as client:
        yield client


@pytest.fixture
def claude(llm_server: LlmServer) -> Iterator[anthropic.Anthropic]:
    """Anthropic's client at ``llm_server``; it tries once."""
    from tests.describe.llm_clients import anthropic_client

    with anthropic_client(llm_server) as client:
        yield client
