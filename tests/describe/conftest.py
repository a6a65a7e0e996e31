from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from tests.describe.llm_server import Answer, Config, LlmServer, plain_answer

StartLlmServer = Callable[..., LlmServer]


@pytest.fixture
def start_llm_server() -> Iterator[StartLlmServer]:
    """Start servers that stop when the test ends; takes what ``LlmServer`` takes."""
    with ExitStack() as servers:

        def start(config: Config | None = None, answer: Answer = plain_answer) -> LlmServer:
            return servers.enter_context(LlmServer(config, answer))

        yield start


@pytest.fixture
def llm_server(start_llm_server: StartLlmServer) -> LlmServer:
    """A server without faults or limits."""
    return start_llm_server()
