"""Objects that an answer names and its scene has not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from manimill.acceptance.prose import WITHOUT, Prose, Word
from manimill.acceptance.seen import Seen
from manimill.acceptance.things import is_ordinary, is_thing
from manimill.acceptance.told import Objection
from manimill.acceptance.vocabulary import Noun, first_words, nouns
from manimill.code.names import names

_COUNTS = names(
    "a an another one two three four five six seven eight nine ten eleven twelve several some many few multiple",
    "various dozen dozens hundreds pair couple additional second third every each",
)
_NO_ADJECTIVES = names(
    "of in on at by to from with and or the is are was were be that which whose while as for into onto its their this",
    "these those then than it they has have can will would so such if when where there up down out off over",
)
_TELLING = 5
"""Letters of a word by which a scene is asked for it."""
_REACH = 4
"""Words between what introduces a noun and the noun."""
_NO_OBJECT = {
    "square": names(
        "of root roots bracket brackets matrix matrices grid units unit inches brace base domain region wave waves",
        "numbers",
    ),
    "cube": names("of root roots"),
    "cross": names("product products section sections fade fades"),
    "star": names("polygon polygons shaped"),
    "ring": names("sector"),
    "wave": names("function functions animation effect distortion"),
    "grid": names("line lines layout of"),
    "arrow": names("tip tips head heads"),
    "matrix": names("multiplication product"),
}
"""Words that make something else of the noun before them."""


def invented_objects(prose: Prose, scene: Seen) -> Iterator[Objection]:
    """The first object that nothing in the scene justifies."""
    for word, noun in named(prose):
        if not justified(noun, scene):
            yield _objection(word)
            return
    for thing in unknown_things(prose):
        if not scene.has_word(thing.text[:_TELLING]):
            yield _objection(thing.text)
            return


def _objection(word: str) -> Objection:
    return Objection(
        "invented_object",
        f"'{word}' is named, and neither the code nor what was on screen has one",
        f"Do not mention '{word}': the scene shows nothing of the kind, so describe only what it does show.",
    )


def unknown_things(prose: Prose) -> Iterator[Word]:
    """Words that no table has, that are introduced like an object, and that mean something like everyday things."""
    words, table = prose.words, nouns()
    for at, word in enumerate(words):
        if (
            word.text not in table
            and not is_ordinary(word.text)
            and _introduced(words, at)
            and _alone(words, at)
            and not denied(words, at)
            and not prose.text[word.start].isupper()
            and is_thing(word.text)
        ):
            yield word


@lru_cache(maxsize=64)
def named(prose: Prose) -> tuple[tuple[str, Noun], ...]:
    """The objects that an answer says are there, each as it is written."""
    return tuple(_named(prose))


def _named(prose: Prose) -> Iterator[tuple[str, Noun]]:
    table, pairs, words = nouns(), first_words(), prose.words
    at = 0
    while at < len(words):
        one = words[at].text
        if one in pairs and at + 1 < len(words) and not words[at + 1].gap.strip():
            both = f"{one} {words[at + 1].text}"
            noun = table.get(both)
            if noun is not None:
                if not denied(words, at) and (not noun.weak or _introduced(words, at)):
                    yield both, noun
                at += 2
                continue
        noun = table.get(one)
        if noun is None and "-" in one:
            noun = table.get(one.rsplit("-", 1)[1])
        if (
            noun is not None
            and not _something_else(one, words, at)
            and (noun.everyday or not _arrangement(words, at))
            and not denied(words, at)
            and (not noun.weak or (_introduced(words, at) and _alone(words, at)))
        ):
            yield one, noun
        at += 1


def justified(noun: Noun, scene: Seen) -> bool:
    """Whether anything in the scene stands for the noun."""
    return (
        not noun.classes.isdisjoint(scene.classes)
        or not noun.kinds.isdisjoint(scene.kinds)
        or any(_begins(beginning, scene.words) for beginning in noun.beginnings)
        or any(mark in scene.told.code for mark in noun.marks)
    )


def _begins(beginning: str, words: str) -> bool:
    """Whether a word begins so; what is long enough may stand inside one, as in ``mybutterfly``."""
    return (beginning if len(beginning) > 4 else f" {beginning}") in words


def _something_else(word: str, words: Sequence[Word], at: int) -> bool:
    followers = _NO_OBJECT.get(word)
    return followers is not None and at + 1 < len(words) and words[at + 1].text in followers


def _arrangement(words: Sequence[Word], at: int) -> bool:
    """Whether a figure is the form that other things are in: "at the corners of a square", "in a circular path"."""
    if at + 1 < len(words) and words[at + 1].text in _FORMS and not words[at + 1].gap.strip(" -"):
        return True
    before = _clause_before(words, at)
    place = max((place for place, word in enumerate(before) if word in _ARTICLES), default=0)
    if place < 1:
        return False
    verb = before[place - 1]
    if verb == "of" and place > 1:
        return before[place - 2].startswith(_PARTS)
    return verb in _ALONG or (verb.startswith(_FORMING) and verb not in _UNFORMED)


def _clause_before(words: Sequence[Word], at: int) -> list[str]:
    """Up to five words before a word, as far as no mark stands between them."""
    start = at
    while start > max(0, at - 5) and not words[start].gap.strip(" -"):
        start -= 1
    return [word.text for word in words[start:at]]


_ARTICLES = names("a an the one")
_ALONG = names("in along around")
_PARTS = ("corner", "vert", "shape", "side", "form", "outline", "edge", "part", "half")
_FORMS = names(
    "path paths motion layout pattern arrangement formation shape shapes trajectory style order form orbit outline",
    "structure placement spacing",
)
_FORMING = ("form", "resembl", "outlin", "trac", "mak", "suggest", "arranged", "spell")
_UNFORMED = names("formula formulas track tracks tracked")


def denied(words: Sequence[Word], at: int) -> bool:
    """Whether the text says that it is not there."""
    for back in range(at, max(-1, at - 5), -1):
        if back != at and words[back].text in WITHOUT:
            return True
        if any(mark in words[back].gap for mark in ".;:!?"):
            return False
    return False


def _introduced(words: Sequence[Word], at: int) -> bool:
    """Whether an article or a number stands before the noun, with nothing but adjectives between them."""
    for back in range(at, max(-1, at - 1 - _REACH), -1):
        if back != at:
            if words[back].text in _COUNTS:
                return True
            if words[back].text in _NO_ADJECTIVES:
                return False
        gap = words[back].gap
        if gap.strip(" ") and back <= at:
            # "3 cats", "a 3x3 table"
            return back >= at - 1 and any(map(str.isdigit, gap)) and not gap.strip(" -×0123456789")
    return False


def _alone(words: Sequence[Word], at: int) -> bool:
    """Whether the noun is not the first part of another, as in "a fire alarm": what follows ends it."""
    if at + 1 >= len(words) or words[at + 1].gap.strip(" "):
        return True
    after = words[at + 1].text
    return after in _NO_ADJECTIVES or after in _GOES_ON or after.endswith(("s", "ed", "ing"))


_GOES_ON = names(
    "appears moves spins flies swims grows fades slowly quickly drops enters pops drift rotate next above below beside",
    "behind between inside near against across along around through before after who whose",
)
