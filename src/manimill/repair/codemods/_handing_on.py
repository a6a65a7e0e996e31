"""Constructors that take keywords and hand them on to the constructor above."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import libcst as cst

from manimill.repair.codemods._layout import spread
from manimill.repair.edit import as_keyword, keyword, method_of_super, positionals, text_of, with_args
from manimill.repair.walk import walk

_LONGEST = 100
"""Characters of a line up to which parameters and arguments stay on it."""


def handing(
    function: cst.FunctionDef,
    bases: Collection[str],
    handed: Sequence[str],
    new: Collection[str],
    values: Mapping[str, cst.BaseExpression],
    order: Sequence[str],
) -> cst.FunctionDef:
    """The constructor that gives those above it also the keywords ``handed``.

    Keywords that are ``new`` parameters are handed on by name, others as their ``values``; what stands in the place
    of one, as the ``order`` of parameters above says, is not given twice.
    """
    made = function.visit(_Handing(bases, handed, new, values, order))
    assert isinstance(made, cst.FunctionDef)
    return made


def wrapped_calls(function: cst.FunctionDef) -> cst.FunctionDef:
    """The constructor with a line for each argument of its call of the one above where they are too many for one."""
    made = function.visit(_WrappedCalls())
    assert isinstance(made, cst.FunctionDef)
    return made


class _Handing(cst.CSTTransformer):
    """Hands what a class declared to the constructors it calls."""

    def __init__(
        self,
        bases: Collection[str],
        handed: Sequence[str],
        new: Collection[str],
        values: Mapping[str, cst.BaseExpression],
        order: Sequence[str],
    ) -> None:
        super().__init__()
        self._bases = bases
        self._handed = handed
        self._new = new
        self._values = values
        self._order = order

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.Call:
        if not _is_super_call(original_node, self._bases):
            return updated_node
        given = positionals(updated_node)
        by_self = isinstance(updated_node.func, cst.Attribute) and isinstance(
            updated_node.func.value, cst.Name
        )
        placed = self._order[: max(0, len(given) - by_self)]
        args = list(updated_node.args)
        tail = [arg for arg in args if arg.star == "**"]
        head = [arg for arg in args if arg.star != "**"]
        for key in self._handed:
            if keyword(updated_node, key) is None and key not in placed:
                value = cst.Name(key) if key in self._new else self._values[key].deep_clone()
                head.append(as_keyword(key, value))
        new = with_args(updated_node, [*head, *tail])
        return new if len(args) == len(new.args) else _one_a_line(new)


class _WrappedCalls(cst.CSTTransformer):
    """Gives each argument of a constructor's long call a line of its own."""

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.Call:
        return _one_a_line(updated_node) if _is_super_call(original_node, ()) else updated_node


def _one_a_line(call: cst.Call) -> cst.Call:
    return call if len(text_of(call)) < _LONGEST - 8 or "\n" in text_of(call) else spread(call)


def hands_on(function: cst.FunctionDef, key: str) -> bool:
    """Whether something in a function is given ``key=key``."""
    return any(
        type(node) is cst.Arg
        and node.keyword is not None
        and node.keyword.value == key
        and type(node.value) is cst.Name
        and node.value.value == key
        for node in walk(function.body)
    )


def _is_super_call(call: cst.Call, bases: Collection[str]) -> bool:
    if method_of_super(call) == "__init__":
        return True
    function = call.func
    return (
        isinstance(function, cst.Attribute)
        and function.attr.value == "__init__"
        and isinstance(function.value, cst.Name)
        and function.value.value in bases
    )


def super_calls(function: cst.FunctionDef, bases: Collection[str]) -> list[cst.Call]:
    """Calls in a constructor of the one above: as ``super()`` has it, or as one of ``bases`` has."""
    return [node for node in walk(function.body) if type(node) is cst.Call and _is_super_call(node, bases)]


def passes_keywords(call: cst.Call) -> bool:
    """Whether a call hands on ``**`` keywords."""
    return any(arg.star == "**" for arg in call.args)


def parameter(name: str, value: cst.BaseExpression) -> cst.Param:
    """``name=value`` as a parameter."""
    return cst.Param(
        cst.Name(name),
        default=value,
        equal=cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace("")),
        star="",
    )


def with_parameters(function: cst.FunctionDef, new: list[cst.Param]) -> cst.FunctionDef:
    """The function with parameters added."""
    if not new:
        return function
    params = function.params
    if isinstance(params.star_arg, cst.Param | cst.ParamStar):
        params = params.with_changes(kwonly_params=[*params.kwonly_params, *new])
    else:
        params = params.with_changes(params=[*params.params, *new])
    return wrapped(function.with_changes(params=_spaced(params)))


def _spaced(params: cst.Parameters) -> cst.Parameters:
    comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))

    def put(several: object) -> list[cst.Param]:
        assert isinstance(several, list | tuple)
        return [p if isinstance(p.comma, cst.Comma) else p.with_changes(comma=comma) for p in several]

    return params.with_changes(params=put(params.params), kwonly_params=put(params.kwonly_params))


def wrapped(function: cst.FunctionDef) -> cst.FunctionDef:
    """The function with a line for each parameter where they are too many for one."""
    bare = function.with_changes(body=cst.SimpleStatementSuite([cst.Pass()]), leading_lines=[], decorators=[])
    if len(text_of(bare)) < _LONGEST or "\n" in text_of(bare).strip():
        return function
    params = function.params
    line = cst.ParenthesizedWhitespace(indent=True, last_line=cst.SimpleWhitespace("    "))
    comma = cst.Comma(whitespace_after=line)
    end = cst.Comma(whitespace_after=line.with_changes(last_line=cst.SimpleWhitespace("")))
    changes: dict[str, object] = {
        "params": [p.with_changes(comma=comma) for p in params.params],
        "kwonly_params": [p.with_changes(comma=comma) for p in params.kwonly_params],
    }
    if isinstance(params.star_arg, cst.Param):
        changes["star_arg"] = params.star_arg.with_changes(comma=comma)
    if params.star_kwarg is not None:
        changes["star_kwarg"] = params.star_kwarg.with_changes(comma=end)
    else:
        return function
    return function.with_changes(params=params.with_changes(**changes), whitespace_before_params=line)


def with_first(function: cst.FunctionDef, lines: Sequence[cst.CSTNode]) -> cst.FunctionDef:
    """The function with statements at the top of its body, after what documents it."""
    body = function.body
    if not lines or not isinstance(body, cst.IndentedBlock):
        return function
    first = body.body[0]
    documented = (
        isinstance(first, cst.SimpleStatementLine)
        and isinstance(first.body[0], cst.Expr)
        and isinstance(first.body[0].value, cst.SimpleString | cst.ConcatenatedString)
    )
    at = 1 if documented else 0
    kept = [one for one in body.body if not _only_passes(one)]
    return function.with_changes(body=body.with_changes(body=[*kept[:at], *lines, *kept[at:]]))


def _only_passes(one: cst.BaseStatement) -> bool:
    return isinstance(one, cst.SimpleStatementLine) and all(isinstance(s, cst.Pass) for s in one.body)
