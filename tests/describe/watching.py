"""A watcher that notes what it is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping


class Watcher:
    """See `manimill.progress.Progress`; ``on_figures`` is called with each set of figures."""

    def __init__(self, on_figures: Callable[[Mapping[str, str]], None] = lambda figures: None) -> None:
        self.started: list[tuple[str, int | None, str]] = []
        self.advanced = 0
        self.shown: list[dict[str, str]] = []
        self.finished: list[str] = []
        self.warnings: list[str] = []
        self._on_figures = on_figures

    def start(self, stage: str, total: int | None, unit: str) -> None:
        self.started.append((stage, total, unit))

    def advance(self, amount: int = 1) -> None:
        self.advanced += amount

    def figures(self, figures: Mapping[str, str]) -> None:
        self.shown.append(dict(figures))
        self._on_figures(figures)

    def finish(self, summary: str) -> None:
        self.finished.append(summary)

    def warn(self, message: str) -> None:
        self.warnings.append(message)
