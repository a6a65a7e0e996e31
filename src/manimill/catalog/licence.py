"""Whether a text can be an SPDX licence expression. The licence list itself is not consulted."""

from __future__ import annotations

import re

from manimill.records import NOASSERTION

_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*\+?")
_OPERATORS = frozenset({"AND", "OR", "WITH"})

_NOT_LICENCES = frozenset({"none", "other", "unknown", "proprietary", "unlicensed"})

_LOWERCASE_IDENTIFIERS = frozenset({"bzip2-1.0.6", "curl", "etalab-2.0", "libpng-2.0", "libtiff"})
"""SPDX identifiers without a capital letter that a data set or a repository is likely to carry."""


def plausible_licence(expression: str) -> bool:
    """Tell an SPDX expression from a hub's tag, a remark or a misspelt operator.

    ``MIT OR Apache-2.0``, ``LicenseRef-OpenRAIL`` and ``NOASSERTION`` pass. ``mit``, ``openrail`` and
    ``cc-by-nc-sa-4.0`` do not: SPDX identifiers have capitals, hubs write their tags without. Neither do
    ``Apache 2.0`` and ``none stated``.
    """
    tokens = re.sub(r"([()])", r" \1 ", expression).split()
    depth, wants_identifier = 0, True
    for token in tokens:
        if token == "(" and wants_identifier:
            depth += 1
        elif token == ")" and not wants_identifier and depth:
            depth -= 1
        elif token in _OPERATORS and not wants_identifier:
            wants_identifier = True
        elif wants_identifier and _plausible_identifier(token):
            wants_identifier = False
        else:
            return False
    return depth == 0 and not wants_identifier and (NOASSERTION not in tokens or len(tokens) == 1)


def _plausible_identifier(token: str) -> bool:
    if token in _OPERATORS or not _IDENTIFIER.fullmatch(token) or token.lower() in _NOT_LICENCES:
        return False
    return token in _LOWERCASE_IDENTIFIERS or any(letter.isupper() for letter in token)
