"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import CE, Codemod, Confidence, Order
from manimill.repair.edit import keyword, method_of_self, with_renamed_keywords

_MISSPELT = ("running_time", "runtime", "runTime", "run_tiem", "run_times")


class MisspeltRunTime(Codemod):
    """A run time that `play` takes under a wrong name and ignores gets its right one."""

    flavours = frozenset({CE})
    order = Order.ARGUMENTS
    confidence = Confidence.MEDIUM
    triggers = names(*_MISSPELT)

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.Call:
        """Call it ``run_time``."""
        if method_of_self(original) != "play" or not self.in_scene() or "play" in self.module.own_methods:
            return updated
        given = [name for name in _MISSPELT if keyword(updated, name) is not None]
        return with_renamed_keywords(updated, {given[0]: "run_time"}) if len(given) == 1 else updated
