"""Include, convert or exclude: which evidence decides."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.assessment.places import DOT, LESSONS, MIT, SCENE, git, repository, written

from manimill.assessment import Assessment, KnownScenes, assess, open_target
from manimill.catalog import SourceEntry
from manimill.catalog.reading import read_entry
from manimill.sources import Access

CE = {f"s{n}.py": SCENE.format(name=f"Scene{n}", what="Dot()") for n in range(3)}
OLD = {
    f"o{n}.py": code.replace("from manim ", "from manimlib.imports ") for n, code in enumerate(CE.values())
}
FAILING = {path: code.replace("Dot()", "Dot().nothing()") for path, code in CE.items()}
# Whatever a star brings from a package that nobody has indexed, the old name may be among it.
DRIFTED = {
    path: code.replace("manim import *", "manim import *\nfrom fnmatch import *")
    .replace("self.add(", "self.play(ShowCreation(")
    .replace("Dot())", "Dot()))")
    for path, code in CE.items()
}
MANY = {f"m{n}.py": SCENE.format(name=f"More{n}", what="Dot()") for n in range(10)}
MANY_OLD = {
    f"x{n}.py": "from manimlib import *\n" + SCENE.format(name=f"X{n}", what="Dot()")[20:] for n in range(30)
}
CHINESE = {
    f"c{n}.py": SCENE.format(name=f"C{n}", what=f"Text('{'圆的面积是多少我们怎么知道' * 8}{n}')")
    for n in range(3)
}


def weighed(folder: Path, files: Mapping[str, str | bytes], sample: int = 0) -> Assessment:
    with open_target(str(written(folder, files)), Access()) as target:
        return assess(target, sample=sample)


@pytest.mark.parametrize(
    ("files", "verdict", "first"),
    [
        (CE, "include", "3 scenes (3 ce), of which 3 can be cut out whole and 3 stand alone in their file."),
        (OLD, "convert", "3 of 3 usable scenes are for another Manim than ManimCE."),
        (
            {**MANY, **MANY_OLD},
            "include",
            "40 scenes (30 gl, 10 ce), of which 40 can be cut out whole and 40 stand alone in their file.",
        ),
        ({"a.py": "x = 1\n"}, "exclude", "It holds no scenes."),
        ({"a.py": CE["s0.py"]}, "exclude", "1 of its 1 scenes can be used, and 2 would make a source."),
        (CHINESE, "exclude", "The text on screen is mostly not English: 0 of 312 letters (zh 312)."),
        (
            {**CE, "README.md": "May not be reused."},
            "exclude",
            "Its authors refuse reuse: README.md says 'may not be reused'.",
        ),
        (
            {**CE, "LICENSE": "Attribution-NonCommercial-NoDerivatives 4.0 International"},
            "exclude",
            "Its licence CC-BY-NC-ND-4.0 allows no derived works, which samples are.",
        ),
        (
            {path: code.replace("Dot()", f"ImageMobject('{path}.png')") for path, code in CE.items()},
            "exclude",
            "0 of its 3 scenes can be used, and 2 would make a source.",
        ),
    ],
)
def test_the_first_reason_is_what_decides(
    tmp_path: Path, files: Mapping[str, str | bytes], verdict: str, first: str
) -> None:
    found = weighed(tmp_path, files).recommendation
    assert (found.verdict, found.reasons[0]) == (verdict, first)


def test_too_little_that_renders_is_for_repair_where_repair_helps(tmp_path: Path) -> None:
    found = weighed(tmp_path, DRIFTED, sample=3)
    assert found.recommendation.verdict == "convert"
    assert found.recommendation.reasons[0] == (
        "Only 0 of 3 sampled ManimCE scenes render as they stand; it takes more than 25%."
    )
    assert "Repaired, 3 of them render." in found.recommendation.reasons
    said = found.to_json()
    assert (said["rendered"], said["rendered_after_repair"]) == (0, 3)
    assert {one["verdict_after_repair"] for one in said["sample"]} == {"ok"}
    assert {rule for one in said["sample"] for rule in one["repair_rules"]} == {"renamed-animations"}


def test_scenes_for_another_manim_that_run_once_repaired_are_converted(tmp_path: Path) -> None:
    found = weighed(tmp_path, OLD, sample=3)
    assert found.recommendation.verdict == "convert"
    assert (found.to_json()["rendered"], found.to_json()["rendered_after_repair"]) == (0, 3)


def test_what_does_not_run_repaired_either_is_no_source(tmp_path: Path) -> None:
    found = weighed(tmp_path, FAILING, sample=3).recommendation
    assert (found.verdict, found.reasons[0]) == (
        "exclude",
        "Only 0 of 3 sampled scenes that need repair render once they are repaired; it takes more than 25%.",
    )


def test_what_a_build_has_already_adds_nothing(tmp_path: Path) -> None:
    place = written(tmp_path / "lessons", CE)
    with open_target(str(place), Access()) as target:
        forms = KnownScenes(Path("out"), {})
        assert assess(target, sample=0, against=forms).to_json()["overlap"] == {
            "build": "out",
            "scenes": 0,
            "share": 0.0,
            "sources": [],
        }


def test_every_reason_is_a_sentence(tmp_path: Path) -> None:
    reasons = weighed(tmp_path, LESSONS).recommendation.reasons
    assert [reason for reason in reasons if not (reason[0].isupper() or reason[0].isdigit())] == []
    assert [reason for reason in reasons if not reason.endswith(".")] == []


def entry_of(found: Assessment, folder: Path) -> SourceEntry:
    file = folder / "entry.toml"
    file.write_text(found.recommendation.toml, encoding="utf-8")
    return read_entry(file)


def test_the_entry_says_what_was_found(tmp_path: Path) -> None:
    place = repository(tmp_path / "lessons", LESSONS, "https://github.com/An-Owner/Lessons.1")
    with open_target(str(place), Access()) as target:
        entry = entry_of(assess(target, sample=0), tmp_path)
    assert (entry.name, entry.title, entry.kind) == ("an_owner_lessons_1", "An-Owner: Lessons.1", "git")
    assert (entry.verdict, entry.licence, entry.redistribution) == ("include", "MIT", True)
    assert entry.attribution == "An-Owner (github.com/An-Owner/Lessons.1), MIT"
    assert entry.flavours == ("ce", "legacy")
    assert entry.expected == {"scenes": 6, "whole": 5, "ce": 4, "legacy": 2, "in_documentation": 1}
    assert entry.repositories[0].repository == "An-Owner/Lessons.1"
    assert entry.repositories[0].include == ("**/*.py", "**/*.md", "**/*.markdown")
    assert entry.traps == (
        "Other files of the repository are needed by 2 scenes.",
        "Of 6 scenes 1 cannot be cut out whole.",
        "Files that are not in the repository are asked for by 2 scenes.",
        "Templates, which are only bases of others or draw nothing: 1.",
        "Not readable: old/broken.py.",
    )


def test_packages_and_the_environment_are_left_to_the_curator_as_comments(tmp_path: Path) -> None:
    toml = weighed(tmp_path, LESSONS).recommendation.toml
    assert "# Imported besides Manim, by so many scenes: manim_voiceover (1).\n" in toml
    assert '# environment = "manim-voiceover"\n' in toml
    assert {"requires", "environment"}.isdisjoint(tomllib.loads(toml))


@pytest.mark.parametrize(
    "name",
    ["lessons", "3 lessons", "Größe", "数学", 'quote"back\\slash', "line\nbreak\x7f\x1b", "---", "b\udcff"],
)
def test_the_entry_is_valid_whatever_the_folder_is_called(tmp_path: Path, name: str) -> None:
    entry = entry_of(weighed(tmp_path / name, CE), tmp_path)
    assert (entry.verdict, entry.repositories[0].repository) == ("include", "OWNER/NAME")


@pytest.mark.parametrize(
    "files", [CE, OLD, CHINESE, {**CE, "README": "No reuse."}, {"odd\x7f\n'\".py": CE["s0.py"]}]
)
def test_the_entry_is_valid_for_every_verdict(tmp_path: Path, files: Mapping[str, str | bytes]) -> None:
    found = weighed(tmp_path, files)
    entry = entry_of(found, tmp_path)
    verdicts = {"include": {"include"}, "convert": {"convert"}, "exclude": {"refused", "not_included"}}
    assert entry.verdict in verdicts[found.recommendation.verdict]


def test_the_entry_of_an_address_is_limited_to_its_folder_and_commit(tmp_path: Path) -> None:
    repository(tmp_path / "owner" / "name", {f"part/{path}": code for path, code in CE.items()})
    access = Access(git_mirror=str(tmp_path / "{owner}" / "{name}"))
    with open_target("https://github.com/owner/name/tree/main/part", access) as target:
        place = entry_of(assess(target, sample=0), tmp_path).repositories[0]
    assert place.include == ("part/**/*.py",)
    assert place.revision == git(tmp_path / "owner" / "name", "rev-parse", "main")


def test_a_place_without_scenes_has_no_entry(tmp_path: Path) -> None:
    assert weighed(tmp_path, {"a.py": "x = 1\n", "dot.png": DOT, "LICENSE": MIT}).recommendation.toml == ""
