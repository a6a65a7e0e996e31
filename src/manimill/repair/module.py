"""What codemods are told about the module at hand: whose names are whose, what builds on what, what is what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import libcst as cst

from manimill.code import api
from manimill.repair.kinds import Kinds
from manimill.repair.lines import Lines
from manimill.repair.scopes import bound_by, comprehended
from manimill.repair.walk import Found, Import, Words, inner

PACKAGES = frozenset({"manim", "manimce", "manimlib", "manimgl", "manim_imports_ext", "manim_gl"}) | {
    "big_ol_pile_of_manim_imports"
}
"""Packages, by the first part of a module's name, whose names are Manim's."""


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """A class of the module: its node, and the names of its bases as far as they have any."""

    node: cst.ClassDef
    bases: tuple[str, ...]
    methods: Mapping[str, cst.FunctionDef] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outside:
    """What a module has beside it, other modules of its author above all.

    ``classes`` has the bases of those it imports, and of what these build on, by the name they go by; ``star`` says
    that one of them hands on all of Manim's names, ``names`` are the author's own among those that come with a
    star, and ``flavour`` is that of the Manim they hand on. ``files`` says that files it asks for may be there.
    """

    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    star: bool = False
    names: frozenset[str] = frozenset()
    flavour: str = "unknown"
    files: bool = True


class Module:
    """Facts about one state of a module's tree, found out when they are asked for."""

    def __init__(
        self,
        tree: cst.Module,
        flavour: str,
        lines: Lines,
        scene: str | None = None,
        outside: Outside | None = None,
        words: Words | None = None,
    ) -> None:
        self.tree = tree
        self._flavour = flavour
        self.flavour_asked = False
        """Whether a rule wanted to know the flavour: one that did not has no more to do under another."""
        self.lines = lines
        self.scene = scene
        self.outside = outside or Outside()
        self._words = words or Words()

    @property
    def flavour(self) -> str:
        """What the module is written for as a whole: ``ce``, ``gl``, ``legacy`` or ``unknown``."""
        self.flavour_asked = True
        return self._flavour

    @cached_property
    def words(self) -> frozenset[str]:
        """Every identifier in it."""
        return self._words.of(self.tree)

    def remembered(self, find: Callable[[Any], Found], node: cst.CSTNode) -> Found:
        """What a function finds in a node of the tree, see `Words.remembered`."""
        return self._words.remembered(find, node)

    @property
    def imports(self) -> tuple[Import, ...]:
        """Every import in it, in order."""
        return self._words.imports(self.tree)

    @cached_property
    def kinds(self) -> Kinds:
        """What variables and attributes hold."""
        return Kinds(self)

    @cached_property
    def imported(self) -> dict[str, str]:
        """What imports of Manim's names bind: the name here, and Manim's name for it; ``""`` for the package itself."""
        return self._imports[0]

    @cached_property
    def star(self) -> bool:
        """Whether all of Manim's names are imported."""
        return self._imports[2] or self.outside.star

    @cached_property
    def foreign_names(self) -> frozenset[str]:
        """Names that imports of other packages than Manim's bind."""
        return frozenset(self._imports[1])

    @cached_property
    def own_names(self) -> frozenset[str]:
        """Names that the module's top level binds to something of its own, or of another package."""
        found = {*self._imports[1], *self.outside.names}
        for statement in _top_level(self.tree):
            found |= bound_by(statement)
        return frozenset(found)

    @cached_property
    def classes(self) -> dict[str, ClassFacts]:
        """Classes of the top level by name; of two with one name the last, as in Python."""
        found = {}
        for statement in _top_level(self.tree):
            if isinstance(statement, cst.ClassDef):
                bases = tuple(name for name in map(_written_name, statement.bases) if name)
                methods = {s.name.value: s for s in statement.body.body if isinstance(s, cst.FunctionDef)}
                found[statement.name.value] = ClassFacts(statement, bases, methods)
        return found

    @cached_property
    def functions(self) -> dict[str, cst.FunctionDef]:
        """Functions of the top level by name."""
        return {s.name.value: s for s in _top_level(self.tree) if isinstance(s, cst.FunctionDef)}

    @cached_property
    def own_methods(self) -> frozenset[str]:
        """Names of all methods of its classes."""
        return frozenset(method for facts in self.classes.values() for method in facts.methods)

    def methods_of(self, name: str) -> frozenset[str]:
        """Methods that a class has from the module's own classes, itself included."""
        own = (self.classes[one].methods for one in self.lineage(name) if one in self.classes)
        return frozenset().union(*own)

    def lineage(self, name: str) -> tuple[str, ...]:
        """A class and all it builds on, nearest first: the module's own classes, then Manim's, old ones included."""
        found: dict[str, None] = {}
        todo = [name]
        while todo:
            current = todo.pop(0)
            # A class may build on Manim's of the same name.
            if current in found:
                if current in self.classes and current in self.classes[current].bases:
                    todo += _bases(current)
                continue
            found[current] = None
            facts = self.classes.get(current)
            todo += facts.bases if facts else self.outside.classes.get(current) or _bases(current)
        return tuple(found)

    def leads_to(self, name: str, *bases: str) -> bool:
        """Whether a class is, or builds on, one of some classes of Manim, old ones included."""
        return any(base in bases for base in self.lineage(name))

    def base_of(self, name: str) -> str | None:
        """The nearest class of Manim that one of the module's own builds on; Manim's own are their own."""
        if name not in self.classes:
            return name
        for base in self.lineage(name)[1:]:
            if base not in self.classes and base not in self.outside.classes:
                return base
        return name if name in self.classes[name].bases else None

    def manim_name(self, expression: cst.CSTNode, parents: Sequence[cst.CSTNode] = ()) -> str | None:
        """Manim's name for what an expression stands for, None if it is not one of Manim's names.

        ``Circle``, ``manim.Circle`` and ``C`` after ``from manim import Circle as C`` all give ``Circle``. Whether
        Manim still has the name is another question.
        """
        if type(expression) is cst.Name:
            name = expression.value
            if self._is_local(name, parents) or name in self.own_names:
                return None
            if name in self.imported:
                return self.imported[name] or None
            return name if self.star else None
        if type(expression) is cst.Attribute and type(expression.value) is cst.Name:
            owner = expression.value.value
            if self.imported.get(owner) == "" and not self._is_local(owner, parents):
                return expression.attr.value
        return None

    def callee(self, call: cst.Call, parents: Sequence[cst.CSTNode] = ()) -> str | None:
        """Manim's name for what is called."""
        return self.manim_name(call.func, parents)

    def kind(self, expression: cst.BaseExpression, parents: Sequence[cst.CSTNode] = ()) -> str | None:
        """The class of what an expression stands for, as far as it can be told: see `Kinds.of`."""
        return self.kinds.of(expression, parents)

    def _is_local(self, name: str, parents: Sequence[cst.CSTNode]) -> bool:
        for node in reversed(parents):
            if isinstance(node, cst.FunctionDef | cst.Lambda) and name in self.kinds.locals_of(node):
                return True
            if isinstance(node, cst.BaseComp) and name in comprehended(node):
                return True
        return False

    @cached_property
    def _imports(self) -> tuple[dict[str, str], set[str], bool]:
        manim: dict[str, str] = {}
        others: set[str] = set()
        star = False
        for node in self.imports:
            if isinstance(node, cst.ImportFrom):
                package = module_name(node).partition(".")[0]
                if isinstance(node.names, cst.ImportStar):
                    star = star or package in PACKAGES
                    continue
                for alias in node.names:
                    local = alias.evaluated_alias or alias.evaluated_name
                    if package in PACKAGES:
                        manim[local] = alias.evaluated_name
                    else:
                        others.add(local)
            else:
                for alias in node.names:
                    local = alias.evaluated_alias or alias.evaluated_name.partition(".")[0]
                    if alias.evaluated_name.partition(".")[0] in PACKAGES:
                        manim[local] = ""
                    else:
                        others.add(local)
        return manim, others - set(manim), star


def module_name(node: cst.ImportFrom) -> str:
    """The module an import names, dots of a relative one in front."""
    name = "" if node.module is None else written(node.module)
    return "." * len(node.relative) + name


def written(expression: cst.BaseExpression) -> str:
    """``a.b.c`` for a name or an attribute of names, ``""`` for anything else."""
    if type(expression) is cst.Name:
        return expression.value
    if type(expression) is cst.Attribute:
        owner = written(expression.value)
        return f"{owner}.{expression.attr.value}" if owner else ""
    return ""


def _top_level(tree: cst.Module) -> list[cst.CSTNode]:
    """Statements of the top level, also those under conditions and in ``try``."""
    found: list[cst.CSTNode] = []
    todo: list[cst.CSTNode] = list(tree.body)
    while todo:
        node = todo.pop(0)
        if isinstance(
            node, cst.If | cst.Try | cst.With | cst.Else | cst.ExceptHandler | cst.Finally | cst.IndentedBlock
        ):
            todo = [*inner(node), *todo]
        else:
            found.append(node)
    return found


def _written_name(base: cst.Arg) -> str:
    return written(base.value).rpartition(".")[2] if base.keyword is None else ""


OLD_BASES: Mapping[str, tuple[str, ...]] = {
    "GraphScene": ("Scene",),
    "InteractiveScene": ("Scene",),
    "ReconfigurableScene": ("Scene",),
    "SampleSpaceScene": ("Scene",),
    "SpecialThreeDScene": ("ThreeDScene",),
    "PiCreatureScene": ("Scene",),
    "TeacherStudentsScene": ("PiCreatureScene",),
    "BlankScene": ("Scene",),
    "NumberlineScene": ("Scene",),
    "ComplexTransformationScene": ("Scene",),
    "TextMobject": ("TexMobject",),
    "TexMobject": ("VMobject",),
    "TexText": ("Tex",),
    "OldTex": ("VMobject",),
    "OldTexText": ("OldTex",),
    "ParametricSurface": ("VGroup",),
    "ContinualAnimation": ("Animation",),
}
"""Classes that Manim had before and that ManimCE has not."""


def _bases(name: str) -> tuple[str, ...]:
    return api.bases(name) or OLD_BASES.get(name, ())
