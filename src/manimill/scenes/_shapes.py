"""The shape that stands for a picture: a rectangle of its size with its name in it."""

from __future__ import annotations

import ast
import json
import posixpath
from dataclasses import dataclass

from manimill.scenes._edits import Text
from manimill.scenes.picture_sizes import Size

NAMES = ("Rectangle", "Text", "VGroup")
"""The classes of manim that it is made of."""

_FRAME_HEIGHT = 8.0
_RESOLUTION = 1080.0
"""manim draws an image of so many rows as high as the frame, unless ``scale_to_resolution`` says otherwise."""

_DRAWING_HEIGHT = 2.0
"""The height that manim gives an SVG."""

_UNKNOWN_IMAGE, _UNKNOWN_DRAWING = (4.0, 3.0), (2.0, 2.0)
"""Width and height, in units of the scene, of pictures that nobody has."""

_MOST_WIDTH, _MOST_HEIGHT = 0.8, 0.5
"""Of the rectangle, that its label takes."""

_CHARACTER = 0.6
"""The width of a character as a share of the height of a line, about."""

_USUAL_CHARACTER = 0.25
"""Its width in a text of the usual size."""


@dataclass(frozen=True, slots=True)
class Label:
    """The expression for what stands in a shape, and about how many characters that has."""

    expression: str
    length: int

    @classmethod
    def of(cls, pattern: str, path: ast.expr | None) -> Label:
        """The name of the file at ``pattern``; ``path`` is the expression that gives it.

        Where that is an f-string its end is taken over, so that each of several pictures has its own name.
        """
        name = posixpath.basename(pattern)
        if "*" in name and isinstance(path, ast.JoinedStr):
            return cls(ast.unparse(ast.JoinedStr(_last_part(path.values))), len(name))
        return cls(json.dumps(name, ensure_ascii=False), len(name))


def _last_part(values: list[ast.expr]) -> list[ast.expr]:
    """The parts of an f-string behind its last slash."""
    kept: list[ast.expr] = []
    for value in reversed(values):
        if isinstance(value, ast.Constant) and "/" in str(value.value):
            return [ast.Constant(str(value.value).rpartition("/")[2]), *kept]
        kept.insert(0, value)
    return kept


def shape(call: ast.Call, kind: str, label: Label, size: Size | None, text: Text, prefix: str) -> str:
    """The expression for a picture that ``call`` makes; ``prefix`` stands before manim's names.

    ``size`` is that of the picture's file, if it is known. Where the call states a width or a height, that is taken.
    """
    width, height = _default(call, kind, size)
    ratio = width / height
    stated = {word.arg: word.value for word in call.keywords if word.arg in ("width", "height")}
    stated = {name: value for name, value in stated.items() if not _is_none(value)}
    numbers = {name: _number(value) for name, value in stated.items()}
    if any(number is None for number in numbers.values()):
        return _of_expressions({name: text.of(value) for name, value in stated.items()}, ratio, label, prefix)
    if "height" in stated:
        height = numbers["height"] or height
        width = numbers.get("width") or height * ratio
    elif "width" in stated:
        width = numbers["width"] or width
        height = width / ratio
    label_width = _shown(_label_width(label.length, width, height))
    name = f"{prefix}Text({label.expression}).scale_to_fit_width({label_width})"
    rectangle = f"{prefix}Rectangle(width={_shown(width)}, height={_shown(height)})"
    return f"{prefix}VGroup({rectangle}, {name})"


def _default(call: ast.Call, kind: str, size: Size | None) -> Size:
    """Width and height in units of the scene, as manim would choose them."""
    if size is None:
        return _UNKNOWN_IMAGE if kind == "image" else _UNKNOWN_DRAWING
    width, height = size
    if kind != "image":
        return _DRAWING_HEIGHT * width / height, _DRAWING_HEIGHT
    stated = [_number(word.value) for word in call.keywords if word.arg == "scale_to_resolution"]
    scale = _FRAME_HEIGHT / ((stated and stated[0]) or _RESOLUTION)
    return width * scale, height * scale


def _of_expressions(stated: dict[str, str], ratio: float, label: Label, prefix: str) -> str:
    """Where a size is only known when the scene runs, what computes it is taken over."""
    if "width" not in stated:
        stated["width"] = f"{_shown(ratio)} * ({stated['height']})"
    if "height" not in stated:
        stated["height"] = f"({stated['width']}) / {_shown(ratio)}"
    rectangle = f"{prefix}Rectangle(width={stated['width']}, height={stated['height']})"
    return f"{prefix}VGroup({rectangle}, {prefix}Text({label.expression}, font_size=24))"


def _label_width(length: int, width: float, height: float) -> float:
    by_height = _MOST_HEIGHT * height * _CHARACTER * length
    return min(_MOST_WIDTH * width, by_height, _USUAL_CHARACTER * length)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _number(node: ast.expr) -> float | None:
    value = node.value if isinstance(node, ast.Constant) else None
    return float(value) if isinstance(value, int | float) and value > 0 else None


def _shown(number: float) -> str:
    return f"{number:.4g}"
