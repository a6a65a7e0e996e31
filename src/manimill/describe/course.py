"""The course of asking for one description: what is asked next, given the answers so far.

It is a function of the answers that are kept, so it can be followed anew at any time: whoever stopped, however it was
stopped, goes on where the answers end, and a dataset that is described for the second time asks nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from manimill.describe.answers import Answer
from manimill.describe.objection import Check, Objection
from manimill.describe.prompts import Prompt
from manimill.describe.reading import read_description
from manimill.describe.request import Request

Outcome = Literal["accepted", "refused", "failed", "open"]

_NOT_JSON = Objection(
    "not_json",
    "the answer holds no JSON object with a text 'description'",
    'Answer with one JSON object and nothing else, of the form {"description": "..."}.',
)
_CUT = Objection("truncated", "the answer was cut at its limit of tokens", "Answer more briefly.")
_REFUSED = Objection("refused", "the model refused", "")


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One description that is wanted: of which sample, asked how, and what it has to pass.

    ``attempts`` bounds how often it is asked for. With ``plain`` an answer without a JSON object is the description.
    """

    sample: str
    prompt: Prompt
    request: Request = field(repr=False)
    check: Check = field(repr=False)
    attempts: int = 3
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One request of a course, its answer and what speaks against that."""

    request: Request
    answer: Answer
    objections: tuple[Objection, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """How far a description has come.

    ``next`` is the request to be made, where the outcome is ``open``; ``text`` the description, where it is
    ``accepted``. An answer that was ``refused`` is not asked for again.
    """

    inquiry: Inquiry
    outcome: Outcome
    steps: tuple[Step, ...]
    text: str | None = None
    next: Request | None = None

    @property
    def last(self) -> Answer | None:
        """The latest answer."""
        return self.steps[-1].answer if self.steps else None

    @property
    def cost(self) -> float:
        """Dollars that its answers cost, whenever they were paid."""
        return sum(step.answer.cost or 0.0 for step in self.steps)


def follow(inquiry: Inquiry, answers: Mapping[str, Answer], so_far: Course | None = None) -> Course:
    """Follow the answers as far as there are any.

    ``so_far`` is what an earlier call returned, where only later answers are new.
    """
    steps = list(so_far.steps) if so_far is not None else []
    request = so_far.next if so_far is not None and so_far.next is not None else inquiry.request
    while True:
        answer = answers.get(request.key)
        if answer is None:
            return Course(inquiry, "open", tuple(steps), next=request)
        text, objections = _judged(inquiry, answer)
        steps.append(Step(request, answer, objections))
        if not objections:
            return Course(inquiry, "accepted", tuple(steps), text=text)
        if answer.status == "refused":
            return Course(inquiry, "refused", tuple(steps))
        if len(steps) >= inquiry.attempts:
            return Course(inquiry, "failed", tuple(steps))
        cut = answer.status == "truncated"
        request = request.longer() if cut else request.again(answer.text, _told(objections))


def _judged(inquiry: Inquiry, answer: Answer) -> tuple[str | None, tuple[Objection, ...]]:
    if answer.status == "refused":
        return None, (_REFUSED,)
    if answer.status == "truncated":
        return None, (_CUT,)
    text = read_description(answer.text)
    if text is None and inquiry.plain and "{" not in answer.text:
        text = answer.text.strip()
    if text is None:
        return None, (_NOT_JSON,)
    return text, tuple(inquiry.check(text))


def _told(objections: tuple[Objection, ...]) -> str:
    """What is wrong, as it is told to the model."""
    said = "\n".join(f"- {one.evidence}. {one.advice}" for one in objections)
    return (
        f"This answer cannot be used:\n{said}\nWrite the description anew, by the same rules. "
        'Answer with one JSON object and nothing else: {"description": "the request"}'
    )
