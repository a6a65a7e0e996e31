"""The zygote's life: load manim, then serve jobs until the host hangs up."""

from __future__ import annotations

import ctypes
import gc
import json
import os
import signal
import sys
from importlib import metadata
from typing import Any

from .lines import Closed, Lines

_PR_SET_DUMPABLE = 4


def main() -> None:
    """Serve on two descriptors, one to read jobs from and one to answer on, in the place given as JSON."""
    host = Lines(int(sys.argv[1]), int(sys.argv[2]))
    # What is loaded stays. It is enabled again for the scenes.
    gc.disable()
    # Python's own handler would let a scene interrupt the process that supervises it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _hide()
    described = json.loads(sys.argv[3])
    if not described["plugins"]:
        _leave_plugins_out()
    from . import performance, processes, supervision
    from .confinement import Place

    place = Place.from_json(described)
    processes.adopt_orphans()
    performance.prepare(place)
    place.clear()
    import manim

    try:
        host.send({"ready": manim.__version__})
        while True:
            job = host.receive()
            # An answer about TeX may arrive after the scene that asked has ended.
            if job is not None and "code" in job:
                host.send(supervision.run(job, host, place))
    except Closed:
        processes.end_all(0)
        os._exit(0)


def _hide() -> None:
    """Keep scenes from reading or tracing this process, and from finding it by import or environment."""
    ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    entry = os.environ.pop("PYTHONPATH", None)
    sys.path[:] = [path for path in sys.path if path not in ("", entry, os.getcwd())]


def _leave_plugins_out() -> None:
    """Keep manim from loading installed plugins: one that does not fit it would break every scene."""
    entry_points = metadata.entry_points

    def without_plugins(**selected: Any) -> Any:
        found = entry_points(**selected)
        return found.select(name="") if selected.get("group") == "manim.plugins" else found

    metadata.entry_points = without_plugins


if __name__ == "__main__":
    main()
