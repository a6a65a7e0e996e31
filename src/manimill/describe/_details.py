"""What follows the noun: sizes, ranges, entries, end points, what a thing belongs to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from manimill.code.names import names
from manimill.code.outline import Formula, Spot, Thing, Vector, is_number, vector
from manimill.describe import _words as words
from manimill.describe._contents import content, quoted, tidy
from manimill.describe._vocabulary import FORMULAS, MEASURES, RELATIONS, TEXTS


class Names(Protocol):
    """Says what other things are called."""

    def brief(self, thing: Thing) -> str: ...

    def spot(self, value: Any) -> str: ...


def details_of(namer: Names, thing: Thing) -> list[str]:
    """Phrases on a thing, empty ones among them."""
    describe = _DETAILS.get(thing.kind)
    own = describe(namer, thing) if describe is not None else ""
    measures = [] if _MEASURED.isdisjoint(thing.facts) else _measures(thing)
    joint = "and" if own.startswith("with ") else "with"
    size = f"{joint} {words.listed(measures)}" if measures else ""
    return [own, relation(namer, thing), size, *_styles(thing)]


_MEASURED = frozenset(key for key, _ in MEASURES)


def _measures(thing: Thing) -> list[str]:
    """The first three literal sizes that are worth saying."""
    sizes = [(form, thing.facts.get(key)) for key, form in MEASURES]
    return [form.format(words.number(size)) for form, size in sizes if is_number(size) and size > 0][:3]


def relation(namer: Names, thing: Thing) -> str:
    """What a thing surrounds, measures or is made from."""
    word = RELATIONS.get(thing.kind)
    if word is None:
        return ""
    others = [value for value in thing.facts.values() if isinstance(value, Thing)] + thing.members
    if thing.parent is not None and not others:
        others = [thing.parent]
    direction = thing.facts.get("direction", thing.facts.get("brace_direction"))
    if isinstance(direction, Vector) and thing.kind.startswith("Brace") and others:
        return f"{words.side(direction)} {namer.brief(others[0])}"
    return f"{word} {words.listed([namer.brief(other) for other in others[:6]], 4)}" if others else ""


def arrangement(thing: Thing) -> str:
    """``row``, ``column`` or ``grid with 2 rows``; empty for things that were not arranged."""
    arranged = thing.facts.get("arranged")
    if arranged == "grid":
        sizes = [(thing.facts.get("rows"), "row"), (thing.facts.get("cols"), "column")]
        known = [f"{n} {w}{'' if n == 1 else 's'}" for n, w in sizes if isinstance(n, int)]
        return "grid" + (f" with {words.listed(known)}" if known else "")
    if isinstance(arranged, Vector):
        return "column" if abs(arranged[1]) > abs(arranged[0]) else "row"
    return ""


_STYLES = names(
    "t2c tex_to_color_map gradient set_column_colors set_row_colors add_highlighted_cell slant weight"
)


def _styles(thing: Thing) -> list[str]:
    """Colours of parts, slants and weights."""
    facts = thing.facts
    if _STYLES.isdisjoint(facts):
        return []
    found = []
    for key in ("t2c", "tex_to_color_map"):
        colours = facts.get(key)
        if isinstance(colours, dict):
            pairs = [
                (tidy(str(part)), words.colour(shade)) for part, shade in colours.items() if part[:1] != "["
            ]
            parts = [f'"{part}" in {shade}' for part, shade in pairs if part and shade]
            found.append(f"with {words.listed(parts, 4)}" if parts else "")
    if words.colour(facts.get("gradient")):
        found.append(f"with a {words.colour(facts['gradient'])} gradient")
    for key, plural in (("set_column_colors", "columns"), ("set_row_colors", "rows")):
        shades = [shade for value in facts.get(key, ()) if (shade := words.colour(value))]
        found.append(f"with its {plural} colored {words.listed(shades)}" if shades else "")
    cell = facts.get("add_highlighted_cell")
    if cell and isinstance(cell[0], list):
        shade = next((f" in {words.colour(value)}" for value in cell[1:] if words.colour(value)), "")
        found.append(f"with the cell in row {cell[0][0]} and column {cell[0][-1]} highlighted{shade}")
    if thing.kind in TEXTS:
        found.append("in italics" if facts.get("slant") == "ITALIC" else "")
        found.append("in bold" if facts.get("weight") == "BOLD" else "")
    return found


def _ranges(_: Names, thing: Thing) -> str:
    parts = []
    for key, letter in (("x_range", "x"), ("y_range", "y"), ("z_range", "z")):
        value = thing.facts.get(key)
        if isinstance(value, list) and len(value) >= 2 and all(is_number(n) for n in value):
            name = "" if thing.kind == "NumberLine" else f"{letter} "
            parts.append(f"{name}from {words.number(value[0])} to {words.number(value[1])}")
    return f"with {words.listed(parts)}" if parts and thing.kind != "NumberLine" else " ".join(parts)


def _endpoints(namer: Names, thing: Thing) -> str:
    ends = []
    facts = thing.facts
    for key, word in (("start", "from"), ("end", "to")):
        value = facts.get(key, facts.get(f"{key}_point"))
        if isinstance(value, Vector):
            ends.append(f"{word} {words.point(value) if any(value) else 'the origin'}")
        elif isinstance(value, Thing):
            ends.append(f"{word} {namer.brief(value)}")
        elif isinstance(value, Spot):
            ends.append(f"{word} {namer.spot(value).removeprefix('at ').removeprefix('on ')}")
    if quoted(facts.get("label")):
        ends.append(f"labeled {quoted(facts['label'])}")
    return " ".join(ends)


def _located(namer: Names, thing: Thing) -> str:
    facts = thing.facts
    return namer.spot(facts.get("point", facts.get("arc_center", facts.get("center"))))


def _network(_: Names, thing: Thing) -> str:
    vertices, edges = thing.facts.get("vertices"), thing.facts.get("edges")
    parts = []
    if isinstance(vertices, (list, range)) and len(vertices) > 1:
        parts.append(f"{len(vertices)} vertices")
    if isinstance(edges, list) and len(edges) > 1:
        parts.append(f"{len(edges)} edges")
    if thing.facts.get("labels") is True:
        parts.append("labels at its vertices")
    layout = thing.facts.get("layout")
    placed = f"in {words.article(layout.replace('_', '-'))} layout" if isinstance(layout, str) else ""
    return f"with {words.listed(parts)} {placed}".strip() if parts else placed


def _grid(_: Names, thing: Thing) -> str:
    rows = thing.facts.get("matrix", thing.facts.get("table"))
    if not isinstance(rows, list) or not rows or not all(isinstance(row, list) and row for row in rows):
        return ""
    texts = [[_cell(cell) for cell in row] for row in rows]
    columns = max(len(row) for row in rows)
    if len(rows) > 5 or columns > 6 or any(cell is None for row in texts for cell in row):
        return f"with {_sized(len(rows), 'row')} and {_sized(columns, 'column')}"
    listed = words.listed(["(" + ", ".join(str(cell) for cell in row) + ")" for row in texts])
    labels = [
        _labels(thing.facts.get(key), word) for key, word in (("row_labels", "row"), ("col_labels", "column"))
    ]
    return words.listed(
        [f"with the row{'s' if len(rows) > 1 else ''} {listed}", *(text for text in labels if text)]
    )


def _sized(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _labels(value: Any, word: str) -> str:
    if not isinstance(value, list):
        return ""
    said = [content(label) for label in value if isinstance(label, Thing)]
    texts = [text for text in said if text is not None]
    return f"the {word} labels {words.listed(texts)}" if texts and len(texts) == len(value) else ""


def _cell(cell: Any) -> str | None:
    if isinstance(cell, str):
        return tidy(cell)
    if is_number(cell):
        return words.number(cell)
    return content(cell) if isinstance(cell, Thing) else None


def _curve(namer: Names, thing: Thing) -> str:
    function = thing.facts.get("function", thing.facts.get("argument", thing.facts.get("func")))
    phrases = [f"of {function}"] if isinstance(function, Formula) else []
    if thing.parent is not None and thing.parent.kind not in FORMULAS:
        phrases.append(f"on {namer.brief(thing.parent)}")
    return " ".join(phrases)


def _sides(_: Names, thing: Thing) -> str:
    n = thing.facts.get("n", thing.facts.get("num_vertices"))
    if type(n) is int:
        return f"with {n} {'points' if thing.kind in ('Star', 'RegularPolygram') else 'sides'}"
    corners = thing.facts.get("vertices")
    return f"with {len(corners)} corners" if isinstance(corners, list) and len(corners) > 2 else ""


def _bars(_: Names, thing: Thing) -> str:
    values, labels = thing.facts.get("values"), thing.facts.get("bar_names")
    text = ""
    if isinstance(values, list) and values and all(is_number(n) for n in values):
        text = f"of the values {words.listed([words.number(n) for n in values], 12)}"
    said = [quoted(label) for label in labels] if isinstance(labels, list) else []
    return f"{text} named {words.listed(said)}".strip() if said and all(said) else text


def _labelled(_: Names, thing: Thing) -> str:
    said = quoted(thing.facts.get("label", thing.facts.get("text")))
    if not said:
        return ""
    return f"reading {said}" if thing.kind == "Label" else f"with the label {said}"


def _arrow_to(_: Names, thing: Thing) -> str:
    direction = thing.facts.get("direction")
    end = vector(direction)
    return "" if end is None else f"from the origin to {words.point(end)}"


def _span(namer: Names, thing: Thing) -> str:
    amount = thing.facts.get("angle")
    phrases = [f"of {words.angle(amount)}" if is_number(amount) else "", _located(namer, thing)]
    return " ".join(phrase for phrase in phrases if phrase)


def _listing(_: Names, thing: Thing) -> str:
    language, source = thing.facts.get("language"), thing.facts.get("code_string", thing.facts.get("code"))
    text = f"in {language}" if isinstance(language, str) and language else ""
    lines = [line for line in source.splitlines() if line.strip()] if isinstance(source, str) else []
    return f"{text} that begins with {quoted(lines[0])}".strip() if lines else text


_Detail = Callable[[Names, Thing], str]
_DETAILS_BY_FUNCTION: tuple[tuple[_Detail, str], ...] = (
    (_ranges, "Axes NumberPlane ThreeDAxes ComplexPlane NumberLine"),
    (_endpoints, "Line Arrow DashedLine DoubleArrow Line3D Arrow3D LabeledLine LabeledArrow CurvedArrow"),
    (_endpoints, "CurvedDoubleArrow ArcBetweenPoints"),
    (_located, "Dot Dot3D AnnotationDot Circle Annulus Sphere"),
    (_network, "Graph DiGraph"),
    (_grid, "Matrix IntegerMatrix DecimalMatrix MobjectMatrix"),
    (_grid, "Table MathTable IntegerTable DecimalTable MobjectTable"),
    (_curve, "plot plot_parametric_curve plot_implicit_curve plot_polar_graph plot_line_graph plot_surface"),
    (_curve, "get_area get_graph get_riemann_rectangles FunctionGraph ParametricFunction ImplicitFunction"),
    (_sides, "RegularPolygon RegularPolygram Polygon Star"),
    (_labelled, "LabeledDot Variable BraceLabel BraceText Label"),
    (_span, "Arc Sector AnnularSector"),
    (_bars, "BarChart"),
    (_arrow_to, "Vector"),
    (_listing, "Code"),
)
_DETAILS = {kind: function for function, kinds in _DETAILS_BY_FUNCTION for kind in kinds.split()}
