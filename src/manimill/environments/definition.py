"""What an environment consists of. One TOML file describes one environment."""

from __future__ import annotations

import ast
import difflib
import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from manimill.errors import InputError, UserError

MAIN = "main"
"""The environment of the interpreter that runs manimill. It is installed, not defined."""

PROOF = "Proof"
"""The scene class in a definition's example."""

_PIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(\[[A-Za-z0-9,_-]+\])?==[A-Za-z0-9.!+_-]+")


class Definition(BaseModel):
    """A render environment: which packages, for which Pythons, and a scene that proves it.

    ``requirements`` are the packages it exists for, ``pins`` the versions of all they depend on; both are
    exact, so that the same file makes the same environment next year. ``python`` lists the minor
    versions the pins hold for. ``programs`` maps the name of a program to a pattern, relative to
    site-packages, for the file in a package that it is.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z][a-z0-9]*([.-][a-z0-9]+)*$")
    title: str = Field(min_length=1)
    why: str = Field(min_length=10)
    python: tuple[str, ...] = Field(min_length=1)
    requirements: tuple[str, ...] = Field(min_length=1)
    pins: tuple[str, ...] = ()
    programs: dict[str, str] = Field(default_factory=dict)
    example: str
    """A module with a scene class ``Proof`` that uses what the environment is for."""

    @field_validator("name")
    @classmethod
    def _is_not_main(cls, name: str) -> str:
        if name == MAIN:
            raise ValueError(f"'{MAIN}' is the interpreter that runs manimill; choose another name")
        return name

    @field_validator("python")
    @classmethod
    def _are_minor_versions(cls, versions: tuple[str, ...]) -> tuple[str, ...]:
        for version in versions:
            minor = re.fullmatch(r"3\.(\d+)", version)
            if minor is None or int(minor[1]) < 11:
                raise ValueError(f"'{version}' is no minor version of Python from 3.11 on, such as '3.11'")
        return versions

    @field_validator("requirements", "pins")
    @classmethod
    def _are_exact(cls, requirements: tuple[str, ...]) -> tuple[str, ...]:
        for requirement in requirements:
            if not _PIN.fullmatch(requirement):
                raise ValueError(f"'{requirement}' is not exact; write 'package==version'")
        return requirements

    @field_validator("programs")
    @classmethod
    def _stay_inside(cls, programs: dict[str, str]) -> dict[str, str]:
        for name, pattern in programs.items():
            if "/" in name or pattern.startswith("/") or ".." in pattern.split("/"):
                raise ValueError(f"'{name}' must be a plain name and its pattern stay in site-packages")
        return programs

    @field_validator("example")
    @classmethod
    def _has_the_scene(cls, code: str) -> str:
        try:
            statements = ast.parse(code).body
        except (SyntaxError, ValueError) as error:
            raise ValueError(f"the example does not parse ({error})") from None
        if not any(isinstance(node, ast.ClassDef) and node.name == PROOF for node in statements):
            raise ValueError(f"the example needs a scene class named {PROOF}")
        return code

    @property
    def digest(self) -> str:
        """12 hexadecimal digits of everything the environment consists of; titles and order do not count."""
        said: dict[str, Any] = self.model_dump(exclude={"title", "why"})
        for key in ("python", "requirements", "pins"):
            said[key] = sorted(said[key])
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:12]


def definitions(extra: Sequence[Path] = ()) -> dict[str, Definition]:
    """The environments that ship with manimill and those in ``extra`` files and folders, by name.

    Raises:
        InputError: a file is unreadable or not valid, or two define an environment of the same name.
    """
    found: dict[str, tuple[Traversable, Definition]] = {}
    for place in (files(__package__) / "data", *extra):
        for file in _definition_files(place):
            definition = _read(file)
            if definition.name in found:
                raise InputError(
                    f"{found[definition.name][0]} and {file} both define an environment named "
                    f"'{definition.name}'; give one of them another name."
                )
            found[definition.name] = file, definition
    return {name: found[name][1] for name in sorted(found)}


def choose(names: Iterable[str], known: Mapping[str, Definition]) -> list[Definition]:
    """The definitions with these names, each once, in the order of the names.

    Raises:
        UserError: a name is not among ``known``, or is ``main``.
    """
    return [known[_known(name, known)] for name in dict.fromkeys(names)]


def _known(name: str, known: Iterable[str]) -> str:
    if name == MAIN:
        raise UserError(
            f"'{MAIN}' is the interpreter that runs manimill; there is nothing to create or remove."
        )
    if name not in known:
        close = difflib.get_close_matches(name, sorted(known), n=1)
        closest = f", the closest is '{close[0]}'" if close else ""
        raise UserError(
            f"There is no environment named '{name}'{closest}; `manimill env list` lists the names, and a "
            "definition of your own is given as a path."
        )
    return name


def _definition_files(place: Traversable) -> list[Traversable]:
    try:
        if not place.is_dir():
            return [place]
        found = [file for file in place.iterdir() if file.name.endswith(".toml")]
    except OSError as error:
        raise _unreadable(place, error) from None
    if not found:
        raise InputError(f"{place} holds no .toml file; an environment is defined by one.")
    return sorted(found, key=lambda file: file.name)


def _read(file: Traversable) -> Definition:
    try:
        table = tomllib.loads(file.read_bytes().decode("utf-8"))
    except OSError as error:
        raise _unreadable(file, error) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{file} is not a TOML file: {error}; correct it there.") from None
    try:
        return Definition.model_validate(table)
    except ValidationError as error:
        raise InputError(f"{file}: {_sentence(error)}.") from None


def _unreadable(place: Traversable, error: OSError) -> InputError:
    return InputError(
        f"{place} cannot be read ({error.strerror}); give a definition of an environment that exists."
    )


def _sentence(error: ValidationError) -> str:
    """What is wrong with the first key that is wrong; a misspelt key before the one it leaves out."""
    problem = min(error.errors(), key=lambda problem: problem["type"] != "extra_forbidden")
    key = str(problem["loc"][0])
    match problem["type"]:
        case "extra_forbidden":
            return f"there is no key '{key}'; the keys are {', '.join(sorted(Definition.model_fields))}"
        case "missing":
            return f"the key '{key}' is missing; add it"
        case "value_error":
            return f"'{key}': {problem['ctx']['error']}"
        case "string_pattern_mismatch":
            return f"'{key}' should be lower-case words joined by '-' or '.', got {problem['input']!r}"
        case _:
            return f"'{key}': {problem['msg'][0].lower()}{problem['msg'][1:]}"
