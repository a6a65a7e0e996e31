"""The sources of a build: those of the catalog, and those a user registers."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from manimill.catalog import Catalog, SourceEntry
from manimill.code.imports import module_of
from manimill.errors import CatalogError, EnvironmentFailure, InputError
from manimill.progress import Progress, Silent
from manimill.recipe import Describe, names_file
from manimill.records import (
    Description,
    EvaluationItem,
    Extraction,
    Sample,
    Skipped,
    number_identical,
)
from manimill.sources import (
    Access,
    Extractor,
    SourceUnavailableError,
    extractor_for,
    items_from,
    items_in,
    local_form,
)

if TYPE_CHECKING:
    from manimill.describe.clients.function import BatchFunction, LLMFunction

_REGISTERED_PRIORITY = 65
"""A user's own source ranks with the repositories: below reviewed sets, above machine-written ones."""


@dataclass(frozen=True, slots=True)
class _Registered:
    extractor: Extractor | None
    entry: SourceEntry | None
    priority: int


class DatasetRegistry:
    """Sources by name, each with a way to read it.

    >>> registry = DatasetRegistry.from_catalog()
    >>> registry.priority("manimbench") > registry.priority("manim_codegen")
    True
    """

    def __init__(self) -> None:
        self._sources: dict[str, _Registered] = {}
        self._local: dict[str, Path] = {}
        self._access = Access()
        self._described: dict[str, Description] = {}

    @classmethod
    def from_catalog(
        cls,
        catalog: Catalog | None = None,
        local: Mapping[str, str | Path] | None = None,
        access: Access | None = None,
    ) -> DatasetRegistry:
        """A registry of every catalogued source.

        ``local`` maps source names to files to read them from instead of their own place; ``access`` says how
        the others are reached.

        Raises:
            CatalogError: ``local`` names a source that is not catalogued.
            InputError: ``local`` names a file that does not exist, or a source that is not read from files.
        """
        registry = cls()
        registry._access = access or registry._access
        for entry in catalog or Catalog.load():
            registry._sources[entry.name] = _Registered(None, entry, entry.priority)
        for name, path in (local or {}).items():
            registry._use_local(name, Path(path))
        return registry

    def register(self, name: str, extractor: Extractor, *, priority: int = _REGISTERED_PRIORITY) -> None:
        """Add a source of your own: anything with ``extract() -> Iterable[Sample]``.

        ``priority`` (0 to 100) decides who keeps a sample that several sources hold.
        """
        if name in self._sources:
            raise CatalogError(f"A source named '{name}' exists already; register yours under another name.")
        self._sources[name] = _Registered(extractor, None, priority)

    def names(self) -> list[str]:
        """All source names, in alphabetical order."""
        return sorted(self._sources)

    def included(self, *, repaired: bool = False) -> list[str]:
        """Sources of the built-in recipes, and those registered by hand; with ``repaired`` of recipes that repair."""
        return [
            name
            for name, s in sorted(self._sources.items())
            if s.entry is None or s.entry.is_included(repaired=repaired)
        ]

    def collections(self) -> frozenset[str]:
        """Sources that hold code other people published elsewhere, row by row."""
        return frozenset(
            name
            for name, s in self._sources.items()
            if s.entry is not None and s.entry.kind in ("rows", "huggingface", "kaggle")
        )

    def entry(self, name: str) -> SourceEntry | None:
        """The catalog's entry of a source; None for one registered by hand."""
        return self._source(name).entry

    def priority(self, name: str) -> int:
        """Who wins when two sources hold the same sample: the higher number."""
        return self._source(name).priority

    def check(self, names: Iterable[str]) -> None:
        """Make sure that all of ``names`` may be trained on.

        Raises:
            CatalogError: a name is unknown, or names an evaluation set or a source without samples.
        """
        for name in names:
            entry = self._source(name).entry
            if entry is not None and entry.verdict in ("evaluation", "lead"):
                raise CatalogError(
                    f"The source '{name}' cannot be part of a training set: {entry.reason.rstrip('.')}; "
                    "take it out of 'sources'."
                )

    def availability(self, name: str) -> str | None:
        """None if the source can be read here, otherwise a sentence saying why not and what helps."""
        try:
            self._extractor(name)
        except SourceUnavailableError as error:
            return _unavailable(name, error)
        return None

    def extract_all(
        self,
        names: Sequence[str] | None = None,
        progress: Progress | None = None,
        *,
        at_once: Callable[[Sample], None] | None = None,
    ) -> Extraction:
        """Read sources: code and what is known about it, nothing run, no model asked.

        ``names`` defaults to `included`. A source that is out of reach is named in the result's
        ``unavailable``; the others are read. ``at_once`` is called with each sample right after it was found, while
        `manimill.code.parse.parse` still has the tree of its code.

        Raises:
            CatalogError: a name is unknown.
            InputError: a local file is not what its source's entry says.
        """
        progress = progress or Silent()
        wanted = sorted(set(names)) if names is not None else self.included()
        self.check(wanted)
        samples: list[Sample] = []
        skipped: list[Skipped] = []
        unavailable: dict[str, str] = {}
        progress.start("extract", len(wanted), "sources")
        for name in wanted:
            try:
                found = list(self._found(name, at_once))
            except SourceUnavailableError as error:
                unavailable[name] = _unavailable(name, error)
                progress.warn(unavailable[name])
            else:
                samples += [self._with_requirements(one) for one in found if isinstance(one, Sample)]
                skipped += [one for one in found if isinstance(one, Skipped)]
            progress.advance()
        samples = sorted(map(self._with_description, number_identical(samples)), key=lambda s: s.id)
        progress.finish(f"{len(samples)} samples from {len(wanted) - len(unavailable)} sources")
        return Extraction(tuple(samples), tuple(skipped), unavailable)

    def process_with_llm(
        self,
        samples: Sequence[Sample],
        llm_function: LLMFunction | BatchFunction,
        *,
        model: str | None = None,
        settings: Describe | None = None,
        batch_size: int | None = None,
        progress: Progress | None = None,
    ) -> Extraction:
        """Have any callable describe the samples that nobody has described; returns all samples, in their order.

        ``llm_function`` gets a `manimill.Request` (its ``prompt`` is all of it as one text,
        ``system`` and ``messages`` the parts) and returns the model's answer as text: the JSON object that is asked
        for, or just the description. With ``batch_size`` it gets a list of at most so many and returns a list. Answers
        are kept under ``model``, by default the function's name, and checked like those of any client; what passes
        none of the attempts stays without a description. Builds with this registry go on with these descriptions.

        ``settings`` are those of a recipe's ``[describe]``, of which styles, attempts, ``replace`` and the like count;
        ``concurrency`` is 1 unless they say otherwise, so the function need not bear several threads.

        Raises:
            InputError: the function returned something else than text.
        """
        # Imported here because reading sources needs nothing of it.
        from manimill.code.analysis import analyse
        from manimill.describe.answers import AnswerStore
        from manimill.describe.clients.function import function_client
        from manimill.describe.prices import Price
        from manimill.describing import Describing, Subject

        chosen = settings or Describe()
        if "concurrency" not in chosen.model_fields_set:
            chosen = chosen.model_copy(update={"concurrency": 1})
        name = (
            model
            or f"{llm_function.__module__}.{getattr(llm_function, '__qualname__', type(llm_function).__name__)}"
        )
        chosen = chosen.model_copy(update={"model": name, "budget": None, "batch": batch_size is not None})
        wanted = [s for s in samples if s.scene is not None and s.description_origin in chosen.replace]
        with AnswerStore.default() as store:
            describing = Describing(
                chosen,
                store=store,
                progress=progress,
                client=lambda: function_client(llm_function, name, batch_size),
                plain=True,
                price=Price(name, None),
            )
            found = describing.ask(
                [Subject(s, analyse(s.code, s.scene).features) for s in wanted]
            ).generated()
        self._described |= found
        if isinstance(samples, Extraction):
            return replace(samples, samples=tuple(map(self._with_description, samples)))
        return Extraction(tuple(map(self._with_description, samples)))

    def evaluation_sets(self) -> list[str]:
        """Catalogued sources that models are tested with and never trained on."""
        return [
            name for name, s in sorted(self._sources.items()) if s.entry and s.entry.verdict == "evaluation"
        ]

    def evaluation_items(self, name: str, *, offline: bool = False) -> list[EvaluationItem]:
        """Everything in a source, on one side of it (``manimbench:test``), or in a file, for comparison.

        With ``offline`` only local files and what earlier builds left in the cache are read.

        Raises:
            CatalogError: there is no such source.
            InputError: there is no such file or side, or it cannot be read or is empty.
            EnvironmentFailure: the source is out of reach.
        """
        source, _, side = name.partition(":")
        if names_file(name):
            items = list(items_in(Path(name)))
        else:
            items = [i for i in self._items(source, offline=offline) if side in ("", i.upstream_split)]
        if not items:
            raise InputError(
                f"'{name}' holds nothing to compare with; take it out of 'decontaminate' or mend it."
            )
        return items

    # -- inside -------------------------------------------------------------------------------------------

    def _source(self, name: str) -> _Registered:
        try:
            return self._sources[name]
        except KeyError:
            close = difflib.get_close_matches(name, self._sources, n=1)
            hint = f"did you mean '{close[0]}'?" if close else "'manimill sources' lists them."
            raise CatalogError(f"There is no source '{name}'; {hint}") from None

    def _found(self, name: str, at_once: Callable[[Sample], None] | None) -> Iterator[Sample | Skipped]:
        for one in self._extractor(name).extract():
            found = _checked(name, one)
            if at_once is not None and isinstance(found, Sample):
                at_once(found)
            yield found

    def _with_requirements(self, sample: Sample) -> Sample:
        """The sample with what its source's entry says it needs, where it says nothing itself."""
        entry = self._source(sample.source).entry
        if entry is None or sample.requires or (not entry.requires and entry.environment == "main"):
            return sample
        if entry.requires and not any(module_of(needed) in sample.code for needed in entry.requires):
            return sample  # what it imports is there wherever manim is
        return replace(sample, requires=entry.requires, environment=entry.environment)

    def _with_description(self, sample: Sample) -> Sample:
        """The sample with what a language model wrote for it."""
        found = self._described.get(sample.id)
        return sample if found is None or found.text is None else sample.with_words(found)

    def _extractor(self, name: str) -> Extractor:
        source = self._source(name)
        if source.extractor is not None:
            return source.extractor
        assert source.entry is not None  # one of the two is always there
        return extractor_for(source.entry, self._local.get(name), self._access)

    def _items(self, name: str, *, offline: bool) -> list[EvaluationItem]:
        entry = self._source(name).entry
        access = replace(self._access, offline=self._access.offline or offline)
        try:
            if entry is None:
                return list(items_from(self._extractor(name)))
            return list(items_from(extractor_for(entry, self._local.get(name), access)))
        except SourceUnavailableError as error:
            raise EnvironmentFailure(_unavailable(name, error)) from None

    def _use_local(self, name: str, path: Path) -> None:
        entry = self._source(name).entry
        wanted = local_form(entry) if entry is not None else None
        if wanted is None:
            raise InputError(
                f"The source '{name}' cannot be read from {path}: --local is for sources of rows, packages, pages "
                "and repositories."
            )
        if not wanted.fits(path):
            what = f"is not {wanted.words}" if path.exists() else "does not exist"
            raise InputError(f"{path} {what}; --local {name}= wants {wanted.words}.")
        self._local[name] = path


def _unavailable(name: str, error: SourceUnavailableError) -> str:
    return f"The source '{name}' {error}."


def _checked(name: str, found: object) -> Sample | Skipped:
    if not isinstance(found, (Sample, Skipped)):
        raise InputError(
            f"The source '{name}' yielded {type(found).__name__}; an extractor yields manimill.Sample, "
            "made with Sample.create(...)."
        )
    if found.source != name:
        raise InputError(
            f"The source '{name}' yielded a sample of '{found.source}'; give Sample.create the name it is "
            "registered under."
        )
    if isinstance(found, Skipped):
        return Skipped(name, _unicode(found.where), _unicode(found.reason), _unicode(found.detail))
    if not _is_unicode(found):
        return Skipped(name, _unicode(found.key[:80]), "not_utf8", "lone surrogates")
    return found


def _unicode(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _is_unicode(sample: Sample) -> bool:
    """Whether files and tables can hold the sample's texts: half of a surrogate pair is no character."""
    try:
        said = json.dumps(sample.metadata, ensure_ascii=False, default=str) if sample.metadata else ""
        paths = [*(asset.path for asset in sample.assets), *sample.missing_assets]
        f"{sample.code}{sample.key}{sample.description or ''}{sample.scene or ''}{said}{''.join(paths)}".encode()
    except UnicodeEncodeError:
        return False
    return True
