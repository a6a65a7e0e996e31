"""What manimill needs from the operating system, how to tell whether it is there, and how to get it.

Standard library only, so that it also runs as a script before anything is installed:

    python3 src/manimill/system.py            list what is missing
    python3 src/manimill/system.py --install  install it with apt-get, as root or through sudo
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Requirement:
    """Something from outside Python: what it is for, how to find it, the Debian packages that bring it.

    ``present`` looks for the thing itself rather than for a package, so that other ways of installing it
    count as well.
    """

    name: str
    purpose: str
    packages: tuple[str, ...]
    present: Callable[[], bool]
    at: str = "run"
    """``setup`` if it is only needed while installing, ``run`` if renders need it, ``read`` if sources do."""


def _program(*names: str) -> Callable[[], bool]:
    return lambda: all(shutil.which(name) for name in names)


def _library(*names: str) -> Callable[[], bool]:
    def present() -> bool:
        if shutil.which("pkg-config") is None:
            return False
        return subprocess.run(["pkg-config", "--exists", *names], check=False).returncode == 0

    return present


def _latex_with(*names: str) -> Callable[[], bool]:
    def present() -> bool:
        if shutil.which("latex") is None or shutil.which("kpsewhich") is None:
            return False
        found = subprocess.run(["kpsewhich", *names], capture_output=True, text=True, check=False)
        return {Path(line).name for line in found.stdout.splitlines()} >= set(names)

    return present


def _python_headers() -> bool:
    return (Path(sysconfig.get_path("include")) / "Python.h").is_file()


def _virtual_environments() -> bool:
    probe = subprocess.run([sys.executable, "-c", "import venv, ensurepip"], capture_output=True, check=False)
    return probe.returncode == 0


REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement("python venv", "makes .venv", ("python3-venv",), _virtual_environments, at="setup"),
    Requirement("python headers", "compiles pycairo", ("python3-dev",), _python_headers, at="setup"),
    Requirement("C compiler", "compiles pycairo", ("build-essential",), _program("cc"), at="setup"),
    Requirement("pkg-config", "finds cairo and pango", ("pkg-config",), _program("pkg-config"), at="setup"),
    Requirement("cairo", "draws", ("libcairo2-dev",), _library("cairo"), at="setup"),
    Requirement("pango", "sets text", ("libpango1.0-dev",), _library("pangocairo"), at="setup"),
    Requirement("git", "reads repositories", ("git",), _program("git"), at="read"),
    Requirement("bubblewrap", "confines scenes", ("bubblewrap",), _program("bwrap")),
    Requirement(
        "latex",
        "typesets formulas",
        (
            "texlive-latex-base",
            "texlive-latex-extra",
            "texlive-fonts-recommended",
            "texlive-science",
            "lmodern",
        ),
        _latex_with(
            "standalone.cls", "preview.sty", "amsmath.sty", "physics.sty", "mathrsfs.sty", "lmodern.sty"
        ),
    ),
    Requirement(
        "dvisvgm", "turns formulas into outlines", ("dvisvgm", "cm-super-minimal"), _program("dvisvgm")
    ),
)


def missing(at: str | None = None) -> list[Requirement]:
    """Requirements that are not met; ``at`` narrows them to ``setup``, ``run`` or ``read``."""
    return [r for r in REQUIREMENTS if (at is None or r.at == at) and not r.present()]


def install_command(requirements: Sequence[Requirement]) -> str:
    """The command a person types to get them."""
    packages = " ".join(package for r in requirements for package in r.packages)
    sudo = "" if os.geteuid() == 0 else "sudo "
    return f"{sudo}apt-get install -y --no-install-recommends {packages}"


def _install(requirements: Sequence[Requirement]) -> int:
    packages = [package for r in requirements for package in r.packages]
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    prefix: list[str] = []
    if os.geteuid() != 0:
        # Without a terminal sudo could only hang or fail on its password prompt.
        can_ask = sys.stdin.isatty()
        if shutil.which("sudo") is None or not (can_ask or _sudo_without_password()):
            return _say_how(requirements, "and neither root nor sudo is at hand")
        prefix = ["sudo"]
    if shutil.which("apt-get") is None:
        return _say_how(requirements, "and this is not Debian or Ubuntu")
    print(f"Installing system packages: {' '.join(packages)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    keep = ["env", "DEBIAN_FRONTEND=noninteractive"] if prefix else []
    for step in (["apt-get", "update", "-q"], command):
        done = subprocess.run(
            [*prefix, *keep, *step], env=environment, check=False, stdout=subprocess.DEVNULL
        )
        if done.returncode != 0:
            return _say_how(requirements, f"and '{step[1]}' failed with status {done.returncode}")
    still = missing()
    return _say_how(still, "even after installing") if still else 0


def _sudo_without_password() -> bool:
    return subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0


def _say_how(requirements: Sequence[Requirement], why: str) -> int:
    names = ", ".join(r.name for r in requirements)
    command = install_command(requirements)
    print(f"manimill needs {names}, {why}; run this and try again: {command}", file=sys.stderr)
    return 1


def main(arguments: Sequence[str]) -> int:
    """Install what is missing with ``--install``, else list it; the exit status is 0 if nothing is missing."""
    absent = missing()
    if not absent:
        return 0
    if "--install" in arguments:
        return _install(absent)
    return _say_how(absent, "which this machine lacks")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
