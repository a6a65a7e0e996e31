"""Gates on code and on what was seen when it ran. Each yields what it saw where it closes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from manimill.quality._construct import Construct, construct_of
from manimill.quality.judged import Finding, Judged
from manimill.quality.reading import holds_any, quoted
from manimill.recipe import Quality

_HINTS_OF_A_HOLLOW_BODY = ("pass", "...", "NotImplementedError")
_HOLLOW = re.compile(r"^[ \t]+(?:pass|\.\.\.)[ \t]*$|NotImplementedError", re.MULTILINE)
_HINTS_IN_COMMENTS = (" here", "as usual", "as before", "omitted", "...", "…", "unchanged", "laceholder")
_COMMENT = re.compile(r"(?:^|\s)#+[ \t]*([^\s#][^\n]{0,200})", re.MULTILINE)
_STANDS_FOR_CODE = re.compile(
    r"""^(?:\.{3}|…)$
    | ^(?:add\ |put\ |insert\ |write\ |place\ )?your\ [\w\s]{0,30}\b(?:code|animations?|logic|scene|content)\b.*\bhere\b
    | \b(?:code|animations?|logic|construction|implementation|content)\b.*\b(?:goes?|go)\ here\b
    | \b(?:rest|remainder)\ of\ (?:the|your|this)
      \ (?:code|animations?|scene|script|logic|implementation|construct)\b
      .*(?:\.{3}|…|\bhere\b|\bomitted\b|\bunchanged\b)
    | \b(?:other|remaining|more|additional|existing|previous)\b.*\b(?:code|construction|animations?)\b
      .*(?:\bhere\b|\bas\ (?:usual|before)\b|\bomitted\b|(?:\.{3}|…)$)
    | ^(?:code\ |implementation\ )?placeholder\ for\ (?:the\ |your\ )?(?:code|animations?|logic|implementation)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_TODO = re.compile(r"#[^\n#]*?\b(?:TODO|FIXME|XXX)\b[^\n]*")
_HINTS_OF_RESIDUE = ("```", "</s>", "INST]", "<|", "_x000", "\ufffd")
_RESIDUE = re.compile(r"^[ \t]*```|(?:^|\s)</s>|\[/?INST\]|<\|[a-z_]+\|>|_x000[dD]_|\ufffd", re.MULTILINE)
_OWN_STAGE = frozenset({"linear_transformation", "vector", "graph"})
"""Kinds of scene that show something before any line of theirs runs."""

_WITH_ARGUMENTS = re.compile(r"(?<!class )\b[A-Z]\w*\(\s*[^\s)]")
_BRIEF = 12
"""Lines of a scene that may be that of a bare object; what is longer sets something."""

_LINES_AROUND = 3
"""Lines of a scene that are no statements of it: the import, the class, its method."""


def code_findings(sample: Judged, settings: Quality) -> Iterator[Finding]:
    """The gates that close on a sample's code and rendering; those that are off among them."""
    yield from _placeholders(sample)
    yield from _todos(sample, settings)
    yield from _little(sample, settings)
    yield from _lengths(sample, settings)
    yield from _residue(sample)
    yield from _seen(sample, settings)


def _placeholders(sample: Judged) -> Iterator[Finding]:
    if holds_any(sample.code, _HINTS_IN_COMMENTS):
        for comment in _COMMENT.finditer(sample.code):
            if _STANDS_FOR_CODE.search(comment.group(1)):
                place = _line(sample.code, comment.start(1))
                yield Finding("placeholder_code", None, f"the comment {quoted(comment.group(1))} {place}")
                return
    if sample.features is None or not holds_any(sample.code, _HINTS_OF_A_HOLLOW_BODY):
        return
    if _HOLLOW.search(sample.code):
        construct = construct_of(sample.code, sample.scene)
        if construct is not None and construct.hollow:
            yield Finding("placeholder_code", None, f"nothing is written in {', '.join(construct.hollow)}")


def _residue(sample: Judged) -> Iterator[Finding]:
    if holds_any(sample.code, _HINTS_OF_RESIDUE) and (left := _RESIDUE.search(sample.code)):
        yield Finding("residue_in_code", None, f"{left.group().strip()!r} {_line(sample.code, left.end())}")


def _todos(sample: Judged, settings: Quality) -> Iterator[Finding]:
    if not ("TODO" in sample.code or "FIXME" in sample.code or "XXX" in sample.code):
        return
    found = list(_TODO.finditer(sample.code))
    if len(found) > settings.max_todos:
        first = found[0]
        place = _line(sample.code, first.start())
        seen = f"{_counted(len(found), 'comment')}, the first {quoted(first.group())} {place}"
        yield Finding("todo_in_code", f"max_todos = {settings.max_todos}", seen)


def _little(sample: Judged, settings: Quality) -> Iterator[Finding]:
    features = sample.features
    if features is None:
        return
    still = (
        features.plays == 0
        and len(features.main_elements) <= 1
        and features.scene_kind not in _OWN_STAGE
        and not (features.has_text or features.has_latex)
        and features.lines <= _BRIEF + settings.min_choices
        # Parsing again costs more than all gates together, so arguments are first looked for in the text.
        and len(_WITH_ARGUMENTS.findall(sample.code)) < max(settings.min_choices, 1)
    )
    short = features.lines - _LINES_AROUND <= settings.min_statements
    if not still and not short:
        return
    construct = construct_of(sample.code, sample.scene)
    if construct is None:
        return
    if still:
        yield from _stillness(construct, settings)
    if construct.statements < settings.min_statements:
        seen = f"{_counted(construct.statements, 'statement')} beside imports, heads and 'pass'"
        yield Finding("few_statements", f"min_statements = {settings.min_statements}", seen)


def _stillness(construct: Construct, settings: Quality) -> Iterator[Finding]:
    if construct.objects == 0 and construct.calls == 0:
        yield Finding("nothing_shown", None, "the code makes no object and calls nothing")
    elif construct.objects == 1 and construct.choices < settings.min_choices:
        seen = f"one object, {_counted(construct.choices, 'choice')} about it, nothing played"
        yield Finding("bare_object", f"min_choices = {settings.min_choices}", seen)


def _lengths(sample: Judged, settings: Quality) -> Iterator[Finding]:
    code = sample.code.strip()
    if len(code) < settings.min_code_characters:
        yield Finding(
            "code_too_short",
            f"min_code_characters = {settings.min_code_characters}",
            f"{len(code)} characters",
        )
    lines = code.split("\n")
    if len(lines) > settings.max_code_lines:
        yield Finding("code_too_long", f"max_code_lines = {settings.max_code_lines}", f"{len(lines)} lines")
    if max(map(len, lines)) > settings.max_line_characters:
        longest = max(lines, key=len)
        seen = f"{len(longest)} characters in line {lines.index(longest) + 1}: {quoted(longest)}"
        yield Finding("long_code_line", f"max_line_characters = {settings.max_line_characters}", seen)


def _seen(sample: Judged, settings: Quality) -> Iterator[Finding]:
    rendering = sample.rendering
    if rendering is None:
        return
    if rendering.blank > settings.max_blank_share:
        seen = f"{rendering.blank:.0%} of the frames show one colour only"
        yield Finding("mostly_blank", f"max_blank_share = {settings.max_blank_share:g}", seen)
    if not rendering.moved and rendering.duration > settings.max_motionless_seconds:
        seen = f"{rendering.duration:g} seconds, and no frame that was looked at differs from the first"
        yield Finding("nothing_moves", f"max_motionless_seconds = {settings.max_motionless_seconds:g}", seen)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _line(code: str, position: int) -> str:
    return f"in line {code.count(chr(10), 0, position) + 1}"
