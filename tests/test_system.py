"""The script that runs before anything is installed, so it is run as a script, by any Python, alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from manimill import system

SCRIPT = Path(system.__file__)


def run(path: Path | str, *arguments: str, user: int | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", SCRIPT, *arguments],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env={"PATH": str(path)},
        user=user,
    )


def test_where_nothing_is_missing_it_says_nothing() -> None:
    done = run(os.environ["PATH"])
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_is_missing_is_one_sentence_with_the_command(tmp_path: Path) -> None:
    done = run(tmp_path)
    (sentence,) = done.stderr.splitlines()
    assert done.returncode == 1
    assert "bubblewrap" in sentence
    assert "apt-get install -y --no-install-recommends" in sentence
    assert "texlive-latex-extra" in sentence


@pytest.mark.skipif(os.geteuid() != 0, reason="becomes another user, which only root can")
def test_without_root_and_sudo_it_names_the_command_with_sudo() -> None:
    # From standard input, because the checkout may lie where no other user can read.
    done = subprocess.run(
        ["/usr/bin/python3", "-I", "-", "--install"],
        input=SCRIPT.read_text(),
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/nowhere"},
        user=65534,
    )
    (sentence,) = done.stderr.splitlines()
    assert done.returncode == 1
    assert "neither root nor sudo is at hand" in sentence
    assert "run this and try again: sudo apt-get install" in sentence


def test_every_requirement_says_what_it_is_for_and_which_packages_bring_it() -> None:
    assert all(r.purpose and r.packages for r in system.REQUIREMENTS)
    names = [r.name for r in system.REQUIREMENTS]
    assert len(set(names)) == len(names)
