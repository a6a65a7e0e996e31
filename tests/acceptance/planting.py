"""Good answers and what a seeded program makes of them: fabricated ones, by kind."""

from __future__ import annotations

import ast
import hashlib
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from manimill.acceptance import Told
from manimill.code import api

DATA = Path(__file__).parent.parent / "data" / "describe"

ALIKE = 12
"""Scenes of a topic from which the text of another scene is taken."""
COLOURS = ("red", "blue", "green", "yellow", "purple", "orange", "pink", "golden")
CODE = """```python
from manim import *

class Demo(Scene):
    def construct(self):
        self.play(Create(Circle()))
```"""


@dataclass(frozen=True, slots=True)
class Good:
    """An answer that is to be accepted; ``topic`` is what scenes of one source and topic share."""

    told: Told
    style: str
    text: str
    topic: str


@dataclass(frozen=True, slots=True)
class Planted:
    """An answer that is to be rejected, and why; ``what`` is what was put into it."""

    kind: str
    told: Told
    style: str
    text: str
    what: str = ""


Plant = Callable[[Good, random.Random], tuple[str, str] | None]
"""What makes a fabricated text of a good answer, with what was put into it; None where it cannot."""


@cache
def material() -> dict[str, Any]:
    """What is planted, as the file of the tests has it."""
    found: dict[str, Any] = json.loads((DATA / "planted.json").read_text(encoding="utf-8"))
    return found


def planted(good: Sequence[Good], seed: int = 1) -> Iterator[Planted]:
    """A fabricated answer of each kind for each good one, where the kind can be planted in it."""
    near = _alike(good)
    for number, answer in enumerate(good):
        for kind, plant in _PLANTS.items():
            chance = random.Random(f"{seed} {kind} {digest(answer.told.code + answer.text)}")
            made = plant(answer, chance)
            if made is not None:
                yield Planted(kind, answer.told, answer.style, *made)
        chance = random.Random(f"{seed} other {digest(answer.told.code + answer.text)}")
        other = _another(good, number, chance)
        if other is not None:
            yield Planted("other scene, any", answer.told, other.style, other.text)
        if near[number]:
            other = chance.choice(near[number])
            yield Planted("other scene, same topic", answer.told, other.style, other.text)
            other = near[number][0]
            yield Planted("other scene, most alike", answer.told, other.style, other.text)


def first_half(answer: Good) -> bool:
    """Whether an answer is of the half that the checks were tuned on."""
    return int(digest(answer.text), 16) % 2 == 0


def digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


# -- answers of other scenes ---------------------------------------------------------------------------------


def _another(good: Sequence[Good], number: int, chance: random.Random) -> Good | None:
    for _ in range(20):
        other = good[chance.randrange(len(good))]
        if not _fits_too(good[number], other):
            return other
    return None


def _alike(good: Sequence[Good]) -> list[list[Good]]:
    """For each answer those of the same topic whose codes share most names with its own, the most alike first."""
    names = [_names(answer.told.code) for answer in good]
    by_topic: dict[str, list[int]] = {}
    for number, answer in enumerate(good):
        by_topic.setdefault(answer.topic, []).append(number)
    found: list[list[Good]] = []
    for number, answer in enumerate(good):
        others = [other for other in by_topic[answer.topic] if not _fits_too(answer, good[other])]
        others.sort(key=lambda other: (-_jaccard(names[number], names[other]), other))
        found.append([good[other] for other in others[:ALIKE]])
    return found


def _fits_too(one: Good, other: Good) -> bool:
    """Whether two scenes show nearly the same, so that the text of one may well be told of the other."""
    return _jaccard(_shown(one.told.code), _shown(other.told.code)) >= 0.8


@cache
def _names(code: str) -> frozenset[str]:
    return frozenset(re.findall(r"[A-Za-z_]\w*", code))


@cache
def _shown(code: str) -> frozenset[str]:
    """Names of classes, texts and numbers: what decides about what a scene looks like."""
    found = re.findall(r"\b[A-Z]\w*|\"[^\"\n]*\"|'[^'\n]*'|\d+(?:\.\d+)?|\.\w+", code)
    scene = re.findall(r"class (\w+)", code)
    return frozenset(found) - frozenset(scene)


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))


# -- what is put into a good answer ----------------------------------------------------------------------------


def _object(part: str, figures: bool, half: str) -> Plant:
    def plant(answer: Good, chance: random.Random) -> tuple[str, str] | None:
        objects = material()["objects"][part]
        count = material()["figures"][part]
        objects = objects[:count] if figures else objects[count:]
        hay = f"{answer.text} {answer.told.code} {answer.told.on_screen}".lower()
        free = [one for one in objects if not any(word in hay for word in one.split() if len(word) > 3)]
        if not free:
            return None
        thing = chance.choice(free)
        inserts = material()["inserts"][half]
        pattern = chance.choice([*inserts["sentence"], *inserts["clause"]])
        article = "an" if thing[0] in "aeiou" else "a"
        many = thing + ("es" if thing.endswith(("s", "x", "ch", "sh")) else "s")
        piece = pattern.format(
            a=article, A=article.capitalize(), thing=thing, things=many, colour=chance.choice(COLOURS)
        )
        return _inserted(answer.text, piece, chance), thing

    return plant


def _text(half: str, what: str) -> Plant:
    def plant(answer: Good, chance: random.Random) -> tuple[str, str] | None:
        said = material()["texts"][half]
        hay = f"{answer.text} {answer.told.code} {answer.told.on_screen}".lower()
        free = [text for text in said[what] if text.lower() not in hay]
        text = chance.choice(free)
        if what == "formulas":
            pieces = (
                " next to the formula {}",
                " and the equation {} below it",
                " The formula {} is shown too.",
            )
            piece = chance.choice(pieces).format(text)
        else:
            piece = chance.choice([*said["wrapped"], *said["sentence"]]).format(text)
        return _inserted(answer.text, piece, chance), text

    return plant


def _inserted(text: str, piece: str, chance: random.Random) -> str:
    """The text with a sentence behind one of its sentences, or with a clause at the end of one."""
    ends = [match.start() for match in re.finditer(r"(?<=[a-z0-9)\"”])\.(?=\s+[A-Z]|$)", text)]
    at = chance.choice(ends) if ends else len(text.rstrip("."))
    if piece.endswith("."):
        return f"{text[: at + 1]} {piece.strip()}{text[at + 1 :]}"
    return f"{text[:at]}{piece}{text[at:] or '.'}"


def _cut(answer: Good, chance: random.Random) -> tuple[str, str] | None:
    """The text up to the middle of a sentence."""
    words = answer.text.split(" ")
    places = [
        at
        for at in range(max(6, len(words) // 3), len(words) - 1)
        if not re.search(r"[.!?:;)\"”`]\W*$", words[at - 1])
    ]
    return (" ".join(words[: chance.choice(places)]), "") if places else None


def _leak(kind: str) -> Plant:
    def plant(answer: Good, chance: random.Random) -> tuple[str, str] | None:
        name = _leaked_name(kind, answer, chance)
        if name is None:
            return None
        pieces = {
            "class": (" This is the {} scene.", " It is called {}.", " in the scene {}"),
            "variable": (" stored in {}", " The object {} is then updated.", ", using `{}`"),
            "manim": (" using {}", " via a {} animation", " The {} takes care of that."),
            "call": (" by calling {}", " It uses {} for this.", " with {}"),
        }
        return _inserted(answer.text, chance.choice(pieces[kind]).format(name), chance), name

    return plant


def _leaked_name(kind: str, answer: Good, chance: random.Random) -> str | None:
    names = {node.id for node in ast.walk(_tree(answer.told.code)) if isinstance(node, ast.Name)}
    hay = f"{answer.text} {' '.join(answer.told.texts)}"
    if kind == "class":
        classes = re.findall(r"class (\w+)\(", answer.told.code)
        found = [name for name in classes if sum(letter.isupper() for letter in name) > 1]
    elif kind == "variable":
        found = [name for name in names if re.fullmatch(r"[a-z]{2,}(?:_[a-z0-9]+)+", name)]
    elif kind == "manim":
        found = [
            name
            for name in names
            if (api.is_mobject(name) or api.is_animation(name)) and re.search(r"[a-z][A-Z]|^V[A-Z]", name)
        ]
    else:
        found = ["self.play", "self.add()", "self.wait()", ".animate", "scene.play()"]
    found = sorted(name for name in found if name not in hay)
    return chance.choice(found) if found else None


@cache
def _tree(code: str) -> ast.Module:
    try:
        return ast.parse(code)
    except SyntaxError:
        return ast.Module([], [])


def _one_of(key: str) -> Plant:
    def plant(answer: Good, chance: random.Random) -> tuple[str, str] | None:
        chosen = chance.choice(material()[key])
        text: str = chosen[1] if isinstance(chosen, list) else chosen
        return text.replace("{}", answer.text), text

    return plant


def _code(answer: Good, chance: random.Random) -> tuple[str, str] | None:
    fenced = f"```python\n{answer.told.code.strip()}\n```"
    return chance.choice((answer.told.code, fenced, f"{answer.text}\n\n{fenced}", CODE)), ""


def _nothing(answer: Good, chance: random.Random) -> tuple[str, str] | None:
    short = " ".join(answer.text.split()[: chance.choice((1, 2, 3))])
    nothing = ("", " ", "...", "N/A", "None", "TODO", "Scene", "An animation.", "A description.", short)
    return chance.choice(nothing), ""


def _colour(answer: Good, chance: random.Random) -> tuple[str, str] | None:
    """The text with one of its colours exchanged for one that neither it nor the code has."""
    said = re.findall(rf"\b(?:{'|'.join(COLOURS)})\b", answer.text)
    hay = f"{answer.text} {answer.told.code} {answer.told.on_screen}".lower()
    free = [colour for colour in COLOURS if colour not in hay]
    if not said or not free:
        return None
    new = chance.choice(free)
    return re.sub(rf"\b{said[0]}\b", new, answer.text, count=1), new


_PLANTS: dict[str, Plant] = {
    "figure, known": _object("tuning", True, "tuning"),
    "figure, held out": _object("held_out", True, "held_out"),
    "thing, known": _object("tuning", False, "tuning"),
    "thing, held out": _object("held_out", False, "held_out"),
    "text, known": _text("tuning", "texts"),
    "text, held out": _text("held_out", "texts"),
    "formula, known": _text("tuning", "formulas"),
    "formula, held out": _text("held_out", "formulas"),
    "colour": _colour,
    "empty": _nothing,
    "language": _one_of("translated"),
    "generic": _one_of("generic"),
    "code": _code,
    "leak: scene": _leak("class"),
    "leak: variable": _leak("variable"),
    "leak: manim": _leak("manim"),
    "leak: call": _leak("call"),
    "truncated": _cut,
    "refusal": _one_of("refusal"),
    "chatter": _one_of("chatter"),
}

KINDS = (*_PLANTS, "other scene, any", "other scene, same topic", "other scene, most alike")
"""The kinds of fabricated answers."""


def swapped(good: Sequence[Good], share: float = 0.1, seed: int = 1) -> tuple[list[str], frozenset[int]]:
    """The texts of the answers with some of them exchanged between scenes of one topic, and which ones were.

    Half of them go to the scene whose code is most alike.
    """
    near, chance = _alike(good), random.Random(f"swapped {seed}")
    places = {id(answer): place for place, answer in enumerate(good)}
    texts = [answer.text for answer in good]
    moved: set[int] = set()
    for one in chance.sample(range(len(good)), len(good)):
        if len(moved) >= share * len(good):
            break
        if one in moved or not near[one]:
            continue
        other = places[id(near[one][0] if chance.random() < 0.5 else chance.choice(near[one]))]
        if other not in moved:
            moved |= {one, other}
            texts[one], texts[other] = good[other].text, good[one].text
    return texts, frozenset(moved)
