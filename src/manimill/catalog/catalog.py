"""Every source that is known, by name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from manimill.catalog.entry import SourceEntry
from manimill.catalog.kinds import plugin_catalogs
from manimill.catalog.reading import catalog_files, read_entry
from manimill.errors import CatalogError


class Catalog:
    """The catalogued sources. Iterating gives the entries in the order of their names.

    ``name in catalog`` and ``catalog[name]`` go by name.
    """

    def __init__(self, entries: Sequence[SourceEntry]) -> None:
        self._entries = {entry.name: entry for entry in sorted(entries, key=lambda entry: entry.name)}

    @classmethod
    def load(cls, extra: Sequence[Path] = ()) -> Catalog:
        """Read the sources that ship with manimill and with plugins, then those in ``extra`` files and folders.

        An extra file adds a source. With ``replaces = true`` it takes the place of the source of the same
        name that was read before it.

        Raises:
            CatalogError: a file is unreadable or not valid, or two files claim the same name.
        """
        found: dict[str, tuple[Traversable, SourceEntry]] = {}
        shipped = (files(__package__) / "data", *plugin_catalogs())
        for place in (*shipped, *(Path(path) for path in extra)):
            for file in catalog_files(place):
                _add(found, file, read_entry(file))
        return cls([entry for _, entry in found.values()])

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[SourceEntry]:
        return iter(self._entries.values())

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __getitem__(self, name: str) -> SourceEntry:
        if name not in self._entries:
            raise CatalogError(
                f"There is no source named '{name}'{_closest(name, self._entries)}; "
                "'manimill sources' lists the names."
            )
        return self._entries[name]

    def names(self) -> tuple[str, ...]:
        """The names of all sources, in alphabetical order."""
        return tuple(self._entries)

    def included(self, *, repaired: bool = False) -> tuple[SourceEntry, ...]:
        """The sources that built-in recipes use, in the order of their names; with ``repaired`` where these repair."""
        return tuple(entry for entry in self if entry.is_included(repaired=repaired))

    def select(self, names: Sequence[str]) -> tuple[SourceEntry, ...]:
        """The sources with these names, each once, in the order of their names.

        Raises:
            CatalogError: a name is not in the catalog.
        """
        wanted = {self[name].name for name in names}
        return tuple(entry for entry in self if entry.name in wanted)


def _add(found: dict[str, tuple[Traversable, SourceEntry]], file: Traversable, entry: SourceEntry) -> None:
    earlier = found.get(entry.name)
    if earlier is not None and not entry.replaces:
        raise CatalogError(
            f"{earlier[0]} and {file} both describe a source named '{entry.name}'; rename one of them, or "
            f"write 'replaces = true' in {file.name} to use it in place of the other."
        )
    if earlier is None and entry.replaces:
        raise CatalogError(
            f"{file} says 'replaces = true', but no source named '{entry.name}' was read before "
            f"it{_closest(entry.name, found)}; correct the name or drop 'replaces'."
        )
    found[entry.name] = file, entry


def _closest(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, sorted(known), n=1)
    return f", the closest is '{close[0]}'" if close else ""
