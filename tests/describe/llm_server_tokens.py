"""Tokens of texts, counted and cut by the BPE tokenizer that ships in wordllama's wheel; nothing is downloaded."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from tokenizers import Tokenizer

CHARACTERS = 4
"""Of a token, where tokens are not counted exactly."""


def count(text: str, *, exact: bool = True) -> int:
    """How many tokens ``text`` has."""
    return _counted(text) if exact else -(-len(text) // CHARACTERS)


@lru_cache(maxsize=4096)
def _counted(text: str) -> int:
    # Faster by a quarter than encode, which also finds where each token stands.
    return len(_tokenizer().encode_batch_fast([text], add_special_tokens=False)[0].ids)


def cut(text: str, limit: int, *, exact: bool = True) -> str:
    """The first ``limit`` tokens of ``text``; ``text`` itself if it has no more."""
    if not exact:
        return text[: limit * CHARACTERS]
    offsets = _tokenizer().encode(text, add_special_tokens=False).offsets
    return text if len(offsets) <= limit else text[: offsets[limit - 1][1]] if limit > 0 else ""


@cache
def _tokenizer() -> Tokenizer:
    # Found without importing the package, which would load a model.
    spec = find_spec("wordllama")
    assert spec is not None and spec.origin is not None
    tokenizer = Tokenizer.from_file(
        str(Path(spec.origin).parent / "tokenizers" / "l2_supercat_tokenizer_config.json")
    )
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
