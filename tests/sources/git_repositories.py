"""Repositories that tests make with the real git, also such as no well-meaning git would make."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

SCENE = "from manim import *\n\n\nclass {name}(Scene):\n    def construct(self):\n        self.play(Create(Circle()))\n"

_NOBODY = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}


class Repo:
    """A repository with a work tree in ``folder``."""

    def __init__(self, folder: Path, *, format: str = "sha1") -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main", f"--object-format={format}")

    @property
    def git_directory(self) -> Path:
        return self.folder / ".git"

    def git(self, *arguments: str, stdin: bytes = b"") -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            input=stdin,
            capture_output=True,
            check=True,
            env={**os.environ, **_NOBODY},
        )
        return done.stdout.decode().strip()

    def commit(self, files: Mapping[str, str | bytes] = {}) -> str:
        """Commit files besides what is there; their paths are those of the work tree."""
        for path, content in files.items():
            place = self.folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content if isinstance(content, bytes) else content.encode())
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message=c")
        return self.git("rev-parse", "HEAD")

    def blob(self, content: bytes) -> str:
        return self.git("hash-object", "-w", "--stdin", stdin=content)

    def tree(self, entries: Sequence[tuple[str, str, str]]) -> str:
        """A tree object of modes, names and objects, whatever the names are."""
        raw = b"".join(
            f"{mode} ".encode() + os.fsencode(name) + b"\0" + bytes.fromhex(thing)
            for mode, name, thing in entries
        )
        return self.git("hash-object", "-t", "tree", "-w", "--literally", "--stdin", stdin=raw)

    def commit_tree(self, tree: str) -> str:
        commit = self.git("commit-tree", tree, "-m", "c")
        self.git("update-ref", "HEAD", commit)
        return commit

    def lose(self, thing: str) -> None:
        """Delete a loose object."""
        (self.git_directory / "objects" / thing[:2] / thing[2:]).unlink()

    def objects(self) -> set[str]:
        listed = self.git("cat-file", "--batch-all-objects", "--batch-check=%(objectname)")
        return set(listed.split())
