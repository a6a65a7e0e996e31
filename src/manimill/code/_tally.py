"""What a scene's code calls, and how: the counts that features are read from."""

from __future__ import annotations

import ast
from collections.abc import Collection
from dataclasses import dataclass, field

from manimill.code import api
from manimill.code._tree import Nodes
from manimill.code.names import names
from manimill.code.plugins import foreign_modules

_PLAYS = names("play move_camera apply_matrix apply_function apply_nonlinear_transformation")
_WAITS = names("wait pause wait_until next_slide")
NUMBERED = names("include_numbers numbers_to_include")
"""Keywords, or keys of a configuration, that give axes numbers."""
_CAMERAS = names("camera zoomed_camera")
_TELLING = frozenset({"animate", *_CAMERAS})
_NAMED = (ast.Name, ast.Attribute)
_LABELLED = names("LabeledDot LabeledLine LabeledArrow LabeledPolygram Label")
_LABEL_METHODS = names("get_axis_labels get_x_axis_label get_y_axis_label get_z_axis_label get_graph_label")
_LABELLING = names("labels show_coordinates")
_LABEL_KEYWORDS = names("label x_label y_label z_label")
_PLAIN = names("Text MarkupText Paragraph Typst MathTypst Dot Square Circle Triangle")
_WORDY = names("Tex TextMobject TexText OldTexText Typst")


@dataclass(slots=True)
class Tally:
    """What is called and how often, in order of first appearance; ``.animate`` counts as a call.

    ``latex_labels`` says that a label is handed over as a string that manim sets with LaTeX, ``words`` that
    ``Tex`` or ``Typst`` set more than a formula. ``frame_moves`` are moves of something that is called a
    frame, which is the camera's only where there is a camera.
    """

    calls: dict[str, int] = field(default_factory=dict)
    methods: set[str] = field(default_factory=set)
    strings: set[str] = field(default_factory=set)
    plays: int = 0
    waits: int = 0
    latex_labels: bool = False
    words: bool = False
    camera: bool = False
    camera_moves: bool = False
    frame_moves: bool = False

    def count(self, name: str) -> None:
        """One more call of ``name``."""
        self.calls[name] = self.calls.get(name, 0) + 1


def tally(nodes: Nodes) -> Tally:
    """Count once what several features ask for."""
    seen = Tally(strings={node.value for node in nodes.constants if type(node.value) is str})
    foreign = foreign_modules(nodes.imports)
    for node in nodes.uses:
        # This loop sees most of a scene's code: what is rare is asked last, and in functions of its own.
        if type(node) is ast.Attribute:
            if node.attr in _TELLING:
                _attribute(node, seen)
        elif type(node) is ast.Call:
            _call(node, seen, foreign)
    if seen.frame_moves and seen.camera:
        seen.camera_moves = True
    return seen


def _attribute(node: ast.Attribute, seen: Tally) -> None:
    if node.attr == "animate":
        seen.count(node.attr)
        _moves(node.value, seen)
    else:
        seen.camera = True


def _call(call: ast.Call, seen: Tally, foreign: Collection[str]) -> None:
    function = call.func
    if type(function) is ast.Name:
        name = function.id
    elif type(function) is not ast.Attribute:
        return
    elif function.attr[:1].isupper():
        # ``manim.Square()`` is a constructor that looks like a method, ``nx.Graph()`` is nothing on screen.
        name = function.attr
        if type(function.value) is ast.Name and function.value.id in foreign:
            return
    else:
        _method(call, function, seen)
        return
    seen.calls[name] = seen.calls.get(name, 0) + 1
    _constructor(call, name, seen)


def _method(call: ast.Call, function: ast.Attribute, seen: Tally) -> None:
    name, value = function.attr, function.value
    seen.methods.add(name)
    if type(value) is ast.Name:
        if value.id == "self":
            seen.plays += name in _PLAYS
            seen.waits += name in _WAITS
        elif name.startswith("from_") and api.is_mobject(value.id):
            seen.count(value.id)
    if name in _LABEL_METHODS:
        seen.latex_labels |= _label_is_latex(call)
    elif name == "__init__":
        seen.latex_labels |= _asks_for_labels(call)


def _constructor(call: ast.Call, name: str, seen: Tally) -> None:
    if call.keywords and _asks_for_labels(call):
        seen.latex_labels = True
    if call.args:
        first = call.args[0]
        if type(first) in _NAMED and api.is_animation(name):
            _moves(first, seen)
    if name in _WORDY:
        seen.words = seen.words or not _is_formula(call)
    elif name in _LABELLED:
        seen.latex_labels |= _label_is_latex(call)


def _moves(thing: ast.expr, seen: Tally) -> None:
    """Note it where ``thing``, which an animation changes, is the camera or its frame."""
    if isinstance(thing, ast.Name):
        seen.camera_moves |= thing.id == "camera_frame"
        seen.frame_moves |= thing.id == "frame"
    elif isinstance(thing, ast.Attribute):
        if thing.attr == "frame":
            inner = thing.value
            seen.camera_moves |= isinstance(inner, ast.Attribute) and inner.attr in _CAMERAS
            seen.frame_moves = True
        elif thing.attr == "camera_frame":
            seen.camera_moves = True
        elif isinstance(thing.value, ast.Attribute):
            # ``ApplyMethod(self.camera_frame.scale, 2)`` names the method of what it moves.
            _moves(thing.value, seen)


def _asks_for_labels(call: ast.Call) -> bool:
    for keyword in call.keywords:
        if keyword.arg in NUMBERED or (keyword.arg in _LABELLING and _is_true(keyword.value)):
            return True
    return False


def _label_is_latex(call: ast.Call) -> bool:
    """Whether a label is left to LaTeX: given as a string or not at all, or by something unknown."""
    labels = [*call.args, *(k.value for k in call.keywords if k.arg in _LABEL_KEYWORDS)]
    return not any(_is_plain(label) for label in labels)


def _is_plain(label: ast.expr) -> bool:
    """Whether a label is a plain text or shape, or one after which a method is called."""
    while isinstance(label, ast.Call):
        if isinstance(label.func, ast.Name):
            return label.func.id in _PLAIN
        label = label.func.value if isinstance(label.func, ast.Attribute) else label.func
    return False


def _is_formula(call: ast.Call) -> bool:
    """Whether a constructor for words is only given one formula: ``Tex("$x^2$")``."""
    texts = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
    return len(texts) == len(call.args) > 0 and all(isinstance(t, str) and _between_dollars(t) for t in texts)


def _between_dollars(text: str) -> bool:
    text = text.strip()
    mark = "$$" if text.startswith("$$") else "$"
    return text.startswith(mark) and text.endswith(mark) and text.count("$") == 2 * len(mark)


def _is_true(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is True
