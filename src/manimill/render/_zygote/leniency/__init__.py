"""Calls that manim lets pass although they do not do what they say.

Three kinds: ``set_anything(x)`` on an object that has no such attribute, keywords that nothing takes, and
positional arguments on parameters that cannot have been meant (``Rectangle(6, 3)``: 6 is its colour).

The scene's source says which of manim's functions might be called that way, the run says whether they are:
only those functions are watched, so a scene without a suspicious call runs in an untouched manim. What is
reported was really called, on an object of manim's, by the line that is named.
"""

from __future__ import annotations

from typing import Any

from . import attributes, keywords, parameters, positions, setters
from .callsites import CallSites
from .watching import Watch

_MOST = 50


def prepare() -> None:
    """Do once, for every process forked afterwards, what is the same for all scenes; takes about 0.1 s."""
    attributes.reached_from()
    attributes.players()
    for name, owners in attributes.methods().items():
        for owner in owners:
            parameters.signature(vars(owner)[name])
    # The first tree a process parses costs it milliseconds.
    CallSites("", "")


class Leniency:
    """What one scene gets away with."""

    def __init__(self) -> None:
        self._watch: Watch | None = None

    def attach(self, code: str, scene_file: str, namespace: dict[str, Any]) -> None:
        """Watch those of manim's functions that ``code`` may call in vain; to be called before it runs.

        ``scene_file`` is the name ``code`` is compiled under, ``namespace`` holds manim's public names.
        Once per process, since nothing is put back. Never raises.
        """
        try:
            self._watch = Watch(CallSites(code, scene_file), namespace)
            for kind in (setters, keywords, positions):
                kind.attach(self._watch)
        except Exception:
            # Whatever goes wrong here says nothing about the scene.
            return

    def warnings(self) -> list[dict[str, Any]]:
        """``line``, ``call`` and ``why`` of each such call, distinct, by line, at most 50."""
        found = sorted(self._watch.found) if self._watch else []
        return [{"line": line, "call": call, "why": why} for line, call, why in found[:_MOST]]


__all__ = ["Leniency", "prepare"]
