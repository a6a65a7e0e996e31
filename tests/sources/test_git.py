"""Reading repositories as objects, with the real git and with repositories that mean harm."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from tests.sources.git_repositories import SCENE, Repo

from manimill.scenes.files import FileAbsentError
from manimill.sources import SourceUnavailableError
from manimill.sources.git import GitTree, commit_of, repository_at


def contents(repository: Path, revision: str = "HEAD") -> dict[str, bytes]:
    with GitTree(repository, revision) as tree:
        return {path: tree.read(path) for path in tree.files()}


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path / "repo")


def test_files_come_with_their_sizes_in_the_order_of_paths(repo: Repo) -> None:
    commit = repo.commit({"b.py": "b = 1\n", "a/c.py": "", "a.py": b"\xff\n\n"})
    with GitTree(repo.git_directory) as tree:
        assert tree.revision == commit
        assert list(tree.files().items()) == [("a.py", 3), ("a/c.py", 0), ("b.py", 6)]
        assert [tree.read(path) for path in ("b.py", "a/c.py", "a.py", "b.py")] == [
            b"b = 1\n",
            b"",
            b"\xff\n\n",
            b"b = 1\n",
        ]
        with pytest.raises(FileAbsentError, match=r"^there is no c\.py$"):
            tree.read("c.py")


def test_a_commit_is_read_whatever_the_work_tree_holds(repo: Repo) -> None:
    first = repo.commit({"a.py": "first"})
    repo.commit({"a.py": "second", "b.py": "b"})
    (repo.folder / "a.py").write_text("not committed")
    (repo.folder / "c.py").write_text("not committed")
    assert contents(repo.git_directory) == {"a.py": b"second", "b.py": b"b"}
    assert contents(repo.git_directory, first) == {"a.py": b"first"}
    assert contents(repo.git_directory, first[:9]) == {"a.py": b"first"}


def test_bare_packed_and_sha256_repositories_read_the_same(repo: Repo, tmp_path: Path) -> None:
    files = {"a.py": b"a", "d/b.py": b"b" * 5000}
    repo.commit(files)
    repo.git("tag", "v1")
    repo.git("gc", "--quiet")
    assert (repo.git_directory / "packed-refs").is_file()
    repo.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare.git"))
    other = Repo(tmp_path / "other", format="sha256")
    commit = other.commit(files)
    assert len(commit) == 64
    for place in (repo.git_directory, tmp_path / "bare.git", other.git_directory):
        assert contents(place) == files
    assert contents(repo.git_directory, "v1") == files


@pytest.mark.parametrize(
    "path",
    [
        "with space.py",
        "ünï/çödé.py",
        "-rf.py",
        "--help/x.py",
        "line\nbreak.py",
        "back\\slash.py",
        "q\"uo'te.py",
        "tab\there.py",
        "*.py",
        ":(top)x.py",
    ],
)
def test_a_path_is_what_its_commit_says(repo: Repo, path: str) -> None:
    repo.commit({path: "x = 1\n"})
    assert contents(repo.git_directory) == {path: b"x = 1\n"}


def test_a_path_that_is_no_unicode_is_read(repo: Repo) -> None:
    blob = repo.blob(b"x")
    repo.commit_tree(repo.tree([("100644", os.fsdecode(b"\xff.py"), blob)]))
    assert contents(repo.git_directory) == {"\udcff.py": b"x"}


def test_executable_files_are_files_and_links_and_submodules_are_none(repo: Repo) -> None:
    blob = repo.blob(b"x")
    elsewhere = repo.blob(b"/etc/passwd")
    tree = repo.tree(
        [
            ("100644", "a.py", blob),
            ("120000", "link.py", elsewhere),
            ("160000", "module", "1" * 40),
            ("100664", "old.py", blob),
            ("100755", "run.py", blob),
        ]
    )
    repo.commit_tree(tree)
    assert contents(repo.git_directory) == {"a.py": b"x", "old.py": b"x", "run.py": b"x"}


def test_paths_that_leave_the_tree_are_refused_by_name(repo: Repo) -> None:
    blob = repo.blob(b"x")
    inner = repo.tree([("100644", "evil.py", blob)])
    tree = repo.tree(
        [
            ("40000", ".", inner),
            ("40000", "..", inner),
            ("40000", ".GIT", inner),
            ("100644", "a/../../b.py", blob),
            ("100644", "good.py", blob),
            ("100644", "/etc/c.py", blob),
        ]
    )
    repo.commit_tree(tree)
    with GitTree(repo.git_directory) as read:
        assert list(read.files()) == ["good.py"]
        assert sorted(read.refused) == [
            "../evil.py",
            "./evil.py",
            ".GIT/evil.py",
            "/etc/c.py",
            "a/../../b.py",
        ]


def test_what_git_lfs_keeps_elsewhere_is_absent(repo: Repo) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 12345\n"
    repo.commit({"film.mp4": pointer, "note.md": pointer + "x" * 1000})
    with GitTree(repo.git_directory) as tree:
        with pytest.raises(FileAbsentError, match=r"film\.mp4 is kept outside the repository, with Git LFS$"):
            tree.read("film.mp4")
        assert len(tree.read("note.md")) == len(pointer) + 1000


def test_an_absent_blob_is_listed_without_a_size_and_the_others_are_read(repo: Repo) -> None:
    repo.commit({"a.py": "a", "big.mp4": "lost", "c.py": "c"})
    repo.lose(repo.git("rev-parse", "HEAD:big.mp4"))
    with GitTree(repo.git_directory) as tree:
        assert dict(tree.files()) == {"a.py": 1, "big.mp4": None, "c.py": 1}
        with pytest.raises(FileAbsentError, match=r"^the content of big\.mp4 is not in the repository$"):
            tree.read("big.mp4")
        assert (tree.read("a.py"), tree.read("c.py")) == (b"a", b"c")


def test_a_damaged_blob_is_absent_and_the_others_are_read(repo: Repo) -> None:
    repo.commit({"a.py": "a" * 999, "b.py": "b", "c.py": "c"})
    name = repo.git("rev-parse", "HEAD:a.py")
    damaged = repo.git_directory / "objects" / name[:2] / name[2:]
    damaged.chmod(0o644)
    damaged.write_bytes(damaged.read_bytes()[:-4])
    with GitTree(repo.git_directory) as tree:
        assert tree.read("b.py") == b"b"
        with pytest.raises(FileAbsentError, match=r"^the content of a\.py is damaged in the repository$"):
            tree.read("a.py")
        assert tree.read("c.py") == b"c"


def test_an_absent_folder_is_one_sentence(repo: Repo) -> None:
    commit = repo.commit({"a.py": "a", "d/b.py": "b"})
    repo.lose(repo.git("rev-parse", "HEAD:d"))
    with pytest.raises(SourceUnavailableError) as caught:
        GitTree(repo.git_directory)
    assert str(caught.value) == (
        f"cannot be listed: a folder of commit {commit} is not in {repo.git_directory}; get the repository anew"
    )


def test_nothing_that_a_partial_clone_was_promised_is_fetched(repo: Repo, tmp_path: Path) -> None:
    repo.commit({"a.py": "a", "big.bin": "x" * 10_000})
    repo.git("config", "uploadpack.allowFilter", "true")
    place = tmp_path / "partial.git"
    repo.git("clone", "--quiet", "--bare", "--filter=blob:limit=1k", f"file://{repo.folder}", str(place))
    before = sorted(place.rglob("*.pack"))
    with GitTree(place) as tree:
        assert dict(tree.files()) == {"a.py": 1, "big.bin": None}
        with pytest.raises(FileAbsentError):
            tree.read("big.bin")
        assert tree.read("a.py") == b"a"
    assert sorted(place.rglob("*.pack")) == before


def _booby_trapped(repo: Repo, marker: Path) -> None:
    """Settings each of which would run a program, and a blob that is promised by such a one."""
    run = f"touch {marker}"
    script = repo.git_directory / "run.sh"
    script.write_text(f"#!/bin/sh\n{run}\n")
    script.chmod(0o755)
    (repo.git_directory / "config").write_text(
        f"""
[core]
    repositoryformatversion = 1
    bare = false
    fsmonitor = {script}
    sshCommand = {script}
    gitProxy = {script}
    pager = {script}
    alternateRefsCommand = {script}
    hooksPath = {repo.git_directory}
[extensions]
    partialClone = evil
[remote "evil"]
    url = ext::{script}
    promisor = true
    partialclonefilter = blob:none
    uploadpack = {script}
[protocol]
    allow = always
[protocol "ext"]
    allow = always
[alias]
    ls-tree = !{run}
    cat-file = !{run}
[filter "evil"]
    smudge = {script}
    clean = {script}
[uploadpack]
    packObjectsHook = {script}
"""
    )
    for hook in ("post-checkout", "reference-transaction", "fsmonitor-watchman"):
        (repo.git_directory / hook).write_bytes(script.read_bytes())
        (repo.git_directory / hook).chmod(0o755)


def test_nothing_runs_whatever_the_settings_of_a_repository_say(repo: Repo, tmp_path: Path) -> None:
    commit = repo.commit({".gitattributes": "*.py filter=evil\n", "a.py": "a", "lost.py": "lost"})
    lost, marker = repo.git("rev-parse", "HEAD:lost.py"), tmp_path / "ran"
    repo.lose(lost)
    _booby_trapped(repo, marker)
    subprocess.run(["git", "cat-file", "blob", lost], cwd=repo.folder, capture_output=True, check=False)
    assert marker.exists(), "the trap is not one"
    marker.unlink()
    with GitTree(repo.git_directory) as tree:
        assert tree.read("a.py") == b"a"
        with pytest.raises(FileAbsentError):
            tree.read("lost.py")
    repo.lose(commit)
    with pytest.raises(SourceUnavailableError, match="has no commit 'HEAD'"):
        GitTree(repo.git_directory)
    assert not marker.exists()


def test_settings_of_the_environment_lead_nowhere_else(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit({"a.py": "a"})
    for name in ("GIT_DIR", "GIT_OBJECT_DIRECTORY", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_NAMESPACE"):
        monkeypatch.setenv(name, "/nowhere")
    assert contents(repo.git_directory) == {"a.py": b"a"}


@pytest.mark.parametrize("line", ["/nowhere/objects", ".", "../objects", "\0", "/dev/zero"])
def test_alternates_that_lead_nowhere_or_in_circles_change_nothing(repo: Repo, line: str) -> None:
    repo.commit({"a.py": "a"})
    (repo.git_directory / "objects" / "info" / "alternates").write_text(line + "\n")
    assert contents(repo.git_directory) == {"a.py": b"a"}


def test_a_clone_that_shares_objects_is_read(repo: Repo, tmp_path: Path) -> None:
    repo.commit({"a.py": "a"})
    repo.git("clone", "--quiet", "--shared", "--bare", ".", str(tmp_path / "shared.git"))
    assert contents(tmp_path / "shared.git") == {"a.py": b"a"}


def test_folders_that_hold_each_other_a_billion_times_are_refused(repo: Repo) -> None:
    inner = repo.tree([("100644", "a.py", repo.blob(b"x"))])
    for _ in range(9):
        inner = repo.tree([("40000", f"d{number}", inner) for number in range(10)])
    repo.commit_tree(inner)
    with pytest.raises(SourceUnavailableError) as caught:
        GitTree(repo.git_directory, most_files=10_000)
    assert str(caught.value) == (
        f"has more than 10,000 files in {repo.git_directory}; give a repository of scenes"
    )


@pytest.mark.parametrize(
    "revision", ["nothing", "0" * 40, "--help", "HEAD:a.py", "-x; touch y", "", "HEAD..HEAD"]
)
def test_a_revision_that_is_no_commit_is_one_sentence(repo: Repo, revision: str) -> None:
    repo.commit({"a.py": "a"})
    with pytest.raises(SourceUnavailableError) as caught:
        commit_of(repo.git_directory, revision)
    assert str(caught.value) == (f"has no commit '{revision}' in {repo.git_directory}; give another revision")


def test_a_repository_without_commits_is_one_sentence(repo: Repo) -> None:
    with pytest.raises(SourceUnavailableError, match=r"^has no commit 'HEAD'"):
        GitTree(repo.git_directory)


def test_a_replaced_object_is_read_as_it_was_committed(repo: Repo) -> None:
    repo.commit({"a.py": "a"})
    repo.git("replace", repo.git("rev-parse", "HEAD:a.py"), repo.blob(b"replaced"))
    assert contents(repo.git_directory) == {"a.py": b"a"}


def test_a_machine_without_git_is_told_how_to_get_it(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit({"a.py": "a"})
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SourceUnavailableError) as caught:
        GitTree(repo.git_directory)
    assert str(caught.value) == "needs git, which is not installed; run 'sudo apt-get install git'"


def test_a_repository_is_found_bare_and_in_work_trees(repo: Repo, tmp_path: Path) -> None:
    repo.commit({"a.py": SCENE.format(name="A")})
    repo.git("worktree", "add", "--quiet", str(tmp_path / "second"))
    plain = tmp_path / "plain"
    plain.mkdir()
    assert repository_at(repo.folder) == repo.git_directory
    assert repository_at(repo.git_directory) == repo.git_directory
    assert repository_at(plain) is None
    assert repository_at(repo.folder / "a.py") is None
    second = repository_at(tmp_path / "second")
    assert second is not None
    assert contents(second) == contents(repo.git_directory)


@pytest.mark.parametrize("text", [b"", b"gitdir: /nowhere\n", b"\xff\xfe", b"something: else\n"])
def test_a_git_file_that_leads_nowhere_makes_no_repository(tmp_path: Path, text: bytes) -> None:
    (tmp_path / ".git").write_bytes(text)
    assert repository_at(tmp_path) is None


def test_closing_ends_the_process_and_removes_what_was_beside(repo: Repo) -> None:
    repo.commit({"a.py": "a"})
    tree = GitTree(repo.git_directory)
    tree.read("a.py")
    process = tree._process
    assert process is not None
    tree.close()
    assert process.poll() == 0
    assert not os.path.exists(tree._aside.name)
    tree.close()
