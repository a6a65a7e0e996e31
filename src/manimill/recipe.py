"""What to build. A recipe is a TOML file; every key has a default, and an unknown key is an error."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from manimill.errors import RecipeError

if TYPE_CHECKING:
    from manimill.resemblance.search import Limits


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Render(_Strict):
    """``timeout`` is in seconds of CPU time per scene, ``memory_mb`` in MiB per scene.

    ``level`` says how much of a scene is computed, ``sandbox`` what confines it; ``none`` runs scenes with the
    rights of the user.
    """

    enabled: bool = True
    level: Literal["evaluate", "dry", "video"] = "dry"
    timeout: int = Field(default=60, ge=1)
    memory_mb: int = Field(default=4096, ge=1024)
    sandbox: Literal["auto", "bubblewrap", "landlock", "none"] = "auto"


class Assets(_Strict):
    """What becomes of samples that need files besides their code, where their source says which.

    ``reject`` leaves them out; ``bundle`` exports the files with them where all are there; ``placeholder`` puts
    labelled shapes in the place of pictures and leaves sounds out.
    """

    policy: Literal["reject", "bundle", "placeholder"] = "reject"


Standing = Literal["rendered", "priority", "origin", "quality"]


class Duplicates(_Strict):
    """What counts as a duplicate, and which sample of several is kept.

    ``near_code`` and ``near_description`` are Jaccard similarities of shingles from which two samples are near
    duplicates, ``near_meaning`` the cosine from which two descriptions ask for the same and so stay on one side of
    the split; 1 or more switches a rule off. ``variants`` keeps one sample per code and per description (``best``)
    or every distinct pair (``all``). ``keep`` is what decides, in this order, who is kept: that it renders, its
    source's priority, who wrote its description, its quality; the id decides last.
    """

    near_code: float = Field(default=0.8, ge=0.5, le=1.1)
    near_description: float = Field(default=0.9, ge=0.5, le=1.1)
    near_meaning: float = Field(default=0.97, ge=0.8, le=1.1)
    variants: Literal["best", "all"] = "best"
    keep: tuple[Standing, ...] = ("rendered", "priority", "origin", "quality")


class Pairing(_Strict):
    """What becomes of a description that does not fit its code.

    ``release`` gives the code away without it, ``drop`` leaves the sample out, ``keep`` changes nothing. With
    ``repair`` a description is first put to the code it belongs to, where the evidence is strong.
    """

    enabled: bool = True
    mismatched: Literal["release", "drop", "keep"] = "release"
    repair: bool = True


class Quality(_Strict):
    """Gates on what a sample is worth. ``report`` counts what each gate would hold back, ``enforce`` does it."""

    mode: Literal["report", "enforce"] = "report"


class Split(_Strict):
    """``test`` is the share of clusters drawn for the test side.

    ``by`` says what stays together: near duplicates always, and the scenes of a ``video`` or of a ``repository``,
    which are then drawn as one. ``decontaminate`` names what nothing in train may resemble: sources
    (``manibench``), one side of a source (``manimbench:test``), and files of rows or texts (``mine.jsonl``).
    """

    test: float = Field(default=0.1, ge=0, lt=1)
    by: tuple[Literal["duplicates", "video", "repository"], ...] = ("duplicates",)
    decontaminate: tuple[str, ...] = ()


class Describe(_Strict):
    """Who describes samples that have no description; ``none`` means the built-in derivation alone."""

    client: Literal["none"] = "none"


class Git(_Strict):
    """``mirror`` is where repositories are read from instead of GitHub: ``/srv/{owner}/{name}.git``."""

    mirror: str = ""


class Recipe(_Strict):
    """A build, stated completely.

    ``sources`` is a list of source names, or ``"included"`` for everything the catalog includes.
    ``catalog`` names more catalog files or folders. ``licences`` decides what is exported: ``any``,
    ``stated`` (a licence is known) or ``permissive`` (it allows redistribution and commercial use).
    """

    sources: Literal["included"] | tuple[str, ...] = "included"
    catalog: tuple[str, ...] = ()
    seed: int = 42
    licences: Literal["any", "stated", "permissive"] = "any"
    render: Render = Render()
    assets: Assets = Assets()
    duplicates: Duplicates = Duplicates()
    pairing: Pairing = Pairing()
    quality: Quality = Quality()
    describe: Describe = Describe()
    split: Split = Split()
    git: Git = Git()

    @classmethod
    def load(cls, name: str | Path, overrides: Sequence[str] = (), sources: Sequence[str] = ()) -> Recipe:
        """Read a recipe by built-in name or from a file.

        ``overrides`` are ``key=value`` texts such as ``render.enabled=false``; ``sources`` replaces the
        recipe's own list.

        Raises:
            RecipeError: no such recipe, not TOML, an unknown key, or a value that does not fit.
        """
        data, origin = _read(name)
        for override in overrides:
            _apply(data, override)
        if sources:
            data["sources"] = list(sources)
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise RecipeError(_explain(error, origin)) from None

    def limits(self) -> Limits:
        """From what on two samples are too much alike to be on different sides of the split."""
        from manimill.resemblance.search import Limits

        return Limits(
            self.duplicates.near_code,
            self.duplicates.near_description,
            self.duplicates.near_meaning,
            video="video" in self.split.by,
            repository="repository" in self.split.by,
        )

    def to_json(self) -> dict[str, Any]:
        """The resolved recipe, as it is written to ``build.json``."""
        return self.model_dump(mode="json")


def built_in_names() -> list[str]:
    """Names of the recipes that ship with manimill."""
    folder = resources.files("manimill") / "recipes"
    return sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml"))


def _read(name: str | Path) -> tuple[dict[str, Any], str]:
    path = Path(name)
    if str(name) in built_in_names():
        text = (resources.files("manimill") / "recipes" / f"{name}.toml").read_text(encoding="utf-8")
    elif path.is_file():
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise RecipeError(f"The recipe {path} cannot be read ({error}); give a TOML file.") from None
    else:
        raise RecipeError(
            f"There is no recipe '{name}': neither a file nor one of the built-in ones "
            f"({', '.join(built_in_names())})."
        )
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RecipeError(f"The recipe {path} is not valid TOML ({error}); correct that line.") from None
    if isinstance(data.get("catalog"), list):
        # Written next to the recipe, so found next to it, wherever the command is run.
        data["catalog"] = [str(path.parent / str(place)) for place in data["catalog"]]
    split = data.get("split")
    if isinstance(split, dict) and isinstance(split.get("decontaminate"), list):
        split["decontaminate"] = [
            str(path.parent / str(one)) if names_file(str(one)) else one for one in split["decontaminate"]
        ]
    return data, f"recipe {name}"


def names_file(entry: str) -> bool:
    """Whether an entry of ``decontaminate`` is a file; otherwise it is a source or a side of one."""
    return "." in entry or "/" in entry


def _apply(data: dict[str, Any], override: str) -> None:
    key, equals, text = override.partition("=")
    if not equals or not key.strip():
        raise RecipeError(f"--set wants key=value, such as render.enabled=false; got '{override}'.")
    *tables, last = key.strip().split(".")
    for table in tables:
        data = data.setdefault(table, {})
        if not isinstance(data, dict):
            raise RecipeError(f"--set {override}: '{table}' is a value, not a table; see the recipe's keys.")
    data[last] = _value(text.strip())


def _value(text: str) -> Any:
    """A TOML value, or, where it is not one, the text itself, so that words need no quotes."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _explain(error: ValidationError, origin: str) -> str:
    first = error.errors()[0]
    # A union reports its branches after the key; only names of keys are of use to the reader.
    location = [str(part) for part in first["loc"] if isinstance(part, str) and "[" not in part]
    key = ".".join(location[:2])
    if first["type"] == "extra_forbidden":
        known = _known_keys(location[:-1])
        close = difflib.get_close_matches(location[-1], known, n=1)
        hint = f"did you mean '{close[0]}'?" if close else f"known there: {', '.join(known)}."
        return f"In the {origin} the key '{key}' is unknown; {hint}"
    return f"In the {origin} the key '{key}' is {first['input']!r}: {_lower(first['msg'])}."


def _known_keys(tables: list[str]) -> list[str]:
    model: Any = Recipe
    for table in tables:
        model = model.model_fields[table].annotation
    return sorted(model.model_fields)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
