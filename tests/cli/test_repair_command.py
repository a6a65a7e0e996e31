"""``manimill repair`` on files, folders, notebooks and repositories."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from tests.conftest import Run
from tests.mending.test_notebook_code import notebook
from tests.sources.git_repositories import Repo

OLD = (
    "from manimlib.imports import *\n\n\nclass Grow(Scene):\n    def construct(self):\n"
    "        self.play(ShowCreation(Circle()))  # as it was\n        self.add(PiCreature())\n"
)
NEW = OLD.replace("manimlib.imports", "manim").replace("ShowCreation", "Create")
TODAY = "from manim import *\n\n\nclass Fine(Scene):\n    def construct(self):\n        self.add(Dot())\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "films").mkdir()
    (tmp_path / "films" / "old.py").write_text(OLD)
    (tmp_path / "films" / "today.py").write_text(TODAY)
    return tmp_path / "films"


def test_a_diff_the_rules_and_what_is_left_are_printed_and_nothing_is_written(
    folder: Path, manimill: Run
) -> None:
    done = manimill("repair", folder)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert "-from manimlib.imports import *" in lines
    assert "+        self.play(Create(Circle()))  # as it was" in lines
    assert "  line 1  star-imports  high" in lines
    assert "  line 6  renamed-animations  high" in lines
    assert any(line.startswith("  line 7  left  PiCreature: ") for line in lines)
    assert "1 of 2 files would change (1 mechanical); 1 place left" in lines
    assert "\x1b" not in done.stdout
    assert (folder / "old.py").read_text() == OLD


def test_json_has_one_object_for_each_file(folder: Path, manimill: Run) -> None:
    done = manimill("repair", folder, "--json")
    old, today = (json.loads(line) for line in done.stdout.splitlines())
    assert old["file"].endswith("films/old.py")
    assert (old["flavour"], old["changed"], old["tier"], old["code"]) == ("legacy", True, "mechanical", NEW)
    assert old["rules"][0] == {"id": "star-imports", "line": 1, "confidence": "high"}
    assert (old["unresolved"][0]["name"], old["unresolved"][0]["line"]) == ("PiCreature", 7)
    assert (today["changed"], today["rules"], today["tier"], today["code"]) == (False, [], None, TODAY)


def test_write_changes_files_and_keeps_their_mode_mark_and_line_ends(folder: Path, manimill: Run) -> None:
    path = folder / "old.py"
    path.write_bytes(b"\xef\xbb\xbf" + OLD.replace("\n", "\r\n").encode())
    path.chmod(0o750)
    (folder / "link.py").symlink_to(path)
    done = manimill("repair", folder, "--write")
    assert done.returncode == 0, done.stderr
    assert path.read_bytes() == b"\xef\xbb\xbf" + NEW.replace("\n", "\r\n").encode()
    assert path.stat().st_mode & 0o777 == 0o750
    assert (folder / "link.py").is_symlink()
    assert sorted(os.listdir(folder)) == ["link.py", "old.py", "today.py"]
    again = manimill("repair", folder, "--check")
    assert again.returncode == 0, again.stdout


def test_a_link_is_not_written_through(folder: Path, tmp_path: Path, manimill: Run) -> None:
    link = tmp_path / "link.py"
    link.symlink_to(folder / "old.py")
    done = manimill("repair", link, "--write")
    assert done.returncode == 1
    assert "it is a link" in done.stderr
    assert (folder / "old.py").read_text() == OLD


def test_check_tells_by_its_status(folder: Path, manimill: Run) -> None:
    assert manimill("repair", folder, "--check").returncode == 1
    assert manimill("repair", folder / "today.py", "--check").returncode == 0


def test_the_cells_of_a_notebook_are_rewritten_together(tmp_path: Path, manimill: Run) -> None:
    path = tmp_path / "lesson.ipynb"
    shown = "%%manim -ql Grow\nclass Grow(Scene):\n    def construct(self):\n        self.play(ShowCreation(Circle()))"
    text = notebook("!pip install manim\nfrom manimlib.imports import *", shown)
    path.write_text(text)
    said = json.loads(manimill("repair", path, "--json").stdout)
    assert said["rules"][1] == {"id": "renamed-animations", "line": 4, "confidence": "high", "cell": 2}
    assert manimill("repair", path, "--write").returncode == 0
    expected = text.replace("manimlib.imports", "manim").replace("ShowCreation", "Create")
    assert path.read_text() == expected == said["code"]


def test_a_base_in_another_file_and_manim_at_second_hand_are_known(tmp_path: Path, manimill: Run) -> None:
    (tmp_path / "utils.py").write_text("from manimlib.imports import *\n\n\ndef helper():\n    pass\n")
    path = tmp_path / "film.py"
    path.write_text(
        "from utils import *\n\n\nclass Film(Scene):\n    def construct(self):\n        FadeInFrom(Dot())\n"
    )
    said = json.loads(manimill("repair", path, "--json").stdout)
    assert said["flavour"] == "legacy"
    assert "FadeIn(Dot(), shift=UP)" in said["code"]


def test_a_bare_repository_is_read_as_it_was_committed_and_not_written(tmp_path: Path, manimill: Run) -> None:
    repo = Repo(tmp_path / "films")
    repo.commit({"old.py": OLD})
    bare = tmp_path / "bare.git"
    (tmp_path / "films" / ".git").rename(bare)
    said = json.loads(manimill("repair", bare, "--json").stdout)
    assert (said["file"], said["code"]) == (f"{bare}/old.py", NEW)
    refused = manimill("repair", bare, "--write")
    assert refused.returncode == 2
    assert "clone it" in refused.stderr


def test_a_scene_is_chosen_by_its_name(folder: Path, manimill: Run) -> None:
    said = [
        json.loads(line)
        for line in manimill("repair", folder, "--scene", "Fine", "--json").stdout.splitlines()
    ]
    assert [(one["file"].rpartition("/")[2], one["scene"]) for one in said] == [("today.py", "Fine")]
    assert manimill("repair", folder, "--scene", "Nobody").returncode == 2


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(folder: Path, manimill: Run) -> None:
    (folder / "bytes.py").write_bytes(b"x = '\xff'\n")
    (folder / "text.ipynb").write_text("no notebook")
    done = manimill("repair", folder)
    assert done.returncode == 1
    assert "bytes.py: it cannot be read as text" in done.stderr
    assert "text.ipynb: it cannot be read as a notebook" in done.stderr
    assert "1 of 4 files would change" in done.stdout


def test_rules_are_listed(manimill: Run) -> None:
    said = [json.loads(line) for line in manimill("repair", "--rules", "--json").stdout.splitlines()]
    one = next(rule for rule in said if rule["id"] == "star-imports")
    assert one["sentence"].endswith(".")
    assert set(one["flavours"]) == {"ce", "gl", "legacy"}
    assert "star-imports" in manimill("repair", "--rules").stdout
    assert "| `star-imports` |" in manimill("repair", "--rules", "--markdown").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "at least one PATH"),
        (("nowhere.py",), "There is no 'nowhere.py'"),
        (("{folder}/old.py", "--write", "--check"), "leave one of them out"),
        (("{folder}/words.txt",), "no file that can be repaired"),
    ],
)
def test_a_wrong_request_is_one_sentence(
    folder: Path, manimill: Run, arguments: tuple[str, ...], said: str
) -> None:
    (folder / "words.txt").write_text("words")
    done = manimill("repair", *(one.format(folder=folder) for one in arguments))
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
