"""TeX that other scenes have typeset already is asked for instead of typeset again."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import manim
from manim.utils import tex_file_writing

from .lines import Lines
from .placeholders import placeholder_svg

_MAKES_ITS_FOLDERS = (0, 20)
"""Earlier manims make the folder for TeX but not the one it lies in, which a dry run does not make either."""

Picture = Callable[[str], "str | None"]
"""The picture of a TeX document, or None where manim is to make it itself."""


def ask_host(lines: Lines, give_up: Callable[[], None]) -> None:
    """Make manim ask the host for the picture of an expression before it runs TeX itself.

    The host typesets the source elsewhere, where no scene has been, so a scene can spoil neither its own
    result nor another's. Where the host has none, TeX runs here, and its complaints are the usual ones.

    The host may also say that it will have the picture later. Then this run is given up: ``give_up`` is called, and
    the scene goes on with placeholders, telling the host what else it wants.
    """
    given_up = False

    def picture(source: str) -> str | None:
        nonlocal given_up
        if not given_up:
            lines.send({"tex": source})
            answer: dict[str, Any] = lines.receive() or {}
            if not answer.get("later"):
                svg = answer.get("svg")
                return svg if isinstance(svg, str) and svg else None
            given_up = True
            give_up()
        lines.send({"needs": source})
        return placeholder_svg(source)

    _replace(picture)


def _replace(picture: Picture) -> None:
    compile_here: Callable[..., Path] = tex_file_writing.compile_tex
    scene_process = os.getpid()
    if tuple(map(int, manim.__version__.split(".")[:2])) < _MAKES_ITS_FOLDERS:
        manim.config.get_dir("tex_dir").mkdir(parents=True, exist_ok=True)

    def compile_tex(tex_file: Path, tex_compiler: str | list[str], output_format: str) -> Path:
        if tex_compiler == "latex" and output_format == ".dvi" and os.getpid() == scene_process:
            svg = picture(tex_file.read_text(encoding="utf-8"))
            if svg is not None:
                # `convert_to_svg` is called next and takes a picture that exists for its own.
                tex_file.with_suffix(".svg").write_text(svg, encoding="utf-8")
                return tex_file.with_suffix(output_format)
        return compile_here(tex_file, tex_compiler, output_format)

    tex_file_writing.compile_tex = compile_tex
