from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from manimill.split import Member, split_clusters


def alone(count: int) -> dict[str, Member]:
    return {f"s{n}": Member(cluster=f"s{n}", draw_key=f"k{n}") for n in range(count)}


def test_the_share_of_test_clusters_is_as_asked() -> None:
    side = split_clusters(alone(20_000), test=0.1, seed=42).side
    assert 0.094 < sum(s == "test" for s in side.values()) / 20_000 < 0.106


def test_a_seed_draws_the_same_and_another_draws_differently() -> None:
    members = alone(200)
    assert split_clusters(members, test=0.1, seed=1).side == split_clusters(members, test=0.1, seed=1).side
    assert split_clusters(members, test=0.1, seed=1).side != split_clusters(members, test=0.1, seed=2).side


@given(st.integers(1, 60), st.integers(1, 60))
def test_adding_samples_moves_no_other(before: int, more: int) -> None:
    small = split_clusters(alone(before), test=0.3, seed=42).side
    large = split_clusters(alone(before + more), test=0.3, seed=42).side
    assert {cluster: large[cluster] for cluster in small} == small


def test_adding_a_copy_moves_nothing_because_equal_content_is_drawn_alike() -> None:
    members = alone(100)
    copies = {f"copy{n}": Member(cluster=f"s{n}", draw_key=f"k{n}") for n in range(100)}
    before, after = (split_clusters(m, test=0.2, seed=42) for m in (members, members | copies))
    assert before.side == after.side
    assert after.joined == []


def test_a_sample_that_joins_a_train_and_a_test_cluster_sends_both_to_test_and_is_reported() -> None:
    apart = alone(50)
    side = split_clusters(apart, test=0.3, seed=42).side
    train = next(s for s in apart if side[s] == "train")
    test = next(s for s in apart if side[s] == "test")
    joined = {
        **apart,
        train: Member(cluster="joined", draw_key=apart[train].draw_key),
        test: Member(cluster="joined", draw_key=apart[test].draw_key),
    }
    split = split_clusters(joined, test=0.3, seed=42)
    assert split.side["joined"] == "test"
    assert split.joined == ["joined"]
    others = set(apart) - {train, test}
    assert all(split.side[s] == side[s] for s in others)


def test_what_upstream_tests_with_stays_in_test() -> None:
    members = {f"s{n}": Member(f"s{n}", f"k{n}", upstream="test") for n in range(30)}
    split = split_clusters(members, test=0.0, seed=42)
    assert set(split.side.values()) == {"test"}
    assert set(split.reason.values()) == {"upstream_test"}


def test_no_share_means_no_test_side() -> None:
    assert set(split_clusters(alone(100), test=0.0, seed=42).side.values()) == {"train"}
