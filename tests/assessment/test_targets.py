"""From what a curator names to files."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.assessment.places import git, repository, written

from manimill.assessment import open_target
from manimill.errors import InputError
from manimill.sources import Access

FILES = {"a/one.py": "x = 1\n", "a/two.md": "text", "three.ipynb": "{}"}


@pytest.fixture
def mirror(tmp_path: Path) -> Access:
    repository(tmp_path / "owner" / "name", FILES)
    return Access(git_mirror=str(tmp_path / "{owner}" / "{name}"))


def test_a_repository_is_read_as_it_was_committed(tmp_path: Path) -> None:
    place = repository(tmp_path / "lessons", FILES, "git@github.com:owner/name.git")
    (place / "later.py").write_text("")
    with open_target(str(place), Access()) as target:
        assert list(target.tree.files()) == ["a/one.py", "a/two.md", "three.ipynb"]
        assert (target.name, target.repository, target.url) == ("name", "owner/name", str(place))
        assert target.revision == git(place, "rev-parse", "HEAD")


def test_a_folder_is_read_as_it_is(tmp_path: Path) -> None:
    place = written(tmp_path / "lessons", FILES)
    with open_target(str(place), Access()) as target:
        assert list(target.tree.files()) == ["a/one.py", "a/two.md", "three.ipynb"]
        assert (target.name, target.repository, target.revision) == ("lessons", None, None)
        assert target.globs == ("**/*.py", "**/*.ipynb", "**/*.md", "**/*.rst", "**/*.markdown")


def test_a_file_is_looked_at_with_what_lies_beside_it(tmp_path: Path) -> None:
    place = written(tmp_path, FILES)
    with open_target(str(place / "a" / "one.py"), Access()) as target:
        assert (target.globs, list(target.tree.files())) == (("one.py",), ["one.py", "two.md"])


@pytest.mark.parametrize(
    ("name", "within", "globs"),
    [
        ("owner/name", "", "**/*.py"),
        ("https://github.com/owner/name.git", "", "**/*.py"),
        ("https://github.com/owner/name/tree/main/a", "a", "a/**/*.py"),
        ("https://github.com/owner/name/blob/main/a/one.py", "a/one.py", "a/one.py"),
    ],
)
def test_an_address_is_limited_to_its_path(mirror: Access, name: str, within: str, globs: str) -> None:
    with open_target(name, mirror) as target:
        assert (target.repository, target.within, target.globs[0]) == ("owner/name", within, globs)
        assert target.url == "https://github.com/owner/name"
        assert len(target.tree.files()) == 3


def test_a_path_that_exists_is_no_address(
    tmp_path: Path, mirror: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with open_target("owner/name", mirror) as target:
        assert (target.url, target.repository) == ("owner/name", None)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nowhere", "There is no 'nowhere'; give the address"),
        ("src/nowhere.py", "There is no 'src/nowhere.py'"),
        ("other/place", "'other/place' is no path on this machine, and is not in the mirror"),
        ("https://github.com/other/place", "'https://github.com/other/place' is not in the mirror"),
        ("https://github.com/owner/name/tree/main/b", "names 'b', which owner/name does not have"),
        ("https://github.com/owner/name/tree/next", "has no commit 'next'"),
        ("https://example.org/owner/name", "is not the address of a repository on GitHub"),
        ("x" * 5000, "There is no 'xxx"),
        ("a\0b", "There is no"),
    ],
)
def test_what_cannot_be_opened_is_one_sentence(mirror: Access, name: str, words: str) -> None:
    with pytest.raises(InputError) as caught, open_target(name, mirror):
        pass
    assert words in str(caught.value)


def test_what_could_never_hold_scenes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "data.csv").write_text("a,b\n")
    for name, words in (
        ("empty", "holds no Python file"),
        ("data.csv", "is not a file that can be assessed"),
    ):
        with pytest.raises(InputError, match=words), open_target(str(tmp_path / name), Access()):
            pass


def test_a_repository_without_a_commit_is_one_sentence(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    with pytest.raises(InputError, match="has no commit 'HEAD'"), open_target(str(tmp_path), Access()):
        pass
