"""Descriptions derived from code: what a scene shows and does, put as a request.

Nothing is made up: every word rests on a literal in the code or on the prose beside it. Such texts
are marked ``derived`` and stand in until a person or a model has written something better.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from manimill.code import api
from manimill.code.outline import outline
from manimill.code.parse import SyntaxProblem, parse
from manimill.describe import _words as words
from manimill.describe._prose import adds_to, idea, plain, topic
from manimill.describe._story import Story
from manimill.describe._vocabulary import noun_of

SHORTEST, LONGEST = 40, 900
"""Characters of a description. A shorter one says too little to learn from."""

_GENERIC = re.compile(
    r"^(examples?|usage|overview|introduction|references?|notes?|basic usage)\b", re.IGNORECASE
)


def derive(
    code: str,
    scene: str | None,
    *,
    prose: str | None = None,
    heading: str | None = None,
    references: Sequence[str] = (),
) -> str | None:
    """Describe ``scene`` as a person who wants this animation would ask for it.

    ``prose`` is the reST that surrounds the code in documentation, ``heading`` the section it stands
    in, ``references`` the classes the documentation names for it. The text is deterministic, one
    paragraph of about 60 to 900 characters. None where the code does not parse or says too little.
    """
    tree = parse(code)
    if isinstance(tree, SyntaxProblem):
        return None
    read = outline(tree, scene)
    try:
        story = Story(read, seed="".join(code.split()))
        told = story.sentences()
    except RecursionError:
        # Groups within groups within groups: nothing a person would put into words.
        return None
    if not told:
        return _from_prose(prose, heading) if read.steps else None
    unnamed = _unnamed(references, code, " ".join(told))
    if not read.complete and story.weight + sum(map(len, unnamed)) < SHORTEST:
        # What could be read is too little to stand for the rest.
        return None
    sentences = [*told, *unnamed]
    purpose = idea(prose)
    if purpose is not None and adds_to(purpose, " ".join(sentences)):
        sentences.append(words.sentence(f"The idea is to {purpose}"))
    if len(" ".join(sentences)) < SHORTEST and read.animated:
        sentences[0] = f"Make a short animation: {sentences[0][0].lower()}{sentences[0][1:]}"
    return _fit(sentences)


def _from_prose(prose: str | None, heading: str | None) -> str | None:
    """What the prose says, where the code says nothing that can be read."""
    purpose, about = idea(prose), topic(prose)
    if purpose is not None:
        return _fit([words.sentence(f"Make a scene to {purpose}")])
    if about is None and heading and heading.strip() and not _GENERIC.match(heading.strip()):
        about = plain(heading)
        about = about[:1].lower() + about[1:] if about[1:2].islower() else about
    return None if about is None else _fit([words.sentence(f"Make a scene about {about}")])


def _unnamed(references: Sequence[str], code: str, told: str) -> list[str]:
    """A sentence on referenced objects that the code uses and the text has not named."""
    names = [reference.removeprefix("~").rpartition(".")[2] for reference in references]
    made = [name for name in dict.fromkeys(names) if api.is_mobject(name) and f"{name}(" in code]
    missing = [word for word in map(noun_of, made) if word.split()[-1] not in told.lower()]
    return (
        [words.sentence(f"Use {words.listed([words.article(word) for word in missing])}")] if missing else []
    )


def _fit(sentences: list[str]) -> str | None:
    """The sentences as one paragraph; None below the shortest useful length.

    Where they are too long, sentences before the last go first.
    """
    while len(sentences) > 1 and len(" ".join(sentences)) > LONGEST:
        sentences.pop(-2 if len(sentences) > 2 else -1)
    text = " ".join(sentences)
    if len(text) > LONGEST:
        text = words.sentence(text[:LONGEST].rpartition(", ")[0])
    return text if len(text) >= SHORTEST else None
