"""``manimill doctor``: what this machine can do, and the command that adds what is missing."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from manimill.cli.output import standard_output
from manimill.errors import EnvironmentFailure, UserError

if TYPE_CHECKING:
    from manimill.render import Verdict


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
    console = standard_output()
    failed = 0
    for check in (_system, _cache, _environment, _plugins, _speed, _scenes, _environments, _models):
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


def _system() -> Iterator[Finding]:
    from manimill.system import REQUIREMENTS, install_command

    for requirement in REQUIREMENTS:
        if requirement.at == "setup":
            continue
        present = requirement.present()
        fix = None if present else install_command([requirement])
        state = "found" if present else "missing"
        yield Finding(requirement.name, present, f"{state}; {requirement.purpose}", fix)


def _cache() -> Iterator[Finding]:
    from manimill.workspace import Cache, cache_folder

    def use() -> str:
        folder = cache_folder()
        with Cache(folder / "doctor.sqlite") as cache:
            cache.put("doctor", True)
        return f"{folder} can be written"

    yield _try("cache", use)


def _environment() -> Iterator[Finding]:
    from manimill.render import check_environment
    from manimill.render.sandbox import choose_sandbox

    def use() -> str:
        check_environment()
        return f"a process was confined by {choose_sandbox().name}; LaTeX and manim are where they should be"

    yield _try("environment", use)


def _plugins() -> Iterator[Finding]:
    """Plugins belong into environments of their own; here they are only left out."""
    from manimill.environments import plugins_in

    found = plugins_in(sys.executable)
    detail = f"{', '.join(found)} left out: scenes render without" if found else "none, as it should be"
    yield Finding("plugins", True, detail)


def _speed() -> Iterator[Finding]:
    """What is written for certain releases is left out with others: nothing fails, all takes longer."""
    from manimill.render._zygote.equivalents import WRITTEN_FOR, is_written_for

    others = [f"{name} {release}" for name, release in WRITTEN_FOR.items() if not is_written_for(name)]
    detail = "faster functions stand for manim's own where it matters"
    if others:
        detail = f"renders take longer than they need to, for want of {', '.join(others)}"
    yield Finding("speed", True, detail)


_HEAD = "from manim import *\n\n\nclass Probe(Scene):\n    def construct(self):\n        "

_PROBES = (
    ("text", 'self.play(FadeIn(Text("text")))', "ok", "a scene with a text rendered"),
    ("formula", r'self.add(MathTex(r"e^{i\pi} + 1 = 0"))', "ok", "a formula was typeset"),
    (
        "no network",
        "import socket; socket.create_connection(('192.0.2.1', 80), 5)",
        "blocked",
        "a scene that connects to an address is stopped",
    ),
    ("no files", "open('/etc/shadow').read()", "blocked", "a scene that reads /etc/shadow is stopped"),
    ("memory limit", "bytearray(100 << 30)", "out_of_memory", "a scene that wants 100 GiB is stopped"),
)
"""What is tried, a line of a scene, the verdict that shows it works, and what to say of that."""


def _scenes() -> Iterator[Finding]:
    """Render a scene for each thing that a render must do, or must keep a scene from doing."""
    from manimill.engine import LocalEngine
    from manimill.progress import Silent
    from manimill.render import RenderJob, RenderSettings, render_all

    jobs = [RenderJob(_HEAD + line + "\n", "Probe") for _, line, _, _ in _PROBES]
    verdicts: list[Verdict] = []

    def use() -> str:
        # Without a cache: the point is to render, not to remember.
        verdicts.extend(render_all(jobs, RenderSettings(), LocalEngine(1), None, Silent()))
        return f"{len(jobs)} scenes in {sum(verdict.seconds for verdict in verdicts):.1f} s"

    yield _try("worker", use)
    for (name, _, expected, detail), verdict in zip(_PROBES, verdicts, strict=False):
        ok = str(verdict.verdict) == expected
        yield Finding(name, ok, detail if ok else f"came out as {verdict.verdict}: {verdict.error}")


def _environments() -> Iterator[Finding]:
    """Render environments that were made; none is needed until a source asks for it."""
    from manimill.environments import definitions, listing

    for made in listing(definitions()):
        if made.name != "main" and made.state != "not created":
            ready = made.state == "ready"
            detail = f"manim {made.manim}" if ready else f"{made.state}: {made.reason}"
            fix = None if ready else f"manimill env create {made.name}"
            yield Finding(f"env {made.name}", ready, detail, fix)


def _models() -> Iterator[Finding]:
    """Ways to ask a language model; none is needed, since descriptions are derived without."""
    from importlib.util import find_spec
    from os import environ
    from shutil import which

    libraries = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}
    ways = [
        f"{name} ({'its key is set' if environ.get(key) else f'{key} is not set'})"
        for name, key in libraries.items()
        if find_spec(name)
    ]
    ways += ["claude-cli"] if which("claude") else []
    detail = ", ".join(ways) or "none; pip install 'manimill[llm]' adds clients"
    yield Finding("language models", True, f"{detail}; needed by 'manimill describe' only")


def _try(name: str, use: Callable[[], str]) -> Finding:
    try:
        return Finding(name, True, use())
    except (EnvironmentFailure, UserError) as failure:
        return Finding(name, False, "does not work", str(failure))
