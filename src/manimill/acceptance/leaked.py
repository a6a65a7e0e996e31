"""Names of the code in an answer: nobody who asks for an animation knows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from manimill.acceptance.prose import Prose
from manimill.acceptance.seen import Seen
from manimill.acceptance.told import Objection
from manimill.code import api
from manimill.code.names import names

_CAMEL = re.compile(
    r"\b(?:[A-Z][a-z0-9]+|[A-Z](?=[A-Z][a-z]))[A-Za-z0-9]*[A-Z][A-Za-z0-9]*\b|\b[a-z]+[A-Z]\w*\b"
)
_SNAKE = re.compile(r"\b_*[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+\b|\b__\w+__\b")
_DOTTED = re.compile(
    r"\b(?:self|np|numpy|math|manim|config|rate_functions|mobject|scene|camera)\.[a-z_]\w*|\.(?:animate|play)\b"
    r"|\b[A-Za-z_]\w*(?:\.[a-z_]\w*)*\(\s*\)"
)
_NUMBERED = re.compile(r"\b[a-z]{2,}\d+\b")
_CONSTANT = re.compile(r"(?<![*+/-])\b(?:[A-Z]{4,}|[A-Z]+_[A-E])\b(?![*+/-])")
_JARGON = names(
    "mobject mobjects vmobject vmobjects vgroup vgroups mathtex valuetracker numberplane threedscene",
    "movingcamerascene fadein fadeout showcreation lagratio kwargs",
)
"""Names of Manim that people who know it write in lower case; in any case they are no words."""
_ALLOWED = names(
    "LaTeX TeX ManimCE ManimGL MathJax YouTube GitHub JavaScript iPhone eBook WordPress TikTok pH"
)
_WORDS = names("numberline barchart streamlines")
_LOWER_WORD = re.compile(r"\b[A-Za-z][\w.-]*\b")
_ABOUT_CODE = re.compile(
    r"\b(?:the|this|that)\s(?:manim |python |source |given |provided |following )*"
    r"(?:code|snippet|function definition|construct method|method call)\b(?!-| block| listing| window| snippet)"
    r"|\b(?:this|the (?:manim|python|given|provided|following))\sscript\b|\b(?:manim|scene|python)\sclass\b"
    r"|\bthe code's\b|\b(?:subclass|instance) of\b|\bconstruct(?:\(\)|\smethod)",
    re.IGNORECASE,
)


def leaked_names(prose: Prose, scene: Seen) -> Iterator[Objection]:
    """The first name of the code that is neither an ordinary word nor seen on screen."""
    for name in _candidates(prose, scene):
        if not _on_screen(name, scene):
            yield Objection(
                "leaks_name",
                f"'{name}' is a name from the code",
                f"Do not use '{name}' or any other name from the code: say in ordinary words what is seen.",
            )
            return
    about = _ABOUT_CODE.search(prose.plain)
    if (
        about is not None
        and "Code" not in scene.classes
        and about.group().lower() not in scene.told.code.lower()
    ):
        yield Objection(
            "leaks_name",
            f"'{about.group()}' speaks of the code and not of the animation",
            "Do not speak of code, classes or functions: describe what is seen, as somebody who asks for it would.",
        )


def _candidates(prose: Prose, scene: Seen) -> Iterator[str]:
    text = _outside_maths(prose)
    for match in _CAMEL.finditer(text):
        name = match.group()
        if name not in _ALLOWED and (_is_of_code(name, scene) or name.lower() in _compounds()):
            yield name
    if "_" in text:
        for match in _SNAKE.finditer(text):
            name = match.group()
            if _is_of_code(name, scene) or name in api.all_attributes() or _several_words(name):
                yield name
    yield from _plainer(text, scene)


def _plainer(text: str, scene: Seen) -> Iterator[str]:
    """Names that do not look like names by themselves: calls, numbered variables, constants and jargon."""
    if "." in text or "(" in text:
        for match in _DOTTED.finditer(text):
            yield match.group()
    for match in _NUMBERED.finditer(text):
        if match.group() in scene.identifiers:
            yield match.group()
    for match in _CONSTANT.finditer(text):
        if api.kind_of(match.group()) in ("colour", "constant"):
            yield match.group()
    for word in _LOWER_WORD.findall(text):
        if word.lower() in _JARGON or (word in _compounds() and word not in _WORDS):
            yield word


def _outside_maths(prose: Prose) -> str:
    text = prose.text
    for maths in prose.maths:
        text = text[: maths.start] + " " * (maths.end - maths.start) + text[maths.end :]
    return text


def _is_of_code(name: str, scene: Seen) -> bool:
    return name in scene.identifiers or api.kind_of(name) is not None or name == scene.told.scene


def _several_words(name: str) -> bool:
    """Whether a name is made of words, and not a letter with an index."""
    return sum(len(part) > 2 for part in name.split("_")) >= 2


def _on_screen(name: str, scene: Seen) -> bool:
    """Whether the name is a text that is seen, or may be one that is made out of names."""
    if "__name__" in scene.identifiers:
        return True
    texts = (*scene.told.texts, scene.told.said, *scene.strings)
    return any(name in text.replace("\\_", "_") for text in texts)


@cache
def _compounds() -> frozenset[str]:
    """Names of Manim's classes that are several words written as one, in lower case."""
    return frozenset(
        name.lower()
        for name in api.public_names()
        if name[:1].isupper() and any(letter.isupper() for letter in name[1:]) and not name.isupper()
    )
