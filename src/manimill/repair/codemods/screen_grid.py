"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.module import PACKAGES, module_name

_MODULE = "screen_grid"
_CLASS = '''pass


class ScreenGrid(VGroup):
    """Lines over the frame at every unit, with the coordinates at the edges."""

    def __init__(
        self,
        rows=8,
        columns=14,
        height=config.frame_height,
        width=14,
        grid_stroke=0.5,
        grid_color=WHITE,
        axis_color=RED,
        axis_stroke=2,
        labels_scale=0.25,
        labels_buff=0,
        number_decimals=2,
        **kwargs,
    ):
        super().__init__(**kwargs)
        xs = np.linspace(-width / 2, width / 2, columns + 1)
        ys = np.linspace(-height / 2, height / 2, rows + 1)
        left, right, bottom, top = xs[0], xs[-1], ys[0], ys[-1]
        grid = {"stroke_width": grid_stroke, "color": grid_color}
        axis = {"stroke_width": axis_stroke, "color": axis_color}
        self.grid = VGroup(
            *[Line([x, bottom, 0], [x, top, 0], **grid) for x in xs],
            *[Line([left, y, 0], [right, y, 0], **grid) for y in ys],
        )
        self.axes = VGroup(Line([0, bottom, 0], [0, top, 0], **axis), Line([left, 0, 0], [right, 0, 0], **axis))
        self.labels = VGroup()
        for places, place, edge in ((xs, lambda x: [x, top, 0], DR), (ys, lambda y: [left, y, 0], UR)):
            for value in places[:-1]:
                label = DecimalNumber(value, num_decimal_places=number_decimals).scale(labels_scale)
                self.labels.add(label.next_to(place(value), edge, buff=labels_buff))
        self.add(self.grid, self.axes, self.labels)

'''


class ScreenGrid(Codemod):
    """A `ScreenGrid` from a module that did not come along is drawn by a small class of that name."""

    flavours = ALL
    order = Order.IMPORTS
    confidence = Confidence.LOW
    triggers = names(_MODULE)
    shim = True

    def leave_Module(self, original: cst.Module, updated: cst.Module) -> cst.Module:
        """Exchange the import for the class, below the imports that the class needs."""
        mine = [index for index, line in enumerate(original.body) if _imports_grid(line)]
        if not mine:
            return updated
        if not self.module.star:
            self.warn(
                original.body[mine[0]], "Manim's names are not all imported for a grid to be drawn with"
            )
            return updated
        last = max(index for index, line in enumerate(original.body) if _imports_manim(line) or index in mine)
        drawn = cst.parse_module(_CLASS).body[1:]
        self.record(original.body[mine[0]])
        body = [line for index, line in enumerate(updated.body[: last + 1]) if index not in mine]
        return updated.with_changes(body=[*body, *drawn, *updated.body[last + 1 :]])


def _imports_grid(line: cst.CSTNode) -> bool:
    """Whether a line imports the grid by its own name, or everything there is, from the module alone."""
    if not isinstance(line, cst.SimpleStatementLine) or len(line.body) != 1:
        return False
    node = line.body[0]
    if not isinstance(node, cst.ImportFrom) or module_name(node).rpartition(".")[2] != _MODULE:
        return False
    if isinstance(node.names, cst.ImportStar):
        return True
    return all(alias.evaluated_name == "ScreenGrid" and alias.asname is None for alias in node.names)


def _imports_manim(line: cst.CSTNode) -> bool:
    return isinstance(line, cst.SimpleStatementLine) and any(
        isinstance(node, cst.ImportFrom) and module_name(node).partition(".")[0] in PACKAGES
        for node in line.body
    )
