"""The augment stage: as many rows for each train sample as its rate says, each with a wording of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from manimill.augment.closeness import too_near
from manimill.augment.draws import content_key, draw, rows_for
from manimill.augment.variant import Alternative, Augmentation, Paraphraser, Variant, Wording
from manimill.augment.wordings import wordings
from manimill.progress import Progress
from manimill.recipe import Augment
from manimill.records import Description, Sample
from manimill.resemblance.search import Limits
from manimill.text.normal import description_key


def augment_all(
    train: Iterable[Sample],
    descriptions: Mapping[str, Description],
    tested: Iterable[str | None],
    *,
    rates: Augment,
    limits: Limits,
    seed: int,
    progress: Progress,
    alternatives: Mapping[str, Sequence[Alternative]] | None = None,
    paraphraser: Paraphraser | None = None,
    paraphrased_by: str | None = None,
) -> Augmentation:
    """Variants of samples of the train side.

    ``descriptions`` are the final ones by sample id, ``tested`` those of the test side and of whatever else nothing in
    train may resemble. ``alternatives`` are further descriptions of samples, by id; those of others are passed over.
    ``paraphrased_by`` names the model behind ``paraphraser``.

    Every variant's normal form is its own among everything exported. Where two samples would be worded alike, the one
    whose content is drawn first has the wording, so neither order nor ids decide.

    Raises:
        EnvironmentFailure: the vectors of words are not installed.
    """
    samples = list(train)
    wanted = wanted_rows(samples, descriptions, rates, seed)
    requests = []
    for s in samples:
        if s.id not in wanted:
            continue
        description = descriptions[s.id]
        key = content_key(s.code, description.text or "")
        left = wordings(
            s,
            description,
            key=key,
            seed=seed,
            wanted=wanted[s.id],
            alternatives=(alternatives or {}).get(s.id, ()),
            paraphraser=paraphraser,
            paraphrased_by=paraphrased_by,
        )
        requests.append(_Request(s.id, draw(seed, key, "turn"), wanted[s.id], left))
    if not requests:
        return Augmentation()
    progress.start("augment", None, "prompts")
    done = _granted(requests, _forms(descriptions[s.id].text for s in samples), _forms(tested), limits)
    progress.finish(_told(len(done.variants), len(samples), sum(done.missing.values())))
    return done


def wanted_rows(
    train: Iterable[Sample], descriptions: Mapping[str, Description], rates: Augment, seed: int
) -> dict[str, int]:
    """How many rows besides its own each sample is to have, by id; samples that are to have none lack."""
    wanted: dict[str, int] = {}
    for s in train:
        description = descriptions[s.id]
        key = content_key(s.code, description.text or "")
        rows = rows_for(rates.rate(description.origin), draw(seed, key, "rows")) - 1
        if rows:
            wanted[s.id] = rows
    return wanted


@dataclass(slots=True)
class _Request:
    """The rows a sample still wants, and the wordings that are left for them."""

    sample: str
    turn: int
    missing: int
    left: Iterator[Wording] = field(repr=False)
    granted: list[Variant] = field(default_factory=list)
    exhausted: bool = False

    def proposed(self) -> list[Wording]:
        """The next wordings, one for each row that is missing, as far as there are any."""
        following = list(islice(self.left, self.missing))
        self.exhausted = len(following) < self.missing
        return following

    def grant(self, wording: Wording) -> None:
        """Give the sample a row of this wording."""
        self.granted.append(Variant.of(self.sample, wording))
        self.missing -= 1


def _granted(
    requests: Sequence[_Request], trained: Collection[str], tested: Collection[str], limits: Limits
) -> Augmentation:
    """Let all propose, in the order of their turns, until each has its rows or no wording is left for it.

    ``trained`` and ``tested`` are normal forms that no variant may have; it may not come near the latter either.
    """
    taken = {*trained, *tested}
    refused: Counter[str] = Counter()
    waiting = sorted(requests, key=lambda request: (request.turn, request.sample))
    while waiting:
        _settle(waiting, taken, tested, limits, refused)
        waiting = [request for request in waiting if request.missing and not request.exhausted]
    variants = sorted((v for request in requests for v in request.granted), key=lambda v: v.id)
    missing = {request.sample: request.missing for request in requests if request.missing}
    return Augmentation(tuple(variants), dict(sorted(missing.items())), dict(sorted(refused.items())))


def _settle(
    waiting: Sequence[_Request],
    taken: set[str],
    tested: Collection[str],
    limits: Limits,
    refused: Counter[str],
) -> None:
    """Let each request propose, and grant what is free and far enough from what is tested with."""
    proposals = [(request, wording, _form(wording)) for request in waiting for wording in request.proposed()]
    near = too_near((form for _, _, form in proposals if form is not None), tested, limits)
    for request, wording, form in proposals:
        if form is None:
            refused["unusable"] += 1
        elif form in taken:
            refused["taken"] += 1
        elif form in near:
            refused["near_test"] += 1
        else:
            taken.add(form)
            request.grant(wording)


def _form(wording: Wording) -> str | None:
    """The normal form; None where nothing is left, or where files cannot hold it."""
    try:
        wording.text.encode()
    except UnicodeEncodeError:
        return None
    return description_key(wording.text)


def _forms(texts: Iterable[str | None]) -> frozenset[str]:
    return frozenset(form for text in texts if (form := description_key(text)) is not None)


def _told(variants: int, samples: int, missing: int) -> str:
    short = f", {missing} rows found no wording" if missing else ""
    return f"{variants} more prompts for {samples} samples to train on{short}"
