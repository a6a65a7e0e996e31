"""Text read from a Python file is written back with its encoding, its mark and its line ends."""

from __future__ import annotations

import pytest

from manimill.mending.texts import file_text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_are_those_of_the_file(end: str) -> None:
    content = f"a = 1{end}b = 2{end}".encode()
    text = file_text(content)
    assert text.text == "a = 1\nb = 2\n"
    assert text.encoded(text.text) == content
    assert text.encoded("a = 1\nc = 3\nb = 2\n") == f"a = 1{end}c = 3{end}b = 2{end}".encode()


def test_where_line_ends_are_mixed_each_line_keeps_its_own() -> None:
    text = file_text(b"a = 1\r\nb = 2\nc = 3\r\n")
    assert text.encoded("a = 1\nb = 2\nc = 3\n") == b"a = 1\r\nb = 2\nc = 3\r\n"
    assert text.encoded("x = 0\na = 1\nb = 2\nc = 4\n") == b"x = 0\r\na = 1\r\nb = 2\nc = 4\r\n"


def test_a_mark_and_a_declared_encoding_stay() -> None:
    marked = b"\xef\xbb\xbfa = '\xc3\xa9'\n"
    assert file_text(marked).text == "a = 'é'\n"
    assert file_text(marked).encoded("b = 'é'\n") == b"\xef\xbb\xbfb = '\xc3\xa9'\n"
    latin = b"# -*- coding: latin-1 -*-\na = '\xe9'\n"
    assert file_text(latin).text.endswith("a = 'é'\n")
    assert file_text(latin).encoded(file_text(latin).text) == latin
    with pytest.raises(UnicodeEncodeError):
        file_text(latin).encoded("# -*- coding: latin-1 -*-\na = 'π'\n")
