"""Sources of repositories: where they are read from, and what their samples say about it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.sources.git_repositories import SCENE, Repo
from tests.sources.reading import Entry, refusal, samples, skipped

from manimill.catalog import SourceEntry
from manimill.sources import Access, GitExtractor, local_form

FILES = {"films/a.py": SCENE.format(name="First"), "b.py": "X = 1\n"}


@pytest.fixture
def one(entry: Entry) -> SourceEntry:
    return entry("git", repositories=[{"repository": "ann/films"}])


@pytest.fixture
def two(entry: Entry) -> SourceEntry:
    return entry("git", repositories=[{"repository": "ann/films"}, {"repository": "bob/shorts"}])


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path / "films")


def test_a_sample_says_where_it_is_from(one: SourceEntry, repo: Repo) -> None:
    commit = repo.commit(FILES)
    (sample,) = samples(GitExtractor(one, Access(), repo.folder))
    place = sample.provenance
    assert (sample.key, sample.scene, sample.code) == ("films/a.py::First", "First", FILES["films/a.py"])
    assert (place.url, place.revision, place.licence) == ("https://github.com/ann/films", commit, "MIT")
    assert (place.path, place.first_line, place.last_line) == ("films/a.py", 4, 6)


def test_a_pinned_revision_is_the_one_that_is_read(entry: Entry, repo: Repo) -> None:
    first = repo.commit(FILES)
    repo.commit({"films/a.py": SCENE.format(name="Second")})
    pinned = entry(
        "git", repositories=[{"repository": "ann/films"}], revision={"policy": "pinned", "pin": first}
    )
    (sample,) = samples(GitExtractor(pinned, Access(), repo.folder))
    assert (sample.scene, sample.provenance.revision) == ("First", first)


def test_a_mirror_on_disk_gives_the_same_samples_as_the_folder_itself(
    one: SourceEntry, repo: Repo, tmp_path: Path
) -> None:
    repo.commit(FILES)
    bare = tmp_path / "mirror" / "ann" / "films.git"
    repo.git("clone", "--quiet", "--bare", ".", str(bare))
    access = Access(git_mirror=str(tmp_path / "mirror" / "{owner}" / "{name}.git"))
    assert samples(GitExtractor(one, access)) == samples(GitExtractor(one, Access(), repo.folder))


def test_a_mirror_without_the_repository_is_one_sentence(one: SourceEntry, tmp_path: Path) -> None:
    access = Access(git_mirror=f"{tmp_path}/{{owner}}/{{name}}")
    assert refusal(GitExtractor(one, access)) == (
        f"is not in the mirror: {tmp_path}/ann/films is no git repository; correct git.mirror"
    )


def test_a_folder_without_git_is_read_and_its_content_is_its_revision(
    one: SourceEntry, repo: Repo, tmp_path: Path
) -> None:
    repo.commit(FILES)
    shutil.rmtree(repo.git_directory)
    (sample,) = samples(GitExtractor(one, Access(), repo.folder))
    assert (sample.key, sample.code) == ("films/a.py::First", FILES["films/a.py"])
    revision = sample.provenance.revision
    assert revision is not None
    assert revision.startswith("files:") and len(revision) == len("files:") + 16

    elsewhere = shutil.copytree(repo.folder, tmp_path / "elsewhere")
    assert samples(GitExtractor(one, Access(), elsewhere)) == [sample]
    (elsewhere / "b.py").write_text("X = 2\n")
    (changed,) = samples(GitExtractor(one, Access(), elsewhere))
    assert (changed.id, changed.provenance.revision == revision) == (sample.id, False)


def test_links_of_a_folder_are_no_files(one: SourceEntry, repo: Repo, tmp_path: Path) -> None:
    outside = tmp_path / "outside.py"
    outside.write_text(SCENE.format(name="Outside"))
    repo.commit(FILES)
    shutil.rmtree(repo.git_directory)
    (repo.folder / "link.py").symlink_to(outside)
    (repo.folder / "round").symlink_to(repo.folder)
    assert [sample.scene for sample in samples(GitExtractor(one, Access(), repo.folder))] == ["First"]


def test_each_of_two_repositories_is_read_from_the_folder_of_its_name(
    two: SourceEntry, repo: Repo, tmp_path: Path
) -> None:
    films = repo.commit(FILES)
    shorts = Repo(tmp_path / "shorts").commit({"films/a.py": SCENE.format(name="First")})
    found = samples(GitExtractor(two, Access(), tmp_path))
    assert [(sample.key, sample.provenance.url, sample.provenance.revision) for sample in found] == [
        ("ann/films/films/a.py::First", "https://github.com/ann/films", films),
        ("bob/shorts/films/a.py::First", "https://github.com/bob/shorts", shorts),
    ]


def test_where_one_of_two_repositories_is_absent_nothing_is_read(
    two: SourceEntry, repo: Repo, tmp_path: Path
) -> None:
    repo.commit(FILES)
    assert refusal(GitExtractor(two, Access(), tmp_path)) == (
        f"cannot be read from {tmp_path}, which has no folder shorts; give the folder that holds its repositories"
    )
    form = local_form(two)
    assert form is not None
    assert (form.words, form.fits(tmp_path)) == ("the folder that holds its repositories", True)


def test_a_file_that_cannot_be_read_is_named_once(one: SourceEntry, repo: Repo) -> None:
    directive = '"""\n.. manim:: X\n\n    class X(Scene):\n        pass\n"""\n'
    repo.commit({"a.py": f"{directive}x = (\n", "lost.py": "lost"})
    repo.lose(repo.git("rev-parse", "HEAD:lost.py"))
    assert [(one.where, one.reason) for one in skipped(GitExtractor(one, Access(), repo.folder))] == [
        ("a.py:7", "syntax_error"),
        ("lost.py", "absent"),
    ]


def test_a_picture_that_git_lfs_keeps_elsewhere_is_missing(one: SourceEntry, repo: Repo) -> None:
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 9\n"
    scene = SCENE.format(name="A").replace("Circle()", "ImageMobject('a.png')")
    repo.commit({"a.py": scene, "a.png": pointer})
    (sample,) = samples(GitExtractor(one, Access(), repo.folder))
    assert (sample.assets, sample.missing_assets) == ((), ("a.png",))


SPOKEN = """from manim import *
from manim_voiceover import VoiceoverScene
from shapes import Net


class Told(VoiceoverScene):
    def construct(self):
        net = Net()
        with self.voiceover(text="Here is a net of dots.") as tracker:
            self.play(Create(net), run_time=1)
        self.add(ImageMobject("photo.png"))
"""
SHAPES = """from manim import *


class Net(VGroup):
    def __init__(self):
        super().__init__(Dot(), Dot())

    def broken(self):
        return nowhere
"""


def test_a_sample_says_what_was_spoken_left_out_and_asked_for_and_which_video_it_is_for(
    entry: Entry, repo: Repo
) -> None:
    source = entry(
        "git",
        repositories=[{"repository": "ann/films"}],
        videos=[
            {"path": "week2/told.py", "title": "Nets", "url": "https://www.youtube.com/watch?v=abcdefghijk"}
        ],
    )
    repo.commit({"week2/told.py": SPOKEN, "week2/shapes.py": SHAPES})
    (sample,) = samples(GitExtractor(source, Access(), repo.folder))
    assert "voiceover" not in sample.code.lower()
    assert "broken" not in sample.code
    said = sample.metadata
    assert [piece["text"] for piece in said["narration"]] == ["Here is a net of dots."]
    assert said["left_out"] == ["week2/shapes.py:Net.broken"]
    assert said["also_from"] == ["week2/shapes.py"]
    assert (said["title"], said["video_id"]) == ("Nets", "abcdefghijk")
    assert (sample.assets, sample.missing_assets) == ((), ("photo.png",))
    assert sample.description is None
