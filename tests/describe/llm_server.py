"""A server that speaks the protocols of OpenAI and Anthropic on this machine, for tests and benchmarks of clients.

In a test, ``with LlmServer(Config(...), answer) as server`` starts it in a thread; ``server.openai_url`` and
``server.anthropic_url`` are what the clients want for ``base_url``. As a process of its own, which outlives clients
that are killed:

    python -m tests.describe.llm_server --port 0 --ledger FILE --config FILE.json --answers MODULE:FUNCTION

prints its address. What goes wrong depends on the seed, the body of a request and how often it came, not on order
or concurrency.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Self, cast

from tests.describe.llm_server_answering import Answer
from tests.describe.llm_server_config import Batches, Config, Delay, Fault, Limits, drawn
from tests.describe.llm_server_dialect import Asked
from tests.describe.llm_server_http import Connection
from tests.describe.llm_server_ledger import Call, Ledger, digest_of, read_ledger
from tests.describe.llm_server_service import Service

__all__ = [
    "Answer",
    "Asked",
    "Batches",
    "Call",
    "Config",
    "Delay",
    "Fault",
    "Ledger",
    "Limits",
    "LlmServer",
    "digest_of",
    "plain_answer",
    "read_ledger",
]


def plain_answer(asked: Asked) -> str:
    """A sentence that differs from text to text."""
    return f"Draw a circle with a radius of {1 + drawn(asked.text):.3f} units and fill it with blue."


class LlmServer:
    """One server with its state; it listens from ``start`` to ``stop``."""

    def __init__(
        self,
        config: Config | None = None,
        answer: Answer = plain_answer,
        *,
        ledger: Path | None = None,
        port: int = 0,
    ) -> None:
        self._ledger = Ledger(ledger)
        self._service = Service(config or Config(), answer, self._ledger)
        self._port = port
        self._connections: set[Connection] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="llm-server", daemon=True)
        self._listening = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def openai_url(self) -> str:
        return f"{self.address}/v1"

    @property
    def anthropic_url(self) -> str:
        return self.address

    @property
    def config(self) -> Config:
        return self._service.answering.config

    def configure(self, config: Config) -> None:
        """Go on with another configuration. Attempts and batches are remembered."""
        self._service.answering.configure(config)

    @property
    def calls(self) -> list[Call]:
        """Every request that was received, in the order of receipt."""
        return self._ledger.calls

    @property
    def peak(self) -> int:
        """The largest number of requests that waited for an answer at the same time."""
        return self._ledger.peak

    def paid(self) -> list[Call]:
        """The calls that a provider would ask money for."""
        return [call for call in self.calls if call.paid]

    def count(self, digest: str) -> int:
        """How many calls had this body; see ``digest_of``."""
        return sum(call.digest == digest for call in self.calls)

    def reset(self) -> None:
        """Forget the calls; attempts and batches are remembered."""
        self._ledger.reset()

    def start(self) -> Self:
        self._thread.start()
        self._listening.wait()
        return self

    def stop(self) -> None:
        """Close all connections; raises what was raised while answering. A second time does nothing."""
        if not self._thread.is_alive():
            return
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._ledger.close()
        if self._service.failures:
            raise self._service.failures[0]

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def join(self) -> None:
        """Wait until another thread or a signal stops it."""
        self._thread.join()

    def _run(self) -> None:
        loop = self._loop
        listener = loop.run_until_complete(
            loop.create_server(
                lambda: Connection(self._service, self._connections), "127.0.0.1", self._port, backlog=512
            )
        )
        self._port = listener.sockets[0].getsockname()[1]
        self._listening.set()
        loop.run_forever()
        listener.close()
        for connection in list(self._connections):
            connection.abort()
        # What was aborted is told so in the next turn of the loop.
        loop.run_until_complete(asyncio.sleep(0))
        loop.run_until_complete(listener.wait_closed())
        loop.close()


def _main() -> None:
    parser = argparse.ArgumentParser(description="A test server of language models.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--ledger", type=Path)
    parser.add_argument("--config", type=Path)
    parser.add_argument("--answers", help="MODULE:FUNCTION; it takes an Asked and returns a text")
    parser.add_argument("--until-eof", action="store_true", help="stop when standard input ends")
    options = parser.parse_args()
    answer: Answer = plain_answer
    if options.answers:
        module, _, name = options.answers.partition(":")
        answer = cast("Answer", getattr(importlib.import_module(module), name))
    config = Config.load(options.config) if options.config else Config()
    server = LlmServer(config, answer, ledger=options.ledger, port=options.port).start()
    sys.stdout.write(server.address + "\n")
    sys.stdout.flush()
    if options.until_eof:
        sys.stdin.read()
        server.stop()
    else:
        server.join()


if __name__ == "__main__":
    _main()
