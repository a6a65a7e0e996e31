from __future__ import annotations

import pytest

from manimill.release import both_licences, licence_allows


@pytest.mark.parametrize(
    ("licence", "any_", "stated", "permissive"),
    [
        ("MIT", True, True, True),
        ("CC-BY-NC-SA-4.0", True, True, False),
        ("NOASSERTION", True, False, False),
        ("MIT AND CC-BY-NC-SA-4.0", True, True, False),
        ("MIT OR GPL-3.0-only", True, True, True),
        ("MIT AND NOASSERTION", True, False, False),
        ("", True, False, False),
        ("MIT AND", True, False, False),
        ("Apache-2.0 WITH LLVM-exception", True, True, True),
        ("MIT OR GPL-3.0-only AND NOASSERTION", True, True, True),
        ("(MIT OR GPL-3.0-only) AND NOASSERTION", True, False, False),
    ],
)
def test_policies(licence: str, any_: bool, stated: bool, permissive: bool) -> None:
    allowed = [
        licence_allows(licence, "any"),
        licence_allows(licence, "stated"),
        licence_allows(licence, "permissive"),
    ]
    assert allowed == [any_, stated, permissive]


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("MIT", "MIT", "MIT"),
        ("MIT", "CC-BY-NC-SA-4.0", "CC-BY-NC-SA-4.0 AND MIT"),
        ("MIT AND Zlib", "MIT", "MIT AND Zlib"),
        ("MIT OR Apache-2.0", "Zlib", "(MIT OR Apache-2.0) AND Zlib"),
        ("NOASSERTION", "MIT", "MIT AND NOASSERTION"),
    ],
)
def test_two_parts_are_under_both_licences(one: str, other: str, both: str) -> None:
    assert both_licences(one, other) == both == both_licences(other, one)
