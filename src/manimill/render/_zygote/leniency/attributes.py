"""Which attributes of its objects manim ever reads, and which functions drop the keywords they are given."""

from __future__ import annotations

import dis
import inspect
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from types import CodeType, FunctionType
from typing import Any, NamedTuple

import manim

_ASKING = frozenset({"hasattr", "getattr"})
_FARTHEST = 8
"""Instructions from the name of such a function to the attribute's; the object's own are in between."""

_LOAD, _MERGE = dis.opmap["LOAD_FAST"], dis.opmap["DICT_MERGE"]

_LOOKING = {"len", "logger"}
"""What may be done with keywords without making use of them."""


@cache
def classes() -> tuple[type, ...]:
    """Classes of manim and those they derive from inside manim, for the renderer that is used."""
    found = {
        base
        for value in list(vars(manim).values())
        if isinstance(value, type)
        for base in value.__mro__
        if is_manim(base.__module__) and not base.__name__.startswith("OpenGL")
    }
    return tuple(sorted(found, key=lambda cls: (cls.__module__, cls.__qualname__)))


def is_manim(module: str) -> bool:
    """Whether a module is part of manim."""
    return module == "manim" or module.startswith("manim.")


@cache
def methods() -> dict[str, tuple[type, ...]]:
    """For every method name the classes that define it as a plain function."""
    found: dict[str, list[type]] = {}
    for cls in classes():
        for name, value in vars(cls).items():
            if isinstance(value, FunctionType):
                found.setdefault(name, []).append(cls)
    return {name: tuple(owners) for name, owners in found.items()}


class Dropper(NamedTuple):
    """A function that takes any keyword and does nothing with those it does not name.

    ``holder`` is the class or, for a plain function, the module that has it.
    """

    holder: Any
    name: str
    function: Any


@cache
def droppers() -> tuple[Dropper, ...]:
    """Every such function of manim; costs 0.1 s the first time."""
    functions = (Dropper(*found) for found in _functions())
    return tuple(found for found in functions if drops_keywords(found.function))


@cache
def reached_from() -> dict[str, tuple[Dropper, ...]]:
    """For every name of a function those that keywords given to it may end in; constructors are apart."""
    reached: dict[str, list[Dropper]] = {}
    for dropper in droppers():
        if dropper.name != "__init__":
            for name in sorted(_handing_on_to(dropper.name)):
                reached.setdefault(name, []).append(dropper)
    return {name: tuple(found) for name, found in reached.items()}


@cache
def players() -> frozenset[str]:
    """Functions that may hand keywords on to ``play``."""
    return _handing_on_to("play")


def _handing_on_to(called: str) -> frozenset[str]:
    return frozenset(
        name
        for _, name, function in _functions()
        if function.__code__.co_flags & inspect.CO_VARKEYWORDS
        and called in function.__code__.co_names
        and not name.startswith("_")
    ) | {called}


def _functions() -> Iterator[tuple[Any, str, FunctionType]]:
    for name, owners in methods().items():
        for cls in owners:
            yield cls, name, vars(cls)[name]
    for name, value in list(vars(manim).items()):
        if isinstance(value, FunctionType) and is_manim(value.__module__):
            yield sys.modules[value.__module__], name, value


def drops_keywords(function: FunctionType) -> bool:
    """Whether ``**kwargs`` are looked at, for a log say, but neither used nor handed on."""
    code = function.__code__
    if not code.co_flags & inspect.CO_VARKEYWORDS:
        return False
    index = code.co_argcount + code.co_kwonlyargcount + bool(code.co_flags & inspect.CO_VARARGS)
    keywords = code.co_varnames[index]
    if keywords in code.co_cellvars or _hands_on(code, index):
        return False
    steps = [step for step in dis.get_instructions(code) if step.opname not in ("PRECALL", "CACHE")]
    return all(
        _only_looks(steps, at)
        for at, step in enumerate(steps)
        if step.opname.startswith("LOAD_") and _names(step.argval, keywords)
    )


def _hands_on(code: CodeType, variable: int) -> bool:
    """Whether a variable, by its number, is plainly handed on as keywords.

    Nearly all are, and to look at each instruction of all functions would take a quarter of a second.
    """
    instructions = code.co_code
    return any(
        instructions[at] == _LOAD and instructions[at + 1] == variable and instructions[at + 2] == _MERGE
        for at in range(0, len(instructions) - 2, 2)
    )


def _only_looks(steps: list[dis.Instruction], at: int) -> bool:
    """Whether the value loaded by one instruction is tested for truth, measured or logged."""
    following = steps[at + 1].opname
    if following.startswith(("POP_JUMP", "TO_BOOL")):
        return True
    before = {str(step.argval) for step in steps[max(0, at - 4) : at]}
    return following.startswith("CALL") and not before.isdisjoint(_LOOKING)


@cache
def used_by(cls: type) -> frozenset[str]:
    """Names of the class and of all it derives from, and what their methods read or set on ``self``."""
    names: set[str] = set()
    for base in cls.__mro__:
        if base is not object:
            names |= _used_in(base)
    return frozenset(names)


@cache
def _used_in(cls: type) -> frozenset[str]:
    names = set(vars(cls))
    for code in _codes_of(vars(cls).values()):
        if code.co_argcount:
            names |= _on(code.co_varnames[0], code)
    return frozenset(names)


def _codes_of(values: Iterable[Any]) -> Iterator[CodeType]:
    for value in values:
        parts = (value.fget, value.fset) if isinstance(value, property) else (value,)
        for part in parts:
            function = getattr(part, "__func__", part)
            if isinstance(function, FunctionType):
                yield _unwrapped(function).__code__


def _unwrapped(function: Callable[..., Any]) -> Any:
    return inspect.unwrap(function)


def _on(subject: str, code: CodeType) -> set[str]:
    """Attributes of the variable ``subject`` in a function and in those inside it."""
    names: set[str] = set()
    before: Any = None
    for step in dis.get_instructions(code):
        if step.opname in ("LOAD_ATTR", "LOAD_METHOD", "STORE_ATTR") and _names(before, subject):
            names.add(step.argval)
        if step.opname != "CACHE":
            before = step.argval
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            names |= _on(subject, constant)
    return names


def _names(argument: Any, name: str) -> bool:
    """Whether an instruction's argument is a variable; some instructions load two at once."""
    return argument[-1] == name if isinstance(argument, tuple) and argument else bool(argument == name)


@cache
def asked_for() -> frozenset[str]:
    """Names of attributes that functions of manim look up with ``getattr`` or ``hasattr``."""
    return frozenset(
        name for _, _, function in _functions() for name in _looked_up(_unwrapped(function).__code__)
    )


def _looked_up(code: CodeType) -> Iterator[str]:
    if not _ASKING.isdisjoint(code.co_names):
        distance = _FARTHEST
        for step in dis.get_instructions(code):
            distance = 0 if step.argval in _ASKING else distance + 1
            if distance < _FARTHEST and step.opname == "LOAD_CONST" and isinstance(step.argval, str):
                yield step.argval
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _looked_up(constant)
