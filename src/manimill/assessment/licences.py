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
    ("Attribution 4.0 International", "CC-BY-4.0"),
    ("CC0 1.0 Universal", "CC0-1.0"),
    ("This is free and unencumbered software released into the public domain", "Unlicense"),
    ("Permission is hereby granted, free of charge, to any person obtaining a copy", "MIT"),
    ("Permission to use, copy, modify, and/or distribute this software for any purpose", "ISC"),
    ("Neither the name of", "BSD-3-Clause"),
    ("Redistribution and use in source and binary forms", "BSD-2-Clause"),
)
"""Words that only the text of one licence has, the more particular before the more general."""

_SAID = (
    ("CC BY-NC-SA 4.0", "CC-BY-NC-SA-4.0"),
    ("CC-BY-NC-SA", "CC-BY-NC-SA-4.0"),
    ("MIT License", "MIT"),
    ("license: mit", "MIT"),
    ("License-MIT", "MIT"),
    ("under the MIT", "MIT"),
    ("Apache License 2.0", "Apache-2.0"),
    ("Apache-2.0", "Apache-2.0"),
    ("GPL-3.0", "GPL-3.0-only"),
    ("GPLv3", "GPL-3.0-only"),
)
_REFUSALS = (
    "not for usage without permission",
    "not for use without permission",
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
    """``expression`` is SPDX or ``NOASSERTION``, ``evidence`` where it is said; ``refused`` that reuse is refused."""

    expression: str
    evidence: str
    refused: bool = False


def licence_of(tree: FileTree) -> LicenceFound:
    """The licence of a tree: what its file of terms is, else what its README says."""
    for path in sorted(tree.files(), key=lambda path: (path.count("/"), path)):
        if path.count("/") <= 1 and path.rpartition("/")[2].lower().startswith(_NAMES):
            expression = _first(_TITLES, " ".join(_text(tree, path).split()))
            if expression is not None:
                return LicenceFound(expression, path)
    for path in sorted(tree.files(), key=lambda path: (path.count("/"), path)):
        if path.count("/") == 0 and path.lower().startswith("readme"):
            text = _text(tree, path)
            refusal = next((said for said in _REFUSALS if said in text.lower()), None)
            if refusal is not None:
                return LicenceFound(NOASSERTION, f"{path} says '{refusal}'", refused=True)
            expression = _first(_SAID, text)
            if expression is not None:
                return LicenceFound(expression, f"{path}, no file of terms")
    return LicenceFound(NOASSERTION, "no file of terms and no word in the README")


def _first(marks: tuple[tuple[str, str], ...], text: str) -> str | None:
    lowered = text.lower()
    return next((expression for mark, expression in marks if mark.lower() in lowered), None)


def _text(tree: FileTree, path: str) -> str:
    try:
        return tree.read(path)[:_LARGEST].decode("utf-8", "replace")
    except FileAbsentError:
        return ""
