"""The content of a Python file as text, and text as content of the same kind: encoding, mark and line ends kept."""

from __future__ import annotations

import codecs
import io
import re
import tokenize
from dataclasses import dataclass
from difflib import SequenceMatcher

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class FileText:
    """A file's text with one line feed per line, and what its bytes were like."""

    text: str
    encoding: str
    written: str
    """The text with the line ends that the file has."""

    mark: bytes = b""

    def encoded(self, new: str) -> bytes:
        """Another text as this file would have it.

        Lines that stay keep their ends; new ones get the file's most frequent one.

        Raises:
            UnicodeEncodeError: the file's encoding lacks a character of it.
        """
        return self.mark + self._with_ends(new).encode(self.encoding)

    def _with_ends(self, new: str) -> str:
        ends = _LINE_END.findall(self.written)
        usual = max(sorted(set(ends)), key=ends.count, default="\n")
        if len(set(ends)) < 2:
            return new.replace("\n", usual)
        before, after = self.text.split("\n"), new.split("\n")
        found = [usual] * (len(after) - 1)
        for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
            for index in range(block.size):
                if block.a + index < len(ends) and block.b + index < len(found):
                    found[block.b + index] = ends[block.a + index]
        return "".join(line + end for line, end in zip(after, [*found, ""], strict=True))


def file_text(content: bytes) -> FileText:
    """Read a Python file, which may declare its encoding.

    Raises:
        SyntaxError, LookupError, UnicodeDecodeError: it is no text, or not in the encoding it declares.
    """
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    encoding = tokenize.detect_encoding(io.BytesIO(content).readline)[0]
    written = content[len(mark) :].decode("utf-8" if mark else encoding)
    return FileText(_LINE_END.sub("\n", written), "utf-8" if mark else encoding, written, mark)
