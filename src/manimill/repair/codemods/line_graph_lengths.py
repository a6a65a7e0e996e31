"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import CE, Codemod, Confidence, Order
from manimill.repair.codemods._owners import manims_method
from manimill.repair.edit import argument, expression, has_star, parenthesized, with_argument
from manimill.repair.lengths import Lengths


class LineGraphLengths(Codemod):
    """Values of a line graph that have no partner, which were passed over and are an error now, are left out."""

    flavours = frozenset({CE})
    order = Order.ARGUMENTS
    confidence = Confidence.HIGH
    local = False
    triggers = names("plot_line_graph")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.Call:
        """Cut what is longer to the length of what is shorter, where both are known."""
        if manims_method(self, original) != "plot_line_graph" or has_star(original):
            return updated
        axes = enumerate(("x_values", "y_values", "z_values"))
        given = [(name, i, arg.value) for i, name in axes if (arg := argument(original, name, i)) is not None]
        function = self.enclosing_function
        if function is None or len(given) < 2:
            return updated
        known = Lengths.before(original, function)
        lengths = [length for *_, value in given if (length := known.of(value)) is not None]
        if len(lengths) != len(given) or len(set(lengths)) == 1:
            return updated
        shortest = lengths.index(min(lengths))
        by = given[shortest][-1]
        end = expression("len({by})", by=by) if isinstance(by, cst.Name) else cst.Integer(str(min(lengths)))
        for (name, index, value), length in zip(given, lengths, strict=True):
            if length > lengths[shortest]:
                cut = expression("{values}[:{end}]", values=parenthesized(value), end=end)
                updated = with_argument(updated, name, index, cut)
        return updated
