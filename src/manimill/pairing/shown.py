"""What code shows and does, as tokens that a description may say."""

from __future__ import annotations

import ast
import math
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any

from manimill.code.parse import SyntaxProblem, parse
from manimill.code.walking import walk
from manimill.pairing.colours import colour_stem
from manimill.pairing.lexicon import everyday
from manimill.pairing.maths import formula_grams, looks_like_formula
from manimill.pairing.words import name_stems, number, pairs, stems

_TEX = frozenset(("MathTex", "Tex", "SingleStringMathTex"))


@dataclass(slots=True)
class Shown:
    """Tokens of a code by where they come from; see `said` for what they are compared with.

    ``titles`` are from names of classes and functions, ``names`` from other names, ``texts`` from strings,
    ``phrases`` are neighbours in them, ``remarks`` come from comments and docstrings, ``everyday`` from what
    people say for Manim's names, ``values`` are numbers and colours, ``bound`` values with what they belong to.
    """

    titles: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    everyday: list[str] = field(default_factory=list)
    everyday_pairs: list[str] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    bound: list[str] = field(default_factory=list)


FIELDS = tuple(f.name for f in fields(Shown))


def shown(code: str) -> Shown:
    """Read a code; one that does not parse counts as the words it has."""
    tree = parse(code)
    if isinstance(tree, SyntaxProblem):
        return _of_words(code)
    reader = _Reader()
    try:
        for node in walk(tree):
            visit = _VISITS.get(type(node))
            if visit is not None:
                visit(reader, node)
    except RecursionError:
        return _of_words(code)
    reader.comments(code)
    return reader.shown


def _of_words(code: str) -> Shown:
    found = Shown()
    names = dict.fromkeys(
        code.replace("(", " ").replace(")", " ").replace(".", " ").replace(",", " ").split()
    )
    for name in names:
        found.names += name_stems(name)
        found.everyday += everyday(name).words
        found.everyday_pairs += everyday(name).pairs
    words = stems(code)
    found.texts += words
    found.phrases += pairs(words)
    found.formulas += formula_grams(code)
    return found


class _Reader:
    def __init__(self) -> None:
        self.shown = Shown()
        self._spans: list[tuple[int, int, int]] = []

    def class_(self, node: ast.ClassDef) -> None:
        self.shown.titles += name_stems(node.name)
        for base in node.bases:
            if isinstance(base, ast.Name):
                self._everyday(base.id)

    def function(self, node: ast.FunctionDef) -> None:
        self.shown.titles += name_stems(node.name)

    def returned(self, node: ast.Return) -> None:
        if node.value is not None:
            self._expression(node.value)

    def lambda_(self, node: ast.Lambda) -> None:
        self._expression(node.body)

    def _expression(self, node: ast.expr) -> None:
        if not isinstance(node, (ast.BinOp, ast.UnaryOp, ast.Call, ast.List, ast.Tuple)):
            return
        text = ast.unparse(node)
        if len(text) < 200:
            self.shown.formulas += formula_grams(text.replace("np.", "").replace("math.", ""))

    def name(self, node: ast.Name) -> None:
        self._named(node.id)

    def attribute(self, node: ast.Attribute) -> None:
        self._named(node.attr)

    def keyword(self, node: ast.keyword) -> None:
        if node.arg is not None:
            self._named(node.arg)

    def _named(self, name: str) -> None:
        colour = colour_stem(name)
        if colour:
            self.shown.values.append(colour)
            return
        if name in _TURN:
            self.shown.values.append(number(_TURN[name]))
        self.shown.names += name_stems(name)
        self._everyday(name)

    def _everyday(self, name: str) -> None:
        phrases = everyday(name)
        self.shown.everyday += phrases.words
        self.shown.everyday_pairs += phrases.pairs

    def constant(self, node: ast.Constant) -> None:
        value = node.value
        if type(value) is str:
            if (node.end_lineno or 0) == node.lineno:
                self._spans.append((node.lineno, node.col_offset, node.end_col_offset or 0))
            self._text(value)
        elif type(value) in (int, float) and math.isfinite(value):
            self.shown.values.append(number(value))

    def _text(self, text: str) -> None:
        if text.startswith("#") and colour_stem(text):
            self.shown.values.append(colour_stem(text) or "")
            return
        words = stems(text)
        self.shown.texts += words
        self.shown.phrases += pairs(words)
        if looks_like_formula(text) or len(text) < 12:
            self.shown.formulas += formula_grams(text)
        if "\\" in text or "^" in text:
            for command in set(_commands(text)):
                self._everyday(command)

    def power(self, node: ast.BinOp) -> None:
        if isinstance(node.op, ast.Pow) and isinstance(node.right, ast.Constant):
            self._everyday(f"**{node.right.value}")
        angle = _angle(node)
        if angle is not None:
            self.shown.values.append(number(angle))

    def call(self, node: ast.Call) -> None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        about = {*name_stems(name), *everyday(name).words}
        self.shown.bound += [
            f"{word}~{value}" for arg in node.args for value in _values(arg) for word in about
        ]
        for keyword in node.keywords:
            values = list(_values(keyword.value))
            if not values or keyword.arg is None:
                continue
            words = about | {*name_stems(keyword.arg), *everyday(keyword.arg).words}
            self.shown.bound += [f"{word}~{value}" for value in values for word in words]

    def assign(self, node: ast.Assign) -> None:
        target = node.targets[0]
        if isinstance(node.value, ast.BinOp):
            self._expression(node.value)
        if isinstance(target, ast.Name) and isinstance(node.value, ast.Call):
            words = name_stems(target.id)
            call: ast.expr = node.value
            while isinstance(call, ast.Call):
                for keyword in call.keywords:
                    self.shown.bound += [
                        f"{word}~{value}" for value in _values(keyword.value) for word in words
                    ]
                for arg in call.args:
                    self.shown.bound += [f"{word}~{value}" for value in _values(arg) for word in words]
                call = call.func.value if isinstance(call.func, ast.Attribute) else call.func

    def comments(self, code: str) -> None:
        if "#" not in code:
            return
        spans: dict[int, list[tuple[int, int]]] = {}
        for line, start, end in self._spans:
            spans.setdefault(line, []).append((start, end))
        for line_number, line in enumerate(code.split("\n"), 1):
            at = line.find("#")
            while at >= 0 and any(start <= at < end for start, end in spans.get(line_number, ())):
                at = line.find("#", at + 1)
            if at >= 0:
                self.shown.remarks += stems(line[at + 1 :])


def _commands(text: str) -> Iterator[str]:
    import re

    yield from re.findall(r"\\[a-zA-Z]+|\^\d|\^|=", text)


_TURN = {"PI": 180.0, "TAU": 360.0, "pi": 180.0, "tau": 360.0}


def _angle(node: ast.expr) -> float | None:
    """An angle in degrees: ``PI / 4``, ``45 * DEGREES``."""
    try:
        value, turned = _measure(node)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    return value if turned else None


def _measure(node: ast.expr) -> tuple[float, bool]:
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return float(node.value), False
    if isinstance(node, ast.Name) and node.id in _TURN:
        return _TURN[node.id], True
    if isinstance(node, ast.Name) and node.id in ("DEGREES", "DEG"):
        return 1.0, True
    if isinstance(node, ast.Attribute) and node.attr in _TURN:
        return _TURN[node.attr], True
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value, turned = _measure(node.operand)
        return -value, turned
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mult, ast.Div)):
        left, one = _measure(node.left)
        right, other = _measure(node.right)
        return (left * right if isinstance(node.op, ast.Mult) else left / right), one or other
    raise ValueError


def _values(node: ast.expr) -> Iterator[str]:
    """Numbers and colours of an argument, those of arguments of calls in it left out."""
    match node:
        case ast.Constant(value=value):
            if type(value) in (int, float) and math.isfinite(value):
                yield number(value)
            elif type(value) is str and value.startswith("#"):
                colour = colour_stem(value)
                if colour:
                    yield colour
        case ast.Name(id=name) | ast.Attribute(attr=name):
            colour = colour_stem(name)
            if colour:
                yield colour
            elif name in _TURN:
                yield number(_TURN[name])
            elif name in ("UP", "DOWN", "LEFT", "RIGHT"):
                yield number(1)
        case ast.BinOp():
            angle = _angle(node)
            if angle is not None:
                yield number(angle)
            else:
                yield from (v for v in (*_values(node.left), *_values(node.right)) if v != "#1")
        case ast.UnaryOp():
            yield from _values(node.operand)
        case ast.List(elts=items) | ast.Tuple(elts=items):
            for item in items:
                yield from _values(item)


_VISITS: dict[type, Any] = {
    ast.ClassDef: _Reader.class_,
    ast.FunctionDef: _Reader.function,
    ast.Lambda: _Reader.lambda_,
    ast.Return: _Reader.returned,
    ast.Name: _Reader.name,
    ast.Attribute: _Reader.attribute,
    ast.keyword: _Reader.keyword,
    ast.Constant: _Reader.constant,
    ast.BinOp: _Reader.power,
    ast.Call: _Reader.call,
    ast.Assign: _Reader.assign,
}
