"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, GL, Codemod, Confidence, Order
from manimill.repair.edit import (
    as_keyword,
    expression,
    keyword,
    positionals,
    renamed_keyword,
    with_args,
)

_POSITIONS = (
    "file_name",
    "code",
    "tab_width",
    "line_spacing",
    "font_size",
    "font",
    "stroke_width",
    "margin",
    "indentation_chars",
    "background",
    "background_stroke_width",
    "background_stroke_color",
    "corner_radius",
    "insert_line_no",
    "line_no_from",
    "line_no_buff",
    "style",
    "language",
)
_RENAMED = {
    "file_name": "code_file",
    "code": "code_string",
    "style": "formatter_style",
    "insert_line_no": "add_line_numbers",
    "line_no_from": "line_numbers_from",
}
_OF_PARAGRAPHS = {name: name for name in ("font", "font_size", "line_spacing", "stroke_width")}
_OF_BACKGROUND = {
    "background_stroke_width": "stroke_width",
    "background_stroke_color": "stroke_color",
    "corner_radius": "corner_radius",
    "margin": "buff",
}
_WITHOUT_EFFECT = names("generate_html_file warn_missing_font indentation_chars line_no_buff")
_OF_MOBJECTS = names("scale_factor")
_OLD = names(
    "insert_line_no line_no_from line_no_buff generate_html_file indentation_chars style margin"
) | names(
    "file_name code font font_size line_spacing corner_radius background_stroke_width background_stroke_color "
    "stroke_width warn_missing_font scale_factor"
)


class CodeKeywords(Codemod):
    """`Code` takes the keywords it has since version 0.19, and its parts are asked for by the names they have since."""

    flavours = ALL
    order = Order.TEX
    confidence = Confidence.MEDIUM
    local = False
    triggers = names("Code")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Rename keywords, and put those of the text and of the background where they belong."""
        if self.manim_name(original.func) != "Code":
            return updated
        if self.module.flavour == GL:
            return self._of_gl(updated)
        given = {arg.keyword.value for arg in updated.args if arg.keyword is not None}
        if not given & _OLD:
            if any(arg.star == "**" for arg in updated.args):
                self.warn(original, "some of its keywords stand behind **")
            return updated
        return self._rewritten(original, updated)

    def leave_Attribute(self, original: cst.Attribute, updated: cst.Attribute) -> cst.BaseExpression:
        """The lines and the background have other names."""
        new = {"code": "code_lines", "background_mobject": "background"}.get(original.attr.value)
        if new is None or self._base(original.value) != "Code":
            return updated
        return updated.with_changes(attr=cst.Name(new))

    def _base(self, owner: cst.BaseExpression) -> str | None:
        kind = self.kind(owner)
        return self.module.base_of(kind) if kind is not None else None

    def _of_gl(self, call: cst.Call) -> cst.Call:
        """ManimGL's takes the code first."""
        args = list(call.args)
        if args and args[0].keyword is None and not args[0].star:
            args[0] = renamed_keyword(args[0], "code_string")
        renames = {"code": "code_string", "code_style": "formatter_style"}
        args = [
            renamed_keyword(arg, renames[arg.keyword.value])
            if arg.keyword is not None and arg.keyword.value in renames
            else arg
            for arg in args
        ]
        paragraph = {"font": "font", "font_size": "font_size"}
        inner = [arg for arg in args if arg.keyword is not None and arg.keyword.value in paragraph]
        rest = [
            arg
            for arg in args
            if arg not in inner and _named(arg) not in ("alignment", "lsh", "fill_color", "isolate")
        ]
        if (
            not inner
            and len(rest) == len(call.args)
            and all(a is b for a, b in zip(rest, call.args, strict=True))
        ):
            return call
        if keyword(call, "add_line_numbers") is None:
            rest.append(as_keyword("add_line_numbers", cst.Name("False")))
        if inner:
            rest.append(_config("paragraph_config", inner, paragraph))
        return with_args(call, rest)

    def _rewritten(self, original: cst.Call, call: cst.Call) -> cst.BaseExpression:
        first = positionals(call)
        args = [renamed_keyword(arg, _POSITIONS[i]) for i, arg in enumerate(first)] + list(
            call.args[len(first) :]
        )
        paragraph = [arg for arg in args if _named(arg) in _OF_PARAGRAPHS]
        background = [arg for arg in args if _named(arg) in _OF_BACKGROUND]
        kept = []
        for arg in args:
            name = _named(arg)
            if arg in paragraph or arg in background or name in _WITHOUT_EFFECT or name in _OF_MOBJECTS:
                continue
            kept.append(renamed_keyword(arg, _RENAMED[name]) if name in _RENAMED else arg)
        if any(_named(arg) in _WITHOUT_EFFECT for arg in args):
            self.record(original, Confidence.LOW)
        stars = [arg for arg in kept if arg.star == "**"]
        kept = [
            _lowered(arg) if _named(arg) == "formatter_style" else arg for arg in kept if arg not in stars
        ]
        if paragraph:
            kept.append(_config("paragraph_config", paragraph, _OF_PARAGRAPHS))
        if background:
            kept.append(_config("background_config", background, _OF_BACKGROUND))
        new: cst.BaseExpression = with_args(call, [*kept, *stars])
        factor = next((arg for arg in args if _named(arg) == "scale_factor"), None)
        return new if factor is None else expression("{code}.scale({factor})", code=new, factor=factor.value)


def _named(arg: cst.Arg) -> str:
    return arg.keyword.value if arg.keyword is not None else ""


def _lowered(arg: cst.Arg) -> cst.Arg:
    """Styles are named in small letters; it used not to matter."""
    if isinstance(arg.value, cst.SimpleString) and arg.value.value != arg.value.value.lower():
        return arg.with_changes(value=cst.SimpleString(arg.value.value.lower()))
    return arg


def _config(name: str, args: list[cst.Arg], names_now: dict[str, str]) -> cst.Arg:
    """Arguments as a dict under one keyword."""
    elements = [cst.DictElement(cst.SimpleString(f'"{names_now[_named(arg)]}"'), arg.value) for arg in args]
    return as_keyword(name, cst.Dict(elements))
