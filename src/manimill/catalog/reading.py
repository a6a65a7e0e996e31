"""From a catalog file to an entry, or to one sentence about what is wrong with the file."""

from __future__ import annotations

import difflib
import tomllib
from importlib.resources.abc import Traversable
from typing import Any

from pydantic import BaseModel, ValidationError

from manimill.catalog.entry import (
    Fields,
    FieldSpec,
    GitPlace,
    MetadataPatterns,
    Revision,
    SourceEntry,
    VideoSpec,
)
from manimill.errors import CatalogError

_LONGEST_SHOWN = 60


def catalog_files(place: Traversable) -> list[Traversable]:
    """The catalog files at a place: the file itself, or the ``.toml`` files of a folder by name.

    Raises:
        CatalogError: there is no such place, or the folder holds no catalog file.
    """
    try:
        if not place.is_dir():
            return [place]
        files = [file for file in place.iterdir() if file.name.endswith(".toml")]
    except OSError as error:
        raise _unreadable(place, error) from None
    if not files:
        raise CatalogError(f"{place} holds no .toml file; a catalog folder has one for each source.")
    return sorted(files, key=lambda file: file.name)


def read_entry(file: Traversable) -> SourceEntry:
    """The source that a catalog file describes.

    Raises:
        CatalogError: the file cannot be read, is not TOML, or says something a catalog file may not.
    """
    try:
        table = tomllib.loads(file.read_bytes().decode("utf-8"))
    except OSError as error:
        raise _unreadable(file, error) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogError(f"{file} is not a TOML file: {error}; correct it there.") from None
    try:
        return SourceEntry.model_validate(table)
    except ValidationError as error:
        raise CatalogError(f"{file}: {_sentence(error)}.") from None


def _unreadable(place: Traversable, error: OSError) -> CatalogError:
    return CatalogError(
        f"{place} cannot be read ({error.strerror}); give a catalog file, or a folder of them, that exists."
    )


def _sentence(error: ValidationError) -> str:
    # A misspelt key is reported twice, as unknown and as missing: the first says more.
    problems = sorted(error.errors(), key=lambda problem: problem["type"] != "extra_forbidden")
    others = len(problems) - 1
    more = f" ({others} more problem{'s' * (others > 1)} in this file)" if others else ""
    return _problem(problems[0]) + more


def _problem(problem: Any) -> str:
    """What was got and what was wanted, for one entry of pydantic's ``ValidationError.errors()``."""
    place = problem["loc"]
    key = _key(place)
    if problem["type"] == "extra_forbidden":
        allowed = sorted(_model_at(place[:-1]).model_fields)
        return f"there is no key '{key}'; {_suggestion(str(place[-1]), allowed)}"
    if problem["type"] == "missing":
        return f"the key '{key}' is missing; add it"
    if not key:
        return f"the entry does not fit together: {problem['ctx']['error']}"
    got = repr(problem["input"])
    shown = got if len(got) <= _LONGEST_SHOWN else got[:_LONGEST_SHOWN] + "…"
    return f"'{key}' is {shown}; it should {_wanted(problem)}"


def _wanted(problem: Any) -> str:
    match problem["type"]:
        case "value_error":
            return f"be {problem['ctx']['error']}"
        case "literal_error" | "enum":
            return f"be one of {problem['ctx']['expected'].replace(' or ', ', ')}"
        case "model_type" if len(problem["loc"]) > 1 and problem["loc"][0] == "fields":
            return "be a column name, a list of paths, or a table"
        case "model_type" | "dict_type":
            return "be a table"
        case "string_pattern_mismatch":
            return "be lower-case letters, digits and underscores, a letter first"
        case _:
            return str(problem["msg"]).partition(" should ")[2]


def _key(place: tuple[str | int, ...]) -> str:
    """``("repositories", 0, "include")`` as people write it: ``repositories[0].include``."""
    key = ""
    for part in place:
        key += f"[{part}]" if isinstance(part, int) else f".{part}" if key else part
    return key


def _suggestion(wrong: str, allowed: list[str]) -> str:
    close = difflib.get_close_matches(wrong, allowed, n=1)
    return f"did you mean '{close[0]}'" if close else f"the keys there are {', '.join(allowed)}"


def _model_at(place: tuple[str | int, ...]) -> type[BaseModel]:
    """The model whose keys are allowed in the table at ``place``."""
    match place:
        case ("fields", *inside):
            return FieldSpec if inside else Fields
        case ("repositories", *_):
            return GitPlace
        case ("revision",):
            return Revision
        case ("videos", *_):
            return VideoSpec
        case ("metadata_patterns",):
            return MetadataPatterns
        case _:
            return SourceEntry
