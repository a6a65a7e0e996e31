"""``manimill verify`` as a user types it, in processes of its own; on a terminal where that matters."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.conftest import Run

COMMAND = [sys.executable, "-c", "from manimill.cli import main; main()", "verify"]
MIXED = """from manim import *


class Fine(Scene):
    def construct(self):
        self.add(Dot())


class Missing(Scene):
    def construct(self):
        self.add(Dot())
        self.nonsense()


class Silent(Scene):
    def construct(self):
        pass
"""
FINE = MIXED.partition("\n\n\nclass Missing")[0] + "\n"


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    path = tmp_path / "mixed.py"
    path.write_text(MIXED)
    return path


@pytest.fixture
def fine(tmp_path: Path) -> Path:
    path = tmp_path / "fine.py"
    path.write_text(FINE)
    return path


def objects(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_help_says_what_enters_the_sandbox(manimill: Run) -> None:
    text = " ".join(manimill("verify", "--help").stdout.split())
    assert "Only the code itself enters the sandbox" in text
    assert "--frames" in text


def test_a_line_for_each_scene_and_a_summary_by_verdict(mixed: Path, manimill: Run) -> None:
    done = manimill("verify", mixed, "--jobs", "1")
    *lines, total, ok, api_error, empty = done.stdout.splitlines()
    assert f"ok            {mixed}:4 Fine" in lines
    assert any(line.startswith(f"api_error     {mixed}:12 Missing  AttributeError: ") for line in lines)
    assert any(line.startswith(f"empty         {mixed}:15 Silent  ") for line in lines)
    assert total.startswith("3 scenes in ")
    assert (ok.split(), api_error.split()) == (["ok", "1", "33.3", "%"], ["api_error", "1", "33.3", "%"])
    assert empty.split()[0] == "empty"
    assert (done.returncode, "\x1b" in done.stdout) == (1, False)


def test_all_scenes_ok_is_status_0(fine: Path, manimill: Run) -> None:
    done = manimill("verify", fine)
    assert (done.returncode, done.stderr) == (0, "")


def test_json_is_one_object_for_each_scene_and_nothing_else(mixed: Path, manimill: Run) -> None:
    (mixed.parent / "plain.py").write_text("import os\n")
    (mixed.parent / "broken.ipynb").write_text("{")
    done = manimill("verify", mixed.parent, "--json")
    found = {line["scene"]: line for line in objects(done.stdout)}
    assert set(found) == {"Fine", "Missing", "Silent"}
    missing = found["Missing"]
    assert (missing["file"], missing["line"], missing["error_line"]) == (str(mixed), 9, 12)
    assert (missing["verdict"], missing["cell"], missing["row"]) == ("api_error", None, None)
    assert (found["Fine"]["level"], found["Fine"]["environment"]) == ("dry", "main")
    assert "broken.ipynb cannot be read as a notebook: it is not JSON" in done.stderr
    assert f"note: {mixed.parent / 'plain.py'} holds no scene." in done.stderr
    assert done.returncode == 1


def test_something_unreadable_is_status_1_though_every_scene_is_ok(fine: Path, manimill: Run) -> None:
    (fine.parent / "latin.py").write_bytes(b"#\n#\nx = '\xff'\n")
    done = manimill("verify", fine.parent)
    assert (done.returncode, "cannot be read as text" in done.stderr) == (1, True)
    assert "1 scene in" in done.stdout
    alone = manimill("verify", fine.parent / "latin.py")
    assert (alone.returncode, alone.stdout) == (1, "")


def test_files_without_scenes_are_mentioned_once(fine: Path, manimill: Run) -> None:
    for number in range(5):
        (fine.parent / f"plain{number}.py").write_text("import os\n")
    done = manimill("verify", fine.parent)
    (note,) = done.stderr.splitlines()
    assert note.endswith("plain2.py and 2 more hold no scenes.")
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["absent.py"], "There is no 'absent.py'"),
        (["--scene", "Fin"], "did you mean 'Fine'?"),
        (["--video", "--level", "evaluate"], "--video needs every frame"),
    ],
)
def test_a_wrong_request_is_one_sentence_with_status_2(
    arguments: list[str], words: str, fine: Path, manimill: Run
) -> None:
    done = manimill("verify", fine, *arguments)
    (sentence,) = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (2, "")
    assert words in sentence


def test_chosen_scenes_only(mixed: Path, manimill: Run) -> None:
    done = manimill("verify", mixed, "--scene", "Silent", "--scene", "Fine", "--json")
    assert sorted(line["scene"] for line in objects(done.stdout)) == ["Fine", "Silent"]


def test_names_that_would_move_the_cursor_are_written_out(tmp_path: Path, manimill: Run) -> None:
    path = tmp_path / "a\x1b[31m\n\u202eb.py"
    path.write_text(FINE.replace("self.add(Dot())", "raise ValueError('\\x1b[2J')"))
    done = manimill("verify", path)
    line = done.stdout.splitlines()[0]
    assert f"{tmp_path}/a\\x1b[31m\\n\\u202eb.py:6 Fine  ValueError: \\x1b[2J" in line
    assert objects(manimill("verify", path, "--json").stdout)[0]["file"] == str(path)


def test_a_file_name_that_is_no_text_comes_back_as_it_was(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/b\xff[red].py"
    Path(os.fsdecode(path)).write_text(FINE)
    for arguments, shown in (([], b"/b\\udcff[red].py:4 Fine"), (["--json"], b'/b\\udcff[red].py"')):
        done = subprocess.run([*COMMAND, path, *arguments], capture_output=True, check=False)
        assert (done.returncode, shown in done.stdout) == (0, True), done.stderr


def test_a_terminal_that_knows_no_unicode_is_no_obstacle(tmp_path: Path, manimill: Run) -> None:
    path = tmp_path / "s.py"
    path.write_text(FINE.replace("Fine", "Größe"))
    done = manimill("verify", path, env={"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, "s.py:4 Gr\\xf6\\xdfe" in done.stdout) == (0, True)


def test_a_reader_that_goes_away_is_no_error(mixed: Path) -> None:
    with subprocess.Popen([*COMMAND, mixed], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert said == b""


@pytest.mark.parametrize("arguments", [[], ["--json"]])
def test_a_full_disk_behind_standard_output_is_one_sentence(arguments: list[str], fine: Path) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*COMMAND, fine, *arguments], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    (sentence,) = done.stderr.splitlines()
    assert (done.returncode, "Standard output cannot be written (No space left" in sentence) == (1, True)


def many(folder: Path, count: int) -> Path:
    path = folder / "many.py"
    scenes = (
        f"class S{i}(Scene):\n    def construct(self):\n        self.play(Rotate(Square(), {i + 1}))\n"
        for i in range(count)
    )
    path.write_text("from manim import *\n" + "".join(scenes))
    return path


def test_ctrl_c_sums_up_what_is_done_and_the_next_run_continues(tmp_path: Path, manimill: Run) -> None:
    path = many(tmp_path, 40)
    env = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    with subprocess.Popen(
        [*COMMAND, path, "--jobs", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=env,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        rest, said = process.stdout.read(), process.stderr.read()
    assert process.returncode == 130, said
    # Before it there may be a line of progress, where a scene took long.
    *before, last = said.splitlines()
    assert last == "manimill: stopped; what had finished is kept, run the same command to continue."
    assert all(line.startswith("verify: ") for line in before), said
    shown = [line for line in [first, *rest.splitlines()] if line.startswith("ok ")]
    assert f"{len(shown)} of 40 scenes in " in rest
    assert manimill("verify", path, "--jobs", "1", env=env).returncode == 0


def on_terminal(*arguments: object, columns: int = 80) -> str:
    """What a terminal of so many columns receives."""
    main, terminal = pty.openpty()
    env = {**os.environ, "COLUMNS": str(columns), "TERM": "xterm-256color"}
    with subprocess.Popen(
        [*COMMAND, *map(str, arguments)], stdin=terminal, stdout=terminal, stderr=terminal, env=env
    ) as process:
        os.close(terminal)
        received = bytearray()
        while True:
            try:
                part = os.read(main, 65536)
            except OSError:  # how a terminal says that nobody writes to it any more
                break
            if not part:
                break
            received += part
        process.wait()
    os.close(main)
    return received.decode()


def test_on_a_terminal_verdicts_are_coloured_and_a_bar_runs_below(mixed: Path) -> None:
    text = on_terminal(mixed, "--jobs", "1")
    assert "\x1b[32mok " in text
    assert "\x1b[31mapi_error " in text
    assert "/3" in text
    assert " left" in text
    assert "2 not ok" in text


def test_on_a_narrow_terminal_every_line_fits(mixed: Path) -> None:
    text = on_terminal(mixed, "--jobs", "1", columns=40)
    plain = subprocess.run(
        ["sed", "-E", r"s/\x1b\[[0-9;?]*[A-Za-z]//g"], input=text, capture_output=True, text=True, check=True
    )
    lines = [line for part in plain.stdout.split("\n") for line in part.split("\r")]
    assert max(map(len, lines)) <= 40
    assert any("AttributeError" in line for line in lines)


def test_results_go_to_a_file_while_the_bar_is_on_the_terminal(mixed: Path, tmp_path: Path) -> None:
    main, terminal = pty.openpty()
    with open(tmp_path / "out.jsonl", "w") as out:
        done = subprocess.run(
            [*COMMAND, str(mixed), "--json"], stdout=out, stderr=terminal, check=False, stdin=terminal
        )
    os.close(terminal)
    os.close(main)
    assert done.returncode == 1
    assert len(objects((tmp_path / "out.jsonl").read_text())) == 3


def test_videos_and_stills_are_kept_where_they_are_wanted(tmp_path: Path, manimill: Run) -> None:
    (tmp_path / "move.py").write_text(
        FINE.replace("self.add(Dot())", "self.play(Create(Square())); self.play(Rotate(Square()))")
    )
    out = tmp_path / "kept"
    done = manimill("verify", tmp_path / "move.py", "--video", "--frames", "3", "--out", out, "--json")
    (line,) = objects(done.stdout)
    names = ["Fine.mp4", "Fine-1.png", "Fine-2.png", "Fine-3.png"]
    assert line["media"] == [str(out / "move" / name) for name in names]
    assert (line["verdict"], line["level"]) == ("ok", "video")
    assert (out / "move" / "Fine.mp4").read_bytes()[4:8] == b"ftyp"
    for name in names[1:]:
        with Image.open(out / "move" / name) as still:
            assert (still.format, still.size) == ("PNG", (854, 480))


def test_what_manim_swallowed_is_told_below_the_verdict(tmp_path: Path, manimill: Run) -> None:
    path = tmp_path / "s.py"
    path.write_text(FINE.replace("self.add(Dot())", "self.add(Dot().set_colour(RED))"))
    verdict, warning, *_ = manimill("verify", path).stdout.splitlines()
    assert verdict == f"ok            {path}:4 Fine"
    assert warning.startswith(f"  warning {path}:6: Dot().set_colour(RED): ")


def test_the_failing_call_is_shown(mixed: Path, manimill: Run) -> None:
    lines = manimill("verify", mixed, "--scene", "Missing").stdout.splitlines()
    assert lines[1] == "  in: self.nonsense()"


def test_doing_without_a_sandbox_is_spelled_out_and_warned_of(fine: Path, manimill: Run) -> None:
    done = manimill("verify", fine, "--unsafe-no-sandbox")
    assert (done.returncode, done.stderr.startswith("warning: no sandbox:")) == (0, True)


def test_an_environment_nobody_knows_is_one_sentence(fine: Path, manimill: Run) -> None:
    done = manimill("verify", fine, "--env", "nosuch")
    (sentence,) = done.stderr.splitlines()
    assert (done.returncode, "no environment named 'nosuch'" in sentence, done.stdout) == (2, True, "")
