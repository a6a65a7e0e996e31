from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.sources.reading import Entry
from tests.sources.web_server import WebServer, serving

from manimill.catalog import SourceEntry
from manimill.sources import Access
from manimill.sources.patience import Patience


@pytest.fixture
def server() -> Iterator[WebServer]:
    with serving() as running:
        yield running


@pytest.fixture
def slept() -> list[float]:
    """The seconds that would have been slept."""
    return []


@pytest.fixture
def patience(slept: list[float]) -> Patience:
    return Patience(sleep=slept.append, now=lambda: 1_750_000_000.0)


@pytest.fixture
def access(tmp_path: Path) -> Access:
    return Access(cache=tmp_path / "cache")


@pytest.fixture
def entry() -> Entry:
    def make(kind: str, **settings: Any) -> SourceEntry:
        return SourceEntry.model_validate(
            {
                "name": "far",
                "title": "A source far away",
                "kind": kind,
                "url": "https://example.org/far",
                "verdict": "include",
                "reason": "Written for these tests.",
                "licence": "MIT",
                "revision": {"policy": "latest"},
                "priority": 50,
                **settings,
            }
        )

    return make
