"""Small changes to calls and expressions that codemods are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import libcst as cst
from libcst.helpers import parse_template_expression, parse_template_statement

_ASSIGN = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
_COMMA = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))


def expression(template: str, **parts: cst.BaseExpression | cst.Arg) -> cst.BaseExpression:
    """An expression from its text, with ``{names}`` in it replaced by nodes."""
    return parse_template_expression(template, **parts)  # type: ignore[arg-type]


def statement(template: str, **parts: Any) -> cst.SimpleStatementLine | cst.BaseCompoundStatement:
    """A statement from its text, with ``{names}`` in it replaced by nodes."""
    return parse_template_statement(template, **parts)


def text_of(node: cst.CSTNode) -> str:
    """A node as Python."""
    return cst.Module([]).code_for_node(node)


def keyword(call: cst.Call, name: str) -> cst.Arg | None:
    """The keyword argument of a name."""
    return next((arg for arg in call.args if arg.keyword is not None and arg.keyword.value == name), None)


def positionals(call: cst.Call) -> list[cst.Arg]:
    """The positional arguments before any ``*``."""
    found = []
    for arg in call.args:
        if arg.keyword is not None or arg.star:
            break
        found.append(arg)
    return found


def has_star(call: cst.Call) -> bool:
    """Whether a call has ``*arguments`` or ``**keywords``, so that not all it is given can be read."""
    return any(arg.star for arg in call.args)


def argument(call: cst.Call, name: str, position: int | None = None) -> cst.Arg | None:
    """What a parameter gets: by keyword or, with ``position`` (from 0), in its place."""
    named = keyword(call, name)
    if named is not None or position is None:
        return named
    given = positionals(call)
    return given[position] if position < len(given) else None


def with_argument(call: cst.Call, name: str, position: int, value: cst.BaseExpression) -> cst.Call:
    """The call with another value for what `argument` finds."""
    old = argument(call, name, position)
    return call.with_changes(args=[arg.with_changes(value=value) if arg is old else arg for arg in call.args])


def as_keyword(name: str, value: cst.BaseExpression) -> cst.Arg:
    """``name=value``."""
    return cst.Arg(value, keyword=cst.Name(name), equal=_ASSIGN)


def renamed_keyword(arg: cst.Arg, name: str) -> cst.Arg:
    """The same value under another keyword."""
    return arg.with_changes(keyword=cst.Name(name), equal=arg.equal if arg.keyword else _ASSIGN)


def with_args(call: cst.Call, args: Sequence[cst.Arg]) -> cst.Call:
    """The call with other arguments, commas put right; line breaks after those that stay are kept."""
    whole = list(args)
    end = call.args[-1] if call.args else cst.Arg(cst.Name("_"))
    trailing = isinstance(end.comma, cst.Comma)
    between = call.args[-2].comma if len(call.args) > 1 else _COMMA
    for index, arg in enumerate(whole):
        if index == len(whole) - 1:
            # What stood before the closing parenthesis stays there.
            space = end.whitespace_after_arg if arg.comma is not end.comma else arg.whitespace_after_arg
            comma = end.comma if trailing else cst.MaybeSentinel.DEFAULT
            whole[index] = arg.with_changes(comma=comma, whitespace_after_arg=space)
        elif not isinstance(arg.comma, cst.Comma):
            whole[index] = arg.with_changes(comma=_COMMA, whitespace_after_arg=cst.SimpleWhitespace(""))
        elif trailing and arg.comma is end.comma:
            whole[index] = arg.with_changes(comma=between)
    return call.with_changes(args=whole)


def without(call: cst.Call, *names: str) -> cst.Call:
    """The call without some keyword arguments."""
    kept = [arg for arg in call.args if arg.keyword is None or arg.keyword.value not in names]
    return call if len(kept) == len(call.args) else with_args(call, kept)


def with_keyword(call: cst.Call, name: str, value: cst.BaseExpression) -> cst.Call:
    """The call with a keyword argument set, in its old place if it was there, else last."""
    new = as_keyword(name, value)
    if keyword(call, name) is None:
        # Python wants what is given before ** to stand before it; the order is free.
        return with_args(call, [*call.args, new])
    return call.with_changes(
        args=[
            arg.with_changes(value=value) if arg.keyword and arg.keyword.value == name else arg
            for arg in call.args
        ]
    )


def with_renamed_keywords(call: cst.Call, renames: Mapping[str, str]) -> cst.Call:
    """The call with keywords renamed; one whose new name is there already stays as it is."""
    present = {arg.keyword.value for arg in call.args if arg.keyword is not None}
    args = [
        renamed_keyword(arg, renames[arg.keyword.value])
        if arg.keyword is not None
        and arg.keyword.value in renames
        and renames[arg.keyword.value] not in present
        else arg
        for arg in call.args
    ]
    return (
        call
        if all(new is old for new, old in zip(args, call.args, strict=True))
        else call.with_changes(args=args)
    )


def positionals_as_keywords(call: cst.Call, names: Sequence[str], first: int = 0) -> cst.Call:
    """The call with its positional arguments from the ``first`` on under the names of their parameters.

    The call itself where there are more of them than names, or a ``*`` among them.
    """
    given = positionals(call)
    starred = any(arg.star == "*" for arg in call.args)
    if len(given) <= first or starred or len(given) - first > len(names):
        return call
    new = [renamed_keyword(arg, names[i]) for i, arg in enumerate(given[first:])]
    return call.with_changes(args=[*call.args[:first], *new, *call.args[len(given) :]])


def mobject_first(call: cst.Call) -> cst.Call:
    """The call of an animation with the mobject in the first place, where it is given by keyword."""
    given = keyword(call, "mobject")
    if given is None:
        return call
    first = cst.Arg(given.value, comma=given.comma)
    return with_args(call, [first, *(arg for arg in call.args if arg is not given)])


def renamed_function(call: cst.Call, name: str) -> cst.Call:
    """The call of another function or method of the same owner."""
    if isinstance(call.func, cst.Attribute):
        return call.with_changes(func=call.func.with_changes(attr=cst.Name(name)))
    return call.with_changes(func=cst.Name(name))


def method_of(call: cst.Call) -> str | None:
    """The method's name if an attribute is called."""
    return call.func.attr.value if isinstance(call.func, cst.Attribute) else None


def is_self(node: cst.CSTNode) -> bool:
    """Whether an expression is the bare name ``self``."""
    return isinstance(node, cst.Name) and node.value == "self"


def method_of_self(call: cst.Call) -> str | None:
    """The method's name if one of ``self`` is called."""
    return call.func.attr.value if isinstance(call.func, cst.Attribute) and is_self(call.func.value) else None


def method_of_super(call: cst.Call) -> str | None:
    """The method's name if one of ``super()`` is called."""
    owner = call.func.value if isinstance(call.func, cst.Attribute) else None
    above = isinstance(owner, cst.Call) and isinstance(owner.func, cst.Name) and owner.func.value == "super"
    return method_of(call) if above else None


def key_of(node: cst.Subscript) -> str | None:
    """The key that is read, if it is one text: ``"color"`` in ``settings["color"]``."""
    index = node.slice[0].slice if len(node.slice) == 1 else None
    key = index.value if isinstance(index, cst.Index) else None
    text = key.evaluated_value if isinstance(key, cst.SimpleString) else None
    return text if isinstance(text, str) else None


def only_call(line: cst.CSTNode) -> cst.Call | None:
    """The call that a line consists of."""
    if not isinstance(line, cst.SimpleStatementLine) or len(line.body) != 1:
        return None
    small = line.body[0]
    return small.value if isinstance(small, cst.Expr) and isinstance(small.value, cst.Call) else None


def parenthesized(node: cst.BaseExpression) -> cst.BaseExpression:
    """The expression in parentheses, unless it can stand in any expression as it is."""
    closed = (
        cst.Name,
        cst.Attribute,
        cst.Call,
        cst.Subscript,
        cst.Integer,
        cst.Float,
        cst.List,
        cst.ListComp,
        cst.Dict,
        cst.SimpleString,
    )
    if isinstance(node, closed) or node.lpar:
        return node
    return node.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


def negated(node: cst.BaseExpression) -> cst.BaseExpression:
    """The expression with the opposite sign, without piling up signs."""
    if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Minus):
        return node.expression
    opposite = {"UP": "DOWN", "DOWN": "UP", "LEFT": "RIGHT", "RIGHT": "LEFT", "IN": "OUT", "OUT": "IN"}
    if isinstance(node, cst.Name) and node.value in opposite:
        return node.with_changes(value=opposite[node.value])
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Multiply) and not node.lpar:
        # -(2 * UP) and -2 * UP are the same.
        if isinstance(node.right, cst.Name) and node.right.value in opposite:
            return node.with_changes(right=negated(node.right))
        if isinstance(node.left, cst.Name) and node.left.value in opposite:
            return node.with_changes(left=negated(node.left))
    return cst.UnaryOperation(cst.Minus(), parenthesized(node))


def map_args(call: cst.Call, change: Callable[[cst.Arg], cst.Arg | None]) -> cst.Call:
    """The call with each argument changed, or left out where ``change`` gives None."""
    new = [change(arg) for arg in call.args]
    kept = [arg for arg in new if arg is not None]
    if len(kept) == len(call.args) and all(a is b for a, b in zip(kept, call.args, strict=True)):
        return call
    return with_args(call, kept)
