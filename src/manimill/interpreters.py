"""The interpreters that samples of several environments are rendered with."""

from __future__ import annotations

from collections.abc import Iterable

from manimill.render import MAIN, Interpreter


def interpreters_for(names: Iterable[str]) -> dict[str, Interpreter]:
    """The interpreters of environments, by name; the one that runs manimill is left out.

    Raises:
        UserError: there is no such environment.
        EnvironmentFailure: one has not been made here; the message holds the command that makes it.
    """
    wanted = sorted(set(names) - {MAIN})
    if not wanted:
        return {}
    from manimill.environments import find_environment

    found = map(find_environment, wanted)
    return {env.name: Interpreter(env.name, env.python, env.digest) for env in found}
