"""See the codemod."""

from __future__ import annotations

from manimill.repair.codemod import ALL, Order, Rename


class RenamedFunctions(Rename):
    """Functions that NumPy or ManimCE has under another name are called by it: `get_norm` is `np.linalg.norm`."""

    flavours = ALL
    order = Order.NAMES
    renames = {
        "get_norm": "np.linalg.norm",
        "cross": "np.cross",
        "fdiv": "np.true_divide",
        "angle_between": "angle_between_vectors",
    }
