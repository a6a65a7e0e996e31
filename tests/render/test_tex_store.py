from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from manimill.errors import EnvironmentFailure
from manimill.render import RenderJob, RenderSettings
from manimill.render.sandbox import Bubblewrap
from manimill.render.tex import TexStore
from manimill.render.worker import Worker

DOCUMENT = r"\documentclass[preview]{standalone}\begin{document}%s\end{document}"
# Known line by line, so that expressions may share a run.
SHARED = "\\documentclass[preview]{standalone}\n\\begin{document}\n%s\n\\end{document}\n"


def stored(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*.svg"))


def unfinished(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "unfinished").iterdir())


def new_store(folder: Path) -> TexStore:
    return TexStore(folder, Bubblewrap.for_interpreter())


def test_a_document_is_typeset_once(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    first = store.svg(DOCUMENT % "one")
    assert first is not None
    assert first.startswith("<?xml")
    (path,) = tmp_path.rglob("*.svg")
    path.write_text("<svg>from the store</svg>\n")
    assert store.svg(DOCUMENT % "one") == "<svg>from the store</svg>\n"


def test_what_is_missing_is_named_once_and_in_order(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    one, two, three = (SHARED % text for text in ("one", "two", "three"))
    assert store.missing([three, one, three, two]) == [three, one, two]
    assert store.svg(two) is not None
    assert store.missing([three, one, three, two]) == [three, one]
    store.typeset([one, two, three])
    assert store.missing([one, two, three]) == []
    assert len(stored(tmp_path)) == 3


def test_what_was_typeset_together_is_what_is_asked_for_later(tmp_path: Path) -> None:
    together, alone = new_store(tmp_path / "together"), new_store(tmp_path / "alone")
    sources = [SHARED % text for text in ("one", "two", "three")]
    together.typeset(iter(sources))
    files = {path: path.stat().st_mtime_ns for path in (tmp_path / "together").rglob("*.svg")}
    assert [together.svg(source) for source in sources] == [alone.svg(source) for source in sources]
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "together").rglob("*.svg")} == files


@pytest.mark.parametrize("length", [0, 5, 100])
def test_a_stored_picture_that_lost_its_end_is_typeset_again(tmp_path: Path, length: int) -> None:
    store = new_store(tmp_path)
    source = SHARED % "one"
    first = store.svg(source)
    (path,) = tmp_path.rglob("*.svg")
    path.write_text(path.read_text()[:length])
    assert store.missing([source]) == [source]
    assert store.svg(source) == first
    path.write_text(path.read_text()[:length])
    store.typeset([source])
    assert path.read_text() == first


def test_what_tex_complains_about_is_not_stored(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    assert store.svg(DOCUMENT % r"\nonsense") is None
    assert stored(tmp_path) == []


def test_tex_runs_where_no_file_of_the_machine_is(tmp_path: Path) -> None:
    (tmp_path / "secret.tex").write_text("private")
    store = new_store(tmp_path / "store")
    assert store.svg(DOCUMENT % rf"\input{{{tmp_path}/secret.tex}}") is None


def test_what_a_killed_writer_left_is_removed_after_an_hour(tmp_path: Path) -> None:
    left = tmp_path / "unfinished"
    left.mkdir()
    for name, age in (("old", 3700), ("new", 60)):
        (left / name).write_text("<svg>")
        os.utime(left / name, times=(time.time() - age, time.time() - age))
    assert new_store(tmp_path).svg(SHARED % "one") is not None
    assert unfinished(tmp_path) == ["new"]


def test_a_format_that_lost_its_end_is_made_again(tmp_path: Path) -> None:
    assert new_store(tmp_path).svg(SHARED % "one") is not None
    (path,) = tmp_path.rglob("*.fmt")
    size = path.stat().st_size
    os.truncate(path, size // 2)
    store = new_store(tmp_path)
    store.typeset([SHARED % "two"])
    assert store.missing([SHARED % "two"]) == []
    (path,) = tmp_path.rglob("*.fmt")
    assert path.stat().st_size == pytest.approx(size, rel=0.01)


def test_formats_do_not_fill_the_disk(tmp_path: Path) -> None:
    (tmp_path / "formats").mkdir()
    for n in range(8):
        (tmp_path / "formats" / str(n)).mkdir()
    store = new_store(tmp_path)
    store.typeset([SHARED % "one"])
    assert store.missing([SHARED % "one"]) == []
    assert list(tmp_path.rglob("*.fmt")) == []


def _typeset(folder: Path, sources: list[str]) -> None:
    new_store(folder).typeset(sources)


def test_several_processes_typeset_the_same_sources_at_once(tmp_path: Path) -> None:
    sources = [SHARED % f"number {n}" for n in range(40)]
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_typeset, args=(tmp_path, sources)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    store = new_store(tmp_path)
    assert store.missing(sources) == []
    assert len(stored(tmp_path)) == 40
    assert unfinished(tmp_path) == []


def test_a_writer_killed_at_any_time_leaves_whole_pictures_only(tmp_path: Path) -> None:
    sources = [SHARED % f"number {n}" for n in range(200)]
    code = f"""
from pathlib import Path
from manimill.render.sandbox import Bubblewrap
from manimill.render.tex import TexStore
sources = [{SHARED!r} % f"number {{n}}" for n in range(200)]
print("ready", flush=True)
TexStore(Path({str(tmp_path)!r}), Bubblewrap.for_interpreter()).typeset(sources)
"""
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    while len(stored(tmp_path)) < 5 and process.poll() is None:
        threading.Event().wait(0.001)
    process.kill()
    process.stdout.close()
    assert process.wait() in {-signal.SIGKILL, 0}
    found = list(tmp_path.rglob("*.svg"))
    assert len(found) >= 5
    assert all(path.read_text().endswith("</svg>") for path in found)
    store = new_store(tmp_path)
    store.typeset(sources)
    assert store.missing(sources) == []


def test_a_full_disk_is_one_sentence_and_leaves_nothing_behind(tmp_path: Path) -> None:
    code = f"""
import os
from pathlib import Path
from manimill.errors import EnvironmentFailure
from manimill.render.sandbox import Bubblewrap
from manimill.render.tex import TexStore
store = TexStore(Path("/mnt/store"), Bubblewrap.for_interpreter())
try:
    store.svg({SHARED!r} % "one")
except EnvironmentFailure as failure:
    print(failure)
print(os.listdir("/mnt/store/unfinished"))
"""
    small = ["bwrap", "--dev-bind", "/", "/", "--size", "1000000", "--tmpfs", "/mnt", "--"]
    done = subprocess.run([*small, sys.executable, "-c", code], capture_output=True, text=True, check=True)
    sentence, left = done.stdout.splitlines()
    assert "cannot be written (No space left on device); make room or set XDG_CACHE_HOME" in sentence
    assert left == "[]"


def test_a_folder_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("")
    store = new_store(tmp_path / "store")
    with pytest.raises(EnvironmentFailure, match=r"cannot be used .* move what is in the way"):
        store.missing([SHARED % "one"])
    with pytest.raises(EnvironmentFailure, match=r"cannot be used .* move what is in the way"):
        store.svg(SHARED % "one")
    with pytest.raises(EnvironmentFailure, match=r"cannot be used .* move what is in the way"):
        store.typeset([SHARED % "one"])


def test_a_scene_cannot_change_what_another_scene_gets(
    scene: Callable[..., RenderJob], tmp_path: Path
) -> None:
    spoil = scene(
        "import os",
        "os.makedirs('/home/scene/texmf/tex/latex', exist_ok=True)",
        "open('/home/scene/texmf/tex/latex/amsmath.sty', 'w').write('spoilt')",
        "MathTex('y')",
        "from pathlib import Path",
        "for svg in Path('media/Tex').glob('*.svg'): svg.write_text('<svg/>')",
        "self.add(Dot())",
    )
    look = scene("raise ValueError(len(MathTex('y').family_members_with_points()))")
    with Worker(RenderSettings(), tmp_path / "shared") as worker:
        assert worker.render(spoil).ok
        assert worker.render(look).error == "ValueError: 1"
    with Worker(RenderSettings(), tmp_path / "fresh") as worker:
        assert worker.render(look).error == "ValueError: 1"


def test_the_store_changes_no_verdict(scene: Callable[..., RenderJob], tmp_path: Path) -> None:
    job = scene("raise ValueError(MathTex('a', '+', 'b').get_center().tolist(), DecimalNumber(1.5).width)")
    with Worker(RenderSettings(), tmp_path) as worker:
        first, second = worker.render(job), worker.render(job)
    assert first.error == second.error
    assert len(stored(tmp_path)) > 0
