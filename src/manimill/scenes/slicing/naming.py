"""What each thing is called in a module that holds what several modules held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from manimill.code.packages import exports
from manimill.scenes.slicing.closure import Closure, Site
from manimill.scenes.slicing.program import External, Local
from manimill.scenes.slicing.run_order import Place

Thing = Local | External
"""What can be called by a name: a variable of a module, or something from a package."""


@dataclass(frozen=True, slots=True)
class Naming:
    """New names; what is not in here keeps its own.

    ``instead_of_star`` are things that a star import brings and a later one hides, so that they are imported by
    name.
    """

    names: Mapping[Thing, str]
    instead_of_star: frozenset[External]

    def of(self, thing: Thing) -> str:
        """What a thing is called in the new module."""
        return self.names.get(thing) or own_name(thing)


def own_name(thing: Thing) -> str:
    """What a thing is called where it comes from."""
    return thing.name if isinstance(thing, Local) else thing.alias


def naming(
    found: Closure, scene: Local, bound: Mapping[Place, Iterable[str]], stars: Sequence[str]
) -> Naming:
    """Give names so that no two things share one.

    ``bound`` are the names that each needed statement binds, ``stars`` the packages of star imports in the order in
    which these are written.
    The scene keeps its name, then the variables of its module do, then those of the others in the order they run.
    What comes from a package is renamed only where another thing from a package has its name.
    """
    uses = _uses(found)
    hidden = _hidden_stars(uses, stars)
    taken: dict[str, Thing] = {}
    names: dict[Thing, str] = {}
    busy = _busy_names(found)
    for thing in _in_order(found, scene, bound, uses):
        name = own_name(thing)
        holder = taken.get(name)
        if isinstance(thing, Local) and (holder is None or _is_from_star(holder)):
            clash = _hides(thing, uses, found, bound)
        elif isinstance(thing, External) and thing.star:
            clash = thing in hidden and any(own_name(other) == name for other in uses if other != thing)
        else:
            clash = holder is not None and not same(holder, thing)
        if clash or (not _is_from_star(thing) and _is_captured(name, thing, uses)):
            names[thing] = _fresh(thing, busy | taken.keys())
            taken[names[thing]] = thing
        elif holder is None or isinstance(thing, Local):
            taken[name] = thing
    return Naming(names, frozenset(hidden))


def _hidden_stars(uses: Iterable[Thing], stars: Sequence[str]) -> set[External]:
    """Things of star imports that a star import further down brings as well, from another package."""
    things = [thing for thing in uses if isinstance(thing, External) and thing.star]
    wanted = {thing.module for thing in things}
    modules = [module for module in stars if module in wanted]
    return {
        thing
        for thing in things
        if thing.module in modules and hiding(thing, modules[modules.index(thing.module) + 1 :]) is False
    }


def hiding(thing: External, stars: Iterable[str]) -> bool | None:
    """Whether what the last of star imports brings by the name of a thing is the thing itself; None if none does."""
    name = thing.alias
    brought = [module for module in stars if name in (exports(module) or ())]
    return same(thing, External(brought[-1], name, name)) if brought else None


def _in_order(
    found: Closure, scene: Local, bound: Mapping[Place, Iterable[str]], uses: Mapping[Thing, list[Site]]
) -> list[Thing]:
    things: dict[Thing, None] = {scene: None}
    for thing in uses:
        if isinstance(thing, External) and thing.star:
            things[thing] = None
    own = [place for place in found.order if place[0] == scene.path]
    others = [place for place in found.order if place[0] != scene.path]
    for place in (*own, *others):
        if place in found.needed:
            things.update(dict.fromkeys(Local(place[0], name) for name in sorted(bound.get(place, ()))))
            things.update(
                dict.fromkeys(
                    site.target for site in found.needed[place] if isinstance(site.target, External)
                )
            )
    return list(things)


def _uses(found: Closure) -> dict[Thing, list[Site]]:
    uses: dict[Thing, list[Site]] = {}
    for place in found.order:
        for site in found.needed.get(place, ()):
            if isinstance(site.target, Local | External):
                uses.setdefault(site.target, []).append(site)
    return uses


def _is_from_star(thing: Thing) -> bool:
    return isinstance(thing, External) and thing.star


def same(one: Thing, other: Thing) -> bool:
    """Whether two things from packages are one: numpy is also to be had from manim, and manim's parts from it."""
    if one == other:
        return True
    if isinstance(one, Local) or isinstance(other, Local):
        return False
    if _dotted(one) == _dotted(other):
        return True
    tops = {one.module.partition(".")[0], other.module.partition(".")[0]}
    if len(tops) == 1 and tops <= {"manim", "manimlib"}:
        return (one.name or one.module) == (other.name or other.module)
    return {_dotted(one), _dotted(other)} <= _NUMPY


def _dotted(thing: External) -> str:
    return f"{thing.module}.{thing.name}" if thing.name else thing.module


_NUMPY = {"manim.np", "numpy", "manimlib.np", "manimlib.imports.np"}


def _hides(
    thing: Local, uses: Mapping[Thing, list[Site]], found: Closure, bound: Mapping[Place, Iterable[str]]
) -> bool:
    """Whether a variable would hide something of its name that a star import brings and that is used elsewhere.

    ``class Dot(Dot)`` hides nothing that is used afterwards, if nothing but the statement itself uses the other.
    """
    hidden = [
        other for other in uses if isinstance(other, External) and other.star and other.name == thing.name
    ]
    if not hidden:
        return False
    first = next(
        i
        for i, place in enumerate(found.order)
        if place[0] == thing.path and thing.name in bound.get(place, ())
    )
    for position, place in enumerate(found.order):
        for site in found.needed.get(place, ()):
            if site.target in hidden and (not site.use.now or position > first):
                return True
    return False


def _is_captured(name: str, thing: Thing, uses: Mapping[Thing, list[Site]]) -> bool:
    """Whether a function that uses the thing by another name has a variable of its own of this one."""
    return any(
        (site.depth or site.use.name != name)
        and site.use.scope is not None
        and site.use.scope.holder(name) is not None
        for site in uses.get(thing, ())
    )


def _busy_names(found: Closure) -> set[str]:
    """Every name that stands anywhere in what is needed, for new ones to keep away from."""
    busy: set[str] = set()
    for sites in found.needed.values():
        for site in sites:
            busy.add(site.use.name)
            scope = site.use.scope
            while scope is not None:
                busy |= scope.bound
                scope = scope.parent
            if isinstance(site.target, External) and site.target.star:
                busy |= exports(site.target.module) or frozenset()
    return busy


def _fresh(thing: Thing, busy: Iterable[str]) -> str:
    origin = (
        thing.path.removesuffix("/__init__.py").removesuffix(".py")
        if isinstance(thing, Local)
        else thing.module
    )
    stem = (
        "".join(c if c.isalnum() else "_" for c in origin.replace(".", "/").rpartition("/")[2]).strip("_")
        or "other"
    )
    own = own_name(thing)
    base = f"{own}_of_{stem}" if not own.isupper() or len(own) == 1 else f"{own}_OF_{stem.upper()}"
    taken = set(busy)
    name, number = base, 2
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    return name
