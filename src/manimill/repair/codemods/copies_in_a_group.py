"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code import api
from manimill.code.names import names
from manimill.repair.codemod import GL, Codemod, Confidence, Order
from manimill.repair.codemods._arguments import named
from manimill.repair.codemods._owners import is_repeatable, manims_method
from manimill.repair.edit import as_keyword, expression, has_star, keyword, parenthesized, with_args
from manimill.repair.walk import walk

_GRID = ("n_rows", "n_cols", "height", "width", "group_by_rows", "group_by_cols")


class CopiesInAGroup(Codemod):
    """`replicate` and `get_grid` are groups of copies, the latter in a grid."""

    flavours = frozenset({GL})
    order = Order.METHODS
    confidence = Confidence.MEDIUM
    triggers = names("replicate get_grid")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Write out the copies."""
        name = manims_method(self, original)
        if name not in ("replicate", "get_grid") or not original.args or has_star(original):
            return updated
        assert isinstance(original.func, cst.Attribute) and isinstance(updated.func, cst.Attribute)
        kind = self.module.base_of(self.kind(original.func.value) or "")
        group = "Group" if kind and api.kind_of(kind) == "mobject" else "VGroup"
        if name == "replicate":
            return self._copies(updated, group, updated.args[0].value) if len(original.args) == 1 else updated
        return self._grid(original, updated, group)

    def _copies(self, call: cst.Call, group: str, count: cst.BaseExpression) -> cst.BaseExpression:
        assert isinstance(call.func, cst.Attribute)
        index = "_"
        if any(isinstance(node, cst.Name) and node.value == "_" for node in walk(call)):
            index = "copy_number"
        return expression(
            f"{group}(*[{{mobject}}.copy() for {index} in range({{count}})])",
            mobject=parenthesized(call.func.value),
            count=count,
        )

    def _grid(self, original: cst.Call, updated: cst.Call, group: str) -> cst.BaseExpression:
        call = named(updated, _GRID, 0)
        if call is None:
            return updated
        rows, cols = keyword(call, "n_rows"), keyword(call, "n_cols")
        if rows is not None and cols is not None and self._in_lines(call) and len(_rest(call)) <= 1:
            return self._lines(call, group, rows.value, cols.value)
        grouped = keyword(call, "group_by_rows") or keyword(call, "group_by_cols")
        if rows is None or cols is None or grouped is not None:
            self.warn(original, "copies in a group for each row are not written out")
            return updated
        count = expression("{rows} * {cols}", rows=parenthesized(rows.value), cols=parenthesized(cols.value))
        copies = self._copies(call, group, count)
        rest = _rest(call)
        assert isinstance(call.func, cst.Attribute)
        if not any("buff" in arg.keyword.value for arg in rest if arg.keyword) and is_repeatable(
            call.func.value
        ):
            # The space between was half of what there is, not a fixed one.
            buff = expression("({m}.width / 2, {m}.height / 2)", m=call.func.value)
            rest.append(as_keyword("buff", buff))
        arranged = expression("{copies}.arrange_in_grid()", copies=copies)
        assert isinstance(arranged, cst.Call)
        plain = [cst.Arg(rows.value), cst.Arg(cols.value)]
        result: cst.BaseExpression = with_args(arranged, [*plain, *rest])
        return _fitted(result, call)

    def _in_lines(self, call: cst.Call) -> bool:
        """Whether there is a group for each row or each column, and no space that differs between these."""
        by = [one for one in ("group_by_rows", "group_by_cols") if _is_true(keyword(call, one))]
        return len(by) == 1 and all(arg.keyword and arg.keyword.value == "buff" for arg in _rest(call))

    def _lines(
        self, call: cst.Call, group: str, rows: cst.BaseExpression, cols: cst.BaseExpression
    ) -> cst.BaseExpression:
        """A group for each row or column; all are of one size, so that they stand as in a grid."""
        assert isinstance(call.func, cst.Attribute)
        by_rows = _is_true(keyword(call, "group_by_rows"))
        inner, outer = ("RIGHT", "DOWN") if by_rows else ("DOWN", "RIGHT")
        mobject = call.func.value
        buff = keyword(call, "buff")
        if buff is None and not is_repeatable(mobject):
            self.warn(call, "the space between copies of what has no name is not written out")
            return call
        side = "width" if by_rows else "height"
        other = "height" if by_rows else "width"
        spaces = [
            buff.value if buff is not None else expression(f"{{m}}.{one} / 2", m=mobject)
            for one in (side, other)
        ]
        line = expression(
            f"{{copies}}.arrange({inner}, buff={{buff}})",
            copies=self._copies(call, group, cols if by_rows else rows),
            buff=spaces[0],
        )
        result = expression(
            f"{group}(*[{{line}} for _ in range({{count}})]).arrange({outer}, buff={{buff}})",
            line=line,
            count=rows if by_rows else cols,
            buff=spaces[1],
        )
        return _fitted(result, call)


def _rest(call: cst.Call) -> list[cst.Arg]:
    return [arg for arg in call.args if arg.keyword is not None and arg.keyword.value not in _GRID]


def _is_true(arg: cst.Arg | None) -> bool:
    return arg is not None and isinstance(arg.value, cst.Name) and arg.value.value == "True"


def _fitted(result: cst.BaseExpression, call: cst.Call) -> cst.BaseExpression:
    """The grid in the size that it is given."""
    for side in ("height", "width"):
        size = keyword(call, side)
        if size is not None and not (isinstance(size.value, cst.Name) and size.value.value == "None"):
            # Its width is, by a slip of ManimGL's, set as a height too.
            result = expression("{grid}.scale_to_fit_height({size})", grid=result, size=size.value)
    return result
