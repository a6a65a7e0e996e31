"""A storyboard as lines that a person reads: one for each thing that happens, objects by number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]

_MOST_NAMED = 5
"""Objects and animations of one event that are named; the rest are counted."""
_LONGEST_TEXT = 60
_STATE = ("color", "fill", "at", "size")
_HANDLED = frozenset({"t", "do", "line", "seconds", "animations", "on", "into", "count"})
_CHANGES = frozenset({"changed", "after"})


def storyboard_lines(storyboard: Json) -> list[str]:
    """One line per event: its time in seconds, the line of the code, and what happens.

    Such as ``   1.0  line 7    play 1 s: Create Circle 1 (RED, at (0, 0), size (2, 2))``. An object is described
    where it is first mentioned and goes by class and number from there. What a storyboard holds that is not
    known here is shown as it is.
    """
    names = _Names(storyboard)
    events = [event for event in _list(storyboard.get("events")) if isinstance(event, Mapping)]
    lines = [_line(event, names) for event in events]
    if storyboard.get("truncated"):
        lines.append("... the scene does more than was recorded")
    return lines


class _Names:
    """What objects are called: described once, then by class and number."""

    def __init__(self, storyboard: Json) -> None:
        colours = storyboard.get("colors")
        self._colours: Json = colours if isinstance(colours, Mapping) else {}
        self._objects = {
            str(entry.get("n")): entry
            for entry in _list(storyboard.get("objects"))
            if isinstance(entry, Mapping)
        }
        self._mentioned: set[str] = set()

    def of(self, numbers: Any, count: Any = None) -> str:
        """The objects with these numbers, in words."""
        found = [self._of(number) for number in _list(numbers)]
        most = count if isinstance(count, int) else len(found)
        shown = ", ".join(found[:_MOST_NAMED])
        return f"{shown} and {most - _MOST_NAMED} more" if most > _MOST_NAMED else shown

    def value(self, value: Any) -> str:
        """A value without the punctuation of JSON; colours by manim's names."""
        if isinstance(value, Mapping):
            return ", ".join(f"{key} {self.value(item)}" for key, item in value.items())
        if isinstance(value, list):
            listed = ", ".join(self.value(item) for item in value)
            return f"({listed})" if value and all(isinstance(item, int | float) for item in value) else listed
        return str(self._colours.get(value, value)) if isinstance(value, str) else _plain(value)

    def _of(self, number: Any) -> str:
        key = str(number)
        entry = self._objects.get(key, {})
        name = f"{entry.get('role') or entry.get('class', 'object')} {key}"
        if key in self._mentioned:
            return name
        self._mentioned.add(key)
        described = [_quoted(text) for k in ("text", "tex", "piece") if isinstance(text := entry.get(k), str)]
        described += [f"{self._word(k)}{self.value(entry[k])}" for k in _STATE if entry.get(k) is not None]
        return f"{name} ({', '.join(described)})" if described else name

    @staticmethod
    def _word(key: str) -> str:
        return "" if key == "color" else f"{key} "


def _line(event: Json, names: _Names) -> str:
    when = event.get("t")
    at = f"{when:6.1f}" if isinstance(when, int | float) else " " * 6
    where = f"line {event['line']}" if isinstance(event.get("line"), int) else ""
    return f"{at}  {where:<9} {'; '.join(_said(event, names))}"


def _said(event: Json, names: _Names) -> Iterator[str]:
    seconds = f" {_plain(event['seconds'])} s" if "seconds" in event else ""
    what = f"{event.get('do', '')}{seconds}"
    if objects := names.of(event.get("on"), event.get("count")):
        what += f" {objects}"
    if "into" in event:
        what += f" into {names.of(event['into'])}"
    notes = _list(event.get("animations"))
    if notes:
        what += ": " + _joined([_animation(note, names) for note in notes])
    yield what
    for key, value in event.items():
        if key in _CHANGES:
            yield f"{key}: {_joined([_change(change, names) for change in _list(value)])}"
        elif key not in _HANDLED:
            yield f"{key.replace('_', ' ')} {names.value(value)}"


def _animation(note: Any, names: _Names) -> str:
    if not isinstance(note, Mapping):
        return names.value(note)
    words = str(note.get("class", "animation"))
    if objects := names.of(note.get("on"), note.get("count")):
        words += f" {objects}"
    if "into" in note:
        words += f" into {names.of(note['into'])}"
    inner = [_animation(part, names) for part in _list(note.get("of"))]
    if inner:
        words += f" of [{_joined(inner)}]"
    rest = {key: value for key, value in note.items() if key not in ("class", "on", "count", "into", "of")}
    return f"{words}, {names.value(rest)}" if rest else words


def _change(change: Any, names: _Names) -> str:
    if not isinstance(change, Mapping):
        return names.value(change)
    rest = {key: value for key, value in change.items() if key != "n"}
    return f"{names.of(change.get('n'))} {names.value(rest)}"


def _joined(parts: list[str]) -> str:
    shown = " + ".join(parts[:_MOST_NAMED])
    return f"{shown} + {len(parts) - _MOST_NAMED} more" if len(parts) > _MOST_NAMED else shown


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return f"'{line}'" if len(line) <= _LONGEST_TEXT else f"'{line[: _LONGEST_TEXT - 3]}...'"


def _plain(value: Any) -> str:
    if value is None:
        return "gone"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)
