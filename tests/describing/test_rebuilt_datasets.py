"""Datasets of all kinds that are built anew from their tables: repaired code, files, borrowed descriptions."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.describe.llm_server import LlmServer
from tests.describe.made_scenes import made_scene
from tests.describing.comparing import digests
from tests.describing.conftest import MODEL, Here, asking

from manimill.build import build
from manimill.recipe import Recipe
from manimill.records import Origin, Provenance, Sample, SampleAsset, Skipped
from manimill.registry import DatasetRegistry
from manimill.result import BuildResult

OLD = """from manimlib.imports import *


class Old(Scene):
    def construct(self):
        title = TextMobject("an old title")
        self.play(ShowCreation(title))
        self.play(ApplyMethod(title.shift, 2 * UP))
"""
PICTURED = """from manim import *


class Pictured(Scene):
    def construct(self):
        picture = ImageMobject("cat.png")
        self.play(FadeIn(picture))
        self.play(picture.animate.shift(LEFT))
"""
NARRATED = {
    "narration": [{"text": "Watch how the shapes come in."}],
    "heading": "Shapes",
    "class_docstring": "All.",
}


class Mixed:
    """Samples of every kind: old code, a picture, prose, copies, a duplicate that lends its words, broken code."""

    def __init__(self, folder: Path) -> None:
        self._picture = folder / "cat.png"
        # One white pixel.
        self._picture.write_bytes(
            bytes.fromhex(
                "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63f80f0001"
                "010100"
                "1bb6ee560000000049454e44ae426082"
            )
        )

    def extract(self) -> Iterator[Sample | Skipped]:
        content = self._picture.read_bytes()
        picture = SampleAsset("cat.png", hashlib.sha256(content).hexdigest(), len(content), self._picture)
        place = Provenance(url="https://github.com/ada/mixed", path="old.py", first_line=3, licence="MIT")
        yield Sample.create("mixed", OLD, key="old", scene="Old", provenance=place)
        yield Sample.create("mixed", PICTURED, key="pictured", scene="Pictured", assets=(picture,))
        for n in range(4):
            metadata = NARRATED if n == 1 else {"upstream_split": "test"} if n == 2 else {}
            yield Sample.create("mixed", made_scene(n), key=f"{n}", scene=f"Scene{n}", metadata=metadata)
        for _ in range(2):
            yield Sample.create("mixed", made_scene(9), key="copy", scene="Scene9")
        yield Sample.create(
            "mixed", "from manim import *\nclass Broken(Scene:\n", key="broken", scene="Broken"
        )
        yield Skipped("mixed", "nowhere.py", "empty_code")


class Lending:
    """The last scene of the others, with a description that somebody spoke."""

    def extract(self) -> Iterator[Sample]:
        yield Sample.create(
            "lending",
            f"# The third scene.\n{made_scene(3)}",
            key="lender",
            scene="Scene3",
            description="Show the shapes of the third scene, one after the other, in their colours.",
            description_origin=Origin.NARRATION,
        )


def _registry(folder: Path) -> DatasetRegistry:
    registry = DatasetRegistry.from_catalog()
    registry.register("mixed", Mixed(folder), priority=30)
    registry.register("lending", Lending(), priority=10)
    return registry


@pytest.mark.parametrize("policy", ["reject", "bundle", "placeholder"])
@pytest.mark.parametrize(
    "more", [{}, {"augment": {"generated": 2.5, "narration": 2.0}, "licences": "stated"}]
)
def test_described_afterwards_it_is_as_if_it_had_been_at_once(
    tmp_path: Path,
    own_cache: Path,
    server: LlmServer,
    here: Here,
    policy: str,
    more: dict[str, object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tables = {
        "sources": ["mixed", "lending"],
        "render": {"enabled": False},
        "assets": {"policy": policy},
        **more,
    }
    describe = {"client": "openai", "model": MODEL, "base_url": server.openai_url, "per_sample": 2}
    recipe = Recipe.model_validate({**tables, "describe": describe})
    at_once = build(recipe, registry=_registry(tmp_path), out=tmp_path / "at-once")
    later = build(Recipe.model_validate(tables), registry=_registry(tmp_path), out=tmp_path / "later")
    assert digests(later.folder) != digests(at_once.folder)
    # Elsewhere, where neither its sources nor its answers are.
    away = shutil.copytree(later.folder, tmp_path / "away")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other-cache"))
    (tmp_path / "cat.png").unlink()
    done = here("describe", away, *asking(server, "--per-sample", 2))
    assert done.status == 0, done.err
    assert digests(away) == digests(at_once.folder)
    result = BuildResult.load(away)
    assert "generated" in set(result.tables["description"]["origin"])
    if "licences" not in more:
        assert "Old" in set(result.kept["scene"])
        assert "borrowed" in set(result.tables["description"]["action"])
    if policy == "bundle" and "licences" not in more:
        assert [path.name for path in (away / "assets").rglob("*.png")] == ["cat.png"]
