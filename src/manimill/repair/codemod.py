"""What a codemod is: one rewrite that brings one thing of an older Manim to today's ManimCE."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from enum import IntEnum, StrEnum
from typing import Any, ClassVar

import libcst as cst

from manimill.code.names import names
from manimill.repair.module import Module
from manimill.repair.walk import inner

Result = cst.CSTNode | cst.RemovalSentinel | cst.FlattenSentinel[Any]

CE, GL, LEGACY = "ce", "gl", "legacy"
OLD = frozenset({GL, LEGACY})
ALL = frozenset({CE, GL, LEGACY})


class Confidence(StrEnum):
    """How sure a rewrite is to keep what the scene shows.

    ``high`` is a rewrite that changes nothing else, ``medium`` one that does so where its conditions hold, which it
    checks, and ``low`` one that loses or guesses something small.
    """

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Order(IntEnum):
    """When a codemod has its turn; of one value by name.

    What names mean differs between flavours, so TeX comes first; what a class is decides about what its methods do.
    """

    TEX = 10
    IMPORTS = 20
    CONFIG = 30
    SCENES = 40
    ANIMATIONS = 50
    ARGUMENTS = 60
    METHODS = 70
    NAMES = 80
    CLEANUP = 90


class Codemod:
    """A rewrite of syntax trees; the first line of a subclass's docstring says what it does in one sentence.

    A subclass has methods ``leave_<Node>(original, updated)``, as libcst's transformers have, which return what is
    to stand there: ``updated`` itself, another node, `libcst.RemoveFromParent()` or a `libcst.FlattenSentinel`; and
    methods ``enter_<Node>(original)``, called on the way down. ``original`` is the node as it stands in
    ``module.tree``, where its place and its kind can be asked for; ``updated`` has what the codemod did further in.

    One instance works on one module, once. ``parents`` are the nodes around the one at hand, outermost first.
    """

    flavours: ClassVar[frozenset[str]]
    """The flavours of modules it works on: of ``ce``, ``gl`` and ``legacy``."""

    order: ClassVar[Order]
    confidence: ClassVar[Confidence]

    triggers: ClassVar[frozenset[str]]
    """Identifiers (names, attributes, keywords, parts of imported modules) of which a module that it concerns has at
    least one."""

    beside: ClassVar[frozenset[str]] = frozenset()
    """Words of which at least one must be there as well, if there are any: see `manimill.repair.walk.Words`."""

    local: ClassVar[bool] = True
    """Whether it leaves statements alone in which none of the triggers stands, and need not see them, as most do."""

    shim: ClassVar[bool] = False
    """Whether it puts a small drawn stand-in where ManimCE has nothing."""

    once: ClassVar[bool] = False
    """Whether it must not see its own work: what it writes is what it looks for."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.parents: list[cst.CSTNode] = []
        self.recorded: list[tuple[cst.CSTNode, Confidence]] = []
        self.warned: list[tuple[cst.CSTNode, str]] = []

    @classmethod
    def name(cls) -> str:
        """Its id: the name of its file, in words joined by hyphens."""
        return cls.__module__.rpartition(".")[2].replace("_", "-")

    @classmethod
    def sentence(cls) -> str:
        """What it does."""
        return (cls.__doc__ or "").strip().partition("\n")[0]

    @classmethod
    def concerns(cls, words: Collection[str]) -> bool:
        """Whether a module with these identifiers may hold something for it."""
        return not cls.triggers.isdisjoint(words) and (not cls.beside or not cls.beside.isdisjoint(words))

    @classmethod
    def has_work(cls, tree: ast.Module) -> bool:  # noqa: ARG003
        """Whether a module that it concerns may hold what it changes, told from Python's own tree.

        Trees that keep every space take long to read. A codemod whose triggers are common words should look for the
        form it changes here; it may say yes too often, never no too often.
        """
        return True

    def record(self, node: cst.CSTNode, confidence: Confidence | None = None) -> None:
        """Note a change at an original node. What a hook returns is noted by itself, unless the hook notes it."""
        self.recorded.append((node, confidence or self.confidence))

    def warn(self, node: cst.CSTNode, reason: str) -> None:
        """Say that something at an original node was left as it is, and why."""
        self.warned.append((node, reason))

    def kind(self, expression: cst.BaseExpression) -> str | None:
        """The class of what an original expression stands for, see `Module.kind`."""
        return self.module.kind(expression, self.parents)

    def manim_name(self, expression: cst.CSTNode) -> str | None:
        """Manim's name for what an original expression stands for, see `Module.manim_name`."""
        return self.module.manim_name(expression, self.parents)

    def calls_in(self, node: cst.CSTNode) -> Iterator[cst.Call]:
        """The calls in an original node, ``parents`` being those of each while it is at hand."""
        if isinstance(node, cst.Call):
            yield node
        self.parents.append(node)
        for child in inner(node):
            yield from self.calls_in(child)
        self.parents.pop()

    def is_use(self, name: cst.Name) -> bool:
        """Whether an original name stands for what is bound to it: not for an attribute, a keyword or a parameter."""
        around = self.parents[-1] if self.parents else None
        if isinstance(around, cst.Attribute):
            return name is around.value
        if isinstance(around, cst.Arg):
            return name is not around.keyword
        return not (isinstance(around, cst.Param | cst.FunctionDef | cst.ClassDef) and name is around.name)

    @property
    def enclosing_class(self) -> cst.ClassDef | None:
        """The innermost class around the node at hand."""
        return next((node for node in reversed(self.parents) if isinstance(node, cst.ClassDef)), None)

    @property
    def enclosing_function(self) -> cst.FunctionDef | None:
        """The innermost function around the node at hand, lambdas aside."""
        return next((node for node in reversed(self.parents) if isinstance(node, cst.FunctionDef)), None)

    def in_scene(self, *bases: str) -> bool:
        """Whether the node at hand stands in a class that leads to one of Manim's ``bases`` (any scene if none)."""
        around = self.enclosing_class
        return around is not None and self.module.leads_to(around.name.value, *(bases or ("Scene",)))


class Rename(Codemod):
    """A codemod that only gives names of Manim's other names, wherever they stand for Manim's."""

    renames: ClassVar[dict[str, str]]
    confidence = Confidence.HIGH

    def __init_subclass__(cls) -> None:
        if "renames" in vars(cls):
            cls.triggers = names(*cls.renames)

    def leave_Name(self, original: cst.Name, updated: cst.Name) -> cst.BaseExpression:
        """Rename a bare name."""
        new = self.renames.get(original.value)
        if new is None or not self.is_use(original):
            return updated
        if not (
            self._is_imported(original) if self._in_import else self.manim_name(original) == original.value
        ):
            return updated
        if "." in new and self._in_import:
            return updated
        return dotted(new).with_changes(lpar=updated.lpar, rpar=updated.rpar)

    @property
    def _in_import(self) -> bool:
        return bool(self.parents) and isinstance(self.parents[-1], cst.ImportAlias)

    def _is_imported(self, name: cst.Name) -> bool:
        """Whether an import of Manim brings a name, be it as another: ``from manim import ShowCreation as SC``."""
        alias = self.parents[-1]
        assert isinstance(alias, cst.ImportAlias)
        return self.module.imported.get(alias.evaluated_alias or alias.evaluated_name) == name.value

    def leave_Attribute(self, original: cst.Attribute, updated: cst.Attribute) -> cst.BaseExpression:
        """Rename what is read from the package, as in ``manim.ShowCreation``."""
        new = self.renames.get(original.attr.value)
        if new is None or "." in new or self.manim_name(original) != original.attr.value:
            return updated
        return updated.with_changes(attr=cst.Name(new))


def dotted(name: str) -> cst.Name | cst.Attribute:
    """``a.b.c`` as an expression."""
    first, *rest = name.split(".")
    node: cst.Name | cst.Attribute = cst.Name(first)
    for part in rest:
        node = cst.Attribute(node, cst.Name(part))
    return node
