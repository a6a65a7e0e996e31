from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from manimill.engine import LocalEngine
from manimill.errors import InputError, OutputError
from manimill.render import RenderSettings, Verdict, VerdictKind
from manimill.verification import Candidate, Found, Verified, find_scenes, verify
from manimill.verification.media import media_names, write_media

GOOD = "from manim import *\n\n\nclass Good(Scene):\n    def construct(self):\n        self.add(Dot())\n"
BAD = "from manim import *\n\n\nclass Bad(Scene):\n    def construct(self):\n        self.nonsense()\n"


def names(found: Found) -> list[str | None]:
    return [candidate.scene for candidate in found.candidates]


def files(found: Found, folder: Path) -> list[str]:
    return [os.path.relpath(candidate.file, folder) for candidate in found.candidates]


def notebook(path: Path, *sources: str) -> Path:
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "metadata": {}, "source": s, "outputs": [], "execution_count": None}
        for s in sources
    ]
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}))
    return path


def rows(path: Path, *objects: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in objects))
    return path


def rendered(found: Found, **more: Any) -> dict[str, Verified]:
    results = verify(found.candidates, RenderSettings(timeout=20), engine=LocalEngine(1), **more)
    return {verified.candidate.where(): verified for verified in results}


def test_a_file_s_scenes_come_in_order_with_lines_and_without_templates(tmp_path: Path) -> None:
    path = tmp_path / "scenes.py"
    path.write_text(
        GOOD + "class Base(Scene):\n    def construct(self):\n        self.body()\n"
        "class Zeta(Base):\n    def body(self): pass\nclass Alpha(Base):\n    def body(self): pass\n"
    )
    found = find_scenes([path])
    assert [(c.scene, c.where()) for c in found.candidates] == [
        ("Good", f"{path}:4"),
        ("Zeta", f"{path}:10"),
        ("Alpha", f"{path}:12"),
    ]
    assert {c.code for c in found.candidates} == {path.read_text()}
    assert names(find_scenes([path], scenes=["Base"])) == ["Base"]


def test_of_two_classes_with_one_name_the_last_is_the_scene(tmp_path: Path) -> None:
    path = tmp_path / "twice.py"
    path.write_text(GOOD + GOOD)
    assert [c.line for c in find_scenes([path]).candidates] == [10]


def test_a_folder_is_walked_in_order_without_what_is_not_the_user_s_work(tmp_path: Path) -> None:
    wanted = ["b.py", "a/z.py", "a/b/c.py"]
    unwanted = [".hidden.py", ".git/x.py", "env/lib/x.py", "a/__pycache__/x.py", "node_modules/m/x.py"]
    for name in [*wanted, *unwanted]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(GOOD)
    (tmp_path / "env" / "pyvenv.cfg").touch()
    notebook(tmp_path / "a" / "n.ipynb", GOOD)
    (tmp_path / "notes.txt").write_text(GOOD)
    assert files(find_scenes([tmp_path]), tmp_path) == ["a/b/c.py", "a/n.ipynb", "a/z.py", "b.py"]


def test_a_folder_s_links_are_not_followed_and_pipes_not_opened(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    folder = tmp_path / "folder"
    for place in (outside, folder):
        place.mkdir()
        (place / "scenes.py").write_text(GOOD)
    (folder / "linked").symlink_to(outside)
    (folder / "link.py").symlink_to(outside / "scenes.py")
    (folder / "dangling.py").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "pipe.py")
    assert files(find_scenes([folder]), folder) == ["scenes.py"]
    assert names(find_scenes([folder / "link.py"])) == ["Good"]  # asked for by name


def test_what_is_asked_for_twice_is_verified_once(tmp_path: Path) -> None:
    path = tmp_path / "scenes.py"
    path.write_text(GOOD)
    assert names(find_scenes([path, tmp_path, path, tmp_path / "." / "scenes.py"])) == ["Good"]


def test_the_id_follows_from_place_in_the_folder_scene_and_code(tmp_path: Path) -> None:
    for name in ("one/a/s.py", "two/a/s.py", "two/s.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(GOOD + BAD)
    first, second, other, _ = (c.id for c in find_scenes([tmp_path / "two"]).candidates)
    assert len({first, second, other}) == 3
    assert [c.id for c in find_scenes([tmp_path / "one"]).candidates] == [first, second]


def test_what_cannot_be_read_is_a_sentence_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "latin.py").write_bytes(b"# 1\n# 2\nx = '\xff'\n")
    (tmp_path / "cookie.py").write_bytes(b"# coding: klingon\n")
    (tmp_path / "broken.ipynb").write_text('{"cells": [')
    (tmp_path / "huge.py").write_bytes(b"#" * (5 << 20))
    (tmp_path / "fine.py").write_text(GOOD)
    found = find_scenes([tmp_path])
    assert names(found) == ["Good"]
    assert found.troubles == (
        f"{tmp_path}/broken.ipynb cannot be read as a notebook: it is not JSON, line 1: Expecting value.",
        f"{tmp_path}/cookie.py cannot be read as text (unknown encoding: klingon); save it as UTF-8.",
        f"{tmp_path}/huge.py cannot be read (5,242,880 bytes are more than people write).",
        f"{tmp_path}/latin.py cannot be read as text (byte 13 is not utf-8); save it as UTF-8.",
    )


def test_a_declared_encoding_and_a_byte_order_mark_are_understood(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(
        b"# -*- coding: latin-1 -*-\r\n" + GOOD.replace("Good", "Gr\u00fc").encode("latin-1")
    )
    (tmp_path / "b.py").write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    found = find_scenes([tmp_path])
    assert [(c.scene, c.line) for c in found.candidates] == [("Gr\u00fc", 5), ("Good", 4)]
    assert "\r" not in found.candidates[0].code


def test_files_without_scenes_are_named_and_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "plain.py").write_text("import os\n")
    (tmp_path / "fine.py").write_text(GOOD)
    found = find_scenes([tmp_path])
    assert (found.without_scenes, found.troubles) == ((str(tmp_path / "plain.py"),), ())


def pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda d: d / "absent.py", "There is no"),
        (lambda d: d, "There is nothing to verify"),
        (lambda d: Path("/dev/null"), "is not a file that holds scenes"),
        (lambda d: (d / "notes.md", (d / "notes.md").touch())[0], "is not a file that holds scenes"),
        (lambda d: pipe(d / "pipe.py"), "is not a regular file"),
        (lambda d: (d / "plain.py", (d / "plain.py").write_text("x = 1"))[0], "There is nothing to verify"),
    ],
)
def test_a_request_for_nothing_is_refused(make: Any, words: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=words):
        find_scenes([make(tmp_path)])


def test_an_unknown_scene_is_answered_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "s.py").write_text(GOOD + BAD)
    with pytest.raises(InputError, match="No scene is called 'Godo'; did you mean 'Good'"):
        find_scenes([tmp_path], scenes=["Godo"])
    with pytest.raises(InputError, match=r"No scene is called 'Xyzzy'; there are: Bad, Good\."):
        find_scenes([tmp_path], scenes=["Good", "Xyzzy"])


def test_a_wanted_scene_in_a_file_that_does_not_parse_is_looked_at_there(tmp_path: Path) -> None:
    (tmp_path / "s.py").write_text("class Good(Scene)\n")
    (tmp_path / "t.py").write_text("class Other(Scene)\n")
    found = find_scenes([tmp_path], scenes=["Good"])
    assert files(found, tmp_path) == ["s.py"]


@pytest.mark.parametrize(
    "row",
    [
        {"code": GOOD},
        {"python_code": GOOD, "text": "something else"},
        {"instruction": "a dot", "output": GOOD},
        {
            "conversations": [
                {"from": "user", "value": "a dot"},
                {"from": "assistant", "value": f"```python\n{GOOD}```"},
            ]
        },
        {"messages": [{"role": "user", "content": "a dot"}, {"role": "assistant", "content": GOOD}]},
    ],
)
def test_the_code_of_rows_is_found_where_most_keep_it(row: dict[str, Any], tmp_path: Path) -> None:
    (candidate,) = find_scenes([rows(tmp_path / "rows.jsonl", row)]).candidates
    assert (candidate.scene, candidate.row, candidate.code) == ("Good", 0, GOOD.rstrip())


def test_columns_may_be_named(tmp_path: Path) -> None:
    path = rows(tmp_path / "rows.jsonl", {"code": "no", "mine": {"src": GOOD + BAD}, "which": "Bad"})
    (candidate,) = find_scenes([path], code_field="mine.src", scene_field="which").candidates
    assert candidate.scene == "Bad"
    with pytest.raises(InputError, match=r"has no column 'mien'.*name the right one with --code-field"):
        find_scenes([path], code_field="mien")
    with pytest.raises(InputError, match=r"No row of .* has 'witch'; name the right one with --scene-field"):
        find_scenes([path], scene_field="witch")


def test_rows_of_parquet_and_csv_are_read_as_well(tmp_path: Path) -> None:
    frame = pl.DataFrame({"prompt": ["a", "b"], "code": [GOOD, BAD]})
    frame.write_parquet(tmp_path / "rows.parquet")
    frame.write_csv(tmp_path / "rows.csv")
    for name in ("rows.parquet", "rows.csv"):
        assert names(find_scenes([tmp_path / name])) == ["Good", "Bad"]


def test_rows_without_code_are_told_once_for_each_reason(tmp_path: Path) -> None:
    path = rows(tmp_path / "rows.jsonl", {"code": " "}, {"code": GOOD}, {"code": None}, {"code": "\n"})
    found = find_scenes([path])
    assert [c.row for c in found.candidates] == [1]
    assert found.troubles == (
        f"{path} row 0 cannot be verified: the code is blank (empty_code; 1 more like it).",
        f"{path} row 2 cannot be verified: the code is null (null_code).",
    )


def test_a_broken_file_of_rows_does_not_keep_the_others_out(tmp_path: Path) -> None:
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 and nothing")
    (tmp_path / "s.py").write_text(GOOD)
    found = find_scenes([tmp_path / "broken.parquet", tmp_path / "s.py"])
    assert names(found) == ["Good"]
    assert "broken.parquet is a damaged Parquet file" in found.troubles[0]


def build_output(folder: Path, **environments: str) -> Path:
    (folder / "tables").mkdir(parents=True)
    (folder / "build.json").write_text("{}")
    ids = ["a" * 16, "b" * 16, "c" * 16]
    pl.DataFrame({"id": ids, "scene": ["Good", "Bad", "Good"], "code": [GOOD, BAD, GOOD]}).write_parquet(
        folder / "tables" / "samples.parquet"
    )
    pl.DataFrame({"id": ids, "kept": [True, False, True]}).write_parquet(
        folder / "tables" / "release.parquet"
    )
    if environments:
        pl.DataFrame({"id": list(environments), "environment": list(environments.values())}).write_parquet(
            folder / "tables" / "render.parquet"
        )
    return folder


def test_of_a_build_the_kept_samples_are_verified_where_they_were_built(tmp_path: Path) -> None:
    folder = build_output(tmp_path / "dataset", cccccccccccccccc="physics")
    found = find_scenes([folder])
    assert [(c.id, c.environment) for c in found.candidates] == [("a" * 16, "main"), ("c" * 16, "physics")]
    assert found.candidates[0].where(3) == f"{folder} {'a' * 16} line 3"
    chosen = find_scenes([folder], environment="old").candidates
    assert {c.environment for c in chosen} == {"old"}


def test_an_unfinished_build_and_damaged_tables_are_told(tmp_path: Path) -> None:
    (tmp_path / "half" / ".manimill").mkdir(parents=True)
    with pytest.raises(OutputError, match="holds no finished build"):
        find_scenes([tmp_path / "half"])
    folder = build_output(tmp_path / "dataset")
    (folder / "tables" / "release.parquet").write_bytes(b"PAR1")
    with pytest.raises(InputError, match=r"The tables of .* cannot be read"):
        find_scenes([folder])


def test_a_folder_of_code_with_a_build_json_of_its_own_is_no_build(tmp_path: Path) -> None:
    (tmp_path / "build.json").write_text("{}")
    (tmp_path / "s.py").write_text(GOOD)
    assert names(find_scenes([tmp_path])) == ["Good"]


def test_each_scene_gets_its_verdict_and_lines_of_the_user_s_file(tmp_path: Path) -> None:
    (tmp_path / "s.py").write_text(GOOD + BAD)
    (tmp_path / "t.py").write_text("from manim import *\n\nclass Broken(Scene)\n")
    notebook(
        tmp_path / "n.ipynb",
        "from manim import *",
        "%matplotlib inline\ndef late():\n    return undefined",
        "class Late(Scene):\n    def construct(self):\n        self.add(Dot(late()))",
    )
    seen = rendered(find_scenes([tmp_path]))
    assert {where: str(v.verdict.verdict) for where, v in seen.items()} == {
        f"{tmp_path}/s.py:4": "ok",
        f"{tmp_path}/s.py:10": "api_error",
        f"{tmp_path}/t.py:3": "syntax_error",
        f"{tmp_path}/n.ipynb cell 3 line 1": "name_error",
    }
    assert seen[f"{tmp_path}/t.py:3"].to_json()["error_line"] == 3
    late = seen[f"{tmp_path}/n.ipynb cell 3 line 1"].to_json()
    assert (late["cell"], late["line"], late["error_cell"], late["error_line"]) == (3, 1, 2, 3)
    keys = {"file", "scene", "id", "verdict", "error", "evidence", "error_line", "warnings", "seconds"}
    keys |= {"cpu_seconds", "duration", "plays", "still", "level", "environment", "storyboard", "media"}
    assert keys <= set(late)
    json.dumps(late)


def test_without_memory_nothing_is_read_from_the_cache_or_left_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "s.py").write_text(GOOD)
    rendered(find_scenes([tmp_path / "s.py"]), remember=False)
    assert not (tmp_path / "cache" / "manimill" / "render.sqlite").exists()
    rendered(find_scenes([tmp_path / "s.py"]))
    assert (tmp_path / "cache" / "manimill" / "render.sqlite").exists()


def test_whatever_names_a_line_leads_to_the_cell_it_is_in() -> None:
    candidate = Candidate("0" * 16, "n.ipynb", "n.ipynb", "S", "", cell=5, places=((2, 1), (5, 1), (5, 2)))
    verdict = Verdict(
        VerdictKind.OK,
        warnings=({"line": 1, "call": "c", "why": "w"},),
        storyboard={"events": [{"do": "add", "line": 3, "on": [1]}, {"do": "end"}]},
    )
    said = Verified(candidate, verdict).to_json()
    assert said["warnings"] == [{"line": 1, "cell": 2, "call": "c", "why": "w"}]
    assert said["storyboard"] == {"events": [{"do": "add", "line": 2, "cell": 5, "on": [1]}, {"do": "end"}]}


def candidate(label: str, scene: str | None = "S", **more: Any) -> Candidate:
    return Candidate("f" * 16, label, label, scene, "", **more)


@pytest.mark.parametrize(
    ("candidates", "expected"),
    [
        ([candidate("a/b.py")], ["a/b/S"]),
        ([candidate("n.ipynb", cell=3), candidate("n.ipynb", cell=7)], ["n/cell3-S", "n/cell7-S"]),
        ([candidate("rows.jsonl", row=0)], ["rows/row0-S"]),
        ([candidate("dataset", sample=True)], [f"dataset/{'f' * 16}-S"]),
        ([candidate("a.py"), candidate("a.py"), candidate("A.py", "s")], ["a/S", "a/S-2", "A/s-3"]),
        ([candidate("rows.jsonl", "../../etc/passwd", row=1)], ["rows/row1-.._.._etc_passwd"]),
        ([candidate("../..//x.py", "..")], ["x/_"]),
        ([candidate("/abs/x.py", None)], ["abs/x/no-scene"]),
        ([candidate("a\udcff[b] c.py", "S\n")], ["a_b_c/S_"]),
    ],
)
def test_media_are_named_after_where_the_scene_lies_and_stay_in_their_folder(
    candidates: Sequence[Candidate], expected: list[str]
) -> None:
    assert media_names(candidates) == expected


def test_the_longest_names_still_fit_the_file_system(tmp_path: Path) -> None:
    (name,) = media_names([candidate("\U0001f3ac" * 60 + ".py", "\u00e9" * 300)])
    (path,) = write_media(tmp_path, name, {"video.mp4": b"x"})
    assert path.read_bytes() == b"x"


def test_media_are_written_whole_under_the_scene_s_name_and_nothing_else_is(tmp_path: Path) -> None:
    media = {"video.mp4": b"v", "frame-10.png": b"10", "frame-2.png": b"2", "../evil": b"!", "x.sh": b"!"}
    written = write_media(tmp_path / "media", "a/S", media)
    assert [path.relative_to(tmp_path).as_posix() for path in written] == [
        "media/a/S.mp4",
        "media/a/S-2.png",
        "media/a/S-10.png",
    ]
    assert sorted(p.name for p in tmp_path.rglob("*") if p.is_file()) == ["S-10.png", "S-2.png", "S.mp4"]


def test_a_file_where_the_media_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "s.py").write_text(GOOD)
    (tmp_path / "media").write_text("mine")
    with pytest.raises(OutputError, match="cannot be made a folder"):
        rendered(find_scenes([tmp_path / "s.py"]), out=tmp_path / "media")
