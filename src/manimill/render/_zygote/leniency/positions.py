"""Positional arguments that land on a parameter they cannot have been meant for."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import FrameType
from typing import Any

import manim
import numpy as np

from . import attributes, parameters
from .callsites import name_of
from .parameters import Parameter, Signature
from .watching import ANIMATED, Made, Watch, caller, inits

_OPERATORS: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_VALUES = (int, float, np.ndarray)
_UNKNOWN = object()
_OTHER = object()
"""A value that is known to be none of those that are checked for."""


def attach(watch: Watch) -> None:
    """Watch the functions that may be given an argument in a wrong place."""
    for call in watch.sites.calls:
        if not call.args or isinstance(call.args[0], ast.Starred):
            continue
        values = [_value(argument, watch.namespace) for argument in call.args]
        for holder, name in _targets(watch, call):
            signature = parameters.signature(vars(holder)[name])
            if any(_is_suspicious(signature, at, value) for at, value in enumerate(values)):
                watch.install(holder, name, _Placed(watch, holder, name, signature), "positions", "own")


def _targets(watch: Watch, call: ast.Call) -> Iterator[tuple[type, str]]:
    """The constructor or the methods that a call may be of, as far as its name tells."""
    made = watch.target(call)
    if made is not None and issubclass(made, (manim.Mobject, manim.Animation)):
        for holder, _ in inits(made):
            yield holder, "__init__"
            break
    elif isinstance(call.func, ast.Attribute):
        for holder in attributes.methods().get(call.func.attr, ()):
            if issubclass(holder, manim.Mobject) and call.func.attr[:2] != "__":
                yield holder, call.func.attr


def _is_suspicious(signature: Signature, at: int, value: Any) -> bool:
    parameter = signature.at(at)
    if parameter is None or parameter.takes is None or value is _OTHER:
        return False
    if value is _UNKNOWN:
        return True
    return parameters.objection(parameter, value) is not None


def _value(node: ast.expr, names: dict[str, Any]) -> Any:
    """What an argument is, where its text and manim's own names tell."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return names.get(node.id, _UNKNOWN)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        operand = _value(node.operand, names)
        return -operand if isinstance(operand, _VALUES) else operand
    if isinstance(node, ast.BinOp):
        return _combined(node, names)
    if isinstance(node, ast.Call) and isinstance(names.get(name_of(node) or ""), type):
        return _OTHER
    known = isinstance(node, (ast.Lambda, ast.List, ast.Tuple, ast.Dict, ast.JoinedStr, ast.ListComp))
    return _OTHER if known else _UNKNOWN


def _combined(node: ast.BinOp, names: dict[str, Any]) -> Any:
    left, right = _value(node.left, names), _value(node.right, names)
    operation = _OPERATORS.get(type(node.op))
    if operation and isinstance(left, _VALUES) and isinstance(right, _VALUES):
        try:
            return operation(left, right)
        except (ArithmeticError, ValueError, TypeError):
            return _UNKNOWN
    # A vector stays one, whatever is added to it.
    return next((side for side in (left, right) if isinstance(side, np.ndarray)), _UNKNOWN)


@dataclass(frozen=True)
class _Placed:
    """Told of each call of one function, says where an argument cannot have been meant."""

    watch: Watch
    holder: type
    name: str
    signature: Signature

    def __call__(self, made: Made) -> None:
        frame = _scene_frame(self.watch)
        if frame is None:
            return
        for at, value in enumerate(made.args[1:]):
            parameter = self.signature.at(at)
            why = parameter and parameters.objection(parameter, value)
            if parameter and why:
                call = self.watch.sites.call(frame)
                if call and self._is_of(call, len(made.args) - 1) and self.watch.is_new(call, at):
                    self._tell(call, at, parameter, why, value)

    def _is_of(self, call: ast.Call, count: int) -> bool:
        """Whether the arguments stand in the call one by one."""
        starred = any(isinstance(argument, ast.Starred) for argument in call.args)
        named = self.name in ("__init__", name_of(call))
        return named and not starred and len(call.args) == count

    def _tell(self, call: ast.Call, at: int, parameter: Parameter, why: str, value: Any) -> None:
        text = self.watch.sites.argument(call.args[at])
        meant = parameters.meant(value, self._free(len(call.args)))
        if parameter.takes == parameters.COLOUR and meant is None and value == 0:
            # Black, perhaps.
            return
        self.watch.report(
            call,
            f"{name_of(call)} takes {parameters.place(parameter, at)}, and {text} is {why}"
            + (f"; did you mean {meant}={text}?" if meant else ""),
        )

    def _free(self, given: int) -> set[str]:
        """Keywords that the arguments given by position leave free."""
        free = set(self.signature.keywords) - {p.name for p in self.signature.positional[:given]}
        if self.name == "__init__":
            # Lines have one too, and nobody means it.
            free.discard("buff")
        if self.signature.open and issubclass(self.holder, manim.Animation):
            free.add("run_time")
        if self.signature.open and self.name == "arrange":
            free.add("aligned_edge")
        return free


def _scene_frame(watch: Watch) -> FrameType | None:
    """The frame of the scene that called the watched function itself, or through ``animate``."""
    frame = caller()
    if frame is not None and frame.f_code.co_name == ANIMATED:
        frame = frame.f_back
    return frame if frame is not None and frame.f_code.co_filename == watch.sites.scene_file else None
