"""What classes of older Manims declare in CONFIG, read from their trees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import libcst as cst

from manimill.code import api
from manimill.code.names import names
from manimill.repair.edit import is_self, text_of
from manimill.repair.module import Module
from manimill.repair.walk import walk

Parents = Sequence[cst.CSTNode]

PROPERTIES = names(
    "width height depth color fill_color stroke_color animate always n_points_per_curve run_time"
)
"""Attributes of ManimCE's mobjects and animations that compute something when they are set."""

OF_THE_SCENE = names(
    "camera_class camera_config skip_animations start_at_animation_number end_at_animation_number "
    "leave_progress_bars write_to_movie file_writer_config output_directory window_config preview "
    "linger_after_completion presenter_mode show_animation_progress quit_on_close samples pan_sensitivity "
    "scroll_sensitivity max_num_saved_states default_wait_time"
)
"""Keys that told a scene how to be rendered, which the command line does today."""


@dataclass(frozen=True, slots=True)
class Value:
    """What a key of a CONFIG stands for, with the comments around it."""

    expression: cst.BaseExpression
    above: tuple[cst.EmptyLine, ...] = ()
    beside: cst.TrailingWhitespace = field(default_factory=cst.TrailingWhitespace)


@dataclass(frozen=True, slots=True)
class Config:
    """A class's CONFIG: where it stands and what is in it, in order."""

    node: cst.SimpleStatementLine
    values: Mapping[str, Value]


def declared(node: cst.ClassDef) -> cst.SimpleStatementLine | None:
    """The statement that gives a class its CONFIG."""
    for statement in node.body.body:
        if isinstance(statement, cst.SimpleStatementLine) and len(statement.body) == 1:
            small = statement.body[0]
            if isinstance(small, cst.Assign) and len(small.targets) == 1:
                target = small.targets[0].target
                if isinstance(target, cst.Name) and target.value == "CONFIG":
                    return statement
    return None


def read(statement: cst.SimpleStatementLine) -> Config | None:
    """What a CONFIG holds; None unless each of its keys can be an attribute's name."""
    small = statement.body[0]
    assert isinstance(small, cst.Assign)
    value = small.value
    found: dict[str, Value] = {}
    if isinstance(value, cst.Call) and isinstance(value.func, cst.Name) and value.func.value == "dict":
        for arg in value.args:
            if arg.keyword is None:
                return None
            found[arg.keyword.value] = Value(arg.value)
        return Config(statement, found)
    if not isinstance(value, cst.Dict):
        return None
    above = _lines(value.lbrace.whitespace_after)
    for index, element in enumerate(value.elements):
        if isinstance(element, cst.StarredDictElement):
            if text_of(element.value).endswith(".CONFIG"):
                continue
            return None
        assert isinstance(element, cst.DictElement)
        key = element.key.evaluated_value if isinstance(element.key, cst.SimpleString) else None
        if not isinstance(key, str) or not key.isidentifier():
            return None
        last = index == len(value.elements) - 1
        after = element.comma.whitespace_after if isinstance(element.comma, cst.Comma) else None
        if last and not isinstance(after, cst.ParenthesizedWhitespace):
            after = value.rbrace.whitespace_before
        beside = cst.TrailingWhitespace()
        if isinstance(after, cst.ParenthesizedWhitespace) and after.first_line.comment is not None:
            beside = after.first_line
        found[key] = Value(element.value, tuple(above), beside)
        above = _lines(after)
    return Config(statement, found)


def _lines(space: object) -> list[cst.EmptyLine]:
    """The lines of comments in the space between two elements."""
    if not isinstance(space, cst.ParenthesizedWhitespace):
        return []
    return [
        line.with_changes(whitespace=cst.SimpleWhitespace("")) for line in space.empty_lines if line.comment
    ]


def standing(value: cst.BaseExpression) -> cst.BaseExpression:
    """A value from inside a dictionary as it can stand in a statement, moved to the left by what it was indented."""
    moved = value.deep_clone().visit(_Dedent())
    assert isinstance(moved, cst.BaseExpression)
    bracketed = (
        cst.List
        | cst.Dict
        | cst.Set
        | cst.ListComp
        | cst.DictComp
        | cst.Call
        | cst.Subscript
        | cst.SimpleString
    )
    if isinstance(moved, bracketed) or moved.lpar or "\n" not in text_of(moved):
        return moved
    return moved.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


class _Dedent(cst.CSTTransformer):
    def leave_ParenthesizedWhitespace(
        self,
        original_node: cst.ParenthesizedWhitespace,  # noqa: ARG002
        updated_node: cst.ParenthesizedWhitespace,
    ) -> cst.ParenthesizedWhitespace:
        space = updated_node.last_line.value
        shorter = space.removeprefix("\t") if space.startswith("\t") else space.removeprefix("    ")
        return updated_node.with_changes(last_line=cst.SimpleWhitespace(shorter))


def binds(value: cst.BaseExpression, module: Module, parents: Parents) -> bool:
    """Whether a value would become a method if a class had it as an attribute."""
    if isinstance(value, cst.Lambda):
        return True
    if isinstance(value, cst.Name) and value.value in module.functions:
        return True
    name = module.manim_name(value, parents)
    return (name is not None and api.kind_of(name) in ("function", "rate_function")) or (
        isinstance(value, cst.Name) and module.kind(value, parents) == "function"
    )


def given_keywords(module: Module) -> dict[str, set[str]]:
    """Keywords that classes of the module are given anywhere in it, by the name of what is called.

    Under ``""`` are those of calls that do not tell by a name what they call, and keys of ``**{...}``.
    """
    found: dict[str, set[str]] = {}
    for node in walk(module.tree):
        if type(node) is not cst.Call:
            continue
        name = _called(node.func)
        for arg in node.args:
            if arg.keyword is not None:
                found.setdefault(name, set()).add(arg.keyword.value)
            elif arg.star == "**" and isinstance(arg.value, cst.Dict):
                found.setdefault(name, set()).update(key for key, _ in items(arg.value))
    return found


def _called(function: cst.BaseExpression) -> str:
    if isinstance(function, cst.Name):
        return function.value
    if isinstance(function, cst.Attribute) and function.attr.value == "__init__":
        return function.value.value if isinstance(function.value, cst.Name) else ""
    return ""


def read_of_self(node: cst.CSTNode) -> set[str]:
    """Attributes of ``self`` that are read in a node."""
    return {
        inside.attr.value for inside in walk(node) if type(inside) is cst.Attribute and is_self(inside.value)
    }


def merged(below: cst.BaseExpression, above: cst.BaseExpression, place: str) -> cst.BaseExpression:
    """A dictionary that what is further down changes, as CONFIGs were merged: into it, not instead of it.

    ``place`` is how the one further up is read, such as ``Base.axes``; where the one below is no dictionary it
    comes instead.
    """
    if not isinstance(below, cst.Dict) or not isinstance(above, cst.Dict | cst.Call):
        return below
    upper = dict(items(above)) if isinstance(above, cst.Dict) else {}
    elements: list[cst.BaseDictElement] = [cst.StarredDictElement(cst.parse_expression(place))]
    for element in below.elements:
        if isinstance(element, cst.DictElement) and isinstance(element.key, cst.SimpleString):
            key = str(element.key.evaluated_value)
            if key in upper:
                value = merged(element.value, upper[key], f"{place}[{element.key.value}]")
                element = element.with_changes(value=value)
        elements.append(element)
    first = elements[0]
    assert isinstance(first, cst.StarredDictElement)
    space = below.lbrace.whitespace_after
    multiline = isinstance(space, cst.ParenthesizedWhitespace)
    comma = cst.Comma(whitespace_after=space if multiline else cst.SimpleWhitespace(" "))
    return below.with_changes(elements=[first.with_changes(comma=comma), *elements[1:]])


def merged_whole(below: cst.BaseExpression, above: cst.BaseExpression) -> cst.BaseExpression:
    """The same with everything written out."""
    if not isinstance(below, cst.Dict) or not isinstance(above, cst.Dict):
        return below
    lower, upper = dict(items(below)), dict(items(above))
    if len(lower) != len(below.elements) or len(upper) != len(above.elements) or not upper:
        return below
    kept: list[cst.BaseDictElement] = []
    for element in above.elements:
        assert isinstance(element, cst.DictElement) and isinstance(element.key, cst.SimpleString)
        key = str(element.key.evaluated_value)
        if key in lower:
            element = element.with_changes(value=merged_whole(lower[key], element.value))
        kept.append(element)
    for element in below.elements:
        assert isinstance(element, cst.DictElement) and isinstance(element.key, cst.SimpleString)
        if str(element.key.evaluated_value) not in upper:
            last = kept[-1]
            if not isinstance(last.comma, cst.Comma):
                kept[-1] = last.with_changes(comma=cst.Comma(whitespace_after=cst.SimpleWhitespace(" ")))
            kept.append(element)
    return above.with_changes(elements=kept)


def items(given: cst.Dict) -> Iterator[tuple[str, cst.BaseExpression]]:
    """Keys that are texts, with what they stand for."""
    for element in given.elements:
        if isinstance(element, cst.DictElement) and isinstance(element.key, cst.SimpleString):
            yield str(element.key.evaluated_value), element.value
