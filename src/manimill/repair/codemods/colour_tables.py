"""See the codemod."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import LEGACY, Codemod, Confidence, Order
from manimill.repair.edit import key_of, text_of
from manimill.repair.module import PACKAGES, Module, module_name, written

_TABLE, _LIST = "COLOR_MAP", "PALETTE"
_NAMES = """
DARK_BLUE DARK_BROWN LIGHT_BROWN BLUE_E BLUE_D BLUE_C BLUE_B BLUE_A TEAL_E TEAL_D TEAL_C TEAL_B TEAL_A GREEN_E
GREEN_D GREEN_C GREEN_B GREEN_A YELLOW_E YELLOW_D YELLOW_C YELLOW_B YELLOW_A GOLD_E GOLD_D GOLD_C GOLD_B GOLD_A
RED_E RED_D RED_C RED_B RED_A MAROON_E MAROON_D MAROON_C MAROON_B MAROON_A PURPLE_E PURPLE_D PURPLE_C PURPLE_B
PURPLE_A WHITE BLACK LIGHT_GRAY LIGHT_GREY GRAY GREY DARK_GREY DARK_GRAY DARKER_GREY DARKER_GRAY GREY_BROWN PINK
LIGHT_PINK GREEN_SCREEN ORANGE
"""
"""What the table had, in its order: colours taken from it in turn come in this one."""

_OTHERS = {"BLUE_E": 'ManimColor("#1C758A")', "GREEN_SCREEN": 'ManimColor("#00FF00")'}


class ColourTables(Codemod):
    """`COLOR_MAP` and `PALETTE`, all colours by name and in turn, are written out where more than one is wanted."""

    flavours = frozenset({LEGACY})
    order = Order.NAMES
    confidence = Confidence.HIGH
    triggers = names(_TABLE, _LIST)

    def __init__(self, module: Module) -> None:
        super().__init__(module)
        self._used: set[str] = set()
        self._first: cst.CSTNode | None = None

    def leave_Name(self, original: cst.Name, updated: cst.Name) -> cst.BaseExpression:
        """Note that a table is used, but for one colour of a known name, which is written as such."""
        if original.value not in self.triggers or not self.is_use(original):
            return updated
        around = self.parents[-1]
        alone = isinstance(around, cst.Subscript) and key_of(around) is not None and original.value == _TABLE
        if (
            not alone
            and not isinstance(around, cst.ImportAlias)
            and self.manim_name(original) == original.value
        ):
            self._used.add(original.value)
            self._first = self._first or original
        return updated

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Names of the table that are evaluated are looked up in it: not all are Manim's names today."""
        if written(original.func) != "eval" or len(original.args) != 1:
            return updated
        name = original.args[0].value
        if not isinstance(name, cst.Name) or not any(
            _goes_over_keys(one, name.value) for one in self._loops()
        ):
            return updated
        return cst.parse_expression(f"{_TABLE}[{name.value}]")

    def leave_Module(self, original: cst.Module, updated: cst.Module) -> cst.Module:
        """Put the tables below the imports."""
        if not self._used or self._first is None:
            return updated
        if not self.module.star:
            self.warn(self._first, "Manim's names are not all imported")
            return updated
        last = max((index for index, line in enumerate(original.body) if _imports_manim(line)), default=-1)
        self.record(self._first)
        return updated.with_changes(
            body=[*updated.body[: last + 1], *_tables(self._used), *updated.body[last + 1 :]]
        )

    def _loops(self) -> Iterator[tuple[cst.BaseAssignTargetExpression, cst.BaseExpression]]:
        for node in self.parents:
            if isinstance(node, cst.For):
                yield node.target, node.iter
            elif isinstance(node, cst.ListComp | cst.SetComp | cst.GeneratorExp | cst.DictComp):
                yield node.for_in.target, node.for_in.iter


def _goes_over_keys(loop: tuple[cst.CSTNode, cst.BaseExpression], name: str) -> bool:
    target, over = loop
    return _bound(target) == name and text_of(over) in (
        _TABLE,
        f"{_TABLE}.keys()",
        f"list({_TABLE})",
        f"list({_TABLE}.keys())",
    )


def _bound(target: cst.CSTNode) -> str:
    """The name a loop binds, if it is one."""
    return target.value if isinstance(target, cst.Name) else ""


def _tables(used: set[str]) -> list[cst.SimpleStatementLine]:
    lines = [
        _TABLE + " = {\n",
        *(f'    "{one}": {_OTHERS.get(one, one)},\n' for one in _NAMES.split()),
        "}\n",
    ]
    if _LIST in used:
        lines.append(f"{_LIST} = list({_TABLE}.values())\n")
    body = cst.parse_module("pass\n\n" + "".join(lines)).body[1:]
    return [line for line in body if isinstance(line, cst.SimpleStatementLine)]


def _imports_manim(line: cst.CSTNode) -> bool:
    return isinstance(line, cst.SimpleStatementLine) and any(
        isinstance(node, cst.ImportFrom) and module_name(node).partition(".")[0] in PACKAGES
        for node in line.body
    )
