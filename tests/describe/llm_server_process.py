"""The test server in a process of its own, for tests that kill clients while it lives on."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.describe.llm_server_config import Config
from tests.describe.llm_server_ledger import Call, read_ledger

_ROOT = Path(__file__).parents[2]


class LlmServerProcess:
    """A server that runs from ``start`` to ``stop``, and at most as long as the process that started it."""

    def __init__(self, folder: Path, config: Config | None = None, answers: str = "") -> None:
        """Keep the configuration and the ledger in ``folder``; ``answers`` is MODULE:FUNCTION."""
        folder.mkdir(parents=True, exist_ok=True)
        settings = folder / "llm-server.json"
        settings.write_text(json.dumps(asdict(config or Config())), encoding="utf-8")
        self._ledger = folder / "llm-ledger.jsonl"
        self._command = [sys.executable, "-m", "tests.describe.llm_server", "--until-eof"]
        self._command += ["--config", str(settings), "--ledger", str(self._ledger)]
        self._command += ["--answers", answers] if answers else []
        self._process: subprocess.Popen[str] | None = None
        self.address = ""

    @property
    def openai_url(self) -> str:
        return f"{self.address}/v1"

    @property
    def anthropic_url(self) -> str:
        return self.address

    @property
    def calls(self) -> list[Call]:
        """Every request that was answered, in the order of receipt."""
        return read_ledger(self._ledger)

    def paid(self) -> list[Call]:
        return [call for call in self.calls if call.paid]

    def count(self, digest: str) -> int:
        return sum(call.digest == digest for call in self.calls)

    def start(self) -> Self:
        self._process = subprocess.Popen(
            self._command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        self.address = self._process.stdout.readline().strip()
        if not self.address:
            self.stop()
            raise RuntimeError("The test server did not start; what it said is on standard error.")
        return self

    def stop(self) -> None:
        """End it by closing its standard input."""
        if self._process is not None:
            self._process.communicate()
            self._process = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
