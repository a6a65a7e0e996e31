"""What is asked of a model, in one form whichever provider it goes to, and the key that an answer is kept by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

Role = Literal["user", "assistant"]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that goes along: its content and its kind, such as ``image/webp``."""

    content: bytes = field(repr=False)
    media_type: str

    @property
    def digest(self) -> str:
        """SHA-256 of the content, hex."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation with a model."""

    role: Role
    text: str
    images: tuple[Image, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The turn without the content of its pictures, of which it has the digests."""
        turn: dict[str, Any] = {"role": self.role, "content": self.text}
        if self.images:
            turn["images"] = [f"{image.media_type} {image.digest}" for image in self.images]
        return turn


@dataclass(frozen=True)
class Request:
    """A request to a model.

    ``max_tokens`` bounds the answer; ``temperature`` is the model's own where it is None. Two requests that are
    equal in all of this have the same ``key``, and are paid for once.
    """

    model: str
    system: str
    messages: tuple[Message, ...]
    max_tokens: int
    temperature: float | None = None

    @cached_property
    def canonical(self) -> str:
        """The request as JSON with sorted keys, without spaces, in ASCII."""
        return json.dumps(self.to_json(), sort_keys=True, separators=(",", ":"))

    @cached_property
    def key(self) -> str:
        """SHA-256 of the canonical form, 64 hex digits."""
        return hashlib.sha256(self.canonical.encode("ascii")).hexdigest()

    @property
    def prompt(self) -> str:
        """All of it as one text, for whoever takes no conversation."""
        turns = [self.messages[0].text, *(f"[{m.role}]\n{m.text}" for m in self.messages[1:])]
        return "\n\n".join([self.system, *turns])

    @property
    def characters(self) -> int:
        """Characters of all its texts together."""
        return len(self.system) + sum(len(message.text) for message in self.messages)

    @property
    def images(self) -> Sequence[Image]:
        """The pictures of all its turns."""
        return [image for message in self.messages for image in message.images]

    def to_json(self) -> dict[str, Any]:
        """What the key is made of."""
        parameters: dict[str, Any] = {"max_tokens": self.max_tokens}
        if self.temperature is not None:
            parameters["temperature"] = self.temperature
        return {
            "model": self.model,
            "system": self.system,
            "messages": [message.to_json() for message in self.messages],
            "parameters": parameters,
        }

    def again(self, answer: str, objection: str) -> Request:
        """The request that follows a bad answer: the conversation so far, and what was wrong."""
        # Providers take no turn without words.
        said = Message("assistant", answer if answer.strip() else "(no answer)")
        return replace(self, messages=(*self.messages, said, Message("user", objection)))

    def longer(self) -> Request:
        """The same with room for an answer twice as long."""
        return replace(self, max_tokens=2 * self.max_tokens)


def key_of(canonical: Mapping[str, Any]) -> str:
    """The key of a request that is there as JSON."""
    text = json.dumps(canonical, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()
