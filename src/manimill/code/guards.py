"""Code that does not run when its module is imported."""

from __future__ import annotations

import ast

from manimill.code.walking import walk


def is_main_guard(test: ast.expr) -> bool:
    """Whether a condition holds only where the module is run as a program."""
    nodes = walk(test)
    return any(isinstance(node, ast.Name) and node.id == "__name__" for node in nodes) and any(
        isinstance(node, ast.Constant) and node.value == "__main__" for node in nodes
    )
