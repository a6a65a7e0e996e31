"""Scenes made by the thousand, each unlike the others, for tests and benchmarks of asking for descriptions."""

from __future__ import annotations

import json
import random
from pathlib import Path

_SHAPES = {
    "Circle": "radius={0:.2f}",
    "Square": "side_length={0:.2f}",
    "Triangle": "",
    "Star": "n={1}",
    "RegularPolygon": "n={1}",
    "Ellipse": "width={0:.2f}, height={2:.2f}",
    "Rectangle": "width={0:.2f}, height={2:.2f}",
    "Annulus": "inner_radius={2:.2f}, outer_radius={0:.2f}",
}
_COLOURS = ("RED", "BLUE", "GREEN", "YELLOW", "PURPLE", "ORANGE", "TEAL", "PINK", "GOLD", "MAROON")
_WORDS = (
    "river",
    "stone",
    "meadow",
    "lantern",
    "harbour",
    "copper",
    "velvet",
    "thunder",
    "orchard",
    "marble",
    "compass",
    "feather",
    "glacier",
    "saffron",
    "timber",
    "willow",
    "anchor",
    "beacon",
    "cinder",
    "dune",
    "ember",
    "fjord",
    "grove",
    "hollow",
    "island",
    "juniper",
    "kettle",
    "lagoon",
    "mirror",
    "nectar",
    "opal",
    "prairie",
    "quarry",
    "ripple",
    "summit",
    "tundra",
    "umbra",
    "valley",
    "walnut",
    "zephyr",
)
_IN = ("Create", "FadeIn", "DrawBorderThenFill", "GrowFromCenter")
_MOVES = (
    "{name}.animate.shift({0:.2f} * {side})",
    "{name}.animate.scale({0:.2f})",
    "Rotate({name}, angle={1} * PI / 12)",
    "{name}.animate.set_color({colour})",
)


def made_scene(number: int) -> str:
    """A module with one scene; the same for the same number."""
    draw = random.Random(number)
    lines = []
    for name in draw.sample(("first", "second", "third", "fourth"), draw.randint(2, 4)):
        shape = draw.choice(list(_SHAPES))
        sizes = _SHAPES[shape].format(1 + 2 * draw.random(), draw.randint(5, 9), 0.2 + 0.7 * draw.random())
        given = ", ".join(part for part in (sizes, f"color={draw.choice(_COLOURS)}") if part)
        place = f"{draw.uniform(-5, 5):.1f} * RIGHT + {draw.uniform(-3, 3):.1f} * UP"
        lines += [
            f"{name} = {shape}({given})",
            f"{name}.move_to({place})",
            f"self.play({draw.choice(_IN)}({name}))",
        ]
        for _ in range(draw.randint(0, 3)):
            move = draw.choice(_MOVES).format(
                0.5 + draw.random(),
                draw.randint(1, 11),
                name=name,
                side=draw.choice(("UP", "DOWN", "LEFT", "RIGHT")),
                colour=draw.choice(_COLOURS),
            )
            lines.append(f"self.play({move})")
    words = " ".join(draw.sample(_WORDS, 3))
    lines += [f'title = Text("{words} {number}").to_edge(UP)', "self.play(Write(title))"]
    body = "\n".join(f"        {line}" for line in lines)
    return f"from manim import *\n\n\nclass Scene{number}(Scene):\n    def construct(self):\n{body}\n"


def write_source(folder: Path, count: int, first: int = 0, *, backwards: bool = False) -> Path:
    """A source of ``count`` scenes without descriptions, and a recipe that builds it without rendering."""
    folder.mkdir(parents=True, exist_ok=True)
    numbers = range(first, first + count)
    rows = [json.dumps({"output": made_scene(n)}) for n in (reversed(numbers) if backwards else numbers)]
    (folder / "rows.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "made.toml").write_text(
        'name = "made"\ntitle = "Made scenes"\nkind = "rows"\nurl = "https://example.org/made"\n'
        'verdict = "include"\nreason = "Made for tests."\nlicence = "CC0-1.0"\npriority = 50\n'
        '[revision]\npolicy = "file"\n[fields]\ncode = "output"\n',
        encoding="utf-8",
    )
    recipe = folder / "recipe.toml"
    recipe.write_text(
        'sources = ["made"]\ncatalog = ["made.toml"]\n[render]\nenabled = false\n'
        "[duplicates]\nnear_code = 1.1\nnear_description = 1.1\nnear_meaning = 1.1\n",
        encoding="utf-8",
    )
    return recipe
