"""See the codemod."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.codemods._import_place import after_imports
from manimill.repair.edit import statement
from manimill.scenes.slicing.proof import unresolved

_MODULES = (
    "os sys re random math string inspect copy time warnings functools itertools operator hashlib json pickle"
)
_FROM: Mapping[str, str] = {
    "collections.abc": "Iterable Callable Sequence Iterator Generator Hashable",
    "typing": "Any Optional Union List Dict Tuple TYPE_CHECKING",
    "functools": "reduce lru_cache wraps partial",
    "copy": "deepcopy",
    "abc": "ABC ABCMeta abstractmethod",
    "contextlib": "contextmanager",
    "pathlib": "Path",
    "PIL": "Image",
    "scipy": "linalg special",
    "scipy.integrate": "solve_ivp",
    "scipy.spatial.distance": "cdist pdist",
    "scipy.optimize": "linear_sum_assignment",
}
_IMPORTS: Mapping[str, str] = {
    "it": "import itertools as it",
    "op": "import operator as op",
    "np": "import numpy as np",
    **{module: f"import {module}" for module in _MODULES.split()},
    **{name: f"from {module} import {name}" for module, names_ in _FROM.items() for name in names_.split()},
}
"""What the star imports of older Manims brought along, and how to get it."""


class LeakedNames(Codemod):
    """Names of Python's own library that a star import used to bring along are imported."""

    flavours = ALL
    order = Order.CLEANUP
    confidence = Confidence.HIGH
    triggers = names(*_IMPORTS)

    def leave_Module(self, original: cst.Module, updated: cst.Module) -> cst.Module:
        """Look which of them lead nowhere and import these after Manim."""
        lost = {one.name for one in unresolved(original.code)}
        wanted = sorted(_IMPORTS[name] for name in lost if name in _IMPORTS)
        if not wanted:
            return updated
        at = after_imports(updated)
        lines = [statement(line) for line in wanted]
        return updated.with_changes(body=[*updated.body[:at], *lines, *updated.body[at:]])
