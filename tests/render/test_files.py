"""Files that travel with a scene: they are there while it runs, they are its own, and nothing of them stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from PIL import Image

from manimill.engine import LocalEngine
from manimill.errors import EnvironmentFailure, InputError
from manimill.progress import Silent
from manimill.render import RenderJob, RenderSettings, SceneFiles, Verdict, VerdictKind, render_all
from manimill.render.files import MOST_BYTES, MOST_FILES, Shelf
from manimill.render.sandbox import choose_sandbox
from manimill.render.settings import SandboxName
from manimill.render.stage import _key
from manimill.render.worker import Worker
from manimill.workspace import Cache

MakeScene = Callable[..., RenderJob]


@pytest.fixture(
    scope="module", params=[name for name in get_args(SandboxName) if name not in ("auto", "none")]
)
def boxed(request: pytest.FixtureRequest, tex_folder: Path) -> Iterator[Worker]:
    """One worker for each sandbox."""
    try:
        choose_sandbox(wanted=request.param)
    except EnvironmentFailure as failure:
        pytest.skip(str(failure))
    with Worker(RenderSettings(timeout=20, sandbox=request.param), tex_folder) as worker:
        yield worker


@pytest.fixture
def render(boxed: Worker, scene: MakeScene) -> Callable[..., Verdict]:
    def render(*lines: str, files: SceneFiles | None = None, folder: str = "") -> Verdict:
        return boxed.render(replace(scene(*lines), files=files or SceneFiles(), folder=folder))

    return render


def picture(folder: Path, name: str = "a.png") -> Path:
    path = folder / name
    Image.new("RGB", (270, 135), "red").save(path)
    return path


def test_a_scene_shows_the_picture_that_lies_beside_it(
    render: Callable[..., Verdict], tmp_path: Path
) -> None:
    files = SceneFiles.of({"pics/a.png": picture(tmp_path)})
    show = (
        "image = ImageMobject('pics/a')",
        "self.add(image)",
        "assert (image.height, image.width) == (1, 2)",
    )
    assert render(*show, files=files).ok
    without = render(*show)
    assert (without.verdict, without.evidence) == (VerdictKind.MISSING_ASSET, "pics/a")


def test_contents_and_paths_give_the_same_files(render: Callable[..., Verdict], tmp_path: Path) -> None:
    path = tmp_path / "data.txt"
    path.write_bytes(b"3 4")
    files = [SceneFiles.of({"in/d.txt": path}), SceneFiles.of({"in/d.txt": b"3 4"})]
    assert files[0].digest == files[1].digest
    for given in files:
        assert render("raise ValueError(open('in/d.txt').read())", files=given).error == "ValueError: 3 4"


def test_a_scene_runs_in_its_folder_and_imports_from_there(render: Callable[..., Verdict]) -> None:
    files = SceneFiles.of(
        {
            "2022/video/part.py": b"from common.colors import SHADE\nSIDE = 2\n",
            "2022/video/common/__init__.py": b"",
            "2022/video/common/colors.py": b"SHADE = '#ff0000'\n",
            "2022/shared/more.py": b"MORE = 5\n",
            "notes.txt": b"top",
        }
    )
    verdict = render(
        "import os, sys",
        "sys.path.append('../shared')",
        "from more import MORE",
        "from part import SHADE, SIDE",
        "here = os.path.dirname(__file__) == os.getcwd() == sys.path[0]",
        "raise ValueError(SHADE, SIDE, MORE, here, open('../../notes.txt').read())",
        files=files,
        folder="2022/video",
    )
    assert verdict.error == "ValueError: ('#ff0000', 2, 5, True, 'top')"


def test_a_module_called_as_the_scenes_own_is_still_its_own(render: Callable[..., Verdict]) -> None:
    files = SceneFiles.of({"scene.py": b"VALUE = 7\n", "scene_/x.txt": b""})
    assert files.scene_file("") == "scene__.py"
    verdict = render("import scene", "raise ValueError(scene.VALUE, __name__)", files=files)
    assert verdict.error == "ValueError: (7, 'scene__')"
    assert verdict.error_line == 6


def test_a_scene_may_change_its_files_and_the_next_one_finds_them_as_they_were(
    render: Callable[..., Verdict], tmp_path: Path
) -> None:
    original = tmp_path / "d.txt"
    original.write_text("as given")
    files = SceneFiles.of({"d.txt": original, "sub/e.txt": b"e"})
    change = (
        "import os, shutil",
        "open('d.txt', 'w').write('changed')",
        "open('new.txt', 'w').close()",
        "shutil.rmtree('sub')",
        "self.add(Dot())",
    )
    look = ("import os", "raise ValueError(sorted(os.listdir('.')), open('d.txt').read())")
    assert render(*change, files=files).ok
    assert render(*look, files=files).error == "ValueError: (['d.txt', 'scene.py', 'sub'], 'as given')"
    assert original.read_text() == "as given"


def test_nothing_of_one_scenes_files_is_there_for_another(boxed: Worker, scene: MakeScene) -> None:
    secret = SceneFiles.of({"deep/secret.txt": b"mine"})
    boxed.render(replace(scene("self.add(Dot())"), files=secret))
    assert boxed._zygote is not None
    search = scene(
        "import os",
        f"folders = {[boxed._zygote._files_inside]!r} + [os.getcwd()]",
        "found = [n for f in folders for _, _, names in os.walk(f, followlinks=True) for n in names]",
        "raise ValueError(*sorted(found))",
    )
    with_secret = "ValueError: ('scene.py', 'secret.txt', 'secret.txt')"
    assert boxed.render(replace(search, files=secret)).error == with_secret
    assert boxed.render(search).error == "ValueError: scene.py"
    other = boxed.render(replace(search, files=SceneFiles.of({"other.txt": b""})))
    assert other.error == "ValueError: ('other.txt', 'other.txt', 'scene.py')"


def test_the_copy_that_scenes_are_given_theirs_from_cannot_be_written(
    boxed: Worker, scene: MakeScene
) -> None:
    files = SceneFiles.of({"d.txt": b"as given"})
    assert boxed._zygote is not None
    boxed.render(replace(scene("self.add(Dot())"), files=files))
    inside = boxed._zygote._files_inside
    spoil = scene(
        "import ctypes, os",
        "refused = 0",
        f"path = os.path.join({inside!r}, {files.digest!r}, 'd.txt')",
        "assert open(path).read() == 'as given'",
        "for attempt in (lambda: open(path, 'w'), lambda: os.unlink(path), lambda: os.rename(path, path + 'x'),",
        f"                lambda: os.mkdir({inside!r} + '/new'), lambda: os.link(path, 'l') or open('l', 'w')):",
        "    try: attempt()",
        "    except OSError: refused += 1",
        "raise ValueError(refused)",
    )
    assert boxed.render(replace(spoil, files=files)).error == "ValueError: 5"
    look = scene("raise ValueError(open('d.txt').read())")
    assert boxed.render(replace(look, files=files)).error == "ValueError: as given"


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../a", "a/../b", "a//b", "", ".", "a/", "a\0b", "x" * 1001, "\udc80"]
)
def test_paths_that_lead_elsewhere_are_refused(path: str) -> None:
    with pytest.raises(InputError):
        SceneFiles.of({path: b""})


def test_a_working_folder_that_leads_elsewhere_is_refused() -> None:
    with pytest.raises(InputError):
        RenderJob("", None, folder="../x")


def test_what_is_no_file_and_what_is_too_much_is_refused(tmp_path: Path) -> None:
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    refused: list[dict[str, Path | bytes]] = [
        {"a": tmp_path},
        {"a": tmp_path / "absent"},
        {"a": large},
        {"a": b"x" * (MOST_BYTES // 2), "b": b"x" * (MOST_BYTES // 2), "c": b"x"},
        {str(n): b"" for n in range(MOST_FILES + 1)},
        {"a": b"", "a/b": b""},
    ]
    for files in refused:
        with pytest.raises(InputError):
            SceneFiles.of(files)


def test_files_are_sorted_and_told_apart_by_paths_and_contents(tmp_path: Path) -> None:
    one = SceneFiles.of({"b": b"2", "a": b"1"})
    assert [entry.path for entry in one.entries] == ["a", "b"]
    assert one == SceneFiles.of({"a": b"1", "b": b"2"}) and hash(one) == hash(
        SceneFiles.of({"a": b"1", "b": b"2"})
    )
    digests = {
        SceneFiles.of(f).digest for f in ({"a": b"1"}, {"a": b"2"}, {"b": b"1"}, {"a": b"1", "b": b""})
    }
    assert len(digests) == 4
    assert (bool(SceneFiles.of({})), SceneFiles.of({}).digest) == (False, "")


def test_the_key_of_a_job_without_files_is_what_it_was_before_there_were_files() -> None:
    job = RenderJob("code", "Scene")
    assert _key(job, "environment") == (
        "render:d2b365aa95d0a40e86c8fa33a28162383f5652f176ae71b8000fa7e6965daea1"
    )
    keys = {
        _key(replace(job, files=SceneFiles.of(files), folder=folder), "environment")
        for files, folder in (
            ({}, ""),
            ({"a": b"1"}, ""),
            ({"a": b"2"}, ""),
            ({"x/a": b"1"}, ""),
            ({"x/a": b"1"}, "x"),
        )
    }
    assert len(keys) == 5


def test_a_file_that_changes_while_scenes_are_rendered_stops_them(tmp_path: Path) -> None:
    path = tmp_path / "d.txt"
    path.write_text("one")
    files = SceneFiles.of({"d.txt": path})
    path.write_text("two")
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    with pytest.raises(EnvironmentFailure):
        Shelf(shelf).hold(files)
    assert list(shelf.iterdir()) == []


def test_a_verdict_with_files_is_cached_by_their_contents(
    scene: MakeScene, own_cache: Path, tmp_path: Path
) -> None:
    job = scene("self.add(Square(int(open('side.txt').read())))")
    jobs = [replace(job, files=SceneFiles.of({"side.txt": content})) for content in (b"2", b"two", b"2")]
    with Cache(own_cache / "render.sqlite") as cache:
        first = render_all(jobs, RenderSettings(), LocalEngine(1), cache, Silent())
        again = render_all(jobs, RenderSettings(), LocalEngine(1), cache, Silent())
    assert [str(verdict.verdict) for verdict in first] == ["ok", "runtime_error", "ok"]
    assert again == first
