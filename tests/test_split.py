from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from manimill.code.canonical import Forms
from manimill.resemblance.search import Limits
from manimill.resemblance.subjects import Code, Subject, Wordings
from manimill.split import Link, Member, Split, split_apart, split_clusters

LIMITS = Limits(near_code=0.8, near_description=0.9, near_meaning=0.97)


def alone(count: int) -> dict[str, Member]:
    return {f"s{n}": Member(draw_key=f"k{n}") for n in range(count)}


def sides(split: Split) -> dict[str, str]:
    return {sample: cluster.side for sample, cluster in split.cluster_of.items()}


def drawn(members: dict[str, Member], *links: Link, test: float = 0.3, seed: int = 42) -> Split:
    return split_clusters(members, links, test=test, seed=seed)


def one_of_each_side(members: dict[str, Member]) -> tuple[str, str]:
    side = sides(drawn(members))
    return next(s for s in members if side[s] == "train"), next(s for s in members if side[s] == "test")


def test_a_seed_draws_the_same_and_another_draws_differently() -> None:
    members = alone(200)
    assert sides(drawn(members, seed=1)) == sides(drawn(members, seed=1))
    assert sides(drawn(members, seed=1)) != sides(drawn(members, seed=2))


@pytest.mark.parametrize("seed", [1, 2, 42])
def test_every_source_is_drawn_with_the_same_share_independently_of_the_others(seed: int) -> None:
    sizes = {"tiny": 300, "small": 1_000, "large": 5_000, "huge": 20_000}
    sources = {f"{name}{n}": name for name, size in sizes.items() for n in range(size)}
    split = drawn({s: Member(draw_key=s) for s in sources}, test=0.1, seed=seed)
    for name, share in split.shares(sources).items():
        # Four standard deviations: chance breaks it once in sixteen thousand.
        allowed = 4 * math.sqrt(0.1 * 0.9 / sizes[name])
        assert abs(share.drawn / share.contents - 0.1) < allowed
        assert share.contents == share.samples == sizes[name]
        assert share.test == share.drawn
    without = drawn({s: Member(draw_key=s) for s in sources if sources[s] != "huge"}, test=0.1, seed=seed)
    side = sides(split)
    assert all(side[s] == other for s, other in sides(without).items())


def test_the_interval_of_a_share_is_wilsons() -> None:
    split = drawn(alone(50), test=0.3)
    share = split.shares(dict.fromkeys(alone(50), "only"))["only"]
    p, n, z = share.drawn / 50, 50, 1.959964
    ends = [
        (p + z * z / (2 * n) + sign * z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))) / (1 + z * z / n)
        for sign in (-1, 1)
    ]
    assert (share.low, share.high) == pytest.approx(tuple(ends))
    assert share.fits(p)
    assert not share.fits(share.high + 0.01)


def test_copies_of_one_content_are_one_draw_of_their_source() -> None:
    members = {f"copy{n}": Member(draw_key="same") for n in range(40)}
    assert drawn(members).shares(dict.fromkeys(members, "copies"))["copies"].contents == 1


@given(st.integers(1, 60), st.integers(1, 60))
def test_adding_samples_moves_no_other(before: int, more: int) -> None:
    small, large = sides(drawn(alone(before))), sides(drawn(alone(before + more)))
    assert {sample: large[sample] for sample in small} == small


@given(
    st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=20),
    st.lists(st.tuples(st.integers(0, 59), st.integers(0, 59)), max_size=10),
)
def test_growth_never_moves_a_sample_out_of_test(
    links: list[tuple[int, int]], more: list[tuple[int, int]]
) -> None:
    def linked(pairs: list[tuple[int, int]]) -> list[Link]:
        return [Link("near_code", (f"s{a}", f"s{b}")) for a, b in pairs if a != b]

    before = sides(drawn(alone(30), *linked(links)))
    after = drawn(alone(60), *linked(links), *linked(more))
    for sample, side in before.items():
        cluster = after.cluster_of[sample]
        if side == "test" or cluster.side != side:
            assert cluster.side == "test"
        if cluster.side != side:
            assert cluster.reason == "joined"


@given(st.permutations(range(12)))
def test_no_order_of_samples_or_links_shows(order: list[int]) -> None:
    members = alone(12)
    links = [Link("near_code", (f"s{n}", f"s{n + 2}")) for n in range(0, 10, 2)]
    shuffled = {f"s{n}": members[f"s{n}"] for n in order}
    mixed = [Link(link.rule, link.members[:: -1 if n % 2 else 1]) for n, link in enumerate(links)][::-1]
    assert dict(drawn(members, *links).clusters) == dict(drawn(shuffled, *mixed).clusters)


def test_adding_a_copy_moves_nothing_because_equal_content_is_drawn_alike() -> None:
    members = alone(100)
    copies = {f"copy{n}": Member(draw_key=f"k{n}") for n in range(100)}
    links = [Link("identical_code", (f"copy{n}", f"s{n}")) for n in range(100)]
    before, after = sides(drawn(members)), drawn(members | copies, *links)
    assert {s: after.side_of(s) for s in members} == before
    assert after.joined == []


def test_a_link_between_a_train_and_a_test_cluster_sends_both_to_test_and_is_reported() -> None:
    members = alone(50)
    before = sides(drawn(members))
    train, test = one_of_each_side(members)
    split = drawn(members, Link("near_code", (train, test), 0.9))
    cluster = split.cluster_of[train]
    assert (cluster.side, cluster.reason, cluster.members) == ("test", "joined", tuple(sorted((train, test))))
    assert dict(cluster.held_by) == {"near_code": 1}
    assert split.joined == [min(train, test)]
    assert {s: split.side_of(s) for s in members if s != train} == {
        s: before[s] for s in members if s != train
    }


def test_what_upstream_tests_with_stays_in_test() -> None:
    members = {f"s{n}": Member(f"k{n}", upstream="test") for n in range(30)}
    clusters = drawn(members, test=0.0).clusters.values()
    assert {(c.side, c.reason) for c in clusters} == {("test", "upstream_test")}


def test_a_contaminated_sample_takes_its_cluster_to_test() -> None:
    link = Link("near_code", ("s1", "s2"))
    split = split_clusters(alone(5), [link], test=0.0, seed=42, contaminated={"s2"})
    assert [(c.id, c.side, c.reason) for c in split.clusters.values() if c.side == "test"] == [
        ("s1", "test", "decontaminated")
    ]


def test_no_share_means_no_test_side() -> None:
    assert set(sides(drawn(alone(100), test=0.0)).values()) == {"train"}


def test_clusters_that_a_draw_by_sample_would_tear_apart_are_named_with_the_links_it_cuts() -> None:
    members = alone(40)
    links = [Link("near_code", (f"s{n}", f"s{n + 20}"), 0.8 + n / 200) for n in range(20)]
    split = drawn(members, *links, Link("near_meaning", ("s0", "s1", "s2"), 0.98))
    torn = split.torn_by_sample(members)
    assert torn[0].cluster.members == ("s0", "s1", "s2", "s20", "s21", "s22")
    for found in torn:
        assert {*found.train, *found.test} == set(found.cluster.members)
        assert found.train and found.test and found.cut
        for link in found.cut:
            assert link.members[0] in found.train and link.members[1] in found.test
    # With a share of 0.3 a pair is torn with a probability of 0.42.
    assert 2 < len(torn) < 15
    assert split.torn_by_sample({"s0", "s5"}) == []


def subject(name: str, *tokens: int) -> Subject:
    forms = Forms(name, f"animation of {name}", np.array(tokens, np.uint32), ())
    return Subject(name, Code(name, forms))


def apart(members: dict[str, Member], subjects: list[Subject], seed: int = 42) -> Split:
    return split_apart(members, [], subjects, Wordings.of([]), LIMITS, test=0.3, seed=seed)


def test_a_pair_that_no_link_names_is_found_across_the_sides_and_joined() -> None:
    members = alone(50)
    train, test = one_of_each_side(members)
    subjects = [subject(train, *range(100)), subject(test, *range(5, 100))]
    split = apart(members, subjects)
    assert (split.side_of(train), split.cluster_of[train].reason) == ("test", "joined")
    assert dict(split.cluster_of[train].held_by) == {"near_code": 1}
    assert (split.found, split.rounds) == (1, 1)


def test_what_moves_to_test_is_looked_at_again() -> None:
    members = alone(50)
    side = sides(drawn(members))
    first = next(s for s in members if side[s] == "test")
    second, third = [s for s in members if side[s] == "train"][:2]
    chain = [subject(first, *range(100)), subject(second, *range(10, 110)), subject(third, *range(20, 120))]
    split = apart(members, chain)
    assert {split.side_of(s) for s in (first, second, third)} == {"test"}
    assert (split.found, split.rounds) == (2, 2)


def test_pairs_below_the_limit_stay_apart() -> None:
    members = alone(50)
    train, test = one_of_each_side(members)
    split = apart(members, [subject(train, *range(100)), subject(test, *range(30, 130))])
    assert (split.side_of(train), split.side_of(test), split.found) == ("train", "test", 0)
