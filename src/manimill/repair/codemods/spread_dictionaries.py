"""See the codemod."""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import libcst as cst

from manimill.code import api
from manimill.code.names import names
from manimill.repair.codemod import OLD, Codemod, Confidence, Order
from manimill.repair.codemods._arguments import dict_items
from manimill.repair.codemods._layout import laid_out
from manimill.repair.edit import as_keyword
from manimill.repair.module import Module, written
from manimill.repair.walk import SPREAD, inner, walk

_ALWAYS = names("Axes ThreeDAxes NumberPlane ComplexPlane")
"""Classes whose old keywords today's have other meanings for, or other defaults."""

_PURE = names("dict np.array list tuple")
"""Calls that give the same wherever they stand."""

Parents = tuple[cst.CSTNode, ...]


class _Source(NamedTuple):
    """A dictionary: where it is written, and what it holds."""

    value: cst.BaseExpression
    items: dict[str, cst.BaseExpression]


class SpreadDictionaries(Codemod):
    """Keywords that a call takes from a dictionary, as in `Axes(**config)`, are written in the call."""

    flavours = OLD
    order = Order.SCENES
    confidence = Confidence.HIGH
    local = False
    triggers = _ALWAYS | names(
        "NumberLine UnitInterval FunctionGraph ParametricFunction ParametricCurve ParametricSurface Surface Sphere "
        "Cube Prism VectorField StreamLines BarChart Text TextMobject TexMobject Tex TexText MathTex Code Arrow "
        "Vector Line DashedLine Arc Sector AnnularSector Rectangle RoundedRectangle Square Circle Dot "
        "SurroundingRectangle BackgroundRectangle Brace Matrix DecimalNumber Integer"
    )

    beside = frozenset({SPREAD})

    def __init__(self, module: Module) -> None:
        super().__init__(module)
        self._calls: dict[int, list[cst.Arg]] = {}
        self._dead: set[int] = set()

    def enter_Module(self, original: cst.Module) -> None:
        """Find the calls and the dictionaries, which stand before them."""
        uses: dict[int, set[int]] = {}
        sources: dict[int, tuple[_Source, list[cst.CSTNode]]] = {}
        for node, parents in _with_parents(original):
            if type(node) is not cst.Call or not any(arg.star == "**" for arg in node.args):
                continue
            name = self.module.manim_name(node.func, parents)
            if name not in self.triggers:
                continue
            args: list[cst.Arg] = []
            for arg in node.args:
                source = self._source(arg.value, parents) if arg.star == "**" else None
                if source is None or not _needed(name, source.items):
                    args.append(arg)
                    continue
                found = self._uses(arg.value, parents)
                if not _only_read(found):
                    self.warn(node, f"what {name} is given stands in a dictionary that changes")
                    args.append(arg)
                    continue
                args += [as_keyword(key, _on_one_line(value)) for key, value in source.items.items()]
                uses.setdefault(id(source.value), set()).add(id(arg.value))
                sources[id(source.value)] = source, [use for use, _ in found]
            if any(new is not old for new, old in zip(args, node.args, strict=False)):
                self._calls[id(node)] = args
        for key, (_, found_uses) in sources.items():
            if all(id(use) in uses[key] for use in found_uses):
                self._dead.add(key)

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.Call:
        """Write the keywords."""
        args = self._calls.get(id(original))
        return updated if args is None else laid_out(updated, args)

    def leave_Assign(self, original: cst.Assign, updated: cst.Assign) -> cst.Assign | cst.RemovalSentinel:
        """Leave out a dictionary that nothing needs any more."""
        return cst.RemoveFromParent() if id(original.value) in self._dead else updated

    def _source(self, expression: cst.BaseExpression, parents: Parents) -> _Source | None:
        """The dictionary an expression stands for, if it is written out once and holds the same at every use."""
        found = self._bound(expression, parents)
        value, place = found or (None, ())
        items = dict_items(value) if value is not None else None
        if (
            value is None
            or not items
            or not all(one.isidentifier() and not keyword.iskeyword(one) for one in items)
        ):
            return None
        return _Source(value, items) if all(self._still(one, place) for one in items.values()) else None

    def _bound(
        self, expression: cst.BaseExpression, parents: Parents
    ) -> tuple[cst.BaseExpression | None, Parents] | None:
        """The one thing that a name of a function or of the module is bound to, and the place."""
        if not isinstance(expression, cst.Name):
            return None
        for index in range(len(parents) - 1, -1, -1):
            scope = parents[index]
            if isinstance(scope, cst.FunctionDef | cst.Lambda):
                values = self.module.kinds.locals_of(scope).get(expression.value)
                if values is not None:
                    return (values[0], parents[: index + 1]) if len(values) == 1 else None
        constants = [
            part.value
            for part in _assignments(self.module.tree)
            for target in part.targets
            if isinstance(target.target, cst.Name) and target.target.value == expression.value
        ]
        return (constants[0], ()) if len(constants) == 1 else None

    def _still(self, value: cst.BaseExpression, parents: Parents) -> bool:
        """Whether an expression gives the same where the dictionary is and where it is used."""
        for node in walk(value):
            if isinstance(node, cst.Call) and written(node.func) not in _PURE:
                return False
            if isinstance(node, cst.Lambda | cst.BaseComp | cst.NamedExpr | cst.Await | cst.Yield):
                return False
            if isinstance(node, cst.Name):
                for scope in parents:
                    if isinstance(scope, cst.FunctionDef | cst.Lambda) and node.value != "self":
                        bound = self.module.kinds.locals_of(scope).get(node.value)
                        if bound is not None and (len(bound) > 1 or bound[0] is None):
                            return False
        return True

    def _uses(self, expression: cst.BaseExpression, parents: Parents) -> list[tuple[cst.CSTNode, Parents]]:
        """Every place where a dictionary is used, those where it is bound aside, and what is around them."""
        assert isinstance(expression, cst.Name)
        scope: cst.CSTNode = self.module.tree
        for one in reversed(parents):
            if isinstance(one, cst.FunctionDef) and expression.value in self.module.kinds.locals_of(one):
                scope = one
                break
        return [
            (node, around)
            for node, around in _with_parents(scope)
            if isinstance(node, cst.Name)
            and node.value == expression.value
            and not _is_target(around)
            and not _is_label(node, around)
        ]


def _needed(name: str | None, items: dict[str, cst.BaseExpression]) -> bool:
    """Whether a class cannot be given a dictionary as it is."""
    if name is None:
        return False
    accepted = api.keywords(name)
    return name in _ALWAYS or accepted is None or not accepted.issuperset(items)


def _only_read(uses: Sequence[tuple[cst.CSTNode, Parents]]) -> bool:
    """Whether a dictionary is only read, never changed or handed on."""
    for node, around in uses:
        parent = around[-1]
        starred = isinstance(parent, cst.Arg) and parent.star == "**"
        read = isinstance(parent, cst.Subscript) and parent.value is node and not _is_target(around[:-1])
        if not (starred or read or isinstance(parent, cst.StarredDictElement)):
            return False
    return True


def _on_one_line(value: cst.BaseExpression) -> cst.BaseExpression:
    """A dictionary without the line breaks that it has where it stands now."""
    if not isinstance(value, cst.Dict):
        return value
    last = len(value.elements) - 1
    space = cst.SimpleWhitespace(" ")
    elements = [
        element.with_changes(
            value=_on_one_line(element.value),
            comma=cst.MaybeSentinel.DEFAULT if index == last else cst.Comma(whitespace_after=space),
        )
        for index, element in enumerate(value.elements)
    ]
    return value.with_changes(elements=elements, lbrace=cst.LeftCurlyBrace(), rbrace=cst.RightCurlyBrace())


def _is_target(around: Parents) -> bool:
    """Whether what stands in these nodes is bound or deleted."""
    return isinstance(around[-1], cst.AssignTarget | cst.Del | cst.AugAssign | cst.AnnAssign)


def _is_label(node: cst.Name, around: Parents) -> bool:
    """Whether a name is an attribute's or a keyword's."""
    parent = around[-1]
    if isinstance(parent, cst.Attribute):
        return node is parent.attr
    return (isinstance(parent, cst.Arg) and node is parent.keyword) or isinstance(parent, cst.Param)


def _assignments(tree: cst.Module) -> Iterator[cst.Assign]:
    for line in tree.body:
        if isinstance(line, cst.SimpleStatementLine):
            yield from (part for part in line.body if isinstance(part, cst.Assign))


def _with_parents(root: cst.CSTNode) -> Iterator[tuple[cst.CSTNode, Parents]]:
    todo: list[tuple[cst.CSTNode, Parents]] = [(root, ())]
    while todo:
        node, parents = todo.pop()
        yield node, parents
        around = (*parents, node)
        todo.extend((one, around) for one in reversed(list(inner(node))))
