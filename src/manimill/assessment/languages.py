"""In which languages the texts on screen are."""

from __future__ import annotations

import ast
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

_TEXTS = frozenset(
    {
        "Text",
        "Tex",
        "MarkupText",
        "Paragraph",
        "Title",
        "BulletedList",
        "TextMobject",
        "TexText",
        "OldTexText",
    }
)
_SCRIPTS = {
    "CJK": "zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "CYRILLIC": "ru",
    "ARABIC": "ar",
    "DEVANAGARI": "hi",
    "BENGALI": "bn",
    "HEBREW": "he",
    "THAI": "th",
}
"""Scripts that tell the language, or nearly so, by the first word of their letters' names. Greek is for formulas."""

_FEWEST_LETTERS = 40
"""Of Latin text, before a guess at its language says anything."""

_ENOUGH_LETTERS = 200
"""Of one scene's Latin text, before it is guessed at by itself: titles and names say little."""


_KANJI_TO_KANA = 10
"""Japanese has kana among its kanji; now and then Chinese has one too."""


def texts_on_screen(tree: ast.Module) -> Iterator[str]:
    """Literal texts that a module draws, formulas left out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in _TEXTS:
                for argument in node.args:
                    yield from _literals(argument)


def _literals(node: ast.expr) -> Iterator[str]:
    """A text that is written out, and the parts that are of one with something put in."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    for part in parts:
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def languages(texts: Iterable[Iterable[str]]) -> dict[str, int]:
    """Letters by language code, the most frequent first; empty where there is too little text to tell.

    ``texts`` are those of each scene; what several scenes show counts once.
    """
    letters: Counter[str] = Counter()
    little: list[str] = []
    seen: set[str] = set()
    for of_scene in texts:
        new = [text for text in dict.fromkeys(of_scene) if text not in seen]
        seen.update(new)
        letters.update(_by_script(new))
        latin = " ".join(text for text in new if _is_latin_prose(text))
        if _count(latin) >= _ENOUGH_LETTERS:
            letters[_guess(latin)] += _count(latin)
        else:
            little.append(latin)
    rest = " ".join(little)
    if _count(rest) >= _FEWEST_LETTERS:
        letters[_guess(rest)] += _count(rest)
    if letters["ja"] * _KANJI_TO_KANA >= letters["zh"]:
        letters["ja"] += letters.pop("zh", 0)
    return {code: count for code, count in letters.most_common() if count}


def _by_script(texts: Iterable[str]) -> Counter[str]:
    scripts = Counter(_script(character) for text in texts for character in text if character.isalpha())
    return Counter({_SCRIPTS[script]: count for script, count in scripts.items() if script in _SCRIPTS})


def _is_latin_prose(text: str) -> bool:
    """Whether it has Latin letters, and no commands or formulas that would count as words."""
    return (
        "$" not in text and "\\" not in text and any(_script(one) == "LATIN" for one in text if one.isalpha())
    )


def _count(text: str) -> int:
    return sum(_script(character) == "LATIN" for character in text if character.isalpha())


def _script(character: str) -> str:
    if character.isascii():
        return "LATIN"
    return unicodedata.name(character, "").partition(" ")[0]


def _guess(text: str) -> str:
    # Imported here because it takes seconds.
    import py3langid

    return str(py3langid.classify(text)[0])
