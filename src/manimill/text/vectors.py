"""What descriptions mean, as vectors that can be compared.

The vectors of words are those that ship in the wheel of WordLlama, so nothing is downloaded; Model2Vec makes the
vector of a text out of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from manimill.errors import EnvironmentFailure

if TYPE_CHECKING:
    from model2vec import StaticModel

DIMENSIONS = 256
_WEIGHTS = "weights/l2_supercat_256.safetensors"
_TOKENIZER = "tokenizers/l2_supercat_tokenizer_config.json"


def embed(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """One vector of length 1 for each text; shape (len(texts), 256).

    The product of two of them is the cosine of the angle between the texts: 1 for the same words, around 0 for
    texts that have nothing to do with each other. A text without a known word has the zero vector. The vector of a
    text does not depend on the texts beside it.

    Raises:
        EnvironmentFailure: the vectors of words are not installed.
    """
    new = [text for text in dict.fromkeys(texts) if text not in _KNOWN]
    vectors = dict(zip(new, _encoded(new), strict=True))
    found = np.empty((len(texts), DIMENSIONS), np.float32)
    for row, text in enumerate(texts):
        found[row] = _KNOWN[text] if text in _KNOWN else vectors[text]
    if len(_KNOWN) + len(new) <= _REMEMBERED:
        _KNOWN.update(vectors)
    return found


_KNOWN: dict[str, npt.NDArray[np.float32]] = {}
"""Vectors of texts: a build asks for those of the same descriptions to find duplicates, to split, and to prove."""
_REMEMBERED = 50_000
"""Texts; their vectors take 1 KiB each."""


def _encoded(texts: list[str]) -> npt.NDArray[np.float32]:
    if not texts:
        return np.empty((0, DIMENSIONS), np.float32)
    vectors: npt.NDArray[np.float32] = _model().encode(texts, max_length=None, use_multiprocessing=False)
    return vectors


@cache
def _model() -> StaticModel:
    # Imported here because the model takes half a second that most commands should not cost.
    from model2vec import StaticModel
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    folder = _folder()
    weights = load_file(folder / _WEIGHTS)["embedding.weight"].astype(np.float32)
    return StaticModel(weights, Tokenizer.from_file(str(folder / _TOKENIZER)), normalize=True)


def _folder() -> Path:
    # The package is looked up and not imported: it would load a model of its own.
    spec = find_spec("wordllama")
    folder = Path(spec.origin).parent if spec and spec.origin else None
    if folder is None or not (folder / _WEIGHTS).is_file() or not (folder / _TOKENIZER).is_file():
        raise EnvironmentFailure(
            "The vectors that descriptions are compared by are not installed; run 'pip install wordllama'."
        )
    return folder
