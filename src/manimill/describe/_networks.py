"""Graphs and solids made of vertices, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from manimill.code.outline import ClassName, Thing, is_number, vector
from manimill.describe import _words as words
from manimill.describe._naming import Names

_EDGES = 9
"""Edges of a graph that are listed one by one."""


def _network(_: Names, thing: Thing) -> list[str]:
    facts = thing.facts
    vertices, edges, layout = facts.get("vertices"), facts.get("edges"), facts.get("layout")
    found = []
    labelled = "labeled " if facts.get("labels") is True else ""
    if isinstance(vertices, (list, range)) and len(vertices) > 1:
        found.append(f"with {len(vertices)} {labelled}vertices")
    elif labelled:
        found.append("with labels at its vertices")
    found.append(
        f"with {told}" if isinstance(edges, list) and len(edges) > 1 and (told := _edges(edges)) else ""
    )
    groups = facts.get("partitions", (facts.get("layout_config") or {}).get("partitions"))
    if isinstance(groups, list) and all(isinstance(group, (list, range)) and group for group in groups):
        sets = [f"({', '.join(str(one) for one in group)})" for group in groups if len(group) <= 6]
        several = "partitions" if len(sets) > 1 else "partition"
        found.append(f"with the {several} {words.listed(sets)}" if len(sets) == len(groups) else "")
    root = facts.get("root_vertex", (facts.get("layout_config") or {}).get("root_vertex"))
    if isinstance(root, (str, int)):
        found.append(f"with {root} as its root")
    if isinstance(layout, ClassName):
        found.append("in a custom layout")
    elif isinstance(layout, str):
        found.append(f"in {words.article(words.layout(layout))} layout")
    elif isinstance(layout, dict) and layout:
        found.append(_positions(layout))
    scale = facts.get("layout_scale")
    found.append(f"with layout scale {words.number(scale)}" if is_number(scale) else "")
    return found + _styles(facts)


def _positions(layout: dict[Any, Any]) -> str:
    """Where each vertex is, if there are few."""
    points = [(str(key), point) for key, value in layout.items() if (point := vector(value)) is not None]
    if len(points) < len(layout) or not 1 < len(points) <= _EDGES:
        return "with given positions for its vertices"
    places = words.listed([words.point(point) for _, point in points], _EDGES)
    return f"with the vertices {words.listed([name for name, _ in points], _EDGES)} at {places}"


def _edges(edges: Sequence[Any]) -> str:
    """The edges one by one where there are few, otherwise how many."""
    known = [edge for edge in edges if isinstance(edge, list) and len(edge) == 2]
    pairs = [f"{a}–{b}" for a, b in known if isinstance(a, (int, str)) and isinstance(b, (int, str))]
    if len(pairs) < len(edges):
        return ""
    return f"the edges {words.listed(pairs, _EDGES)}" if len(pairs) <= _EDGES else f"{len(edges)} edges"


_KINDS = {
    "vertex_config": ("vertex", "vertices", ("fill_color", "color")),
    "edge_config": ("edge", "edges", ("stroke_color", "color")),
}
"""What the settings of a graph are about, and where the colour of each stands."""


def _styles(facts: dict[str, Any]) -> list[str]:
    """How vertices and edges look: all of them, then single ones."""
    found = []
    for key, (one, several, keys) in _KINDS.items():
        config = facts.get(key)
        if not isinstance(config, dict):
            continue
        found.append(_look(config, several, keys))
        shades: dict[str, list[str]] = {}
        for which, style in config.items():
            shade = _shade(style, keys) if isinstance(style, dict) and not isinstance(which, str) else ""
            if shade:
                name = "–".join(map(str, which)) if isinstance(which, tuple) else str(which)
                shades.setdefault(shade, []).append(name)
        for shade, names in shades.items():
            found.append(f"with {several if names[1:] else one} {words.listed(names)} in {shade}")
    return found


def _shade(style: dict[Any, Any], keys: Sequence[str]) -> str:
    return next((shade for key in keys if (shade := words.colour(style.get(key)))), "")


def _look(config: dict[Any, Any], noun: str, keys: Sequence[str]) -> str:
    """``with red vertices of radius 0.2``, ``with edges of stroke width 2 with square tips``."""
    shade, outline, tip = (
        _shade(config, keys),
        words.colour(config.get("stroke_color")),
        config.get("tip_config"),
    )
    sizes = [
        f"{word} {words.number(config[key])}"
        for key, word in (("radius", "radius"), ("stroke_width", "stroke width"))
        if is_number(config.get(key))
    ]
    shape = tip.get("tip_shape") if isinstance(tip, dict) else None
    ends = f" with {words.tip(shape)} tips" if isinstance(shape, str) else ""
    ends += f" outlined in {outline}" if outline and "stroke_color" not in keys and outline != shade else ""
    if not shade and not sizes and not ends:
        return ""
    size = f" of {words.listed(sizes)}" if sizes else ""
    return f"with {shade} {noun}{size}{ends}".replace("  ", " ")


def _polyhedron(_: Names, thing: Thing) -> str:
    corners, faces = thing.facts.get("vertex_coords"), thing.facts.get("faces_list")
    if not isinstance(corners, list) or not isinstance(faces, list):
        return ""
    return f"with {len(corners)} vertices and {len(faces)} faces"


NETWORKS: tuple[tuple[Callable[[Names, Thing], str | list[str]], str], ...] = (
    (_network, "Graph DiGraph"),
    (_polyhedron, "Polyhedron"),
)
