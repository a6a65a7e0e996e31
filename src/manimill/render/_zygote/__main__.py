"""The zygote's life: load manim, then serve jobs until the host hangs up."""

from __future__ import annotations

import ctypes
import os
import sys

from .lines import Closed, Lines

_PR_SET_DUMPABLE = 4


def main() -> None:
    """Serve on the two descriptors given as arguments: one to read jobs from, one to answer on."""
    if os.getpid() != 1:
        # Ending a scene means killing everything else in sight.
        sys.exit("the zygote runs as process 1 of a sandbox and nowhere else")
    host = Lines(int(sys.argv[1]), int(sys.argv[2]))
    _hide()
    from . import performance, supervision

    performance.prepare()
    supervision.clear()
    import manim

    try:
        host.send({"ready": manim.__version__})
        while True:
            job = host.receive()
            # An answer about TeX may arrive after the scene that asked has ended.
            if job is not None and "code" in job:
                host.send(supervision.run(job, host))
    except Closed:
        # Process 1 takes all others with it; nothing here is worth an orderly end.
        os._exit(0)


def _hide() -> None:
    """Keep scenes from reading or tracing this process, and from finding it by import or environment."""
    ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    entry = os.environ.pop("PYTHONPATH", None)
    sys.path[:] = [path for path in sys.path if path not in ("", entry, os.getcwd())]


if __name__ == "__main__":
    main()
