"""Coordinate systems, and what is drawn in them, in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from manimill.code.outline import Formula, Spot, Thing, Vector, is_number, vector
from manimill.describe import _words as words
from manimill.describe._contents import content, quoted
from manimill.describe._naming import Names

_MOST_POINTS = 8


def _ranges(_: Names, thing: Thing) -> list[str]:
    facts, single = thing.facts, thing.kind == "NumberLine"
    parts = []
    for key, letter in (("x_range", "x"), ("y_range", "y"), ("z_range", "z")):
        text = _range(facts.get(key))
        if text:
            parts.append(f"from {text}" if single else f"{letter} from {text}")
    if single:
        return [" ".join(parts)]
    joined = ", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else "".join(parts)
    found = [f"with {joined}" if parts else ""]
    wide, high = facts.get("x_length"), facts.get("y_length")
    sizes = [facts[key] for key in ("x_length", "y_length", "z_length") if is_number(facts.get(key))]
    if len(sizes) > 1:
        return [*found, f"with a size of {' by '.join(words.number(size) for size in sizes)} units"]
    found.append(f"with a width of {words.unit(wide)}" if is_number(wide) else "")
    found.append(f"with a height of {words.unit(high)}" if is_number(high) else "")
    return found


def _range(value: Any) -> str:
    """``0 to 10``, with the step where it is not the usual one."""
    if not isinstance(value, list) or len(value) < 2 or not all(is_number(n) for n in value):
        return ""
    step = f" in steps of {words.number(value[2])}" if len(value) == 3 and value[2] != 1 else ""
    return f"{words.number(value[0])} to {words.number(value[1])}{step}"


def _axes(namer: Names, thing: Thing) -> list[str]:
    """Ranges, numbers, tips and scales of axes."""
    facts = thing.facts
    given = facts.get("axis_config")
    config = given if isinstance(given, dict) else {}
    numbered = config.get("include_numbers") is True or "numbers_to_include" in config
    found = _ranges(namer, thing)
    found.append("with numbers" if numbered or "add_coordinates" in facts else "")
    tip = config.get("tip_shape")
    if facts.get("tips") is False or config.get("include_tip") is False:
        found.append("with no arrow tips")
    elif isinstance(tip, str):
        found.append(f"with {words.tip(tip)} tips")
    for key, letter in (("x_axis_config", "x"), ("y_axis_config", "y")):
        own = facts.get(key)
        if isinstance(own, dict) and own.get("scaling") == "LogBase":
            found.append(f"with a logarithmic {letter}-axis")
    lines = facts.get("background_line_style")
    shade = words.colour(lines.get("stroke_color")) if isinstance(lines, dict) else ""
    found.append(f"with {shade} background lines" if shade else "")
    units = facts.get("azimuth_units")
    found.append(f"with azimuth labels in {units}" if isinstance(units, str) else "")
    size = facts.get("size")
    found.append(f"with size {words.number(size)}" if is_number(size) else "")
    return found


def _number_line(namer: Names, thing: Thing) -> list[str]:
    facts = thing.facts
    found = _ranges(namer, thing)
    found.append("with numbers" if facts.get("include_numbers") is True else "")
    found.append("with an arrow tip" if facts.get("include_tip") is True else "")
    turned = facts.get("rotation")
    return [*found, f"rotated by {words.angle(turned)}" if is_number(turned) and turned else ""]


def _function(thing: Thing) -> Any:
    facts = thing.facts
    for key in ("function", "argument", "func", "r_func"):
        if isinstance(facts.get(key), Formula):
            return facts[key]
    return None


_GIVES = {
    "plot": "y = {}",
    "plot_polar_graph": "r = {}",
    "plot_implicit_curve": "{} = 0",
    "ImplicitFunction": "{} = 0",
    "plot_surface": "z = {}",
}


def _curve(namer: Names, thing: Thing) -> list[str]:
    facts, found = thing.facts, []
    function = _function(thing)
    if function is not None:
        form = _GIVES.get(thing.kind, "of {}")
        found.append(form.format(function))
    spans = [
        f"{letter} from {text}"
        for key, letter in (("x_range", "x"), ("t_range", "t"), ("u_range", "u"), ("v_range", "v"))
        if (text := _range(_without_step(facts.get(key))))
    ]
    word = "limited to" if thing.kind == "Sphere" else "for"
    found.append(f"{word} {' and '.join(spans)}" if spans else "")
    gaps = facts.get("discontinuities")
    if isinstance(gaps, list) and all(is_number(n) for n in gaps):
        found.append(f"with discontinuities at {words.listed([words.number(n) for n in gaps])}")
    found.append("without smoothing" if facts.get("use_smoothing") is False else "")
    shades = facts.get("colorscale")
    if isinstance(shades, list) and (scale := words.colour(shades)):
        found.append(f"colored from {scale.replace('-to-', ' to ')}")
    found.append(namer.on_axes(thing.parent))
    return found


def _without_step(value: Any) -> Any:
    """The step of a curve's range only says how finely it is drawn."""
    return value[:2] if isinstance(value, list) else value


def _of_graph(namer: Names, thing: Thing) -> list[str]:
    """What belongs to a curve: areas, rectangles, secants, derivatives."""
    facts = thing.facts
    curve = facts.get("graph", facts.get("argument"))
    if not isinstance(curve, Thing):
        curve = next((value for value in facts.values() if isinstance(value, Thing)), None)
    word = {"get_area": "under", "get_riemann_rectangles": "under"}.get(thing.kind, "of")
    if thing.kind == "get_vertical_lines_to_graph":
        word = "from the x-axis to"
    found = [f"{word} {namer.brief(curve)}" if isinstance(curve, Thing) else ""]
    other = facts.get("bounded_graph")
    if isinstance(other, Thing):
        found.append(f"and {namer.brief(other)}")
        found[0] = found[0].replace("under ", "between ")
    span = _range(_without_step(facts.get("x_range")))
    found.append(f"from x = {span.replace(' to ', ' to x = ')}" if span else "")
    at = facts.get("x", facts.get("x_val"))
    found.append(f"at x = {words.number(at)}" if is_number(at) else "")
    for key, form in (("dx", "with dx = {}"), ("num_lines", "with {} lines")):
        if is_number(facts.get(key)):
            found.append(form.format(words.number(facts[key])))
    return found


def _label(namer: Names, thing: Thing) -> list[str]:
    """What a label says and where it stands."""
    facts = thing.facts
    given = [facts.get(key) for key in ("label", "argument", "x_label", "y_label", "z_label")]
    said = [text for value in given if not _is_curve(value) and (text := _said(value))]
    found = [words.listed(list(dict.fromkeys(said)))]
    curve = next((value for value in (facts.get("graph"), facts.get("argument")) if _is_curve(value)), None)
    if isinstance(curve, Thing):
        found.append(f"{'on' if thing.kind == 'get_T_label' else 'for'} {namer.brief(curve)}")
    at = facts.get("x_val", facts.get("argument") if thing.kind == "get_T_label" else None)
    found.append(f"at x = {words.number(at)}" if is_number(at) else "")
    if thing.kind == "coordinate_label" and thing.parent is not None:
        found.append(f"on {namer.brief(thing.parent)}")
    return found


def _is_curve(value: Any) -> bool:
    return isinstance(value, Thing) and content(value) is None


def _said(value: Any) -> str:
    if isinstance(value, Thing):
        return content(value) or ""
    return quoted(value) if isinstance(value, str) else ""


def _line_to_point(namer: Names, thing: Thing) -> str:
    value = thing.facts.get("argument", thing.facts.get("point"))
    if isinstance(value, Spot) and value.where == "at" and value.thing is thing.parent:
        where = words.point(value.coordinates)
    elif isinstance(value, (Vector, Spot)):
        where = namer.spot(value).removeprefix("at ").removeprefix("on ")
    else:
        return _AXIS[thing.kind].strip()
    return (
        f"from {where} to {_AXIS[thing.kind]}"
        if thing.kind != "get_lines_to_point"
        else (f"from the axes to {where}")
    )


_AXIS = {
    "get_vertical_line": "the x-axis",
    "get_horizontal_line": "the y-axis",
    "get_lines_to_point": "from the axes to a point",
}


def _line_graph(namer: Names, thing: Thing) -> list[str]:
    facts = thing.facts
    xs, ys = facts.get("x_values", facts.get("argument")), facts.get("y_values")
    found = []
    if isinstance(xs, list) and isinstance(ys, list) and len(xs) == len(ys) <= _MOST_POINTS:
        points = [point for x, y in zip(xs, ys, strict=True) if (point := vector([x, y])) is not None]
        found.append(f"through {words.listed([words.point(point) for point in points], _MOST_POINTS)}")
    shade = words.colour(facts.get("line_color"))
    found.append(f"with a {shade} line" if shade else "")
    found.append(namer.on_axes(thing.parent))
    return found


def _field(_: Names, thing: Thing) -> list[str]:
    facts = thing.facts
    function = _function(thing)
    found = [f"of the function {function}" if function is not None else ""]
    spans = [f"{key[0]} from {text}" for key in ("x_range", "y_range") if (text := _range(facts.get(key)))]
    found.append(f"for {' and '.join(spans)}" if spans else "")
    shades = facts.get("colors")
    if isinstance(shades, list) and (scale := words.colour(shades)):
        found.append(f"colored from {scale.replace('-to-', ' to ')}")
    return found


Plot = Callable[[Names, Thing], str | list[str]]
PLOTS: tuple[tuple[Plot, str], ...] = (
    (_axes, "Axes NumberPlane ThreeDAxes ComplexPlane PolarPlane"),
    (_number_line, "NumberLine"),
    (_curve, "plot plot_parametric_curve plot_implicit_curve plot_polar_graph plot_surface get_graph"),
    (_curve, "FunctionGraph ParametricFunction ImplicitFunction Surface Sphere"),
    (_of_graph, "get_area get_riemann_rectangles get_secant_slope_group get_vertical_lines_to_graph"),
    (_of_graph, "plot_derivative_graph plot_antiderivative_graph"),
    (_label, "get_graph_label get_axis_labels get_x_axis_label get_y_axis_label get_z_axis_label"),
    (_label, "get_T_label coordinate_label"),
    (_line_to_point, "get_vertical_line get_horizontal_line get_lines_to_point"),
    (_line_graph, "plot_line_graph"),
    (_field, "ArrowVectorField StreamLines"),
)
