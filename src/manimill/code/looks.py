"""What in a scene's code only says how or where something is shown, and for how long.

Two scenes that differ in nothing else are the same animation. Whatever is not known to be of this kind is not: another
string, another formula, another number in a function or of corners is another animation.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable
from typing import Any

from manimill.code import api
from manimill.code.names import names

PLACES = names("UP DOWN LEFT RIGHT IN OUT ORIGIN UL UR DL DR X_AXIS Y_AXIS Z_AXIS")
COLOURS = frozenset(name for name in api.public_names() if api.kind_of(name) == "colour")
EVERYWHERE = PLACES | COLOURS
"""Names that say nothing but a look wherever they stand."""

_MEASURES = names(
    "SMALL_BUFF MED_SMALL_BUFF MED_LARGE_BUFF LARGE_BUFF DEFAULT_FONT_SIZE DEFAULT_STROKE_WIDTH DEFAULT_DOT_RADIUS",
    "DEGREES PI TAU BOLD ITALIC LIGHT MEDIUM NORMAL OBLIQUE SEMIBOLD THIN HEAVY np pi rate_functions",
)
_EASINGS = names(
    "linear smooth smoothstep smootherstep smoothererstep double_smooth rush_into rush_from slow_into sigmoid",
    "lingering exponential_decay running_start not_quite_there",
)
_NAMES = EVERYWHERE | _MEASURES | _EASINGS

KEYWORDS = names(
    "color fill_color stroke_color background_color checkerboard_colors gradient color_gradient",
    "background_stroke_color opacity fill_opacity stroke_opacity background_stroke_opacity background_stroke_width",
    "stroke_width sheen_factor sheen_direction t2c t2f t2g t2s t2w tex_to_color_map font font_size weight slant",
    "line_spacing run_time duration rate_func lag_ratio scale scale_factor radius dot_radius width height",
    "side_length corner_radius x_length y_length z_length buff small_buff tip_length tip_width tip_shape_size",
    "max_tip_length_to_length_ratio max_stroke_width_to_length_ratio point start end arc_center center position",
    "target_position aligned_edge edge phi theta gamma zoom focal_distance frame_center z_index",
    "flash_radius line_length line_stroke_width time_width frozen_frame resolution",
)
"""Parameters that take looks."""

CALLS = names(
    # Methods that place, size or colour something, or wait.
    "shift move_to to_edge to_corner next_to align_to center scale set_x set_y set_z set_color set_fill set_stroke",
    "set_opacity set_style set_width set_height set_z_index wait pause fade fade_to scale_to_fit_width",
    "scale_to_fit_height scale_to_fit_depth stretch stretch_to_fit_width stretch_to_fit_height arrange set_sheen",
    "set_sheen_direction set_color_by_tex set_color_by_tex_to_color_map set_color_by_gradient set_background_stroke",
    "set_camera_orientation move_camera set_submobject_colors_by_gradient set_shade_in_3d",
    # Objects that remain what they are wherever they lie and however large they are.
    "Circle Square Dot Dot3D Line Line3D Arrow Arrow3D DoubleArrow DashedLine Sphere Cube Triangle",
)
"""Functions and classes whose plain positional arguments are looks."""

CONTAINERS = names(
    "VGroup Group VDict Mobject VMobject ValueTracker ComplexValueTracker VectorizedPoint Point"
)
PATHS = names(
    "straight_path path_along_arc path_along_circles clockwise_path counterclockwise_path spiral_path"
)
"""Functions that say along which curve something moves."""

NOT_SHOWN = CONTAINERS | (frozenset(name for name in api.public_names() if not api.is_mobject(name)) - PATHS)
"""Names of manim's that put nothing on screen which has a name of its own."""

METHODS = PATHS | (
    api.all_attributes()
    - api.attributes("ThreeDScene")
    - api.attributes("MovingCameraScene")
    - CALLS
    - names("copy")
)
"""Methods and functions that change what is seen, so that one in the place of another is another scene."""

TEXTS = names(
    "Text MarkupText Paragraph Tex MathTex SingleStringMathTex Title BulletedList Code Typst MathTypst BraceText",
    "BraceLabel Label LabeledDot LabeledLine LabeledArrow",
)
"""Classes whose strings are shown, so that one which looks like a colour is none."""

CONTENT = names(
    "Integer DecimalNumber Variable Matrix IntegerMatrix DecimalMatrix MobjectMatrix Table MathTable IntegerTable",
    "DecimalTable MobjectTable BarChart RegularPolygon RegularPolygram Star Polygon Polygram Polyhedron Graph DiGraph",
    "FunctionGraph ParametricFunction ImplicitFunction Surface plot plot_parametric_curve plot_implicit_curve",
    "plot_surface plot_line_graph get_graph",
)
"""Functions and classes whose arguments make what is shown, however little of the code they are."""

IMPORTS = names("manim numpy math cmath random typing __future__ itertools functools collections")
"""Packages that show nothing by being imported."""

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3,4}){1,2}\Z")


def is_hex_colour(text: str) -> bool:
    """Whether a string is a colour such as ``#FF0000``."""
    return _HEX.match(text) is not None


def is_look(node: ast.expr) -> bool:
    """Whether an expression is made of literals, colours, places, measures and easings alone."""
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Name):
        return node.id in _NAMES
    parts = _PARTS.get(type(node))
    return parts is not None and all(part is not None and is_look(part) for part in parts(node))


_PARTS: dict[type[ast.expr], Callable[[Any], Iterable[ast.expr | None]]] = {
    ast.Attribute: lambda node: (node.value,),
    ast.UnaryOp: lambda node: (node.operand,),
    ast.BinOp: lambda node: (node.right, node.left),
    ast.List: lambda node: node.elts,
    ast.Tuple: lambda node: node.elts,
    ast.Dict: lambda node: (*node.keys, *node.values),
    ast.Call: lambda node: (
        node.args if isinstance(node.func, ast.Attribute) and node.func.attr == "array" else (None,)
    ),
}
"""What an expression is made of, by its kind; None for what cannot be a look."""


def is_place(node: ast.expr) -> bool:
    """Whether an expression is a place: directions and numbers, with at least one direction."""
    return _directions(node) > 0


def _directions(node: ast.expr) -> int:
    """How many directions an expression of directions and numbers has; less than 0 for any other expression."""
    # Without patterns, which take twice as long: every sum and product of a scene is asked.
    found = _OTHER
    if isinstance(node, ast.Name):
        found = 1 if node.id in PLACES else _OTHER
    elif isinstance(node, ast.Constant):
        found = 0 if type(node.value) in (int, float) else _OTHER
    elif isinstance(node, ast.BinOp):
        found = _directions(node.right)
        if found >= 0:
            found += _directions(node.left)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
        found = _directions(node.operand)
    return found


_OTHER = -1_000_000
"""Outweighs every direction in an expression that Python can parse."""
