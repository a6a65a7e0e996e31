"""Kinds of sources that other distributions add. What a plugin does wrong costs its own source and no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import EntryPoint
from typing import Any

from manimill.catalog.entry import SourceEntry
from manimill.catalog.kinds import plugin_kinds
from manimill.records import Sample, Skipped
from manimill.sources.access import Access, SourceUnavailableError


class PluginExtractor:
    """Reads a source with the reader that a plugin makes for it. The plugin is imported on `extract`."""

    def __init__(self, entry: SourceEntry, access: Access) -> None:
        """Find the plugin.

        Raises:
            SourceUnavailableError: no installed distribution adds this kind.
        """
        self._entry = entry
        self._access = access
        self._point = _point(entry.kind)

    def extract(self) -> Iterator[Sample | Skipped]:
        """What the plugin's reader yields.

        Raises:
            SourceUnavailableError: the plugin says so, cannot be imported, or fails.
        """
        try:
            yield from self._reader()
        except SourceUnavailableError:
            raise
        except (Exception, SystemExit) as error:
            said = " ".join(str(error).split())
            raise SourceUnavailableError(
                f"is read by the plugin {_named(self._point)}, which failed with {type(error).__name__}"
                f"{f': {said}' if said else ''}; update or remove it, or take the source out of the recipe"
            ) from None

    def _reader(self) -> Iterable[Sample | Skipped]:
        make: Any = self._point.load()
        found: Iterable[Sample | Skipped] = make(self._entry, self._access).extract()
        return found


def _point(kind: str) -> EntryPoint:
    try:
        return plugin_kinds()[kind]
    except KeyError:
        raise SourceUnavailableError(f"is of kind '{kind}', and no installed plugin reads that") from None


def _named(point: EntryPoint) -> str:
    if point.dist is None:
        return f"'{point.value}'"
    return f"'{point.dist.name}' {point.dist.version}"
