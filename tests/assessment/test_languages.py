"""Languages of texts on screen."""

from __future__ import annotations

import ast

from manimill.assessment.languages import languages, texts_on_screen

ENGLISH = "How large is the area of this circle, and how do we know that it is?"
GERMAN = "Die Fläche des Kreises ist größer als die des Quadrats, und wir fragen uns warum das so ist. " * 3


def test_letters_count_by_language() -> None:
    assert languages([[ENGLISH]]) == {"en": 51}
    assert languages([[GERMAN], [ENGLISH]]) == {"de": 219, "en": 51}
    assert languages([["圆的面积"], ["Площадь"]]) == {"ru": 7, "zh": 4}


def test_kanji_beside_kana_is_japanese() -> None:
    assert languages([["円の面積"]]) == {"ja": 4}
    assert languages([["圆的面积是多少我们怎么知道呢の"]]) == {"zh": 14, "ja": 1}


def test_what_several_scenes_show_counts_once() -> None:
    assert languages([[ENGLISH], [ENGLISH, ENGLISH]]) == {"en": 51}


def test_too_little_latin_text_tells_nothing() -> None:
    assert languages([["Area"], ["x", "y"]]) == {}


def test_formulas_and_greek_are_no_language() -> None:
    assert languages([[r"\frac{a}{b} is what this would be in words that are long enough", "αβγ $x$"]]) == {}


def test_only_literal_texts_of_text_mobjects_are_read() -> None:
    code = (
        'Text("one"); m.Tex("two", "three"); MathTex("x"); Title(name); Text(f"four {n} five"); print("six")'
    )
    assert list(texts_on_screen(ast.parse(code))) == ["one", "two", "three", "four ", " five"]
