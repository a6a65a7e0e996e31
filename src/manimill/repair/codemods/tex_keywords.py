"""See the codemod."""

from __future__ import annotations

from functools import cache

import libcst as cst

from manimill.code import api
from manimill.code.names import names
from manimill.repair.codemod import ALL, GL, LEGACY, Codemod, Confidence, Order
from manimill.repair.codemods._tex import MATH, TEX, class_of, string_of, value_of
from manimill.repair.edit import (
    as_keyword,
    expression,
    has_star,
    keyword,
    parenthesized,
    text_of,
    with_args,
    with_keyword,
    with_renamed_keywords,
    without,
)

_RENAMED = {"t2c": "tex_to_color_map", "isolate": "substrings_to_isolate"}
_ENVIRONMENTS = {
    "\\raggedright": '"flushleft"',
    "\\flushleft": '"flushleft"',
    "\\raggedleft": '"flushright"',
    "\\flushright": '"flushright"',
    "\\centering": None,
    "\\center": None,
    "\\justify": '"justify"',
    "\\justifying": '"justify"',
    "": "None",
}
_SIZES = {
    "\\tiny": 24,
    "\\scriptsize": 34,
    "\\footnotesize": 38,
    "\\small": 43,
    "\\normalsize": 48,
    "\\large": 58,
    "\\Large": 69,
    "\\LARGE": 83,
    "\\huge": 100,
    "\\Huge": 119,
}
_TEMPLATES = {
    "TEMPLATE_TEX_FILE_BODY": "align*",
    "TEMPLATE_TEXT_FILE_BODY": None,
}


class TexKeywords(Codemod):
    """Keywords of TeX objects of older Manims become ManimCE's, or go where they changed nothing."""

    flavours = ALL
    order = Order.TEX
    confidence = Confidence.MEDIUM
    triggers = TEX

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Go through the keywords of a TeX object."""
        name = class_of(self, original)
        if name is None or not any(arg.keyword for arg in updated.args):
            return updated
        call = self._isolated(with_renamed_keywords(updated, _RENAMED))
        call = self._titled(self._templated(self._sized(self._aligned(original, call, name)), name), name)
        if self.module.flavour in (LEGACY, GL) and not has_star(call):
            call = self._known_only(original, call, name)
        return call

    def _isolated(self, call: cst.Call) -> cst.Call:
        """A single string to isolate is a list of one."""
        given = keyword(call, "substrings_to_isolate")
        if given is None or string_of(given.value) is None:
            return call
        return with_keyword(call, "substrings_to_isolate", cst.List([cst.Element(given.value)]))

    def _aligned(self, original: cst.Call, call: cst.Call, name: str) -> cst.Call:
        given = keyword(call, "alignment")
        if given is None:
            return call
        if name in MATH:
            return without(call, "alignment")
        said = value_of(self, given.value)
        text = string_of(said) if said is not None else None
        if text is None or text.strip() not in _ENVIRONMENTS:
            self.warn(original, f"how to align is told by {text_of(given.value)}, which cannot be read")
            return call
        environment = _ENVIRONMENTS[text.strip()]
        rest = without(call, "alignment")
        if environment is None or keyword(rest, "tex_environment") is not None:
            return rest
        new = as_keyword("tex_environment", expression(environment))
        return _replaced(call, "alignment", new)

    def _sized(self, call: cst.Call) -> cst.Call:
        given = keyword(call, "size")
        if given is None:
            return call
        text = string_of(given.value)
        size = _SIZES.get((text or "").strip())
        if size is None or keyword(call, "font_size") is not None:
            return call
        return _replaced(call, "size", as_keyword("font_size", cst.Integer(str(size))))

    def _templated(self, call: cst.Call, name: str) -> cst.Call:
        """A body of LaTeX with a place for the formula becomes an environment, a preamble a template."""
        body = keyword(call, "template_tex_file_body")
        if body is not None and isinstance(body.value, cst.Name) and body.value.value in _TEMPLATES:
            environment = _TEMPLATES[body.value.value]
            usual = "align*" if name in MATH else None
            new = as_keyword(
                "tex_environment", expression("None" if environment is None else f'"{environment}"')
            )
            call = (
                without(call, "template_tex_file_body")
                if environment == usual
                else _replaced(call, "template_tex_file_body", new)
            )
        preamble = keyword(call, "additional_preamble")
        if preamble is not None and keyword(call, "tex_template") is None:
            template = expression("TexTemplate().add_to_preamble({text})", text=preamble.value)
            call = _replaced(call, "additional_preamble", as_keyword("tex_template", template))
        return call

    def _titled(self, call: cst.Call, name: str) -> cst.Call:
        factor = keyword(call, "scale_factor")
        if name != "Title" or factor is None:
            return call
        if keyword(call, "font_size") is not None:
            return call
        size: cst.BaseExpression = expression("48 * {factor}", factor=parenthesized(factor.value))
        if isinstance(factor.value, cst.Integer | cst.Float):
            number = round(48 * float(factor.value.value), 3)
            size = cst.Integer(str(int(number))) if number == int(number) else cst.Float(str(number))
        return _replaced(call, "scale_factor", as_keyword("font_size", size))

    def _known_only(self, original: cst.Call, call: cst.Call, name: str) -> cst.Call:
        """The legacy library kept any keyword as an attribute, whether or not something asked for it."""
        known = _known(_NOW.get(name, name))
        lost = [
            arg.keyword.value
            for arg in call.args
            if arg.keyword is not None
            and arg.keyword.value not in known
            and arg.keyword.value not in ("template_tex_file_body", "size", "alignment")
        ]
        if not lost:
            return call
        self.record(original, Confidence.LOW)
        return without(call, *lost)


_NOW = {
    "TexMobject": "MathTex",
    "OldTex": "MathTex",
    "MTex": "MathTex",
    "TextMobject": "Tex",
    "TexText": "Tex",
    "OldTexText": "Tex",
    "MTexText": "Tex",
    "SingleStringTexMobject": "SingleStringMathTex",
    "SingleStringTex": "SingleStringMathTex",
}
_DRAWN = names(
    "background_stroke_color background_stroke_width background_stroke_opacity fill_color stroke_color"
)


@cache
def _known(name: str) -> frozenset[str]:
    """Keywords that some class on the way up takes."""
    found: set[str] = set(_DRAWN)
    todo = [name]
    while todo:
        current = todo.pop()
        found |= {one.name for one in api.parameters(current) or () if not one.kind.startswith("var")}
        todo += api.bases(current)
    return frozenset(found)


def _replaced(call: cst.Call, name: str, new: cst.Arg) -> cst.Call:
    """The call with a keyword argument in the place of another."""
    return with_args(
        call,
        [
            arg.with_changes(keyword=new.keyword, value=new.value)
            if arg.keyword is not None and arg.keyword.value == name
            else arg
            for arg in call.args
        ],
    )
