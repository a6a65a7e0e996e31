from __future__ import annotations

from dataclasses import replace

import pytest

from manimill.asset_policy import Furnished
from manimill.code.analysis import analyse
from manimill.duplicates import Decision
from manimill.gates import Findings, competes, permitted, release_of
from manimill.pairing import Share
from manimill.pairs import Fit, Fitted, SourceFit
from manimill.quality import Finding, Judgement
from manimill.recipe import Recipe
from manimill.records import Description, Origin, Provenance, Sample
from manimill.release import held_back
from manimill.repair import Change, Repair
from manimill.repairs import Repaired

CODE = "from manim import *\n\n\nclass A(Scene):\n    def construct(self):\n        self.add(Square())\n"
SAMPLE = Sample.create("s", CODE, key="k", scene="A", provenance=Provenance(licence="NOASSERTION"))
ONE = SAMPLE.id
OPEN = Findings(
    furnished=Furnished((SAMPLE,)),
    repaired=Repaired((SAMPLE,)),
    analyses={ONE: analyse(CODE, "A")},
    renders={},
    fitted=Fitted({}),
    quality={ONE: Judgement((), 1.0)},
    decisions={ONE: Decision(kept=True)},
    descriptions={ONE: Description("Show a square.", Origin.HUMAN)},
)
DOUBTFUL = {ONE: Judgement((Finding("bare_object", "min_choices = 1", "one object"),), 0.5)}
DROPPED = Fitted(
    {},
    fits={ONE: Fit(0.01, 0.002, "mismatch")},
    sources={"s": SourceFit(1, {"mismatch": 1}, Share(1, 0.9, 1))},
    dropped=frozenset({ONE}),
)
SHIMMED = Repaired((SAMPLE,), {ONE: Repair(CODE, "gl", (Change("stand-in", 1, "low", shim=True),))})
RECIPE = Recipe()
ENFORCING = Recipe.model_validate({"quality": {"mode": "enforce"}})


def test_a_sample_that_passes_every_gate_is_exported() -> None:
    assert release_of(SAMPLE, OPEN, RECIPE).kept


@pytest.mark.parametrize(
    ("found", "recipe", "gate", "reason", "evidence"),
    [
        (
            replace(
                OPEN, furnished=Furnished((SAMPLE,), {ONE: held_back("assets", "needs_assets", "a.png")})
            ),
            RECIPE,
            "assets",
            "needs_assets",
            "a.png",
        ),
        (OPEN, Recipe(licences="stated"), "licence", "licence_policy", "NOASSERTION"),
        (
            replace(OPEN, repaired=SHIMMED, decisions={ONE: Decision(False, "near_code", "other", 0.9)}),
            RECIPE,
            "repair",
            "tier_shimmed",
            "stand-in",
        ),
        (
            replace(OPEN, analyses={ONE: analyse(CODE.replace("manim ", "manimlib.imports "), "A")}),
            Recipe.model_validate({"repair": {"enabled": False}}),
            "flavour",
            "flavour_legacy",
            "line 1: from manimlib.imports import *",
        ),
        (
            replace(OPEN, decisions={ONE: Decision(False, "near_code", "other", 0.9)}),
            RECIPE,
            "duplicates",
            "near_code",
            "other",
        ),
        (replace(OPEN, fitted=DROPPED), RECIPE, "pairing", "mismatch", "probability 0.0020"),
        (
            replace(OPEN, quality=DOUBTFUL),
            ENFORCING,
            "quality",
            "bare_object",
            "one object (min_choices = 1)",
        ),
        (replace(OPEN, descriptions={}), RECIPE, "description", "no_description", None),
    ],
)
def test_a_closed_gate_gives_its_reason(
    found: Findings, recipe: Recipe, gate: str, reason: str, evidence: str | None
) -> None:
    release = release_of(SAMPLE, found, recipe)
    assert (release.kept, release.gate, release.reason) == (False, gate, reason)
    assert evidence is None or release.evidence == evidence


def test_the_first_closed_gate_is_the_reason() -> None:
    found = replace(OPEN, quality=DOUBTFUL, decisions={ONE: Decision(False, "same_animation", "x", 1.0)})
    assert release_of(SAMPLE, found, ENFORCING).gate == "duplicates"


def test_doubts_are_only_counted_unless_they_are_enforced() -> None:
    assert release_of(SAMPLE, replace(OPEN, quality=DOUBTFUL), RECIPE).kept
    assert competes(ONE, Fitted({}), DOUBTFUL, RECIPE)


def test_what_is_left_out_keeps_no_other_sample_out() -> None:
    assert not competes(ONE, Fitted({}), DOUBTFUL, ENFORCING)
    assert not competes(ONE, DROPPED, OPEN.quality, RECIPE)
    found = (OPEN.furnished, OPEN.repaired, OPEN.analyses[ONE])
    assert not permitted(SAMPLE, *found, Recipe(licences="permissive"))
    assert permitted(SAMPLE, *found, RECIPE)
