"""Descriptions for samples from a language model: what is asked, what it will cost, and what comes of it."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property

from manimill.acceptance import Acceptance, Told
from manimill.code.parse import collector_relaxed
from manimill.describe.answers import Answer, AnswerStore
from manimill.describe.asking import ask_all, follow_kept
from manimill.describe.batches import ask_in_batches
from manimill.describe.clients import Client, open_client
from manimill.describe.course import Course, Inquiry, follow
from manimill.describe.estimate import Estimate, Estimator, by_prompt
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
    """What asking one model would come to. ``kept`` descriptions need no further answer, ``wanted`` do."""

    samples: int
    kept: int
    wanted: int
    by_prompt: dict[str, int]
    estimate: Estimate


class Describing:
    """Asks one model for descriptions, as the settings say. Nothing is asked until `ask`.

    ``tally`` is what everything that was asked through it came to; its budget is one for all of it.
    """

    def __init__(
        self,
        settings: Describe,
        *,
        store: AnswerStore,
        progress: Progress | None = None,
        client: Callable[[], Client] | None = None,
        price: Price | None = None,
        brought: Mapping[str, Answer] | None = None,
        acceptance: Checks | None = None,
        plain: bool = False,
    ) -> None:
        """``client`` opens the client when the first request is to be made; by default it is the settings' own.

        ``price`` is the model's, by default as the settings or a list say. ``brought`` are answers by their keys that
        a dataset has along; those that the store lacks are kept there as soon as they are wanted. With ``plain`` an
        answer may be the description itself instead of a JSON object that has it.

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
        self._price = price
        self._brought = dict(brought or {})
        self._acceptance = Verdicts(Acceptance()) if acceptance is None else acceptance
        self._plain = plain
        self.tally: Tally | None = None
        self._told: set[tuple[str, str]] = set()
        self._latest: tuple[Sequence[Subject], list[Inquiry]] | None = None
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
        if self._latest is None or self._latest[0] is not subjects:
            self._latest = subjects, self._inquiries(subjects)
        return self._latest[1]

    def facts(self, subjects: Sequence[Subject]) -> dict[str, list[Fact]]:
        """What would be told of each subject, by sample id, with the source of each part."""
        scenes = scenes_of(subjects, self._transcripts, self.settings.frames)
        return {scene.id: facts(scene) for scene in scenes}

    def kept(self, subjects: Sequence[Subject]) -> Descriptions:
        """What the answers that are kept come to; nothing is asked."""
        return self._settled(subjects, lambda inquiries: (self.followed(inquiries), None))

    def followed(self, inquiries: Sequence[Inquiry]) -> list[Course]:
        """Inquiries as far as the kept answers go, and those that were brought along."""
        self._bring(inquiries)
        return follow_kept(inquiries, self._store)

    def ask(self, subjects: Sequence[Subject], *, limit: int | None = None) -> Descriptions:
        """Ask for what is not kept, with ``limit`` for the first so many subjects only.

        Raises:
            EnvironmentFailure: the model cannot be asked; what was answered is kept.
            KeyboardInterrupt: it was interrupted; what was answered is kept.
        """
        with _Asker(self) as asker:
            return self._settled(subjects, asker.ask, limit)

    def paraphrases(
        self, rewordings: Sequence[Rewording], *, ask: bool = True
    ) -> dict[tuple[str, int], Course]:
        """Descriptions in other words, by sample id and number of the wording.

        Without ``ask`` only answers that are kept count.
        """
        named = list(paraphrase_inquiries(rewordings, self.settings, self._acceptance))
        inquiries = [inquiry for _, inquiry in named]
        if not ask:
            courses = self.followed(inquiries)
        else:
            with _Asker(self) as asker:
                courses, _ = asker.ask(inquiries)
        return {name: course for (name, _), course in zip(named, courses, strict=True)}

    def plan(self, subjects: Sequence[Subject], models: Sequence[str] = ()) -> list[Plan]:
        """What `ask` would come to: with the settings' model, or with each of several."""
        inquiries = self.inquiries(subjects)
        return [
            self._plan(len(subjects), [_asked_of(inquiry, model) for inquiry in inquiries], model)
            for model in models or (self.settings.model,)
        ]

    def estimator(self, model: str | None = None) -> Estimator:
        """What foretells the cost of requests to a model."""
        name = model or self.settings.model
        return Estimator(self.settings.client, self.price(name), self._store.usage())

    def price(self, model: str) -> Price:
        """The price of a model, as the settings or a list say."""
        settings = self.settings
        if self._price is not None:
            return self._price
        if settings.prices is not None:
            return Price.given(model, settings.prices)
        return Price.listed(settings.client, model, batch=settings.batch)

    # -- inside -------------------------------------------------------------------------------------------

    def _inquiries(self, subjects: Sequence[Subject]) -> list[Inquiry]:
        scenes = scenes_of(subjects, self._transcripts, self.settings.frames)
        skipped = self._transcripts.skipped if self._transcripts is not None else ()
        for path, reason in sorted(set(skipped) - self._told):
            self._progress.warn(f"the transcript {path} is left out: {reason}.")
        self._told.update(skipped)
        return [inquiry for scene in scenes for inquiry in self._of(scene)]

    def _plan(self, samples: int, inquiries: Sequence[Inquiry], model: str) -> Plan:
        courses = self.followed(inquiries)
        wanted = [(c.next, c.inquiry.prompt.name) for c in courses if c.next is not None]
        distinct = list({request.key: (request, prompt) for request, prompt in wanted}.values())
        return Plan(
            samples=samples,
            kept=len(courses) - len(wanted),
            wanted=len(wanted),
            by_prompt=dict(by_prompt(wanted)),
            estimate=self.estimator(model).of(distinct),
        )

    def _bring(self, inquiries: Sequence[Inquiry]) -> None:
        """Keep the answers that were brought along and belong to these inquiries, unless they were to be forgotten."""
        lacking = self._brought.keys() - self._store.get_many(self._brought).keys()
        lacking -= self._store.forgotten(lacking)
        if not lacking:
            return
        for inquiry in inquiries:
            for step in follow(inquiry, self._brought).steps:
                if step.request.key in lacking:
                    self._store.put(step.answer, step.request)

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

    @collector_relaxed()
    def _settled(
        self,
        subjects: Sequence[Subject],
        courses_of: Callable[[Sequence[Inquiry]], tuple[list[Course], Tally | None]],
        limit: int | None = None,
    ) -> Descriptions:
        """Follow all courses; those whose answers are too much like others' are asked for again."""
        scenes = {s.sample.id: s for s in subjects[:limit]}
        # Of all, because what is said in a video is divided among all its scenes.
        inquiries = [inquiry for inquiry in self.inquiries(subjects) if inquiry.sample in scenes]
        plain = {(i.sample, i.prompt.style): i for i in inquiries}
        courses, tally = courses_of(inquiries)
        against: dict[tuple[str, str, str], Objection] = {}
        # It ends, because every round takes one of a course's attempts.
        while found := _strange(courses, scenes, self._acceptance):
            against |= found
            # Barred anew from what was asked first: an objection that is told twice makes another request.
            again = [_named(c)[:2] for c in courses if _named(c) in found]
            retried, more = courses_of([_barred(plain[name], against) for name in again])
            tally = more if more is not None else tally
            new = dict(zip(again, retried, strict=True))
            courses = [new.get(_named(course)[:2], course) for course in courses]
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
        courses = describing.followed(inquiries)
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
            spent = describing.tally.spent if describing.tally is not None else 0.0
            left = settings.budget - spent if settings.budget is not None else None
            courses, tally = self._asked(courses, estimator, left)
        self._tally = tally if self._tally is None else self._tally.plus(tally)
        describing.tally = tally if describing.tally is None else describing.tally.plus(tally)
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


def _asked_of(inquiry: Inquiry, model: str) -> Inquiry:
    """The inquiry as another model would be asked."""
    return replace(inquiry, request=replace(inquiry.request, model=model))


def _named(course: Course) -> tuple[str, str, str]:
    return course.inquiry.sample, course.inquiry.prompt.style, course.text or ""


def _strange(
    courses: Sequence[Course], subjects: dict[str, Subject], checks: Checks
) -> dict[tuple[str, str, str], Objection]:
    """Objections against accepted answers that fit another scene better, or repeat what is said of another."""
    accepted = [course for course in courses if course.outcome == "accepted"]
    called = {f"{c.inquiry.sample} ({c.inquiry.prompt.style})": c for c in accepted}
    found = checks.strangers(
        [(name, subjects[c.inquiry.sample].told, c.text or "") for name, c in called.items()]
    )
    return {_named(called[name]): objection for name, objection in found.items()}


def _barred(inquiry: Inquiry, against: dict[tuple[str, str, str], Objection]) -> Inquiry:
    """The inquiry with what the comparison with others said about its answers."""

    def check(text: str) -> list[Objection]:
        stranger = against.get((inquiry.sample, inquiry.prompt.style, text))
        return [*inquiry.check(text), *([stranger] if stranger is not None else [])]

    return replace(inquiry, check=check)
