"""Sources of cells are put into a notebook's text, and nothing else of it changes."""

from __future__ import annotations

import json

import pytest

from manimill.mending.notebook_file import NotebookFormatError, with_sources

ODD = """{ "nbformat":4,"metadata" : {"é": [1.0, 1e3]},
\t"cells": [ {"source":["a = 1\\n", "b = 2"], "cell_type": "code", "outputs": [{"source": "no"}]},
{"cell_type": "markdown", "source" : "text"} ,
  {"cell_type": "code",
   "source": [
    "c = '\\u00e9'\\n",
    "d = 4"
   ], "outputs": []} ] }
"""


def test_only_the_source_that_is_new_changes() -> None:
    new = with_sources(ODD, {1: "a = 1\nb = 3\n\nc"})
    assert new == ODD.replace('["a = 1\\n", "b = 2"]', '["a = 1\\n", "b = 3\\n", "\\n", "c"]')
    assert with_sources(ODD, {}) == ODD


def test_lists_strings_and_escapes_stay_what_they_are() -> None:
    new = with_sources(ODD, {2: "other\nlines", 3: "c = 'é'\nd = 5"})
    expected = ODD.replace('"text"', '"other\\nlines"').replace('"d = 4"', '"d = 5"')
    assert new == expected
    cells = json.loads(new)["cells"]
    assert cells[2]["source"] == ["c = 'é'\n", "d = 5"]


@pytest.mark.parametrize("text", ['{"worksheets": []}', '{"cells": {}}', "[]", '{"cells": [3]}'])
def test_what_is_no_notebook_of_today_is_refused(text: str) -> None:
    with pytest.raises(NotebookFormatError):
        with_sources(text, {1: "a"})
