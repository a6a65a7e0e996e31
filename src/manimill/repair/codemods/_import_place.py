"""Where an import is put."""

from __future__ import annotations

import libcst as cst

from manimill.repair.module import PACKAGES, module_name


def after_imports(tree: cst.Module) -> int:
    """Where to put imports: after Manim's, else after what has to stand first."""
    first = 0
    for index, line in enumerate(tree.body):
        if not isinstance(line, cst.SimpleStatementLine):
            continue
        node = line.body[0]
        if isinstance(node, cst.ImportFrom):
            if module_name(node).partition(".")[0] in PACKAGES:
                return index + 1
            if module_name(node) == "__future__":
                first = index + 1
        elif isinstance(node, cst.Import):
            if any(alias.evaluated_name.partition(".")[0] in PACKAGES for alias in node.names):
                return index + 1
        elif index == 0 and isinstance(node, cst.Expr) and isinstance(node.value, cst.SimpleString):
            first = 1
    return first
