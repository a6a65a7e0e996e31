"""The command 'claude': a small program that speaks as it does, and the command itself where it is installed."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.describe.asked import request
from tests.describe.conftest import StartLlmServer
from tests.describe.llm_clients import CLAUDE
from tests.describe.llm_server import Asked, Config, Fault, LlmServer

from manimill.describe.clients import Passing, Rejected, Reply
from manimill.describe.clients import claude_cli as module
from manimill.describe.clients.claude_cli import ClaudeCommand
from manimill.errors import EnvironmentFailure, ManimillError, UserError

RESULT = {
    "type": "result",
    "subtype": "success",
    "is_error": False,
    "api_error_status": None,
    "result": '{"description": "Draw a „dot“."}',
    "stop_reason": "end_turn",
    "total_cost_usd": 0.00125,
    "usage": {
        "input_tokens": 100, "cache_read_input_tokens": 20, "cache_creation_input_tokens": 3, "output_tokens": 7,
    },
}  # fmt: skip
ASKED = replace(request("class Dot(Scene): pass", "haiku"), max_tokens=700)

Speaking = Callable[..., ClaudeCommand]


@pytest.fixture
def speaking(tmp_path: Path) -> Iterator[Speaking]:
    """A command that notes how it was called in ``called.json``, and says what it is told to."""
    opened: list[ClaudeCommand] = []

    def speak(output: object, error: str = "", status: int = 0) -> ClaudeCommand:
        said = output if isinstance(output, str) else json.dumps(output)
        program = tmp_path / "claude"
        program.write_text(
            f"#!{sys.executable}\nimport json, os, sys\n"
            f"seen = dict(arguments=sys.argv[1:], input=sys.stdin.read(), folder=os.getcwd(), files=os.listdir(),\n"
            f"            environment=dict(os.environ), group=os.getpgrp())\n"
            f"open({str(tmp_path / 'called.json')!r}, 'w').write(json.dumps(seen))\n"
            f"sys.stdout.write({said!r})\nsys.stderr.write({error!r})\nsys.exit({status})\n"
        )
        program.chmod(0o755)
        opened.append(ClaudeCommand("haiku", str(program)))
        return opened[-1]

    yield speak
    for command in opened:
        command.close()


def called(tmp_path: Path) -> dict[str, Any]:
    seen: dict[str, Any] = json.loads((tmp_path / "called.json").read_text())
    return seen


def failure(command: ClaudeCommand) -> Exception:
    with pytest.raises((Passing, Rejected, ManimillError)) as raised:
        command.ask(ASKED)
    return raised.value


def failed(result: str, status: int | None = None, **more: object) -> dict[str, Any]:
    return {
        **RESULT,
        "is_error": True,
        "api_error_status": status,
        "result": result,
        "stop_reason": "stop_sequence",
        **more,
    }


def test_an_answer_comes_with_its_tokens_and_its_price(speaking: Speaking) -> None:
    reply = speaking(RESULT).ask(ASKED)
    assert reply == Reply("answered", '{"description": "Draw a „dot“."}', 123, 7, 20, 0.00125)


def test_it_is_called_alone_without_tools_and_with_the_limit(
    speaking: Speaking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAX_THINKING_TOKENS", "20000")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "its own affair")
    command = speaking(RESULT)
    command.ask(ASKED)
    seen = called(tmp_path)
    assert seen["arguments"] == [
        "-p", "--output-format", "json", "--model", "haiku", "--system-prompt", "Describe.", "--tools", "",
        "--strict-mcp-config", "--no-session-persistence",
    ]  # fmt: skip
    assert seen["input"] == "class Dot(Scene): pass"
    assert (seen["files"], seen["group"] != os.getpgrp()) == ([], True)
    environment = seen["environment"]
    assert (environment["CLAUDE_CODE_MAX_OUTPUT_TOKENS"], environment["MAX_THINKING_TOKENS"]) == ("700", "0")
    assert environment["ANTHROPIC_API_KEY"] == "its own affair"
    command.close()
    assert not Path(seen["folder"]).exists()


def test_a_conversation_is_told_as_one_text(speaking: Speaking, tmp_path: Path) -> None:
    speaking(RESULT).ask(ASKED.again("{}", "Better."))
    assert (
        called(tmp_path)["input"]
        == "[request]\nclass Dot(Scene): pass\n\n[you answered]\n{}\n\n[request]\nBetter."
    )


def test_a_refusal_is_an_answer_and_paid(speaking: Speaking) -> None:
    said = failed("API Error: Claude Code is unable to respond to this request", stop_reason="refusal")
    assert speaking(said, status=1).ask(ASKED) == Reply("refused", "", 123, 7, 20, 0.00125)


@pytest.mark.parametrize(
    "said",
    [
        failed(
            "API Error: Claude's response exceeded the 700 output token maximum. To configure this behavior, set X."
        ),
        {**RESULT, "stop_reason": "max_tokens"},
    ],
)
def test_an_answer_that_is_cut_is_paid(speaking: Speaking, said: dict[str, Any]) -> None:
    reply = speaking(said, status=1).ask(ASKED)
    assert (reply.status, reply.cost) == ("truncated", 0.00125)


@pytest.mark.parametrize(
    "more",
    [{"total_cost_usd": None}, {"usage": None}, {"usage": {"input_tokens": None}}],
)
def test_what_an_older_version_does_not_tell_is_not_known(speaking: Speaking, more: dict[str, Any]) -> None:
    reply = speaking({**RESULT, **more}).ask(ASKED)
    assert reply.status == "answered"
    assert (reply.cost is None) == ("total_cost_usd" in more)
    assert (reply.input_tokens == 0) == ("usage" in more)


RATE_LIMITED = (
    "API Error: Request rejected (429) · This request would exceed the rate limit of your organization"
)
RESET = "API Error: Unable to connect to API (ECONNRESET)"
NOBODY = "API Error: Unable to connect to API (ConnectionRefused)"

PASSING = [
    # Output, how it is said, whether it is busy and whether it was reached.
    (failed(f"{RATE_LIMITED}.", 429), RATE_LIMITED, True, True),
    (failed("API Error: 529 Overloaded.", 529), "API Error: 529 Overloaded", True, True),
    (
        failed("API Error: 500 Internal server error.", 500),
        "API Error: 500 Internal server error",
        False,
        True,
    ),
    (failed(RESET), RESET, False, True),
    (failed(NOBODY), NOBODY, False, False),
    (failed("", subtype="error_during_execution"), "error_during_execution", False, True),
]


@pytest.mark.parametrize(("said", "reason", "busy", "reached"), PASSING)
def test_what_passes(
    speaking: Speaking, said: dict[str, Any], reason: str, busy: bool, reached: bool
) -> None:
    trouble = failure(speaking(said, status=1))
    assert isinstance(trouble, Passing)
    assert (trouble.reason, trouble.busy, trouble.reached) == (
        f"the command 'claude': {reason}",
        busy,
        reached,
    )


@pytest.mark.parametrize(
    ("output", "error", "status", "said"),
    [
        ("", "error: unknown option '--tools'\n", 1, "error: unknown option '--tools'"),
        ("Segmentation\n fault.", "", 139, "Segmentation fault"),
        ("", "", 3, "it ended with status 3 and said nothing"),
        ("[1]", "", 0, "[1]"),
        ({"type": "other"}, "", 0, '{"type": "other"}'),
    ],
)
def test_other_output_is_told(speaking: Speaking, output: object, error: str, status: int, said: str) -> None:
    trouble = failure(speaking(output, error, status))
    assert isinstance(trouble, Passing)
    assert trouble.reason == f"the command 'claude' did not work: {said}"


SIGNED_OUT = "is not signed in ({}); run 'claude' once and sign in."
SPENT = (
    "takes no more requests on this account ({}); add credit or wait, then run the same command again: answers are "
    "kept."
)
NO_MODEL = "knows no model 'haiku' ({}); name another with --model."

ENDS: list[tuple[str, int | None, type[Exception], str]] = [
    ("Not logged in · Please run /login", None, EnvironmentFailure, SIGNED_OUT),
    ("Invalid API key · Fix external API key", 401, EnvironmentFailure, SIGNED_OUT),
    ("Credit balance is too low", 402, EnvironmentFailure, SPENT),
    ("You've hit your session limit · resets 3pm", 429, EnvironmentFailure, SPENT),
    ("There's an issue with the selected model (haiku)", 404, UserError, NO_MODEL),
]


@pytest.mark.parametrize(("said", "status", "kind", "sentence"), ENDS)
def test_what_ends_a_run(
    speaking: Speaking, said: str, status: int | None, kind: type[Exception], sentence: str
) -> None:
    ended = failure(speaking(failed(f"{said}.", status), status=1))
    assert type(ended) is kind
    assert str(ended) == f"The command 'claude' {sentence.format(said)}"


def test_a_request_that_is_not_taken_is_rejected(speaking: Speaking) -> None:
    refused = failure(speaking(failed("API Error: 400 prompt is too long", 400), status=1))
    assert isinstance(refused, Rejected)
    assert refused.reason == "the command 'claude': API Error: 400 prompt is too long"


def test_a_command_that_cannot_be_run_ends_it(tmp_path: Path) -> None:
    (tmp_path / "claude").write_text("#!/nowhere\n")
    command = ClaudeCommand("haiku", str(tmp_path / "claude"))
    ended = failure(command)
    assert isinstance(ended, EnvironmentFailure)
    assert str(ended) == f"The command {tmp_path}/claude cannot be run (Permission denied)."
    command.close()


def test_a_command_that_does_not_come_back_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_TIMEOUT", 0.2)
    (tmp_path / "claude").write_text("#!/bin/sh\nexec sleep 60\n")
    (tmp_path / "claude").chmod(0o755)
    command = ClaudeCommand("haiku", str(tmp_path / "claude"))
    trouble = failure(command)
    assert isinstance(trouble, Passing)
    assert (trouble.reason, trouble.busy) == ("the command 'claude' did not answer in 0.2 seconds", True)
    command.close()


# -- the command itself -------------------------------------------------------------------------------------


@pytest.fixture
def real(
    start_llm_server: StartLlmServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[ClaudeCommand, LlmServer, list[Asked]]]:
    """The command at a server of ours, with a home whose owner has it speak French."""
    program = shutil.which("claude")
    if program is None:
        pytest.skip("the command 'claude' is not installed")
    for name in list(os.environ):
        if name.startswith(("ANTHROPIC_", "CLAUDE")):
            monkeypatch.delenv(name)
    seen: list[Asked] = []

    def answer(asked: Asked) -> str:
        seen.append(asked)
        return '{"description": "Draw a dot."}'

    server = start_llm_server(Config(), answer)
    (tmp_path / ".claude").mkdir()
    (tmp_path / ".claude" / "CLAUDE.md").write_text("Always answer in French.")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("ANTHROPIC_BASE_URL", server.anthropic_url)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "test-key")
    command = ClaudeCommand(CLAUDE, program)
    yield command, server, seen
    command.close()


def test_the_real_command_asks_what_it_is_told_to(real: tuple[ClaudeCommand, LlmServer, list[Asked]]) -> None:
    command, server, seen = real
    reply = command.ask(replace(ASKED, model=CLAUDE))
    assert (reply.status, reply.text, reply.output_tokens) == (
        "answered",
        '{"description": "Draw a dot."}',
        9,
    )
    assert reply.cost is not None
    assert reply.cost > 0
    (told,) = seen
    assert told.model == CLAUDE
    assert told.system.endswith("\nDescribe.")
    assert told.messages[-1]["content"].strip().endswith("class Dot(Scene): pass")
    assert "French" not in told.text
    assert (told.parameters["max_tokens"], told.parameters["tools"]) == (700, [])
    assert told.parameters["thinking"] == {"type": "disabled"}
    server.configure(Config(faults=(Fault("refusal"),)))
    assert command.ask(replace(ASKED, model=CLAUDE)).status == "refused"
    server.configure(Config(faults=(Fault("overloaded"),)))
    server.reset()
    trouble = failure_of(command)
    assert isinstance(trouble, Passing)
    assert trouble.busy
    assert [call.status for call in server.calls if call.path == "/v1/messages"] == [529]
    server.configure(Config(keys=("another",)))
    assert isinstance(failure_of(command), EnvironmentFailure)


def failure_of(command: ClaudeCommand) -> Exception:
    with pytest.raises((Passing, Rejected, ManimillError)) as raised:
        command.ask(replace(ASKED, model=CLAUDE))
    return raised.value
