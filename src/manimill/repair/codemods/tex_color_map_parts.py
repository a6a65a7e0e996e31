"""See the codemod."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, CE, GL, Codemod, Confidence, Order
from manimill.repair.codemods._latex import cuts_a_command, split_at
from manimill.repair.codemods._tex import (
    MATH,
    class_of,
    in_parts,
    keys_of,
    string_like,
    strings,
)
from manimill.repair.edit import positionals, text_of, with_args
from manimill.repair.walk import walk

_GO_THROUGH = names("zip enumerate len list reversed it chain index_of_part TransformMatchingTex split")


class TexColorMapParts(Codemod):
    """A formula whose parts are asked for by number is given in the parts that colouring by a map used to cut it into.

    Since version 0.20 a `tex_to_color_map` only colours: `formula[2]` would be something else, or nothing.
    """

    flavours = ALL
    order = Order.TEX
    confidence = Confidence.MEDIUM
    triggers = names("tex_to_color_map substrings_to_isolate isolate")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Cut the strings where the keys are found."""
        name = class_of(self, original)
        if not in_parts(self, name):
            return updated
        keys, parts = keys_of(self, original), strings(updated)
        if (
            not keys
            or parts is None
            or (self.module.flavour == CE and len(parts) > 1)
            or not self._asked_for_parts()
        ):
            return updated
        if any(cuts_a_command(part, keys) for part in parts):
            return updated
        new = [split_at(part, keys) for part in parts]
        if all(len(pieces) == 1 for pieces in new):
            return updated
        args: list[cst.Arg] = []
        given = positionals(updated)
        for arg, pieces in zip(given, new, strict=True):
            if len(pieces) == 1:
                args.append(arg)
                continue
            if name in MATH or (name == "Tex" and self.module.flavour == GL):
                pieces = [piece.strip() for piece in pieces if piece.strip()]
            args += [cst.Arg(string_like(piece, arg.value)) for piece in pieces[:-1]]
            args.append(arg.with_changes(value=string_like(pieces[-1], arg.value)))
        return with_args(updated, [*args, *updated.args[len(given) :]])

    def _asked_for_parts(self) -> bool:
        """Whether the module does something with parts of what the call at hand makes."""
        name = self._name_of()
        return name is not None and name in self._names_in_parts

    def _name_of(self) -> str | None:
        """The name that the outermost expression around a call is given; itself where it is taken apart at once."""
        for node in reversed(self.parents):
            if isinstance(node, cst.Subscript) or (isinstance(node, cst.Arg) and node.star):
                return ""
            if isinstance(node, cst.Assign):
                return text_of(node.targets[0].target)
            if not isinstance(node, cst.Call | cst.Attribute):
                return None
        return None

    @property
    def _names_in_parts(self) -> frozenset[str]:
        if self.module.flavour == CE:
            # Only what is certainly an error today.
            return frozenset(_numbered(self.module.tree))
        return frozenset({"", *_taken_apart(self.module.tree)})


def _taken_apart(tree: cst.CSTNode) -> Iterator[str]:
    """Names of what is subscripted or gone through, as they are written."""
    for node in walk(tree):
        if isinstance(node, cst.Subscript):
            yield text_of(node.value)
        elif isinstance(node, cst.For | cst.CompFor):
            yield text_of(node.iter)
        elif isinstance(node, cst.Arg) and node.star == "*":
            yield text_of(node.value)
        elif isinstance(node, cst.Call):
            function = node.func
            called = function.value if isinstance(function, cst.Name) else ""
            if isinstance(function, cst.Attribute):
                called = function.attr.value
                if called == "split":
                    yield text_of(function.value)
            if called in _GO_THROUGH:
                yield from (text_of(arg.value) for arg in node.args)
        elif isinstance(node, cst.Attribute) and node.attr.value == "submobjects":
            yield text_of(node.value)


def _numbered(tree: cst.CSTNode) -> Iterator[str]:
    """Names of what is asked for a part after the first."""
    for node in walk(tree):
        if isinstance(node, cst.Subscript) and len(node.slice) == 1:
            piece = node.slice[0].slice
            if (
                isinstance(piece, cst.Index)
                and isinstance(piece.value, cst.Integer)
                and piece.value.value != "0"
            ):
                yield text_of(node.value)
