"""Arguments that are put among others are written as those are: one a line where each has a line of its own."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from manimill.repair.edit import text_of, with_args

_LONGEST = 88
"""Characters of a call up to which it stays on one line."""


def laid_out(call: cst.Call, args: Sequence[cst.Arg]) -> cst.Call:
    """The call with other arguments; new ones get the line breaks that the old ones have."""
    breaks = [
        arg.comma
        for arg in call.args
        if isinstance(arg.comma, cst.Comma)
        and isinstance(arg.comma.whitespace_after, cst.ParenthesizedWhitespace)
    ]
    if not breaks:
        whole = with_args(call, args)
        return spread(whole) if len(text_of(whole)) > _LONGEST and "\n" not in text_of(whole) else whole
    old = {id(arg) for arg in call.args}
    comma = breaks[0].with_changes(whitespace_after=_bare(breaks[0].whitespace_after))
    last = len(args) - 1
    new = []
    for index, arg in enumerate(args):
        ends_call = index == last
        was_last = id(arg) == id(call.args[-1])
        if ends_call and not was_last:
            new.append(
                arg.with_changes(
                    comma=call.args[-1].comma, whitespace_after_arg=call.args[-1].whitespace_after_arg
                )
            )
        elif not ends_call and (id(arg) not in old or was_last):
            new.append(arg.with_changes(comma=comma, whitespace_after_arg=cst.SimpleWhitespace("")))
        else:
            new.append(arg)
    return call.with_changes(args=new)


def spread(call: cst.Call) -> cst.Call:
    """The call with a line for each argument."""
    line = cst.ParenthesizedWhitespace(indent=True, last_line=cst.SimpleWhitespace("    "))
    end = line.with_changes(last_line=cst.SimpleWhitespace(""))
    args = [
        arg.with_changes(
            comma=cst.Comma(whitespace_after=end if index == len(call.args) - 1 else line),
            whitespace_after_arg=cst.SimpleWhitespace(""),
        )
        for index, arg in enumerate(call.args)
    ]
    return call.with_changes(args=args, whitespace_before_args=line)


def _bare(space: cst.BaseParenthesizableWhitespace) -> cst.BaseParenthesizableWhitespace:
    """The line break without comments, which belong to one argument."""
    if isinstance(space, cst.ParenthesizedWhitespace):
        return space.with_changes(first_line=cst.TrailingWhitespace(), empty_lines=[])
    return space
