"""What batches have in common: states one after another, requests that are executed at the end, other orders."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.describe.llm_server_answering import Answering, Outcome
from tests.describe.llm_server_config import Batches, drawn
from tests.describe.llm_server_dialect import Dialect, Problem
from tests.describe.llm_server_ledger import Call, Ledger, digest_of

Fate = Literal["waiting", "executed", "expired", "cancelled"]


@dataclass(slots=True)
class Line:
    """One request of a batch."""

    custom_id: str
    body: Mapping[str, Any]
    fate: Fate = "waiting"
    outcome: Outcome | None = None
    """What was answered, once it is executed."""

    @property
    def succeeded(self) -> bool:
        return self.outcome is not None and self.outcome.status == 200


@dataclass(slots=True)
class Batch:
    """One batch; it goes through ``states`` and stays in the last."""

    identity: str
    dialect: Dialect
    path: str
    """Where its requests would go one by one."""
    lines: list[Line]
    states: tuple[str, ...]
    ending: str
    created: float = field(default_factory=time.time)
    entered: dict[str, float] = field(default_factory=dict)
    """When it came into each state, in seconds since 1970."""
    step: int = 0
    moved: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.entered[self.state] = self.created

    @property
    def state(self) -> str:
        return self.states[self.step]

    @property
    def ended(self) -> bool:
        return self.step == len(self.states) - 1

    def reroute(self, *states: str, ending: str) -> None:
        """Go into the first of ``states`` now, and through the others to another ending."""
        self.states, self.step, self.ending = states, 0, ending
        self.entered[self.state] = time.time()
        self.moved = time.monotonic()


class Execution:
    """Moves batches on, and executes their requests when they end."""

    def __init__(self, answering: Answering, ledger: Ledger) -> None:
        self._answering = answering
        self._ledger = ledger
        self._made = 0

    @property
    def plan(self) -> Batches:
        return self._answering.config.batches

    def next_ending(self) -> str:
        """How the next batch to be made will end."""
        endings = self.plan.endings
        ending = endings[min(self._made, len(endings) - 1)]
        self._made += 1
        return ending

    def look(self, batch: Batch, *, asked: bool = True) -> None:
        """Move a batch on: by the time that passed, or else by one state if it was ``asked`` for by name."""
        steps = int(asked)
        if self.plan.seconds:
            steps = int((time.monotonic() - batch.moved) / self.plan.seconds)
            batch.moved += steps * self.plan.seconds
        for _ in range(steps):
            if not batch.ended:
                batch.step += 1
                batch.entered[batch.state] = time.time()
                if batch.ended:
                    self._finish(batch)

    def _finish(self, batch: Batch) -> None:
        if batch.ending == "failed":
            return
        for line in batch.lines:
            if batch.ending in ("expired", "cancelled") and self._unfinished(line):
                line.fate = "expired" if batch.ending == "expired" else "cancelled"
            elif line.fate == "waiting":
                self._execute(batch, line)

    def _unfinished(self, line: Line) -> bool:
        return drawn(self._answering.config.seed, "unfinished", line.custom_id) < self.plan.unfinished

    def _execute(self, batch: Batch, line: Line) -> None:
        digest = digest_of(dict(line.body))
        outcome = self._answering.ask(batch.dialect, batch.path, line.body, digest, batched=True)
        if isinstance(outcome.body, str):
            # What stands before the service says nothing inside of a batch.
            outcome = self._answering.refuse(batch.dialect, Problem("server_error"), digest[:24])
        line.fate, line.outcome = "executed", outcome
        call = Call(
            0,
            time.time(),
            batch.dialect.name,
            "POST",
            batch.path,
            digest,
            outcome.model,
            outcome.status,
            outcome.input_tokens,
            outcome.output_tokens,
            complete=True,
            attempt=outcome.attempt,
            fault=outcome.fault,
            batch=batch.identity,
        )
        self._ledger.enter(call)


def out_of_order(lines: Sequence[Line]) -> list[Line]:
    """The lines in an order that is always the same, and another than theirs if there are two or more."""
    ordered = sorted(lines, key=lambda line: drawn("order", line.custom_id))
    return ordered[::-1] if ordered == list(lines) else ordered


def jsonl(rows: Sequence[Mapping[str, Any]]) -> bytes:
    # Letters as they are, among them such that some take for the end of a line.
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode("utf-8")


def page(
    items: Sequence[dict[str, Any]], query: Mapping[str, str], after: str, before: str, most: int = 20
) -> dict[str, Any]:
    """One page of ``items``, which are sorted as they are listed; the parameters ``after`` and ``before`` name ids."""
    limit = int(query.get("limit", most))
    ids = [item["id"] for item in items]
    if before in query:
        end = ids.index(query[before]) if query[before] in ids else len(ids)
        start = max(0, end - limit)
        more = start > 0
    else:
        start = ids.index(query[after]) + 1 if query.get(after) in ids else 0
        end = start + limit
        more = end < len(ids)
    shown = list(items[start:end])
    first, last = (shown[0]["id"], shown[-1]["id"]) if shown else (None, None)
    return {"data": shown, "has_more": more, "first_id": first, "last_id": last}
