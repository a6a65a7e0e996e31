from __future__ import annotations

import random

import pytest
from tests.duplicates.scenes import facts, scene

from manimill.duplicates import Facts, Link, Matches, Standing, decide, find, find_duplicates
from manimill.errors import InputError
from manimill.recipe import Duplicates
from manimill.records import Sample

SETTINGS = Duplicates(near_meaning=1.1)
LINE = "        self.next_section()\n"


def longer(code: str, lines: int) -> str:
    return code.replace("        self.wait()\n", LINE * lines + "        self.wait()\n")


@pytest.fixture(scope="module")
def known() -> dict[str, Facts]:
    base = scene(7, lines=16)
    return {
        "a": facts(base),
        "b": facts(longer(base, 1)),
        "c": facts(
            base.replace("self.wait()", "self.play(Create(Dodecahedron()))\n        self.play(Wait())")
        ),
        "d": facts(scene(8)),
    }


@pytest.fixture(scope="module")
def matches(known: dict[str, Facts]) -> Matches:
    return find(known, SETTINGS)


def test_matches_can_be_asked(matches: Matches) -> None:
    assert matches.neighbours("a") == ["b", "c"]
    assert matches.neighbours("d") == []
    assert [link.rule for link in matches.links_of("b")] == ["near_code", "near_code"]
    assert matches.members() == {"a": ["a", "b", "c"], "d": ["d"]}


def test_a_higher_threshold_needs_no_new_search(known: dict[str, Facts], matches: Matches) -> None:
    closest = max(link.similarity for link in matches.links)
    for threshold in (0.85, 0.9, closest, 0.99):
        raised = matches.at(near_code=threshold)
        anew = find(known, Duplicates(near_meaning=1.1, near_code=threshold))
        assert (raised.links, raised.cluster) == (anew.links, anew.cluster)
        assert all(link.similarity >= threshold for link in raised.links)
    assert matches.at(near_code=0.999).links == []


def test_a_lower_threshold_is_refused_with_what_to_do(matches: Matches) -> None:
    with pytest.raises(InputError, match=r"found with near_code = 0\.8.*got 0\.7.*search again"):
        matches.at(near_code=0.7)


def test_descriptions_match_by_words_and_by_meaning() -> None:
    said = (
        "Draw the graph of a parabola on a pair of axes, mark its vertex with a dot, write the equation next to "
        "the dot and let the parabola move slowly to the upper edge while the dot and the equation follow; then turn "
        "the dot into a small red arrow that points at the focus, fade out everything but the axes and the arrow, "
        "and end with a title that says what the distance between vertex and focus means"
    )
    known = {
        "a": facts(scene(1), said),
        "b": facts(scene(2), f"Please {said.lower()}."),
        "c": facts(scene(3), said.replace("parabola", "hyperbola", 1)),
        "d": facts(scene(4), "Move the heptagon to the right by 2 units over 1 second"),
        "e": facts(scene(5), "Move the heptagon to the right by 3 units over 1 second"),
    }
    found = find(known, Duplicates(near_meaning=0.95))
    rules = {(link.id, link.other): link.rule for link in found.links if link.rule != "near_meaning"}
    assert rules == {("a", "b"): "near_description", ("a", "c"): "look_alike", ("b", "c"): "look_alike"}
    assert ("d", "e") in {(link.id, link.other) for link in found.links if link.rule == "near_meaning"}
    standings = {sample: Standing(False, 0, 0, 0.0, False, sample) for sample in known}
    decisions = decide(known, standings, found, SETTINGS)
    assert [sample for sample, decision in decisions.items() if not decision.kept] == ["b"]
    assert (decisions["b"].rule, decisions["b"].matched_id) == ("near_description", "a")


def test_nothing_depends_on_the_order_of_samples() -> None:
    known = {f"{number:03}": facts(scene(number // 3, lines=9 + number % 3)) for number in range(90)}
    names = list(known)
    random.Random(3).shuffle(names)
    shuffled = {name: known[name] for name in names}
    assert find(shuffled, SETTINGS).links == find(known, SETTINGS).links
    standings = {name: Standing(False, 0, 0, 0.0, False, name) for name in names}
    decisions = decide(shuffled, standings, find(shuffled, SETTINGS), SETTINGS)
    assert decisions == decide(known, standings, find(known, SETTINGS), SETTINGS)


def test_samples_are_compared_as_they_come() -> None:
    codes = {"Scene7": scene(7), "Mine": scene(7).replace("Scene7", "Mine"), "Scene8": scene(8)}
    samples = [Sample.create("mine", code, key=name, scene=name) for name, code in codes.items()]
    (link,) = find_duplicates(samples, SETTINGS).links
    assert link.rule == "canonical_code"
    assert {link.id, link.other} == {sample.id for sample in samples[:2]}


def test_a_link_names_the_smaller_id_first(matches: Matches) -> None:
    assert all(link.id < link.other for link in matches.links)
    assert matches.links == sorted(matches.links)
    assert isinstance(matches.links[0], Link)
