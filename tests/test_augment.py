from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from manimill.augment import Alternative, Augmentation, Variant, augment_all, templates, variant_statistics
from manimill.augment.closeness import too_near
from manimill.progress import Silent
from manimill.recipe import Augment
from manimill.records import Description, Origin, Sample
from manimill.resemblance.search import Limits
from manimill.text.normal import description_key

LIMITS = Limits(near_code=0.8, near_description=0.9, near_meaning=0.97)
OFF = Limits(near_code=1.1, near_description=1.1, near_meaning=1.1)
THREE = Augment(human=3.0)


def sample(number: int, text: str, origin: Origin = Origin.HUMAN) -> Sample:
    code = (
        f"from manim import *\n\n\nclass S(Scene):\n    def construct(self):\n        self.wait({number})\n"
    )
    return Sample.create("s", code, key=f"{number}", scene="S", description=text, description_origin=origin)


def augmented(
    train: Sequence[Sample],
    tested: Sequence[str] = (),
    rates: Augment = THREE,
    limits: Limits = OFF,
    **more: object,
) -> Augmentation:
    descriptions = {s.id: Description(s.description, s.description_origin) for s in train}
    settings: dict[str, object] = {"seed": 42, "progress": Silent(), **more}
    return augment_all(train, descriptions, tested, rates=rates, limits=limits, **settings)  # type: ignore[arg-type]


def of(augmentation: Augmentation, parent: Sample) -> list[Variant]:
    return [v for v in augmentation.variants if v.parent_id == parent.id]


CORPUS = [sample(n, f"Draw {n} circles and a line.") for n in range(40)]


def test_a_rate_of_three_makes_two_variants_of_each() -> None:
    done = augmented(CORPUS)
    assert Counter(v.parent_id for v in done.variants) == {s.id: 2 for s in CORPUS}
    assert [v.id for v in done.variants] == sorted(v.id for v in done.variants)
    assert (done.missing, done.refused) == ({}, {})
    assert {v.kind for v in done.variants} == {"template"}
    assert {v.origin for v in done.variants} == {Origin.HUMAN}


def test_a_variant_is_what_its_template_says() -> None:
    (one,) = augmented([sample(1, "Draw a dot.")], rates=Augment(human=2.0)).variants
    name = one.variant.removeprefix("template:")
    assert one.text == templates().by_name[name].frame("Draw a dot.", templates().openings)
    assert one.id == Variant.of(sample(1, "").id, one).id != one.parent_id  # type: ignore[arg-type]
    assert len(one.id) == 16


def test_the_rate_is_that_of_the_description_s_origin() -> None:
    origins = [o for o in Origin if o is not Origin.NONE]
    train = [sample(n, f"Draw {n} dots.", origin) for n, origin in enumerate(origins)]
    rates = Augment(reviewed=1, human=2, upstream_llm=3, narration=4, generated=5, derived=6)
    done = augmented(train, rates=rates)
    assert [len(of(done, s)) for s in train] == [0, 1, 2, 3, 4, 5]


def test_at_the_default_rates_nothing_happens() -> None:
    assert augmented(CORPUS, rates=Augment()) == Augmentation()


@pytest.mark.parametrize(("rate", "whole"), [(1.5, 0), (2.25, 1)])
def test_rows_are_as_many_as_the_rate_says(rate: float, whole: int) -> None:
    train = [sample(n, f"Draw {n} circles.") for n in range(600)]
    counts = Counter(v.parent_id for v in augmented(train, rates=Augment(human=rate)).variants)
    assert {counts[s.id] for s in train} == {whole, whole + 1}
    more = sum(counts[s.id] > whole for s in train)
    low, high = binom.interval(1 - 1e-9, len(train), rate - whole - 1)
    assert low <= more <= high


TEXTS = st.lists(
    st.sampled_from(
        ["Draw a dot", "A dot", "draw a dot.", "How is a dot drawn?", "$x^2$", "The end", "Please draw"]
    ),
    min_size=1,
    max_size=7,
    unique=True,
)
RATES = st.sampled_from([1.0, 1.5, 2.5, 4.0, 10.0])


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS, RATES, st.randoms(use_true_random=False))
def test_every_prompt_is_its_own_and_order_decides_nothing(
    train_texts: list[str], test_texts: list[str], rate: float, shuffle: random.Random
) -> None:
    train = [sample(n, text) for n, text in enumerate(train_texts)]
    done = augmented(train, test_texts, rates=Augment(human=rate))
    others = [s.description for s in train] + test_texts
    forms = [description_key(v.text) for v in done.variants]
    assert len(set(forms)) == len(forms)
    assert not set(forms) & {description_key(text) for text in others}
    shuffled, tested = train.copy(), test_texts.copy()
    shuffle.shuffle(shuffled)
    shuffle.shuffle(tested)
    assert augmented(shuffled, tested, rates=Augment(human=rate)) == done


@settings(max_examples=30, deadline=None)
@given(st.sets(st.integers(0, 39), min_size=1), RATES)
def test_what_else_is_in_the_build_changes_nothing(chosen: set[int], rate: float) -> None:
    every = augmented(CORPUS, rates=Augment(human=rate))
    some = augmented([CORPUS[n] for n in chosen], rates=Augment(human=rate))
    parents = {CORPUS[n].id for n in chosen}
    assert some.variants == tuple(v for v in every.variants if v.parent_id in parents)


def test_where_a_sample_was_found_changes_no_wording() -> None:
    here = sample(1, "Draw a dot.")
    there = Sample.create(
        "t", here.code, key="elsewhere", scene="S", description="Draw a dot.", description_origin=Origin.HUMAN
    )
    texts = [sorted(v.text for v in augmented([s]).variants) for s in (here, there)]
    assert texts[0] == texts[1]
    assert here.id != there.id


def test_samples_that_share_a_description_share_no_wording() -> None:
    train = [sample(n, "Draw a dot.") for n in range(10)]
    done = augmented(train, rates=Augment(human=5.0))
    assert len({description_key(v.text) for v in done.variants}) == len(done.variants) == 40
    assert done.refused.get("taken", 0) > 0


def test_where_no_wording_is_left_rows_are_fewer_and_counted() -> None:
    fitting = len(templates().fitting("Draw a dot."))
    train = [sample(n, "Draw a dot.") for n in range(20)]
    done = augmented(train, rates=Augment(human=10.0))
    assert len(done.variants) == fitting == 62
    assert sum(done.missing.values()) == 20 * 9 - fitting
    assert set(done.missing) <= {s.id for s in train}
    assert {len(of(done, s)) + done.missing.get(s.id, 0) for s in train} == {9}
    told = variant_statistics(done, {s.id: s.source for s in train})
    assert told["fewer_than_asked_for"] == {"samples": len(done.missing), "rows": 20 * 9 - fitting}
    assert (told["total"], told["by_source"], told["by_kind"]) == (62, {"s": 62}, {"template": 62})
    assert told["by_origin"] == {"human": 62}


def test_alternatives_come_first_in_their_order() -> None:
    one = sample(1, "Draw a dot.")
    alternatives = [
        Alternative("A dot, nothing else", "terse", "model-1"),
        Alternative("draw a DOT", "same"),
        Alternative("  A teacher marks a point. ", "story"),
    ]
    done = augmented(
        [one], rates=Augment(human=4.0), alternatives={one.id: alternatives, "nobody": alternatives}
    )
    made = {v.variant: v for v in done.variants}
    first = made["alternative:terse"]
    assert (first.text, first.origin, first.generated_by) == (
        "A dot, nothing else",
        Origin.GENERATED,
        "model-1",
    )
    assert made["alternative:story"].text == "A teacher marks a point."
    assert sorted(v.kind for v in done.variants) == ["alternative", "alternative", "template"]
    assert done.refused == {"taken": 1}


def test_alternatives_beyond_the_rate_are_left_out() -> None:
    one = sample(1, "Draw a dot.")
    alternatives = [Alternative(f"Wording {n}", f"style{n}") for n in range(5)]
    done = augmented([one], rates=Augment(human=3.0), alternatives={one.id: alternatives})
    assert sorted(v.variant for v in done.variants) == ["alternative:style0", "alternative:style1"]


def test_texts_that_are_none_are_passed_over() -> None:
    one = sample(1, "Draw a dot.")
    bad = [Alternative(" ?! ", "empty"), Alternative("half \ud800 a pair", "broken")]
    done = augmented([one], rates=Augment(human=2.0), alternatives={one.id: bad})
    assert [v.kind for v in done.variants] == ["template"]
    assert done.refused == {"unusable": 2}


def test_paraphrases_come_before_templates_and_only_as_needed() -> None:
    asked = []

    def paraphraser(sample_id: str, description: str, number: int) -> str | None:
        asked.append((sample_id, description, number))
        return None if number == 2 else f"{description} Said otherwise, {number}."

    one, other = sample(1, "Draw a dot."), sample(2, "Draw a line.")
    alternative = {other.id: [Alternative("A line", "terse")] * 1}
    done = augmented(
        [one, other],
        rates=Augment(human=3.0),
        alternatives=alternative,
        paraphraser=paraphraser,
        paraphrased_by="model-2",
    )
    assert sorted(v.kind for v in of(done, one)) == ["paraphrase", "template"]
    assert sorted(v.kind for v in of(done, other)) == ["alternative", "paraphrase"]
    paraphrase = next(v for v in of(done, one) if v.kind == "paraphrase")
    assert paraphrase.text == "Draw a dot. Said otherwise, 1."
    assert (paraphrase.origin, paraphrase.generated_by) == (Origin.GENERATED, "model-2")
    assert sorted(asked) == sorted(
        [(one.id, "Draw a dot.", 1), (one.id, "Draw a dot.", 2), (other.id, "Draw a line.", 1)]
    )


NEAR = "Show a blue circle and three red squares beside the long green line as they fade today."


def test_what_comes_too_near_to_what_is_tested_with_is_passed_over() -> None:
    one = sample(1, "Draw a dot.")
    offered = [
        Alternative(f"{NEAR[:-1]}, please.", "near"),
        Alternative("Numbers rain down a dark window.", "far"),
    ]
    done = augmented([one], [NEAR], Augment(human=2.0), LIMITS, alternatives={one.id: offered})
    assert [v.variant for v in done.variants] == ["alternative:far"]
    assert done.refused == {"near_test": 1}
    free = augmented([one], [NEAR], Augment(human=2.0), OFF, alternatives={one.id: offered})
    assert [v.variant for v in free.variants] == ["alternative:near"]


@pytest.mark.parametrize(
    "limits", [LIMITS, Limits(1.1, 0.7, 1.1), Limits(1.1, 1.1, 0.9)], ids=["both", "wording", "meaning"]
)
def test_no_variant_reaches_a_limit(limits: Limits) -> None:
    tested = [
        "Now " + templates().by_name[name].frame(s.description or "", templates().openings)
        for s in CORPUS
        for name in ("use_manimce", "please_animate", "code_for_scene")
    ]
    free = augmented(CORPUS, rates=Augment(human=10.0))
    done = augmented(CORPUS, tested, Augment(human=10.0), limits)
    forms = {description_key(text) or "" for text in tested}
    assert too_near([description_key(v.text) or "" for v in free.variants], forms, limits)
    assert not too_near([description_key(v.text) or "" for v in done.variants], forms, limits)
    assert done.refused["near_test"] > 0
