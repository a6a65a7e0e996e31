"""Descriptions from a language model for a build that is finished: who is asked for, and the build that has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from manimill import tables as t
from manimill.build import rebuild
from manimill.code.features import Features
from manimill.describe.answers import Answer, AnswerStore
from manimill.describe.clients import Client
from manimill.describing import Describing, Descriptions, Plan, Subject
from manimill.engine import Engine
from manimill.errors import InputError
from manimill.progress import Progress, Silent
from manimill.recipe import GATES_ON_DESCRIPTIONS, Describe, Recipe
from manimill.records import Description, Origin, Sample
from manimill.restored import Restored, restore
from manimill.result import BuildResult


@dataclass(frozen=True)
class Described:
    """A finished build that is to be described. ``settings`` are the ``[describe]`` of a recipe."""

    result: BuildResult
    settings: Describe
    progress: Progress = field(default_factory=Silent, repr=False)

    @cached_property
    def recipe(self) -> Recipe:
        """The recipe of the build, with these settings."""
        recipe = Recipe.model_validate(self.result.build["recipe"])
        return recipe.model_copy(update={"describe": self.settings})

    @cached_property
    def subjects(self) -> list[Subject]:
        """The samples that may be described: what they have may be replaced, and nothing else holds them back."""
        return [self.subject(sample) for sample in self._candidates()]

    def subject(self, sample: str) -> Subject:
        """One sample of the build with what is known of it."""
        return Subject(
            self._samples[sample],
            self._features.get(sample),
            self._restored.renders[sample].storyboard if sample in self._restored.renders else None,
            self._frames(sample),
        )

    def plan(self, store: AnswerStore, models: Sequence[str] = ()) -> Plan:
        """What asking would come to."""
        return self._describing(store).plan(self.subjects, models)

    def ask(
        self, store: AnswerStore, *, limit: int | None = None, client: Client | None = None
    ) -> Descriptions:
        """Ask for what is not kept; with ``limit`` for so many samples only, those with the smallest ids."""
        describing = self._describing(store, client)
        return describing.ask(self.subjects[:limit] if limit is not None else self.subjects)

    def kept(self, store: AnswerStore) -> Descriptions:
        """What the answers that are kept come to."""
        return self._describing(store).kept(self.subjects)

    def differs(self, found: Descriptions) -> bool:
        """Whether a build with these descriptions would be another one than it is."""
        recorded = self.result.build["recipe"]["describe"]
        now = self.recipe.to_json()["describe"]
        asked = t.table(found.rows(), t.ASKED)
        return recorded != now or not asked.equals(self.result.tables["asked"])

    def rebuild(self, engine: Engine | None = None) -> BuildResult:
        """Build it anew with the descriptions that are kept."""
        return rebuild(self.result, self.recipe, engine=engine, progress=self.progress)

    def find(self, beginning: str) -> str:
        """The id of the one sample whose id begins like that.

        Raises:
            InputError: there is none, or there are several.
        """
        found = (
            [sample for sample in self._samples if sample.startswith(beginning.lower())] if beginning else []
        )
        if len(found) != 1:
            what = f"{len(found)} samples whose id begins with" if found else "no sample with the id"
            raise InputError(f"{self.result.folder} holds {what} '{beginning}'; ids have 16 hex digits.")
        return found[0]

    def describing(self, store: AnswerStore) -> Describing:
        """What would ask, for whoever wants to look at requests."""
        return self._describing(store)

    # -- inside -------------------------------------------------------------------------------------------

    def _describing(self, store: AnswerStore, client: Client | None = None) -> Describing:
        opened = (lambda: client) if client is not None else None
        describing = Describing(self.settings, store=store, progress=self.progress, client=opened)
        # A dataset that was described elsewhere brings its answers along.
        describing.take_back(self.subjects, self._answers)
        return describing

    @cached_property
    def _answers(self) -> dict[str, Answer]:
        """The answers that are in the dataset, by their keys."""
        return {
            answer["key"]: Answer(**answer, model=row["model"], prompt=row["prompt"], again=number)
            for row in self.result.tables["asked"].iter_rows(named=True)
            for number, answer in enumerate(row["answers"])
        }

    def _candidates(self) -> list[str]:
        descriptions = {row["id"]: row for row in self.result.tables["description"].iter_rows(named=True)}
        return [
            row["id"]
            for row in self.result.tables["release"].iter_rows(named=True)
            if row["id"] in descriptions
            and (row["kept"] or row["gate"] == "description" or _wants_better_words(row))
            and _before(descriptions[row["id"]]) in self.settings.replace
        ]

    @cached_property
    def _restored(self) -> Restored:
        return restore(self.result)

    @cached_property
    def _samples(self) -> dict[str, Sample]:
        """Samples with the code and the description that they went on with before models were asked."""
        tables = self.result.tables
        codes = dict(t.final_samples(tables).select("id", "code").iter_rows())
        worded = {row["id"]: row for row in tables["description"].iter_rows(named=True)}
        return {s.id: _worded(s, codes[s.id], worded.get(s.id)) for s in self._restored.extraction}

    @cached_property
    def _features(self) -> dict[str, Features]:
        return {row.pop("id"): _features(row) for row in self.result.tables["features"].iter_rows(named=True)}

    def _frames(self, sample: str) -> tuple[bytes, ...]:
        verdict = self._restored.renders.get(sample)
        return tuple(dict.fromkeys(verdict.frames.values())) if verdict is not None else ()


def _features(row: dict[str, Any]) -> Features:
    values: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in row.items()}
    return Features(**values)


def _wants_better_words(release: Mapping[str, Any]) -> bool:
    return release["gate"] == "quality" and release["reason"] in GATES_ON_DESCRIPTIONS


def _before(description: Mapping[str, Any]) -> str:
    """The origin of a description before a model was asked for another."""
    if description["request"] is None:
        return str(description["origin"])
    return str(description["original_origin"] or Origin.DERIVED)


def _worded(sample: Sample, code: str, description: Mapping[str, Any] | None) -> Sample:
    before = Description(None, Origin.NONE)
    if description is not None:
        text, origin = description["text"], description["origin"]
        if description["request"] is not None:
            text, origin = description["original_text"], description["original_origin"] or Origin.NONE
        before = Description(text, Origin(origin))
    return replace(sample, code=code, description=before.text, description_origin=before.origin)
