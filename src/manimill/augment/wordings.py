"""The wordings that a sample may be asked for with besides its own, the best first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from manimill.augment.draws import ranked
from manimill.augment.templates import templates
from manimill.augment.variant import Alternative, Paraphraser, Wording
from manimill.records import Description, Origin, Sample


def wordings(
    sample: Sample,
    description: Description,
    *,
    key: str,
    seed: int,
    wanted: int,
    alternatives: Sequence[Alternative] = (),
    paraphraser: Paraphraser | None = None,
    paraphrased_by: str | None = None,
) -> Iterator[Wording]:
    """Alternatives in the order they come, paraphrases, then every template that fits.

    ``paraphrased_by`` is the model behind the paraphrases: it has written them, whoever wrote what they say anew.
    Nothing is paraphrased before it is needed, and not oftener than rows are ``wanted``: templates cost nothing.
    """
    text = description.text or ""
    for one in alternatives:
        yield Wording(one.text.strip(), f"alternative:{one.style}", Origin.GENERATED, one.generated_by)
    if paraphraser is not None:
        for number in range(1, wanted + 1):
            said = paraphraser(sample.id, text, number)
            if said is not None:
                yield Wording(said.strip(), "paraphrase", Origin.GENERATED, paraphrased_by)
    known = templates()
    fitting = known.fitting(text)
    for name in ranked(fitting, seed, key):
        framed = fitting[name].frame(text, known.openings)
        yield Wording(framed, f"template:{name}", description.origin, description.generated_by)
