"""What to build. A recipe is a TOML file; every key has a default, and an unknown key is an error."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Sequence
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from manimill.errors import RecipeError
from manimill.records import Origin

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


class Repair(_Strict):
    """Whether code for other Manims, and for older ManimCE, is brought to today's.

    ``tiers`` are the kinds of repair that are exported: ``mechanical`` keeps all that is shown, ``adapted`` may lose
    or guess something small, ``shimmed`` has drawn stand-ins. Without repair scenes for other Manims are left out.
    """

    enabled: bool = True
    tiers: tuple[Literal["mechanical", "adapted", "shimmed"], ...] = ("mechanical", "adapted")


Standing = Literal["rendered", "priority", "origin", "quality"]


class Duplicates(_Strict):
    """What counts as a duplicate, and which sample of several is kept.

    ``near_code`` and ``near_description`` are Jaccard similarities of shingles from which two samples are near
    duplicates, ``near_meaning`` the cosine from which two descriptions ask for the same and so stay on one side of
    the split; above 1 a rule is off. ``variants`` keeps one sample per code and per description (``best``)
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


GATES = (
    "placeholder_code",
    "todo_in_code",
    "nothing_shown",
    "bare_object",
    "few_statements",
    "code_too_short",
    "code_too_long",
    "long_code_line",
    "residue_in_code",
    "mostly_blank",
    "nothing_moves",
    "placeholder_description",
    "generic_description",
    "templated_description",
    "wrapped_description",
    "names_other_api",
    "code_in_description",
    "description_language",
    "description_too_short",
    "description_too_long",
    "too_short_for_code",
    "residue_in_description",
    "refers_to_missing_context",
)
"""The gates of the quality room: first those on code, then those on its rendering, then those on descriptions."""


GATES_ON_DESCRIPTIONS = frozenset(GATES[GATES.index("placeholder_description") :])
"""Those that another description may open."""


def _known_gate(name: str) -> str:
    if name in GATES:
        return name
    close = difflib.get_close_matches(name, GATES, n=1, cutoff=0.4)
    hint = f"the closest is '{close[0]}'" if close else f"there are {', '.join(GATES)}"
    raise PydanticCustomError("unknown_gate", "no quality gate has that name; {hint}", {"hint": hint})


GateName = Annotated[str, AfterValidator(_known_gate)]


class Quality(_Strict):
    """Gates on what a sample is worth. ``report`` counts what each gate would hold back, ``enforce`` does it.

    ``gates`` names those that count (``"all"`` for every one), ``off`` takes some of them away. The other keys are
    thresholds, each with the gate that reads it; gates that are not named here have none:

    - ``max_todos``: comments that say TODO, FIXME or XXX (``todo_in_code``);
    - ``min_choices``: arguments, settings and calls that make something of a scene's only object where nothing is
      played (``bare_object``);
    - ``min_statements``: statements that do something, all functions together (``few_statements``);
    - ``min_code_characters``, ``max_code_lines``, ``max_line_characters``: length of the code and of its longest
      line (``code_too_short``, ``code_too_long``, ``long_code_line``);
    - ``max_blank_share``: share of a rendering's frames that show one colour only (``mostly_blank``);
    - ``max_motionless_seconds``: length of a video in which nothing was seen to move (``nothing_moves``);
    - ``min_specific_words``: words that tell a description from any other (``generic_description``);
    - ``max_alike``: samples whose descriptions differ in numbers, colours and one word only
      (``templated_description``);
    - ``max_same_opening``: different descriptions that open with the same sentence (``wrapped_description``);
    - ``max_code_marks``: imports, class heads, calls on ``self`` and their like (``code_in_description``);
    - ``languages``: codes such as ``en`` (``description_language``), and ``min_language_margin``: how many times
      likelier another language must be, as a natural logarithm;
    - ``min_description_words``, ``max_description_characters``: length of the description
      (``description_too_short``, ``description_too_long``);
    - ``max_lines_per_word``: lines of code for each word of the description (``too_short_for_code``).
    """

    mode: Literal["report", "enforce"] = "report"
    gates: Annotated[
        tuple[GateName, ...], BeforeValidator(lambda value: GATES if value == "all" else value)
    ] = GATES
    off: tuple[GateName, ...] = ()
    max_todos: int = Field(default=0, ge=0)
    min_choices: int = Field(default=1, ge=0)
    min_statements: int = Field(default=1, ge=0)
    min_code_characters: int = Field(default=60, ge=0)
    max_code_lines: int = Field(default=800, ge=1)
    max_line_characters: int = Field(default=500, ge=80)
    max_blank_share: float = Field(default=0.8, ge=0, le=1)
    max_motionless_seconds: float = Field(default=10.0, ge=0)
    min_specific_words: int = Field(default=1, ge=0)
    max_alike: int = Field(default=10, ge=1)
    max_same_opening: int = Field(default=20, ge=1)
    max_code_marks: int = Field(default=1, ge=0)
    languages: tuple[str, ...] = ("en",)
    min_language_margin: float = Field(default=15.0, ge=0)
    min_description_words: int = Field(default=3, ge=0)
    max_description_characters: int = Field(default=4000, ge=1)
    max_lines_per_word: float = Field(default=10.0, gt=0)

    @cached_property
    def on(self) -> tuple[str, ...]:
        """The gates that count, in the order of `GATES`."""
        return tuple(gate for gate in GATES if gate in self.gates and gate not in self.off)


class Split(_Strict):
    """``test`` is the share of clusters drawn for the test side.

    ``by`` says what stays together: near duplicates always, and the scenes of a ``video`` or of a ``repository``,
    which are then drawn as one. ``decontaminate`` names what nothing in train may resemble: sources
    (``manibench``), one side of a source (``manimbench:test``), and files of rows or texts (``mine.jsonl``).
    """

    test: float = Field(default=0.1, ge=0, lt=1)
    by: tuple[Literal["duplicates", "video", "repository"], ...] = ("duplicates",)
    decontaminate: tuple[str, ...] = ()


Dollars = Annotated[float, Field(ge=0, allow_inf_nan=False)]

Writer = Literal["reviewed", "human", "upstream_llm", "narration", "derived", "none"]


class Describe(_Strict):
    """Who describes samples that nobody has described; ``none`` means the built-in derivation alone.

    ``client`` and ``model`` say who is asked: ``openai`` is any server that speaks its protocol, at ``base_url`` if it
    is not OpenAI's own; keys come from the environment. Each sample is asked for in ``per_sample`` of the ``styles``,
    names of prompts in the package or paths of prompt files, drawn by its code; the first becomes its description, the
    others are alternatives. ``replace`` are the origins of descriptions that a generated one may take the place of.

    ``names`` allows names of the code's classes and variables in answers. ``frames`` is the number of pictures of the
    scene that are sent along, for models that see. ``transcripts`` is a folder or file of videos' transcripts;
    ``youtube`` asks YouTube for those that are not there.

    ``attempts`` is how often a sample is asked for in one style until an answer passes the checks. An answer has at
    most ``max_output_tokens``; ``temperature`` is the model's own unless given. ``prices`` are dollars for a million
    tokens in and out, for models that no list has. ``batch`` asks through the provider's batches, at their price and in
    hours rather than seconds. ``budget`` is what one run may spend, in dollars; ``concurrency`` requests are made at a
    time.
    """

    client: Literal["none", "openai", "anthropic", "claude-cli"] = "none"
    model: str = ""
    base_url: str = ""
    styles: tuple[str, ...] = ("brief", "detailed", "teaching")
    per_sample: int = Field(default=1, ge=1)
    replace: tuple[Writer, ...] = ("derived", "none")
    names: bool = False
    frames: int = Field(default=0, ge=0, le=3)
    transcripts: str = ""
    youtube: bool = False
    attempts: int = Field(default=3, ge=1, le=10)
    max_output_tokens: int = Field(default=2000, ge=50)
    temperature: float | None = Field(default=None, ge=0, le=2)
    prices: tuple[Dollars, Dollars] | None = None
    batch: bool = False
    budget: float | None = Field(default=None, ge=0)
    concurrency: int = Field(default=8, ge=1, le=256)

    @property
    def asks(self) -> bool:
        """Whether a language model is asked at all."""
        return self.client != "none"


HOW_IT_IS_ASKED = frozenset({"base_url", "prices", "batch", "budget", "concurrency"})
"""Keys of `Describe` that change nothing in a dataset, so that it does not depend on them."""


Rate = Annotated[float, Field(ge=1, le=10, allow_inf_nan=False)]
"""Rows that a train sample has on average, itself included."""


class Augment(_Strict):
    """How many rows a train sample has on average, itself included, by who wrote its description.

    The others are the same code under other wordings of the request. At 1 there are none; 2.5 are two rows for every
    sample and a third one for every second. With ``paraphrases`` the client of ``[describe]`` is asked for them before
    templates are used, once for each row.
    """

    paraphrases: bool = False

    reviewed: Rate = 1.0
    human: Rate = 1.0
    upstream_llm: Rate = 1.0
    narration: Rate = 1.0
    generated: Rate = 1.0
    derived: Rate = 1.0

    def rate(self, origin: Origin) -> float:
        """The rate of samples whose description is of this origin; without a description it is 1."""
        return 1.0 if origin is Origin.NONE else float(getattr(self, origin.value))


Weight = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class Sampling(_Strict):
    """``weights`` are by source how often a trainer that draws rows should draw one; 1 for sources not named."""

    weights: Annotated[dict[str, Weight], AfterValidator(lambda weights: dict(sorted(weights.items())))] = {}


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
    repair: Repair = Repair()
    assets: Assets = Assets()
    duplicates: Duplicates = Duplicates()
    pairing: Pairing = Pairing()
    quality: Quality = Quality()
    describe: Describe = Describe()
    split: Split = Split()
    augment: Augment = Augment()
    sampling: Sampling = Sampling()
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
        """The resolved recipe, as it is written to ``build.json``: without what changes nothing in a dataset."""
        return self.model_dump(mode="json", exclude={"describe": set(HOW_IT_IS_ASKED)})


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
    describe = data.get("describe")
    if isinstance(describe, dict):
        if isinstance(describe.get("styles"), list):
            describe["styles"] = [
                str(path.parent / str(one)) if names_file(str(one)) else one for one in describe["styles"]
            ]
        if isinstance(describe.get("transcripts"), str) and describe["transcripts"]:
            describe["transcripts"] = str(path.parent / describe["transcripts"])
    split = data.get("split")
    if isinstance(split, dict) and isinstance(split.get("decontaminate"), list):
        split["decontaminate"] = [
            str(path.parent / str(one)) if names_file(str(one)) else one for one in split["decontaminate"]
        ]
    return data, f"recipe {name}"


def names_file(entry: str) -> bool:
    """Whether an entry of a list is a file; otherwise it is the name of a source, of a side of one, or of a prompt."""
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
