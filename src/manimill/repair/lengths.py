"""How long the sequences of a function are where it can be told from its text: literals, ranges, what is made of them.

A function's statements are followed in their order, once. What a loop or a condition may have changed is not known any
more, nor what has a second name or was handed to something of the author's that may change it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import libcst as cst

from manimill.code.names import names
from manimill.repair.edit import method_of
from manimill.repair.module import written
from manimill.repair.scopes import bound_by, returned_by
from manimill.repair.walk import walk

_SAME_LENGTH = names(
    "list tuple sorted reversed enumerate np.array np.asarray np.log np.log2 np.log10 np.sqrt"
)
_MUTATING = names("append extend insert pop remove clear")
_READING = names("len range list tuple sorted reversed enumerate zip sum min max print float int str")
"""Functions of Python's that leave what they are given as it is; so do those of numpy and Manim's classes."""

_OPERATIONS: Mapping[type[Any], Callable[[int, int], int]] = {
    cst.Add: operator.add,
    cst.Subtract: operator.sub,
    cst.Multiply: operator.mul,
}


@dataclass(slots=True)
class Lengths:
    """What is known at one point: lengths of sequences, whole numbers, and functions, each by name."""

    sequences: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    functions: dict[str, cst.FunctionDef] = field(default_factory=dict)

    @classmethod
    def before(cls, place: cst.CSTNode, function: cst.FunctionDef) -> Lengths:
        """What is known where a node inside a function stands, one of its own statements or what is in them."""
        known = cls()
        for statement in function.body.body:
            inside = any(node is place for node in walk(statement))
            if inside and isinstance(statement, cst.SimpleStatementLine):
                return known
            known.follow(statement)
            if inside:
                return known
        return known

    def follow(self, statement: cst.CSTNode) -> None:
        """Take a statement into account."""
        assigned = self._assigned(statement)
        for name in bound_by(statement) | self._changed(statement):
            for table in (self.sequences, self.numbers, self.functions):
                table.pop(name, None)
        if isinstance(statement, cst.FunctionDef):
            self.functions[statement.name.value] = statement
        for name, length, number in assigned:
            if length is not None:
                self.sequences[name] = length
            if number is not None:
                self.numbers[name] = number

    def of(self, node: cst.BaseExpression) -> int | None:
        """How many items an expression gives, None where that is not known."""
        if isinstance(node, cst.Name):
            return self.sequences.get(node.value)
        if isinstance(node, cst.List | cst.Tuple):
            starred = any(isinstance(element, cst.StarredElement) for element in node.elements)
            return None if starred else len(node.elements)
        if isinstance(node, cst.ListComp | cst.GeneratorExp):
            loop = node.for_in
            return None if loop.ifs or loop.inner_for_in is not None else self.of(loop.iter)
        if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Multiply):
            length, times = self.of(node.left), self.number(node.right)
            listed = isinstance(node.left, cst.List)
            return length * max(times, 0) if listed and length is not None and times is not None else None
        return self._of_call(node) if isinstance(node, cst.Call) else None

    def number(self, node: cst.BaseExpression) -> int | None:
        """What whole number an expression comes to, None where that is not known."""
        if isinstance(node, cst.Integer):
            return int(node.evaluated_value)
        if isinstance(node, cst.Name):
            return self.numbers.get(node.value)
        if isinstance(node, cst.Call) and written(node.func) == "len" and len(node.args) == 1:
            return self.of(node.args[0].value)
        operation = _OPERATIONS.get(type(getattr(node, "operator", None)))
        if operation is None or not isinstance(node, cst.BinaryOperation):
            return None
        left, right = self.number(node.left), self.number(node.right)
        return operation(left, right) if left is not None and right is not None else None

    def _of_call(self, call: cst.Call) -> int | None:
        if any(arg.star or arg.keyword is not None for arg in call.args):
            return None
        given = [arg.value for arg in call.args]
        name = written(call.func)
        if name in _SAME_LENGTH and len(given) == 1:
            return self.of(given[0])
        if name in ("range", "np.arange"):
            ends = [self.number(one) for one in given]
            whole = [end for end in ends if end is not None]
            return len(range(*whole)) if len(whole) == len(ends) in (1, 2, 3) and 0 not in whole[2:] else None
        if name == "np.linspace" and len(given) == 3:
            return self.number(given[2])
        if name == "zip":
            lengths = [self.of(one) for one in given]
            found = [length for length in lengths if length is not None]
            return min(found) if found and len(found) == len(lengths) else None
        function = self.functions.get(name)
        return self._returned(function, given) if function is not None else None

    def _returned(self, function: cst.FunctionDef, given: Sequence[cst.BaseExpression]) -> int | None:
        """How long what a function gives back is, if it does nothing else."""
        parameters = function.params.params
        ends = returned_by(function)
        if len(function.body.body) != 1 or len(ends) != 1 or len(given) != len(parameters):
            return None
        lengths = {
            parameter.name.value: self.of(one) for parameter, one in zip(parameters, given, strict=True)
        }
        numbers = {
            parameter.name.value: self.number(one) for parameter, one in zip(parameters, given, strict=True)
        }
        inside = Lengths(_known(self.sequences | lengths), _known(self.numbers | numbers))
        return inside.of(ends[0]) if ends[0] is not None else None

    def _assigned(self, statement: cst.CSTNode) -> list[tuple[str, int | None, int | None]]:
        """What a line's single assignments bind, seen from before it."""
        if not isinstance(statement, cst.SimpleStatementLine) or len(statement.body) != 1:
            return []
        line = statement.body[0]
        if not isinstance(line, cst.Assign) or len(line.targets) != 1:
            return []
        target = line.targets[0].target
        if not isinstance(target, cst.Name):
            return []
        if isinstance(line.value, cst.Name):
            # Of two names for one list neither is followed: it may grow under the other.
            return [(target.value, None, self.number(line.value))]
        return [(target.value, self.of(line.value), self.number(line.value))]

    def _changed(self, statement: cst.CSTNode) -> set[str]:
        """Names whose sequences a statement may make longer or shorter."""
        found = set()
        for node in walk(statement):
            if isinstance(node, cst.Call):
                owner: Any = node.func
                if method_of(node) in _MUTATING:
                    found.add(written(owner.value))
                elif not self._only_reads(written(owner)):
                    found |= {arg.value.value for arg in node.args if isinstance(arg.value, cst.Name)}
            elif isinstance(node, cst.Del):
                found |= {inside.value for inside in walk(node) if isinstance(inside, cst.Name)}
            elif isinstance(node, cst.AssignTarget) and isinstance(node.target, cst.Subscript):
                found.add(written(node.target.value))
            elif isinstance(node, cst.Assign) and isinstance(node.value, cst.Name):
                found.add(node.value.value)
        return found

    def _only_reads(self, function: str) -> bool:
        """Whether what is called leaves its arguments as they are, as far as its name tells."""
        owner, _, name = function.rpartition(".")
        if not owner and name in self.functions:
            return len(self.functions[name].body.body) == 1
        return name in _READING or name[:1].isupper() or owner in ("np", "math") or name == "plot_line_graph"


def _known(found: Mapping[str, int | None]) -> dict[str, int]:
    return {name: value for name, value in found.items() if value is not None}
