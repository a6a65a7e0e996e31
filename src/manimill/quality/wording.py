"""The gates on descriptions for one text alone, outside any dataset."""

from __future__ import annotations

from functools import cache

from manimill.code.features import Features
from manimill.quality.description_gates import description_findings
from manimill.quality.judged import Finding, Judged
from manimill.quality.reading import read
from manimill.recipe import Quality
from manimill.records import Origin


def wording_findings(text: str, code: str, scene: str | None, features: Features | None) -> list[Finding]:
    """The gates with their usual thresholds that close on a text as the description of a scene."""
    judged = Judged("", code, scene, text, Origin.GENERATED, features)
    return list(description_findings(judged, read(text), _usual()))


@cache
def _usual() -> Quality:
    return Quality()
