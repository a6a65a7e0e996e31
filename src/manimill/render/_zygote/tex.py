"""TeX that other scenes have typeset already is asked for instead of typeset again."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from manim.utils import tex_file_writing

from .lines import Lines


def ask_host(lines: Lines) -> None:
    """Make manim ask the host for the picture of an expression before it runs TeX itself.

    The host typesets the source elsewhere, where no scene has been, so a scene can spoil neither its own
    result nor another's. Where the host has none, TeX runs here, and its complaints are the usual ones.
    """
    compile_here: Callable[..., Path] = tex_file_writing.compile_tex
    scene_process = os.getpid()

    def compile_tex(tex_file: Path, tex_compiler: str | list[str], output_format: str) -> Path:
        if tex_compiler == "latex" and output_format == ".dvi" and os.getpid() == scene_process:
            lines.send({"tex": tex_file.read_text(encoding="utf-8")})
            answer: dict[str, Any] = lines.receive() or {}
            if answer.get("svg"):
                # `convert_to_svg` is called next and takes a picture that exists for its own.
                tex_file.with_suffix(".svg").write_text(answer["svg"], encoding="utf-8")
                return tex_file.with_suffix(output_format)
        return compile_here(tex_file, tex_compiler, output_format)

    tex_file_writing.compile_tex = compile_tex
