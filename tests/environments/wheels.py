"""Small packages for tests that install something: wheels in a folder, as pip takes them."""

from __future__ import annotations

import zipfile
from pathlib import Path

MANIM = {"manim/__init__.py": "class Scene:\n    pass\n"}
"""Stands for manim where nothing is rendered: installing the real one takes a network and a minute."""

SPARKS = {
    "sparks/__init__.py": "from manim import Scene\n\nclass Sparks(Scene):\n    colour = 'red'\n",
    "sparks/bin/glow-1": "#!/bin/sh\necho glows\n",
}
"""A plugin."""

SPARKS_POINTS = "[manim.plugins]\nsparks = sparks\n"

DEFINITION = """
name = "sparks"
title = "sparks 1.2 on a manim of its own"
why = "Scenes with sparks in them."
python = ["3.11", "3.12", "3.13"]
requirements = ["sparks==1.2"]
pins = ["manim==0.7"]
example = '''
from sparks import Sparks

class Proof(Sparks):
    pass
'''

[programs]
glow = "sparks/bin/glow-*"
"""


def write_wheel(folder: Path, name: str, version: str, files: dict[str, str], **info: str) -> Path:
    """A wheel of these files; ``info`` may hold ``requires`` and ``entry_points``."""
    about = f"{name}-{version}.dist-info"
    requires = f"Requires-Dist: {info['requires']}\n" if "requires" in info else ""
    contents = {
        **files,
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{requires}",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    if "entry_points" in info:
        contents[f"{about}/entry_points.txt"] = info["entry_points"]
    record = "".join(f"{path},,\n" for path in [*contents, f"{about}/RECORD"])
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in {**contents, f"{about}/RECORD": record}.items():
            entry = zipfile.ZipInfo(path)
            entry.external_attr = (0o100755 if "/bin/" in path else 0o100644) << 16
            archive.writestr(entry, text)
    return wheel


def fill_wheelhouse(folder: Path) -> Path:
    """A folder with what `DEFINITION` asks for, and a newer manim that its pin keeps out."""
    folder.mkdir(parents=True, exist_ok=True)
    write_wheel(folder, "sparks", "1.2", SPARKS, requires="manim>=0.6", entry_points=SPARKS_POINTS)
    for version in ("0.7", "0.8"):
        write_wheel(folder, "manim", version, MANIM)
    return folder
