"""How phrases for several objects become one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import fields, replace

from manimill.describe import _words as words
from manimill.describe._phrases import Phrase

_ROUNDS = 3
"""Times that a sequence of nouns has to repeat before it is told noun by noun."""
_MUCH = 200
"""Characters of a phrase for several objects that is told in short."""


def merged(phrases: Sequence[Phrase], *, rounds: bool = False) -> list[str]:
    """Texts of some phrases in order, neighbours that differ in one thing told together.

    With ``rounds`` their order says nothing, and what takes turns may be told kind by kind.
    """
    told: list[str] = []
    at, last = 0, len(phrases) - 1
    while at <= last:
        best, text = 1, ""
        if at < last and _akin(phrases[at].noun, phrases[at + 1].noun):
            rest = phrases[at:]
            for merge in _MERGES:
                length, joined = merge(rest)
                if length > best:
                    best, text = length, joined
        if rounds and best == 1 and last - at >= 2 * _ROUNDS - 1:
            best, texts = _in_rounds(phrases[at:])
            if texts:
                told += texts
                at += best
                continue
        told.append(text or phrases[at].text())
        at += best
    return told


def _in_rounds(phrases: Sequence[Phrase]) -> tuple[int, list[str]]:
    """A circle, a label, a circle, a label and so on, told as the circles and the labels."""
    for period in (2, 3):
        length = period
        while length < len(phrases) and _akin(phrases[length - period].noun, phrases[length].noun):
            length += 1
        length -= length % period
        columns = [phrases[start:length:period] for start in range(period)]
        texts = [merged(column) for column in columns]
        if length >= _ROUNDS * period and all(len(text) == 1 for text in texts):
            return length, [
                text if len(text) < _MUCH else _shared(column)
                for (text,), column in zip(texts, columns, strict=True)
            ]
    return 1, []


def _shared(phrases: Sequence[Phrase]) -> str:
    """What several phrases have in common, and how many they are."""
    first, length = phrases[0], len(phrases)
    if first.said is not None:
        return _said_together(phrases)
    details = [one for one in first.details if all(one in phrase.details for phrase in phrases)]
    shade = first.shade if all(phrase.shade == first.shade for phrase in phrases) else ""
    return _many([Phrase(first.noun, shade, details=details, count=first.count)], length).text()


def _akin(noun: str, other: str) -> bool:
    """Whether two phrases can become one at all."""
    return noun == other or (noun[:8] == other[:8] == "copy of ")


_FIELDS = tuple(one.name for one in fields(Phrase))


def _run(phrases: Sequence[Phrase], *but: str) -> int:
    """How many phrases from the first on are equal but for some fields."""
    compared = [name for name in _FIELDS if name not in but]
    first = phrases[0]
    wanted = [getattr(first, name) for name in compared]
    for index, phrase in enumerate(phrases[1:], start=1):
        if any(getattr(phrase, name) != value for name, value in zip(compared, wanted, strict=True)):
            return index
    return len(phrases)


def _many(phrases: Sequence[Phrase], length: int) -> Phrase:
    """One phrase for several equal ones."""
    first, each = phrases[0], phrases[0].count
    count = 0 if each == 0 else each * length
    if each != 1 or first.said is not None:
        return replace(first, count=count)
    tail = [_of_several(one) if one.startswith("that ") else one for one in first.tail]
    return replace(first, count=count, tail=tail, ending=_of_several(first.ending))


_OF_ONE = {
    "keeps": "keep",
    "stays": "stay",
    "follows": "follow",
    "shows": "show",
    "is": "are",
    "its": "their",
}
_WORD = re.compile(r'"[^"]*"|\$[^$]*\$|[a-z]+')


def _of_several(clause: str) -> str:
    """``that keeps rotating`` as ``that keep rotating``."""
    return _WORD.sub(lambda word: _OF_ONE.get(word[0], word[0]), clause)


def _identical(phrases: Sequence[Phrase]) -> tuple[int, str]:
    length = _run(phrases)
    one = phrases[0]
    if length < 2 or one.bare:
        return 1, ""
    if one.said is not None:
        return length, _said_together(phrases[:length])
    return length, _many(phrases, length).text()


def _said_together(phrases: Sequence[Phrase]) -> str:
    """``the texts "a" and "b"``; one that is said several times is counted."""
    first = phrases[0]
    said = [str(phrase.said) for phrase in phrases]
    if len(set(said)) == 1:
        one = replace(first, said=None, shade="", hue="", tail=[*first.tail], count=len(said))
        shade = f" in {first.shade}" if first.shade and not first.hue else first.hue
        return one.text().replace(words.plural(first.noun), f"{words.plural(first.noun)} {said[0]}{shade}", 1)
    return replace(first, noun=words.plural(first.noun), said=words.listed(said, 9)).text()


def _differently_said(phrases: Sequence[Phrase]) -> tuple[int, str]:
    """``the texts "a", "b" and "c" in red``."""
    if phrases[0].said is None or phrases[0].side:
        return 1, ""
    length = _run(phrases, "said")
    length = next((n for n, phrase in enumerate(phrases[:length]) if phrase.said is None), length)
    return (length, _said_together(phrases[:length])) if length > 1 else (1, "")


def _differently_coloured(phrases: Sequence[Phrase]) -> tuple[int, str]:
    """``three circles with radius 2 in red, green and blue``."""
    first = phrases[0]
    if first.said is not None or first.bare or first.hue or first.side:
        return 1, ""
    length = _run(phrases, "shade")
    shades = [phrase.shade for phrase in phrases[:length]]
    plain = not first.tail and not first.details and not first.place
    filled = any(shade.startswith("filled") for shade in shades)
    if length < (3 if plain else 2) or filled or len(set(shades)) < length or not all(shades):
        return 1, ""
    return length, replace(_many(phrases, length), shade="", hue=f" in {words.listed(shades, 12)}").text()


def _elsewhere(phrases: Sequence[Phrase]) -> tuple[int, str]:
    """``three dots at (0, 0), (1, 0) and (2, 0)``."""
    first = phrases[0]
    if not first.place.startswith("at ") or first.side or first.said is not None or first.bare:
        return 1, ""
    length = _run(phrases, "place")
    places = [phrase.place for phrase in phrases[:length]]
    known = next((n for n, place in enumerate(places) if not place.startswith("at ")), length)
    if known < 2 or any(" and " in place or "," in place.partition(")")[2] for place in places[:known]):
        return 1, ""
    spots = words.listed([place.removeprefix("at ") for place in places[:known]], 12)
    return known, replace(_many(phrases, known), place=f"at {spots}").text()


def _beside_each(phrases: Sequence[Phrase]) -> tuple[int, str]:
    """``the texts "a" and "b" above the first square and the second square, respectively``."""
    first = phrases[0]
    if not first.side:
        return 1, ""
    length = _run(phrases, "said", "anchor", "shade")
    anchors = [phrase.anchor for phrase in phrases[:length]]
    silent = {phrase.said is None for phrase in phrases[:length]}
    if length < 2 or len(set(anchors)) < length or len(silent) > 1:
        return 1, ""
    shades = {phrase.shade for phrase in phrases[:length]}
    if len(shades) > 1:
        return 1, ""
    where = words.listed(_together(anchors), 12)
    order = ", in that order" if first.said is not None else ""
    one = replace(_many(phrases, length), anchor=where, ending=first.ending + order)
    if first.said is not None:
        said = [str(phrase.said) for phrase in phrases[:length]]
        one = replace(one, noun=words.plural(first.noun), said=words.listed(said, 12), count=1)
    return length, one.text()


def _copied_each(phrases: Sequence[Phrase]) -> tuple[int, str]:
    """``a copy of each of them to its right``, for things and a copy beside each."""
    first, start = phrases[0], "copy of "
    if not first.noun.startswith(start) or first.anchor != first.noun.removeprefix(start):
        return 1, ""
    length = _run(phrases, "noun", "anchor")
    own = (n for n, phrase in enumerate(phrases[:length]) if phrase.noun != start + phrase.anchor)
    length = next(own, length)
    each = replace(first, noun="copies", anchor="its original", shade="", hue=first.hue)
    text = each.text().removeprefix("a ")
    sources = words.listed(_together([phrase.anchor for phrase in phrases[:length]]), 12)
    return (length, text.replace("copies", f"copies of {sources}, each", 1)) if length > 2 else (1, "")


def _together(names: Sequence[str]) -> list[str]:
    """``the first arrow``, ``the second arrow`` without the noun in all but the last."""
    tails = {name.rpartition(" ")[2] for name in names}
    simple = all(name.startswith("the ") and name.count(" ") == 2 for name in names)
    if len(tails) != 1 or not simple or len(names) < 2:
        return list(names)
    first, *middle, last = names
    return [
        first.rpartition(" ")[0],
        *(name.split(" ")[1] for name in middle),
        f"{last.split(' ')[1]} {words.plural(tails.pop())}",
    ]


def _differently_measured(phrases: Sequence[Phrase]) -> tuple[int, str]:
    """``three arrows with buff 0, 0.5 and 1``."""
    first = phrases[0]
    if not first.details or first.bare or first.said is not None:
        return 1, ""
    length = _run(phrases, "details")
    values = [phrase.details for phrase in phrases[:length] if len(phrase.details) == len(first.details)]
    if length < 2 or len(values) < length:
        return 1, ""
    columns = list(zip(*values, strict=True))
    varying = [index for index, column in enumerate(columns) if len(set(column)) > 1]
    if len(varying) != 1:
        return 1, ""
    words_of = [value.rpartition(" ") for value in columns[varying[0]]]
    if len({start for start, _, _ in words_of}) > 1 or not all(end[-1:].isdigit() for _, _, end in words_of):
        return 1, ""
    details = list(first.details)
    details[varying[0]] = f"{words_of[0][0]} {words.listed([end for _, _, end in words_of], 12)}"
    return length, replace(_many(phrases, length), details=details).text()


_FOLLOWED = re.compile(r"that follows the (center|top|bottom|left side|right side|start|end) of (the .+)")
_SHARE = re.compile(r"([\d.]+%)( .+)")
_FILE = re.compile(r"from the file (.+)")


def _tails(phrases: Sequence[Phrase], pattern: re.Pattern[str]) -> list[re.Match[str]]:
    """What follows the nouns of the first phrases, as far as it is of one pattern and all else is equal."""
    found: list[re.Match[str]] = []
    if len(phrases[0].tail) != 1 or phrases[0].bare or not pattern.fullmatch(phrases[0].tail[0]):
        return found
    for phrase in phrases[: _run(phrases, "tail")]:
        match = pattern.fullmatch(phrase.tail[0]) if len(phrase.tail) == 1 else None
        if match is None:
            break
        found.append(match)
    return found


def _following_each(phrases: Sequence[Phrase]) -> tuple[int, str]:
    """``three traced paths that follow the centers of the first, second and third dots``."""
    ways = _tails(phrases, _FOLLOWED)
    owners = [way[2] for way in ways]
    if len(ways) < 2 or len({way[1] for way in ways}) > 1 or len(set(owners)) < len(owners):
        return 1, ""
    tail = [f"that follow the {words.plural(ways[0][1])} of {words.listed(_together(owners), 12)}"]
    return len(ways), replace(_many(phrases, len(ways)), tail=tail).text()


def _part_of_the_way(phrases: Sequence[Phrase]) -> tuple[int, str]:
    """``three shapes 25%, 50% and 75% of the way between the dots``."""
    ways = _tails(phrases, _SHARE)
    if len(ways) < 2 or len({way[2] for way in ways}) > 1:
        return 1, ""
    tail = [words.listed([way[1] for way in ways], 12) + ways[0][2]]
    return len(ways), replace(_many(phrases, len(ways)), tail=tail).text()


def _from_files(phrases: Sequence[Phrase]) -> tuple[int, str]:
    """``three images from the files "a.png", "b.png" and "c.png"``."""
    files = _tails(phrases, _FILE)
    if len(files) < 2:
        return 1, ""
    tail = [f"from the files {words.listed([file[1] for file in files], 12)}"]
    return len(files), replace(_many(phrases, len(files)), tail=tail).text()


def _measured_alike(phrases: Sequence[Phrase]) -> tuple[int, str]:
    """``a red dot at (0, 1), a blue dot at (1, 0) and a green dot at (1, 1), all with radius 0.2``."""
    first = phrases[0]
    shared = first.details
    if not shared or first.bare:
        return 1, ""
    length = 1
    for phrase in phrases[1:]:
        if phrase.noun != first.noun or phrase.details != shared or phrase.bare:
            break
        length += 1
    if length < 3:
        return 1, ""
    texts = merged([replace(phrase, details=[]) for phrase in phrases[:length]])
    if len(texts) == 1:
        return 1, ""
    return length, f"{words.listed(texts, 12)}, all with {words.listed(shared)}"


_Merge = Callable[[Sequence[Phrase]], tuple[int, str]]
_MERGES: tuple[_Merge, ...] = (
    _identical,
    _elsewhere,
    _beside_each,
    _copied_each,
    _differently_said,
    _differently_coloured,
    _differently_measured,
    _following_each,
    _part_of_the_way,
    _from_files,
    _measured_alike,
)
