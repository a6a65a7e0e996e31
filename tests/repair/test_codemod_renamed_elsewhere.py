"""Names of other packages that are gone."""

from __future__ import annotations

import numpy as np
import pytest
from tests.repair.codemod_cases import becomes, stays

from manimill.repair.codemods.renamed_elsewhere import _NUMPY

NAME = "renamed-elsewhere"


def test_names_of_numpy() -> None:
    becomes(
        NAME,
        """
        from manim import *
        a = np.array([1], dtype=np.float)
        b = np.product(a) + np.infty + numpy.alltrue(a)
        """,
        """
        from manim import *
        a = np.array([1], dtype=float)
        b = np.prod(a) + np.inf + numpy.all(a)
        """,
        "ce",
    )


@pytest.mark.parametrize("name", sorted(_NUMPY))
def test_none_of_them_is_numpys_today(name: str) -> None:
    new = _NUMPY[name]
    assert name not in vars(np)
    assert "." not in new or hasattr(np, new.removeprefix("np."))


def test_imports_keep_the_name_that_the_module_has_for_it() -> None:
    becomes(
        NAME,
        "from shapely.ops import cascaded_union\nfrom collections import Iterable as Many\nfrom scipy import sqrt\n",
        "from shapely.ops import unary_union as cascaded_union\n"
        "from collections.abc import Iterable as Many\nfrom numpy import sqrt\n",
    )


def test_what_is_there_or_the_authors_stays() -> None:
    stays(NAME, "import numpy as np\nnp.float64, np.int32, own.product(a), product, np.inf\n", "ce")
    stays(NAME, "import numpy as np\ndef float(x): ...\na = np.float\n", "ce")
    stays(NAME, "from shapely.ops import unary_union\nfrom collections import defaultdict\n", "ce")
