"""Small repositories written for these tests."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

MIT = "Permission is hereby granted, free of charge, to any person obtaining a copy of this software."
DOT = "P6\n1 1\n255\n\xff\xff\xff".encode("latin-1")
"""A picture of one pixel; Pillow goes by what a file holds, whatever it is called."""

SHARED = """from manim import *

TITLE = "The area of a circle is what we are looking for today"


class Base(Scene):
    def show(self, text):
        self.play(Write(Text(text)), run_time=0.1)
"""
LESSON = """from shared import *


class Area(Base):
    def construct(self):
        self.show("Area")
        self.add(Text("How large is the area of this circle, and how do we know?"))


class Picture(Base):
    def construct(self):
        self.add(ImageMobject("assets/dot.png").scale_to_fit_height(3))


class Lacking(Base):
    def construct(self):
        self.add(SVGMobject("logo.svg"), nowhere())
"""
OLD = """from manimlib.imports import *


class Before(GraphScene):
    CONFIG = {"x_min": 0}

    def construct(self):
        self.play(ShowCreation(Circle()))


class Missing(Scene):
    def construct(self):
        self.add(ImageMobject("photo.png"))
"""
STRAY = """class Lonely(GraphScene):
    def construct(self):
        self.setup_axes()
"""
SPOKEN = """from manim import *
from manim_voiceover import VoiceoverScene


class Told(VoiceoverScene):
    def construct(self):
        with self.voiceover(text="Five words are said here.") as tracker:
            self.play(Create(Circle()), run_time=tracker.duration)
"""
README = """# Lessons

```python
from manim import *

class InText(Scene):
    def construct(self):
        self.add(Square())
```
"""
LESSONS: Mapping[str, str | bytes] = {
    "LICENSE": MIT,
    "README.md": README,
    "lessons/assets/dot.png": DOT,
    "lessons/lesson.py": LESSON,
    "lessons/shared.py": SHARED,
    "old/before.py": OLD,
    "old/stray.py": STRAY,
    "old/broken.py": "class Broken(Scene:\n",
    "spoken.py": SPOKEN,
}
"""Six scenes in files, one in a text, and a class whose base nothing brings."""

SCENE = """from manim import *


class {name}(Scene):
    def construct(self):
        self.add({what})
"""


def written(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """The folder with these files in it."""
    for path, content in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def repository(folder: Path, files: Mapping[str, str | bytes], origin: str | None = None) -> Path:
    """A repository with these files committed."""
    written(folder, files)
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=All")
    if origin is not None:
        git(folder, "remote", "add", "origin", origin)
    return folder


def git(folder: Path, *arguments: str) -> str:
    """What git says."""
    author = {f"GIT_{who}_{what}": "a@b.c" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments],
        env={**os.environ, **author, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()
