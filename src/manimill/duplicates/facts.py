"""What samples are compared by."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from manimill.code.analysis import Analysis
from manimill.code.canonical import Forms
from manimill.text.normal import description_key


@dataclass(frozen=True, slots=True)
class Facts:
    """What two samples are compared by.

    ``text`` is the code as it stands, ``module`` the hash of its canonical form, ``animation`` that of its animation
    form; ``position`` says which of the module's classes is rendered. ``tokens`` and ``shown`` are what
    `manimill.code.canonical.Forms` has by these names. ``description`` is in its normal form, or None.
    """

    text: str
    module: str
    animation: str
    position: int
    tokens: npt.NDArray[np.uint32] = field(compare=False)
    shown: tuple[str, ...]
    description: str | None

    @classmethod
    def of(cls, code: str, analysis: Analysis, description: str | None) -> Facts:
        """What is known of a sample's code, and its description as it was found."""
        return cls.of_forms(code, analysis.forms, analysis.scene_position, description)

    @classmethod
    def of_forms(cls, code: str, forms: Forms, position: int, description: str | None) -> Facts:
        """The same where nobody has analysed more than the forms."""
        return cls(
            text=code,
            module=forms.code,
            animation=forms.animation,
            position=position,
            tokens=forms.tokens,
            shown=forms.shown,
            description=description_key(description),
        )

    @property
    def code(self) -> tuple[str, int]:
        """The canonical form and the scene rendered from it."""
        return self.module, self.position

    @property
    def motion(self) -> tuple[str, int]:
        """The animation form and the scene rendered from it."""
        return self.animation, self.position
