from __future__ import annotations

from dataclasses import replace

from manimill.duplicates import Decision, Keys, Standing, decide


def key(code: str, description: str | None = None, text: str | None = None) -> Keys:
    return Keys(text=text or code, code=code, module=code, description=description)


def standing(name: str, **changes: object) -> Standing:
    return replace(Standing(fails=False, minus_priority=-50, origin_rank=2, copy=False, id=name), **changes)  # type: ignore[arg-type]


def kept(decisions: dict[str, Decision]) -> list[str]:
    return sorted(name for name, decision in decisions.items() if decision.kept)


def test_priority_goes_before_origin_and_origin_before_id() -> None:
    keys = {name: key("c") for name in "abc"}
    by_id = {name: standing(name) for name in "abc"}
    assert kept(decide(keys, by_id, "best")) == ["a"]
    by_origin = {**by_id, "c": standing("c", origin_rank=0)}
    assert kept(decide(keys, by_origin, "best")) == ["c"]
    by_priority = {**by_origin, "b": standing("b", minus_priority=-90)}
    assert kept(decide(keys, by_priority, "best")) == ["b"]


def test_a_sample_that_fails_never_keeps_out_one_that_runs() -> None:
    keys = {"a": key("c1", "same request"), "b": key("c2", "same request")}
    standings = {"a": standing("a", fails=True, minus_priority=-90), "b": standing("b")}
    decisions = decide(keys, standings, "best")
    assert kept(decisions) == ["b"]
    assert decisions["a"] == Decision(False, "same_description", "b", 1.0)


def test_the_rule_tells_identical_text_from_canonical_form() -> None:
    keys = {"a": key("c", text="x = 1"), "b": key("c", text="x = 1"), "c": key("c", text="x=1")}
    decisions = decide(keys, {name: standing(name) for name in "abc"}, "best")
    assert (decisions["b"].rule, decisions["c"].rule) == ("identical_code", "canonical_code")


def test_every_removed_sample_repeats_a_kept_one_directly() -> None:
    # a and c have nothing in common but b, so removing b is no reason to remove c.
    keys = {"a": key("c1", "x"), "b": key("c2", "x"), "c": key("c2", "y")}
    decisions = decide(keys, {name: standing(name) for name in "abc"}, "best")
    assert kept(decisions) == ["a", "c"]
    assert decisions["b"].matched_id in ("a", "c")


def test_all_variants_keep_every_distinct_pair() -> None:
    keys = {
        "a": key("c1", "x"),
        "b": key("c1", "y"),
        "c": key("c2", "x"),
        "d": key("c1", "x"),
        "e": key("c1"),
    }
    decisions = decide(keys, {name: standing(name) for name in "abcde"}, "all")
    assert kept(decisions) == ["a", "b", "c"]
    assert (decisions["d"].matched_id, decisions["e"].matched_id) == ("a", "a")


def test_a_further_copy_of_a_row_never_takes_its_place() -> None:
    keys = {"a": key("c", "x"), "b": key("c", "x")}
    assert kept(decide(keys, {"a": standing("a", copy=True), "b": standing("b")}, "best")) == ["b"]
