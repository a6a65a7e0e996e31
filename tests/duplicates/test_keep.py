from __future__ import annotations

from dataclasses import replace

import pytest
from tests.duplicates.scenes import facts, scene

from manimill.duplicates import Decision, Facts, Standing, decide, find
from manimill.recipe import Duplicates

BEST = Duplicates(near_meaning=1.1)
ALL = Duplicates(near_meaning=1.1, variants="all")


def standing(name: str, **changes: object) -> Standing:
    plain = Standing(fails=False, priority=50, origin_rank=2, quality=0.5, copy=False, id=name)
    return replace(plain, **changes)  # type: ignore[arg-type]


def decided(known: dict[str, Facts], *better: Standing, settings: Duplicates = BEST) -> dict[str, Decision]:
    every = {name: standing(name) for name in known} | {one.id: one for one in better}
    return decide(known, every, find(known, settings), settings)


def kept(decisions: dict[str, Decision]) -> list[str]:
    return sorted(name for name, decision in decisions.items() if decision.kept)


@pytest.mark.parametrize(
    ("better", "because"),
    [
        ({}, "id"),
        ({"quality": 0.6}, "quality"),
        ({"quality": 0.4, "origin_rank": 1}, "origin"),
        ({"quality": 0.4, "origin_rank": 3, "priority": 60}, "priority"),
    ],
)
def test_the_first_criterion_that_differs_decides_and_is_named(
    better: dict[str, object], because: str
) -> None:
    name = "a" if because == "id" else "c"
    decisions = decided({n: facts(scene(1)) for n in "abc"}, standing(name, **better))
    assert kept(decisions) == [name]
    assert decisions[name].kept_because == because


def test_what_renders_goes_before_what_does_not() -> None:
    known = {"a": facts(scene(1), "same request"), "b": facts(scene(2), "same request")}
    decisions = decided(known, standing("a", fails=True, priority=90))
    assert decisions == {
        "a": Decision(False, "same_description", "b", 1.0),
        "b": Decision(True, kept_because="rendered"),
    }


def test_the_recipe_says_in_which_order_criteria_decide() -> None:
    settings = Duplicates(near_meaning=1.1, keep=("quality", "priority"))
    known = {n: facts(scene(1)) for n in "ab"}
    decisions = decided(known, standing("a", priority=90), standing("b", quality=0.9), settings=settings)
    assert decisions["b"] == Decision(True, kept_because="quality")


def test_who_replaces_nobody_needs_no_reason() -> None:
    assert decided({"a": facts(scene(1))}) == {"a": Decision(True)}


def test_the_strongest_rule_that_holds_is_given() -> None:
    code = scene(1, lines=16)
    longer = code.replace("        self.wait()", "        self.next_section()\n        self.wait()")
    known = {
        "a": facts(code, "one request"),
        "b": facts(code, "one request"),
        "c": facts(code + "# end\n", "one request"),
        "d": facts(code.replace("BLUE", "RED"), "one request"),
        "e": facts(longer, "one request"),
        "f": facts(scene(2), "one request"),
    }
    found = {name: decision.rule for name, decision in decided(known).items() if not decision.kept}
    rules = ["identical_code", "canonical_code", "same_animation", "near_code", "same_description"]
    assert found == dict(zip("bcdef", rules, strict=True))


def test_every_removed_sample_repeats_a_kept_one_directly() -> None:
    # a and c have nothing in common but b, so removing b is no reason to remove c.
    known = {"a": facts(scene(1), "x"), "b": facts(scene(2), "x"), "c": facts(scene(2), "y")}
    decisions = decided(known)
    assert kept(decisions) == ["a", "c"]
    assert (decisions["b"].rule, decisions["b"].matched_id) == ("canonical_code", "c") or (
        decisions["b"].rule,
        decisions["b"].matched_id,
    ) == ("same_description", "a")


def test_a_chain_of_small_steps_is_not_removed_from_its_far_end() -> None:
    known = {}
    code = scene(1, lines=20)
    for number, name in enumerate("abcdefgh"):
        lines = "".join(f"        self.next_section(name_{n}, skip_{n})\n" for n in range(number * 2))
        known[name] = facts(code.replace("        self.wait()\n", lines + "        self.wait()\n"))
    matches = find(known, BEST)
    assert len(matches.members()) == 1
    decisions = decided(known)
    assert len(kept(decisions)) > 1
    for decision in decisions.values():
        if not decision.kept:
            assert decisions[decision.matched_id or ""].kept
            assert (decision.similarity or 0) >= BEST.near_code


def test_all_variants_keep_every_distinct_pair() -> None:
    known = {
        "a": facts(scene(1), "x"),
        "b": facts(scene(1), "y"),
        "c": facts(scene(2), "x"),
        "d": facts(scene(1), "x"),
        "e": facts(scene(1)),
    }
    decisions = decided(known, settings=ALL)
    assert kept(decisions) == ["a", "b", "c"]
    assert (decisions["d"].matched_id, decisions["e"].matched_id) == ("a", "a")


def test_a_further_copy_of_a_row_never_takes_its_place() -> None:
    known = {n: facts(scene(1), "x") for n in "ab"}
    assert kept(decided(known, standing("a", copy=True))) == ["b"]


def test_only_who_has_a_standing_takes_part() -> None:
    known = {n: facts(scene(1)) for n in "ab"}
    decisions = decide(known, {"b": standing("b")}, find(known, BEST), BEST)
    assert decisions == {"b": Decision(True)}
