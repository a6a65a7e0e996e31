"""How an assessment is shown to people: the verdict, the reasons, the evidence, the entry to paste."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.text import Text

from manimill.cli.output import standard_output
from manimill.cli.verdicts import printable

_COLOURS = {"include": "green", "convert": "yellow", "exclude": "red"}
_MOST_FILES = 12
_MOST_LINES = 6
_LABELS = 15
"""Columns of the longest label and the gap behind it."""

_WIDEST = 120
"""Columns of prose; longer lines are hard to read."""

_UNBROKEN = 10_000
"""A console at least as wide is a pipe or a file, in which no line is broken."""


def print_assessment(said: Mapping[str, Any]) -> None:
    """Print what `Assessment.to_json` says; on a terminal lines are broken to its width."""
    console = standard_output()
    verdict = said["recommendation"]
    head = Text(printable(_where(said)), "bold").append("  ").append(verdict, f"bold {_COLOURS[verdict]}")
    console.print(head, soft_wrap=True)
    prose = min(console.width, _WIDEST) if console.width < _UNBROKEN else None
    for reason in said["reasons"]:
        for line in _broken(reason, "- ", prose):
            console.print(Text(line), soft_wrap=True)
    console.print()
    width = console.width if console.width < _UNBROKEN else None
    for name, lines in _rows(said):
        for index, line in enumerate(lines):
            label = f"{name if index == 0 else '':<{_LABELS}}"
            first, *rest = _broken(line, label, width)
            console.print(Text(label, "dim").append(first[len(label) :]), soft_wrap=True)
            for more in rest:
                console.print(Text(more), soft_wrap=True)
    if said["toml"]:
        console.print(Text("\nA catalog entry to start from:\n", "dim"))
        console.print(Text(said["toml"].rstrip("\n")), soft_wrap=True)
    console.print()


def _broken(text: str, before: str, width: int | None) -> list[str]:
    """The text behind a label, in lines that fit; the later ones begin below the first one's text."""
    if width is None:
        return [before + printable(text)]
    return textwrap.wrap(
        printable(text),
        max(width, len(before) + 20),
        initial_indent=before,
        subsequent_indent=" " * len(before),
    ) or [before]


def _where(said: Mapping[str, Any]) -> str:
    within = f", {said['within']}" if said["within"] and said["revision"] else ""
    return str(said["target"]) + within + (f" at {said['revision'][:10]}" if said["revision"] else "")


def _rows(said: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    yield "scenes", [_scenes(said)]
    yield "cut out whole", [_whole(said)] if said["scenes"] else []
    yield "not whole for", _most([f"{one['scenes']} × {one['where']}" for one in said["why_not_whole"]])
    yield "without base", _most([one["where"] for one in said["why_without_base"]])
    yield "files", _most([_file(*file) for file in _largest(said["files"])], _MOST_FILES)
    yield "not read", _most([f"{one['path']}: {one['detail']}" for one in said["unread"]])
    yield (
        "assets",
        [f"{said['assets_present']} present, {said['assets_missing']} missing"] * _has_assets(said),
    )
    yield "missing", _most([f"{one['path']} ({one['where']})" for one in said["missing_files"]])
    yield "narrated", [f"{said['narrated']} scenes, {said['narration_words']} words"] * bool(said["narrated"])
    yield "packages", _counts(said["third_party"])
    yield "language", _letters(said["languages"])
    yield "licence", [f"{said['licence']}: {said['licence_evidence']}"]
    yield "overlap", [_overlap(said["overlap"])] if said["overlap"] else []
    yield "rendered", _rendered(said)


def _scenes(said: Mapping[str, Any]) -> str:
    flavours = ", ".join(f"{count} {name}" for name, count in said["by_flavour"].items())
    parts = [f"{said['scenes']}" + (f" ({flavours})" if flavours else "")]
    parts += [f"{said['in_documentation']} more in texts and docstrings"] * bool(said["in_documentation"])
    parts += [f"{said['without_own_construct']} classes without a construct of their own"] * bool(
        said["without_own_construct"]
    )
    parts += [f"{said['templates']} templates"] * bool(said["templates"])
    return ", ".join(parts)


def _whole(said: Mapping[str, Any]) -> str:
    return f"{said['whole']} of {said['scenes']}, {said['self_contained']} from their own file alone"


def _largest(files: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """Files with most scenes first: of hundreds those tell most."""
    return sorted(files.items(), key=lambda file: (-file[1]["scenes"], file[0]))


def _file(path: str, entry: Mapping[str, Any]) -> str:
    flavours = ", ".join(f"{count} {name}" for name, count in entry["flavour"].items())
    told = "; ".join(lines[0] for lines in entry["evidence"].values() if lines)
    return f"{path}: {flavours}" + (f" ({told})" if told else "")


def _has_assets(said: Mapping[str, Any]) -> bool:
    return bool(said["assets_present"] or said["assets_missing"])


def _counts(counts: Mapping[str, int]) -> list[str]:
    return [", ".join(f"{name} ({count})" for name, count in counts.items())] if counts else []


def _letters(languages: Mapping[str, int]) -> list[str]:
    return (
        ["letters: " + ", ".join(f"{name} {count}" for name, count in languages.items())] if languages else []
    )


def _overlap(overlap: Mapping[str, Any]) -> str:
    sources = f" ({', '.join(overlap['sources'])})" if overlap["sources"] else ""
    return (
        f"{overlap['scenes']} of the whole scenes ({overlap['share']:.0%}) are in {overlap['build']}{sources}"
    )


def _rendered(said: Mapping[str, Any]) -> list[str]:
    if not said["sampled"]:
        return []
    failed = ", ".join(f"{count} {name}" for name, count in said["failures"].items())
    lines = [f"{said['rendered']} of {said['sampled']} sampled" + (f"; {failed}" if failed else "")]
    if any(one["repair_tier"] for one in said["sample"]):
        still = ", ".join(f"{count} {name}" for name, count in said["failures_after_repair"].items())
        lines.append(f"{said['rendered_after_repair']} once repaired" + (f"; {still}" if still else ""))
    wrong = [one for one in said["sample"] if one["verdict_after_repair"] != "ok"]
    return lines + _most([f"{one['path']}:{one['line']} {one['scene']}: {_why(one)}" for one in wrong])


def _why(one: Mapping[str, Any]) -> str:
    return str(one["error_after_repair"] or one["verdict_after_repair"])


def _most(lines: Sequence[str], most: int = _MOST_LINES) -> list[str]:
    return [*lines[:most], *([f"and {len(lines) - most} more"] if len(lines) > most else [])]
