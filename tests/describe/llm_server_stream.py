"""A message of Anthropic's as the events of a stream."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def events(message: Mapping[str, Any]) -> bytes:
    """All events of a whole message, each of its blocks in one piece."""
    ended = {key: message[key] for key in ("stop_reason", "stop_sequence")}
    begun = {**message, **dict.fromkeys(ended), "content": []}
    told: list[dict[str, Any]] = [{"type": "message_start", "message": begun}]
    for index, block in enumerate(message["content"]):
        delta = {"type": "text_delta", "text": block["text"]}
        told += [
            {"type": "content_block_start", "index": index, "content_block": {"type": "text", "text": ""}},
            {"type": "content_block_delta", "index": index, "delta": delta},
            {"type": "content_block_stop", "index": index},
        ]
    usage = {"output_tokens": message["usage"]["output_tokens"]}
    told += [{"type": "message_delta", "delta": ended, "usage": usage}, {"type": "message_stop"}]
    return "".join(f"event: {one['type']}\ndata: {json.dumps(one)}\n\n" for one in told).encode()
