"""The documentation's examples of the installed manim: their derived descriptions find them again."""

from __future__ import annotations

from manimill import DatasetRegistry
from manimill.code.canonical import fingerprints
from manimill.code.parse import SyntaxProblem, parse
from manimill.describe.stage import describe_all
from manimill.engine import LocalEngine
from manimill.pairing import find_codes
from manimill.progress import Silent
from manimill.records import Sample


def test_nineteen_of_twenty_descriptions_find_their_code_first() -> None:
    found: dict[str, Sample] = {}
    for sample in DatasetRegistry.from_catalog().extract_all(["manim_ce_docs"]):
        if sample.scene is not None and not isinstance(parse(sample.code), SyntaxProblem):
            found.setdefault(fingerprints(sample.code).code, sample)
    samples = list(found.values())
    texts = [described.text for described in describe_all(samples, LocalEngine(1), Silent()).values()]
    told = [(text, sample.code) for text, sample in zip(texts, samples, strict=True) if text is not None]
    silent = [sample.code for text, sample in zip(texts, samples, strict=True) if text is None]
    ranks = find_codes([text for text, _ in told], [*(code for _, code in told), *silent])
    assert len(told) >= 0.98 * len(samples) > 300
    assert (ranks == 1).mean() >= 0.95
    assert (ranks <= 10).all()
