"""Why a scene cannot be written as one module."""

from __future__ import annotations


class NotWritableError(Exception):
    """Something that is needed cannot be put into one module; the message says what."""
