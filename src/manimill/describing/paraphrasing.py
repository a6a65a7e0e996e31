"""Descriptions in other words, from the model that describes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from manimill.describe.course import Inquiry
from manimill.describe.objection import Check, Objection
from manimill.describe.prompts import PARAPHRASE, load_prompt
from manimill.describe.request import Message, Request
from manimill.describing.subjects import Subject
from manimill.describing.verdicts import Checks
from manimill.recipe import Describe
from manimill.text.normal import description_key


@dataclass(frozen=True, slots=True)
class Rewording:
    """A description that is wanted in so many other wordings, and the sample it is of."""

    subject: Subject
    description: str
    count: int


def paraphrase_inquiries(
    rewordings: Sequence[Rewording], settings: Describe, acceptance: Checks
) -> Iterator[tuple[tuple[str, int], Inquiry]]:
    """What is asked, by sample id and number of the wording, from 1."""
    prompt = load_prompt(PARAPHRASE)
    for one in rewordings:
        check, sample = _check(one, acceptance), one.subject.sample.id
        for number in range(1, one.count + 1):
            # The number makes of equal questions different ones, whose answers are kept apart.
            text = f"## The request\n{one.description}\n\nThis is to be wording {number} of {number} or more."
            request = Request(
                settings.model,
                prompt.text,
                (Message("user", text),),
                settings.max_output_tokens,
                settings.temperature,
            )
            yield (sample, number), Inquiry(sample, prompt, request, check, settings.attempts)


def _check(one: Rewording, acceptance: Checks) -> Check:
    # Whatever the description says may be said again.
    told = replace(one.subject.told, said=f"{one.subject.told.said}\n{one.description}")

    def check(text: str) -> list[Objection]:
        if description_key(text) == description_key(one.description):
            return [Objection("same", "the wording is the same", "Use other words.")]
        return list(acceptance.objections(told, PARAPHRASE, text))

    return check
