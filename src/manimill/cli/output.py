"""Where commands print what they found."""

from __future__ import annotations

import os
import sys

from rich.console import Console

_UNBROKEN = 100_000
"""Wider than any row of a table."""


def standard_output() -> Console:
    """Where results are printed: as wide as the terminal, or ``COLUMNS``; in a pipe or a file no line is broken."""
    measured = sys.stdout.isatty() or bool(os.environ.get("COLUMNS"))
    return Console() if measured else Console(width=_UNBROKEN)
