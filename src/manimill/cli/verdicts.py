"""How verdicts show as they come in: lines for people, objects for programs, a bar on a terminal."""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn
from rich.table import Column
from rich.text import Text

from manimill.errors import EnvironmentFailure
from manimill.verification import Verified

_LINE_EVERY = 10.0
"""Seconds between two lines about how far the work is where nobody watches a bar."""

_COLOURS = {
    "ok": "green",
    "empty": "yellow",
    "timeout": "yellow",
    "out_of_memory": "yellow",
    "blocked": "magenta",
}
_VERDICT_WIDTH = 13
_WIDE = 60
"""Columns of a terminal on which verdicts stand in a column of their own."""


class VerdictDisplay:
    """Shows results on standard output and everything else where it does not disturb them.

    It is also the render room's progress: that reports how many scenes are done, this shows which.
    """

    def __init__(self, total: int, *, as_json: bool, level: str) -> None:
        self.counts: Counter[str] = Counter()
        self._as_json, self._level, self._total = as_json, level, total
        self._begun = self._said = time.monotonic()
        self._warnings: list[str] = []
        self._bar: Progress | None = None
        self._terminal = Console() if sys.stdout.isatty() and not as_json else None
        if self._terminal is not None:
            self._start_bar(self._terminal)
        elif sys.stderr.isatty() and not sys.stdout.isatty():
            self._start_bar(Console(stderr=True))

    def show(self, verified: Verified) -> None:
        """Show one result."""
        self.counts[str(verified.verdict.verdict)] += 1
        if self._as_json:
            write_line(json.dumps(verified.to_json()))
        elif self._terminal is not None:
            _print(self._terminal, list(_lines(verified, self._level)))
        else:
            write_line("\n".join("  " * depth + line.plain for depth, line in _lines(verified, self._level)))
        self._tell()

    def close(self) -> None:
        """Take the bar away; what is printed next starts on a clean line."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
        for message in self._warnings:
            print(f"warning: {printable(message)}", file=sys.stderr)
        self._warnings.clear()

    def summarise(self) -> None:
        """Say how many scenes had which verdict, and how long it took."""
        if self._as_json:
            return
        seconds, done = time.monotonic() - self._begun, self.counts.total()
        of = f"{done:,}" if done == self._total else f"{done:,} of {self._total:,}"
        lines = [Text(f"{of} {'scene' if of == '1' else 'scenes'} in {seconds:.1f} s")]
        for verdict, count in sorted(
            self.counts.items(), key=lambda item: (item[0] != "ok", -item[1], item[0])
        ):
            line = Text("  ").append(f"{verdict:<{_VERDICT_WIDTH}} ", _colour(verdict))
            lines.append(line.append(f"{count:>7,} {100 * count / done:6.1f} %"))
        if self._terminal is not None:
            _print(self._terminal, [(0, line) for line in lines])
        else:
            write_line("\n".join(line.plain for line in lines))

    def start(self, stage: str, total: int | None, unit: str) -> None:
        """See `Progress.start`; the display has begun already."""

    def advance(self, amount: int = 1) -> None:
        """See `Progress.advance`; `show` counts."""

    def figures(self, figures: Mapping[str, str]) -> None:
        """See `Progress.figures`; `show` counts."""

    def finish(self, summary: str) -> None:
        """See `Progress.finish`; `summarise` says more."""

    def warn(self, message: str) -> None:
        """Keep a warning until the bar is out of its way."""
        self._warnings.append(message)

    def _start_bar(self, console: Console) -> None:
        # Standard output may go to a file meanwhile, so nothing is redirected.
        failures = [TextColumn("[dim]{task.fields[failed]}", table_column=Column(no_wrap=True))]
        self._bar = Progress(
            BarColumn(bar_width=None),
            MofNCompleteColumn(table_column=Column(no_wrap=True)),
            _Pace(table_column=Column(no_wrap=True)),
            *(failures if console.width >= _WIDE else []),
            console=console,
            transient=True,
            expand=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._bar.add_task("verify", total=self._total, failed="")
        self._bar.start()

    def _tell(self) -> None:
        done = self.counts.total()
        failed = done - self.counts["ok"]
        if self._bar is not None:
            task = self._bar.task_ids[0]
            self._bar.update(task, completed=done, failed=f"{failed} not ok" if failed else "")
            return
        now = time.monotonic()
        if now - self._said >= _LINE_EVERY and not sys.stdout.isatty():
            self._said = now
            pace = _pace(done, self._total, now - self._begun)
            print(f"verify: {done} of {self._total} scenes, {pace}", file=sys.stderr, flush=True)


class _Pace(ProgressColumn):
    """Scenes per second and the time that is left."""

    def render(self, task: Task) -> Text:
        if not task.completed or not task.elapsed or task.total is None:
            return Text("starting", style="dim")
        return Text(_pace(int(task.completed), int(task.total), task.elapsed), style="progress.data.speed")


def _pace(done: int, total: int, seconds: float) -> str:
    rate = done / max(seconds, 1e-3)
    left = round((total - done) / rate)
    return f"{rate:.1f}/s, {left // 60}:{left % 60:02} left"


def write_line(text: str) -> None:
    """Write to standard output, now.

    Raises:
        BrokenPipeError: whoever read it went away.
        EnvironmentFailure: it cannot be written, as on a full disk.
    """
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except OSError as error:
        # What is left in the buffer would fail once more when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise
        raise EnvironmentFailure(
            f"Standard output cannot be written ({error.strerror}); make room or send it somewhere else, then "
            "run the same command again: finished work is kept."
        ) from None


def printable(text: str) -> str:
    """The text with all that would move a cursor, change a colour or turn the direction written out."""
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode("ascii") for c in text
    )


def _lines(verified: Verified, level: str) -> Iterator[tuple[int, Text]]:
    """What to say about one scene: how deep it is indented, and the line."""
    candidate, verdict = verified.candidate, verified.verdict
    kind = str(verdict.verdict)
    line = Text().append(f"{kind:<{_VERDICT_WIDTH}} ", _colour(kind))
    line.append(printable(candidate.where(verdict.error_line)))
    if candidate.scene is not None:
        line.append(f" {printable(candidate.scene)}", "bold")
    if verdict.error:
        line.append(f"  {printable(verdict.error)}")
    if verdict.ok and verdict.level != level:
        line.append(f"  at level {verdict.level}, out of time at {level}", "yellow")
    yield 0, line
    if verdict.evidence and verdict.evidence not in (verdict.error or ""):
        yield 1, Text(f"in: {printable(verdict.evidence)}", "dim")
    for warning in verdict.warnings:
        at = warning.get("line")
        where = candidate.where(at) if isinstance(at, int) else candidate.where()
        said = f"{where}: {warning.get('call')}: {warning.get('why')}"
        yield 1, Text().append("warning ", "yellow").append(printable(said))
    for path in verified.media:
        yield 1, Text(f"wrote {printable(str(path))}", "dim")


def _print(console: Console, lines: list[tuple[int, Text]]) -> None:
    for depth, line in lines:
        line.overflow = "fold"
        wide = console.width >= _WIDE
        hanging = _VERDICT_WIDTH + 1 if wide else 2
        for index, part in enumerate(line.wrap(console, max(console.width - hanging, 10))):
            indent = 2 * depth if index == 0 else hanging
            console.print(Padding(part, (0, 0, 0, indent)), highlight=False)


def _colour(verdict: str) -> str:
    return _COLOURS.get(verdict, "red")
