from __future__ import annotations

import random

import pytest

from manimill import tables
from manimill.code.analysis import analyse
from manimill.quality import Judged, Judgement, Rendering, assess_quality, quality_statistics
from manimill.recipe import GATES, Quality
from manimill.records import Origin

CODE = """from manim import *

class A(Scene):
    def construct(self):
        self.play(Create(Circle(radius={n})))
"""
LONG = "Draw a red circle in the middle of the screen, then turn it into a square"


def judged(
    name: str, text: str | None, *, origin: Origin = Origin.HUMAN, code: str = CODE, n: int = 1
) -> Judged:
    code = code.replace("{n}", str(n))
    return Judged(name, code, "A", text, origin, analyse(code, "A").features)


def gates(judgement: Judgement) -> list[str]:
    return [finding.gate for finding in judgement.closed]


def a_dataset() -> list[Judged]:
    rotations = [judged(f"t{n:02}", f"Rotate the {'abcdefghijkl'[n]} by {n} degrees", n=n) for n in range(12)]
    return [*rotations, judged("x", "TODO"), judged("y", "Create an animation"), judged("z", LONG)]


def test_findings_stand_in_the_order_of_the_gates_and_name_threshold_and_evidence() -> None:
    found = assess_quality(a_dataset(), Quality())
    assert [(f.gate, f.threshold, f.evidence) for f in found["t03"].closed] == [
        (
            "templated_description",
            "max_alike = 10",
            "12 samples, copies apart, read 'rotate the _ by # degrees'",
        )
    ]
    assert gates(found["x"]) == ["placeholder_description", "description_too_short"]
    assert gates(found["z"]) == []
    assert set(found) == {sample.id for sample in a_dataset()}


def test_order_of_samples_does_not_count() -> None:
    samples = a_dataset()
    shuffled = samples.copy()
    random.Random(7).shuffle(shuffled)
    assert assess_quality(shuffled, Quality()) == assess_quality(samples, Quality())


def test_gates_that_are_off_say_nothing_and_thresholds_come_from_the_recipe() -> None:
    off = assess_quality(a_dataset(), Quality(off=("templated_description", "description_too_short")))
    assert gates(off["t03"]) == []
    assert gates(off["x"]) == ["placeholder_description"]
    only = assess_quality(a_dataset(), Quality(gates=("generic_description",)))
    assert [sample for sample, judgement in only.items() if judgement.closed] == ["y"]
    assert gates(assess_quality(a_dataset(), Quality(max_alike=12))["t03"]) == []


def test_derived_descriptions_are_neither_compared_nor_counted() -> None:
    derived = [
        judged(f"d{n:02}", f"Rotate the star by {n} degrees", origin=Origin.DERIVED, n=n) for n in range(30)
    ]
    written = [judged(f"h{n:02}", f"Rotate the {'abcdefghij'[n]} by {n} degrees", n=n) for n in range(10)]
    found = assess_quality(derived + written, Quality())
    assert all(not judgement.closed for judgement in found.values())


def test_code_that_does_not_parse_is_judged_by_its_text_alone() -> None:
    broken = judged("a", LONG, code="class A(Scene:\n    # Your code here\n" + " " * 60)
    assert gates(assess_quality([broken], Quality())["a"]) == ["placeholder_code", "code_too_short"]


def score(text: str | None = LONG, code: str = CODE, rendering: Rendering | None = None) -> float:
    one = judged("a", text, code=code)
    sample = Judged("a", one.code, "A", text, Origin.HUMAN, one.features, rendering)
    return assess_quality([sample], Quality())["a"].score


def test_the_score_is_what_the_page_says() -> None:
    assert score() == 1
    assert score(None) == 0.9
    assert score("Draw a circle that grows and spins") == pytest.approx(0.9 + 0.1 * 4 / 9, abs=1e-4)
    assert score(" ".join(["Draw the circle"] * 100)) == pytest.approx(0.9 + 0.1 * 150 / 300)
    assert score(code=CODE.replace("self.play(Create(", "self.add((")) == 0.9
    still = CODE.replace("self.play(Create(", "self.add((")
    assert score(code=still, rendering=Rendering(duration=1, moved=True, blank=0)) == 1
    blank = Rendering(duration=1, moved=False, blank=1)
    assert score(code=still, rendering=blank) == pytest.approx(0.7 * (1 - 1 / len(GATES)) + 0.2, abs=1e-4)


def test_code_on_one_line_scores_less_than_the_same_laid_out() -> None:
    calls = ["self.play(Create(Circle()))"] * 6
    laid_out = CODE + "".join(f"        {call}\n" for call in calls)
    assert score(code=laid_out) > score(code=CODE.rstrip() + "; " + "; ".join(calls) + "\n")


def test_a_judgement_is_a_row_of_the_table() -> None:
    found = assess_quality(a_dataset(), Quality())
    frame = tables.table(({"id": name, **j.to_json()} for name, j in found.items()), tables.QUALITY)
    row = frame.filter(frame["id"] == "y").row(0, named=True)
    assert row["closed"] == [
        {
            "gate": "generic_description",
            "threshold": "min_specific_words = 1",
            "evidence": "no word tells 'Create an animation' from other requests",
        }
    ]


def test_statistics_say_what_each_gate_closes_on_and_what_enforcing_would_leave() -> None:
    samples = a_dataset()
    sources = {sample.id: "rotations" if sample.id[0] == "t" else "mixed" for sample in samples}
    found = quality_statistics(assess_quality(samples, Quality()), sources, Quality())
    assert found["mode"] == "report"
    assert (found["judged"], found["held_back_if_enforced"]) == (15, 14)
    assert found["left_if_enforced"] == {
        "mixed": {"of": 3, "left": 1},
        "rotations": {"of": 12, "left": 0},
    }
    assert found["by_gate"]["templated_description"] == {
        "samples": 12,
        "only_gate": 12,
        "threshold": "max_alike = 10",
        "by_source": {"rotations": 12},
        "examples": [
            {
                "id": name,
                "source": "rotations",
                "evidence": "12 samples, copies apart, read 'rotate the _ by # degrees'",
            }
            for name in ("t00", "t01")
        ],
    }
    assert found["by_gate"]["placeholder_description"]["only_gate"] == 0
    assert sorted([*found["by_gate"], *found["gates_that_closed_on_nothing"]]) == sorted(GATES)


def test_statistics_of_nothing() -> None:
    found = quality_statistics({}, {}, Quality())
    assert (found["judged"], found["by_gate"], found["mean_score"]) == (0, {}, None)


def test_samples_whose_descriptions_are_derived_later_can_be_judged_later() -> None:
    written = a_dataset()
    derived = [judged(f"d{n}", f"Rotate the a by {n} degrees", origin=Origin.DERIVED, n=n) for n in range(3)]
    apart = assess_quality(written, Quality()) | assess_quality(derived, Quality())
    assert apart == assess_quality(written + derived, Quality())


def test_every_threshold_that_a_finding_names_is_a_key_of_the_recipe() -> None:
    found = assess_quality(a_dataset(), Quality())
    named = {f.threshold.split(" = ")[0] for j in found.values() for f in j.closed if f.threshold}
    assert named == {"max_alike", "min_description_words", "min_specific_words"}
    assert named <= set(Quality.model_fields)
