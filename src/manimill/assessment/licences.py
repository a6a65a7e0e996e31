"""What a repository says about its licence: files of terms, and statements in its README."""

from __future__ import annotations

from dataclasses import dataclass

from manimill.records import NOASSERTION
from manimill.scenes.files import FileAbsentError, FileTree

_TITLES = (
    ("GNU AFFERO GENERAL PUBLIC LICENSE", "AGPL-3.0-only"),
    ("GNU LESSER GENERAL PUBLIC LICENSE", "LGPL-3.0-only"),
    ("GNU GENERAL PUBLIC LICENSE Version 3", "GPL-3.0-only"),
    ("GNU GENERAL PUBLIC LICENSE Version 2", "GPL-2.0-only"),
    ("Apache License Version 2.0", "Apache-2.0"),
    ("Mozilla Public License Version 2.0", "MPL-2.0"),
    ("Attribution-NonCommercial-ShareAlike 4.0", "CC-BY-NC-SA-4.0"),
    ("Attribution-NonCommercial-NoDerivatives 4.0", "CC-BY-NC-ND-4.0"),
    ("Attribution-NonCommercial 4.0", "CC-BY-NC-4.0"),
    ("Attribution-ShareAlike 4.0", "CC-BY-SA-4.0"),
    ("Attribution-NoDerivatives 4.0", "CC-BY-ND-4.0"),
    ("Attribution 4.0 International", "CC-BY-4.0"),
    ("CC0 1.0 Universal", "CC0-1.0"),
    ("This is free and unencumbered software released into the public domain", "Unlicense"),
    ("Permission is hereby granted, free of charge, to any person obtaining a copy", "MIT"),
    ("Permission to use, copy, modify, and/or distribute this software for any purpose", "ISC"),
)
"""How the text of a licence begins, or words that only it has. A licence names others, so the first one counts."""

_BSD = "Redistribution and use in source and binary forms"
_THIRD_CLAUSE = "Neither the name of"

_SAID = (
    ("CC BY-NC-SA 4.0", "CC-BY-NC-SA-4.0"),
    ("CC-BY-NC-SA", "CC-BY-NC-SA-4.0"),
    ("MIT License", "MIT"),
    ("MIT licence", "MIT"),
    ("license: mit", "MIT"),
    ("license-MIT", "MIT"),
    ("under the MIT", "MIT"),
    ("under MIT", "MIT"),
    ("Apache License 2.0", "Apache-2.0"),
    ("Apache License, Version 2.0", "Apache-2.0"),
    ("Apache-2.0", "Apache-2.0"),
    ("GPL-3.0", "GPL-3.0-only"),
    ("GPLv3", "GPL-3.0-only"),
)
_REFUSALS = (
    "not for usage without permission",
    "not for use without permission",
    "without permission is prohibited",
    "without my permission",
    "all rights reserved",
    "do not reuse",
    "may not be reused",
    "no reuse",
    "not allowed to use",
)
_NAMES = ("license", "licence", "copying", "unlicense")
_LARGEST = 200_000


@dataclass(frozen=True, slots=True)
class LicenceFound:
    """``expression`` is SPDX or ``NOASSERTION``, ``evidence`` where it is said.

    ``terms`` says that there is a file with them and not only a word in the README, ``refused`` that reuse is
    refused.
    """

    expression: str
    evidence: str
    terms: bool = False
    refused: bool = False


def licence_of(tree: FileTree) -> LicenceFound:
    """The licence of a tree: what its file of terms is, else what its README says."""
    unknown = None
    for path in sorted(tree.files(), key=lambda path: (path.count("/"), path)):
        if path.count("/") <= 1 and path.rpartition("/")[2].lower().startswith(_NAMES):
            expression = _terms(_text(tree, path))
            if expression is not None:
                return LicenceFound(expression, f"{path} has its text", terms=True)
            unknown = unknown or path
    for path in sorted(tree.files()):
        if "/" not in path and path.lower().startswith("readme"):
            found = _in_readme(path, _text(tree, path))
            if found is not None:
                return found
    if unknown is not None:
        return LicenceFound(NOASSERTION, f"{unknown} has terms that are not known here")
    return LicenceFound(NOASSERTION, "no file of terms and no word in the README")


def _in_readme(path: str, text: str) -> LicenceFound | None:
    refusal = next((said for said in _REFUSALS if said in text.lower()), None)
    if refusal is not None:
        return LicenceFound(NOASSERTION, f"{path} says '{refusal}'", refused=True)
    expression = next((name for mark, name in _SAID if mark.lower() in text.lower()), None)
    return LicenceFound(expression, f"{path} says so, no file has its text") if expression else None


def _terms(text: str) -> str | None:
    """Which licence a text is."""
    words = " ".join(text.split()).lower()
    places = [(words.find(mark.lower()), name) for mark, name in _TITLES]
    if _BSD.lower() in words:
        name = "BSD-3-Clause" if _THIRD_CLAUSE.lower() in words else "BSD-2-Clause"
        places.append((words.find(_BSD.lower()), name))
    return min(((place, name) for place, name in places if place >= 0), default=(0, None))[1]


def _text(tree: FileTree, path: str) -> str:
    try:
        return tree.read(path)[:_LARGEST].decode("utf-8", "replace")
    except FileAbsentError:
        return ""
