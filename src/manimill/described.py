"""Descriptions from a language model for a build that is finished: who is asked for, and the build that has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from manimill import tables as t
from manimill.build import candidates, rebuild, surroundings
from manimill.code.features import Features
from manimill.describe.answers import Answer, AnswerStore
from manimill.describe.stage import described_by_rules
from manimill.describe.tally import Tally
from manimill.describing import Describing, Descriptions, Plan, Subject
from manimill.engine import Engine
from manimill.errors import InputError
from manimill.export import fits_fence
from manimill.progress import Progress, Silent
from manimill.recipe import GATES_ON_DESCRIPTIONS, Describe, Recipe
from manimill.records import Description, Origin, Sample
from manimill.restored import Restored, restore
from manimill.result import BuildResult


@dataclass(frozen=True)
class Described:
    """A finished build that is to be described.

    ``settings`` are the ``[describe]`` of a recipe, ``store`` is where answers are kept. ``local`` maps names of
    evaluation sets to files that they are read from.
    """

    result: BuildResult
    settings: Describe
    store: AnswerStore = field(repr=False)
    progress: Progress = field(default_factory=Silent, repr=False)
    local: Mapping[str, str | Path] = field(default_factory=dict)

    @cached_property
    def recipe(self) -> Recipe:
        """The recipe of the build, with these settings."""
        recipe = Recipe.model_validate(self.result.build["recipe"])
        return recipe.model_copy(update={"describe": self.settings})

    @cached_property
    def subjects(self) -> list[Subject]:
        """The samples that may be described: what they have may be replaced, and nothing else holds them back."""
        if self._somebody_waits():
            return candidates(self.result, self.recipe)
        return [self.subject(sample) for sample in self._candidates()]

    def subject(self, sample: str) -> Subject:
        """One sample of the build with what is known of it."""
        return Subject(
            self._samples[sample],
            self._features.get(sample),
            self._restored.renders[sample].storyboard if sample in self._restored.renders else None,
            self._frames(sample),
        )

    @cached_property
    def describing(self) -> Describing:
        """What asks. Answers that the dataset has along count like those that are kept."""
        return Describing(self.settings, store=self.store, progress=self.progress, brought=self._answers)

    @property
    def tally(self) -> Tally:
        """What asking came to so far."""
        return self.describing.tally or Tally()

    def plan(self, models: Sequence[str] = ()) -> list[Plan]:
        """What asking would come to, with the settings' model or with each of several."""
        return self.describing.plan(self.subjects, models)

    def ask(self, *, limit: int | None = None) -> Descriptions:
        """Ask for what is not kept; with ``limit`` for so many samples only, those with the smallest ids.

        Raises:
            UserError: the dataset could not be built anew afterwards; nothing has been asked.
        """
        kept = self.kept()
        if kept.lacking or self.differs(kept):
            surroundings(self.result, self.recipe, self.local)
        return self.describing.ask(self.subjects, limit=limit)

    def bring_up_to_date(
        self, engine: Engine | None = None, *, limit: int | None = None
    ) -> tuple[Descriptions, bool]:
        """Ask for what is not kept, and build the dataset anew where that makes it another one.

        Returns what was written of the samples, and whether the dataset has changed. With ``limit`` only so many
        samples are asked for, and no paraphrases.
        """
        found = self.ask(limit=limit)
        before = self._build_file()
        if self.differs(found if limit is None else self.kept()):
            self.progress.warn("the dataset is built anew with the new descriptions.")
            self.rebuild(engine, reword=limit is None)
        elif self.recipe.augment.paraphrases and limit is None:
            self.rebuild(engine)  # paraphrases may be left of an earlier run
        return found, self._build_file() != before

    def kept(self) -> Descriptions:
        """What the answers that are kept come to."""
        return self.describing.kept(self.subjects)

    def differs(self, found: Descriptions) -> bool:
        """Whether a build with these descriptions would be another one than it is."""
        recorded = self.result.build["recipe"]["describe"]
        now = self.recipe.to_json()["describe"]
        asked = self.result.tables["asked"].filter(pl.col("style") != t.PARAPHRASE)
        return recorded != now or not t.table(found.rows(), t.ASKED).equals(asked)

    def rebuild(self, engine: Engine | None = None, *, reword: bool = True) -> BuildResult:
        """Build it anew with the descriptions that are kept; with ``reword`` paraphrases are asked for."""
        return rebuild(
            self.result,
            self.recipe,
            engine=engine,
            progress=self.progress,
            local=self.local,
            describing=self.describing,
            reword=reword,
        )

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

    # -- inside -------------------------------------------------------------------------------------------

    def _build_file(self) -> bytes:
        return (self.result.folder / "build.json").read_bytes()

    @cached_property
    def _answers(self) -> dict[str, Answer]:
        """The answers that are in the dataset, by their keys."""
        return {
            answer["key"]: Answer(**answer, model=row["model"], prompt=row["prompt"], again=number)
            for row in self.result.tables["asked"].iter_rows(named=True)
            for number, answer in enumerate(row["answers"])
        }

    def _somebody_waits(self) -> bool:
        """Whether samples that were left out for what somebody wrote of them may be described anew.

        They were not compared with others, so the tables do not say which of them would be in.
        """
        if not self.settings.asks or self.recipe.quality.mode != "enforce":
            return False
        return any(
            row["id"] not in self._descriptions and _wants_better_words(row)
            for row in self.result.tables["release"].iter_rows(named=True)
        )

    def _candidates(self) -> list[str]:
        return [
            row["id"]
            for row in self.result.tables["release"].iter_rows(named=True)
            if row["id"] in self._descriptions
            and (row["kept"] or row["gate"] == "description" or _wants_better_words(row))
            and fits_fence(self._samples[row["id"]].code)
            and self._before(row["id"]) in self.settings.replace
        ]

    @cached_property
    def _descriptions(self) -> dict[str, dict[str, Any]]:
        """Rows of the table ``description`` by sample id, those that models wrote for this build told apart."""
        asked = set(self.result.tables["asked"].select("id", "request").iter_rows())
        return {
            row["id"]: {**row, "replaced": (row["id"], row["request"]) in asked}
            for row in self.result.tables["description"].iter_rows(named=True)
        }

    def _before(self, sample: str) -> Origin:
        """The origin of a description before a model was asked for another."""
        row = self._descriptions[sample]
        if not row["replaced"]:
            return Origin(row["origin"])
        if row["original_origin"] is not None:
            return Origin(row["original_origin"])
        if {"derived", "none"} <= set(self.settings.replace):
            return Origin.DERIVED  # or none: nothing hangs on it
        return described_by_rules(self._samples[sample]).origin

    @cached_property
    def _restored(self) -> Restored:
        return restore(self.result)

    @cached_property
    def _samples(self) -> dict[str, Sample]:
        """Samples with the code and the description that they went on with before models were asked."""
        tables = self.result.tables
        codes = dict(t.final_samples(tables).select("id", "code").iter_rows())
        return {
            s.id: _worded(s, codes[s.id], self._descriptions.get(s.id)) for s in self._restored.extraction
        }

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


def _worded(sample: Sample, code: str, description: Mapping[str, Any] | None) -> Sample:
    before = Description(None, Origin.NONE)
    if description is not None:
        text, origin = description["text"], description["origin"]
        if description["replaced"]:
            text, origin = description["original_text"], description["original_origin"] or Origin.NONE
        before = Description(text, Origin(origin))
    return replace(sample, code=code).with_words(before)
