"""What the checks said of answers, kept: they say the same as long as neither they nor what they look at changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Protocol

from manimill.acceptance import Acceptance, Told, strangers
from manimill.describe.objection import Objection
from manimill.workspace import Cache, cache_folder

_CHECKING = ("acceptance", "code", "pairing", "quality", "text")
"""The folders of the package whose content decides what the checks say."""


class Checks(Protocol):
    """Whatever decides about answers; what it says depends on its arguments alone."""

    def objections(self, told: Told, style: str, text: str) -> list[Objection]:
        """Everything that is wrong with an answer in a style; empty where it is accepted."""

    def strangers(self, answers: Sequence[tuple[str, Told, str]]) -> dict[str, Objection]:
        """What speaks against answers, each with a name and its scene, beside all the others, by name."""


class Verdicts:
    """Checks answers, each once, and each collection of them once: verdicts are kept in the cache folder."""

    def __init__(self, acceptance: Acceptance) -> None:
        self._acceptance = acceptance
        self._cache = Cache(cache_folder() / "verdicts.sqlite")

    def objections(self, told: Told, style: str, text: str) -> list[Objection]:
        """`manimill.acceptance.Acceptance.objections`."""
        key = _key(told, style, text)
        kept = self._cache.get_many([key]).get(key)
        if kept is None:
            found = self._acceptance.objections(told, style, text)
            self._cache.put(key, [asdict(one) for one in found])
            return found
        return [Objection(**one) for one in kept]

    def strangers(self, answers: Sequence[tuple[str, Told, str]]) -> dict[str, Objection]:
        """`manimill.acceptance.strangers`."""
        whole = hashlib.sha256(_checks().encode())
        for name, told, text in sorted(answers, key=lambda answer: answer[0]):
            whole.update(f"{name}\0{_key(told, '', text)}\n".encode())
        key = whole.hexdigest()
        kept = self._cache.get_many([key]).get(key)
        if kept is None:
            found = strangers(answers)
            self._cache.put(key, {name: asdict(one) for name, one in found.items()})
            return found
        return {name: Objection(**one) for name, one in kept.items()}


def _key(told: Told, style: str, text: str) -> str:
    """SHA-256 (hex) over everything that a verdict depends on."""
    features = told.features.to_json() if told.features is not None else None
    seen = [told.code, told.scene, features, told.on_screen, told.texts, told.said]
    return hashlib.sha256(json.dumps([_checks(), seen, style, text]).encode("ascii")).hexdigest()


@cache
def _checks() -> str:
    """A digest of the checks themselves."""
    digest = hashlib.sha256()
    for folder in _CHECKING:
        _add(resources.files("manimill") / folder, digest)
    return digest.hexdigest()


def _add(place: Traversable, digest: hashlib._Hash) -> None:
    for entry in sorted(place.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and entry.name != "__pycache__":
            _add(entry, digest)
        elif entry.is_file():
            digest.update(f"{entry.name}\0".encode() + entry.read_bytes())
