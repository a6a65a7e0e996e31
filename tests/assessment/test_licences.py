"""What a place says about its licence."""

from __future__ import annotations

import pytest
from tests.assessment.places import MIT

from manimill.assessment.licences import LicenceFound, licence_of
from manimill.scenes.files import MemoryTree

NONE = "NOASSERTION"
GPL = "GNU GENERAL PUBLIC LICENSE\n   Version 3, 29 June 2007\n ... the GNU Affero General Public License ..."


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"LICENSE": MIT}, LicenceFound("MIT", "LICENSE has its text", terms=True)),
        ({"COPYING": GPL}, LicenceFound("GPL-3.0-only", "COPYING has its text", terms=True)),
        (
            {"part/LICENCE.md": "Redistribution and use in source and binary forms\n Neither the name of"},
            LicenceFound("BSD-3-Clause", "part/LICENCE.md has its text", terms=True),
        ),
        (
            {"LICENSE": "Redistribution and use in source\nand binary forms"},
            LicenceFound("BSD-2-Clause", "LICENSE has its text", terms=True),
        ),
        ({"deep/er/LICENSE": MIT}, LicenceFound(NONE, "no file of terms and no word in the README")),
        ({"LICENSE": "Be kind."}, LicenceFound(NONE, "LICENSE has terms that are not known here")),
        (
            {"LICENSE": "Be kind.", "README.md": "Under the MIT License."},
            LicenceFound("MIT", "README.md says so, no file has its text"),
        ),
        (
            {"README.md": "Not for usage without permission. MIT License"},
            LicenceFound(NONE, "README.md says 'not for usage without permission'", refused=True),
        ),
        ({}, LicenceFound(NONE, "no file of terms and no word in the README")),
    ],
)
def test_the_licence_is_that_of_the_terms_else_of_the_readme(
    files: dict[str, str], found: LicenceFound
) -> None:
    assert licence_of(MemoryTree({path: text.encode() for path, text in files.items()})) == found
