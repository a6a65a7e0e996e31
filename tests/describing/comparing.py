"""Datasets compared byte by byte."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path


def digests(folder: Path) -> dict[str, str]:
    """Digest of every file of a build; of ``build.json`` without what was measured with a clock."""
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or name.startswith(".manimill") or name == "tables/timings.parquet":
            continue
        content = path.read_bytes()
        if name == "build.json":
            told = json.loads(content)
            del told["timings"]
            content = json.dumps(told, sort_keys=True).encode()
        found[name] = hashlib.sha256(content).hexdigest()
    return found


def times(folder: Path) -> dict[str, int]:
    """When every file of a build was changed last, in nanoseconds."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".manimill" not in path.parts
    }
