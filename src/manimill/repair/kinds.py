"""What the expressions of a module stand for, as far as its text tells: a small inference of classes.

It follows assignments within a function, loops over groups and lists of one class, attributes of ``self`` within a
class and what builds on it, and methods that give back what they are called on. Where two assignments disagree nothing
is known; one that cannot be told does not count.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import libcst as cst

from manimill.code import api
from manimill.code.names import names
from manimill.repair.bindings import Parents, Places, Values, attributes_in, bound_in
from manimill.repair.elements import Elements
from manimill.repair.scopes import comprehended, returned_by

if TYPE_CHECKING:
    from manimill.repair.module import Module

VECTOR, NUMBER, TEXT, SEQUENCE, FUNCTION, MAPPING = (
    "vector",
    "number",
    "text",
    "sequence",
    "function",
    "mapping",
)
"""Kinds that are no classes of Manim."""

_VECTORS = names(
    "UP DOWN LEFT RIGHT IN OUT ORIGIN UL UR DL DR X_AXIS Y_AXIS Z_AXIS TOP BOTTOM LEFT_SIDE RIGHT_SIDE"
)
_NUMBERS = names(
    "PI TAU DEGREES DEG FRAME_WIDTH FRAME_HEIGHT FRAME_X_RADIUS FRAME_Y_RADIUS SMALL_BUFF MED_SMALL_BUFF "
    "MED_LARGE_BUFF LARGE_BUFF DEFAULT_MOBJECT_TO_EDGE_BUFFER DEFAULT_MOBJECT_TO_MOBJECT_BUFFER"
)
RETURNS_SELF = names(
    "shift scale rotate move_to next_to align_to to_edge to_corner set_color set_fill set_stroke set_opacity copy "
    "arrange arrange_in_grid arrange_submobjects center flip stretch match_color match_width match_height add "
    "set_color_by_gradient set_color_by_tex set_color_by_tex_to_color_map add_updater set_width set_height "
    "scale_to_fit_width scale_to_fit_height scale_in_place rotate_in_place to_original_color set_style set_z_index "
    "become save_state restore fade set_x set_y set_z set_points_as_corners add_background_rectangle deepcopy "
    "apply_function apply_matrix match_style scale_about_point stretch_to_fit_width stretch_to_fit_height set_value "
    "set_sheen set_shade_in_3d put_start_and_end_on add_tip set_submobjects remove clear_updaters set shuffle "
    "make_3d set_radius set_glow_factor set_shape increment_value"
)
_GIVES = {
    "plot": "ParametricFunction",
    "get_graph": "ParametricFunction",
    "get_center": VECTOR,
    "get_left": VECTOR,
    "get_right": VECTOR,
    "get_top": VECTOR,
    "get_bottom": VECTOR,
    "get_corner": VECTOR,
    "get_start": VECTOR,
    "get_end": VECTOR,
    "coords_to_point": VECTOR,
    "c2p": VECTOR,
    "n2p": VECTOR,
    "number_to_point": VECTOR,
    "point_from_proportion": VECTOR,
    "input_to_graph_point": VECTOR,
    "get_value": NUMBER,
    "get_width": NUMBER,
    "get_height": NUMBER,
}
"""What a method gives back, whatever it is called on."""

_PARTS = {("Variable", "tracker"): "ValueTracker"}
"""Attributes of Manim's own mobjects."""


class Kinds:
    """Classes of expressions; each question is answered once for each place that could answer it otherwise."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._attributes: dict[str, dict[str, Places]] | None = None
        self._asking: set[tuple[int, str]] = set()
        self._elements = Elements(self, module)

    def of(self, expression: cst.BaseExpression, parents: Parents = ()) -> str | None:
        """The class of what an expression stands for, None where that cannot be told.

        A class of Manim's, old ones included, a class of the module, or one of ``vector`` (a point or a direction),
        ``number``, ``text``, ``sequence``, ``mapping`` and ``function``. ``mobject.animate`` counts as the mobject.
        """
        kind = type(expression)
        finder: Any = _FINDERS.get(kind)
        return finder(self, expression, parents) if finder is not None else None

    def locals_of(self, scope: cst.CSTNode) -> dict[str, Values]:
        """Names that a function or lambda binds, and the expressions each is bound to; None for what is not one."""
        return self._module.remembered(bound_in, scope)

    @cached_property
    def globals(self) -> dict[str, Values]:
        """Names that the module's top level binds, likewise."""
        return self._module.remembered(bound_in, self._module.tree)

    def attributes_of(self, class_name: str) -> dict[str, Places]:
        """Attributes that a class and its methods assign to it, with the places."""
        if self._attributes is None:
            self._attributes = {
                name: self._module.remembered(attributes_in, facts.node)
                for name, facts in self._module.classes.items()
            }
        return self._attributes.get(class_name, {})

    def _name(self, expression: cst.Name, parents: Parents) -> str | None:
        name = expression.value
        for index in range(len(parents) - 1, -1, -1):
            scope = parents[index]
            if isinstance(scope, cst.FunctionDef | cst.Lambda):
                values = self.locals_of(scope).get(name)
                if values is not None:
                    if name == "self" and isinstance(scope, cst.FunctionDef):
                        return self._self(parents[:index])
                    inside = [*parents[: index + 1]]
                    agreed = self._agreed(scope, name, [(value, inside) for value in values])
                    return agreed or self._elements.of_loop(scope, name, inside)
            elif isinstance(scope, cst.BaseComp) and name in comprehended(scope):
                return self._elements.of_comprehension(scope, name, parents[:index])
        if name in self.globals:
            return self._agreed(self._module.tree, name, [(value, ()) for value in self.globals[name]])
        if name in _VECTORS:
            return VECTOR
        return NUMBER if name in _NUMBERS else None

    def _self(self, parents: Parents) -> str | None:
        around = next((node for node in reversed(parents) if isinstance(node, cst.ClassDef)), None)
        return around.name.value if around is not None else None

    def _agreed(
        self, place: cst.CSTNode, name: str, values: Sequence[tuple[cst.BaseExpression | None, Parents]]
    ) -> str | None:
        """The one class that all of the values have whose class can be told; those that cannot are passed over."""
        key = (id(place), name)
        if key in self._asking:
            return None
        self._asking.add(key)
        try:
            found = {self.of(value, parents) if value is not None else None for value, parents in values}
        finally:
            self._asking.discard(key)
        found.discard(None)
        return found.pop() if len(found) == 1 else None

    def _attribute(self, expression: cst.Attribute, parents: Parents) -> str | None:
        name = expression.attr.value
        if self._module.manim_name(expression, parents):
            return VECTOR if name in _VECTORS else NUMBER if name in _NUMBERS else None
        owner = self.of(expression.value, parents)
        if name == "animate":
            return owner
        if name in ("width", "height", "depth"):
            return NUMBER
        if owner is None or (owner, name) in _PARTS:
            return _PARTS.get((owner or "", name))
        for base in self._module.lineage(owner):
            values = self.attributes_of(base).get(name)
            if values:
                return self._agreed(self._module.classes[base].node, name, values)
        return None

    def _call(self, expression: cst.Call, parents: Parents) -> str | None:
        function = expression.func
        name = self._module.manim_name(function, parents)
        if name is not None:
            return name if name[:1].isupper() and not name.isupper() else _FUNCTIONS.get(name)
        if type(function) is cst.Name:
            if function.value in self._module.classes:
                return function.value
            made = self.function(function.value, parents)
            return self._returned(*made) if made is not None else _FUNCTIONS.get(function.value)
        return self._method(function, parents) if type(function) is cst.Attribute else None

    def function(self, name: str, parents: Parents) -> tuple[cst.FunctionDef, Parents] | None:
        """The author's function of a name, where nothing else is bound to it, and what stands around it."""
        for index in range(len(parents) - 1, -1, -1):
            scope = parents[index]
            if not isinstance(scope, cst.FunctionDef | cst.Lambda):
                continue
            bound = self.locals_of(scope).get(name)
            if bound is not None:
                made = self._functions_in(scope).get(name) if len(bound) == 1 else None
                return (made, parents[: index + 1]) if made is not None else None
        made = self._module.functions.get(name)
        return (made, ()) if made is not None else None

    def _functions_in(self, scope: cst.CSTNode) -> dict[str, cst.FunctionDef]:
        """Functions that a function has in its own block."""
        body = scope.body.body if isinstance(scope, cst.FunctionDef) else ()
        return {node.name.value: node for node in body if isinstance(node, cst.FunctionDef)}

    def _returned(self, function: cst.FunctionDef, parents: Parents) -> str | None:
        """What a function gives back, where all its ends agree."""
        inside = [*parents, function]
        values = [(value, inside) for value in returned_by(function)]
        return self._agreed(function, "return", values)

    def _method(self, function: cst.Attribute, parents: Parents) -> str | None:
        """What a method gives back."""
        method = function.attr.value
        if type(function.value) is cst.Name and function.value.value in ("np", "numpy"):
            return VECTOR if method == "array" else NUMBER if method in _NUMPY_NUMBERS else None
        own = self._own_method(function, parents)
        if own is not None:
            return self._returned(*own)
        if method in RETURNS_SELF:
            return self.of(function.value, parents)
        return _GIVES.get(method)

    def _own_method(
        self, function: cst.Attribute, parents: Parents
    ) -> tuple[cst.FunctionDef, Parents] | None:
        """The author's method that is called, where the class it is called on can be told."""
        name = function.attr.value
        if name not in self._module.own_methods:
            return None
        owner = self.of(function.value, parents)
        for base in self._module.lineage(owner) if owner is not None else ():
            facts = self._module.classes.get(base)
            if facts is not None and name in facts.methods:
                return facts.methods[name], (facts.node,)
        return None

    def _unary(self, expression: cst.UnaryOperation, parents: Parents) -> str | None:
        return self.of(expression.expression, parents)

    def _binary(self, expression: cst.BinaryOperation, parents: Parents) -> str | None:
        left, right = self.of(expression.left, parents), self.of(expression.right, parents)
        if VECTOR in (left, right):
            return VECTOR
        return left if left == right else None

    def _either(self, expression: cst.IfExp, parents: Parents) -> str | None:
        left, right = self.of(expression.body, parents), self.of(expression.orelse, parents)
        return left if left == right else None

    def _constant(self, expression: cst.BaseExpression, _: Parents) -> str | None:
        return _CONSTANTS[type(expression)]


_FUNCTIONS = {
    "get_norm": NUMBER,
    "interpolate": None,
    "always_redraw": None,
    "rotate_vector": VECTOR,
    "len": NUMBER,
    "int": NUMBER,
    "float": NUMBER,
    "abs": NUMBER,
    "str": TEXT,
    "list": SEQUENCE,
    "tuple": SEQUENCE,
    "dict": MAPPING,
}
_NUMPY_NUMBERS = names("sin cos tan sqrt exp log abs floor ceil round")
_CONSTANTS: dict[type[cst.CSTNode], str] = {
    cst.Integer: NUMBER,
    cst.Float: NUMBER,
    cst.SimpleString: TEXT,
    cst.ConcatenatedString: TEXT,
    cst.FormattedString: TEXT,
    cst.List: SEQUENCE,
    cst.Tuple: SEQUENCE,
    cst.ListComp: SEQUENCE,
    cst.Dict: MAPPING,
    cst.Lambda: FUNCTION,
}
_FINDERS: dict[type[cst.CSTNode], Any] = {
    cst.Name: Kinds._name,
    cst.Attribute: Kinds._attribute,
    cst.Call: Kinds._call,
    cst.UnaryOperation: Kinds._unary,
    cst.BinaryOperation: Kinds._binary,
    cst.IfExp: Kinds._either,
    **dict.fromkeys(_CONSTANTS, Kinds._constant),
}


def is_mobject(kind: str | None) -> bool:
    """Whether a kind is a class of ManimCE's mobjects."""
    return kind is not None and api.is_mobject(kind)
