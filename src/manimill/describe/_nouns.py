"""Objects in words: in full when they appear, briefly when they are spoken of again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from manimill.code._mobjects import CAMERA
from manimill.code.outline import Formula, Spot, Thing, Vector
from manimill.describe import _words as words

_LONGEST_TEXT = 90

TEXTS = frozenset("Text MarkupText Paragraph Typst Title Tex BulletedList BraceText get_text".split(" "))
FORMULAS = frozenset("MathTex SingleStringMathTex MathTypst get_tex".split(" "))
_GROUPS = frozenset("VGroup Group VDict PGroup VMobject Mobject".split(" "))
HIDDEN = frozenset("ValueTracker ComplexValueTracker VectorizedPoint Point".split(" "))
"""Objects that are never seen."""

_SPECIAL = {
    "Axes": "coordinate axes",
    "ThreeDAxes": "3D coordinate axes",
    "VMobject": "shape",
    "Mobject": "object",
    "VGroup": "group",
    "Group": "group",
    "VDict": "group",
    "PGroup": "group",
    "PMobject": "cloud of points",
    "Mobject1D": "row of points",
    "Mobject2D": "grid of points",
    "DiGraph": "directed graph",
    "SVGMobject": "SVG drawing",
    "ImageMobject": "image",
    "Code": "code listing",
    "ManimBanner": "Manim banner",
    "ScreenRectangle": "screen-shaped rectangle",
    "FullScreenRectangle": "rectangle that fills the screen",
    "FunctionGraph": "function graph",
    "ParametricFunction": "parametric curve",
    "ImplicitFunction": "implicit curve",
    "CurvedDoubleArrow": "curved double-headed arrow",
    "DoubleArrow": "double-headed arrow",
    "DashedVMobject": "dashed shape",
    "VMobjectFromSVGPath": "shape from an SVG path",
    "DecimalNumber": "number",
    "Integer": "number",
    "BraceBetweenPoints": "brace",
    "LabeledDot": "labeled dot",
    "Polygram": "star polygon",
    "RegularPolygram": "regular star polygon",
    "BarChart": "bar chart",
    "CubicBezier": "cubic Bézier curve",
    "ArcBetweenPoints": "arc",
    "ConvexHull3D": "3D convex hull",
    "get_area": "area under the curve",
    "get_riemann_rectangles": "Riemann rectangles",
    "get_axis_labels": "axis labels",
    "get_x_axis_label": "label on the x-axis",
    "get_y_axis_label": "label on the y-axis",
    "get_z_axis_label": "label on the z-axis",
    "get_graph_label": "label of the curve",
    "get_vertical_line": "vertical line to the horizontal axis",
    "get_horizontal_line": "horizontal line to the vertical axis",
    "get_lines_to_point": "lines from the axes to a point",
    "get_secant_slope_group": "secant line with its slope triangle",
    "get_vertical_lines_to_graph": "vertical lines to the curve",
    "get_T_label": "labeled marker on the x-axis",
    "get_bar_labels": "bar labels",
    "get_highlighted_cell": "highlighted cell",
    "get_vector": "vector",
    "plot": "curve",
    "plot_parametric_curve": "parametric curve",
    "plot_implicit_curve": "implicit curve",
    "plot_polar_graph": "polar curve",
    "plot_line_graph": "line graph",
    "plot_surface": "surface",
    "plot_derivative_graph": "graph of the derivative",
    "plot_antiderivative_graph": "graph of the antiderivative",
    "get_graph": "curve",
    "get_rows": "rows",
    "get_columns": "columns",
    "get_entries": "entries",
    "get_labels": "labels",
    "get_part_by_tex": "part of the formula",
    "get_cell": "cell",
    "get_subpath": "piece of the path",
}
_PLURALS = frozenset(
    "Axes ThreeDAxes get_riemann_rectangles get_axis_labels get_lines_to_point get_bar_labels "
    "get_vertical_lines_to_graph get_rows get_columns get_entries get_labels StreamLines".split(" ")
)
_RELATIONS = {
    "SurroundingRectangle": "around",
    "BackgroundRectangle": "behind",
    "Underline": "under",
    "Cross": "across",
    "Brace": "along",
    "BraceLabel": "along",
    "BraceText": "along",
    "ArcBrace": "along",
    "Angle": "between",
    "RightAngle": "between",
    "DashedVMobject": "made from",
    "TangentLine": "to",
    "AnimatedBoundary": "around",
    "TracedPath": "traced by",
    "Union": "of",
    "Intersection": "of",
    "Difference": "of",
    "Exclusion": "of",
    "ConvexHull": "of",
    "Cutout": "from",
    "CurvesAsSubmobjects": "of",
    "TangentialArc": "touching",
    "get_rows": "of",
    "get_columns": "of",
    "get_entries": "of",
    "get_highlighted_cell": "of",
    "plot_derivative_graph": "of",
}
_MEASURES: tuple[tuple[str, str], ...] = (
    ("side_length", "side length {}"),
    ("radius", "radius {}"),
    ("inner_radius", "inner radius {}"),
    ("outer_radius", "outer radius {}"),
    ("width", "width {}"),
    ("height", "height {}"),
    ("corner_radius", "corner radius {}"),
    ("num_vertices", "{} vertices"),
    ("font_size", "font size {}"),
    ("stroke_width", "stroke width {}"),
    ("resolution", "resolution {}"),
    ("major_radius", "major radius {}"),
    ("minor_radius", "minor radius {}"),
    ("num_dashes", "{} dashes"),
    ("length", "length {}"),
)


@cache
def noun_of(kind: str) -> str:
    """The everyday word for a class of objects or for the product of a method."""
    known = _SPECIAL.get(kind)
    if known is not None:
        return known
    if kind in TEXTS:
        return "text"
    if kind in FORMULAS:
        return "formula"
    return words.split_camel(kind.removeprefix("get_")).removesuffix(" mobject") or "object"


def noun(thing: Thing) -> str:
    """The everyday word for what a thing is."""
    if thing.kind == "part":
        return "part"
    if thing.base is not None and thing.base not in _GROUPS and not words.split_camel(thing.kind).strip():
        return noun_of(thing.base)
    return noun_of(thing.kind)


def content(thing: Thing) -> str | None:
    """What a text or formula says, in quotes or dollar signs; None for other things and unknown texts."""
    if thing.kind in TEXTS:
        said = _said(thing, " ")
        return f'"{said}"' if said else None
    if thing.kind in FORMULAS:
        said = _said(thing, " ")
        return f"${said}$" if said else None
    value = thing.facts.get("number")
    if thing.kind in ("DecimalNumber", "Integer") and type(value) in (int, float):
        return words.number(value)
    return None


def _said(thing: Thing, joint: str) -> str | None:
    facts = thing.facts
    for key in ("text", "tex_strings", "tex_string", "items", "typst_code", "text_parts", "argument"):
        value = facts.get(key)
        if isinstance(value, str):
            return _tidy(value)
        if isinstance(value, list) and value:
            parts = [part for part in value if isinstance(part, str)]
            return _tidy(joint.join(parts)) if len(parts) == len(value) else None
    return None


def _tidy(said: str) -> str | None:
    said = " ".join(said.split()).replace('"', "'").strip("$ ") if "$" in said[:1] else " ".join(said.split())
    said = said.replace('"', "'")
    if len(said) > _LONGEST_TEXT:
        said = said[:_LONGEST_TEXT].rsplit(" ", 1)[0] + " ..."
    return said or None


def tint(thing: Thing) -> str:
    """The colour people would name, or nothing."""
    facts = thing.facts
    for key in ("color", "fill_color", "stroke_color"):
        found = words.colour(facts.get(key))
        if found:
            return found
    return ""


class Namer:
    """Names the things of one scene; knows which have been introduced and which look alike."""

    def __init__(self, things: Sequence[Thing]) -> None:
        self._introduced: dict[int, str] = {}
        self._alike: dict[str, list[Thing]] = {}
        for thing in things:
            self._alike.setdefault(noun(thing), []).append(thing)

    def knows(self, thing: Thing) -> bool:
        """Whether the thing has been described already."""
        return id(thing) in self._introduced

    def name(self, thing: Thing) -> str:
        """The thing in full the first time, briefly from then on."""
        if thing is CAMERA:
            return "the camera"
        if self.knows(thing):
            return self.brief(thing)
        return self.full(thing)

    def names(self, things: Sequence[Thing], most: int = 8) -> str:
        """Several things as one list, identical ones counted."""
        return words.listed(self.phrases(things), most)

    def phrases(self, things: Sequence[Thing]) -> list[str]:
        """One phrase for each thing, or for each run of identical new ones."""
        tally: dict[str, list[Thing]] = {}
        for thing in things[:40]:
            if not (thing.kind in HIDDEN or (thing.kind in _GROUPS and thing.kind[0] == "V" and False)):
                tally.setdefault(self.name(thing), []).append(thing)
        return [text if len(same) == 1 else self._many(text, same) for text, same in tally.items()]

    def _many(self, text: str, same: list[Thing]) -> str:
        for prefix in ("a ", "an "):
            if text.startswith(prefix) and all(thing.count == 1 for thing in same):
                head, joint, tail = _split_head(text.removeprefix(prefix))
                return f"{words.counted(len(same))} {words.plural(head)}{joint}{tail}"
        return text

    def brief(self, thing: Thing) -> str:
        """A definite phrase that tells the thing from others of the scene."""
        if thing is CAMERA:
            return "the camera"
        said = content(thing)
        if said is not None:
            return f"the {noun(thing)} {said}" if thing.kind not in TEXTS else f"the text {said}"
        if thing.kind == "part" and thing.parent is not None:
            return self._part(thing)
        word = noun(thing)
        if thing.count != 1:
            return f"the {words.plural(word)}"
        same = self._alike.get(word, [])
        tinted = f"{tint(thing)} {word}".strip()
        if len(same) < 2 or thing not in same:
            return f"the {word}"
        if tint(thing) and sum(1 for other in same if tint(other) == tint(thing)) == 1:
            return f"the {tinted}"
        return f"the {words.ordinal(same.index(thing))} {word}"

    def _part(self, thing: Thing) -> str:
        owner = self.brief(thing.parent) if thing.parent is not None else "it"
        index = thing.facts.get("index")
        which = f"the {words.ordinal(index)} part" if type(index) is int and 0 <= index < 8 else "a part"
        return f"{which} of {owner}"

    def full(self, thing: Thing) -> str:
        """An indefinite phrase with everything known, remembered as the introduction."""
        self._introduced[id(thing)] = ""
        if thing.kind == "part":
            return self._part(thing)
        if thing.kind in _GROUPS and thing.members:
            return self._group(thing)
        head = self._head(thing)
        details = [detail for detail in self._details(thing) if detail]
        return " ".join([head, *details])

    def _group(self, thing: Thing) -> str:
        inside = self.names(thing.members, 6)
        if not inside:
            return "a group"
        arranged = _arrangement(thing)
        if not arranged and len(thing.members) == 1:
            return inside + self._placed(thing)
        return inside + (f" arranged {arranged}" if arranged else "") + self._placed(thing)

    def _head(self, thing: Thing) -> str:
        said, shade = content(thing), tint(thing)
        if said is not None:
            kind = "formula" if thing.kind in FORMULAS else noun(thing)
            kind = {"Title": "title", "BulletedList": "bulleted list"}.get(thing.kind, kind)
            return f"the {kind} {said}" + (f" in {shade}" if shade else "")
        word = noun(thing)
        fill = words.colour(thing.facts.get("fill_color"))
        outline = words.colour(thing.facts.get("color"))
        if fill and outline and fill != outline:
            shade, tail = outline, f" filled with {fill}"
        elif thing.facts.get("fill_opacity") not in (None, 0) and "Dot" not in thing.kind:
            shade, tail = f"filled {shade}", ""
        else:
            tail = ""
        phrase = f"{shade} {word}".strip()
        if thing.count != 1:
            return f"{words.counted(thing.count)} {words.plural(phrase)}{tail}"
        if thing.kind in _PLURALS:
            return phrase + tail
        return words.article(phrase) + tail

    def _details(self, thing: Thing) -> list[str]:
        describe = _DETAILS.get(thing.kind)
        details = [describe(self, thing)] if describe is not None else []
        details.append(self._relation(thing))
        measures = _measures(thing)
        if measures:
            details.append(f"with {words.listed(measures)}")
        if thing.members and thing.kind not in _RELATIONS and thing.kind not in _GROUPS:
            details.append(f"containing {self.names(thing.members, 4)}")
        details.append(self._placed(thing).strip())
        if thing.live:
            details.append("that keeps updating")
        return details

    def _relation(self, thing: Thing) -> str:
        relation = _RELATIONS.get(thing.kind)
        if relation is None:
            return ""
        others = [v for v in thing.facts.values() if isinstance(v, Thing)] + thing.members
        if thing.parent is not None and not others:
            others = [thing.parent]
        direction = thing.facts.get("direction", thing.facts.get("brace_direction"))
        if isinstance(direction, Vector) and thing.kind.startswith("Brace") and others:
            return f"{words.side(direction)} {self.brief(others[0])}"
        return f"{relation} {words.listed([self.brief(other) for other in others], 4)}" if others else ""

    def _placed(self, thing: Thing) -> str:
        """Where the thing is, as a phrase with a space before it, or nothing."""
        phrases = [phrase for place in thing.places[:3] if (phrase := self.place(place))]
        if thing.facts.get("scale", 1) != 1:
            phrases.append(f"scaled by {words.number(thing.facts['scale'])}")
        if thing.facts.get("rotation"):
            phrases.append(f"rotated by {words.angle(thing.facts['rotation'])}")
        return f" {', '.join(phrases)}" if phrases else ""

    def place(self, place: tuple[Any, ...]) -> str:
        """One layout call in words; empty where its arguments are not known."""
        method, first = place[0], place[1] if len(place) > 1 else None
        second = place[2] if len(place) > 2 else None
        if method in ("to_edge", "to_corner"):
            where = words.edge(first) if isinstance(first, Vector) else ""
            return f"at the {where}" if where else ""
        if method == "next_to" and isinstance(first, Thing):
            direction = second if isinstance(second, Vector) else Vector((1, 0, 0))
            return f"{words.side(direction)} {self.brief(first)}"
        if method == "shift" and isinstance(first, Vector):
            moved = words.displacement(first)
            return f"shifted {moved}" if moved else ""
        if method == "move_to":
            return self.spot(first)
        if method == "center":
            return "in the centre"
        return ""

    def spot(self, value: Any) -> str:
        """A point in words, with its preposition."""
        if isinstance(value, Vector):
            return f"at {words.point(value)}" if any(value) else "at the origin"
        if isinstance(value, Thing):
            return f"on {self.brief(value)}" if value is not CAMERA else ""
        if isinstance(value, Spot):
            owner = self.brief(value.thing)
            if value.where == "at":
                return f"at {words.point(value.coordinates)} on {owner}"
            return f"on {owner}" if value.where == "on" else f"at the {value.where} of {owner}"
        return ""


def _split_head(phrase: str) -> tuple[str, str, str]:
    """A phrase cut after its head noun: ``red square | with | side length 2``."""
    cuts = [
        (phrase.find(joint), joint)
        for joint in (" with ", " at ", " shifted ", " containing ", " to the ", " above ", " below ")
        + (" filled with ", " scaled ", " rotated ", " from ", " of ", " around ", " that ", " made ", " on ")
    ]
    position, joint = min(((p, j) for p, j in cuts if p >= 0), default=(len(phrase), ""))
    return phrase[:position], joint, phrase[position + len(joint) :]


def _arrangement(thing: Thing) -> str:
    arranged = thing.facts.get("arranged")
    if arranged == "grid":
        rows, columns = thing.facts.get("rows"), thing.facts.get("cols")
        size = [f"{n} {w}" for n, w in ((rows, "rows"), (columns, "columns")) if isinstance(n, int)]
        return "in a grid" + (f" of {words.listed(size)}" if size else "")
    if isinstance(arranged, Vector):
        return "in a column" if abs(arranged[1]) > abs(arranged[0]) else "in a row"
    return ""


def _measures(thing: Thing) -> list[str]:
    """Literal sizes that are worth saying."""
    found = []
    for key, form in _MEASURES:
        value = thing.facts.get(key)
        if type(value) in (int, float):
            found.append(form.format(words.number(value)))
    return found[:3]


def _ranges(_: Namer, thing: Thing) -> str:
    parts = []
    for key, letter in (("x_range", "x"), ("y_range", "y"), ("z_range", "z")):
        value = thing.facts.get(key)
        if isinstance(value, list) and len(value) >= 2 and all(type(n) in (int, float) for n in value):
            name = "" if thing.kind == "NumberLine" else f"{letter} "
            parts.append(f"{name}from {words.number(value[0])} to {words.number(value[1])}")
    return f"with {words.listed(parts)}" if parts and thing.kind != "NumberLine" else " ".join(parts)


def _endpoints(namer: Namer, thing: Thing) -> str:
    ends = []
    for key, word in (("start", "from"), ("end", "to")):
        value = thing.facts.get(key)
        if isinstance(value, Vector):
            ends.append(f"{word} {words.point(value) if any(value) else 'the origin'}")
        elif isinstance(value, Thing):
            ends.append(f"{word} {namer.brief(value)}")
        elif isinstance(value, Spot):
            ends.append(f"{word} {namer.spot(value).removeprefix('at ').removeprefix('on ')}")
    return " ".join(ends)


def _located(namer: Namer, thing: Thing) -> str:
    return namer.spot(thing.facts.get("point", thing.facts.get("arc_center")))


def _network(_: Namer, thing: Thing) -> str:
    vertices, edges = thing.facts.get("vertices"), thing.facts.get("edges")
    parts = []
    if isinstance(vertices, (list, range)):
        parts.append(f"{len(vertices)} vertices")
    if isinstance(edges, list) and len(edges) > 1:
        parts.append(f"{len(edges)} edges")
    phrase = f"with {words.listed(parts)}" if parts else ""
    layout = thing.facts.get("layout")
    if isinstance(layout, str):
        phrase += f" in a {layout.replace('_', '-')} layout"
    return phrase + (" and labeled vertices" if thing.facts.get("labels") is True else "")


def _grid(_: Namer, thing: Thing) -> str:
    rows = thing.facts.get("matrix", thing.facts.get("table"))
    if not isinstance(rows, list) or not rows or not all(isinstance(row, list) for row in rows):
        return ""
    texts = [[_cell(cell) for cell in row] for row in rows]
    size = f"with {len(rows)} rows and {max(len(row) for row in rows)} columns"
    if len(rows) <= 5 and all(None not in row and len(row) <= 6 for row in texts):
        return f"{size}, reading " + " / ".join(", ".join(str(cell) for cell in row) for row in texts) + ","
    return size


def _cell(cell: Any) -> str | None:
    if isinstance(cell, str):
        return _tidy(cell)
    if type(cell) in (int, float):
        return words.number(cell)
    return content(cell) if isinstance(cell, Thing) else None


def _curve(namer: Namer, thing: Thing) -> str:
    function = thing.facts.get("function", thing.facts.get("argument", thing.facts.get("func")))
    phrase = f"of {function}" if isinstance(function, Formula) else ""
    if thing.parent is not None and thing.parent.kind not in FORMULAS:
        phrase += f" on {namer.brief(thing.parent)}"
    return phrase.strip()


def _sides(_: Namer, thing: Thing) -> str:
    n = thing.facts.get("n", thing.facts.get("num_vertices"))
    if type(n) is int:
        return f"with {n} {'points' if 'Star' in thing.kind or 'gram' in thing.kind else 'sides'}"
    corners = thing.facts.get("vertices")
    return f"with {len(corners)} corners" if isinstance(corners, list) and len(corners) > 2 else ""


def _bars(_: Namer, thing: Thing) -> str:
    values = thing.facts.get("values")
    if isinstance(values, list) and values and all(type(n) in (int, float) for n in values):
        return f"of the values {words.listed([words.number(n) for n in values], 12)}"
    return ""


def _labelled(_: Namer, thing: Thing) -> str:
    label = thing.facts.get("label")
    said = content(label) if isinstance(label, Thing) else f'"{_tidy(label)}"' if isinstance(label, str) and label else None
    return f"with the label {said}" if said else ""


def _arrow_to(_: Namer, thing: Thing) -> str:
    direction = thing.facts.get("direction")
    if isinstance(direction, list) and len(direction) in (2, 3) and all(type(n) in (int, float) for n in direction):
        return f"from the origin to {words.point(direction)}"
    return f"from the origin to {words.point(direction)}" if isinstance(direction, Vector) else ""


def _span(_: Namer, thing: Thing) -> str:
    amount = thing.facts.get("angle")
    return f"of {words.angle(amount)}" if type(amount) in (int, float) else ""


def _listing(_: Namer, thing: Thing) -> str:
    language = thing.facts.get("language")
    return f"in {language}" if isinstance(language, str) and language else ""


_Detail = Callable[[Namer, Thing], str]
_DETAILS: dict[str, _Detail] = {
    **dict.fromkeys(("Axes", "NumberPlane", "ThreeDAxes", "ComplexPlane", "NumberLine"), _ranges),
    **dict.fromkeys(
        ("Line", "Arrow", "DashedLine", "DoubleArrow", "Line3D", "Arrow3D", "LabeledLine", "LabeledArrow"), _endpoints
    ),
    **dict.fromkeys(("Dot", "Dot3D", "AnnotationDot", "Circle", "Annulus"), _located),
    **dict.fromkeys(("Graph", "DiGraph"), _network),
    **dict.fromkeys(
        ("Matrix", "IntegerMatrix", "DecimalMatrix", "MobjectMatrix", "Table", "MathTable", "IntegerTable")
        + ("DecimalTable", "MobjectTable"),
        _grid,
    ),
    **dict.fromkeys(
        ("plot", "plot_parametric_curve", "plot_implicit_curve", "plot_polar_graph", "get_area", "get_graph")
        + ("get_riemann_rectangles", "FunctionGraph", "ParametricFunction", "ImplicitFunction", "plot_line_graph")
        + ("plot_surface", "Surface"),
        _curve,
    ),
    **dict.fromkeys(("RegularPolygon", "RegularPolygram", "Polygon", "Star"), _sides),
    **dict.fromkeys(("LabeledDot", "Variable", "BraceLabel"), _labelled),
    **dict.fromkeys(("Arc", "Sector", "AnnularSector"), _span),
    "BarChart": _bars,
    "Vector": _arrow_to,
    "Code": _listing,
}
