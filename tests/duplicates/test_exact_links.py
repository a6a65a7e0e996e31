from __future__ import annotations

from tests.duplicates.scenes import facts, scene

from manimill.duplicates import Facts, find
from manimill.recipe import Duplicates

SETTINGS = Duplicates(near_meaning=1.1)
RING = "from manim import *\n\n\nclass Ring(Scene):\n    def construct(self):\n        self.add(Circle(color=RED))\n"


def rules(known: dict[str, Facts]) -> list[tuple[str, str, str]]:
    return [(link.id, link.other, link.rule) for link in find(known, SETTINGS).links]


def test_the_rule_tells_text_from_canonical_form_from_animation() -> None:
    known = {
        "a": facts(RING),
        "b": facts(RING),
        "c": facts(RING.replace("Ring", "Halo")),
        "d": facts(RING.replace("RED", "BLUE")),
    }
    assert rules(known) == [
        ("a", "b", "identical_code"),
        ("a", "c", "canonical_code"),
        ("a", "d", "same_animation"),
    ]


def test_a_cluster_joins_what_shares_code_or_description_directly_or_through_others() -> None:
    known = {
        "a": facts(scene(1), "Show one."),
        "b": facts(scene(2), "show ONE"),
        "c": facts(scene(2), "Show two."),
        "d": facts(scene(3)),
        "e": facts(scene(4)),
    }
    assert find(known, SETTINGS).members() == {"a": ["a", "b", "c"], "d": ["d"], "e": ["e"]}


def test_two_scenes_of_one_module_are_on_one_side_and_no_duplicates() -> None:
    one = facts(scene(1))
    other = Facts(one.text, one.module, one.animation, 1, one.tokens, one.shown, None)
    assert {rule for *_, rule in rules({"a": one, "b": other})} == {"same_module", "look_alike"}
