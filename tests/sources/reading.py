"""What tests of readers have in common."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from manimill.catalog import SourceEntry
from manimill.records import Sample, Skipped
from manimill.sources import Extractor, SourceUnavailableError

Entry = Callable[..., SourceEntry]


def samples(extractor: Extractor) -> list[Sample]:
    found = list(extractor.extract())
    assert all(isinstance(one, Sample) for one in found), found
    return [one for one in found if isinstance(one, Sample)]


def skipped(extractor: Extractor) -> list[Skipped]:
    return [one for one in extractor.extract() if isinstance(one, Skipped)]


def refusal(extractor: Extractor) -> str:
    """The sentence that reading ends with."""
    with pytest.raises(SourceUnavailableError) as caught:
        list(extractor.extract())
    return str(caught.value)
