"""An assessment of small places, key by key; its sample is really rendered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.assessment.places import LESSONS, MIT, SCENE, git, repository, written

from manimill.assessment import Assessment, assess, open_target
from manimill.sources import Access


def assessed(place: Path | str, access: Access | None = None, **settings: Any) -> Assessment:
    with open_target(str(place), access or Access()) as target:
        return assess(target, **({"sample": 0} | settings))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(tmp_path_factory.mktemp("lessons"), LESSONS, "git@github.com:owner/lessons.git")


@pytest.fixture
def said(place: Path) -> dict[str, Any]:
    return assessed(place).to_json()


def test_scenes_are_counted_by_flavour_and_place(place: Path, said: dict[str, Any]) -> None:
    keys = ("scenes", "by_flavour", "in_documentation", "without_own_construct", "templates", "without_base")
    assert [said[key] for key in keys] == [6, {"ce": 4, "legacy": 2}, 1, 1, 1, 1]
    assert (said["target"], said["within"]) == (str(place), None)
    assert said["revision"] == git(place, "rev-parse", "HEAD")
    assert {path: entry["flavour"] for path, entry in said["files"].items()} == {
        "README.md": {"ce": 1},
        "lessons/lesson.py": {"ce": 3},
        "old/before.py": {"legacy": 2},
        "spoken.py": {"ce": 1},
    }


def test_the_flavour_is_told_with_evidence_also_through_a_module_of_the_place(said: dict[str, Any]) -> None:
    assert said["files"]["lessons/lesson.py"]["evidence"] == {"ce": ["elsewhere: manim"]}
    assert said["files"]["old/before.py"]["evidence"] == {
        "legacy": [
            "line 1: from manimlib.imports import *",
            "line 4: GraphScene",
            "line 5: CONFIG in class Before",
        ]
    }
    flavours = {one["scene"]: one["flavour"] for one in said["found"]}
    assert flavours["Lacking"] == "ce"
    assert "Lonely" not in flavours


def test_what_keeps_scenes_from_being_whole_is_named_with_its_place(said: dict[str, Any]) -> None:
    keys = ("whole", "not_whole", "self_contained", "whole_in_documentation", "usable")
    assert [said[key] for key in keys] == [5, 1, 3, 1, 5]
    assert said["why_not_whole"] == [
        {
            "name": "nowhere",
            "scenes": 1,
            "where": "'nowhere' of lessons/lesson.py line 17, looked for in lessons/lesson.py, "
            "lessons/shared.py, manim",
        },
    ]
    assert said["why_without_base"] == [
        {
            "name": "GraphScene",
            "scenes": 1,
            "where": "'GraphScene' of old/stray.py line 1, which no import brings",
        },
    ]
    assert [(one["path"], one["line"], one["reason"]) for one in said["unread"]] == [
        ("old/broken.py", 1, "syntax_error")
    ]


def test_files_are_present_or_missing_each_once(said: dict[str, Any]) -> None:
    assert (said["assets_present"], said["assets_missing"]) == (1, 2)
    assert said["present_files"] == [
        {"path": "lessons/assets/dot.png", "size": 14, "scenes": 1, "where": "lessons/lesson.py:10 Picture"}
    ]
    assert said["missing_files"] == [
        {"path": "logo.svg", "kind": "svg", "scenes": 1, "where": "lessons/lesson.py:15 Lacking"},
        {"path": "photo.png", "kind": "image", "scenes": 1, "where": "old/before.py:11 Missing"},
    ]


def test_narration_packages_language_and_licence_are_told(said: dict[str, Any]) -> None:
    assert (said["narrated"], said["narration_words"]) == (1, 5)
    assert said["third_party"] == {"manim_voiceover": 1}
    assert said["languages"] == {"en": 43}
    assert (said["licence"], said["licence_evidence"]) == ("MIT", "LICENSE has its text")
    assert said["overlap"] is None


def test_without_a_sample_nothing_is_said_of_rendering(said: dict[str, Any]) -> None:
    keys = ("sampled", "rendered", "rendered_after_repair", "failures", "sample")
    assert [said[key] for key in keys] == [0, None, None, {}, []]


def test_a_sample_is_rendered_with_its_files_and_without_its_narration(place: Path) -> None:
    said = assessed(place, sample=10).to_json()
    assert {one["scene"]: one["verdict"] for one in said["sample"]} == {
        "InText": "ok",
        "Area": "ok",
        "Picture": "ok",
        "Before": "import_error",
        "Missing": "import_error",
        "Told": "ok",
    }
    assert (said["sampled"], said["rendered"], said["failures"]) == (6, 4, {"import_error": 2})
    assert "4 of 6 sampled scenes render as they stand (2 import_error)." in said["reasons"]


def test_the_same_seed_draws_the_same_scenes(place: Path) -> None:
    from manimill.assessment.sampling import draw

    scenes = assessed(place).reading.scenes
    drawn = {seed: [scene.name for scene in draw(scenes, 3, seed)] for seed in range(8)}
    assert drawn[0] == [scene.name for scene in draw(tuple(reversed(scenes)), 3, 0)]
    assert len({tuple(names) for names in drawn.values()}) > 1
    assert {name for names in drawn.values() for name in names} <= {
        "InText",
        "Area",
        "Picture",
        "Before",
        "Missing",
        "Told",
    }


def test_a_file_is_assessed_with_what_it_imports(tmp_path: Path) -> None:
    written(tmp_path, LESSONS)
    said = assessed(tmp_path / "lessons" / "lesson.py").to_json()
    assert (said["scenes"], said["whole"], said["self_contained"]) == (3, 2, 0)
    assert (said["assets_present"], said["revision"], said["within"]) == (1, None, "lesson.py")


def test_a_notebook_is_assessed_cell_by_cell(tmp_path: Path) -> None:
    cells = [
        ["from manim import *\n"],
        SCENE.format(name="InCell", what="Dot()").splitlines(keepends=True)[2:],
    ]
    listed = ", ".join(
        f'{{"cell_type": "code", "metadata": {{}}, "outputs": [], "source": {written_list}}}'
        for written_list in (str(cell).replace("'", '"') for cell in cells)
    )
    place = tmp_path / "notes.ipynb"
    place.write_text(f'{{"cells": [{listed}], "metadata": {{}}, "nbformat": 4, "nbformat_minor": 5}}')
    said = assessed(place, sample=1).to_json()
    (scene,) = said["found"]
    assert (scene["scene"], scene["kind"], scene["line"]) == ("InCell", "notebook", 2)
    assert (said["by_flavour"], said["rendered"]) == ({"ce": 1}, 1)
    assert scene["evidence"] == ["from manim import *"]


def test_a_text_is_assessed_by_its_blocks(tmp_path: Path) -> None:
    place = written(tmp_path, {"notes.md": LESSONS["README.md"]}) / "notes.md"
    said = assessed(place).to_json()
    assert (said["scenes"], said["in_documentation"], said["recommendation"]) == (0, 1, "exclude")


def test_examples_in_docstrings_count_as_documentation(tmp_path: Path) -> None:
    module = '''class Gear:
    """Turns.

    .. manim:: Turning

        class Turning(Scene):
            def construct(self):
                self.add(Square())
    """
'''
    said = assessed(written(tmp_path, {"gear.py": module})).to_json()
    assert (said["scenes"], said["in_documentation"], said["whole_in_documentation"]) == (0, 1, 1)
    assert (said["found"][0]["kind"], said["found"][0]["flavour"]) == ("docstring", "ce")


def test_an_address_of_a_folder_counts_its_scenes_only(tmp_path: Path) -> None:
    files = {
        "LICENSE": MIT,
        "a/one.py": SCENE.format(name="One", what="square()").replace(
            "\n\n", "\nfrom b.two import square\n\n", 1
        ),
        "b/two.py": SCENE.format(name="Two", what="Dot()") + "\n\ndef square():\n    return Square()\n",
    }
    repository(tmp_path / "owner" / "name", files)
    access = Access(git_mirror=str(tmp_path / "{owner}" / "{name}"))
    said = assessed("https://github.com/owner/name/tree/main/a", access).to_json()
    assert (said["scenes"], said["whole"], said["within"], said["licence"]) == (1, 1, "a", "MIT")


def test_copies_of_libraries_are_no_scenes_of_the_place(tmp_path: Path) -> None:
    files = {"manimlib/scene.py": SCENE.format(name="One", what="Dot()"), "mine.py": "x = 1\n"}
    assert assessed(written(tmp_path, files)).to_json()["scenes"] == 0
