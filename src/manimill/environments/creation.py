"""Making an environment."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from manimill import system
from manimill.environments.definition import Definition
from manimill.environments.installation import BEING_CREATED, Installation, Record
from manimill.environments.inventory import Environment
from manimill.environments.plugins import ask
from manimill.errors import EnvironmentFailure, UserError
from manimill.progress import Progress
from manimill.workspace import disk_errors

_VERSION = "import sys; print('%d.%d' % sys.version_info[:2])"
_CONTENTS = """
import importlib.metadata, json, platform, sysconfig
found = {d.metadata["Name"]: d.version for d in importlib.metadata.distributions()}
print(json.dumps({
    "packages": sorted((f"{name}=={version}" for name, version in found.items()), key=str.lower),
    "manim": found.get("manim"),
    "python": platform.python_version(),
    "site": sysconfig.get_path("purelib"),
}))
"""
_ADDRESS = re.compile(r"\S*://\S+|host='[^']*'(, port=\d+)?")
_PER_PACKAGE = ("Collecting ", "Processing ", "Requirement already satisfied: ")
"""How a line of pip's begins of which there is one for each package."""

_PIP_LOG = "pip.log"


@dataclass(frozen=True, slots=True)
class Created:
    """An environment that is ready, and whether it is new."""

    environment: Environment
    new: bool


def create(
    definition: Definition,
    *,
    prove: Callable[[Environment], str | None],
    progress: Progress,
    python: str | None = None,
    wheelhouse: Path | None = None,
) -> Created:
    """Make an environment, unless it is ready; another process that is at it is waited for.

    ``prove`` renders the definition's example and gives None, or why it does not render. ``python`` is the
    interpreter to make it with. With ``wheelhouse``, packages come from that folder and nowhere else; without
    it, from wherever pip is configured to get them.

    Raises:
        UserError: ``python`` is of a version the definition is not for, or ``wheelhouse`` is no folder.
        EnvironmentFailure: a package is not to be had or does not install, or the example does not render.
    """
    if wheelhouse is not None and not wheelhouse.is_dir():
        raise UserError(f"--wheelhouse wants a folder of wheels; {wheelhouse} is none.")
    installation = Installation.of(definition)
    if installation.fault() == BEING_CREATED:
        progress.warn(f"another process is at work on '{definition.name}'; waiting for it")
    with installation.locked(wait=True) as lock:
        record = installation.record()
        if record is not None and installation.fault() is None:
            return Created(Environment.of(installation, record), new=False)
        progress.start(definition.name, len({*definition.requirements, *definition.pins}), "packages")
        # Where all but the proof is there, whatever stood in its way may be gone.
        if record is None or installation.fault() != record.fault:
            record = _build(definition, installation, python, wheelhouse, progress, lock)
            installation.write(record)
        environment = Environment.of(installation, record)
        fault = prove(environment)
        installation.write(replace(record, fault=fault))
    if fault is not None:
        raise EnvironmentFailure(
            f"The environment '{definition.name}' is installed, but its example does not render ({fault}); "
            "run the same command again once that is mended."
        )
    progress.finish(f"manim {record.manim}, Python {record.python_version}, {record.size / 1e6:.0f} MB")
    return Created(environment, new=True)


def _build(
    definition: Definition,
    installation: Installation,
    python: str | None,
    wheelhouse: Path | None,
    progress: Progress,
    lock: int,
) -> Record:
    base = interpreter_for(definition, python)
    installation.clear()
    _make_venv(base, installation, lock)
    _install(definition, installation, wheelhouse, progress, lock)
    _link_programs(definition, installation)
    return _inspect(definition, installation)


def interpreter_for(definition: Definition, python: str | None = None) -> str:
    """The interpreter to make an environment with: the one asked for, this one, or one on the search path.

    Raises:
        UserError: the one asked for is of a version the definition is not for.
        EnvironmentFailure: there is none of such a version.
    """
    wanted = " or ".join(definition.python)
    if python is not None:
        version = ask(python, _VERSION).strip()
        if version not in definition.python:
            raise UserError(
                f"{python} is Python {version}; the environment '{definition.name}' is for {wanted}."
            )
        return python
    for candidate in (sys.executable, *(f"python{version}" for version in definition.python)):
        path = shutil.which(candidate)
        try:
            if path is not None and ask(path, _VERSION).strip() in definition.python:
                return path
        except EnvironmentFailure:
            # Version switchers put programs on the search path that only say they are switched off.
            continue
    raise EnvironmentFailure(
        f"The environment '{definition.name}' is for Python {wanted}, which is not found; install it, or "
        "say where it is with --python PATH."
    )


def _make_venv(base: str, installation: Installation, lock: int) -> None:
    with disk_errors(installation.folder):
        installation.folder.mkdir(parents=True)
    # Whatever outlives a killed run holds the lock until it is done, so that nobody works on its folder.
    command = [base, "-m", "venv", str(installation.folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, pass_fds=(lock,))
    if done.returncode != 0:
        lines = (done.stdout + done.stderr).strip().splitlines() or ["it says nothing"]
        raise EnvironmentFailure(
            f"{base} makes no virtual environment ({lines[-1].strip()}); if its venv module is missing, run "
            "`sudo apt-get install python3-venv`."
        )


def _install(
    definition: Definition, installation: Installation, wheelhouse: Path | None, progress: Progress, lock: int
) -> None:
    log = installation.folder / _PIP_LOG
    said: list[str] = []
    with disk_errors(installation.folder), open(log, "w", encoding="utf-8") as file:
        pins = installation.folder / "pins.txt"
        pins.write_text("".join(f"{pin}\n" for pin in definition.pins), encoding="utf-8")
        command = _pip(installation, wheelhouse, ["--constraint", str(pins), *definition.requirements])
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=_pip_environment(),
            pass_fds=(lock,),
        )
        for line in _lines(process):
            file.write(line)
            said.append(line.strip())
            if line.startswith(_PER_PACKAGE):
                progress.advance()
    if process.returncode != 0:
        raise _pip_failure(definition.name, said, wheelhouse, log)


def _pip(installation: Installation, wheelhouse: Path | None, arguments: Sequence[str]) -> list[str]:
    options = ["--no-input", "--progress-bar", "off", "--disable-pip-version-check"]
    if wheelhouse is not None:
        options += ["--no-index", "--find-links", str(wheelhouse.resolve())]
    return [str(installation.python), "-m", "pip", "install", *options, *arguments]


def _pip_environment() -> dict[str, str]:
    """As the user has set pip up, except for what would send packages to another folder."""
    elsewhere = {"PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PYTHONPATH", "PYTHONHOME", "PYTHONUSERBASE"}
    return {**{k: v for k, v in os.environ.items() if k not in elsewhere}, "PIP_USER": "0"}


def _lines(process: subprocess.Popen[str]) -> Iterator[str]:
    """What a process prints, line by line; it does not outlive an interruption."""
    with process:
        try:
            assert process.stdout is not None
            yield from process.stdout
        except BaseException:
            process.kill()
            raise


def _pip_failure(name: str, said: Sequence[str], wheelhouse: Path | None, log: Path) -> EnvironmentFailure:
    errors = [line for line in said if line.startswith("ERROR:")] or [line for line in said if line]
    reason = errors[-1].removeprefix("ERROR:").strip() if errors else "pip says nothing"
    # Where packages come from is the user's business and may hold a password.
    reason = _ADDRESS.sub("the package index", reason).rstrip(".")
    absent = system.missing("setup")
    if "No space left" in reason:
        remedy = "make room or set XDG_CACHE_HOME to another folder"
    elif re.search(r"\b(build|wheel)", reason) and absent:
        remedy = f"it has to be compiled: run `{system.install_command(absent)}`"
    elif wheelhouse is not None:
        remedy = f"add what is missing to {wheelhouse} with `python -m pip wheel`"
    else:
        remedy = "look at the network and at pip's settings, or give a folder of wheels with --wheelhouse DIR"
    return EnvironmentFailure(
        f"The environment '{name}' cannot be installed ({reason}); {remedy}, and run the same command again. "
        f"All that pip said is in {log}."
    )


def _link_programs(definition: Definition, installation: Installation) -> None:
    """Put programs that packages bring with them beside the interpreter."""
    site = Path(json.loads(ask(installation.python, _CONTENTS))["site"])
    for name, pattern in sorted(definition.programs.items()):
        found = sorted(site.glob(pattern))
        if not found:
            raise EnvironmentFailure(
                f"The environment '{definition.name}' lacks the program {name}: no package of it brings "
                f"{pattern}; correct 'programs' in its definition."
            )
        (installation.folder / "bin" / name).symlink_to(found[0])


def _inspect(definition: Definition, installation: Installation) -> Record:
    found = json.loads(ask(installation.python, _CONTENTS))
    if found["manim"] is None:
        raise EnvironmentFailure(
            f"The environment '{definition.name}' holds no manim; add it to 'requirements' in its definition."
        )
    return Record(
        name=definition.name,
        digest=definition.digest,
        manim=found["manim"],
        requires=definition.requirements,
        python_version=found["python"],
        interpreter=os.path.realpath(installation.python),
        packages=tuple(found["packages"]),
        size=_size(installation.folder),
        fault="its example was not tried yet",
    )


def _size(folder: Path) -> int:
    return sum(
        os.lstat(os.path.join(parent, name)).st_size for parent, _, names in os.walk(folder) for name in names
    )
