"""What a run of asking came to, and how it is told."""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass(slots=True)
class Tally:
    """What a run came to. ``spent`` is in dollars; ``unpriced`` counts answers that nobody knows the price of.

    ``asked`` are answers that came in this run, ``kept`` descriptions that were settled without any.
    """

    settled: int = 0
    accepted: int = 0
    failed: int = 0
    kept: int = 0
    asked: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    spent: float = 0.0
    unpriced: int = 0
    stopped: str | None = None
    left: int = 0
    troubles: dict[str, int] = field(default_factory=dict)

    def answered(self, input_tokens: int, output_tokens: int, cost: float | None) -> None:
        """Count an answer that came in this run."""
        self.asked += 1
        self.input_tokens += input_tokens
        self.output_tokens += output_tokens
        self.spent += cost or 0.0
        self.unpriced += cost is None

    def settle(self, outcome: str) -> None:
        """Count a course that has come to its end."""
        self.settled += 1
        self.accepted += outcome == "accepted"
        self.failed += outcome in ("failed", "refused")

    def plus(self, later: Tally) -> Tally:
        """This and what a later part of the same run came to; descriptions that it went through again count once."""
        return replace(
            later,
            settled=max(self.settled, later.settled),
            kept=max(self.kept, later.kept),
            # What a later part goes through had been accepted before.
            accepted=self.accepted + later.accepted - later.settled - later.left,
            asked=self.asked + later.asked,
            input_tokens=self.input_tokens + later.input_tokens,
            output_tokens=self.output_tokens + later.output_tokens,
            spent=self.spent + later.spent,
            unpriced=self.unpriced + later.unpriced,
            failed=self.failed + later.failed,
            left=self.left + later.left,
            stopped=self.stopped or later.stopped,
            troubles={
                reason: self.troubles.get(reason, 0) + later.troubles.get(reason, 0)
                for reason in [*self.troubles, *later.troubles]
            },
        )


def figures(tally: Tally, total: int, seconds: float, in_flight: int) -> dict[str, str]:
    """What a watcher is told: done, failed, tokens, dollars, time left."""
    left = total - tally.settled - sum(tally.troubles.values())
    shown = {
        "done": f"{tally.accepted:,} of {total:,}",
        "failed": f"{tally.failed + sum(tally.troubles.values()):,}",
        "under way": f"{in_flight:,}",
        "tokens": f"{tally.input_tokens:,} in, {tally.output_tokens:,} out",
        "dollars": f"{tally.spent:,.4f}" + (" and unpriced answers" if tally.unpriced else ""),
    }
    new = tally.settled - tally.kept
    if new and left:
        shown["time left"] = span(seconds / new * left)
    return shown


def span(seconds: float) -> str:
    """A span of time in words."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s" if minutes else f"{rest} s"


def summary(tally: Tally) -> str:
    """A run in one line."""
    said = f"{tally.accepted:,} descriptions ({tally.asked:,} answers asked for, ${tally.spent:.4f})"
    if tally.failed:
        said += f", {tally.failed:,} without an answer that passes"
    if tally.left:
        said += f", {tally.left:,} left for another run"
    return said
