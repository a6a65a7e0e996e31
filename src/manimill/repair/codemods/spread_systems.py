"""See the codemod."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import OLD, Codemod, Confidence, Order
from manimill.repair.codemods._axis_config import Entry, entries, new_entry, rebuilt
from manimill.repair.codemods._systems import SYSTEMS, Unclear, todays_system
from manimill.repair.edit import as_keyword, key_of
from manimill.repair.module import Module
from manimill.repair.walk import SPREAD, walk

_KEPT = names("x_range y_range z_range")
_BESIDE = names("background_line_style faded_line_style faded_line_ratio color stroke_width stroke_color")


class SpreadSystems(Codemod):
    """Dictionaries that classes set anew and only ever spread into axes or a plane tell of them as today's are told."""

    flavours = OLD
    order = Order.ARGUMENTS
    confidence = Confidence.HIGH
    triggers = SYSTEMS
    beside = frozenset({SPREAD})
    local = False

    def __init__(self, module: Module) -> None:
        super().__init__(module)
        self._systems = _systems(module)

    def leave_Assign(self, original: cst.Assign, updated: cst.Assign) -> cst.Assign:
        """Rewrite what a class sets such a dictionary to."""
        name = self._set_by_class(original)
        system = self._systems.get(name or "")
        if system is None:
            return updated
        old = entries(updated.value)
        if old is None:
            self.warn(original, f"what is spread into {system} cannot be read")
            return updated
        called = cst.Call(cst.Name(system), [as_keyword(key, value) for key, value, _ in old])
        try:
            new = todays_system(system, self.module.flavour, called)
        except Unclear as unclear:
            self.warn(original, str(unclear))
            return updated
        if new is called:
            return updated
        if not isinstance(new, cst.Call) or new.func is not called.func:
            self.warn(original, f"a {system} that is moved afterwards cannot be told in a dictionary")
            return updated
        return updated.with_changes(
            value=_dictionary(updated.value, [entry for *_, entry in old], called, new)
        )

    def _set_by_class(self, node: cst.Assign) -> str | None:
        """The name that a class sets in its own block."""
        places = [one for one in self.parents if isinstance(one, cst.FunctionDef | cst.ClassDef)]
        if not places or not isinstance(places[-1], cst.ClassDef) or len(node.targets) != 1:
            return None
        target = node.targets[0].target
        return target.value if isinstance(target, cst.Name) else None


def _systems(module: Module) -> dict[str, str]:
    """What attributes are spread into, where it is one kind and nothing asks for what is told otherwise today."""
    seen: dict[str, int] = {}
    spread: dict[str, list[str | None]] = {}
    asked: dict[str, int] = {}
    for node in walk(module.tree):
        if type(node) is cst.Attribute:
            seen[node.attr.value] = seen.get(node.attr.value, 0) + 1
        elif type(node) is cst.Call and node.args and node.args[-1].star == "**":
            settings = node.args[-1].value
            if isinstance(settings, cst.Attribute) and _only_of_today(node.args[:-1]):
                spread.setdefault(settings.attr.value, []).append(module.manim_name(node.func))
        elif type(node) is cst.Subscript and isinstance(node.value, cst.Attribute) and key_of(node) in _KEPT:
            asked[node.value.attr.value] = asked.get(node.value.attr.value, 0) + 1
    return {
        name: kinds[0]
        for name, kinds in spread.items()
        if len(kinds) + asked.get(name, 0) == seen[name]
        and len(set(kinds)) == 1
        and kinds[0] is not None
        and kinds[0] in SYSTEMS
    }


def _only_of_today(args: Sequence[cst.Arg]) -> bool:
    """Whether arguments have nothing to do with how long axes are and where they end."""
    return all(arg.keyword is not None and arg.keyword.value in _BESIDE for arg in args)


def _dictionary(
    old: cst.BaseExpression, written: list[Entry], before: cst.Call, after: cst.Call
) -> cst.BaseExpression:
    """A dictionary with the arguments of a call, those that it has already as they stand in it."""
    places = {id(arg): entry for arg, entry in zip(before.args, written, strict=True)}
    keys = {arg.keyword.value: entry for arg, entry in zip(before.args, written, strict=True) if arg.keyword}
    kept: list[Entry] = []
    for arg in after.args:
        assert arg.keyword is not None
        key = arg.keyword.value
        entry = places.get(id(arg))
        if entry is None and key in keys:
            entry = keys[key].with_changes(value=arg.value)
        elif entry is None and written:
            entry = new_entry(written[0], key, arg.value)
            if isinstance(old, cst.Dict):
                entry = entry.with_changes(comma=old.elements[0].comma)
        kept.append(entry or as_keyword(key, arg.value))
    return rebuilt(old, kept)
