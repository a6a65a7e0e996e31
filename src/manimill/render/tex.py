"""Typeset expressions, shared by all scenes and all runs.

Scenes repeat expressions (every number on an axis is one), and TeX takes a quarter of a second for each.
A scene hands over the TeX source only; it is typeset in a sandbox of its own, where no scene has ever been,
and stored under the hash of the source. So what is stored depends on nothing but the source, and no scene
can change what another one gets.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import tempfile
from pathlib import Path

from manimill.errors import EnvironmentFailure
from manimill.render.sandbox import Sandbox

_SECONDS = 30
_LARGEST_SVG = 4 << 20

# manim's own commands, for its default compiler.
_SCRIPT = f"""
ulimit -t {_SECONDS} -v 4000000 -f 65536 -c 0
cat > expression.tex
{{
latex -interaction=batchmode -halt-on-error -output-format=dvi expression.tex &&
dvisvgm --page=1 --no-fonts --verbosity=0 --output=expression.svg expression.dvi
}} > /dev/null 2> /dev/null < /dev/null &&
cat expression.svg
"""


class TexStore:
    """A folder of pictures by the hash of their TeX source."""

    def __init__(self, folder: Path, sandbox: Sandbox) -> None:
        """``folder`` belongs to one version of TeX and of this class; it is made when needed."""
        self._folder = folder
        self._sandbox = sandbox

    def svg(self, source: str) -> str | None:
        """The picture of a complete TeX document, or None where TeX has something to complain about."""
        data = source.encode("utf-8", "surrogatepass")
        name = hashlib.sha256(data).hexdigest()
        path = self._folder / name[:2] / f"{name}.svg"
        try:
            stored = path.read_text(encoding="utf-8")
            # A file that lost its end, in a crash of the machine say, would spoil every scene that uses it.
            if stored.rstrip().endswith("</svg>"):
                return stored
        except (FileNotFoundError, UnicodeDecodeError):
            pass
        svg = self._typeset(data)
        if svg is not None:
            _write(path, svg)
        return svg

    def _typeset(self, source: bytes) -> str | None:
        command = self._sandbox.command(["/bin/sh", "-c", _SCRIPT])
        try:
            done = subprocess.run(
                command,
                check=False,
                input=source,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=_SECONDS,
                env={},
            )
        except subprocess.TimeoutExpired:
            return None
        if done.returncode != 0 or len(done.stdout) > _LARGEST_SVG:
            return None
        return done.stdout.decode("utf-8", "replace")


def _write(path: Path, text: str) -> None:
    """Write a file so that other workers see it whole or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
            file.write(text)
        os.replace(file.name, path)
    except OSError as error:
        raise EnvironmentFailure(
            f"{path} cannot be written ({error.strerror}); make room or set XDG_CACHE_HOME to another "
            "folder, then run the same command again: finished work is kept."
        ) from None
