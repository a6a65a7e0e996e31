"""What an earlier run found out, kept as JSON for runs that cannot or need not ask again."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from manimill.workspace import disk_errors


def keep(path: Path, value: Any) -> None:
    """Write the value; a reader sees the old one or the new one whole."""
    with disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
        unfinished.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
        os.replace(unfinished, path)


def kept(path: Path) -> Any | None:
    """What was kept; None if nothing was, or nothing legible."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
