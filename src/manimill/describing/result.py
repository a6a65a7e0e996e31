"""What asking for descriptions came to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from manimill.augment import Alternative
from manimill.describe.answers import Answer
from manimill.describe.course import Course
from manimill.describe.tally import Tally
from manimill.records import Description, Generation, Origin, Sample


@dataclass(frozen=True, slots=True)
class Written:
    """The courses of one sample, the one in its first style first."""

    sample: Sample
    courses: tuple[Course, ...] = field(repr=False)

    @property
    def description(self) -> Description | None:
        """The description in the first style for which there is one that passes; None where there is none."""
        course = self._accepted
        if course is None:
            return None
        before = self.sample.worded
        original = None if before.origin.needs_description_update else before
        return Description(course.text, Origin.GENERATED, generation_of(course), original)

    @property
    def tried(self) -> bool:
        """Whether anything was answered, and nothing more is to be asked."""
        return all(course.outcome in ("failed", "refused") for course in self.courses)

    @property
    def alternatives(self) -> list[Course]:
        """The other courses that came to a description."""
        return [c for c in self.courses if c.outcome == "accepted" and c is not self._accepted]

    @property
    def _accepted(self) -> Course | None:
        return next((course for course in self.courses if course.outcome == "accepted"), None)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Rows of the table ``asked``: one for each style that was asked in."""
        for course in self.courses:
            yield from course_rows(course)


def course_rows(course: Course) -> Iterator[dict[str, Any]]:
    """The row of the table ``asked`` that a course has, if anything was answered."""
    last = course.last
    if last is not None:
        yield {
            "id": course.inquiry.sample,
            "style": course.inquiry.prompt.style,
            "prompt": course.inquiry.prompt.name,
            "model": last.model,
            "outcome": course.outcome,
            "text": course.text,
            "date": last.date[:10],
            "request": last.key,
            "objections": [
                {"check": one.check, "evidence": one.evidence} for one in course.steps[-1].objections
            ],
            "answers": [_kept(step.answer) for step in course.steps],
        }


def _kept(answer: Answer) -> dict[str, Any]:
    """An answer as the table has it: enough to go on from it where no other copy is."""
    names = ("key", "status", "text", "input_tokens", "output_tokens", "cost", "batch")
    return {**{name: getattr(answer, name) for name in names}, "date": answer.date[:10]}


@dataclass(frozen=True, slots=True)
class Descriptions:
    """What is written of each sample that was asked for, by id, and what the run came to; None if nothing was asked."""

    written: Mapping[str, Written] = field(default_factory=dict)
    tally: Tally | None = None

    def rows(self) -> Iterator[dict[str, Any]]:
        """Rows of the table ``asked``, in order of ids."""
        for _, one in sorted(self.written.items()):
            yield from one.rows()

    @property
    def lacking(self) -> bool:
        """Whether an answer is still to be asked for."""
        return any(course.next is not None for one in self.written.values() for course in one.courses)

    def alternatives(self) -> dict[str, list[Alternative]]:
        """Further descriptions that models wrote of a sample, by its id."""
        return {
            sample: [
                Alternative(course.text or "", course.inquiry.prompt.style, generation_of(course).model)
                for course in one.alternatives
            ]
            for sample, one in self.written.items()
        }

    def generated(self) -> dict[str, Description]:
        """The descriptions that models wrote, by sample id."""
        found = {sample: one.description for sample, one in self.written.items()}
        return {sample: description for sample, description in found.items() if description is not None}


def generation_of(course: Course) -> Generation:
    """How an accepted answer came to be."""
    last = course.last
    assert last is not None  # whatever was accepted was answered
    return Generation(last.model, course.inquiry.prompt.name, last.date[:10], last.key)


def grouped(samples: Sequence[Sample], courses: Sequence[Course]) -> dict[str, Written]:
    """Courses by the sample they are about, in their order."""
    of_sample: dict[str, list[Course]] = {}
    for course in courses:
        of_sample.setdefault(course.inquiry.sample, []).append(course)
    return {s.id: Written(s, tuple(of_sample[s.id])) for s in samples if s.id in of_sample}
