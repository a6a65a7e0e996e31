"""The ``claude`` command: whoever has it set up needs no key of a provider."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from typing import Any, NoReturn

from manimill.describe.answers import Status
from manimill.describe.clients.base import Passing, Rejected, Reply
from manimill.describe.request import Request
from manimill.errors import EnvironmentFailure, UserError

_TIMEOUT = 300.0
_LONGEST_REASON = 200
_ALONE = {
    # What the user told the command to heed elsewhere is no part of the request, which its answer is kept under.
    "CLAUDE_CODE_SAFE_MODE": "1",
    "CLAUDE_CODE_DISABLE_CLAUDE_MDS": "1",
    # It would think for as long as an answer may be, many times what the other clients pay.
    "MAX_THINKING_TOKENS": "0",
    # How often something is tried again is decided here, for all requests together.
    "CLAUDE_CODE_MAX_RETRIES": "0",
    "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
}
_SPENT = re.compile(r"(usage|session|weekly|hit your|5-hour).*limit|credit balance", re.IGNORECASE)
"""What an account is told that has nothing left for hours."""
_UNREACHED = re.compile(r"ConnectionRefused|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|FailedToOpenSocket")
_CUT = "output token maximum"


class ClaudeCommand:
    """Asks a model by ``claude -p``, each time in a folder of its own with no tools: what it reads is text."""

    name = "claude-cli"

    def __init__(self, model: str, program: str | None = None) -> None:
        found = program or shutil.which("claude")
        if found is None:
            raise EnvironmentFailure(
                "There is no command 'claude' on this machine; install Claude Code, or choose --client anthropic or "
                "openai."
            )
        self.model = model
        self._program = found
        self._folder = tempfile.TemporaryDirectory(prefix="manimill-claude-")

    def ask(self, request: Request) -> Reply:
        """See `Client.ask`; the command takes neither pictures nor a temperature."""
        command = [self._program, "-p", "--output-format", "json", "--model", request.model]
        command += ["--system-prompt", request.system, "--tools", "", "--strict-mcp-config"]
        command += ["--no-session-persistence"]
        try:
            done = subprocess.run(
                command,
                # Alone in its process group: Ctrl-C is for us, and its answer is awaited.
                start_new_session=True,
                input=_conversation(request),
                capture_output=True,
                text=True,
                encoding="utf-8",
                errors="replace",
                timeout=_TIMEOUT,
                cwd=self._folder.name,
                env={**os.environ, **_ALONE, "CLAUDE_CODE_MAX_OUTPUT_TOKENS": str(request.max_tokens)},
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Passing(f"the command 'claude' did not answer in {_TIMEOUT:g} seconds", busy=True) from None
        except OSError as error:
            raise EnvironmentFailure(
                f"The command {self._program} cannot be run ({error.strerror})."
            ) from None
        return _read(done, self.model)

    def close(self) -> None:
        self._folder.cleanup()


def _conversation(request: Request) -> str:
    """The turns as one text, as the command takes it."""
    if len(request.messages) == 1:
        return request.messages[0].text
    return "\n\n".join(
        f"[{'you answered' if message.role == 'assistant' else 'request'}]\n{message.text}"
        for message in request.messages
    )


def _read(done: subprocess.CompletedProcess[str], model: str) -> Reply:
    try:
        body = json.loads(done.stdout)
    except ValueError:
        body = None
    if not isinstance(body, dict) or body.get("type") != "result":
        said = _short(
            done.stderr or done.stdout or f"it ended with status {done.returncode} and said nothing"
        )
        raise Passing(f"the command 'claude' did not work: {said}")
    text = body.get("result")
    said = _short(str(text or body.get("subtype") or "no reason given"))
    status = _status(body.get("stop_reason"), said)
    if body.get("is_error"):
        if status == "answered":
            _explain(body.get("api_error_status"), said, model)
        text = ""  # what the command says of it, not the model
    usage = body.get("usage") or {}
    kinds = ("input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens")
    cost = body.get("total_cost_usd")
    return Reply(
        status,
        text if isinstance(text, str) else "",
        sum(int(usage.get(kind) or 0) for kind in kinds),
        int(usage.get("output_tokens") or 0),
        int(usage.get("cache_read_input_tokens") or 0),
        cost=float(cost) if isinstance(cost, int | float) else None,
    )


def _explain(status: Any, said: str, model: str) -> NoReturn:
    if status == 402 or _SPENT.search(said):
        raise EnvironmentFailure(
            f"The command 'claude' takes no more requests on this account ({said}); add credit or wait, then run the "
            "same command again: answers are kept."
        )
    if status in (401, 403) or "/login" in said or "API key" in said:
        raise EnvironmentFailure(
            f"The command 'claude' is not signed in ({said}); run 'claude' once and sign in."
        )
    if status == 404 or "issue with the selected model" in said:
        raise UserError(f"The command 'claude' knows no model '{model}' ({said}); name another with --model.")
    if status in (400, 413, 422):
        raise Rejected(f"the command 'claude': {said}")
    raise Passing(
        f"the command 'claude': {said}",
        busy=status in (429, 503, 529),
        reached=_UNREACHED.search(said) is None,
    )


def _status(reason: Any, said: str) -> Status:
    if reason == "refusal":
        return "refused"
    return "truncated" if reason == "max_tokens" or _CUT in said else "answered"


def _short(text: str) -> str:
    line = " ".join(text.split()).rstrip(".")
    return line if len(line) <= _LONGEST_REASON else line[: _LONGEST_REASON - 1] + "…"
