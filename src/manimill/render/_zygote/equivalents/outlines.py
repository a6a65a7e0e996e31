"""The outlines of glyphs, from the paths of a picture to the points of a mobject."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
from manim.mobject.svg.svg_mobject import VMobjectFromSVGPath
from svgelements import (
    Close,
    CubicBezier,
    GraphicObject,
    Line,
    Matrix,
    Move,
    Path,
    Point,
    QuadraticBezier,
    Transformable,
)

from .arrays import POINTS_OF_A_CURVE
from .standing_in import Function, StandIn

_APART = 0.0001
"""Ends of a closed path that are no farther apart, in the picture's units, are one point."""

_POINTS = {
    Close: ("start", "end"),
    CubicBezier: ("start", "control1", "control2", "end"),
    Line: ("start", "end"),
    Move: ("start", "end"),
    QuadraticBezier: ("start", "control", "end"),
}
"""What of a segment a transformation moves, in this order."""

_MOST_PARSED = 10_000

_Place = tuple[float, float, float]
_Spot = tuple[float, float]

_TOKENS = re.compile(r"[MLHVCQZ]|-?(?:[0-9]+\.[0-9]+|[0-9]+|\.[0-9]+)")
_NO_BLANKS = str.maketrans("", "", " ,")
_COMMANDS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "Z": 0}
"""What is read here, and how many numbers make a segment of it."""

_SMOOTH = {"relative": False, "smooth": True, "start": None, "end": None}
_CUBIC = {"relative": False, "smooth": False, "start": None, "end": None, "control1": None, "control2": None}
_QUADRATIC = {"relative": False, "smooth": False, "start": None, "end": None, "control": None}

_PLACES: dict[str, Callable[[_Spot, list[float]], list[float]]] = {
    "H": lambda pen, numbers: [numbers[0], pen[1]],
    "V": lambda pen, numbers: [pen[0], numbers[0]],
    **dict.fromkeys("LCQ", lambda _, numbers: numbers),
}

_Segment = tuple[type, dict[str, Any], list[tuple[str, float, float]]]
"""Its class, its attributes, and those of them that are points, which are changed in place later."""

_parsed: dict[str, list[_Segment]] = {}
"""What was made of the text of a path; every text and formula has the same few glyphs in it."""


def _point_in_matrix_space(original: Function) -> Function:
    def point_in_matrix_space(self: Any, v0: Any) -> Any:
        if type(v0) is not Point:
            return original(self, v0)
        x, y = v0.x, v0.y
        return Point(x * self.a + y * self.c + 1 * self.e, x * self.b + y * self.d + 1 * self.f)

    return point_in_matrix_space


def _reify(original: Function) -> Function:
    def reify(self: Any) -> Any:
        matrix, segments = self.transform, self._segments
        if type(matrix) is not Matrix or not all(type(segment) in _POINTS for segment in segments):
            return original(self)
        GraphicObject.reify(self)
        Transformable.reify(self)
        a, b, c, d, e, f = matrix.a, matrix.b, matrix.c, matrix.d, 1 * matrix.e, 1 * matrix.f
        for segment in segments:
            own = segment.__dict__
            for name in _POINTS[type(segment)]:
                point = own[name]
                if type(point) is Point:
                    x, y = point.x, point.y
                    point.x, point.y = x * a + y * c + e, x * b + y * d + f
                elif point is not None:
                    point *= matrix
                    setattr(segment, name, point)
        matrix.reset()
        return self

    return reify


def _handle_commands(original: Function) -> Function:
    def handle_commands(self: Any) -> Any:
        points = None
        if self.n_points_per_curve == POINTS_OF_A_CURVE:
            points = _points_of(self.path_obj)
        if points is None:
            return original(self)
        self.points = np.array(points) if points else np.zeros((0, 3))
        return self

    return handle_commands


def _parse(original: Function) -> Function:
    def parse(self: Any, pathdef: Any) -> None:
        if type(self) is not Path or type(pathdef) is not str or self._segments:
            original(self, pathdef)
            return
        known = _parsed.get(pathdef)
        if known is None:
            known = _read(pathdef)
            if known is None:
                original(self, pathdef)
                return
            if len(_parsed) < _MOST_PARSED:
                _parsed[pathdef] = known
        self._segments = [_segment(*parts) for parts in known]

    return parse


def _read(text: str) -> list[_Segment] | None:
    """The segments of a path as programs write them, absolute; None where another one has to be read.

    svgelements looks for one number at a time, which takes a millisecond for a letter.
    """
    tokens = _TOKENS.findall(text)
    if "".join(tokens) != text.translate(_NO_BLANKS):
        return None
    segments: list[_Segment] = []
    pen: _Spot | None = None
    begin: _Spot | None = None
    end = 0
    while end < len(tokens):
        command, at = tokens[end], end + 1
        end = at
        while end < len(tokens) and tokens[end] not in _COMMANDS:
            end += 1
        numbers = list(map(float, tokens[at:end]))
        if command == "M" and len(numbers) == _COMMANDS[command]:
            begin = (numbers[0], numbers[1])
            segments.append((Move, _SMOOTH, [("end", *begin)] if pen is None else _ends(pen, begin)))
            pen = begin
        elif command in "MZ" or command not in _COMMANDS or pen is None or begin is None:
            if command != "Z" or numbers or pen is None or begin is None:
                return None
            segments.append((Close, _SMOOTH, _ends(pen, begin)))
            pen = begin
        elif not numbers or len(numbers) % _COMMANDS[command]:
            return None
        else:
            pen = _go(command, numbers, pen, segments)
    return segments


def _go(command: str, numbers: list[float], pen: _Spot, segments: list[_Segment]) -> _Spot:
    """Add the lines or curves of a command; where they end."""
    step = _COMMANDS[command]
    for index in range(0, len(numbers), step):
        *controls, x, y = _PLACES[command](pen, numbers[index : index + step])
        end = (x, y)
        if command == "C":
            a, b, c, d = controls
            points = [*_ends(pen, end), ("control1", a, b), ("control2", c, d)]
            segments.append((CubicBezier, _CUBIC, points))
        elif command == "Q":
            a, b = controls
            segments.append((QuadraticBezier, _QUADRATIC, [*_ends(pen, end), ("control", a, b)]))
        else:
            segments.append((Line, _SMOOTH, _ends(pen, end)))
        pen = end
    return pen


def _ends(start: _Spot, end: _Spot) -> list[tuple[str, float, float]]:
    return [("start", *start), ("end", *end)]


def _segment(kind: type, attributes: dict[str, Any], points: list[tuple[str, float, float]]) -> Any:
    segment: Any = object.__new__(kind)
    own = segment.__dict__
    own.update(attributes)
    for name, x, y in points:
        point = own[name] = object.__new__(Point)
        point.x, point.y = x, y
    return segment


def _points_of(path: Any) -> list[_Place] | None:
    """Four points for every curve of a path; None where it is one that the original has to look at."""
    points: list[_Place] = []
    pen: _Place | None = None
    start: _Place | None = None
    for segment in path:
        kind = segment.__class__
        if kind is Close:
            if pen is None or start is None:
                return None
            if pen != start and abs(np.linalg.norm(np.array(pen) - np.array(start))) > _APART:
                points += _line(pen, start)
                pen = start
            continue
        end = _place(segment.end)
        if end is None or (pen is None and kind is not Move):
            return None
        if kind is CubicBezier:
            one, other = _place(segment.control1), _place(segment.control2)
            if one is None or other is None:
                return None
            points += (pen, one, other, end)  # type: ignore[arg-type]
        elif kind is Line:
            points += _line(pen, end)  # type: ignore[arg-type]
        elif kind is QuadraticBezier:
            control = _place(segment.control)
            if control is None:
                return None
            points += _quadratic(pen, control, end)  # type: ignore[arg-type]
        elif kind is Move:
            start = end
        else:
            return None
        pen = end
    return points


def _place(point: Any) -> _Place | None:
    if type(point) is not Point or type(point.x) is not float or type(point.y) is not float:
        return None
    return point.x, point.y, 0.0


def _line(start: _Place, end: _Place) -> tuple[_Place, ...]:
    (a, b, _), (c, d, _) = start, end
    return start, ((a + a + c) / 3, (b + b + d) / 3, 0.0), ((a + c + c) / 3, (b + d + d) / 3, 0.0), end


def _quadratic(start: _Place, control: _Place, end: _Place) -> tuple[_Place, ...]:
    (a, b, _), (p, q, _), (c, d, _) = start, control, end
    return start, ((a + p + p) / 3, (b + q + q) / 3, 0.0), ((p + p + c) / 3, (q + q + d) / 3, 0.0), end


STAND_INS = (
    StandIn(Path, "parse", _parse),
    StandIn(Path, "reify", _reify),
    StandIn(Matrix, "point_in_matrix_space", _point_in_matrix_space),
    StandIn(VMobjectFromSVGPath, "handle_commands", _handle_commands, relies_on=("svgelements",)),
)
