"""How tests of codemods speak: code before, code after, and what was said about it."""

from __future__ import annotations

import textwrap

from manimill.repair import Repair, all_codemods, repair


def applied(name: str, code: str, flavour: str = "legacy") -> Repair:
    """What one codemod by itself makes of code, given indented as it stands in a test."""
    codemod = next(one for one in all_codemods() if one.name() == name)
    return repair(textwrap.dedent(code).lstrip("\n"), flavour=flavour, codemods=[codemod])


def becomes(name: str, before: str, after: str, flavour: str = "legacy") -> None:
    """A codemod by itself turns code into other code, and leaves that alone."""
    wanted = textwrap.dedent(after).lstrip("\n")
    found = applied(name, before, flavour)
    assert found.code == wanted
    assert found.rules == (name,)
    codemod = next(one for one in all_codemods() if one.name() == name)
    if not codemod.once:
        assert not repair(wanted, flavour=flavour, codemods=[codemod]).changed


def stays(name: str, code: str, flavour: str = "legacy", warning: str = "") -> None:
    """A codemod by itself leaves code as it is and, where ``warning`` is given, says why in words that have it."""
    found = applied(name, code, flavour)
    assert found.code == textwrap.dedent(code).lstrip("\n")
    assert not found.changed
    if warning:
        assert any(left.name == name and warning in left.reason for left in found.unresolved), (
            found.unresolved
        )
