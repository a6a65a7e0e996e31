"""Web pages as people read them: a title, a date, and blocks of code with the prose above each."""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_READ = ", ".join([*_HEADINGS, "p", "li", "pre", "code", "div.syntaxhighlighter"])
_LINE_NUMBERS = (
    "td.linenos, td.line_numbers, td.gutter, div.gutter, .linenodiv, span.linenos, span.lineno, "
    ".line-numbers-rows, .hljs-ln-numbers, .blob-num"
)
"""How highlighters mark the numbers of lines: Pygments, GeSHi, SyntaxHighlighter, Prism, highlight.js."""

_NOT_TEXT = "script, style, noscript, template"
_MAIN = ("article", "[role=main]", "main", "div.entry-content", "body")
_LEAST_NUMBERED = 3
"""Fewer lines that begin with consecutive numbers may be data."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page. ``html`` is all of it, or only its content; ``published`` is as the page writes it."""

    link: str
    html: str
    title: str | None = None
    published: str | None = None

    @property
    def revision(self) -> str:
        """What stands for a revision: the content of the page."""
        return "page:" + hashlib.sha256(self.html.encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Code as the page shows it, the prose between it and the block above, and the heading it stands under."""

    text: str
    prose: str | None
    heading: str | None


def page_in(html: str, link: str) -> Page:
    """A whole document as a page; a canonical link in it replaces ``link``."""
    tree = _parsed(html)
    title = tree.css_first("h1") or tree.css_first("title")
    canonical = tree.css_first("link[rel=canonical]")
    return Page(
        link=(canonical.attributes.get("href") if canonical else None) or link,
        html=html,
        title=plain(title.html) if title else None,
        published=_published(tree),
    )


def _published(tree: Any) -> str | None:
    for selector, attribute in (
        ('meta[property="article:published_time"]', "content"),
        ("time.published, time.entry-date, time[pubdate]", "datetime"),
        ("time[datetime]", "datetime"),
    ):
        found = tree.css_first(selector)
        if found is not None and found.attributes.get(attribute):
            return str(found.attributes[attribute])
    return None


def plain(html: str) -> str | None:
    """The text of a piece of HTML on one line, without the mark that heads of documentation pages carry."""
    text = " ".join(str(_parsed(html).root.text()).split())
    return text.removesuffix("¶").removesuffix("\uf0c1").strip() or None


def code_blocks(page: Page) -> Iterator[CodeBlock]:
    """The blocks of code on a page, in their order, whatever language they are in."""
    prose: list[str] = []
    heading: str | None = None
    for node in _main_part(page.html).css(_READ):
        if node.tag in _HEADINGS:
            heading, prose = plain(node.html), []
        elif node.tag in ("p", "li"):
            # Code in a paragraph is a block of its own if it has lines.
            if not _has_block(node):
                prose.append(plain(node.html) or "")
        elif _is_block(node):
            yield CodeBlock(_code(node), "\n".join(filter(None, prose)) or None, heading)
            prose = []


def _parsed(html: str) -> Any:
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(html)


def _main_part(html: str) -> Any:
    tree = _parsed(html)
    for unread in tree.css(f"{_NOT_TEXT}, {_LINE_NUMBERS}"):
        unread.decompose()
    for line_break in tree.css("br"):
        line_break.replace_with("\n")
    return next((part for name in _MAIN if (part := tree.css_first(name)) is not None), tree.root)


def _has_block(node: Any) -> bool:
    return any(_is_block(inner) for inner in node.css("pre, code"))


def _is_block(node: Any) -> bool:
    if node.tag == "code":
        return "\n" in node.text().strip() and not _inside(node, "pre")
    return node.tag == "div" or not _inside(node, "div", "syntaxhighlighter")


def _inside(node: Any, tag: str, name: str | None = None) -> bool:
    """Whether an element of this tag, and of this class if one is given, encloses the node."""
    while (node := node.parent) is not None:
        if node.tag == tag and (name is None or name in (node.attributes.get("class") or "").split()):
            return True
    return False


def _code(node: Any) -> str:
    if node.tag == "div":
        lines = [line.text().rstrip("\n") for line in node.css("td.code .line, div.code .line")]
        text = "\n".join(lines) if lines else node.text()
    else:
        text = node.text()
    return _without_line_numbers(text.replace("\r\n", "\n"))


def _without_line_numbers(text: str) -> str:
    """The text without numbers that were copied with it: every line begins with one, each with the next."""
    lines = text.strip("\n").split("\n")
    numbers = [_leading_number(line) for line in lines]
    first = numbers[0]
    if first is None or len(lines) < _LEAST_NUMBERED or numbers != list(range(first, first + len(lines))):
        return text
    bare = [line.strip()[len(str(number)) :] for line, number in zip(lines, numbers, strict=True)]
    for mark in (".", ":", "|", ")"):
        if all(line.startswith(mark) for line in bare):
            bare = [line[1:] for line in bare]
    return textwrap.dedent("\n".join(bare))


def _leading_number(line: str) -> int | None:
    line = line.strip()
    digits = line[: len(line) - len(line.lstrip("0123456789"))]
    return int(digits) if digits and len(digits) < 7 and not digits.startswith("0") else None
