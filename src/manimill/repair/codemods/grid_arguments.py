"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, GL, Codemod, Confidence, Order
from manimill.repair.codemods._owners import manims_method
from manimill.repair.edit import (
    as_keyword,
    expression,
    keyword,
    with_args,
    with_renamed_keywords,
    without,
)
from manimill.repair.module import written

_RATIOS = ("buff_ratio", "h_buff_ratio", "v_buff_ratio")
_WORDS = names(
    "n_rows n_cols h_buff v_buff fill_rows_first buff_ratio h_buff_ratio v_buff_ratio aligned_edge"
)


class GridArguments(Codemod):
    """`arrange_in_grid` has `rows` and `cols`, one `buff` for both ways, and a `flow_order`."""

    flavours = ALL
    order = Order.METHODS
    confidence = Confidence.MEDIUM
    triggers = _WORDS

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Rename and put together the old keywords; ManimCE would swallow them without a word."""
        if manims_method(self, original) != "arrange_in_grid":
            return updated
        given = {arg.keyword.value for arg in original.args if arg.keyword is not None}
        if not given & _WORDS:
            return updated
        if written(_first_filled(original)) not in ("True", "False"):
            self.warn(original, "whether rows or columns are filled first cannot be told")
            return updated
        call = with_renamed_keywords(updated, {"n_rows": "rows", "n_cols": "cols"})
        if self.module.flavour == GL:
            call = with_renamed_keywords(call, {"aligned_edge": "cell_alignment"})
        elif "n_cols" in given and "n_rows" not in given and self.module.flavour == "legacy":
            # Given columns alone, they were filled one after the other.
            call = with_args(call, [*call.args, as_keyword("flow_order", expression('"dr"'))])
        if given.intersection(_RATIOS):
            self.record(original, Confidence.LOW)
            call = without(call, *_RATIOS)
        return _ordered(_spaced(call))


def _spaced(call: cst.Call) -> cst.Call:
    across, down = keyword(call, "h_buff"), keyword(call, "v_buff")
    if across is None and down is None:
        return call
    other = expression("MED_SMALL_BUFF")
    both = expression(
        "({across}, {down})",
        across=across.value if across else other,
        down=down.value if down else other,
    )
    kept = [arg for arg in call.args if arg is not across and arg is not down]
    return with_args(call, [*kept, as_keyword("buff", both)])


def _ordered(call: cst.Call) -> cst.Call:
    across = written(_first_filled(call)) == "True"
    call = without(call, "fill_rows_first")
    return call if across else with_args(call, [*call.args, as_keyword("flow_order", expression('"dr"'))])


def _first_filled(call: cst.Call) -> cst.BaseExpression:
    given = keyword(call, "fill_rows_first")
    return given.value if given is not None else cst.Name("True")
