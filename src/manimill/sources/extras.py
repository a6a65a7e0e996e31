"""Libraries that not everybody needs, imported when they are needed."""

from __future__ import annotations

import importlib
import importlib.util
from types import ModuleType

from manimill.sources.access import SourceUnavailableError

INSTALL = "pip install 'manimill[hubs]'"


def require(*modules: str) -> None:
    """Make sure that modules are installed, without importing them.

    Raises:
        SourceUnavailableError: one is not.
    """
    for module in modules:
        if importlib.util.find_spec(module) is None:
            raise _missing(module)


def imported(module: str) -> ModuleType:
    """A module of an optional library.

    Raises:
        SourceUnavailableError: the library is not installed.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise _missing(error.name or module) from None


def _missing(module: str) -> SourceUnavailableError:
    return SourceUnavailableError(f"needs the Python package '{module}', which is not installed: {INSTALL}")
