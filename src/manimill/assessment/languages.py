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
    "GREEK": "el",
}
"""Scripts that tell the language, or nearly so, by the first word of their letters' names."""

_FEWEST_LETTERS = 40
"""Of Latin text, before a guess at its language says anything."""


def texts_on_screen(tree: ast.Module) -> Iterator[str]:
    """Literal texts that a module draws, formulas left out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in _TEXTS:
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield argument.value


def languages(texts: Iterable[str]) -> dict[str, int]:
    """Letters by language code, the most frequent first; empty where there is too little text to tell."""
    letters: Counter[str] = Counter()
    latin: list[str] = []
    for text in dict.fromkeys(texts):
        scripts = Counter(_script(character) for character in text if character.isalpha())
        for script, count in scripts.items():
            if script in _SCRIPTS and script != "GREEK":
                letters[_SCRIPTS[script]] += count
        if scripts.get("LATIN") and "$" not in text and "\\" not in text:
            latin.append(text)
    if letters.get("ja"):
        letters["ja"] += letters.pop("zh", 0)
    count = sum(character.isalpha() for text in latin for character in text)
    if count >= _FEWEST_LETTERS:
        letters[_guess(" ".join(latin))] += count
    return dict(letters.most_common())


def _script(character: str) -> str:
    if character.isascii():
        return "LATIN"
    return unicodedata.name(character, "").partition(" ")[0]


def _guess(text: str) -> str:
    # Imported here because it takes seconds.
    import py3langid

    return str(py3langid.classify(text)[0])
