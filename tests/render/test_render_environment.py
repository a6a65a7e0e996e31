from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from manimill.render import RenderSettings, check_environment, environment, fingerprint

KEYS = {
    "manim",
    "numpy",
    "pillow",
    "packages",
    "python",
    "latex",
    "dvisvgm",
    "tex_files",
    "typesetter",
    "fonts",
    "worker",
    "level",
    "timeout",
    "memory_mb",
    "confined",
}


def test_the_fingerprint_names_versions_and_limits() -> None:
    found = fingerprint(RenderSettings(timeout=7, memory_mb=2048))
    assert found.keys() == KEYS
    assert (found["manim"], found["level"], found["timeout"], found["memory_mb"]) == (
        "0.22.0",
        "dry",
        "7",
        "2048",
    )
    assert found["latex"].startswith("pdfTeX")
    assert found["dvisvgm"].startswith("dvisvgm ")


def test_the_fingerprint_is_the_same_in_another_process_and_loads_no_manim() -> None:
    program = (
        "import json, sys; from manimill.render import RenderSettings, fingerprint;"
        "found = fingerprint(RenderSettings()); loaded = {'manim', 'numpy', 'PIL'} & set(sys.modules);"
        "print(json.dumps([found, sorted(loaded)]))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [fingerprint(RenderSettings()), []]


def test_a_change_anywhere_in_the_render_room_is_another_worker(tmp_path: Path) -> None:
    room = Path(environment.__file__).parent
    copy = shutil.copytree(room, tmp_path / "render", ignore=shutil.ignore_patterns("__pycache__"))
    before = environment.worker_digest(room)
    assert environment.worker_digest(copy) == before
    for name in ("_zygote/faults.py", "_zygote/leniency/keywords.py", "worker.py", "tex/picture.py"):
        file = copy / name
        text = file.read_text()
        file.write_text(text + "# changed\n")
        assert environment.worker_digest(copy) != before
        file.write_text(text)


def test_this_machine_can_render() -> None:
    check_environment()
