"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, CE, Codemod, Confidence, Order
from manimill.repair.module import written
from manimill.repair.walk import walk

_COMMANDS = frozenset(
    {
        "os.system",
        "os.popen",
        "subprocess.run",
        "subprocess.call",
        "subprocess.Popen",
        "subprocess.check_call",
    }
)


class CommandTails(Codemod):
    """Commands that render the file itself, run when it is loaded, are left out."""

    flavours = ALL
    order = Order.IMPORTS
    confidence = Confidence.HIGH
    triggers = names("system popen subprocess")

    def leave_If(self, original: cst.If, updated: cst.If) -> cst.If | cst.RemovalSentinel:
        """``if __name__ == "__main__":`` with a command in it, at the end of a module for an older Manim."""
        if len(self.parents) != 1 or original.orelse is not None or self.module.flavour == CE:
            return updated
        test = original.test
        tail = isinstance(test, cst.Comparison) and written(test.left) == "__name__"
        return cst.RemovalSentinel.REMOVE if tail and _runs(original.body) else updated

    def leave_Expr(self, original: cst.Expr, updated: cst.Expr) -> cst.Expr | cst.RemovalSentinel:
        """A command that stands in the module itself, and calls Manim."""
        if len(self.parents) != 2 or not isinstance(original.value, cst.Call) or not _runs(original.value):
            return updated
        about = any(isinstance(node, cst.SimpleString) and "manim" in node.value for node in walk(original))
        return cst.RemovalSentinel.REMOVE if about else updated


def _runs(node: cst.CSTNode) -> bool:
    return any(isinstance(one, cst.Call) and written(one.func) in _COMMANDS for one in walk(node))
