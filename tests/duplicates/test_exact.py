from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from manimill.duplicates.exact import Keys, connected, find


def key(module: str, description: str | None = None) -> Keys:
    return Keys(text=module, code=f"{module}/0", module=module, description=description)


def test_a_cluster_joins_what_shares_code_or_description_directly_or_through_others() -> None:
    keys = {"a": key("m1", "x"), "b": key("m2", "x"), "c": key("m2", "y"), "d": key("m3")}
    assert find(keys).members() == {"a": ["a", "b", "c"], "d": ["d"]}


def test_two_scenes_of_one_module_are_one_cluster() -> None:
    keys = {"a": Keys("t", "m/0", "m", None), "b": Keys("t", "m/1", "m", None)}
    assert find(keys).members() == {"a": ["a", "b"]}


def test_samples_without_description_are_not_alike_for_that() -> None:
    assert find({"a": key("m1"), "b": key("m2")}).members() == {"a": ["a"], "b": ["b"]}


nodes = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=4)


@given(st.lists(nodes, max_size=6), st.randoms())
def test_components_do_not_depend_on_order(groups: list[list[str]], random: object) -> None:
    shuffled = [list(g) for g in groups]
    for group in shuffled:
        random.shuffle(group)  # type: ignore[attr-defined]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert connected("abcdefgh", shuffled) == connected("hgfedcba", groups)


@given(st.lists(nodes, max_size=6))
def test_members_of_a_group_end_up_together_under_the_smallest(groups: list[list[str]]) -> None:
    component = connected("abcdefgh", groups)
    for group in groups:
        assert len({component[node] for node in group}) == 1
        assert component[group[0]] <= min(group)
