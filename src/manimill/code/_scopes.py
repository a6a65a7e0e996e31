"""Which names a scope binds, and what they are called in the canonical form."""

from __future__ import annotations

from collections.abc import Iterable


class Scope:
    """The names one function, comprehension or module binds, each with its new name once it has one."""

    __slots__ = ("bound", "function", "parent")

    def __init__(self, parent: Scope | None, names: Iterable[str] = ()) -> None:
        self.parent = parent
        self.bound = dict.fromkeys(names, "")
        # Where `:=` binds when it stands inside comprehensions: the innermost function or the module.
        self.function = self

    def bind(self, name: str) -> None:
        """Note that the scope binds a name."""
        self.bound.setdefault(name, "")

    def visible(self) -> Scope | None:
        """The scope a function defined in this one looks names up in: class bodies are passed over."""
        return self


class ClassScope(Scope):
    """A class body. What it binds are attributes: reachable through self, so they keep their names.

    They hide outer names in the body itself, but not in the methods.
    """

    __slots__ = ()

    def __init__(self, parent: Scope) -> None:
        super().__init__(parent)
        self.function = parent.function

    def bind(self, name: str) -> None:
        """Note that the class has an attribute."""
        self.bound[name] = name

    def visible(self) -> Scope | None:
        """The scope around the class, or around the classes it stands in."""
        return self.parent and self.parent.visible()
