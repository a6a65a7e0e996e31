"""The client that a recipe names, with the key that the environment has."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from manimill.describe.clients.base import Client
from manimill.errors import EnvironmentFailure, RecipeError
from manimill.recipe import Describe

_EXTRA = "install it with: pip install 'manimill[llm]'"


def open_client(settings: Describe) -> Client:
    """Open the client of these settings. Nothing is asked yet.

    Raises:
        RecipeError: no model is named, or the address is none.
        EnvironmentFailure: the library, the command or the key is not there.
    """
    if not settings.model:
        raise RecipeError(
            f"The client '{settings.client}' wants a model; name one with --model or describe.model."
        )
    base_url = _address(settings.base_url)
    if settings.client == "openai":
        try:
            from manimill.describe.clients._openai import KEY, OpenAIClient
        except ImportError:
            raise EnvironmentFailure(f"The client 'openai' wants the package openai; {_EXTRA}") from None
        key = os.environ.get(KEY)
        if not key and base_url is None:
            raise _without_key("OpenAI", KEY)
        return OpenAIClient(settings.model, key, base_url)
    if settings.client == "anthropic":
        try:
            from manimill.describe.clients._anthropic import KEY as ANTHROPIC_KEY
            from manimill.describe.clients._anthropic import AnthropicClient
        except ImportError:
            raise EnvironmentFailure(
                f"The client 'anthropic' wants the package anthropic; {_EXTRA}"
            ) from None
        key = os.environ.get(ANTHROPIC_KEY)
        if not key:
            raise _without_key("Anthropic", ANTHROPIC_KEY)
        return AnthropicClient(settings.model, key, base_url)
    from manimill.describe.clients.claude_cli import ClaudeCommand

    return ClaudeCommand(settings.model)


def _without_key(who: str, variable: str) -> EnvironmentFailure:
    return EnvironmentFailure(
        f"{who} wants a key and the environment has none; set {variable}, or give --base-url for a server of your own."
    )


def _address(base_url: str) -> str | None:
    if not base_url:
        return None
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise RecipeError(
            f"--base-url is '{base_url}'; it wants an address such as http://localhost:8000/v1."
        )
    return base_url
