"""What follows the noun: sizes, entries, end points, what a thing belongs to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from manimill.code.outline import Spot, Thing, Vector, is_number, vector
from manimill.describe import _words as words
from manimill.describe._contents import content, quoted, styles, tidy
from manimill.describe._naming import Names
from manimill.describe._networks import NETWORKS
from manimill.describe._plots import PLOTS
from manimill.describe._traits import traits
from manimill.describe._vocabulary import FORMULAS, MEASURES, RELATIONS, TEXTS

_CORNERS = 8
"""Corners of a shape that are listed one by one."""


def details_of(namer: Names, thing: Thing) -> list[str]:
    """Phrases on a thing; those that begin with "with" can be joined."""
    if not thing.notes and thing.kind in _WORDS and thing.facts.keys() <= _PLAIN:
        return []
    describe = _DETAILS.get(thing.kind)
    own = describe(namer, thing) if describe is not None else ()
    found = [own] if isinstance(own, str) else list(own)
    if thing.kind in RELATIONS:
        found.append(relation(namer, thing))
    if not _MEASURED.isdisjoint(thing.facts):
        found += [f"with {measure}" for measure in _measures(thing)]
    found += traits(namer, thing)
    return [phrase for phrase in found if phrase]


_WORDS = (TEXTS | FORMULAS) - {"MarkupText"}
_PLAIN = frozenset(("text", "tex_strings", "text_parts"))
"""Facts of texts and formulas that say nothing about how they look: most have no others."""
_MEASURED = frozenset(key for key, _ in MEASURES)


def _measures(thing: Thing) -> list[str]:
    """The first three literal sizes that are worth saying."""
    facts = thing.facts
    sizes = [(form, facts[key]) for key, form in MEASURES if key in facts]
    return [form.format(words.number(size)) for form, size in sizes if is_number(size) and size > 0][:3]


def relation(namer: Names, thing: Thing) -> str:
    """What a thing surrounds, measures or is made from."""
    word = RELATIONS.get(thing.kind)
    if word is None:
        return ""
    others = [value for value in thing.facts.values() if isinstance(value, Thing)] + thing.members
    spots = [value for value in thing.facts.values() if isinstance(value, Spot)]
    if spots and not others:
        return f"{word} {bare_spot(namer, spots[0])}"
    if thing.parent is not None and not others:
        others = [thing.parent]
    if not others:
        return ""
    direction = thing.facts.get("direction", thing.facts.get("brace_direction"))
    if isinstance(direction, Vector) and thing.kind in ("Brace", "BraceLabel", "BraceText"):
        return f"{words.side(direction)} {namer.brief(others[0])}"
    if thing.kind == "Cutout" and len(others) > 1:
        holes = words.listed([namer.shape(other) for other in others[1:]], 6)
        return f"made of {namer.shape(others[0])} with holes in the shape of {holes}"
    return f"{word} {namer.briefs(others[:8])}"


def _endpoints(namer: Names, thing: Thing) -> list[str]:
    ends = []
    facts = thing.facts
    for key, word in (("start", "from"), ("end", "to")):
        value = facts.get(key, facts.get(f"{key}_point"))
        if isinstance(value, list):
            value = vector(value)
        if isinstance(value, Vector):
            ends.append(f"{word} {words.point(value) if any(value) else 'the origin'}")
        elif isinstance(value, Thing):
            ends.append(f"{word} {namer.brief(value)}")
        elif isinstance(value, Spot):
            somewhere = "a point on " if value.where == "on" else ""
            ends.append(f"{word} {somewhere}{bare_spot(namer, value)}")
    if len(ends) == 2 and ends[0].startswith("from a point ") and ends[0][4:] == ends[1][2:]:
        ends = [f"between two points {ends[0].removeprefix('from a point ')}"]
    label = facts.get("label")
    if quoted(label):
        at = facts.get("label_position")
        where = f" at {words.number(100 * at)}% of its length" if is_number(at) else ""
        config = facts.get("label_config")
        size = config.get("font_size") if isinstance(config, dict) else None
        where += f" in font size {words.number(size)}" if is_number(size) else ""
        ends.append(f"with the label {quoted(label)}{where}")
    return ends


def bare_spot(namer: Names, value: Any) -> str:
    """A place without its preposition."""
    return namer.spot(value).removeprefix("at ").removeprefix("on ")


def _between_points(_: Names, thing: Thing) -> str:
    ends = [thing.facts.get(key) for key in ("point_1", "point_2")]
    points = [point for end in ends if (point := vector(end)) is not None]
    return f"between {words.listed([words.point(point) for point in points])}" if len(points) == 2 else ""


def _grid(namer: Names, thing: Thing) -> list[str]:
    facts = thing.facts
    rows = facts.get("matrix", facts.get("table", facts.get("argument")))
    found = []
    if isinstance(rows, list) and rows and all(isinstance(row, list) and row for row in rows):
        found.append(_rows(namer, rows))
    for key, word in (("row_labels", "row"), ("col_labels", "column")):
        found.append(_labels(facts.get(key), word))
    corner = facts.get("top_left_entry")
    if isinstance(corner, Thing):
        found.append(f"with {namer.shape(corner)} in its top left corner")
    config = facts.get("element_to_mobject_config")
    unit = config.get("unit") if isinstance(config, dict) else None
    found.append(f"with the unit ${unit}$ behind its entries" if isinstance(unit, str) else "")
    brackets = _BRACKETS.get(str(facts.get("left_bracket", "")).lstrip("\\"))
    found.append(f"in {brackets} brackets" if brackets else "")
    return found


_BRACKETS = {"(": "round", "{": "curly", "langle": "angle", "|": "vertical-bar"}


def _rows(namer: Names, rows: list[list[Any]]) -> str:
    texts = [[_cell(namer, cell) for cell in row] for row in rows]
    columns = max(len(row) for row in rows)
    if len(rows) > 5 or columns > 6 or any(cell is None for row in texts for cell in row):
        return f"with {words.unit(len(rows), 'row')} and {words.unit(columns, 'column')}"
    listed = words.listed(["(" + ", ".join(str(cell) for cell in row) + ")" for row in texts])
    return f"with the row{'s' if len(rows) > 1 else ''} {listed}"


def _cell_at(_: Names, thing: Thing) -> str:
    position = thing.facts.get("argument", thing.facts.get("pos"))
    if not isinstance(position, list) or len(position) != 2 or not all(is_number(n) for n in position):
        return ""
    return f"in row {words.number(position[0])} and column {words.number(position[1])}"


def _labels(value: Any, word: str) -> str:
    if not isinstance(value, list):
        return ""
    said = [content(label) for label in value if isinstance(label, Thing)]
    texts = [text for text in said if text is not None]
    plural = "s" if len(texts) > 1 else ""
    return (
        f"with the {word} label{plural} {words.listed(texts)}" if texts and len(texts) == len(value) else ""
    )


def _cell(namer: Names, cell: Any) -> str | None:
    if isinstance(cell, str):
        return tidy(cell)
    if is_number(cell):
        return words.exact(cell)
    if isinstance(cell, Thing):
        return content(cell) or namer.shape(cell)
    return None


def _sides(_: Names, thing: Thing) -> list[str]:
    facts = thing.facts
    n = facts.get("n", facts.get("num_vertices"))
    found = []
    if type(n) is int:
        word = "points" if thing.kind in ("Star", "RegularPolygram") else "sides"
        found.append(f"with {n} {word}")
    corners = facts.get("vertices", facts.get("set_points_as_corners", facts.get("points")))
    if isinstance(corners, list) and len(corners) == 1 and isinstance(corners[0], list):
        corners = corners[0] if all(isinstance(one, (list, Vector)) for one in corners[0]) else corners
    points = (
        [point for corner in corners if (point := vector(corner)) is not None]
        if isinstance(corners, list)
        else []
    )
    if len(points) > 1 and len(points) == len(corners or ()):
        few = len(points) <= _CORNERS
        shown = (
            words.listed([words.point(p) for p in points], _CORNERS) if few else f"{len(points)} given points"
        )
        found.append(f"{_THROUGH.get(thing.kind, 'with corners at')} {shown}")
    through = facts.get("set_points_smoothly")
    smooth = through[0] if isinstance(through, list) and through else None
    points = (
        [point for one in smooth if (point := vector(one)) is not None] if isinstance(smooth, list) else []
    )
    if len(points) > 1:
        found.append(f"that runs smoothly through {words.listed([words.point(p) for p in points], _CORNERS)}")
    return found


_THROUGH = {"VMobject": "through the corners", "ConvexHull": "around", "ConvexHull3D": "around"}


def _bezier(_: Names, thing: Thing) -> str:
    keys = ("start_anchor", "start_handle", "end_handle", "end_anchor")
    points = [point for key in keys if (point := vector(thing.facts.get(key))) is not None]
    if len(points) < len(keys):
        return ""
    return f"with the control points {words.listed([words.point(point) for point in points])}"


def _bars(_: Names, thing: Thing) -> str:
    changed = thing.facts.get("change_bar_values")
    values = changed[0] if changed and isinstance(changed[0], list) else thing.facts.get("values")
    labels = thing.facts.get("bar_names")
    text = ""
    if isinstance(values, list) and values and all(is_number(n) for n in values):
        text = f"of the values {words.listed([words.number(n) for n in values], 12)}"
    said = [quoted(label) for label in labels] if isinstance(labels, list) else []
    return f"{text} named {words.listed(said)}".strip() if said and all(said) else text


def _labelled(_: Names, thing: Thing) -> list[str]:
    facts = thing.facts
    said = quoted(facts.get("label", facts.get("text")))
    found = [f"with the label {said}" if said else ""]
    if thing.kind == "Label":
        found = [f"reading {said}" if said else ""]
    value = facts.get("var")
    if thing.kind == "Variable" and is_number(value):
        found.append(f"with the value {words.exact(value)}")
    return found


def _arrow_to(namer: Names, thing: Thing) -> str:
    direction = thing.facts.get("direction")
    if isinstance(direction, Spot):
        return f"from the origin to {bare_spot(namer, direction)}"
    end = vector(direction)
    return "" if end is None else f"from the origin to {words.point(end)}"


def _span(_: Names, thing: Thing) -> list[str]:
    amount, start = thing.facts.get("angle"), thing.facts.get("start_angle")
    return [
        f"of {words.angle(amount)}" if is_number(amount) else "",
        f"starting at {words.angle(start)}" if is_number(start) and start else "",
    ]


def _marked_up(_: Names, thing: Thing) -> str:
    return styles(thing)


def _determinant(_: Names, thing: Thing) -> str:
    value = thing.facts.get("determinant")
    return f"with the value {words.exact(value)}" if is_number(value) else ""


def _turned(_: Names, thing: Thing) -> str:
    amount = thing.facts.get("angle")
    return f"turned by {words.angle(amount)}" if is_number(amount) and amount else ""


def _outlines(_: Names, thing: Thing) -> str:
    """Corners of a shape made of several outlines."""
    groups = thing.facts.get("vertex_groups")
    told = []
    for group in groups if isinstance(groups, list) else ():
        corners = group if isinstance(group, list) else []
        points = [words.point(point) for corner in corners if (point := vector(corner)) is not None]
        known = points and len(points) == len(corners) <= _CORNERS
        told.append(f"one through {words.listed(points)}" if known else "")
    if len(told) < 2 or not all(told):
        return ""
    return f"made of {words.counted(len(told))} outlines, {', '.join(told[:-1])} and {told[-1]}"


def _angle(_: Names, thing: Thing) -> list[str]:
    facts = thing.facts
    quadrant = facts.get("quadrant")
    found = []
    points = [point for value in facts.get("from_three_points", ()) if (point := vector(value)) is not None]
    if len(points) == 3:
        corners = [words.point(point) if any(point) else "the origin" for point in points]
        found.append(f"at {corners[1]} between {corners[0]} and {corners[2]}")
    if isinstance(quadrant, list) and len(quadrant) == 2 and all(is_number(n) for n in quadrant):
        found.append(f"in the quadrant ({words.number(quadrant[0])}, {words.number(quadrant[1])})")
    found.append("taken the other way round" if facts.get("other_angle") is True else "")
    if facts.get("dot") is True:
        size, shade = facts.get("dot_radius"), words.colour(facts.get("dot_color"))
        dot = words.article(f"{shade} dot".strip()) + (
            f" of radius {words.number(size)}" if is_number(size) else ""
        )
        found.append(f"with {dot} inside")
    return found


def _listing(_: Names, thing: Thing) -> str:
    language, source = thing.facts.get("language"), thing.facts.get("code_string", thing.facts.get("code"))
    text = f"in {language.capitalize()}" if isinstance(language, str) and language else ""
    lines = [line for line in source.splitlines() if line.strip()] if isinstance(source, str) else []
    return f"{text} that begins with {quoted(lines[0])}".strip() if lines else text


def _through(_: Names, thing: Thing) -> str:
    points = [point for v in thing.facts.get("from_three_points", ()) if (point := vector(v)) is not None]
    return f"through {words.listed([words.point(point) for point in points])}" if points else ""


def _line_in_space(namer: Names, thing: Thing) -> list[str]:
    for key, word in (("parallel_to", "parallel to"), ("perpendicular_to", "perpendicular to")):
        others = [value for value in thing.facts.get(key, ()) if isinstance(value, Thing)]
        if others:
            return [f"{word} {namer.brief(others[0])}"]
    return _endpoints(namer, thing)


def _solid(_: Names, thing: Thing) -> list[str]:
    facts = thing.facts
    sizes, direction = facts.get("dimensions"), vector(facts.get("direction"))
    found = []
    if isinstance(sizes, list) and all(is_number(n) for n in sizes):
        found.append(f"measuring {' by '.join(words.number(n) for n in sizes)}")
    if direction is not None:
        found.append(f"pointing in the direction {words.point(direction)}")
    return found


def _picture(_: Names, thing: Thing) -> str:
    source = thing.facts.get("filename_or_array")
    if isinstance(source, str):
        return f"from the file {quoted(source)}"
    rows = source if isinstance(source, list) and all(isinstance(row, list) for row in source) else []
    return f"made from a {len(rows)} by {len(rows[0])} array of pixel values" if rows else ""


def _of_arcs(namer: Names, thing: Thing) -> str:
    arcs = [arc for arc in thing.facts.get("arcs", ()) if isinstance(arc, Thing)]
    return f"made of {words.unit(len(arcs), 'arc')} ({namer.shapes(arcs)})" if arcs else ""


def _hull(namer: Names, thing: Thing) -> list[str]:
    """The points around which a solid hull is wrapped, and its edges."""
    config = thing.facts.get("graph_config")
    edges = config.get("edge_config") if isinstance(config, dict) else None
    shade = words.colour(edges.get("stroke_color", edges.get("color"))) if isinstance(edges, dict) else ""
    return [*_sides(namer, thing), f"with {shade} edges" if shade else ""]


_Detail = Callable[[Names, Thing], str | list[str]]
_DETAILS_BY_FUNCTION: tuple[tuple[_Detail, str], ...] = (
    *PLOTS,
    *NETWORKS,
    (_endpoints, "Line Arrow DashedLine DoubleArrow LabeledLine LabeledArrow CurvedArrow"),
    (_endpoints, "CurvedDoubleArrow ArcBetweenPoints"),
    (_line_in_space, "Line3D Arrow3D"),
    (_between_points, "BraceBetweenPoints"),
    (_grid, "Matrix IntegerMatrix DecimalMatrix MobjectMatrix"),
    (_grid, "Table MathTable IntegerTable DecimalTable MobjectTable"),
    (_sides, "RegularPolygon RegularPolygram Polygon Star VMobject ConvexHull ArcPolygon"),
    (_of_arcs, "ArcPolygonFromArcs"),
    (_hull, "ConvexHull3D"),
    (_bezier, "CubicBezier"),
    (_cell_at, "get_cell get_highlighted_cell"),
    (_labelled, "LabeledDot Variable BraceLabel BraceText Label LabeledPolygram"),
    (_span, "Arc Sector AnnularSector"),
    (_turned, "Elbow"),
    (_determinant, "get_det_text"),
    (_outlines, "Polygram"),
    (_angle, "Angle RightAngle"),
    (_marked_up, "MarkupText"),
    (_through, "Circle"),
    (_bars, "BarChart"),
    (_arrow_to, "Vector"),
    (_listing, "Code"),
    (_solid, "Prism Cone Cylinder"),
    (_picture, "ImageMobject"),
)
_DETAILS = {kind: function for function, kinds in _DETAILS_BY_FUNCTION for kind in kinds.split()}
