"""A variant: another wording of the request for a sample's code; and where wordings come from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from manimill.records import Origin


@dataclass(frozen=True, slots=True)
class Alternative:
    """A description of a sample that is known besides its own, the style it is in, and the model that wrote it."""

    text: str
    style: str
    generated_by: str | None = None


class Paraphraser(Protocol):
    """Says a description in other words, ``number`` (from 1) telling apart the several times it is asked to.

    None where it has nothing to offer. The same arguments must give the same answer, or builds differ.
    """

    def __call__(self, sample_id: str, description: str, number: int) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording that may become a variant.

    ``variant`` says how it was made: ``template:NAME``, ``alternative:STYLE`` or ``paraphrase``. ``generated_by`` is
    the model that wrote it, or what it frames, where one did.
    """

    text: str
    variant: str
    origin: Origin
    generated_by: str | None = None


@dataclass(frozen=True, slots=True)
class Variant:
    """A wording that is exported as a row of its own; ``parent_id`` is the sample whose code it asks for."""

    id: str
    parent_id: str
    variant: str
    text: str
    origin: Origin
    generated_by: str | None = None

    @classmethod
    def of(cls, parent: str, wording: Wording) -> Variant:
        """Make the variant of a sample; its id follows from the sample's id and the text."""
        return cls(
            id=variant_id(parent, wording.text),
            parent_id=parent,
            variant=wording.variant,
            text=wording.text,
            origin=wording.origin,
            generated_by=wording.generated_by,
        )

    @property
    def kind(self) -> str:
        """``template``, ``alternative`` or ``paraphrase``."""
        return self.variant.partition(":")[0]

    def to_json(self) -> dict[str, Any]:
        """A row of the table ``variants``."""
        return {
            "id": self.id,
            "parent_id": self.parent_id,
            "variant": self.variant,
            "text": self.text,
            "origin": self.origin.value,
            "generated_by": self.generated_by,
        }


def variant_id(parent: str, text: str) -> str:
    """First 16 hex digits of SHA-256 over the sample's id and the variant's text."""
    digest = hashlib.sha256(json.dumps([parent, text], ensure_ascii=True).encode("ascii"))
    return digest.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Augmentation:
    """The variants of a build, sorted by id.

    ``missing`` has, by sample id, how many rows a sample was to have and has not, because no wording was left.
    ``refused`` counts wordings that were not used by the reason: ``taken`` (something exported is worded so already),
    ``near_test`` (too much like something that is tested with) and ``unusable`` (nothing in it, or no text).
    """

    variants: tuple[Variant, ...] = ()
    missing: Mapping[str, int] = field(default_factory=dict)
    refused: Mapping[str, int] = field(default_factory=dict)
