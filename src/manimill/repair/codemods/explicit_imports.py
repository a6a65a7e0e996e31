"""See the codemod."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import libcst as cst

from manimill.code import api
from manimill.code.packages import members
from manimill.repair.codemod import ALL, CE, Codemod, Confidence, Order
from manimill.repair.codemods._old_modules import WORDS, is_old
from manimill.repair.edit import statement
from manimill.repair.module import PACKAGES, Module, module_name

_TYPES: Mapping[str, str] = {
    "Vect2": "Vector2D",
    "Vect3": "Vector3D",
    "VectN": "Vector",
    "Vect2Array": "Point2D_Array",
    "Vect3Array": "Point3D_Array",
    "VectArray": "Point3D_Array",
    "Matrix3x3": "MatrixMN",
}


class ExplicitImports(Codemod):
    """Imports from modules of older Manims become imports from `manim`, of everything where names have changed."""

    flavours = ALL
    order = Order.IMPORTS
    confidence = Confidence.HIGH
    triggers = WORDS | {"manim"}

    def __init__(self, module: Module) -> None:
        super().__init__(module)
        self._star = module.star

    def leave_SimpleStatementLine(
        self, original: cst.SimpleStatementLine, updated: cst.SimpleStatementLine
    ) -> cst.SimpleStatementLine | cst.RemovalSentinel | cst.FlattenSentinel[cst.SimpleStatementLine]:
        """Put one line, several or none in the place of an import."""
        node = original.body[0]
        if len(original.body) != 1 or not isinstance(node, cst.ImportFrom):
            return updated
        module = module_name(node)
        if isinstance(node.names, cst.ImportStar) or not is_old(module, self.module.flavour):
            return updated
        lines = self._lines(module, node.names)
        if not lines:
            return cst.RemovalSentinel.REMOVE
        new = [statement(line) for line in lines]
        first = new[0]
        assert isinstance(first, cst.SimpleStatementLine)
        new[0] = updated.with_changes(body=first.body)
        return cst.FlattenSentinel(new) if len(new) > 1 else new[0]  # type: ignore[arg-type, return-value]

    def leave_Import(self, _: cst.Import, updated: cst.Import) -> cst.Import:
        """``import manimlib as m``."""
        new = []
        for alias in updated.names:
            if alias.evaluated_name.partition(".")[0] in PACKAGES - {"manim"}:
                alias = alias.with_changes(name=cst.Name("manim"))
            new.append(alias)
        same = all(a is b for a, b in zip(new, updated.names, strict=True))
        return updated if same else updated.with_changes(names=new)

    def leave_Name(self, original: cst.Name, updated: cst.Name) -> cst.Name:
        """The package by its own name."""
        if original.value not in ("manimlib", "manimgl", "manimce") or not self.is_use(original):
            return updated
        if any(isinstance(node, cst.Import | cst.ImportFrom) for node in self.parents):
            return updated
        return cst.Name("manim") if self.module.imported.get(original.value) == "" else updated

    def _lines(self, module: str, names: Sequence[cst.ImportAlias]) -> list[str]:
        """Imports that bring what an old one brought."""
        if module.endswith(".typing"):
            return [line for name in names if (line := self._typing(name))]
        plain = [one.evaluated_name for one in names if one.evaluated_alias in (None, one.evaluated_name)]
        others = [one for one in names if one.evaluated_name not in plain]
        lines = []
        if plain and (self.module.flavour == CE or self._star_would_hide() or self.enclosing_function):
            known = [name for name in plain if name in api.public_names()]
            if known:
                lines.append(f"from manim import {', '.join(known)}")
        elif plain and not self._star:
            self._star = True
            lines.append("from manim import *")
        return [
            *lines,
            *(f"from manim import {one.evaluated_name} as {one.evaluated_alias}" for one in others),
        ]

    def _typing(self, name: cst.ImportAlias) -> str:
        """An import of a type under the name that the module has for it."""
        old, local = name.evaluated_name, name.evaluated_alias or name.evaluated_name
        if old == "ManimColor":
            star = self.module.star and local == old
            return "" if star else f"from manim import ManimColor{'' if local == old else f' as {local}'}"
        new = _TYPES.get(old, old)
        if new not in (members("manim.typing") or ()):
            return f"from typing import Any as {local}"
        return f"from manim.typing import {new}" + ("" if new == local else f" as {local}")

    def _star_would_hide(self) -> bool:
        """Whether another package brings a name that all of Manim's names would hide."""
        module = self.module
        return not module.star and not api.public_names().isdisjoint(module.foreign_names)
