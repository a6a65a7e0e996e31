"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import CE, Codemod, Confidence, Order
from manimill.repair.edit import method_of, with_renamed_keywords


class SectionTypes(Codemod):
    """The `type` of a section is its `section_type`."""

    flavours = frozenset({CE})
    order = Order.SCENES
    confidence = Confidence.HIGH
    triggers = names("next_section")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.Call:
        """Rename the keyword."""
        if method_of(original) != "next_section":
            return updated
        return with_renamed_keywords(updated, {"type": "section_type"})
