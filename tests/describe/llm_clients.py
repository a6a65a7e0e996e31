"""The real clients, pointed at a test server, and the question that tests ask with them."""

from __future__ import annotations

from typing import Any

import anthropic
import openai
from tests.describe.llm_server import LlmServer
from tests.describe.llm_server_process import LlmServerProcess

KEY = "test-key"
GPT = "gpt-5-mini"
CLAUDE = "claude-haiku-4-5"
SYSTEM = "Describe."
SCENE = "class Dot(Scene): pass"


def openai_client(server: LlmServer | LlmServerProcess, key: str = KEY, timeout: float = 10) -> openai.OpenAI:
    """A client that tries once."""
    return openai.OpenAI(base_url=server.openai_url, api_key=key, max_retries=0, timeout=timeout)


def anthropic_client(
    server: LlmServer | LlmServerProcess, key: str = KEY, timeout: float = 10
) -> anthropic.Anthropic:
    """A client that tries once."""
    return anthropic.Anthropic(base_url=server.anthropic_url, api_key=key, max_retries=0, timeout=timeout)


def chat_body(text: str = SCENE, **parameters: Any) -> dict[str, Any]:
    """What ``chat`` sends."""
    messages = [{"role": "system", "content": SYSTEM}, {"role": "user", "content": text}]
    return {"model": GPT, "messages": messages, **parameters}


def message_body(text: str = SCENE, **parameters: Any) -> dict[str, Any]:
    """What ``message`` sends."""
    asked = {"model": CLAUDE, "max_tokens": 100, "system": SYSTEM, **parameters}
    return {"messages": [{"role": "user", "content": text}], **asked}


def chat(client: openai.OpenAI, text: str = SCENE, **parameters: Any) -> Any:
    return client.chat.completions.create(**chat_body(text, **parameters))


def message(client: anthropic.Anthropic, text: str = SCENE, **parameters: Any) -> Any:
    return client.messages.create(**message_body(text, **parameters))
