"""Contents of assets, kept by their digest, so that samples can be rendered and exported with them later."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from manimill.records import SampleAsset
from manimill.scenes.assets import AssetReport
from manimill.scenes.files import FileAbsentError, FileTree
from manimill.workspace import cache_folder, disk_errors


def keep_assets(
    report: AssetReport, tree: FileTree, folder: Path | None = None
) -> tuple[tuple[SampleAsset, ...], tuple[str, ...]]:
    """The assets and the missing assets of a sample, as `manimill.records.Sample` has them.

    Contents are copied from the tree to ``folder``, by default one in the cache; each is kept once. What turns out
    not to be readable is missing.
    """
    folder = folder or cache_folder() / "assets"
    kept: list[SampleAsset] = []
    missing = {reference.pattern for reference in report.missing}
    for asset in report.present:
        try:
            content = tree.read(asset.source)
        except FileAbsentError:
            missing.add(asset.path)
            continue
        digest = hashlib.sha256(content).hexdigest()
        kept.append(SampleAsset(asset.path, digest, len(content), _kept(folder, digest, content)))
    return tuple(kept), tuple(sorted(missing))


def _kept(folder: Path, digest: str, content: bytes) -> Path:
    """The file with this content; one of its size is it, since a file appears whole or not at all."""
    path = folder / digest[:2] / digest
    if path.is_file() and path.stat().st_size == len(content):
        return path
    with disk_errors(folder):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.replace(beside, path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
    return path
