"""One scene of a place: where it stands, what it was cut out as, and what it needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from manimill.code.flavour import Flavour
from manimill.scenes.assets import AssetReport
from manimill.scenes.slicing import SceneClass, Slice
from manimill.scenes.slicing.discovery import UNKNOWN

NO_FILES = AssetReport((), (), {})


@dataclass(frozen=True, slots=True)
class Lack:
    """What keeps a scene from being whole: ``name`` in short, ``where`` the sentence about it."""

    name: str
    where: str


@dataclass(frozen=True, slots=True)
class AssessedScene:
    """A class that draws something, or a base of such classes where ``template`` says so.

    ``kind`` is ``module``, ``notebook``, ``markdown``, ``rst`` or ``docstring``; ``line`` counts in the file, in
    notebooks in the cell. ``code`` is the module it was cut out as, ``plain`` the same without its narration; both
    are empty where names are lost. ``lacks`` is empty where it is whole. ``alone`` says that all of it stands in
    its own file. ``assets`` are paths of the code, resolved in the place. ``texts`` are those it draws.
    """

    path: str
    name: str
    line: int
    kind: str
    flavour: Flavour
    cell: int | None = None
    template: bool = False
    code: str = ""
    plain: str = ""
    lacks: tuple[Lack, ...] = ()
    alone: bool = False
    packages: tuple[str, ...] = ()
    assets: AssetReport = field(default_factory=lambda: NO_FILES)
    narrated: bool = False
    narration_words: int = 0
    texts: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it could be cut out whole."""
        return not self.lacks

    @property
    def in_documentation(self) -> bool:
        """Whether it stands in a text or a docstring and not in code."""
        return self.kind in ("markdown", "rst", "docstring")

    @property
    def usable(self) -> bool:
        """Whether it could become a sample: whole, no mere base of others, and no file it asks for is missing."""
        return self.whole and not self.template and not self.assets.missing

    @property
    def where(self) -> str:
        """File, cell, line and name."""
        cell = f" cell {self.cell}" if self.cell is not None else ""
        return f"{self.path}{cell}:{self.line} {self.name}"

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "path": self.path,
            "cell": self.cell,
            "line": self.line,
            "scene": self.name,
            "kind": self.kind,
            "flavour": self.flavour.name,
            "evidence": list(self.flavour.evidence),
            "whole": self.whole,
            "lacks": [lack.where for lack in self.lacks],
            "template": self.template,
            "narrated": self.narrated,
            "present_files": [asset.source for asset in self.assets.present],
            "missing_files": sorted({reference.pattern for reference in self.assets.missing}),
        }


def lacks_of(cut: Slice) -> tuple[Lack, ...]:
    """Why a scene that was cut out is not whole."""
    lost = tuple(Lack(one.name, str(one)) for one in cut.lost)
    return lost or tuple(Lack(problem, problem) for problem in cut.problems)


def brought_by(scene: SceneClass) -> frozenset[str]:
    """The modules outside the place that the bases of a scene come from."""
    outside = [base for base in scene.bases if "." in base and not base.startswith(UNKNOWN)]
    return frozenset(base.rpartition(".")[0] for base in outside)
