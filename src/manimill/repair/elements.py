"""What groups and lists hold, where all of it is of one class: the inference of kinds, one level down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import libcst as cst

from manimill.code.names import names
from manimill.repair.bindings import Parents
from manimill.repair.scopes import comprehended, targets
from manimill.repair.walk import inner

if TYPE_CHECKING:
    from manimill.repair.kinds import Kinds
    from manimill.repair.module import Module

_GROUPS = names("VGroup Group")
_SAME_ELEMENTS = names("list tuple sorted reversed set")
_KEEP = names(
    "shift scale rotate move_to next_to align_to to_edge to_corner set_color set_fill set_stroke set_opacity copy "
    "arrange arrange_in_grid center set_color_by_gradient set_z_index scale_to_fit_width scale_to_fit_height shuffle"
)
"""Methods that give back the group that they are called on, or one like it."""

_GROW = names("add append extend")
_CHANGE = names("insert remove pop clear add_to_back set_submobjects become")

Loops = dict[str, list[cst.BaseExpression | None]]
"""What names of loops go through; None where that is not one expression."""

Growth = dict[str, list[cst.Call | None]]
"""Calls that add to what a name stands for; None for whatever else may change what it holds."""


class Elements:
    """Classes of what groups and lists hold."""

    def __init__(self, kinds: Kinds, module: Module) -> None:
        self._kinds = kinds
        self._module = module
        self._asking: set[tuple[int, str]] = set()

    def of_loop(self, scope: cst.CSTNode, name: str, parents: Parents) -> str | None:
        """The class of what a name stands for that only loops of a function bind."""
        places = self._module.remembered(loops_in, scope).get(name, [])
        values = self._kinds.locals_of(scope)[name]
        if len(places) != len(values) or any(value is not None for value in values):
            return None
        return self._one([(place, parents) for place in places])

    def of_comprehension(self, node: cst.BaseComp, name: str, parents: Parents) -> str | None:
        """The class of what a name of a comprehension stands for."""
        places: list[tuple[cst.BaseExpression | None, Parents]] = []
        part: cst.CompFor | None = node.for_in
        around = parents
        while part is not None:
            places += [(place, around) for bound, place in looped(part.target, part.iter) if bound == name]
            part, around = part.inner_for_in, [*parents, node]
        return self._one(places)

    def _one(self, places: Sequence[tuple[cst.BaseExpression | None, Parents]]) -> str | None:
        found: set[str] = set()
        for place, parents in places:
            among = self._among(place, parents) if place is not None else None
            if among is None:
                return None
            found |= among
        return found.pop() if len(found) == 1 else None

    def _among(self, expression: cst.BaseExpression, parents: Parents) -> set[str] | None:  # noqa: PLR0911 (one case after the other)
        """The classes of what an expression holds, None where those of some of it cannot be told."""
        if isinstance(expression, cst.Name):
            return self._named(expression.value, parents)
        if isinstance(expression, cst.List | cst.Tuple):
            return self._each(
                [(e.value, isinstance(e, cst.StarredElement)) for e in expression.elements], parents
            )
        if isinstance(expression, cst.ListComp | cst.GeneratorExp):
            return self._each([(expression.elt, False)], [*parents, expression])
        if not isinstance(expression, cst.Call):
            return None
        function = expression.func
        given = [(arg.value, arg.star == "*") for arg in expression.args if arg.keyword is None]
        if self._module.manim_name(function, parents) in _GROUPS:
            return self._each(given, parents)
        if isinstance(function, cst.Name):
            same = function.value in _SAME_ELEMENTS and len(given) == 1
            return self._among(given[0][0], parents) if same else None
        if isinstance(function, cst.Attribute) and function.attr.value in _KEEP:
            return self._among(function.value, parents)
        return None

    def _each(self, values: Sequence[tuple[cst.BaseExpression, bool]], parents: Parents) -> set[str] | None:
        """The classes of values, or, where a star stands before one, of what it holds."""
        found: set[str] = set()
        for value, star in values:
            if star:
                among = self._among(value, parents)
                if among is None:
                    return None
                found |= among
            else:
                kind = self._kinds.of(value, parents)
                if kind is None:
                    return None
                found.add(kind)
        return found

    def _named(self, name: str, parents: Parents) -> set[str] | None:
        """The classes of all that a function's own variable is made of and added to."""
        for index in range(len(parents) - 1, -1, -1):
            scope = parents[index]
            if isinstance(scope, cst.BaseComp) and name in comprehended(scope):
                return None
            if not isinstance(scope, cst.FunctionDef | cst.Lambda) or name not in self._kinds.locals_of(
                scope
            ):
                continue
            key = (id(scope), name)
            if key in self._asking:
                return None
            self._asking.add(key)
            try:
                return self._of_variable(scope, name, [*parents[: index + 1]])
            finally:
                self._asking.discard(key)
        return None

    def _of_variable(self, scope: cst.CSTNode, name: str, inside: Parents) -> set[str] | None:
        found: set[str] = set()
        for value in self._kinds.locals_of(scope)[name]:
            among = self._among(value, inside) if value is not None else None
            if among is None:
                return None
            found |= among
        for call in self._module.remembered(grown_in, scope).get(name, []):
            if call is None:
                return None
            extended = isinstance(call.func, cst.Attribute) and call.func.attr.value == "extend"
            among = self._each([(arg.value, extended or arg.star == "*") for arg in call.args], inside)
            if among is None:
                return None
            found |= among
        return found


def looped(
    target: cst.BaseExpression, through: cst.BaseExpression
) -> Iterator[tuple[str, cst.BaseExpression | None]]:
    """Names that a loop binds, each with what it goes through, ``enumerate`` and ``zip`` taken apart."""
    if isinstance(target, cst.Name):
        yield target.value, through
        return
    function = (
        through.func.value if isinstance(through, cst.Call) and isinstance(through.func, cst.Name) else ""
    )
    if isinstance(target, cst.Tuple) and isinstance(through, cst.Call) and through.args:
        plain = all(arg.keyword is None and not arg.star for arg in through.args)
        if function == "enumerate" and len(target.elements) == 2 and not through.args[0].star:
            yield from ((name, None) for name in targets(target.elements[0].value))
            yield from looped(target.elements[1].value, through.args[0].value)
            return
        if function == "zip" and plain and len(target.elements) == len(through.args):
            for element, arg in zip(target.elements, through.args, strict=True):
                yield from looped(element.value, arg.value)
            return
    yield from ((name, None) for name in targets(target))


def loops_in(scope: cst.CSTNode) -> Loops:
    """What the loops of a function bind names to."""
    found: Loops = {}
    for node, _ in _block(scope):
        if type(node) is cst.For:
            for name, through in looped(node.target, node.iter):
                found.setdefault(name, []).append(through)
    return found


def grown_in(scope: cst.CSTNode) -> Growth:
    """What adds to the variables of a function, or may change what they hold."""
    found: Growth = {}
    for node, nested in _block(scope):
        if type(node) is cst.AugAssign and isinstance(node.target, cst.Name):
            found.setdefault(node.target.value, []).append(None)
        elif type(node) is cst.AssignTarget and isinstance(node.target, cst.Subscript):
            if isinstance(node.target.value, cst.Name):
                found.setdefault(node.target.value.value, []).append(None)
        elif type(node) is cst.Attribute and node.attr.value == "submobjects":
            if isinstance(node.value, cst.Name):
                found.setdefault(node.value.value, []).append(None)
        elif type(node) is cst.Call and isinstance(node.func, cst.Attribute):
            owner, method = node.func.value, node.func.attr.value
            if not isinstance(owner, cst.Name):
                continue
            if method in _GROW:
                found.setdefault(owner.value, []).append(None if nested else node)
            elif method in _CHANGE:
                found.setdefault(owner.value, []).append(None)
    return found


def _block(scope: cst.CSTNode) -> Iterator[tuple[cst.CSTNode, bool]]:
    """The nodes of a function's block, and whether each stands in a function or comprehension in it."""
    todo = [(node, False) for node in inner(scope)]
    while todo:
        node, nested = todo.pop()
        yield node, nested
        nested = nested or isinstance(node, cst.FunctionDef | cst.Lambda | cst.ClassDef | cst.BaseComp)
        todo += [(child, nested) for child in inner(node)]
