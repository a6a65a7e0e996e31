"""What code shows and does, as tokens that a description may say."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from functools import lru_cache
from itertools import islice
from typing import Any, TypeGuard

from manimill.code.names import names
from manimill.code.parse import SyntaxProblem, parse
from manimill.code.walking import walk
from manimill.pairing.colours import colour_stem
from manimill.pairing.lexicon import everyday
from manimill.pairing.maths import formula_grams, looks_like_formula
from manimill.text.words import name_stems, number, pairs, stems

_TURNS = {"PI": 180.0, "TAU": 360.0, "pi": 180.0, "tau": 360.0}
_ANGLES = {**_TURNS, "DEGREES": 1.0, "DEG": 1.0}
"""Angles with names, in degrees."""
_UNITS = names("UP DOWN LEFT RIGHT")
_COMMAND = re.compile(r"\\[a-zA-Z]+|\^\d|\^|=")
_NAME = re.compile(r"[A-Za-z_]\w*")
_LONGEST_FORMULA = 200
"""Characters of an expression that may be a formula; longer ones are tables of numbers."""

_MOST_VALUES = 40
"""Values of one argument that are looked at; a longer list is data, and nobody describes it number by number."""
_LARGEST = 1e12

Tokens = Counter[str]


@dataclass(slots=True)
class Shown:
    """Tokens of a code by where they come from, and how often; see `said` for what they are compared with.

    ``titles`` are from names of classes and functions, ``names`` from other names, ``texts`` from strings,
    ``phrases`` are neighbours in them, ``remarks`` come from comments, ``everyday`` from what people say for
    Manim's names, ``values`` are numbers and colours, ``bound`` values with what they belong to.
    """

    titles: Tokens = field(default_factory=Counter)
    names: Tokens = field(default_factory=Counter)
    texts: Tokens = field(default_factory=Counter)
    phrases: Tokens = field(default_factory=Counter)
    remarks: Tokens = field(default_factory=Counter)
    everyday: Tokens = field(default_factory=Counter)
    everyday_pairs: Tokens = field(default_factory=Counter)
    formulas: Tokens = field(default_factory=Counter)
    values: Tokens = field(default_factory=Counter)
    bound: Tokens = field(default_factory=Counter)

    def call(self, name: str, times: int) -> None:
        """Add a name of the code with what is said for it."""
        colour = colour_stem(name)
        if colour:
            _add(self.values, (colour,), times)
            return
        if name in _TURNS:
            _add(self.values, (number(_TURNS[name]),), times)
        _add(self.names, name_stems(name), times)
        self.say(name, times)

    def say(self, name: str, times: int = 1) -> None:
        """Add what is said for a name."""
        phrases = everyday(name)
        _add(self.everyday, phrases.words, times)
        _add(self.everyday_pairs, phrases.pairs, times)

    def tell(self, text: str) -> None:
        """Add a text of the code."""
        if text.startswith("#") and colour_stem(text):
            _add(self.values, (colour_stem(text) or "",), 1)
            return
        words = stems(text)
        self.texts.update(words)
        self.phrases.update(pairs(words))
        if looks_like_formula(text) or len(text) < 12:
            self.formulas.update(formula_grams(text))
        if "\\" in text or "^" in text:
            for command in set(_COMMAND.findall(text)):
                self.say(command)


FIELDS = tuple(one.name for one in fields(Shown))


@lru_cache(maxsize=4)
def shown(code: str) -> Shown:
    """Read a code; one that does not parse counts as the words it has. What is returned is not to be changed."""
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
    return reader.result(code)


def _of_words(code: str) -> Shown:
    found = Shown()
    for name, times in Counter(_NAME.findall(code)).items():
        found.call(name, times)
    words = stems(code)
    found.texts.update(words)
    found.phrases.update(pairs(words))
    found.formulas.update(formula_grams(code))
    return found


def _add(field: Tokens, tokens: Iterable[str], times: int) -> None:
    for token in tokens:
        field[token] += times


class _Reader:
    """Collects from the nodes of a tree; names and texts that repeat are looked into once, at the end."""

    def __init__(self) -> None:
        self._shown = Shown()
        self._names: list[str] = []
        self._numbers: list[float] = []
        self._texts: list[str] = []
        self._bound: list[str] = []
        self._spans: dict[int, list[tuple[int, int]]] = {}

    def result(self, code: str) -> Shown:
        """What was collected, with the comments of the code."""
        found = self._shown
        for name, times in Counter(self._names).items():
            found.call(name, times)
        for text in self._texts:
            found.tell(text)
        found.values.update(map(number, self._numbers))
        found.bound.update(self._bound)
        if "#" in code:
            for comment in self._comments(code):
                found.remarks.update(stems(comment))
        return found

    def class_(self, node: ast.ClassDef) -> None:
        self._shown.titles.update(name_stems(node.name))

    def function(self, node: ast.FunctionDef) -> None:
        self._shown.titles.update(name_stems(node.name))

    def returned(self, node: ast.Return) -> None:
        if node.value is not None:
            self._formula(node.value)

    def lambda_(self, node: ast.Lambda) -> None:
        self._formula(node.body)

    def _formula(self, node: ast.expr) -> None:
        if isinstance(node, (ast.BinOp, ast.UnaryOp, ast.Call, ast.List, ast.Tuple)):
            text = ast.unparse(node)
            if len(text) < _LONGEST_FORMULA:
                self._shown.formulas.update(formula_grams(text.replace("np.", "").replace("math.", "")))

    def name(self, node: ast.Name) -> None:
        self._names.append(node.id)

    def attribute(self, node: ast.Attribute) -> None:
        self._names.append(node.attr)

    def keyword(self, node: ast.keyword) -> None:
        if node.arg is not None:
            self._names.append(node.arg)

    def constant(self, node: ast.Constant) -> None:
        value = node.value
        if type(value) is str:
            if "#" in value and node.end_lineno == node.lineno:
                self._spans.setdefault(node.lineno, []).append((node.col_offset, node.end_col_offset or 0))
            self._texts.append(value)
        elif _is_number(value):
            self._numbers.append(value)

    def operation(self, node: ast.BinOp) -> None:
        if isinstance(node.op, ast.Pow) and isinstance(node.right, ast.Constant):
            self._shown.say(f"**{node.right.value!r}")
        angle = _angle(node)
        if angle is not None:
            self._numbers.append(angle)

    def call(self, node: ast.Call) -> None:
        """Bind the values among the arguments to the function and to the keywords."""
        given = [value for argument in node.args for value in islice(_values(argument), _MOST_VALUES)]
        keywords = [
            (word.arg, [*islice(_values(word.value), _MOST_VALUES)])
            for word in node.keywords
            if word.arg is not None
        ]
        if not given and not any(values for _, values in keywords):
            return
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        about = _words_for(name)
        self._bind(about, given)
        for keyword, values in keywords:
            if values:
                self._bind(about | _words_for(keyword), values)

    def assign(self, node: ast.Assign) -> None:
        """Bind the values in a chain of calls to the name of the variable that takes its result."""
        target = node.targets[0]
        if isinstance(node.value, ast.BinOp):
            self._formula(node.value)
        if not isinstance(target, ast.Name):
            return
        words = frozenset(name_stems(target.id))
        call: ast.expr = node.value
        while isinstance(call, ast.Call):
            for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
                self._bind(words, islice(_values(argument), _MOST_VALUES))
            call = call.func.value if isinstance(call.func, ast.Attribute) else call.func

    def _bind(self, words: frozenset[str], values: Iterable[str]) -> None:
        self._bound += [f"{word}~{value}" for value in values for word in words]

    def _comments(self, code: str) -> Iterator[str]:
        """What stands behind a ``#`` that is in no text of the same line."""
        for line_number, line in enumerate(code.split("\n"), 1):
            at = line.find("#")
            while at >= 0 and any(start <= at < end for start, end in self._spans.get(line_number, ())):
                at = line.find("#", at + 1)
            if at >= 0:
                yield line[at + 1 :]


def _is_number(value: object) -> TypeGuard[float]:
    """Whether a constant is a number of a size that a description might have; ``True`` is none."""
    return type(value) in (int, float) and -_LARGEST < value < _LARGEST  # type: ignore[operator]


def _words_for(name: str) -> frozenset[str]:
    return frozenset((*name_stems(name), *everyday(name).words))


def _angle(node: ast.expr) -> float | None:
    """An angle in degrees: ``PI / 4``, ``45 * DEGREES``; None for other numbers."""
    measured = _measure(node)
    return measured[0] if measured is not None and measured[1] else None


def _measure(node: ast.expr) -> tuple[float, bool] | None:
    """The value of an expression of numbers and angles, and whether it is an angle."""
    match node:
        case ast.Constant(value=value) if _is_number(value):
            return float(value), False
        case ast.Name(id=name) | ast.Attribute(attr=name) if name in _ANGLES:
            return _ANGLES[name], True
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _measure(operand)
        case ast.BinOp(left=left, op=ast.Mult() | ast.Div() as operator, right=right):
            one, other = _measure(left), _measure(right)
            if one is None or other is None:
                return None
            return _calculated(operator, one[0], other[0]), one[1] or other[1]
    return None


def _calculated(operator: ast.operator, one: float, other: float) -> float:
    if isinstance(operator, ast.Mult):
        return one * other
    return one / other if other else 0.0


def _values(node: ast.expr) -> Iterator[str]:
    """Numbers and colours of an argument, those in calls inside it left out."""
    match node:
        case ast.Constant(value=value):
            if _is_number(value):
                yield number(value)
            elif type(value) is str and value.startswith("#"):
                yield from filter(None, (colour_stem(value),))
        case ast.Name(id=name) | ast.Attribute(attr=name):
            yield from _named_value(name)
        case ast.BinOp():
            angle = _angle(node)
            if angle is not None:
                yield number(angle)
            else:
                yield from (
                    value for side in (node.left, node.right) for value in _values(side) if value != "#1"
                )
        case ast.UnaryOp():
            yield from _values(node.operand)
        case ast.List(elts=items) | ast.Tuple(elts=items):
            for item in items:
                yield from _values(item)


def _named_value(name: str) -> Iterator[str]:
    colour = colour_stem(name)
    if colour:
        yield colour
    elif name in _TURNS:
        yield number(_TURNS[name])
    elif name in _UNITS:
        yield number(1)


_VISITS: dict[type, Callable[[Any, Any], None]] = {
    ast.ClassDef: _Reader.class_,
    ast.FunctionDef: _Reader.function,
    ast.Return: _Reader.returned,
    ast.Lambda: _Reader.lambda_,
    ast.Name: _Reader.name,
    ast.Attribute: _Reader.attribute,
    ast.keyword: _Reader.keyword,
    ast.Constant: _Reader.constant,
    ast.BinOp: _Reader.operation,
    ast.Call: _Reader.call,
    ast.Assign: _Reader.assign,
}
