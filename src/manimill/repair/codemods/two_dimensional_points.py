"""See the codemod."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any, TypeVar

import libcst as cst

from manimill.code import api
from manimill.code.names import names
from manimill.code.walking import walk as tree_walk
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.edit import method_of
from manimill.repair.kinds import MAPPING, NUMBER, SEQUENCE, TEXT, VECTOR
from manimill.repair.walk import walk

_Literal = TypeVar("_Literal", cst.List, cst.Tuple)

_ALL = 99
_POINTS_OF: dict[str, int] = {
    **dict.fromkeys(names("Dot Dot3D AnnotationDot LabeledDot Flash FocusOn Broadcast"), 1),
    **dict.fromkeys(names("Line DashedLine Arrow DoubleArrow Line3D Arrow3D ArcBetweenPoints"), 2),
    **dict.fromkeys(names("CurvedArrow CurvedDoubleArrow BraceBetweenPoints"), 2),
    "CubicBezier": 4,
    **dict.fromkeys(names("Polygon ArcPolygon ConvexHull"), _ALL),
}
"""How many of a class's first arguments are points."""

_POINTS_OF_METHOD = {
    **dict.fromkeys(names("move_to to_edge to_corner start_new_path add_line_to move_arc_center_to"), 1),
    **dict.fromkeys(names("next_to align_to put_start_and_end_on add_quadratic_bezier_curve_to"), 2),
    "add_cubic_bezier_curve_to": 3,
    "shift": _ALL,
}
_LISTS_OF_METHOD = names("set_points_as_corners add_points_as_corners set_points_smoothly")
_LISTS_OF = names("Polygram")
_KEYWORDS = names("point start end point_or_mobject mobject_or_point direction aligned_edge")
_KEYWORDS_OF_ALL = names("arc_center about_point target_position")
_NO_COORDINATES = frozenset({VECTOR, TEXT, SEQUENCE, MAPPING})


class TwoDimensionalPoints(Codemod):
    """Points written with two coordinates get their third, 0: Manim cannot calculate with shorter ones."""

    flavours = ALL
    order = Order.ARGUMENTS
    confidence = Confidence.HIGH
    local = False
    triggers = (
        frozenset(_POINTS_OF) | frozenset(_POINTS_OF_METHOD) | _LISTS_OF_METHOD | _LISTS_OF | _KEYWORDS_OF_ALL
    )

    @classmethod
    def has_work(cls, tree: ast.Module) -> bool:
        """Whether there is a pair where a point may be, or under a name."""
        node: Any
        for node in tree_walk(tree):
            kind = type(node)
            if kind is ast.Assign:
                if type(node.targets[0]) is ast.Name and _may_be_short(node.value):
                    return True
            elif kind is ast.Call:
                function = node.func
                name = getattr(function, "attr", "") or getattr(function, "id", "")
                given = [word.value for word in node.keywords if word.arg in _KEYWORDS_OF_ALL]
                if name in cls.triggers:
                    given += node.args
                    given += [word.value for word in node.keywords if word.arg in _KEYWORDS]
                if any(_may_be_short(value) for value in given):
                    return True
        return False

    def __init__(self, module: object) -> None:
        super().__init__(module)  # type: ignore[arg-type]
        self._short: set[int] = set()

    def enter_Call(self, node: cst.Call) -> None:
        """Mark the points among a call's arguments that are written there."""
        for value in self._points(node):
            self._mark(value)
        for value in self._lists(node):
            for element in _elements(value):
                self._mark(element)

    def enter_FunctionDef(self, node: cst.FunctionDef) -> None:
        """Mark points that are kept under a name which is used for nothing but points."""
        bound = self.module.kinds.locals_of(node)
        inside = [*self.parents, node]
        for name, values in bound.items():
            value = values[0] if len(values) == 1 else None
            if value is None or not _is_literal(value):
                continue
            listed = _pairs(value)
            if not listed and not self._is_short(value, inside):
                continue
            if self._only_points(node, name, bool(listed), inside):
                for one in listed or [value]:
                    self._mark(one, inside)

    def leave_List(self, original: cst.List, updated: cst.List) -> cst.List:
        """Give a marked point its third coordinate."""
        return _longer(updated) if id(original) in self._short else updated

    def leave_Tuple(self, original: cst.Tuple, updated: cst.Tuple) -> cst.Tuple:
        """Give a marked point its third coordinate."""
        return _longer(updated) if id(original) in self._short else updated

    def _points(
        self, call: cst.Call, parents: list[cst.CSTNode] | None = None
    ) -> Iterator[cst.BaseExpression]:
        """Arguments of a call that Manim takes for points; what is behind a star only where all of them are."""
        around = self.parents if parents is None else parents
        count = self._count(call, _POINTS_OF, _POINTS_OF_METHOD, around)
        keywords = _KEYWORDS | _KEYWORDS_OF_ALL if count else _KEYWORDS_OF_ALL
        for index, arg in enumerate(call.args):
            if arg.keyword is not None:
                if arg.keyword.value in keywords and (count or self._is_manims(call, around)):
                    yield arg.value
            elif arg.star == "*":
                break
            elif index < count:
                yield arg.value

    def _lists(
        self, call: cst.Call, parents: list[cst.CSTNode] | None = None
    ) -> Iterator[cst.BaseExpression]:
        """Arguments of a call that Manim takes for lists of points."""
        around = self.parents if parents is None else parents
        name, method = self.module.manim_name(call.func, around), method_of(call)
        if name in _LISTS_OF or (method in _LISTS_OF_METHOD and self._is_manims(call, around)):
            yield from (arg.value for arg in call.args if arg.keyword is None and not arg.star)
        elif self._count(call, _POINTS_OF, {}, around) >= 2:
            yield from (arg.value for arg in call.args if arg.star == "*")

    def _count(
        self, call: cst.Call, classes: dict[str, int], methods: dict[str, int], parents: list[cst.CSTNode]
    ) -> int:
        name = self.module.manim_name(call.func, parents)
        if name is not None:
            return classes.get(name, 0)
        method = method_of(call)
        return methods[method] if method in methods and self._is_manims(call, parents) else 0

    def _is_manims(self, call: cst.Call, parents: list[cst.CSTNode]) -> bool:
        """Whether a class or method is Manim's, as far as can be told: the author has no method of its name."""
        if not isinstance(call.func, cst.Attribute) or self.module.manim_name(call.func, parents):
            return self.module.manim_name(call.func, parents) is not None
        owner = call.func.value
        if isinstance(owner, cst.Name) and owner.value in self.module.own_names | self.module.imported.keys():
            return False
        kind = self.module.kind(owner, parents)
        if kind is not None and not api.is_mobject(self.module.base_of(kind) or ""):
            return False
        return call.func.attr.value not in self.module.own_methods

    def _mark(self, value: cst.BaseExpression, parents: list[cst.CSTNode] | None = None) -> None:
        if self._is_short(value, self.parents if parents is None else parents):
            self._short.add(id(_literal(value)))

    def _is_short(self, value: cst.BaseExpression, parents: list[cst.CSTNode]) -> bool:
        """Whether a value is written out with two coordinates."""
        literal = _literal(value)
        if not isinstance(literal, cst.Tuple | cst.List) or len(literal.elements) != 2:
            return False
        return all(
            isinstance(element, cst.Element) and self._is_coordinate(element.value, parents)
            for element in literal.elements
        )

    def _is_coordinate(self, value: cst.BaseExpression, parents: list[cst.CSTNode]) -> bool:
        kind = self.module.kind(value, parents)
        return kind == NUMBER or (kind not in _NO_COORDINATES and not api.is_mobject(kind or ""))

    def _only_points(
        self, function: cst.FunctionDef, name: str, several: bool, parents: list[cst.CSTNode]
    ) -> bool:
        """Whether each use of a name in a function is one as a point or, if it holds several, as a list of them."""
        uses = sum(type(node) is cst.Name and node.value == name for node in walk(function))
        good = 1
        # The bare name of a keyword counts as a use too, so that doubt means no.
        for node in walk(function):
            if type(node) is cst.Call:
                good += sum(
                    _names(one, name) for one in (self._lists if several else self._points)(node, parents)
                )
                if several:
                    good += sum(_names(_subscripted(one), name) for one in self._points(node, parents))
                    good += (
                        isinstance(node.func, cst.Name) and node.func.value == "len" and _given(node, name)
                    )
            elif several and isinstance(node, cst.For | cst.CompFor) and _names(node.iter, name):
                good += self._loops_over_points(function, node, parents)
        return uses == good > 1

    def _loops_over_points(
        self, function: cst.FunctionDef, loop: cst.For | cst.CompFor, parents: list[cst.CSTNode]
    ) -> bool:
        """Whether the variable of a loop is used as a point wherever its name stands in the function."""
        if not isinstance(loop.target, cst.Name):
            return False
        return self._only_points(function, loop.target.value, False, parents)


def _may_be_short(value: Any, depth: int = 2) -> bool:
    """Whether a value of Python's own tree is a pair, or has one in it that it may be a list of."""
    kind = type(value)
    if kind is ast.Starred:
        return _may_be_short(value.value, depth)
    if kind is ast.Call:
        return getattr(value.func, "attr", "") == "array" and any(
            _may_be_short(one, depth) for one in value.args
        )
    if kind is ast.ListComp or kind is ast.GeneratorExp:
        return _may_be_short(value.elt, 1)
    if kind is not ast.List and kind is not ast.Tuple:
        return False
    return len(value.elts) == 2 or (depth > 1 and any(_may_be_short(one, 1) for one in value.elts))


def _literal(value: cst.BaseExpression) -> cst.BaseExpression:
    """What is in an ``np.array(...)``; other values as they are."""
    if isinstance(value, cst.Call) and method_of(value) == "array" and len(value.args) == 1:
        owner = value.func.value  # type: ignore[attr-defined]
        if isinstance(owner, cst.Name) and owner.value in ("np", "numpy"):
            return value.args[0].value
    return value


def _is_literal(value: cst.BaseExpression) -> bool:
    return isinstance(_literal(value), cst.Tuple | cst.List)


def _elements(value: cst.BaseExpression) -> list[cst.BaseExpression]:
    literal = _literal(value)
    if isinstance(literal, cst.ListComp | cst.GeneratorExp):
        return [literal.elt]
    return (
        [element.value for element in literal.elements] if isinstance(literal, cst.Tuple | cst.List) else []
    )


def _pairs(value: cst.BaseExpression) -> list[cst.BaseExpression]:
    """The items of a list of pairs, none if it is something else."""
    items = _elements(value)
    literal = [_literal(item) for item in items]
    pairs = all(isinstance(item, cst.Tuple | cst.List) and len(item.elements) == 2 for item in literal)
    return items if pairs else []


def _longer(node: _Literal) -> _Literal:
    first, second = node.elements
    comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    if isinstance(first.comma, cst.Comma) and isinstance(first.comma.whitespace_after, cst.SimpleWhitespace):
        comma = first.comma
    return node.with_changes(
        elements=[first, second.with_changes(comma=comma), cst.Element(cst.Integer("0"), comma=second.comma)]
    )


def _names(value: cst.CSTNode, name: str) -> bool:
    return isinstance(value, cst.Name) and value.value == name


def _subscripted(value: cst.BaseExpression) -> cst.BaseExpression:
    """What an element is read from, if one is: not a slice."""
    if (
        isinstance(value, cst.Subscript)
        and len(value.slice) == 1
        and isinstance(value.slice[0].slice, cst.Index)
    ):
        return value.value
    return cst.Ellipsis()


def _given(call: cst.Call, name: str) -> bool:
    return len(call.args) == 1 and _names(call.args[0].value, name)
