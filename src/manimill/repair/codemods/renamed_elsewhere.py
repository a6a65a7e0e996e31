"""See the codemod."""

from __future__ import annotations

import ast
from collections.abc import Mapping

import libcst as cst

from manimill.code.names import names
from manimill.code.walking import walk
from manimill.repair.codemod import ALL, Codemod, Confidence, Order, dotted
from manimill.repair.module import module_name

_NUMPY: Mapping[str, str] = {
    **{name: name for name in ("float", "int", "complex", "object", "str")},
    "product": "np.prod",
    "cumproduct": "np.cumprod",
    "alltrue": "np.all",
    "sometrue": "np.any",
    "round_": "np.round",
    "infty": "np.inf",
    "Inf": "np.inf",
    "NaN": "np.nan",
    "float_": "np.float64",
    "complex_": "np.complex128",
}
"""What numpy has dropped, and what it is today; ``np.float`` and its like were Python's own."""

_MOVED: Mapping[tuple[str, str], tuple[str, str]] = {
    ("shapely.ops", "cascaded_union"): ("shapely.ops", "unary_union"),
    ("scipy.misc", "comb"): ("scipy.special", "comb"),
    ("scipy.misc", "factorial"): ("scipy.special", "factorial"),
    ("fractions", "gcd"): ("math", "gcd"),
    ("collections", "Iterable"): ("collections.abc", "Iterable"),
    ("collections", "Sequence"): ("collections.abc", "Sequence"),
    ("collections", "Callable"): ("collections.abc", "Callable"),
    **{("scipy", name): ("numpy", name) for name in ("sqrt", "log", "exp", "sin", "cos", "pi", "array")},
}
"""What other packages have dropped: a module and a name in it, and where it is today."""

_PACKAGES = names("np numpy")


class RenamedElsewhere(Codemod):
    """Names that Python, numpy, scipy and shapely have dropped are those that they have today."""

    flavours = ALL
    order = Order.NAMES
    confidence = Confidence.HIGH
    triggers = frozenset(_NUMPY) | {name for _, name in _MOVED}
    beside = _PACKAGES | {module.partition(".")[0] for module, _ in _MOVED}

    @classmethod
    def has_work(cls, tree: ast.Module) -> bool:
        """Whether such a name is read from its package or imported."""
        return any(map(_may_be_gone, walk(tree)))

    def leave_Attribute(self, original: cst.Attribute, updated: cst.Attribute) -> cst.BaseExpression:
        """``np.float`` and its like."""
        new = _NUMPY.get(original.attr.value)
        owner = original.value
        if new is None or not isinstance(owner, cst.Name) or owner.value not in _PACKAGES:
            return updated
        if "." not in new:
            return cst.Name(new) if new not in self.module.own_names else updated
        return updated.with_changes(attr=cst.Name(new.partition(".")[2]))

    def leave_ImportFrom(self, original: cst.ImportFrom, updated: cst.ImportFrom) -> cst.ImportFrom:
        """Import one from where it is, under the name that the module has for it."""
        if isinstance(updated.names, cst.ImportStar) or len(updated.names) != 1:
            return updated
        alias = updated.names[0]
        new = _MOVED.get((module_name(original), alias.evaluated_name))
        if new is None:
            return updated
        module, name = new
        local = cst.AsName(cst.Name(alias.evaluated_name)) if name != alias.evaluated_name else None
        renamed = alias.with_changes(name=cst.Name(name), asname=alias.asname or local)
        return updated.with_changes(module=dotted(module), names=[renamed])


def _may_be_gone(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr in _NUMPY and isinstance(node.value, ast.Name) and node.value.id in _PACKAGES
    return isinstance(node, ast.ImportFrom) and any(
        (node.module or "", one.name) in _MOVED for one in node.names
    )
