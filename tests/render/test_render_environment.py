from __future__ import annotations

import json
import subprocess
import sys

from manimill.render import RenderSettings, check_environment, fingerprint

KEYS = {
    "manim",
    "numpy",
    "pillow",
    "packages",
    "python",
    "latex",
    "dvisvgm",
    "tex_files",
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


def test_this_machine_can_render() -> None:
    check_environment()
