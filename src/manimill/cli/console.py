"""How long work shows on a terminal, and how it shows where nobody watches."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress

from rich.console import Console, RenderableType
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

_FIRST_LINE = 1.25
"""Seconds until the first line about a stage that goes on, where the output is not a terminal."""
_LINE_EVERY = 10.0
"""Seconds between two lines about one stage at most."""


def progress_to_stderr() -> TerminalProgress | LineProgress:
    """A progress bar on a terminal, plain lines otherwise. Both keep standard output free for results."""
    return TerminalProgress() if sys.stderr.isatty() else LineProgress()


class LineProgress:
    """One line when a stage begins, one when it ends, and some between: the first soon, then ever more rarely."""

    def __init__(self) -> None:
        self._stage = self._unit = ""
        self._total: int | None = None
        self._done = 0
        self._begun = self._due = 0.0
        self._wait = _FIRST_LINE
        self._figures: str | None = None

    def start(self, stage: str, total: int | None, unit: str) -> None:
        self._stage, self._total, self._unit, self._done = stage, total, unit, 0
        self._begun = time.monotonic()
        self._wait, self._figures = _FIRST_LINE, None
        self._due = self._begun + self._wait
        self._print(f"{stage}: " + (f"{total} {unit}" if total is not None else unit))

    def advance(self, amount: int = 1) -> None:
        self._done += amount
        # Figures say more, so where there are any they are the line.
        if self._figures is None and self._is_due():
            rate = self._done / (time.monotonic() - self._begun)
            self._print(f"{self._stage}: {self._done} of {self._total} {self._unit}, {rate:.1f} per second")

    def figures(self, figures: Mapping[str, str]) -> None:
        self._figures = ", ".join(f"{name} {value}" for name, value in figures.items())
        if self._is_due():
            self._print(f"{self._stage}: {self._figures}")

    def finish(self, summary: str) -> None:
        if self._figures is not None:
            self._print(f"{self._stage}: {self._figures}")
        self._print(f"{self._stage}: {summary} ({time.monotonic() - self._begun:.1f} s)")

    def warn(self, message: str) -> None:
        self._print(f"warning: {message}")

    def close(self) -> None:
        """Nothing is left on the screen that would have to go."""

    def _is_due(self) -> bool:
        now = time.monotonic()
        if now < self._due:
            return False
        self._wait = min(_LINE_EVERY, self._wait * 2)
        self._due = now + self._wait
        return True

    def _print(self, line: str) -> None:
        print(line, file=sys.stderr, flush=True)


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.1f}/s" if speed else "", style="progress.data.speed")


class _Bar(Progress):
    """A progress bar with a table of figures below it, where there are any."""

    figures: Mapping[str, str] | None = None

    def get_renderables(self) -> Iterable[RenderableType]:
        yield self.make_tasks_table(self.tasks)
        if self.figures:
            table = Table.grid(padding=(0, 2))
            for name, value in self.figures.items():
                table.add_row(Text(f"  {name}", style="dim"), Text(value))
            yield table


class TerminalProgress:
    """One bar for the running stage; a finished stage leaves a line."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._bar: _Bar | None = None
        self._stage = ""
        self._begun = 0.0

    def start(self, stage: str, total: int | None, unit: str) -> None:
        self._stage, self._begun = stage, time.monotonic()
        self._bar = _Bar(
            SpinnerColumn(),
            TextColumn("{task.description:<12}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn(unit),
            _Rate(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=self._console,
            transient=True,
        )
        self._bar.add_task(stage, total=total)
        self._bar.start()

    def advance(self, amount: int = 1) -> None:
        if self._bar is not None:
            self._bar.advance(self._bar.task_ids[0], amount)

    def figures(self, figures: Mapping[str, str]) -> None:
        if self._bar is not None:
            self._bar.figures = dict(figures)

    def finish(self, summary: str) -> None:
        self.close()
        seconds = time.monotonic() - self._begun
        self._console.print(
            f"[green]✓[/] {self._stage:<12} {summary} [dim]{seconds:.1f} s[/]", highlight=False
        )

    def warn(self, message: str) -> None:
        self._console.print(Text("! ", style="yellow") + Text(message))

    def close(self) -> None:
        """Take the bar away, so that what is printed next starts on a clean line."""
        if self._bar is not None:
            with suppress(Exception):
                self._bar.stop()
            self._bar = None
