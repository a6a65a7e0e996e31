"""Descriptions for samples from a language model: what is asked, what it will cost, and what comes of it."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property

from manimill.acceptance import Acceptance, Told, strangers
from manimill.describe.answers import Answer, AnswerStore
from manimill.describe.asking import ask_all, follow_kept
from manimill.describe.batches import ask_in_batches
from manimill.describe.clients import Client, open_client
from manimill.describe.course import Course, Inquiry, follow
from manimill.describe.estimate import Estimate, Estimator
from manimill.describe.facts import Fact, Scene, facts, told
from manimill.describe.objection import Check, Objection
from manimill.describe.prices import Price
from manimill.describe.prompts import Prompt, load_prompts
from manimill.describe.request import Message, Request
from manimill.describe.tally import Tally
from manimill.describe.transcripts import Transcripts, YouTubeTranscripts
from manimill.describing.paraphrasing import Rewording, paraphrase_inquiries
from manimill.describing.result import Descriptions, grouped
from manimill.describing.subjects import Subject, drawn_styles, scenes_of, told_of
from manimill.describing.verdicts import Checks, Verdicts
from manimill.errors import EnvironmentFailure, RecipeError
from manimill.progress import Progress, Silent
from manimill.recipe import Describe
from manimill.workspace import Cache, cache_folder

_NAMES = (
    "Names of classes and variables of the code may be used where they make the request more exact; this comes before "
    "the rule that says otherwise."
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What asking would come to. ``kept`` descriptions need no further answer, ``wanted`` do.

    ``estimates`` has one for each model that it was asked about.
    """

    samples: int
    kept: int
    wanted: int
    by_prompt: dict[str, int]
    estimates: tuple[Estimate, ...]


class Describing:
    """Asks one model for descriptions, as the settings say. Nothing is asked until `ask`."""

    def __init__(
        self,
        settings: Describe,
        *,
        store: AnswerStore,
        progress: Progress | None = None,
        client: Callable[[], Client] | None = None,
        acceptance: Checks | None = None,
        plain: bool = False,
    ) -> None:
        """``client`` opens the client when the first request is to be made; by default it is the settings' own.

        With ``plain`` an answer may be the description itself instead of a JSON object that has it.

        Raises:
            RecipeError: a style does not exist, or no model is named.
        """
        if settings.asks and not settings.model:
            raise RecipeError(
                f"The client '{settings.client}' wants a model; name one with --model or describe.model."
            )
        self.settings = settings
        self._store = store
        self._progress = progress or Silent()
        self._client = client or (lambda: open_client(settings))
        self._acceptance = Verdicts(Acceptance()) if acceptance is None else acceptance
        self._plain = plain
        self._told: set[tuple[str, str]] = set()
        self._prompts: dict[str, Prompt] = {p.style: p for p in load_prompts(settings.styles)}

    @cached_property
    def _transcripts(self) -> Transcripts | None:
        settings = self.settings
        if not settings.transcripts and not settings.youtube:
            return None
        cache = Cache(cache_folder() / "transcripts.sqlite") if settings.youtube else None
        youtube = YouTubeTranscripts(cache, progress=self._progress) if cache is not None else None
        return Transcripts.open(settings.transcripts or None, youtube)

    def inquiries(self, subjects: Sequence[Subject]) -> list[Inquiry]:
        """What would be asked of each subject, in their order."""
        scenes = scenes_of(subjects, self._transcripts, self.settings.frames)
        skipped = self._transcripts.skipped if self._transcripts is not None else ()
        for path, reason in sorted(set(skipped) - self._told):
            self._progress.warn(f"the transcript {path} is left out: {reason}.")
        self._told.update(skipped)
        return [inquiry for scene in scenes for inquiry in self._of(scene)]

    def facts(self, subjects: Sequence[Subject]) -> dict[str, list[Fact]]:
        """What would be told of each subject, by sample id, with the source of each part."""
        scenes = scenes_of(subjects, self._transcripts, self.settings.frames)
        return {scene.id: facts(scene) for scene in scenes}

    def kept(self, subjects: Sequence[Subject]) -> Descriptions:
        """What the answers that are kept come to; nothing is asked."""
        return self._settled(subjects, lambda inquiries: (follow_kept(inquiries, self._store), None))

    def ask(self, subjects: Sequence[Subject]) -> Descriptions:
        """Ask for what is not kept.

        Raises:
            EnvironmentFailure: the model cannot be asked; what was answered is kept.
            KeyboardInterrupt: it was interrupted; what was answered is kept.
        """
        with _Asker(self) as asker:
            return self._settled(subjects, asker.ask)

    def paraphrases(self, rewordings: Sequence[Rewording], *, ask: bool = True) -> dict[tuple[str, int], str]:
        """Descriptions in other words, by sample id and number of the wording; what passes no check lacks.

        Without ``ask`` only answers that are kept count.
        """
        named = list(paraphrase_inquiries(rewordings, self.settings, self._acceptance))
        inquiries = [inquiry for _, inquiry in named]
        if not ask:
            courses = follow_kept(inquiries, self._store)
        else:
            with _Asker(self) as asker:
                courses, _ = asker.ask(inquiries)
        return {
            name: course.text
            for (name, _), course in zip(named, courses, strict=True)
            if course.text is not None
        }

    def take_back(self, subjects: Sequence[Subject], answers: Mapping[str, Answer]) -> None:
        """Keep answers that a dataset has and the store lacks, as far as they belong to what would be asked."""
        if len(self._store.get_many(answers)) == len(answers):
            return
        for inquiry in self.inquiries(subjects):
            steps = follow(inquiry, answers).steps
            known = self._store.get_many(step.request.key for step in steps)
            for step in steps:
                if step.request.key not in known:
                    self._store.put(step.answer, step.request)

    def plan(self, subjects: Sequence[Subject], models: Sequence[str] = ()) -> Plan:
        """What `ask` would come to: with the settings' model, or with each of several."""
        inquiries = self.inquiries(subjects)
        courses = follow_kept(inquiries, self._store)
        wanted = [(c.next, c.inquiry.prompt.name) for c in courses if c.next is not None]
        counts: dict[str, int] = {}
        for _, prompt in wanted:
            counts[prompt] = counts.get(prompt, 0) + 1
        distinct = list({request.key: (request, prompt) for request, prompt in wanted}.values())
        estimates = tuple(self.estimator(model).of(distinct) for model in models or (self.settings.model,))
        return Plan(
            len(subjects), len(courses) - len(wanted), len(wanted), dict(sorted(counts.items())), estimates
        )

    def estimator(self, model: str | None = None) -> Estimator:
        """What foretells the cost of requests to a model."""
        name = model or self.settings.model
        return Estimator(self.settings.client, self.price(name), self._store.usage())

    def price(self, model: str) -> Price:
        """The price of a model, as the settings or a list say."""
        settings = self.settings
        if settings.prices is not None:
            return Price.given(model, settings.prices)
        return Price.listed(settings.client, model, batch=settings.batch)

    # -- inside -------------------------------------------------------------------------------------------

    def _of(self, scene: Scene) -> Iterator[Inquiry]:
        """The inquiries about one scene: one for each style that is drawn for it."""
        parts = told(facts(scene), scene.scene)
        if self.settings.names:
            parts += f"\n\n{_NAMES}"
        about = told_of(scene)
        for style in drawn_styles(self._prompts, scene.code, self.settings.per_sample):
            prompt = self._prompts[style]
            request = Request(
                model=self.settings.model,
                system=prompt.text,
                messages=(Message("user", parts, scene.frames),),
                max_tokens=self.settings.max_output_tokens,
                temperature=self.settings.temperature,
            )
            yield Inquiry(
                scene.id, prompt, request, self._check(about, style), self.settings.attempts, self._plain
            )

    def _check(self, about: Told, style: str) -> Check:
        def check(text: str) -> list[Objection]:
            found = self._acceptance.objections(about, style, text)
            return [one for one in found if not (self.settings.names and one.check == "leaks_name")]

        return check

    def _settled(
        self,
        subjects: Sequence[Subject],
        courses_of: Callable[[Sequence[Inquiry]], tuple[list[Course], Tally | None]],
    ) -> Descriptions:
        """Follow all courses; those whose answers are too much like others' are asked for again."""
        scenes = {s.sample.id: s for s in subjects}
        inquiries = self.inquiries(subjects)
        courses, tally = courses_of(inquiries)
        against: dict[tuple[str, str, str], Objection] = {}
        # It ends, because every round takes one of a course's attempts.
        while found := _strange(courses, scenes):
            against |= found
            again = [c.inquiry for c in courses if _named(c) in found]
            retried, more = courses_of([_barred(inquiry, against) for inquiry in again])
            tally = more if more is not None else tally
            new = {id(inquiry): course for inquiry, course in zip(again, retried, strict=True)}
            courses = [new.get(id(course.inquiry), course) for course in courses]
        return Descriptions(grouped([s.sample for s in subjects], courses), tally)


class _Asker:
    """Keeps one client open while several rounds are asked, and adds up what they come to."""

    def __init__(self, describing: Describing) -> None:
        self._describing = describing
        self._client: Client | None = None
        self._tally: Tally | None = None

    def __enter__(self) -> _Asker:
        return self

    def __exit__(self, *exc: object) -> None:
        if self._client is not None:
            self._client.close()

    def ask(self, inquiries: Sequence[Inquiry]) -> tuple[list[Course], Tally | None]:
        describing = self._describing
        settings, store = describing.settings, describing._store
        courses = follow_kept(inquiries, store)
        if all(course.next is None for course in courses):
            return courses, self._tally or Tally(settled=len(courses), kept=len(courses))
        estimator = describing.estimator()
        if settings.budget is not None and estimator.price.known is None:
            raise RecipeError(
                f"No price is known for '{settings.model}', so a budget cannot be kept; give the price of a million "
                "tokens in and out with --prices, as in --prices 0.15,0.60."
            )
        with _alone(store, settings.model):
            if self._client is None:
                self._client = describing._client()
            left = (
                None
                if settings.budget is None
                else settings.budget - (self._tally.spent if self._tally else 0)
            )
            courses, tally = self._asked(courses, estimator, left)
        self._tally = tally if self._tally is None else self._tally.plus(tally)
        return courses, self._tally

    def _asked(
        self, courses: Sequence[Course], estimator: Estimator, budget: float | None
    ) -> tuple[list[Course], Tally]:
        describing = self._describing
        assert self._client is not None
        ask = ask_in_batches if describing.settings.batch else ask_all
        return ask(
            courses,
            self._client,
            describing._store,
            estimator,
            describing._progress,
            concurrency=describing.settings.concurrency,
            budget=budget,
        )


@contextmanager
def _alone(store: AnswerStore, model: str) -> Iterator[None]:
    """Two runs at a time would ask the same model for the same and pay twice, so the second one is told to wait."""
    name = hashlib.sha256(model.encode()).hexdigest()[:8]
    with open(store.path.with_name(f"{store.path.name}.{name}.lock"), "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise EnvironmentFailure(
                f"Another run is asking '{model}' for descriptions; wait until it is done, then run this again: what "
                "it was answered counts here too."
            ) from None
        yield


def _named(course: Course) -> tuple[str, str, str]:
    return course.inquiry.sample, course.inquiry.prompt.style, course.text or ""


def _strange(
    courses: Sequence[Course], subjects: dict[str, Subject]
) -> dict[tuple[str, str, str], Objection]:
    """Objections against accepted answers that fit another scene better, or repeat what is said of another."""
    accepted = [course for course in courses if course.outcome == "accepted"]
    found = strangers(
        [("\0".join(_named(c)), subjects[c.inquiry.sample].told, c.text or "") for c in accepted]
    )
    return {_named(c): found[name] for c in accepted if (name := "\0".join(_named(c))) in found}


def _barred(inquiry: Inquiry, against: dict[tuple[str, str, str], Objection]) -> Inquiry:
    """The inquiry with what the comparison with others said about its answers."""

    def check(text: str) -> list[Objection]:
        stranger = against.get((inquiry.sample, inquiry.prompt.style, text))
        return [*inquiry.check(text), *([stranger] if stranger is not None else [])]

    return replace(inquiry, check=check)
