"""Graphs and solids made of vertices, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from manimill.code.outline import Thing
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
    found.append(f"with {_edges(edges)}" if isinstance(edges, list) and len(edges) > 1 else "")
    groups = facts.get("partitions", (facts.get("layout_config") or {}).get("partitions"))
    if isinstance(groups, list) and all(isinstance(group, (list, range)) and group for group in groups):
        sets = [f"({', '.join(str(one) for one in group)})" for group in groups if len(group) <= 6]
        several = "partitions" if len(sets) > 1 else "partition"
        found.append(f"with the {several} {words.listed(sets)}" if len(sets) == len(groups) else "")
    root = facts.get("root_vertex", (facts.get("layout_config") or {}).get("root_vertex"))
    if isinstance(root, (str, int)):
        found.append(f"with {root} as its root")
    if isinstance(layout, str):
        found.append(f"in {words.article(words.layout(layout))} layout")
    elif isinstance(layout, dict) and layout:
        found.append("with given positions for its vertices")
    return found + _vertex_colours(facts)


def _edges(edges: Sequence[Any]) -> str:
    """The edges one by one where there are few, otherwise how many."""
    known = [edge for edge in edges if isinstance(edge, list) and len(edge) == 2]
    pairs = [f"{a}–{b}" for a, b in known if isinstance(a, (int, str)) and isinstance(b, (int, str))]
    if len(pairs) < len(edges):
        return "edges"
    return f"the edges {words.listed(pairs, _EDGES)}" if len(pairs) <= _EDGES else f"{len(edges)} edges"


def _vertex_colours(facts: dict[str, Any]) -> list[str]:
    found = []
    for key, noun in (("vertex_config", "vertex"), ("edge_config", "edge")):
        config = facts.get(key)
        shades = [
            f"{noun} {which} in {words.colour(shade)}"
            for which, style in (config.items() if isinstance(config, dict) else ())
            if isinstance(style, dict) and not isinstance(which, str)
            for shade in [style.get("fill_color", style.get("stroke_color", style.get("color")))]
            if words.colour(shade)
        ]
        found.append(f"with {words.listed(shades, 4)}" if shades else "")
    return found


def _polyhedron(_: Names, thing: Thing) -> str:
    corners, faces = thing.facts.get("vertex_coords"), thing.facts.get("faces_list")
    if not isinstance(corners, list) or not isinstance(faces, list):
        return ""
    return f"with {len(corners)} vertices and {len(faces)} faces"


NETWORKS: tuple[tuple[Callable[[Names, Thing], str | list[str]], str], ...] = (
    (_network, "Graph DiGraph"),
    (_polyhedron, "Polyhedron"),
)
