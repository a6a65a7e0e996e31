"""The exceptions manimill raises on purpose.

    ManimillError
    ├── UserError            the request was wrong; exit status 2
    │   ├── RecipeError      a recipe key, value or override
    │   ├── CatalogError     a catalog file, or a source nobody catalogued
    │   ├── InputError       a file to read: absent, unreadable, wrong columns
    │   └── OutputError      a folder to write or read: occupied, locked, not a build
    ├── LeakError            train and test are too much alike; exit status 1
    ├── Interrupted          the user stopped it; exit status 130
    └── EnvironmentFailure   the machine lacks something; never a verdict about a sample; exit status 1

Every message is one sentence that names what was got, what was wanted and what to do. The command line
prints it without a traceback.
"""

from __future__ import annotations


class ManimillError(Exception):
    """Base of everything raised on purpose."""

    exit_status = 1


class UserError(ManimillError):
    """The request cannot be carried out as it was put; nothing has been written."""

    exit_status = 2


class RecipeError(UserError):
    """A recipe that is not valid."""


class CatalogError(UserError):
    """A catalog entry that is not valid, or a source name that is not in the catalog."""


class InputError(UserError):
    """A file to be read that is absent, unreadable or not shaped as announced."""


class OutputError(UserError):
    """A folder that cannot be written to, or that does not hold a build."""


class LeakError(ManimillError):
    """Samples on the two sides of the split are too much alike; nothing has been published."""


class Interrupted(ManimillError):
    """The user stopped the work; what had finished is kept."""

    exit_status = 130


class EnvironmentFailure(ManimillError):
    """The machine, not a sample, is at fault: missing LaTeX, no sandbox, a full disk.

    Stops the stage. What had finished is kept; the same command continues once the cause is gone.
    """
