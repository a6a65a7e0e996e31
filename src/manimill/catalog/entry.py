"""What a catalog file may say. One TOML file describes one source; nothing here is code about a source."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)

from manimill.catalog.kinds import BUILT_IN, known_kinds
from manimill.catalog.licence import plausible_licence
from manimill.records import NOASSERTION, Origin


def _known_kind(kind: str) -> str:
    if kind not in BUILT_IN and kind not in known_kinds():
        raise ValueError("one of " + ", ".join(f"'{known}'" for known in known_kinds()))
    return kind


Kind = Annotated[str, AfterValidator(_known_kind)]
"""A kind that manimill reads itself or that an installed plugin adds."""

Verdict = Literal["include", "convert", "evaluation", "refused", "not_included", "lead"]
"""``include``: in the built-in recipes. ``convert``: in those that repair, for little of its code runs on today's
ManimCE as it stands. ``evaluation``: decontaminated against, never trained on. ``refused``: its authors refuse reuse.
``not_included``: left out for another reason. ``lead``: holds no code itself, names places that do."""


_TEMPLATE = re.compile(r"(?:[^{}]|\{[a-z_]+(?::(?:int|words))?\})+")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _as_field(value: Any) -> Any:
    """``"col"`` and ``["col", "messages[1].content"]`` are short for a table with ``paths``."""
    if isinstance(value, str):
        return {"paths": [value]}
    if isinstance(value, list):
        return {"paths": value}
    return value


class FieldSpec(_Strict):
    """Where in a row a text is, and how to take it out of what surrounds it.

    ``paths`` are tried in turn, for files that exist in several shapes: a column name, or a path into
    nested values such as ``conversations[1].value``. ``after`` and ``before`` cut the text between two
    marks. ``strip`` lists wrapper sentences removed from the front.
    """

    paths: tuple[str, ...] = Field(min_length=1)
    after: str | None = None
    before: str | None = None
    strip: tuple[str, ...] = ()


TextField = Annotated[FieldSpec, BeforeValidator(_as_field)]


class Fields(_Strict):
    """Which parts of a row become which parts of a sample. What is not named here is never read."""

    code: TextField | None = None
    description: TextField | None = None
    description_origin: Origin = Origin.UPSTREAM_LLM
    scene: TextField | None = None
    upstream_split: TextField | None = None
    metadata: dict[str, TextField] = Field(default_factory=dict)


class Revision(_Strict):
    """Which state of the source is read.

    The ``installed`` one, a ``pinned`` one, the ``latest``, or whatever a ``file`` given by the user holds.
    """

    policy: Literal["installed", "pinned", "latest", "file"]
    pin: str | None = None

    @model_validator(mode="after")
    def _pinned_says_where(self) -> Revision:
        if self.policy == "pinned" and not self.pin:
            raise ValueError("completed by the 'pin' it is pinned to")
        return self


class GitPlace(_Strict):
    """One repository, and the globs of the files wanted from it.

    ``repository`` is ``owner/name`` on GitHub. In a glob ``**/`` stands for any number of folders, none
    included. The globs choose where scenes are looked for, not what those scenes may import.
    """

    repository: str
    include: tuple[str, ...] = ("**/*.py",)
    exclude: tuple[str, ...] = ()
    revision: str | None = None
    """The commit that is read, where it is another one than the source's as a whole."""


def _checked_template(text: str) -> str:
    if not _TEMPLATE.fullmatch(text):
        raise ValueError("a path with places such as {topic}, {day:int} or {title:words}")
    return text


Template = Annotated[str, AfterValidator(_checked_template)]


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class MetadataPatterns(_Strict):
    """What file names say: templates of paths, of which the first that fits is read.

    ``{name}`` takes text up to the next ``/``, ``{name:int}`` a number, ``{name:words}`` text in which ``_`` and
    ``-`` stand for blanks; ``*`` and ``**/`` are as in globs.
    """

    path: Annotated[tuple[Template, ...], BeforeValidator(_as_list)] = ()


class VideoSpec(_Strict):
    """A video, or a series of them, and the files that were made for it.

    ``path`` is a template as in `MetadataPatterns`, ``scene`` a glob for files that serve several videos. Titles
    are those the author uses, on a title card or in a README. ``playlist`` is the name of the playlist or series.
    """

    path: Template
    scene: str | None = None
    title: str | None = None
    url: str | None = Field(default=None, pattern=r"^https://")
    playlist: str | None = None
    playlist_url: str | None = Field(default=None, pattern=r"^https://")
    channel: str | None = Field(default=None, pattern=r"^https://")
    episode: int | None = None
    day: int | None = None
    version: int | None = None

    @model_validator(mode="after")
    def _says_something(self) -> VideoSpec:
        if len(self.model_dump(exclude_none=True, exclude={"path", "scene"})) == 0:
            raise ValueError("completed by what is known of the video, such as its 'title' or 'url'")
        return self


class SourceEntry(_Strict):
    """A source: what it is, on what terms, where it lies, how to read it, and what to expect."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    replaces: bool = False
    """True in a file that takes the place of a source of the same name."""

    title: str
    kind: Kind
    url: str
    verdict: Verdict
    reason: str = Field(min_length=10)
    evidence: tuple[str, ...] = ()
    """What was found that the verdict rests on; a refusal or an exclusion has at least one."""

    licence: str = NOASSERTION
    """An SPDX expression. Terms without an SPDX identifier are a ``LicenseRef-`` and a ``licence_note``."""

    licence_note: str | None = None
    redistribution: bool = False
    """True only where the licence clearly lets its holder pass the samples on."""

    attribution: str | None = None
    revision: Revision
    priority: int = Field(ge=0, le=100)
    """When two sources hold the same sample the higher priority keeps it."""

    flavours: tuple[Literal["ce", "gl", "legacy"], ...] = ("ce",)
    """The kinds of Manim its code is written for, the most frequent first. Scenes for ``gl`` and ``legacy`` become
    samples, for repair, only where these are named."""

    requires: tuple[str, ...] = ()
    """Python distributions the scenes need besides manim, as requirements: ``manim-physics==0.4.0``."""

    environment: str = "main"
    """Name of the render environment its scenes run in; `manimill env list` lists them."""

    package: str | None = None
    """Name of a distribution on the Python package index."""

    repositories: tuple[GitPlace, ...] = ()
    dataset: str | None = None
    """Name of a hub data set, ``owner/name``."""

    files: tuple[str, ...] = ()
    """Names and globs. Of a data set: the files that are wanted, others are not loaded. Of a package: the files
    that hold scenes, besides the directives of its documentation."""

    rows_at: str | None = None
    """The key under which a JSON file keeps its rows, for a file that is not itself a list of them."""

    fields: Fields | None = None

    videos: tuple[VideoSpec, ...] = ()
    """Videos its files were made for; where several entries fit a file, the later ones overrule the earlier."""

    metadata_patterns: MetadataPatterns = MetadataPatterns()

    pages: tuple[str, ...] = ()
    """Addresses of web pages, whole or relative to ``url``; without them ``url`` is a WordPress site."""

    options: dict[str, Any] = Field(default_factory=dict)
    """What the plugin that reads a kind of its own wants to know."""

    expected: dict[str, int] = Field(default_factory=dict)
    """Counts as found upstream, such as ``rows`` or ``scenes``."""

    traps: tuple[str, ...] = ()
    """What a reader of the source must handle, one sentence each."""

    @field_validator("licence")
    @classmethod
    def _licence_is_spdx(cls, licence: str) -> str:
        if not plausible_licence(licence):
            raise ValueError(
                "an SPDX expression such as 'MIT' or 'CC-BY-4.0', a 'LicenseRef-' of your own, "
                f"or '{NOASSERTION}' where none is stated"
            )
        return licence

    @field_validator("environment")
    @classmethod
    def _environment_is_a_name(cls, name: str) -> str:
        if not re.fullmatch(r"[a-z][a-z0-9]*([.-][a-z0-9]+)*", name):
            raise ValueError("the name of an environment, such as 'manim-physics'")
        return name

    @model_validator(mode="after")
    def _has_a_place(self) -> SourceEntry:
        needed = {
            "package": ("package", self.package),
            "git": ("repositories", self.repositories),
            "huggingface": ("dataset", self.dataset),
            "kaggle": ("dataset", self.dataset),
        }.get(self.kind)
        if needed and not needed[1]:
            raise ValueError(f"a source of kind '{self.kind}' needs '{needed[0]}'")
        if self.kind in ("huggingface", "kaggle", "rows") and self.fields is None:
            raise ValueError(f"a source of kind '{self.kind}' needs a [fields] table")
        if self.options and self.kind in BUILT_IN:
            raise ValueError(f"'options' is for kinds that plugins add, and '{self.kind}' is none")
        return self

    @model_validator(mode="after")
    def _terms_are_consistent(self) -> SourceEntry:
        if self.redistribution and self.licence == NOASSERTION:
            raise ValueError("'redistribution = true' needs a stated 'licence'")
        if self.licence.startswith("LicenseRef-") and not self.licence_note:
            raise ValueError(f"the licence '{self.licence}' needs a 'licence_note' that explains it")
        if self.verdict in ("refused", "not_included") and not self.evidence:
            raise ValueError(f"the verdict '{self.verdict}' needs 'evidence'")
        return self

    def is_included(self, *, repaired: bool) -> bool:
        """Whether built-in recipes use it: those that repair code, or those that do not."""
        return self.verdict == "include" or (repaired and self.verdict == "convert")

    def to_json(self) -> dict[str, Any]:
        """The entry as plain lists, dictionaries and scalars; every key is there, absent values are None."""
        return self.model_dump(mode="json", exclude={"replaces"})
