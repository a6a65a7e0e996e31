"""Libraries that not everybody needs, imported where they are needed."""

from __future__ import annotations

import importlib.util

from manimill.sources.access import SourceUnavailableError


def require(*modules: str) -> None:
    """Make sure that modules are installed, without importing them.

    Raises:
        SourceUnavailableError: one is not.
    """
    for module in modules:
        if importlib.util.find_spec(module) is None:
            raise SourceUnavailableError(
                f"needs the Python package '{module}', which is not installed: pip install 'manimill[hubs]'"
            )
