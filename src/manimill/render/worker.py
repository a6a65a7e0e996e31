"""The host's end of a zygote."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any

from manimill.errors import EnvironmentFailure
from manimill.render._zygote.lines import Closed, Lines
from manimill.render.files import SceneFiles, Shelf
from manimill.render.sandbox import Box, Sandbox, choose_sandbox
from manimill.render.sandbox.folders import private_folder
from manimill.render.settings import MAIN, Interpreter, Level, RenderJob, RenderSettings
from manimill.render.tex import TexStore
from manimill.render.verdict import Verdict, VerdictKind

ZYGOTE = Path(__file__).with_name("_zygote")
_START_SECONDS = 120
_HANG_UP_SECONDS = 5
_GRACE_SECONDS = 30
"""Beyond a scene's own limit, for a zygote that has to end and clear away what the scene left."""

_LONGEST_ANSWER = 256 << 20
"""A video in base64, at the most."""


@dataclass(frozen=True, slots=True)
class Render:
    """A job to render.

    With ``defer`` it is given up where it asks for a formula that has not been typeset yet: what else the scene
    is going to want is then found out by running on quickly, with nothing drawn and placeholders for formulas.
    """

    job: RenderJob
    defer: bool = False


@dataclass(frozen=True, slots=True)
class Deferred:
    """The TeX documents a scene wants that have not been typeset, as far as a quick run shows."""

    needs: tuple[str, ...]


Result = Verdict | Deferred


@contextmanager
def open_worker(
    settings: RenderSettings, tex_folder: Path, interpreters: Mapping[str, Interpreter], first: str = MAIN
) -> Iterator[Callable[[Render], Result]]:
    """The engine's task: a function that renders jobs, backed by one zygote for each environment in use.

    The zygote of the environment ``first`` starts at once.
    """
    with ExitStack() as stack:
        workers: dict[str, Worker] = {}

        def worker(environment: str) -> Worker:
            if environment not in workers:
                made = Worker(settings, tex_folder, interpreters.get(environment))
                workers[environment] = stack.enter_context(made)
            return workers[environment]

        def serve(work: Render) -> Result:
            job = work.job
            return (
                worker(job.environment).render_or_defer(job)
                if work.defer
                else worker(job.environment).render(job)
            )

        worker(first).start()
        yield serve


class Worker:
    """Renders jobs one after the other in a zygote, which it starts when first needed.

    The zygote dies with the thread that started it, so that nothing outlives a killed main process: a
    worker is used by one thread.
    """

    def __init__(
        self, settings: RenderSettings, tex_folder: Path, interpreter: Interpreter | None = None
    ) -> None:
        self._settings = settings
        self._interpreter = interpreter or Interpreter.running()
        self._sandbox = choose_sandbox(self._interpreter.python, settings.sandbox)
        self._tex = TexStore(tex_folder, self._sandbox)
        self._zygote: _Zygote | None = None
        self._jobs = 0

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Start the zygote, without waiting until it has loaded manim.

        Raises:
            EnvironmentFailure: there is no room for it.
        """
        if self._zygote is None:
            self._zygote = _Zygote(self._sandbox, self._tex, self._interpreter)

    def close(self) -> None:
        """End the zygote and all it started."""
        if self._zygote is not None:
            self._zygote.end()
            self._zygote = None

    def render(self, job: RenderJob) -> Verdict:
        """Render a job, at the level of the settings and where that says too little at another one.

        Raises:
            EnvironmentFailure: the sandbox does not start, or lacks something that scenes need.
        """
        return self._complete(job, self._render(job, self._settings.level))

    def _complete(self, job: RenderJob, verdict: Verdict) -> Verdict:
        """The verdict, or that of another run where it says too little."""
        if verdict.verdict is VerdictKind.TIMEOUT and self._settings.level == "dry":
            ends = self._render(job, "evaluate")
            if ends.verdict is not VerdictKind.TIMEOUT:
                return _together(verdict, ends)
        if _may_have_missed_it(verdict):
            # Only some frames were drawn; something may flash up in the others.
            complete = self._render(job, self._settings.level, draw_all=True)
            if complete.ok and _shows_nothing(complete):
                nothing = "every frame shows the background and nothing else"
                complete = replace(complete, verdict=VerdictKind.EMPTY, error=nothing)
            return _together(verdict, complete)
        return verdict

    def render_or_defer(self, job: RenderJob) -> Verdict | Deferred:
        """Render a job, unless it wants formulas that have not been typeset.

        Raises:
            EnvironmentFailure: the sandbox does not start, or lacks something that scenes need.
        """
        answer = self._ask(job, level=self._settings.level, defer=True)
        needs = (answer or {}).get("needs")
        if needs:
            self._retire_spent(answer or {})
            return Deferred(tuple(str(source) for source in needs))
        return self._complete(job, self._verdict(answer, self._settings.level))

    def _render(self, job: RenderJob, level: Level, *, draw_all: bool = False) -> Verdict:
        return self._verdict(self._ask(job, level=level, draw_all=draw_all), level)

    def _verdict(self, answer: Mapping[str, Any] | None, level: Level) -> Verdict:
        environment = self._interpreter.name
        if answer is None:
            error = "took the process that supervises it down, twice"
            return Verdict(VerdictKind.CRASHED, error=error, level=level, environment=environment)
        manim = None if self._zygote is None else self._zygote.manim
        verdict = Verdict.from_json({**answer, "level": level, "environment": environment, "manim": manim})
        self._retire_spent(answer)
        media = answer.get("media") or {}
        return replace(verdict, media={name: base64.b64decode(data) for name, data in media.items()})

    def _retire_spent(self, answer: Mapping[str, Any]) -> None:
        if answer.get("spent"):
            self.close()

    def _ask(self, job: RenderJob, **wishes: Any) -> dict[str, Any] | None:
        """The zygote's answer; one that dies of a job is replaced and the job tried once more."""
        for _ in range(2):
            try:
                return self._attempt(job, wishes)
            except Closed:
                self.close()
        return None

    def _ready_zygote(self) -> _Zygote:
        assert self._zygote is not None
        try:
            self._zygote.wait_until_ready()
        except EnvironmentFailure:
            self._zygote = None
            raise
        return self._zygote

    def _attempt(self, job: RenderJob, wishes: Mapping[str, Any]) -> dict[str, Any]:
        self.start()
        zygote = self._ready_zygote()
        self._jobs += 1
        limits = {"timeout": self._settings.timeout, "memory_mb": self._settings.memory_mb}
        extent = {"frames": self._settings.frames, "defer": False, "draw_all": False}
        files = zygote.with_files(job.files, job.folder)
        answer = zygote.run(
            {"job": self._jobs, "code": job.code, "scene": job.scene, **files, **limits, **extent, **wishes}
        )
        if "unconfined" in answer:
            raise EnvironmentFailure(
                f"Scenes cannot be given their limits here ({answer['unconfined']}); this process may have "
                "inherited lower ones: raise them with `ulimit`, or lower render.memory_mb and render.timeout."
            )
        if "unfurnished" in answer:
            raise EnvironmentFailure(
                f"A scene's files cannot be laid out for it ({answer['unfurnished']}); make room in "
                f"{tempfile.gettempdir()}, then run the same command again: finished work is kept."
            )
        if "environment" in answer:
            raise _missing(str(answer["environment"]))
        try:
            Verdict.from_json({"level": "", "environment": "", "manim": None, **answer})
        except ValueError as error:
            raise Closed(str(error)) from None
        return answer


def _together(first: Verdict, second: Verdict) -> Verdict:
    """The second verdict, with the time that both took."""
    return replace(
        second, seconds=first.seconds + second.seconds, cpu_seconds=first.cpu_seconds + second.cpu_seconds
    )


def _may_have_missed_it(verdict: Verdict) -> bool:
    """Whether nothing was seen of a scene that moves."""
    return (verdict.ok and _shows_nothing(verdict)) or (
        verdict.verdict is VerdictKind.EMPTY and verdict.plays > 0
    )


def _shows_nothing(verdict: Verdict) -> bool:
    pictures = verdict.pictures or {}
    return bool(pictures.get("count")) and pictures.get("blank") == 1.0


class _Zygote:
    """A running zygote."""

    def __init__(self, sandbox: Sandbox, tex: TexStore, interpreter: Interpreter) -> None:
        self._tex = tex
        self._resources = ExitStack()
        self._stderr = self._resources.enter_context(tempfile.TemporaryFile())  # noqa: SIM115
        folder = self._resources.enter_context(private_folder())
        self._shelf = Shelf(folder)
        box = self._resources.enter_context(sandbox.open({"zygote": ZYGOTE, "files": folder}))
        self._files_inside = box.place.readable["files"]
        jobs_read, jobs_write = os.pipe()
        answers_read, answers_write = os.pipe()
        self._process = subprocess.Popen(
            box.command(_program(box, interpreter, jobs_read, answers_write)),
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
        self._lines = Lines(answers_read, jobs_write, longest=_LONGEST_ANSWER)
        self.manim: str | None = None
        """Its version; None until it has been loaded."""

    def wait_until_ready(self) -> None:
        """Wait until manim has been loaded.

        Raises:
            EnvironmentFailure: it cannot be, or takes too long; the zygote has ended then.
        """
        if self.manim is not None:
            return
        try:
            greeting = self._lines.receive(_START_SECONDS)
            if greeting is not None:
                self.manim = str(greeting["ready"])
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

    def with_files(self, files: SceneFiles, folder: str) -> dict[str, str]:
        """What a job says about its files, which lie ready then; nothing about those of other jobs is left.

        Raises:
            EnvironmentFailure: there is no room for them.
        """
        name = self._shelf.hold(files)
        if not name and not folder:
            return {}
        inside = os.path.join(self._files_inside, name) if name else ""
        return {"files": inside, "folder": folder, "file": files.scene_file(folder)}

    def run(self, job: dict[str, Any]) -> dict[str, Any]:
        """The zygote's answer to a job.

        Raises:
            Closed: the zygote is dead or does not answer.
        """
        self._lines.send(job)
        while True:
            answer = self._lines.receive(10 * job["timeout"] + _GRACE_SECONDS)
            if answer is None:
                raise Closed("no answer")
            if "tex" not in answer:
                return answer
            self._lines.send({**self._picture(str(answer["tex"]), job["defer"]), "job": answer.get("job")})

    def _picture(self, source: str, defer: bool) -> dict[str, Any]:
        if not defer:
            return {"svg": self._tex.svg(source)}
        svg = self._tex.stored(source)
        return {"svg": svg, "later": svg is None and not self._tex.has_refused(source)}

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
        self._resources.close()


def _program(box: Box, interpreter: Interpreter, jobs_read: int, answers_write: int) -> list[str]:
    """The zygote's command line; it lies in a folder of its own, where its name is a package's."""
    place = box.place
    zygote = place.readable["zygote"]
    described = {
        "scene": place.scene,
        "tmp": place.tmp,
        "home": place.home,
        "private": place.private,
        "confined": place.confined,
        "plugins": interpreter.name != MAIN,
    }
    arguments = [str(jobs_read), str(answers_write), json.dumps(described)]
    path = f"PYTHONPATH={os.path.dirname(zygote)}"
    return ["/usr/bin/env", path, interpreter.python, "-B", "-m", ZYGOTE.name, *arguments]


def _missing(program: str) -> EnvironmentFailure:
    return EnvironmentFailure(
        f"{program} is not found where scenes run; install it with the system's package manager "
        f"(`sudo apt-get install texlive texlive-latex-extra dvisvgm`) and run the same command again: "
        "finished work is kept."
    )
