"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair import old_api
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.codemods._config import read_of_self

_PLAIN = names("InteractiveScene BlankScene")
_HELPERS = names("ReconfigurableScene SampleSpaceScene")


class SceneBases(Codemod):
    """Scenes that build on one that ManimCE has not, and need nothing of it, build on `Scene`."""

    flavours = ALL
    order = Order.SCENES
    confidence = Confidence.HIGH
    triggers = _PLAIN | _HELPERS | names("Scene")

    @classmethod
    def concerns(cls, words: object) -> bool:
        """`Scene` by itself concerns only where it stands beside another base, which the words may tell."""
        assert isinstance(words, frozenset | set)
        return not words.isdisjoint(_PLAIN | _HELPERS) or (
            "Scene" in words and len([word for word in words if word.endswith("Scene")]) > 1
        )

    def leave_ClassDef(self, original: cst.ClassDef, updated: cst.ClassDef) -> cst.ClassDef:
        """Exchange bases, and leave out a `Scene` that another base brings as well."""
        bases = list(updated.bases)
        for index, base in enumerate(original.bases):
            name = self.manim_name(base.value)
            if name in _PLAIN:
                bases[index] = bases[index].with_changes(value=cst.Name("Scene"))
            elif name in _HELPERS:
                used = self._used(original) & set(old_api.own_methods("legacy", name))
                if used:
                    self.warn(original, f"it uses {', '.join(sorted(used))} of {name}")
                else:
                    bases[index] = bases[index].with_changes(value=cst.Name("Scene"))
        bases = self._without_repeated(bases)
        if len(bases) == len(original.bases) and all(
            new.value is old.value for new, old in zip(bases, updated.bases, strict=True)
        ):
            return updated
        return updated.with_changes(bases=bases)

    def _without_repeated(self, bases: list[cst.Arg]) -> list[cst.Arg]:
        """Bases of which `Scene` does not come before one that builds on it: Python knows no order for these."""
        kept = []
        for index, base in enumerate(bases):
            later = [one.value for one in bases[index + 1 :]]
            written = base.value.value if isinstance(base.value, cst.Name) else ""
            if written != "Scene" or "Scene" in self.module.own_names or not any(map(self._is_scene, later)):
                kept.append(base)
        if kept and len(kept) < len(bases):
            kept[-1] = kept[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
        return kept

    def _is_scene(self, base: cst.BaseExpression) -> bool:
        name = base.value if isinstance(base, cst.Name) else self.manim_name(base)
        return name is not None and self.module.leads_to(name, "Scene")

    def _used(self, node: cst.ClassDef) -> set[str]:
        return read_of_self(node) - self.module.methods_of(node.name.value)
