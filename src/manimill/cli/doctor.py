"""``manimill doctor``: what this machine can do, and the command that adds what is missing."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from manimill.errors import EnvironmentFailure


@dataclass(frozen=True)
class Finding:
    """One thing that was tried: did it work, what was seen, and what helps if it did not."""

    check: str
    ok: bool
    detail: str
    fix: str | None = None


def doctor_command(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per check.")] = False,
) -> None:
    """Try everything a build needs, by using it, and say how to get what is missing."""
    console = Console()
    failed = 0
    for check in (_system, _cache, _sandbox, _render):
        for finding in check():
            failed += not finding.ok
            if as_json:
                sys.stdout.write(json.dumps(asdict(finding), ensure_ascii=False) + "\n")
            else:
                _print(console, finding)
    if failed:
        raise typer.Exit(1)
    if not as_json:
        console.print("Everything a build needs is here.")


def _print(console: Console, finding: Finding) -> None:
    mark = Text("✓ ", style="green") if finding.ok else Text("✗ ", style="red")
    console.print(mark + Text(f"{finding.check:<16} {finding.detail}"))
    if finding.fix:
        console.print(Text(f"  fix: {finding.fix}", style="yellow"))


def _system() -> list[Finding]:
    from manimill.system import REQUIREMENTS, install_command

    findings = []
    for requirement in REQUIREMENTS:
        if requirement.at == "setup":
            continue
        present = requirement.present()
        fix = None if present else install_command([requirement])
        state = "found" if present else "missing"
        findings.append(Finding(requirement.name, present, f"{state}; {requirement.purpose}", fix))
    return findings


def _cache() -> list[Finding]:
    from manimill.workspace import Cache, cache_folder

    def use() -> str:
        folder = cache_folder()
        with Cache(folder / "doctor.sqlite") as cache:
            cache.put("doctor", True)
        return f"{folder} can be written"

    return [_try("cache", use)]


def _sandbox() -> list[Finding]:
    from manimill.render import check_environment

    def use() -> str:
        check_environment()
        return "a process was confined; LaTeX and manim are where they should be"

    return [_try("environment", use)]


_PROBE = """
from manim import *


class Probe(Scene):
    def construct(self):
        self.play(Write(MathTex(r"e^{i\\pi} + 1 = 0")), FadeIn(Text("text")))
"""


def _render() -> list[Finding]:
    from manimill.engine import LocalEngine
    from manimill.progress import Silent
    from manimill.render import RenderJob, RenderSettings, render_all
    from manimill.workspace import Cache, cache_folder

    def use() -> str:
        # A cache of its own, emptied first: the point is to render, not to remember.
        path = cache_folder() / "doctor.sqlite"
        path.unlink(missing_ok=True)
        with Cache(path) as cache:
            job = RenderJob(_PROBE, "Probe")
            [verdict] = render_all([job], RenderSettings(), LocalEngine(1), cache, Silent())
        if not verdict.ok:
            raise EnvironmentFailure(f"a scene with a formula came out as {verdict.verdict}: {verdict.error}")
        return f"a scene with a formula and a text rendered in {verdict.seconds:.1f} s"

    return [_try("render", use)]


def _try(name: str, use: Callable[[], str]) -> Finding:
    try:
        return Finding(name, True, use())
    except EnvironmentFailure as failure:
        return Finding(name, False, "does not work", str(failure))
