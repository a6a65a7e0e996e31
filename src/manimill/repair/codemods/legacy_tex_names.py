"""See the codemod."""

from __future__ import annotations

from manimill.repair.codemod import ALL, Order, Rename


class LegacyTexNames(Rename):
    """`TextMobject` is `Tex` and `TexMobject` is `MathTex`."""

    flavours = ALL
    order = Order.TEX
    renames = {
        "TextMobject": "Tex",
        "TexMobject": "MathTex",
        "SingleStringTexMobject": "SingleStringMathTex",
        "SingleStringTex": "SingleStringMathTex",
        "TexSymbol": "VMobjectFromSVGPath",
        "TextWithFixHeight": "Text",
    }
