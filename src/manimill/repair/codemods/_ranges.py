"""Ranges of coordinate systems: older Manims had two numbers and a frequency each, ManimCE has one list."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from manimill.repair.codemods._numbers import number, plain, value_of
from manimill.repair.edit import expression, negated, parenthesized, text_of


@dataclass(frozen=True, slots=True)
class Range:
    """From where to where, in which steps; a step of one need not be said."""

    low: cst.BaseExpression
    high: cst.BaseExpression
    step: cst.BaseExpression | None = None

    @classmethod
    def read(cls, node: cst.BaseExpression | None) -> Range | None:
        """The range that a list or tuple of two or three is."""
        if not isinstance(node, cst.List | cst.Tuple) or len(node.elements) not in (2, 3):
            return None
        if any(isinstance(element, cst.StarredElement) for element in node.elements):
            return None
        return cls(*(element.value for element in node.elements))

    def written(self) -> cst.List:
        """The range as a list."""
        parts = [self.low, self.high] if self.step is None else [self.low, self.high, self.step]
        return cst.List([cst.Element(part) for part in parts])

    def length(self, unit: cst.BaseExpression | None = None) -> cst.BaseExpression | None:
        """How long it is, a unit of the axis being one of the screen or ``unit`` of them; None if unknown."""
        size = 1.0 if unit is None else value_of(unit)
        low, high = value_of(self.low), value_of(self.high)
        if low is None or high is None or size is None:
            return None
        if plain(self.low) and plain(self.high):
            return number((high - low) * size)
        start = parenthesized(self.low) if isinstance(self.low, cst.BinaryOperation) else self.low
        if low == 0:
            way = self.high
        elif low < 0:
            way = expression("{high} + {low}", high=self.high, low=negated(self.low))
        else:
            way = expression("{high} - {low}", high=self.high, low=start)
        if unit is None or size == 1:
            return way
        sum_of = isinstance(way, cst.BinaryOperation) and isinstance(way.operator, cst.Add | cst.Subtract)
        return expression(
            "{way} * {unit}", way=parenthesized(way) if sum_of else way, unit=parenthesized(unit)
        )

    def middle(
        self, unit: cst.BaseExpression | None, direction: str, about: float = 0
    ) -> cst.BaseExpression | None:
        """The way from ``about`` to the middle of it, as a vector; None if there is no way to go."""
        if about == 0 and text_of(negated(self.low)) == text_of(self.high):
            return None
        low, high = value_of(self.low), value_of(self.high)
        size = 1.0 if unit is None else value_of(unit)
        if low is not None and high is not None and size is not None:
            way = ((low + high) / 2 - about) * size
            if abs(way) < 1e-6:
                return None
            opposite = {"RIGHT": "LEFT", "UP": "DOWN", "OUT": "IN"}
            name = direction if way > 0 else opposite[direction]
            if low == 0 and about == 0 and unit is None and not plain(self.high):
                return expression(f"{{high}} / 2 * {direction}", high=self.high)
            if abs(way) == 1:
                return cst.Name(name)
            return expression(f"{{size}} * {name}", size=number(abs(way)))
        template = f"({{low}} + {{high}}) / 2 * {direction}"
        parts = {"low": self.low, "high": self.high}
        if about:
            template = f"(({{low}} + {{high}}) / 2 - {{about}}) * {direction}"
            parts["about"] = number(about)
        if unit is not None:
            template += " * {unit}"
            parts["unit"] = parenthesized(unit)
        return expression(template, **parts)


def added(vectors: list[cst.BaseExpression]) -> cst.BaseExpression | None:
    """The sum of vectors, None if there are none."""
    if not vectors:
        return None
    total = vectors[0]
    for vector in vectors[1:]:
        total = cst.BinaryOperation(total, cst.Add(), vector)
    return total
