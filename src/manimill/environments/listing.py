"""What is there: every environment that is known, and every one that was made."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from manimill.environments.definition import MAIN, Definition
from manimill.environments.installation import BEING_CREATED, NOT_CREATED, Installation
from manimill.environments.inventory import find_environment, installations
from manimill.environments.plugins import plugins_in
from manimill.errors import EnvironmentFailure

State = Literal["ready", "not created", "being created", "outdated", "broken"]
"""``outdated`` is what an earlier version of a definition left behind; nothing uses it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An environment and its state.

    ``reason`` says why it is not ready. ``manim``, ``python`` and ``size`` (bytes) are known of finished ones.
    """

    name: str
    title: str
    state: State
    reason: str | None
    manim: str | None
    python: str | None
    requires: tuple[str, ...]
    size: int | None
    path: str


def listing(known: Mapping[str, Definition]) -> list[Listed]:
    """``main``, the environments that ``known`` defines, and what else was made, in this order."""
    defined = [_defined(definition) for definition in known.values()]
    paths = {listed.path for listed in defined}
    others = [_made(found, known) for found in installations() if str(found.folder) not in paths]
    return [_main(), *defined, *others]


def _main() -> Listed:
    """The running interpreter; plugins in it are left out when scenes are rendered."""
    manim = python = None
    try:
        environment = find_environment(MAIN)
        manim, python = environment.manim, environment.python_version
        plugins = plugins_in(environment.python)
        reason = f"{', '.join(plugins)} are left out of renders" if plugins else None
        state: State = "ready"
    except EnvironmentFailure as failure:
        reason, state = str(failure), "broken"
    title = "the interpreter that runs manimill"
    return Listed(MAIN, title, state, reason, manim, python, (), None, sys.prefix)


def _defined(definition: Definition) -> Listed:
    installation = Installation.of(definition)
    return _listed(installation, definition.name, definition.title, definition.requirements)


def _made(installation: Installation, known: Mapping[str, Definition]) -> Listed:
    """An environment of the user's own, or of a definition that has changed since."""
    name = installation.name
    if name not in known:
        return _listed(installation, name, "an environment of your own", ())
    listed = _listed(installation, name, "made from an earlier definition", ())
    return replace(listed, state="outdated", reason="its definition has changed")


def _listed(installation: Installation, name: str, title: str, requires: tuple[str, ...]) -> Listed:
    fault, record = installation.fault(), installation.record()
    state: State = "broken"
    if fault is None:
        state = "ready"
    elif fault == NOT_CREATED:
        state = "not created"
    elif fault == BEING_CREATED:
        state = "being created"
    return Listed(
        name=name,
        title=title,
        state=state,
        reason=fault,
        manim=record.manim if record else None,
        python=record.python_version if record else None,
        requires=record.requires if record else requires,
        size=record.size if record else None,
        path=str(installation.folder),
    )
