from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from manimill.records import SampleAsset
from manimill.scenes.asset_store import keep_assets
from manimill.scenes.assets import references, resolve
from manimill.scenes.files import FileAbsentError, MemoryTree

CODE = 'ImageMobject("a")\nImageMobject("gone.png")\nself.add_sound("b.wav")\n'


class _WithoutSounds(MemoryTree):
    def files(self) -> Mapping[str, int | None]:
        return super().files()

    def read(self, path: str) -> bytes:
        if path.endswith(".wav"):
            raise FileAbsentError("left out of this copy")
        return super().read(path)


def test_contents_are_kept_by_digest_and_what_cannot_be_read_is_missing(tmp_path: Path) -> None:
    tree = _WithoutSounds({"x/a.png": b"picture", "x/b.wav": b"sound"})
    report = resolve(references(CODE), tree, ["x"])
    digest = hashlib.sha256(b"picture").hexdigest()
    place = tmp_path / digest[:2] / digest
    for _ in range(2):
        assets, missing = keep_assets(report, tree, tmp_path)
        assert assets == (SampleAsset("a.png", digest, 7, place),)
        assert missing == ("b.wav", "gone.png")
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == [place]
        assert place.read_bytes() == b"picture"
