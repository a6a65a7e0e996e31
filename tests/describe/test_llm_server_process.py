"""The test server in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from tests.describe.llm_clients import chat, chat_body, openai_client
from tests.describe.llm_server import Asked, Config, Delay, Fault, Limits, digest_of
from tests.describe.llm_server_process import LlmServerProcess

_CLIENT = """
import sys
from tests.describe.llm_clients import chat, openai_client
from tests.describe.llm_server_process import LlmServerProcess

server = LlmServerProcess.__new__(LlmServerProcess)
server.address = sys.argv[1]
with openai_client(server) as gpt:
    for number in range(1000):
        chat(gpt, f"scene {number}")
        print(number, flush=True)
"""


ANSWERS = "tests.describe.test_llm_server_process:shouted"


def shouted(asked: Asked) -> str:
    return asked.messages[-1]["content"].upper()


def test_the_configuration_and_the_answers_arrive(tmp_path: Path) -> None:
    config = Config(
        models=("gpt-5-mini",),
        limits=Limits(requests_per_minute=60),
        delay=Delay(exponential=0.001),
        faults=(Fault("unavailable", attempts=(1,)),),
    )
    with LlmServerProcess(tmp_path, config, ANSWERS) as server, openai_client(server) as gpt:
        retried = openai_client(server).with_options(max_retries=1)
        with retried:
            assert chat(retried, "dot").choices[0].message.content == "DOT"
        raw = gpt.chat.completions.with_raw_response.create(**chat_body("dot"))
        assert raw.headers["x-ratelimit-limit-requests"] == "60"
        assert [(call.status, call.fault, call.attempt) for call in server.calls] == [
            (503, "unavailable", 1),
            (200, "", 2),
            (200, "", 3),
        ]
        assert server.count(digest_of(chat_body("dot"))) == 3
        assert len(server.paid()) == 2


def test_the_ledger_survives_a_client_that_is_killed(tmp_path: Path) -> None:
    with LlmServerProcess(tmp_path) as server:
        client = subprocess.Popen(
            [sys.executable, "-c", _CLIENT, server.address],
            cwd=Path(__file__).parents[2],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert client.stdout is not None
        while client.stdout.readline() != "20\n":
            pass
        os.kill(client.pid, signal.SIGKILL)
        answered = 21 + len(client.communicate()[0].splitlines())
        with openai_client(server) as gpt:
            chat(gpt, "after")
        asked = [call.digest for call in server.paid()]
        expected = [digest_of(chat_body(f"scene {number}")) for number in range(answered)]
        assert asked[:answered] == expected
        assert asked[-1] == digest_of(chat_body("after"))
        # The one that was under way when the client was killed may have been answered.
        assert len(asked) - answered in (1, 2)


def test_a_configuration_is_read_as_it_was_written(tmp_path: Path) -> None:
    config = replace(
        Config(faults=(Fault("lost", 0.5, attempts=(1, 2), calls=(3, 4), paths=("POST /v1/batches",)),)),
        refuses={"*": {"temperature": ""}},
        seed=7,
    )
    LlmServerProcess(tmp_path, config)
    assert Config.load(tmp_path / "llm-server.json") == config
