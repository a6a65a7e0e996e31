"""What a video is called: by a file or an entry that holds its transcript, and by what is known of a sample."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from manimill.scenes.youtube import youtube

_LANGUAGE = re.compile(r"\.([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)$")
_BRACKETS = re.compile(r"\[([^\[\]]+)\]")
_OLD_TAIL = re.compile(r"-([\w-]{11})$")
"""Where youtube-dl put the id of a video."""
_KINDS = {
    **dict.fromkeys(("episode", "ep", "e", "lecture", "lesson", "video"), "episode"),
    **{kind: kind for kind in ("day", "part", "chapter")},
}
_NUMBERED = re.compile(rf"(?<![a-z])({'|'.join(_KINDS)})[\s._#-]*0*(\d{{1,4}})(?!\d)", re.IGNORECASE)
_LEADING = re.compile(r"^\W*0*(\d{1,4})(?![\d.])[\s._-]*")
_WORD = re.compile(r"[A-Za-z]?[a-z]+|[A-Z]+")
_YOUTUBE_ID = re.compile(r"[\w-]{11}")

BARE = "number"
"""The kind of a number that nothing says the kind of."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the video of a transcript is called.

    ``ids`` are what may be an id of a video, or an address; those that are one for sure are ``certain``.
    ``titles`` and ``places`` are normal forms, ``places`` those of folders and of a playlist. ``numbers`` maps
    ``episode``, ``day``, ``part``, ``chapter`` and `BARE` to numbers.
    ``nested`` says whether it is in a folder that may be about something else.
    """

    ids: frozenset[str] = frozenset()
    certain: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    numbers: Mapping[str, int] = field(default_factory=dict)
    language: str | None = None
    nested: bool = False


def normal(text: Any) -> str:
    """A title without case, accents, spaces and punctuation; empty for what is no text or number."""
    if not isinstance(text, str | int):
        return ""
    folded = unicodedata.normalize("NFKD", str(text)).casefold()
    return "".join(character for character in folded if character.isalnum())


def link_id(link: Any) -> str | None:
    """The id of the video a link leads to; the link itself where it is none of YouTube's."""
    if not isinstance(link, str) or not link.strip():
        return None
    target = youtube(link.strip())
    return target.video if target and target.video else link.strip()


def is_youtube_id(text: str) -> bool:
    """Whether a text could be the id of a video on YouTube."""
    return _YOUTUBE_ID.fullmatch(text) is not None


def _sure_id(text: str) -> bool:
    """Whether a text is an id of YouTube and no word of eleven letters."""
    return is_youtube_id(text) and _WORD.fullmatch(text) is None


def file_names(stem: str, folders: Iterable[str], root: str = "") -> Names:
    """What a file is called for; ``stem`` is its name without ``.srt``, ``folders`` are above it, below ``root``."""
    folders = tuple(folders)
    found = _LANGUAGE.search(stem)
    bare = stem[: found.start()] if found else stem
    ids = {stem, bare, *_BRACKETS.findall(bare), *_OLD_TAIL.findall(bare)}
    plain = _BRACKETS.sub(" ", bare)
    titles = {stem, bare, plain, _OLD_TAIL.sub("", bare), _LEADING.sub("", plain)}
    first = _NUMBERED.search(plain)
    series = plain[: first.start()] if first else ""
    return Names(
        ids=frozenset(ids),
        certain=frozenset(filter(_sure_id, _BRACKETS.findall(bare))),
        titles=_forms(titles),
        places=_forms([root, series, *folders]),
        numbers=numbers_in(plain),
        language=found[1] if found else None,
        nested=bool(folders or normal(series)),
    )


def entry_names(entry: Mapping[str, Any], key: str, inside: Names) -> Names:
    """What an entry of a file with several videos is called for; ``key`` is what it is filed under, if anything.

    ``inside`` are the names of the file, whose folders are the entry's too.
    """
    own = file_names(key, ()) if key else Names()
    said = frozenset(filter(None, (link_id(entry.get(name)) for name in ("video_id", "id", "url"))))
    language = entry.get("language") or entry.get("lang")
    return Names(
        ids=own.ids | said | ({link} if (link := link_id(key)) else set()),
        certain=own.certain | said,
        titles=own.titles | _forms([entry.get("title")]),
        places=inside.places | inside.titles | _forms([entry.get("playlist")]),
        numbers={**own.numbers, **facts_numbers(entry)},
        language=language if isinstance(language, str) else inside.language,
        nested=inside.nested or bool(normal(entry.get("playlist"))),
    )


def joined(one: Names, other: Names) -> Names:
    """All names of both."""
    return Names(
        ids=one.ids | other.ids,
        certain=one.certain | other.certain,
        titles=one.titles | other.titles,
        places=one.places | other.places,
        numbers={**one.numbers, **other.numbers},
        language=other.language or one.language,
        nested=one.nested or other.nested,
    )


def numbers_in(text: str) -> dict[str, int]:
    """The numbers a name says, by kind."""
    found = {_KINDS[kind.lower()]: int(number) for kind, number in _NUMBERED.findall(text)}
    leading = _LEADING.match(text)
    return {**({BARE: int(leading[1])} if leading else {}), **found}


def facts_numbers(facts: Mapping[str, Any]) -> dict[str, int]:
    """The numbers that metadata says, by kind."""
    found = {}
    for kind in ("episode", "day", "chapter", "part"):
        value = facts.get(kind)
        if isinstance(value, int) or (isinstance(value, str) and value.strip().isdecimal()):
            found[kind] = int(value)
    return found


def _forms(texts: Iterable[Any]) -> frozenset[str]:
    return frozenset(form for form in map(normal, texts) if form)
