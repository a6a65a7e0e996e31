"""The yes-or-no features of a scene."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from manimill.code._tally import NUMBERED, Tally
from manimill.code.names import names

_LATEX = names(
    "Tex MathTex SingleStringMathTex BulletedList Title Matrix IntegerMatrix DecimalMatrix DecimalNumber",
    "Integer Variable MathTable DecimalTable IntegerTable BraceLabel TexMobject TextMobject",
    "TexText OldTex OldTexText BarChart",
)
_LATEX_METHODS = names(
    "add_coordinates add_labels add_numbers coordinate_label get_T_label get_tex setup_axes",
)
_TEXT = names("Text MarkupText Paragraph BraceText BulletedList Title Table")
_NETWORKS = names("Graph DiGraph GenericGraph")
_PLOT_CLASSES = names("FunctionGraph ParametricFunction ImplicitFunction BarChart")
_PLOT_METHODS = names(
    "plot plot_line_graph plot_parametric_curve plot_implicit_curve plot_polar_graph plot_surface",
    "plot_derivative_graph plot_antiderivative_graph get_graph get_riemann_rectangles get_area",
)
_SURFACES = names("Surface ParametricSurface")
_ON_AXES = names("c2p coords_to_point set_fill_by_value")
_TABLES = names("Table MathTable MobjectTable IntegerTable DecimalTable")
_IMAGES = names("ImageMobject SVGMobject")
_UPDATERS = names(
    "add_updater always_redraw always_rotate always_shift always cycle_animation f_always",
    "turn_animation_into_updater UpdateFromFunc UpdateFromAlphaFunc TracedPath",
)
_SOLID = names(
    "ThreeDAxes Surface Sphere Cube Prism Cone Cylinder Torus Dot3D Line3D Arrow3D Polyhedron Tetrahedron",
    "Octahedron Icosahedron Dodecahedron ConvexHull3D ThreeDVMobject ParametricSurface",
)
_SOUND = names("add_sound voiceover")
_CAMERA_MOVES = names("move_camera begin_ambient_camera_rotation begin_3dillusion_camera_rotation")


def traits(seen: Tally, inherited: AbstractSet[str], kind: str) -> dict[str, bool]:
    """Every ``has_...`` of a scene that follows from what it calls.

    ``inherited`` are the bases of the module's own classes among that.
    """
    called, methods = seen.calls.keys() | inherited, seen.methods
    return {
        "has_latex": seen.latex_labels
        or not (_LATEX.isdisjoint(called) and _LATEX_METHODS.isdisjoint(methods))
        or not NUMBERED.isdisjoint(seen.strings),
        "has_graphs": not _NETWORKS.isdisjoint(called),
        "has_plots": not (_PLOT_CLASSES.isdisjoint(called) and _PLOT_METHODS.isdisjoint(methods))
        or not (_SURFACES.isdisjoint(called) or _ON_AXES.isdisjoint(methods)),
        "has_3d": kind == "3d" or not _SOLID.isdisjoint(called),
        "has_text": seen.words or not _TEXT.isdisjoint(called),
        "has_code": "Code" in called,
        "has_tables": not _TABLES.isdisjoint(called),
        "has_images": not _IMAGES.isdisjoint(called),
        "has_updaters": not (_UPDATERS.isdisjoint(called) and _UPDATERS.isdisjoint(methods)),
        "has_sound": not _SOUND.isdisjoint(methods),
        "has_camera_moves": seen.camera_moves or not _CAMERA_MOVES.isdisjoint(methods),
    }
