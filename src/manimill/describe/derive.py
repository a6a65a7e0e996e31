"""Descriptions derived from code: what a scene shows and does, put as a request.

Nothing is made up: every word rests on a literal in the code or on the prose beside it. Such texts
are marked ``derived`` and stand in until a person or a model has written something better.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from manimill.code.outline import outline
from manimill.code.parse import SyntaxProblem, parse
from manimill.describe import _words as words
from manimill.describe._prose import plain, subject
from manimill.describe._story import Story
from manimill.describe._vocabulary import noun_of

SHORTEST, LONGEST = 60, 900
"""Characters of a description. A shorter one says too little to learn from."""

_GENERIC = re.compile(
    r"^(examples?|usage|overview|introduction|references?|notes?|basic usage)\b", re.IGNORECASE
)
_ALONE = {"The idea is": "Make a scene whose idea is", "The subject is": "Make a scene whose subject is"}


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
    closing = subject(prose) or _topic(heading)
    try:
        told = Story(read).sentences()
    except RecursionError:
        # Groups within groups within groups: nothing a person would put into words.
        return None
    if not told:
        return _from_prose(closing) if read.steps and closing is not None else None
    sentences = [*told, *_unnamed(references, code, " ".join(told))]
    if closing is not None:
        sentences.append(closing)
    if len(" ".join(sentences)) < SHORTEST and read.complete:
        sentences.append("Nothing else happens in the scene.")
    return _fit(sentences)


def _from_prose(closing: str) -> str | None:
    """What the prose says, where the code says nothing that can be read."""
    for opening, alone in _ALONE.items():
        if closing.startswith(opening):
            return _fit([alone + closing.removeprefix(opening)])
    return None


def _topic(heading: str | None) -> str | None:
    if not heading or not heading.strip() or _GENERIC.match(heading.strip()):
        return None
    return words.sentence(f"The topic is {plain(heading)}")


def _unnamed(references: Sequence[str], code: str, told: str) -> list[str]:
    """A sentence on referenced objects that the code uses and the text has not named."""
    names = [reference.removeprefix("~").rpartition(".")[2] for reference in references]
    found = [noun_of(name) for name in dict.fromkeys(names) if f"{name}(" in code]
    missing = [word for word in found if word not in told.lower()]
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
