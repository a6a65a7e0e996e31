"""Everyday words for the classes of manim, and what is worth saying about them."""

from __future__ import annotations

from functools import cache

from manimill.code.names import names
from manimill.describe import _words as words

TEXTS = names("Text MarkupText Paragraph Typst Title Tex BulletedList get_text")
FORMULAS = names("MathTex SingleStringMathTex MathTypst get_tex")
GROUPS = names("VGroup Group VDict PGroup VMobject Mobject")
PIECES = names(
    "get_rows get_columns get_entries get_entries_without_labels get_labels get_row_labels get_col_labels",
    "get_horizontal_lines get_vertical_lines get_brackets get_part_by_tex get_parts_by_tex select",
    "get_part_by_text",
)
"""Methods that give parts of an object."""
HIDDEN = names("ValueTracker ComplexValueTracker VectorizedPoint tracker")
"""Objects that are never seen."""

_NOUNS = {
    "index_labels": "index labels",
    "get_det_text": "determinant sign",
    "BraceText": "brace",
    "BraceLabel": "brace",
    "ArcBrace": "curved brace",
    "Typst": "Typst text",
    "MathTypst": "Typst formula",
    "MarkupText": "text",
    "BackgroundRectangle": "background rectangle",
    "AnimatedBoundary": "glowing boundary",
    "Exclusion": "exclusive-or",
    "Elbow": "L-shaped elbow",
    "Point": "point",
    "ComplexPlane": "complex plane",
    "MathTable": "table of formulas",
    "zoomed": "zoomed frame",
    "Title": "title",
    "BulletedList": "bulleted list",
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
    "RegularPolygram": "regular star polygon",
    "BarChart": "bar chart",
    "CubicBezier": "cubic Bézier curve",
    "ArcBetweenPoints": "arc",
    "ConvexHull3D": "3D convex hull",
    "get_area": "area",
    "get_riemann_rectangles": "Riemann rectangles",
    "get_axis_labels": "axis labels",
    "get_x_axis_label": "x-axis label",
    "get_y_axis_label": "y-axis label",
    "get_z_axis_label": "z-axis label",
    "get_graph_label": "label",
    "get_vertical_line": "vertical line",
    "get_horizontal_line": "horizontal line",
    "get_lines_to_point": "lines",
    "get_secant_slope_group": "secant line with its slope triangle",
    "get_vertical_lines_to_graph": "vertical lines",
    "get_T_label": "T-shaped label",
    "coordinate_label": "coordinate label",
    "get_bar_labels": "value labels on the bars",
    "get_axis": "axis",
    "get_x_axis": "x-axis",
    "get_y_axis": "y-axis",
    "x_axis": "x-axis",
    "y_axis": "y-axis",
    "z_axis": "z-axis",
    "get_highlighted_cell": "highlighted cell",
    "get_vector": "vector",
    "CurvesAsSubmobjects": "sequence of curve pieces",
    "MobjectMatrix": "matrix of objects",
    "MobjectTable": "table of objects",
    "PointCloudDot": "point-cloud dot",
    "ArcPolygonFromArcs": "arc polygon",
    "LabeledPolygram": "labeled polygon",
    "ArrowVectorField": "vector field of arrows",
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
PLURALS = names(
    "Axes ThreeDAxes index_labels get_riemann_rectangles get_axis_labels get_lines_to_point get_bar_labels",
    "get_vertical_lines_to_graph get_rows get_columns get_entries get_labels StreamLines",
    "get_horizontal_lines get_vertical_lines get_row_labels get_col_labels get_brackets",
    "get_entries_without_labels",
)
RELATIONS = {
    "index_labels": "on",
    "get_det_text": "around",
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
    "TangentLine": "to",
    "AnimatedBoundary": "around",
    "TracedPath": "that follows",
    "Union": "of",
    "Intersection": "of",
    "Difference": "of",
    "Exclusion": "of",
    "ConvexHull": "of",
    "Cutout": "made of",
    "CurvesAsSubmobjects": "of",
    "TangentialArc": "touching",
    "get_rows": "of",
    "get_columns": "of",
    "get_entries": "of",
}
SYSTEMS = names("Axes ThreeDAxes NumberPlane ComplexPlane PolarPlane BarChart NumberLine")
"""Objects in which others are plotted."""
MEASURES: tuple[tuple[str, str], ...] = (
    ("side_length", "side length {}"),
    ("radius", "radius {}"),
    ("inner_radius", "inner radius {}"),
    ("outer_radius", "outer radius {}"),
    ("width", "width {}"),
    ("height", "height {}"),
    ("corner_radius", "corner radius {}"),
    ("font_size", "font size {}"),
    ("stroke_width", "stroke width {}"),
    ("major_radius", "major radius {}"),
    ("minor_radius", "minor radius {}"),
    ("num_dashes", "{} dashes"),
    ("length", "length {}"),
)


@cache
def noun_of(kind: str) -> str:
    """The everyday word for a class of objects or for the product of a method."""
    known = _NOUNS.get(kind)
    if known is not None:
        return known
    if kind in TEXTS:
        return "text"
    if kind in FORMULAS:
        return "formula"
    return words.split_camel(kind.removeprefix("get_")).removesuffix(" mobject") or "object"
