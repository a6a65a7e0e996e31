from __future__ import annotations

from manimill.duplicates import Decision
from manimill.records import Origin, Provenance, Sample
from manimill.wording import Wording, borrow, originals, own_wording, pair_licence, worded


def sample(source: str, text: str | None, origin: Origin, licence: str = "MIT") -> Sample:
    return Sample.create(
        source,
        "from manim import *\n",
        key=text or source,
        description=text,
        description_origin=origin,
        provenance=Provenance(licence=licence),
    )


DOCS = sample("docs", None, Origin.NONE)
REVIEWED = sample("bench", "Draw a red circle.", Origin.REVIEWED, "CC-BY-NC-SA-4.0")
MACHINE = sample("rows", "make circle", Origin.UPSTREAM_LLM, "NOASSERTION")
ALL = {s.id: s for s in (DOCS, REVIEWED, MACHINE)}
OWN = {s.id: own_wording(s) for s in ALL.values()}
KEPT = Decision(kept=True)


def repeats(kept: Sample, rule: str = "canonical_code") -> Decision:
    return Decision(kept=False, rule=rule, matched_id=kept.id, similarity=1.0)  # type: ignore[arg-type]


def test_a_kept_sample_borrows_the_best_description_of_those_with_its_code() -> None:
    decisions = {DOCS.id: KEPT, REVIEWED.id: repeats(DOCS), MACHINE.id: repeats(DOCS)}
    lent = borrow(OWN, decisions)[DOCS.id]
    assert (lent.description.text, lent.description.origin) == ("Draw a red circle.", Origin.REVIEWED)
    assert (lent.action, lent.lender) == ("borrowed", REVIEWED.id)


def test_nothing_is_borrowed_from_code_that_is_only_alike() -> None:
    for rule in ("near_code", "same_animation", "same_description"):
        decisions = {DOCS.id: KEPT, REVIEWED.id: repeats(DOCS, rule), MACHINE.id: repeats(DOCS, rule)}
        assert borrow(OWN, decisions) == OWN


def test_a_better_description_is_kept() -> None:
    decisions = {REVIEWED.id: KEPT, DOCS.id: repeats(REVIEWED), MACHINE.id: repeats(REVIEWED)}
    assert borrow(OWN, decisions) == OWN


def test_a_description_that_another_kept_sample_has_is_not_lent() -> None:
    twin = sample("other", "draw a red circle", Origin.HUMAN)
    own = {**OWN, twin.id: own_wording(twin)}
    decisions = {DOCS.id: KEPT, twin.id: KEPT, REVIEWED.id: repeats(DOCS), MACHINE.id: repeats(DOCS)}
    lent = borrow(own, decisions)[DOCS.id]
    assert lent.description.text == "make circle"


def test_a_row_names_the_licences_of_all_its_parts() -> None:
    borrowed = Wording(OWN[REVIEWED.id].description, "borrowed", REVIEWED.id)
    assert pair_licence(DOCS, borrowed, ALL) == "CC-BY-NC-SA-4.0 AND MIT"
    assert pair_licence(REVIEWED, OWN[REVIEWED.id], ALL, DOCS.id) == "CC-BY-NC-SA-4.0 AND MIT"
    assert pair_licence(DOCS, OWN[DOCS.id], ALL) == "MIT"


def test_the_original_of_collected_code_is_where_its_authors_publish_it() -> None:
    decisions = {REVIEWED.id: KEPT, DOCS.id: repeats(REVIEWED), MACHINE.id: repeats(REVIEWED)}
    collections = frozenset({"bench", "rows"})
    assert originals(ALL, decisions, collections) == {REVIEWED.id: DOCS.id}
    assert originals(ALL, {DOCS.id: KEPT, REVIEWED.id: repeats(DOCS)}, collections) == {}


def test_samples_go_on_under_their_own_ids() -> None:
    lent = {**OWN, DOCS.id: Wording(OWN[REVIEWED.id].description, "borrowed", REVIEWED.id)}
    (changed,) = worded([DOCS], lent)
    assert (changed.id, changed.description) == (DOCS.id, "Draw a red circle.")
