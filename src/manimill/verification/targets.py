"""From what the user names to the scenes in it."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from manimill.errors import InputError
from manimill.verification import files, rows
from manimill.verification.candidates import Candidate, Found, sum_of


def find_scenes(
    paths: Iterable[str | Path],
    *,
    scenes: Sequence[str] = (),
    code_field: str | None = None,
    scene_field: str | None = None,
    environment: str | None = None,
) -> Found:
    """Every scene in files of code, notebooks, files of rows, folders of code and outputs of builds.

    ``scenes`` narrows them to classes of these names. ``code_field`` and ``scene_field`` are columns of files
    of rows, or paths into nested values. ``environment`` is the render environment for all of them; without
    it samples of a build have the one they were built in, others the main one.

    What cannot be read is told in ``troubles`` and does not keep the rest from being looked at.

    Raises:
        InputError: a path leads nowhere or to nothing that can hold scenes, no scene has a name that is
            wanted, or there is nothing to verify at all.
    """
    wanted = [Path(path) for path in paths]
    for path in wanted:
        _check(path)
    found = sum_of([_in_target(path, code_field, scene_field) for path in _distinct(wanted)])
    found = replace(found, candidates=_once(found.candidates))
    if scenes:
        found = replace(found, candidates=_named(found, scenes))
    else:
        found = replace(found, candidates=tuple(c for c in found.candidates if not c.template))
    if not found.candidates and not found.troubles:
        raise InputError(_nothing(wanted, found))
    if environment is not None:
        found = replace(
            found, candidates=tuple(replace(c, environment=environment) for c in found.candidates)
        )
    return found


def _check(path: Path) -> None:
    """Refuse what could never hold scenes, before anything is rendered."""
    suffix = path.suffix.lower()
    if not path.exists():
        raise InputError(
            f"There is no '{path}'; give a Python file, a notebook, a file of rows or a folder that exists."
        )
    if not path.is_dir() and suffix not in files.SUFFIXES + rows.SUFFIXES:
        raise InputError(
            f"'{path}' is not a file that holds scenes as far as its name tells; wanted is one that ends in "
            f"{', '.join(files.SUFFIXES)}, .jsonl, .json, .parquet or .csv, or a folder."
        )
    if not path.is_dir() and not path.is_file():
        raise InputError(f"'{path}' is not a regular file; save what it holds to one.")


def _distinct(paths: Iterable[Path]) -> list[Path]:
    return list({os.path.realpath(path): path for path in reversed(list(paths))}.values())[::-1]


def _in_target(path: Path, code_field: str | None, scene_field: str | None) -> Found:
    if path.is_dir():
        return rows.in_build(path) if rows.is_build(path) else files.in_folder(path)
    if path.suffix.lower() in files.SUFFIXES:
        return files.in_file(path, path.name)
    try:
        return rows.in_rows(path, code_field, scene_field)
    except InputError as error:
        if code_field or scene_field:
            raise  # they may be what is wrong, and then the request is
        return Found(troubles=(str(error),))


def _once(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Each scene once, though a folder and a file in it may both have been asked for."""
    distinct: dict[tuple[object, ...], Candidate] = {}
    for candidate in candidates:
        place = (os.path.realpath(candidate.file), candidate.cell, candidate.row, candidate.scene)
        distinct.setdefault((*place, candidate.id if candidate.sample else None), candidate)
    return tuple(distinct.values())


def _named(found: Found, names: Sequence[str]) -> tuple[Candidate, ...]:
    """The candidates of these names, and code in which a name stands but that does not parse.

    Raises:
        InputError: a name is that of no scene.
    """
    chosen = [
        candidate
        for candidate in found.candidates
        if candidate.scene in names
        or (candidate.scene is None and any(name in candidate.code for name in names))
    ]
    known = {candidate.scene for candidate in found.candidates if candidate.scene is not None}
    for name in names:
        if name not in known and not any(c.scene is None and name in c.code for c in chosen):
            close = difflib.get_close_matches(name, sorted(known), n=3)
            hint = f"did you mean {' or '.join(repr(match) for match in close)}?" if close else _some(known)
            raise InputError(f"No scene is called '{name}'; {hint}")
    return tuple(chosen)


def _some(known: Iterable[str]) -> str:
    names = sorted(known)
    if not names:
        return "no scene was found at all."
    shown = ", ".join(names[:5])
    return f"there are {shown} and {len(names) - 5} more." if len(names) > 5 else f"there are: {shown}."


def _nothing(paths: Sequence[Path], found: Found) -> str:
    places = ", ".join(str(path) for path in paths[:3]) + (" and others" if len(paths) > 3 else "")
    seen = len(found.without_scenes)
    looked = f" ({seen:,} files were looked at)" if seen > 1 else ""
    return (
        f"There is nothing to verify in {places}{looked}: wanted are Python files, notebooks or rows with a "
        "class that builds on Scene."
    )
