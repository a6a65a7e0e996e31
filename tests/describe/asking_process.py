"""A run of asking in a process of its own, which tests interrupt and kill.

    python -m tests.describe.asking_process URL STORE COUNT CONCURRENCY [batch]

Prints ``asking`` when it begins, what it warns of, and at the end the outcomes or how it was stopped.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.describe.asked import MODEL, estimator, inquiries, short
from tests.describe.llm_clients import KEY
from tests.describe.watching import Watcher

from manimill.describe import batches
from manimill.describe.answers import AnswerStore
from manimill.describe.asking import ask_all, follow_kept
from manimill.describe.clients._openai import OpenAIClient


class _Telling(Watcher):
    def start(self, stage: str, total: int | None, unit: str) -> None:
        print("asking", flush=True)

    def warn(self, message: str) -> None:
        print("warned:", message, flush=True)


def _main(url: str, store: str, count: str, concurrency: str, *how: str) -> None:
    client = OpenAIClient(MODEL, KEY, url)
    batches._POLL = 0.01, 0.02
    ask = batches.ask_in_batches if how == ("batch",) else ask_all
    with AnswerStore(Path(store)) as kept:
        courses = follow_kept(inquiries(int(count), short), kept)
        try:
            courses, _ = ask(courses, client, kept, estimator(), _Telling(), concurrency=int(concurrency))
        except KeyboardInterrupt:
            print("interrupted", flush=True)
            raise SystemExit(130) from None
        finally:
            client.close()
    print(*(course.outcome for course in courses), flush=True)


if __name__ == "__main__":
    _main(*sys.argv[1:])
