"""Addresses in the forms that people copy."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.assessment.places import repository

from manimill.assessment.addresses import Address, address_of, origin_of
from manimill.errors import InputError
from manimill.sources.git import repository_at

WHOLE = Address("owner/na-me.x")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://github.com/owner/na-me.x", WHOLE),
        ("https://github.com/owner/na-me.x/", WHOLE),
        ("https://github.com/owner/na-me.x.git", WHOLE),
        ("http://www.github.com/owner/na-me.x?tab=readme-ov-file#top", WHOLE),
        ("https://someone@github.com/owner/na-me.x", WHOLE),
        ("git@github.com:owner/na-me.x.git", WHOLE),
        ("ssh://git@github.com/owner/na-me.x.git", WHOLE),
        ("git://github.com/owner/na-me.x.git", WHOLE),
        ("github.com/owner/na-me.x", WHOLE),
        ("github:owner/na-me.x", WHOLE),
        ("  owner/na-me.x \n", Address("owner/na-me.x", short=True)),
        ("owner/name.git", Address("owner/name", short=True)),
        ("https://github.com/owner/name/tree/main", Address("owner/name", "main")),
        ("https://github.com/owner/name/tree/v1.2/a/b%20c/", Address("owner/name", "v1.2", "a/b c")),
        ("https://github.com/owner/name/blob/main/a/b.py#L3", Address("owner/name", "main", "a/b.py")),
    ],
)
def test_an_address_says_repository_revision_and_path(text: str, address: Address) -> None:
    assert address_of(text) == address


@pytest.mark.parametrize(
    "text",
    ["scenes.py", "folder/scene.py", "folder/notes.ipynb", "a/b/c", "../name", "./name", "~/x", "", "/a"],
)
def test_what_looks_like_a_path_is_no_address(text: str) -> None:
    assert address_of(text) is None


@pytest.mark.parametrize(
    "text", ["https://gitlab.com/owner/name", "git@example.org:owner/name.git", "https://github.com/owner"]
)
def test_an_address_of_something_else_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(InputError, match=r"is not the address of a repository on GitHub; clone it and give"):
        address_of(text)


@pytest.mark.parametrize(
    ("origin", "name"),
    [
        ("git@github.com:owner/name.git", "owner/name"),
        ("https://gitlab.com/owner/name", None),
        ("../owner/name", None),
        ("owner/name", None),
        (None, None),
    ],
)
def test_a_clone_says_where_it_is_from(tmp_path: Path, origin: str | None, name: str | None) -> None:
    place = repository_at(repository(tmp_path, {"a.py": ""}, origin))
    assert place is not None
    assert origin_of(place) == name
