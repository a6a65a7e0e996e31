"""Plain English out of the reST that surrounds an example in documentation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from manimill.code.names import names
from manimill.describe import _words as words

_ROLE = re.compile(r":[a-z:]+:`([^`]*)`")
_LINK = re.compile(r"`([^`<]+?)\s*<[^`>]*>`_{0,2}")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_WORD = re.compile(r"\w+")
_META = names(
    "example examples following above below class parameter parameters argument arguments keyword keywords",
    "deprecated directive doc docs documentation note return returns returned method methods implementation",
    "module subclass instance default tutorial we you your init kwarg kwargs option options usage renderer",
    "signature attribute attributes string bool tuple list dict user abstract base decorator this these it",
    "its animate otherwise usually specified given passed optional rendered rendering latex syntax code numpy",
    "array inherit inherits vobject updater updaters specialized opengl",
)
"""Words of sentences that speak about the library instead of about what is seen."""
_GENERAL = names(
    "object objects part parts group groups shape something specific particular individual certain given",
    "target corresponding underlying various any arbitrary general generalized abstract representing",
)
"""Words of sentences that hold for whole classes of things instead of for the scene at hand."""
_NEWS = 4

_MANIM_WORDS = {"submobject": "part", "vmobject": "object", "mobject": "object", "vgroup": "group"}
_MANIM_WORD = re.compile(r"\b(?:OpenGL)?(submobject|vmobject|mobject|vgroup)(?=s?\b)", re.IGNORECASE)
_SHORTEST, _LONGEST = 20, 160

_VERBS = frozenset(
    [
        "display",
        "draw",
        "show",
        "fade",
        "grow",
        "rotate",
        "shift",
        "scale",
        "move",
        "transform",
        "write",
        "add",
        "highlight",
        "apply",
        "arrange",
        "turn",
        "shrink",
        "spin",
        "morph",
        "blink",
        "indicate",
        "focus",
        "send",
        "flip",
        "stretch",
        "align",
        "place",
        "put",
        "color",
        "make",
        "set",
        "simulate",
        "remove",
        "swap",
        "update",
        "plot",
        "trace",
        "replace",
        "warp",
        "deform",
        "label",
        "reveal",
        "wiggle",
        "flash",
        "animate",
        "invert",
        "shuffle",
        "sort",
        "subtract",
        "connect",
        "mark",
        "fill",
        "outline",
        "surround",
    ]
)
_ADVERBS = frozenset(("incrementally", "gradually", "continuously", "slowly", "briefly"))
_FINITE = re.compile(r"\b(is|are|can|will|has|have|shows?|does)\b")


def idea(prose: str | None) -> str | None:
    """What the prose asks for, as an imperative without capital and full stop, or None.

    ``Updates the height of the bars.`` becomes ``update the height of the bars``. Sentences about
    the documentation, parameters, other code or things in general are passed over.
    """
    return next((found for text in _useful(prose) if (found := _imperative(text)) is not None), None)


def topic(prose: str | None) -> str | None:
    """What the prose says the scene is about, as a noun phrase: ``a ring between two circles``."""
    return next((found for text in _useful(prose) if (found := _noun_phrase(text)) is not None), None)


def adds_to(text: str, told: str) -> bool:
    """Whether a sentence of the prose says at least three things that are not told yet."""
    known = {word[:4] for word in _WORD.findall(told.lower())}
    found = {word[:4] for word in _WORD.findall(text.lower()) if len(word) > 3}
    return len(found - known) >= _NEWS


def _useful(prose: str | None) -> Iterator[str]:
    for text in _sentences(prose) if prose else ():
        if _SHORTEST <= len(text) <= _LONGEST and not _speaks_of_code(text):
            yield text.rstrip(".:;,! ")


def _speaks_of_code(text: str) -> bool:
    if "_" in text or "e.g." in text or "i.e." in text or text.startswith("See "):
        return True
    found = _WORD.findall(text.lower())
    if not _META.isdisjoint(found) or not _GENERAL.isdisjoint(found):
        return True
    return any(word.endswith("scene") and word != "scene" for word in found)


def _sentences(prose: str) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", prose.strip()):
        lines = [line.strip() for line in paragraph.splitlines()]
        if not _is_markup(lines):
            for text in _SENTENCE_END.split(plain(" ".join(lines))):
                yield text.strip()


def _is_markup(lines: list[str]) -> bool:
    """Whether a paragraph is a heading, a directive, a field list or a table."""
    first = lines[0]
    underlined = any(line and not line.strip("-=~^*") for line in lines)
    return underlined or first.startswith(("..", ":", ">>>", "|", "+-")) or lines[-1].endswith("::")


def plain(text: str) -> str:
    """ReST inline markup removed: roles keep their text, class names become words."""
    if "`" in text:
        text = _ROLE.sub(lambda match: _role_text(match[1]), text)
        text = _LINK.sub(r"\1", text).replace("`", "")
    text = text.replace("*", "")
    if "object" in text or "roup" in text:
        text = _MANIM_WORD.sub(lambda match: _MANIM_WORDS[match[1].lower()], text)
    text = re.sub(r"\b([Aa]) (?=[aeiou])(?!un[ie]|us[eu]|one)", r"\1n ", text)
    return " ".join(text.removeprefix("- ").split())


def _role_text(target: str) -> str:
    """The words of a role: ``~.Circle`` gives ``circle``, ``text <target>`` gives ``text``."""
    shown = target.partition("<")[0].strip() if "<" in target else target
    name = shown.removeprefix("~").rpartition(".")[2].removesuffix("()")
    if name[:1].isupper() and name.isidentifier() and not _MANIM_WORD.match(name):
        return words.split_camel(name)
    return name.replace("_", " ")


def _noun_phrase(text: str) -> str | None:
    first, _, rest = text.partition(" ")
    if first.lower() not in ("a", "an", "the"):
        return None
    finite = _FINITE.search(rest)
    if finite and not re.search(r"\b(that|which)\b", rest[: finite.start()]):
        return None
    return f"{first.lower()} {rest}"


def _imperative(text: str) -> str | None:
    """The sentence turned towards the one who asks; None for sentences that cannot be turned."""
    first, _, rest = text.partition(" ")
    adverb = ""
    if first.lower() in _ADVERBS:
        adverb = f"{first.lower()} "
        first, _, rest = rest.partition(" ")
    found = _infinitive(first.lower())
    return f"{adverb}{found} {_agreeing(rest)}" if found is not None and rest else None


def _agreeing(rest: str) -> str:
    """``and morphs`` as ``and morph``, so that a second verb follows the first."""
    return re.sub(r"\band (\w+s)\b", lambda match: f"and {_infinitive(match[1]) or match[1]}", rest)


def _infinitive(verb: str) -> str | None:
    """The infinitive of a verb that scenes are described with, or None."""
    for ending, length in (("", 0), ("s", 1), ("es", 2)):
        stem = verb[: len(verb) - length]
        if verb.endswith(ending) and stem in _VERBS:
            return stem
    return "apply" if verb == "applies" else None
