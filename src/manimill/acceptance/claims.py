"""What an answer claims and how much of it its scene bears out, as numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from manimill.acceptance.colours import colours_of, said_colours
from manimill.acceptance.objects import justified, named
from manimill.acceptance.prose import Prose
from manimill.acceptance.seen import Seen, seen, text_words
from manimill.acceptance.told import Told
from manimill.code import api
from manimill.code.names import names
from manimill.pairing.lexicon import everyday
from manimill.pairing.lineup import lineup, shown_to_lineup
from manimill.text.words import stem, stems

_PLUMBING = names(
    "VGroup Group VMobject Mobject ValueTracker ComplexValueTracker VDict VectorizedPoint Animation AnimationGroup Wait"
    " Succession LaggedStart Scene Text Tex MathTex"
)
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w])")
_MOTION = re.compile(
    r"\b(?:animat(?:e[sd]?|ing)|moves?|moving|slides?|glides?|rotates|rotating|spins?|fades?|transforms?|morphs?"
    r"|turns into|grows?|shrinks?|travels?|traces|after (?:a|that)|then|finally|next|seconds?|pause|writes?"
    r"|drawn|disappears?)\b",
    re.IGNORECASE,
)
_STILL = re.compile(
    r"\b(?:static|still (?:image|picture|frame|scene|view)|nothing (?:moves|is animated)"
    r"|no (?:animation|motion|movement)|not animated"
    r"|without (?:any )?(?:animation|motion|movement)|does not move|stays still|motionless)\b",
    re.IGNORECASE,
)
_CONTENT = 3
"""Letters from which on a word of a text on screen says which text it is."""


@dataclass(frozen=True, slots=True)
class Claims:
    """How an answer and its scene fit.

    The first seven are those of `manimill.pairing.lineup.Marks`, or made of them: ``lead`` is by how much the scene
    supports the answer better than any scene of the line-up does.
    ``elements`` and ``animations`` are the shares of the scene's classes that the answer has a word for, ``texts`` the
    share of the words of its texts. ``objects``, ``colours``, ``numbers`` and ``technical`` are the shares of what the
    answer names that nothing in the scene stands for; technical are words that people use for names of Manim.
    ``moves`` says how much an answer speaks of movement though nothing moves, and ``stands`` that it says nothing moves
    though something does.
    Where there is nothing to ask about, shares are 0.5 and 0.
    """

    row: float
    column: float
    row_rank: float
    column_rank: float
    lead: float
    grounded: float
    covered: float
    elements: float
    animations: float
    texts: float
    objects: float
    colours: float
    numbers: float
    technical: float
    moves: float
    stands: float


NAMES = tuple(field.name for field in fields(Claims))


@dataclass(frozen=True, slots=True)
class _Parts:
    """What of a scene is asked for: the stems that stand for each class, the words of texts, colours, stems in all."""

    elements: tuple[frozenset[str], ...]
    animations: tuple[frozenset[str], ...]
    texts: frozenset[str]
    colours: frozenset[str] | None
    stems: frozenset[str]


def claims(prose: Prose, scene: Seen) -> Claims:
    """Read what an answer claims of a scene."""
    told = scene.told
    marks = lineup().marks(prose.text, shown_to_lineup(told.code, beside(told)))
    parts = _parts(told)
    words = frozenset(stems(prose.text))
    plain = frozenset(text_words(prose.text))
    objects = [noun for _, noun in named(prose)]
    colours = said_colours(prose)
    numbers = [f"{float(text):g}" for text in _NUMBER.findall(prose.text)]
    technical = words & _vocabulary()
    return Claims(
        marks.row,
        marks.column,
        marks.row_rank,
        marks.column_rank,
        marks.support - marks.best_support,
        float(np.log1p(marks.grounded)),
        marks.covered,
        _said_of(parts.elements, words),
        _said_of(parts.animations, words),
        len(parts.texts & plain) / len(parts.texts) if parts.texts else 0.5,
        _share([not justified(noun, scene) for noun in objects]),
        _share([stem(colour) not in parts.colours for colour in colours]) if parts.colours is not None else 0.0,
        _share([number not in scene.numbers for number in numbers]),
        len(technical - parts.stems) / len(technical) if technical else 0.0,
        *_contradictions(prose, told),
    )  # fmt: skip


def as_row(found: Claims) -> npt.NDArray[np.float64]:
    """The numbers in the order of `NAMES`."""
    return np.array([getattr(found, name) for name in NAMES], np.float64)


def _contradictions(prose: Prose, told: Told) -> tuple[float, float]:
    """What an answer says of movement that its scene is not like."""
    if told.features is None:
        return 0.0, 0.0
    if told.features.still_candidate:
        return min(3, len(_MOTION.findall(prose.text))) / 3, 0.0
    return 0.0, float(_STILL.search(prose.text) is not None)


def beside(told: Told) -> str | None:
    """What is known of a scene beside its code."""
    return " ".join(part for part in (told.on_screen, told.said) if part) or None


def _share(wrong: list[bool]) -> float:
    return sum(wrong) / len(wrong) if wrong else 0.0


def _said_of(asked: tuple[frozenset[str], ...], words: frozenset[str]) -> float:
    if not asked:
        return 0.5
    return sum(not one.isdisjoint(words) for one in asked) / len(asked)


@lru_cache(maxsize=2048)
def _parts(told: Told) -> _Parts:
    scene = seen(told)
    known = sorted(scene.classes - _PLUMBING)
    strings = [text for text in (*told.texts, *scene.strings) if not text.startswith("#")]
    texts = frozenset(word for text in strings for word in text_words(text) if len(word) >= _CONTENT)
    evidence = shown_stems(told)
    return _Parts(
        tuple(frozenset(everyday(name).words) for name in known if api.is_mobject(name) and everyday(name).words),
        tuple(frozenset(everyday(name).words) for name in known if api.is_animation(name) and everyday(name).words),
        texts,
        colours_of(scene),
        evidence,
    )  # fmt: skip


def shown_stems(told: Told) -> frozenset[str]:
    """The stems of everything that a scene's code shows and says."""
    from manimill.pairing.shown import shown

    found = shown(told.code)
    fields_of = (found.titles, found.names, found.texts, found.remarks, found.everyday, found.values)
    return frozenset(word for part in fields_of for word in part) | frozenset(stems(beside(told) or ""))


@cache
def _vocabulary() -> frozenset[str]:
    """Stems of words that people use for names of Manim."""
    return frozenset(
        word for name in api.public_names() for word in everyday(name).words if len(word) > 2
    ) | frozenset(word for name in api.all_attributes() for word in everyday(name).words if len(word) > 2)
