"""Tokens of texts, counted and cut by the BPE tokenizer that ships in wordllama's wheel; nothing is downloaded."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from tokenizers import Tokenizer


@lru_cache(maxsize=4096)
def count(text: str) -> int:
    """How many tokens ``text`` has."""
    return len(_tokenizer().encode(text, add_special_tokens=False).ids)


def cut(text: str, limit: int) -> str:
    """The first ``limit`` tokens of ``text``; ``text`` itself if it has no more."""
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
