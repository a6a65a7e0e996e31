"""What a number line is told, as keywords or in a dictionary: older names and today's."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from manimill.repair.codemods._layout import laid_out
from manimill.repair.codemods._numbers import number, value_of
from manimill.repair.edit import as_keyword, expression

RENAMED = {
    "numbers_to_show": "numbers_to_include",
    "big_tick_numbers": "numbers_with_elongated_ticks",
    "line_to_number_direction": "label_direction",
    "line_to_number_vect": "label_direction",
    "number_scale_val": "font_size",
}
DROPPED = frozenset({"leftmost_tick", "tick_offset", "big_tick_spacing", "exclude_zero_from_default_numbers"})
TAKEN = frozenset({"tick_frequency", "unit_size"})
"""Keys that ManimCE's axes want as part of the range or as a length."""

OLD_KEYS = frozenset(RENAMED) | DROPPED | {"tick_frequency", "tip_config"}

Entry = cst.DictElement | cst.Arg


def entries(node: cst.BaseExpression | None) -> list[tuple[str, cst.BaseExpression, Entry]] | None:
    """Keys and values of a dictionary that is written out, None if it is not one or not all of it can be read."""
    if isinstance(node, cst.Dict):
        found: list[tuple[str, cst.BaseExpression, Entry]] = []
        for element in node.elements:
            if not isinstance(element, cst.DictElement) or not isinstance(element.key, cst.SimpleString):
                return None
            found.append((str(element.key.evaluated_value), element.value, element))
        return found
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "dict":
        named: list[tuple[str, cst.BaseExpression, Entry]] = [
            (arg.keyword.value, arg.value, arg) for arg in node.args if arg.keyword is not None
        ]
        return named if len(named) == len(node.args) else None
    return None


def rebuilt(node: cst.BaseExpression, kept: list[Entry]) -> cst.BaseExpression:
    """The dictionary with other entries."""
    if isinstance(node, cst.Call):
        return laid_out(node, [entry for entry in kept if isinstance(entry, cst.Arg)])
    assert isinstance(node, cst.Dict)
    was_last = node.elements[-1] if node.elements else None
    if kept and was_last is not None and kept[-1] is not was_last:
        kept = [*kept[:-1], kept[-1].with_changes(comma=was_last.comma)]
    return node.with_changes(elements=kept)


def with_entry(entry: Entry, key: str, value: cst.BaseExpression | None = None) -> Entry:
    """An entry under another key, with another value if one is given."""
    changes: dict[str, cst.CSTNode] = {} if value is None else {"value": value}
    if isinstance(entry, cst.Arg):
        return entry.with_changes(keyword=cst.Name(key), **changes)
    old = entry.key
    quote = old.quote if isinstance(old, cst.SimpleString) else '"'
    return entry.with_changes(key=cst.SimpleString(f"{quote}{key}{quote}"), **changes)


def today(key: str, value: cst.BaseExpression, entry: Entry, present: set[str]) -> Iterator[Entry]:
    """What an entry is today: itself, another, several, or nothing."""
    if key in DROPPED:
        return
    if key == "tip_config":
        inside = entries(value)
        if inside is None:
            yield entry
        for part, size, _ in inside or ():
            name = {"width": "tip_width", "length": "tip_height"}.get(part)
            if name:
                yield new_entry(entry, name, size)
        return
    if key == "decimal_number_config":
        yield from _decimals(value, entry, present)
        return
    new = RENAMED.get(key)
    if new is None:
        yield entry
    elif new not in present:
        yield with_entry(entry, new, _font_size(value) if key == "number_scale_val" else value)


def _decimals(value: cst.BaseExpression, entry: Entry, present: set[str]) -> Iterator[Entry]:
    """The size of numbers is not part of how they are written."""
    inside = entries(value)
    size = next((one for one in inside or () if one[0] == "font_size"), None)
    if inside is None or size is None:
        yield entry
        return
    if "font_size" not in present:
        yield new_entry(entry, "font_size", size[1])
    left = [one[2] for one in inside if one is not size]
    if left:
        changed = rebuilt(value, left)
        yield entry.with_changes(value=changed)


def new_entry(like: Entry, key: str, value: cst.BaseExpression) -> Entry:
    """An entry of the kind of another."""
    if isinstance(like, cst.Arg):
        return as_keyword(key, value)
    return cst.DictElement(cst.SimpleString(f'"{key}"'), value)


def _font_size(scale: cst.BaseExpression) -> cst.BaseExpression:
    known = value_of(scale)
    if known is not None:
        return number(48 * known)
    return expression("48 * {scale}", scale=scale)


def modern(
    node: cst.BaseExpression, taken: frozenset[str] = TAKEN
) -> tuple[cst.BaseExpression, dict[str, cst.BaseExpression]]:
    """A dictionary for a number line with today's keys, and the values of those that were taken out of it."""
    found = entries(node)
    if found is None:
        return node, {}
    present = {key for key, _, _ in found}
    out = {key: value for key, value, _ in found if key in taken}
    kept: list[Entry] = []
    for key, value, entry in found:
        if key not in taken:
            kept.extend(today(key, value, entry, present))
    if len(kept) == len(found) and all(new is old[2] for new, old in zip(kept, found, strict=True)):
        return node, out
    return rebuilt(node, kept), out
