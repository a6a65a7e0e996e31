"""What renders depend on besides the scene: which versions of what, and whether it is there at all."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from manimill import system
from manimill.errors import EnvironmentFailure
from manimill.render.sandbox import choose_sandbox
from manimill.render.settings import Interpreter, RenderSettings

_ROOM = Path(__file__).parent
_REQUIRED_NAME = re.compile(r"[A-Za-z0-9._-]+")
_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts")


def fingerprint(
    settings: RenderSettings, interpreter: Interpreter | None = None, tex: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Everything besides its code that a scene's verdict may depend on.

    Names and versions, or digests of long lists: two machines with the same values give the same
    verdicts. Takes some 80 ms and imports none of what it names. What is not installed has the
    value ``missing``. ``interpreter`` is the one that runs manimill unless told otherwise; ``tex`` is what
    `tex_fingerprint` says where that is known.
    """
    return {
        **(_other_packages(interpreter) if interpreter and interpreter.digest else _own_packages()),
        **(tex_fingerprint() if tex is None else tex),
        "fonts": _digest(_fonts()),
        "worker": worker_digest(),
        "level": settings.level,
        "timeout": str(settings.timeout),
        "memory_mb": str(settings.memory_mb),
        # What ran with the user's rights proves nothing about what runs without them.
        "confined": str(settings.sandbox != "none"),
    }


def _own_packages() -> dict[str, str]:
    return {
        "manim": _version("manim"),
        "numpy": _version("numpy"),
        "pillow": _version("pillow"),
        "packages": _digest(_packages()),
        "python": platform.python_version(),
    }


def _other_packages(interpreter: Interpreter) -> dict[str, str]:
    return {"environment": interpreter.name, "packages": interpreter.digest}


def worker_digest(room: Path = _ROOM) -> str:
    """Which version of the worker this is: by the text of all of the render room, for all of it has a say."""
    return _digest(_sources(room))


def tex_fingerprint() -> dict[str, str]:
    """What typeset expressions depend on: the programs, and the list of files TeX can load."""
    others = [name for name in ("pdflatex", "lualatex", "xelatex") if shutil.which(name)]
    return {
        "latex": _first_line(["latex", "--version"]),
        "dvisvgm": _first_line(["dvisvgm", "--version"]),
        "tex_files": _digest([*others, *_tex_file_lists()]),
        # What makes pictures of them here.
        "typesetter": _digest(_sources(_ROOM / "tex")),
    }


def _digest(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode("utf-8", "surrogateescape") + b"\0")
    return digest.hexdigest()[:16]


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "missing"


def installed_packages() -> str:
    """A digest of everything that can be imported here, by which a failed import stays failed or not."""
    names = [
        entry.name
        for folder in sys.path
        if os.path.isdir(folder)
        for entry in os.scandir(folder)
        if entry.name.endswith(".dist-info")
    ]
    return _digest(sorted(names))


def _packages() -> list[str]:
    """Names and versions of manim and of all it depends on.

    What else is installed can only decide whether a scene's own imports succeed: see `installed_packages`.
    So installing a test tool does not make every scene run again.
    """
    found: dict[str, str] = {}
    # Nine of manim's documentation examples use typst, which manim itself only suggests.
    wanted = ["manim", "typst"]
    while wanted:
        name = re.sub(r"[-_.]+", "-", wanted.pop()).lower()
        if name in found:
            continue
        try:
            package = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        found[name] = package.version
        for requirement in package.requires or ():
            if "extra ==" not in requirement:
                wanted.append(_REQUIRED_NAME.match(requirement)[0])  # type: ignore[index]
    return sorted(f"{name} {version}" for name, version in found.items())


def _fonts() -> list[str]:
    files = [
        f"{os.path.join(folder, name)} {os.path.getsize(os.path.join(folder, name))}"
        for top in _FONT_FOLDERS
        for folder, _, names in os.walk(top)
        for name in names
        if os.path.isfile(os.path.join(folder, name))
    ]
    return sorted(files)


def _sources(folder: Path) -> list[str]:
    return [
        f"{path.relative_to(folder).as_posix()}\0{path.read_text(encoding='utf-8')}"
        for path in sorted(folder.rglob("*.py"))
    ]


def _tex_file_lists() -> list[str]:
    if shutil.which("kpsewhich") is None:
        return []
    lists = _output(["kpsewhich", "--all", "ls-R"]).split("\n")
    return [hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in lists if os.path.isfile(path)]


def _first_line(command: Sequence[str]) -> str:
    if shutil.which(command[0]) is None:
        return "missing"
    return _output(command).split("\n")[0]


def _output(command: Sequence[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def check_environment(settings: RenderSettings | None = None) -> None:
    """Make sure that scenes can be rendered here.

    Raises:
        EnvironmentFailure: they cannot; the message holds the command that helps.
    """
    _check_programs()
    _check_manim()
    choose_sandbox(sys.executable, settings.sandbox if settings else "auto")


def _check_programs() -> None:
    # Whether bubblewrap is needed is for the choice of the sandbox to say.
    absent = [requirement for requirement in system.missing("run") if requirement.name != "bubblewrap"]
    if absent:
        names = ", ".join(requirement.name for requirement in absent)
        raise EnvironmentFailure(
            f"Rendering needs {names}, which this machine lacks; run `{system.install_command(absent)}`."
        )


def _check_manim() -> None:
    if importlib.util.find_spec("manim") is None:
        raise EnvironmentFailure(
            f"manim is not installed for {sys.executable}; run `{sys.executable} -m pip install manim==0.22.0`."
        )
