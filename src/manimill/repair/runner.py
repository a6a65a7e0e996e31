"""Runs codemods on a module: parses it once, lets each have its turn, and begins again until nothing changes."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import cache, partial
from typing import Any

import libcst as cst

from manimill.code.flavour import flavour, flavour_of_scene
from manimill.code.parse import SyntaxProblem, collector_paused, parse
from manimill.code.walking import walk
from manimill.repair.codemod import Codemod, Confidence
from manimill.repair.leftovers import leftovers
from manimill.repair.lines import Lines
from manimill.repair.module import Module, Outside
from manimill.repair.registry import all_codemods
from manimill.repair.result import Change, Repair, Unresolved
from manimill.repair.walk import EMPTY, SPREAD, STAR, ZERO, Rebuild, Words
from manimill.repair.walk import walk as tree_walk

_MOST_ROUNDS = 8
"""Rounds after which rules are taken to undo each other; scenes need two or three."""


@collector_paused()
def repair(
    code: str,
    *,
    scene: str | None = None,
    flavour: str | None = None,
    codemods: Sequence[type[Codemod]] | None = None,
    outside: Outside | None = None,
) -> Repair:
    """Bring a module to today's ManimCE.

    ``flavour`` (``ce``, ``gl`` or ``legacy``) is what it is written for, found out if not given; for this,
    ``scene`` names the scene that counts where a module imports several Manims. ``codemods`` are all there are,
    if not given. ``outside`` is what it gets from other modules of its author, where these are known.

    What is not safe to rewrite stays as it is, and ``unresolved`` says what and why. Code that no rule concerns
    is given back as it is, to the byte, and so is code that does not parse.
    """
    tree = parse(code)
    if isinstance(tree, SyntaxProblem):
        return Repair(code, "unknown", (), (Unresolved("syntax", tree.line or 1, tree.message),))
    try:
        flavour = flavour or _flavour(tree, scene)
        if flavour == "unknown" and outside is not None:
            flavour = outside.flavour
        candidates = all_codemods() if codemods is None else codemods
        mine = [one for one in candidates if _known(flavour) in one.flavours]
        found = _words(tree)
        if not any(one.concerns(found) and one.has_work(tree) for one in mine):
            return Repair(code, flavour, (), tuple(leftovers(code)))
        return _Run(code, cst.parse_module(code), flavour, scene, candidates, outside).through(mine)
    except RecursionError:
        return Repair(code, flavour or "unknown", (), (Unresolved("syntax", 1, "nested too deeply"),))
    except cst.ParserSyntaxError as error:
        reason = f"it cannot be read for rewriting: {error.message.strip()}"
        return Repair(code, flavour or "unknown", (), (Unresolved("syntax", error.raw_line, reason),))


def repair_safely(
    code: str, *, scene: str | None = None, flavour: str | None = None, outside: Outside | None = None
) -> Repair:
    """`repair` for thousands of modules that nobody watches: one that a rule fails on is left as it is, and says so."""
    try:
        return repair(code, scene=scene, flavour=flavour, outside=outside)
    except Exception as error:  # one of a hundred rules, and code of any kind
        reason = f"a rule failed on it ({type(error).__name__}: {error}), so it is left as it was"
        return Repair(code, flavour or "unknown", (), (Unresolved("repair", 1, reason),))


class _Run:
    """A module on its way through the rules."""

    def __init__(
        self,
        code: str,
        tree: cst.Module,
        flavour: str,
        scene: str | None,
        candidates: Sequence[type[Codemod]],
        outside: Outside | None,
    ) -> None:
        self.code = code
        self.candidates = candidates
        self.tree = tree
        self.flavour = flavour
        self.scene = scene
        self.outside = outside
        self.lines = Lines(tree)
        self.changes: list[Change] = []
        self.warnings: dict[str, list[Unresolved]] = {}
        self.words = Words()
        self.idle: dict[type[Codemod], tuple[cst.Module, str | None]] = {}
        """The tree, and the flavour if that was asked for, for which a rule had nothing to do."""
        self.done: set[type[Codemod]] = set()
        """Rules that must not see their own work, and have done it."""

    def through(self, codemods: Sequence[type[Codemod]]) -> Repair:
        """Let the rules have their turns until none finds anything to do, also those for what it has become."""
        new, written = self.code, self.tree
        seen = [self.flavour]
        while True:
            self._turns(codemods, seen[-1])
            if self.tree is written:
                return self._finished(new)
            new, written = self.tree.code, self.tree
            tree = parse(new)
            if isinstance(tree, SyntaxProblem):
                reason = f"rewritten it would not parse ({tree}), so it is left as it was"
                return Repair(self.code, self.flavour, (), (Unresolved("syntax", tree.line or 1, reason),))
            now = _flavour(tree, self.scene)
            if now in seen:
                return self._finished(new)
            seen.append(now)
            codemods = [one for one in self.candidates if _known(now) in one.flavours]

    def _module(self, flavour: str) -> Module:
        return Module(self.tree, flavour, self.lines, self.scene, self.outside, self.words)

    def _turns(self, codemods: Sequence[type[Codemod]], flavour: str) -> None:
        module = self._module(flavour)
        for _ in range(_MOST_ROUNDS):
            before = self.tree
            for codemod in codemods:
                if codemod in self.done or not codemod.concerns(module.words):
                    continue
                if self.idle.get(codemod) in ((self.tree, None), (self.tree, flavour)):
                    continue
                if codemod.once:
                    self.done.add(codemod)
                module.flavour_asked = False
                if not self._apply(codemod(module)):
                    self.idle[codemod] = self.tree, flavour if module.flavour_asked else None
                else:
                    module = self._module(flavour)
            if self.tree is before:
                break

    def _apply(self, codemod: Codemod) -> bool:
        """Let one rule have its turn; whether it changed anything."""
        kind: Any = type(codemod)
        hooks = _hooks(kind)
        noted: list[tuple[int, Confidence]] = []

        def note(node: cst.CSTNode) -> None:
            recorded = codemod.recorded or [(node, codemod.confidence)]
            noted.extend((self.lines.of(one, codemod.parents), sure) for one, sure in recorded)
            codemod.recorded = []

        rebuild = Rebuild(
            {kind: getattr(codemod, name) for kind, name in hooks[0]},
            {kind: getattr(codemod, name) for kind, name in hooks[1]},
            codemod.parents,
            note,
            self.lines.renewed,
            partial(self._without, kind) if kind.local else None,
            commented="#" in self.code,
        )
        tree = rebuild.of(self.tree)
        self.warnings[codemod.name()] = [
            Unresolved(codemod.name(), self.lines.of(node), reason) for node, reason in codemod.warned
        ]
        if tree is self.tree:
            return False
        assert isinstance(tree, cst.Module)
        self.tree = tree
        self.changes += [Change(codemod.name(), line, sure, codemod.shim) for line, sure in noted]
        return True

    def _without(self, kind: type[Codemod], node: cst.CSTNode) -> bool:
        """Whether none of the triggers stands in a statement, or nothing they need beside them."""
        words = self.words.of(node)
        return kind.triggers.isdisjoint(words) or (bool(kind.beside) and kind.beside.isdisjoint(words))

    def _finished(self, new: str) -> Repair:
        changes = sorted(self.changes, key=lambda one: (one.line, one.rule)) if new != self.code else []
        warnings = [warning for several in self.warnings.values() for warning in several]
        left = {*warnings, *leftovers(new, self._original_line)}
        ordered = sorted(left, key=lambda one: (one.line, one.name, one.reason))
        return Repair(new, self.flavour, tuple(changes), tuple(ordered))

    def _original_line(self, name: str, line: int) -> int:
        """The line of the code as it was on which a name stood first that now stands on another."""
        found = (
            self.lines.of(node)
            for node in tree_walk(self.tree)
            if type(node) is cst.Name and node.value == name
        )
        return min(found, default=line)


@cache
def _hooks(
    kind: Any,
) -> tuple[list[tuple[type[cst.CSTNode], str]], list[tuple[type[cst.CSTNode], str]]]:
    """The methods of a codemod that look at nodes, by the kind of node: on the way down, on the way up."""
    enter, leave = [], []
    for name in dir(kind):
        way, _, node = name.partition("_")
        node_class: Any = getattr(cst, node, None) if node else None
        if isinstance(node_class, type) and issubclass(node_class, cst.CSTNode):
            if way == "enter":
                enter.append((node_class, name))
            elif way == "leave":
                leave.append((node_class, name))
    return enter, leave


def _known(flavour: str) -> str:
    """The flavour whose rules apply: where nothing tells, code is taken to be of today."""
    return "ce" if flavour == "unknown" else flavour


def _flavour(tree: ast.Module, scene: str | None) -> str:
    return flavour(tree).name if scene is None else flavour_of_scene(tree, scene).name


def _words(tree: ast.Module) -> frozenset[str]:
    """Every identifier of a module, and the signs, as `manimill.repair.walk.Words` has them."""
    found: set[str] = set()
    node: Any
    for node in walk(tree):
        kind = type(node)
        if kind is ast.Name:
            found.add(node.id)
        elif kind is ast.Attribute:
            found.add(node.attr)
        elif kind is ast.keyword or kind is ast.arg:
            found.add(node.arg or SPREAD)
        elif kind is ast.Call:
            if not node.args:
                found.add(getattr(node.func, "attr", getattr(node.func, "id", "")) + EMPTY)
        elif kind is ast.Starred:
            found.add(STAR)
        elif kind is ast.Constant:
            if type(node.value) in (int, float) and not node.value:
                found.add(ZERO)
        elif kind is ast.FunctionDef or kind is ast.ClassDef or kind is ast.AsyncFunctionDef:
            found.add(node.name)
        elif kind is ast.alias:
            found.update(node.name.split("."))
            found.add(node.asname)
        elif kind is ast.ImportFrom:
            found.update((node.module or "").split("."))
    return frozenset(filter(None, found))
