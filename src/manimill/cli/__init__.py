"""The command line: a thin layer over the library. One file per command."""

from __future__ import annotations

import sys

from manimill.errors import ManimillError


def main() -> None:
    """Run the command line and exit with its status.

    0: done. 1: finished, with failures the output names, or the machine stopped it. 2: the request was
    wrong. 130: interrupted.
    """
    from manimill.cli.app import app

    try:
        app(prog_name="manimill")
    except ManimillError as error:
        print(f"manimill: {error}", file=sys.stderr)
        sys.exit(error.exit_status)
    except BrokenPipeError:
        # The reader of a pipe went away, as `head` does. Nothing is left to say to it.
        sys.stderr.close()
        sys.exit(0)
