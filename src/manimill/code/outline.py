"""What a scene does, step by step, read from its code without running it.

The reader follows ``construct`` the way Python would as long as everything is literal: it keeps
variables, follows ``self.method()`` and local functions, unrolls short loops and reads long ones
once. What it cannot know is left out, never guessed.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Any, TypeGuard

_COPIED = 12
SEVERAL = 0
"""`Thing.count` and `Step.repeat` where it is more than once but nobody knows how often."""


class Unknown:
    """The value of an expression that cannot be read from the code."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = Unknown()


class Colour(str):
    """A colour as written: the name of a constant or ``#RRGGBB``."""

    __slots__ = ()


class Formula(str):
    """A function's expression in the notation of mathematics: ``sin(x) + 2``."""

    __slots__ = ()


class ClassName(str):
    """A class or rate function passed as a value, as in ``LaggedStartMap(FadeIn, dots)``."""

    __slots__ = ()


class Member(str):
    """A member of one of manim's enumerations, by its name."""

    __slots__ = ()


class Vector(tuple[float, float, float]):
    """A point or direction in scene units."""

    __slots__ = ()


def is_number(value: Any) -> TypeGuard[float]:
    """Whether a value is a number, which ``True`` is not."""
    return type(value) in (int, float)


def vector(value: Any) -> Vector | None:
    """A vector, or a list of two or three numbers, as a vector."""
    if isinstance(value, Vector):
        return value
    if isinstance(value, list) and len(value) in (2, 3) and all(is_number(n) for n in value):
        return Vector((value[0], value[1], value[2] if len(value) == 3 else 0))
    return None


@dataclass(frozen=True, slots=True)
class Spot:
    """A place named by an object: its ``center``, ``top``, a point ``on`` it or coordinates ``at``.

    ``along`` has a proportion of its length as coordinate, ``x`` a point on a curve over that number,
    ``value`` is what a tracker counts. ``offset`` is added to the place.
    """

    where: str
    thing: Thing
    coordinates: tuple[float, ...] = ()
    offset: Vector | None = None


@dataclass(frozen=True, slots=True)
class Extent:
    """How wide or high another object is, times a factor."""

    dimension: str
    thing: Thing
    factor: float = 1


@dataclass(frozen=True, slots=True)
class Route:
    """The way on which a transform moves points: one of manim's path functions, by its name, and its arguments."""

    name: str
    arguments: tuple[Any, ...] = ()


@dataclass(slots=True, eq=False)
class Thing:
    """An object of the scene as far as the code tells, at the moment it is first shown.

    ``kind`` is its class, or for products of a method such as ``axes.plot(...)`` the method's name
    with ``parent`` the object asked. ``facts`` holds literal arguments by parameter name and what
    methods set later. ``places`` are layout calls in order: ``("next_to", other, direction)``.
    ``count`` is how many alike a loop makes, `SEVERAL` where that is not known. ``original`` is what
    it was copied from, ``group`` the first group it was put in, ``notes`` what methods change in parts
    of it, ``updates`` what its updaters do to it in every frame.
    """

    kind: str
    facts: dict[str, Any] = field(default_factory=dict)
    members: list[Thing] = field(default_factory=list)
    places: list[tuple[Any, ...]] = field(default_factory=list)
    parent: Thing | None = None
    base: str | None = None
    count: int = 1
    shown: bool = False
    live: bool = False
    target: Motion | None = field(default=None, repr=False)
    original: Thing | None = field(default=None, repr=False)
    group: Thing | None = field(default=None, repr=False)
    notes: list[Note] = field(default_factory=list, repr=False)
    updates: list[Call] = field(default_factory=list, repr=False)

    def copy(self) -> Thing:
        """Another thing with the same facts, not shown yet.

        Members are copied with it unless they are many: copies of copies would grow without limit.
        """
        members = list(self.members)
        if len(members) <= _COPIED and not any(member.members for member in members):
            members = [member.copy() for member in members]
        return Thing(
            self.kind,
            dict(self.facts),
            members,
            list(self.places),
            self.parent,
            self.base,
            self.count,
            original=self,
            notes=list(self.notes),
        )


CAMERA = Thing("camera")
"""The scene's camera and its frame. One for all scenes: nothing is ever stored in it."""


ZOOMED = Thing("zoomed")
"""The frame around what a zoomed scene magnifies. One for all scenes, as is the camera."""

Call = tuple[str, list[Any], dict[str, Any]]
"""A method with its positional and keyword values."""

PER_SECOND = "per second"
"""Among the keyword values of an update: its numbers are what happens in one second."""

Note = tuple[Thing, Call]
"""A part of a thing and what was done to it."""


@dataclass(slots=True, eq=False)
class Motion:
    """An animation: its class, what it acts on and what it turns that into.

    For ``.animate`` chains ``kind`` is ``animate`` and ``chain`` the calls as (method, positional
    values, keyword values). ``parts`` holds the animations of a group.
    """

    kind: str
    targets: list[Thing] = field(default_factory=list)
    into: Thing | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    chain: list[Call] = field(default_factory=list)
    parts: list[Motion] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Step:
    """One thing the scene does.

    ``kind`` is ``add``, ``remove``, ``play``, ``wait``, ``camera``, ``clear``, ``sound`` or ``change`` for what
    happens to a thing on screen at once, between animations. ``repeat`` is how often a loop does it.
    """

    kind: str
    things: list[Thing] = field(default_factory=list)
    motions: list[Motion] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    repeat: int = 1
    line: int = 0


@dataclass(frozen=True, slots=True)
class Outline:
    """The steps of a scene in order; ``bases`` are the scene's base classes, nearest first.

    ``complete`` is False where something is shown or played that could not be read, or where the
    reader gave up: too much code, or nested too deeply.
    """

    steps: tuple[Step, ...]
    bases: tuple[str, ...] = ()
    complete: bool = True

    @property
    def animated(self) -> bool:
        """Whether anything moves or time passes."""
        return any(
            step.kind in ("play", "wait", "change")
            or step.facts.get("call") in ("move_camera", "apply_matrix")
            for step in self.steps
        )

    def things(self) -> list[Thing]:
        """Everything that is shown or named by an animation, each once, in order of appearance."""
        found: dict[int, Thing] = {}
        met: set[int] = set()
        for step in self.steps:
            for thing in step.things:
                found.setdefault(id(thing), thing)
            for motion in step.motions:
                _collect(motion, found, met)
        return list(found.values())


def _collect(motion: Motion, found: dict[int, Thing], met: set[int]) -> None:
    if id(motion) in met:
        return
    met.add(id(motion))
    for thing in motion.targets:
        found.setdefault(id(thing), thing)
    if motion.into is not None:
        found.setdefault(id(motion.into), motion.into)
    for part in motion.parts:
        _collect(part, found, met)


def outline(tree: ast.Module, scene: str | None) -> Outline:
    """Read what ``scene`` does; empty where the module has no such class or the class no ``construct``.

    With ``scene`` None the last class that has a ``construct`` is read.
    """
    from manimill.code._reader import read_scene

    return read_scene(tree, scene)
