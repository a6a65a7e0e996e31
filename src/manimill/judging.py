"""Samples as the quality room takes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from manimill.code.analysis import Analysis
from manimill.quality import Judged, Judgement, Rendering, assess_quality
from manimill.recipe import Quality
from manimill.records import Sample
from manimill.render import Verdict


def judge(
    samples: Iterable[Sample],
    analyses: Mapping[str, Analysis],
    renders: Mapping[str, Verdict],
    settings: Quality,
) -> dict[str, Judgement]:
    """The quality of samples with the descriptions they go on with."""
    judged = [
        Judged(
            s.id,
            s.code,
            s.scene,
            s.description,
            s.description_origin,
            analyses[s.id].features,
            _seen(renders.get(s.id)),
        )
        for s in samples
    ]
    return assess_quality(judged, settings)


def _seen(verdict: Verdict | None) -> Rendering | None:
    if verdict is None or not verdict.ok or not verdict.pictures:
        return None
    return Rendering(verdict.duration, bool(verdict.pictures["moved"]), float(verdict.pictures["blank"] or 0))
