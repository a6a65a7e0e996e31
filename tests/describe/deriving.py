"""What a model might answer about a scene: the derived description, now and then spoilt in one of a model's ways.

What is spoilt, and how, follows from the text of the request alone, so that a run can be repeated.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache

from tests.describe.llm_server import Asked

from manimill.describe import derive

_SPOILT = (
    (0.03, "Sure! Here is what I would ask for: please draw something nice."),
    (0.01, '{"text": "Draw a circle."}'),
    (0.01, '{"description": ""}'),
    (0.02, '{"description": "Show a bar chart of rainfall in twelve cities, then sort its bars."}'),
)
"""Shares of requests and what is answered to them: no JSON, another shape, nothing, a scene that is not there."""


def answer(asked: Asked) -> str:
    """A description of the scene in a request; a second one in the same conversation is never spoilt."""
    drawn = int.from_bytes(hashlib.sha256(asked.text.encode()).digest()[:4], "big") / 2**32
    first = all(message["role"] == "user" for message in asked.messages)
    for share, spoilt in _SPOILT if first else ():
        if drawn < share:
            return spoilt
        drawn -= share
    return json.dumps({"description": description(asked.text)})


@lru_cache(maxsize=10_000)
def description(text: str) -> str:
    """The derived description of the scene in a request."""
    code = text.partition("```python\n")[2].partition("\n```")[0]
    scene = text.partition("The class to describe is ")[2].partition(".")[0]
    return derive(code, scene) or ""
