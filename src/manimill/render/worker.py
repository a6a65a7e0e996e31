"""The host's end of a zygote."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from manimill.errors import EnvironmentFailure
from manimill.render._zygote.lines import Closed, Lines
from manimill.render.sandbox import Bubblewrap, Sandbox
from manimill.render.settings import RenderJob, RenderSettings
from manimill.render.tex import TexStore
from manimill.render.verdict import Verdict, VerdictKind

ZYGOTE = Path(__file__).with_name("_zygote")
_INSIDE = "/zygote"
_START_SECONDS = 120
_HANG_UP_SECONDS = 5
_GRACE_SECONDS = 30
"""Beyond a scene's own limit, for a zygote that has to end and clear away what the scene left."""


@contextmanager
def open_worker(settings: RenderSettings, tex_folder: Path) -> Iterator[Callable[[RenderJob], Verdict]]:
    """The engine's task: a function that renders jobs, backed by one zygote."""
    with Worker(settings, tex_folder) as worker:
        yield worker.render


class Worker:
    """Renders jobs one after the other in a zygote, which it starts when first needed.

    The zygote dies with the thread that started it, so that nothing outlives a killed main process: a
    worker is used by one thread.
    """

    def __init__(self, settings: RenderSettings, tex_folder: Path, python: str | None = None) -> None:
        self._settings = settings
        self._tex_folder = tex_folder
        self._python = python
        self._zygote: _Zygote | None = None
        self._jobs = 0

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the zygote and all it started."""
        if self._zygote is not None:
            self._zygote.end()
            self._zygote = None

    def render(self, job: RenderJob) -> Verdict:
        """Render a job; a zygote that dies of it is replaced, and the job tried once more.

        Raises:
            EnvironmentFailure: the sandbox does not start, or lacks something that scenes need.
        """
        for _ in range(2):
            try:
                return self._attempt(job)
            except Closed:
                self.close()
        return Verdict(VerdictKind.CRASHED, error="took the process that supervises it down, twice")

    def _attempt(self, job: RenderJob) -> Verdict:
        if self._zygote is None:
            sandbox = Bubblewrap.for_interpreter(self._python)
            self._zygote = _Zygote(sandbox, TexStore(self._tex_folder, sandbox), self._python)
        self._jobs += 1
        answer = self._zygote.run(
            {
                "job": self._jobs,
                "code": job.code,
                "scene": job.scene,
                "timeout": self._settings.timeout,
                "memory_mb": self._settings.memory_mb,
            }
        )
        if answer.get("spent"):
            self.close()
        if "unconfined" in answer:
            raise EnvironmentFailure(
                f"Scenes cannot be given their limits here ({answer['unconfined']}); this process has inherited "
                "lower ones: raise them with `ulimit`, or lower render.memory_mb and render.timeout."
            )
        if "environment" in answer:
            raise _missing(str(answer["environment"]))
        try:
            return Verdict.from_json(answer)
        except ValueError as error:
            raise Closed(str(error)) from None


class _Zygote:
    """A running zygote."""

    def __init__(self, sandbox: Sandbox, tex: TexStore, python: str | None) -> None:
        self._tex = tex
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - closed by end()
        jobs_read, jobs_write = os.pipe()
        answers_read, answers_write = os.pipe()
        program = [python or sys.executable, "-B", "-m", ZYGOTE.name, str(jobs_read), str(answers_write)]
        command = sandbox.command(
            ["/usr/bin/env", f"PYTHONPATH={_INSIDE}", *program],
            readable={f"{_INSIDE}/{ZYGOTE.name}": ZYGOTE},
        )
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._stderr,
            pass_fds=(jobs_read, answers_write),
            env={},
            # Ctrl-C is for the main process, which ends its workers itself.
            start_new_session=True,
        )
        os.close(jobs_read)
        os.close(answers_write)
        self._lines = Lines(answers_read, jobs_write)
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        try:
            if self._lines.receive(_START_SECONDS) is not None:
                return
            reason = f"no answer within {_START_SECONDS} seconds"
        except Closed:
            self._process.wait()
            reason = self._last_words()
        self.end()
        raise EnvironmentFailure(
            f"The sandbox that renders scenes does not start ({reason}); `manimill doctor` looks for the cause."
        )

    def _last_words(self) -> str:
        self._stderr.seek(0)
        lines = self._stderr.read().decode("utf-8", "replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "it says nothing")

    def run(self, job: dict[str, Any]) -> dict[str, Any]:
        """The zygote's answer to a job.

        Raises:
            Closed: the zygote is dead or does not answer.
        """
        self._lines.send(job)
        while True:
            answer = self._lines.receive(3 * job["timeout"] + _GRACE_SECONDS)
            if answer is None:
                raise Closed("no answer")
            if "tex" not in answer:
                return answer
            self._lines.send({"svg": self._tex.svg(str(answer["tex"])), "job": answer.get("job")})

    def end(self) -> None:
        """Hang up, which ends it and every scene; where it does not listen, kill it.

        bwrap then collects the process it started, which otherwise stays a zombie in containers whose
        first process collects nothing.
        """
        for fd in (self._lines.write_fd, self._lines.read_fd):
            with contextlib.suppress(OSError):
                os.close(fd)
        try:
            self._process.wait(_HANG_UP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._stderr.close()


def _missing(program: str) -> EnvironmentFailure:
    return EnvironmentFailure(
        f"{program} is not found where scenes run; install it with the system's package manager "
        f"(`sudo apt-get install texlive texlive-latex-extra dvisvgm`) and run the same command again: "
        "finished work is kept."
    )
