"""Clones that must be found and look-alikes that must be kept apart, two hundred of each."""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Callable

import pytest
from tests.duplicates.scenes import facts, scene

from manimill.duplicates import Decision, Facts, Standing, decide, find
from manimill.recipe import Duplicates

SETTINGS = Duplicates(near_meaning=1.1)
EACH = 34


def renamed(code: str, rng: random.Random) -> str:
    return re.sub(r"\b(shape|label|formula|curve)_", lambda found: f"my_{found[1][::-1]}", code).replace(
        "class Scene", f"class Mine{rng.randint(0, 99)}Scene"
    )


def reformatted(code: str, _: random.Random) -> str:
    return ast.unparse(ast.parse(code)).replace(", ", ",\n            ", 3)


def reordered(code: str, _: random.Random) -> str:
    return code.replace("from manim import *\nimport numpy as np", "import numpy as np\nfrom manim import *")


def commented(code: str, rng: random.Random) -> str:
    lines = [f"{line}  # step {rng.randint(0, 99)}" if line else line for line in code.splitlines()]
    return "# Made by somebody else.\n" + "\n".join(lines)


def recoloured(code: str, rng: random.Random) -> str:
    return code.replace("color=BLUE", f'color="#{rng.randint(0, 0xFFFFFF):06x}"').replace("RIGHT", "UP")


def one_line_changed(code: str, rng: random.Random) -> str:
    lines = code.splitlines()
    plays = [n for n, line in enumerate(lines) if "self.play(" in line and "Write" in line]
    at = rng.choice(plays)
    changed = [
        lines[at].replace("run_time=2", "run_time=1").replace("Write(", "FadeIn("),
        lines[at] + "\n        self.wait(3)",
        "        self.next_section()\n" + lines[at],
        lines[at].replace("self.play(", "self.add(").replace(", run_time=2", ""),
    ]
    return "\n".join([*lines[:at], rng.choice(changed), *lines[at + 1 :]])


CLONES: list[tuple[Callable[[str, random.Random], str], str]] = [
    (renamed, "canonical_code"),
    (reformatted, "canonical_code"),
    (reordered, "canonical_code"),
    (commented, "canonical_code"),
    (recoloured, "same_animation"),
    (one_line_changed, "near_code"),
]


@pytest.mark.parametrize(("clone", "rule"), CLONES, ids=[clone.__name__ for clone, _ in CLONES])
def test_planted_clones_are_found_by_the_right_rule(
    clone: Callable[[str, random.Random], str], rule: str
) -> None:
    rng = random.Random(5)
    known: dict[str, Facts] = {}
    for number in range(EACH):
        code = scene(number, lines=12 + number)
        known[f"a{number:03}"] = facts(code)
        known[f"b{number:03}"] = facts(clone(code, rng))
    decisions = _decided(known)
    found = {sample: (d.rule, d.matched_id) for sample, d in decisions.items() if not d.kept}
    assert found == {f"b{number:03}": (rule, f"a{number:03}") for number in range(EACH)}


def other_shape(code: str, rng: random.Random) -> str:
    name = rng.choice(
        [found for found in ("Circle", "Square", "Triangle", "Star") if f"{found}(" in code] or [""]
    )
    return code.replace(f"{name}(", "Dodecahedron(") if name else other_text(code, rng)


def other_formula(code: str, rng: random.Random) -> str:
    at = rng.choice([found.start() for found in re.finditer(r" = x\^", code)])
    return f"{code[:at]} = y^{code[at + 5 :]}"


def other_text(code: str, rng: random.Random) -> str:
    at = rng.choice([found.end() for found in re.finditer(r'Text\("the ', code)])
    return f"{code[:at]}other {code[at:]}"


def other_curve(code: str, rng: random.Random) -> str:
    found = rng.choice(list(re.finditer(r"x\*\*(\d)", code)))
    return f"{code[: found.start()]}x**{int(found[1]) + 1}{code[found.end() :]}"


@pytest.mark.parametrize("change", [other_shape, other_formula, other_text, other_curve])
def test_planted_look_alikes_are_kept_apart_but_on_one_side(
    change: Callable[[str, random.Random], str],
) -> None:
    rng = random.Random(6)
    known: dict[str, Facts] = {}
    # Short scenes and long ones: of the long ones far more than the threshold is the same.
    for number in range(50):
        code = scene(1000 + number, lines=7 + 2 * number)
        known[f"a{number:03}"] = facts(code)
        known[f"b{number:03}"] = facts(change(code, rng))
    assert all(decision.kept for decision in _decided(known).values())
    matches = find(known, SETTINGS)
    assert {link.rule for link in matches.links} == {"look_alike"}
    together = sum(matches.cluster[f"b{number:03}"] == f"a{number:03}" for number in range(50))
    assert together > 40


def _decided(known: dict[str, Facts]) -> dict[str, Decision]:
    standings = {sample: Standing(False, 0, 0, 0.0, False, sample) for sample in known}
    return decide(known, standings, find(known, SETTINGS), SETTINGS)
