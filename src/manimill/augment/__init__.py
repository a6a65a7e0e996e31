"""More prompts for the scenes of the train side: the same code under other wordings of the request."""

from manimill.augment.account import variant_statistics
from manimill.augment.stage import augment_all, wanted_rows
from manimill.augment.templates import Template, templates
from manimill.augment.variant import Alternative, Augmentation, Paraphraser, Variant

__all__ = [
    "Alternative",
    "Augmentation",
    "Paraphraser",
    "Template",
    "Variant",
    "augment_all",
    "templates",
    "variant_statistics",
    "wanted_rows",
]
