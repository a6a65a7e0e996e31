"""Which plugins manim would load."""

from __future__ import annotations

import json
import os
import subprocess

from manimill.errors import EnvironmentFailure

_SCRIPT = """
import importlib.metadata, json
found = {f"{d.metadata['Name']}=={d.version}" for d in importlib.metadata.distributions()
         if any(point.group == "manim.plugins" for point in d.entry_points)}
print(json.dumps(sorted(found)))
"""


def plugins_in(python: str | os.PathLike[str]) -> list[str]:
    """The manim plugins installed for an interpreter, as ``name==version``, sorted.

    manim imports every one of them when it is imported itself. They are read from the metadata of what is
    installed; nothing is imported.

    Raises:
        EnvironmentFailure: the interpreter does not run.
    """
    return list(json.loads(ask(python, _SCRIPT)))


def ask(python: str | os.PathLike[str], script: str) -> str:
    """What a script prints, run by an interpreter that sees nothing but its own packages.

    Raises:
        EnvironmentFailure: the interpreter does not run.
    """
    try:
        done = subprocess.run([python, "-I", "-c", script], capture_output=True, text=True, check=False)
    except OSError as error:
        raise EnvironmentFailure(
            f"{os.fspath(python)} does not run ({error.strerror}); install it."
        ) from None
    if done.returncode != 0:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        reason = lines[-1].strip() if lines else f"exit status {done.returncode}"
        raise EnvironmentFailure(f"{os.fspath(python)} does not run as it should ({reason}).")
    return done.stdout
