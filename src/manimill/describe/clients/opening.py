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
        return _openai(settings.model, base_url)
    if settings.client == "anthropic":
        return _anthropic(settings.model, base_url)
    for setting, value in (("temperature", settings.temperature), ("frames", settings.frames)):
        if value:
            raise RecipeError(
                f"The client 'claude-cli' takes no {setting}; leave {setting} out, or choose another client."
            )
    from manimill.describe.clients.claude_cli import ClaudeCommand

    return ClaudeCommand(settings.model)


def _openai(model: str, base_url: str | None) -> Client:
    try:
        from manimill.describe.clients._openai import KEY, OpenAIClient
    except ImportError:
        raise EnvironmentFailure(f"The client 'openai' wants the package openai; {_EXTRA}") from None
    return OpenAIClient(model, _key("OpenAI", KEY, base_url), base_url)


def _anthropic(model: str, base_url: str | None) -> Client:
    try:
        from manimill.describe.clients._anthropic import KEY, AnthropicClient
    except ImportError:
        raise EnvironmentFailure(f"The client 'anthropic' wants the package anthropic; {_EXTRA}") from None
    return AnthropicClient(model, _key("Anthropic", KEY, base_url), base_url)


def _key(who: str, variable: str, base_url: str | None) -> str | None:
    """The key that the environment has; None where a server of one's own may do without."""
    key = os.environ.get(variable, "").strip()
    if not key and base_url is None:
        raise EnvironmentFailure(
            f"{who} wants a key and the environment has none; set {variable}, or give --base-url for a server of your "
            "own."
        )
    if not (key.isascii() and key.isprintable()):
        # Libraries would quote it in what they say about it.
        raise EnvironmentFailure(
            f"The key in {variable} has characters that no key has, such as a line break; set it to the key alone."
        )
    return key or None


def _address(base_url: str) -> str | None:
    if not base_url:
        return None
    try:
        parts = urlsplit(base_url)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits = False
    if not fits:
        raise RecipeError(
            f"--base-url is '{base_url}'; it wants an address such as http://localhost:8000/v1."
        )
    return base_url
