"""The classes of a module that declare a CONFIG: what each hands on to which other, and what becomes of its keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import libcst as cst

from manimill.code import api
from manimill.code.names import names
from manimill.repair import old_api
from manimill.repair.codemods._config import (
    OF_THE_SCENE,
    Config,
    given_keywords,
    merged_whole,
    read_of_self,
    standing,
)
from manimill.repair.codemods._handing_on import super_calls
from manimill.repair.module import Module
from manimill.repair.walk import walk

_IDLE = names(
    "propagate_style_to_family use_rectangular_stem rectangular_stem_width mark_paths_closed close_new_points "
    "submobject_mode considered_smooth is_fixed shader_folder shader_dtype density anti_alias_width"
)
"""Keys that only older libraries had an ear for."""


class ConfigFamily:
    """What classes have from their own CONFIG and from those of the classes they build on."""

    def __init__(self, module: Module, configs: Mapping[str, Config]) -> None:
        self._module = module
        self._configs = configs
        self._given = given_keywords(module)
        self.readers = {node.attr.value for node in walk(module.tree) if type(node) is cst.Attribute}

    def _own_bases(self, name: str) -> list[str]:
        """Classes of the module that a class builds on and that have a CONFIG, nearest first."""
        return [base for base in self._module.lineage(name)[1:] if base in self._configs]

    def _descendants(self, name: str) -> list[str]:
        return [one for one in self._module.classes if name in self._module.lineage(one)]

    def taken(self, name: str) -> frozenset[str]:
        """Keywords that the class of Manim takes which a class builds on."""
        base = self._module.base_of(name)
        if base is None or (self.is_scene(name) and not api.is_scene(base)):
            return frozenset()
        init = self._module.classes[name].methods.get("__init__")
        for call in super_calls(init, self._module.lineage(name)) if init is not None else ():
            assert isinstance(call.func, cst.Attribute)
            called = call.func.value
            # It may pass over the class it builds on and call one further up.
            if isinstance(called, cst.Name) and called.value not in self._module.classes:
                base = called.value
        taken = (api.keywords(base) or frozenset()) - OF_THE_SCENE
        return taken - names("mobject target_mobject name target renderer")

    def is_scene(self, name: str) -> bool:
        """Whether a class is a scene, or calls itself one."""
        return self._module.leads_to(name, "Scene") or name.endswith("Scene")

    def parameters(self, name: str) -> list[str]:
        """Keys of a class's CONFIG that are to be parameters of its constructor."""
        config = self._configs[name]
        takes = self.taken(name)
        inherited = {key for base in self._own_bases(name) for key in self.parameters(base)}
        given = set()
        for one in self._descendants(name):
            given |= self._given.get(one, set())
        given |= self._given.get("", set()) if self._passes_on(name) else set()
        if self.is_scene(name) or not self._forwards(name):
            given = set()
        return [key for key in config.values if key in takes or key in inherited or key in given]

    def _passes_on(self, name: str) -> bool:
        """Whether what builds on a class calls its constructor as ``super().__init__``."""
        return len(self._descendants(name)) > 1

    def _forwards(self, name: str) -> bool:
        """Whether a class takes any keyword: it has no constructor of its own or one with ``**``."""
        init = self._module.classes[name].methods.get("__init__")
        return init is None or isinstance(init.params.star_kwarg, cst.Param)

    def above(self, name: str, key: str) -> tuple[str, cst.BaseExpression] | None:
        """The nearest class of the module further up that has a key, and what it has there."""
        for base in self._own_bases(name):
            if key in self._configs[base].values:
                return base, self.whole(base, key)
        return None

    def whole(self, name: str, key: str) -> cst.BaseExpression:
        """What a class has under a key, with what is further up written out."""
        own = self._configs[name].values[key].expression
        above = self.above(name, key)
        return merged_whole(own, above[1]) if above is not None else own

    def goes_up(self, name: str, key: str) -> bool:
        """Whether a constructor of the module further up takes a key."""
        return any(key in self.parameters(base) for base in self._own_bases(name))

    def kept(self, name: str, passed: list[str]) -> list[str]:
        """Parameters that no constructor further up takes, so that they become attributes here."""
        takes = self.taken(name)
        return [key for key in passed if key not in takes and not self.goes_up(name, key)]

    def defaults(self, name: str, passed: Iterable[str]) -> dict[str, cst.BaseExpression]:
        """The value of each parameter if nobody gives one."""
        return {key: standing(self.whole(name, key)) for key in passed}

    def read_by(self, name: str) -> set[str]:
        """Attributes of ``self`` that a class, or one that it builds on or that builds on it, reads."""
        found: set[str] = set()
        for one in {*self._module.lineage(name), *self._descendants(name)}:
            if one in self._module.classes:
                found |= read_of_self(self._module.classes[one].node)
        return found

    def is_idle(self, name: str, key: str) -> bool:
        """Whether a key told only the older library something that ManimCE has no ear for."""
        base = self._module.base_of(name)
        if base is None or key in self.readers or api.kind_of(base) is None:
            # For what ManimCE has not at all, it is for others to say what becomes of the settings.
            return False
        return key in _IDLE or key in old_api.keywords("legacy", base)
