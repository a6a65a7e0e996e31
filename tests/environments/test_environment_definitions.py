"""Definitions of environments: those that ship, and what a file of one's own may say."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from tests.environments.wheels import DEFINITION

from manimill.catalog import Catalog
from manimill.environments import MAIN, Definition, choose, definitions
from manimill.errors import CatalogError, InputError, UserError

SHIPPED = {
    "manim-0.17": "0.17.3",
    "manim-0.18": "0.18.1",
    "manim-0.19": "0.19.2",
    "manim-chemistry": "0.22.0",
    "manim-dsa": "0.22.0",
    "manim-ml": "0.17.3",
    "manim-physics": "0.18.1",
    "manim-voiceover": "0.22.0",
    "science": "0.22.0",
}


def write(path: Path, text: str = DEFINITION) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def packages(definition: Definition) -> list[str]:
    pins = (*definition.requirements, *definition.pins)
    return [pin.partition("==")[0].lower().replace("_", "-") for pin in pins]


def test_each_environment_that_ships_pins_its_manim() -> None:
    found = {
        name: next(pin.removeprefix("manim==") for pin in d.requirements if pin.startswith("manim=="))
        for name, d in definitions().items()
    }
    assert found == SHIPPED


def test_a_file_that_ships_is_named_after_its_environment() -> None:
    names = sorted(file.name for file in (files("manimill.environments") / "data").iterdir())
    assert names == [f"{name}.toml" for name in SHIPPED]


@pytest.mark.parametrize("name", SHIPPED)
def test_no_package_is_pinned_twice(name: str) -> None:
    named = packages(definitions()[name])
    assert sorted(named) == sorted(set(named))


@pytest.mark.parametrize("name", [name for name, manim in SHIPPED.items() if manim < "0.19"])
def test_a_manim_that_runs_ffmpeg_has_one(name: str) -> None:
    definition = definitions()[name]
    assert "imageio-ffmpeg" in packages(definition)
    assert definition.programs == {"ffmpeg": "imageio_ffmpeg/binaries/ffmpeg-*"}


def test_sources_run_in_environments_that_hold_what_they_require() -> None:
    known = definitions()
    users = [entry for entry in Catalog.load() if entry.environment != MAIN]
    assert {entry.name for entry in users} == {
        "little_more_intro",
        "manim_chemistry",
        "manim_chemistry_package",
        "manim_dsa_package",
        "manim_ml",
        "manim_physics",
        "manim_physics_package",
        "manim_voiceover_package",
        "physics_with_manim",
        "reducible",
        "szymon_ozog",
        "vivek3141",
    }
    for entry in users:
        assert entry.requires
        assert set(entry.requires) <= set(known[entry.environment].requirements)


def test_a_source_names_its_environment_as_environments_are_named(tmp_path: Path) -> None:
    entry = (files("manimill.catalog") / "data" / "manim_ml.toml").read_text(encoding="utf-8")
    path = write(tmp_path / "c.toml", "replaces = true\n" + entry.replace('t = "manim-ml"', 't = "Manim ML"'))
    with pytest.raises(CatalogError) as caught:
        Catalog.load([path])
    assert str(caught.value) == (
        f"{path}: 'environment' is 'Manim ML'; it should be the name of an environment, such as 'manim-physics'."
    )


def test_a_definition_of_one_s_own_joins_those_that_ship(tmp_path: Path) -> None:
    write(tmp_path / "any-name.toml")
    by_folder, by_file = definitions([tmp_path]), definitions([tmp_path / "any-name.toml"])
    assert by_folder == by_file
    assert sorted(by_folder) == sorted([*SHIPPED, "sparks"])
    assert by_folder["sparks"].pins == ("manim==0.7",)


@pytest.mark.parametrize(
    "change",
    [
        {"requirements": ("sparks==1.3",)},
        {"requirements": ("sparks==1.2", "glue==1")},
        {"pins": ("manim==0.8",)},
        {"python": ("3.11",)},
        {"programs": {}},
        {"example": "class Proof: ..."},
        {"name": "flares"},
    ],
)
def test_the_digest_changes_with_what_the_environment_consists_of(
    tmp_path: Path, change: dict[str, Any]
) -> None:
    before = definitions([write(tmp_path / "s.toml")])["sparks"]
    assert before.model_copy(update=change).digest != before.digest


def test_prose_and_order_leave_the_digest_as_it_is(tmp_path: Path) -> None:
    before = definitions([write(tmp_path / "s.toml")])["sparks"]
    said = {"title": "Sparks", "why": "For scenes that spark.", "python": ("3.13", "3.11", "3.12")}
    assert before.model_copy(update=said).digest == before.digest
    assert len(before.digest) == 12


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        (
            "pins =",
            "pinned =",
            "there is no key 'pinned'; the keys are example, name, pins, programs, python, requirements, "
            "title, why.",
        ),
        ('title = "sparks 1.2 on a manim of its own"', "", "the key 'title' is missing; add it."),
        (
            '"sparks==1.2"',
            '"sparks>=1.2"',
            "'requirements': 'sparks>=1.2' is not exact; write 'package==version'.",
        ),
        (
            '"sparks==1.2"',
            '"--index-url=file:///x"',
            "'requirements': '--index-url=file:///x' is not exact; write 'package==version'.",
        ),
        (
            '"3.11"',
            '">=3.11"',
            "'python': '>=3.11' is no minor version of Python from 3.11 on, such as '3.11'.",
        ),
        ('"3.11"', '"3.10"', "'python': '3.10' is no minor version of Python from 3.11 on, such as '3.11'."),
        (
            'name = "sparks"',
            'name = "../sparks"',
            "'name' should be lower-case words joined by '-' or '.', got '../sparks'.",
        ),
        (
            'name = "sparks"',
            'name = "main"',
            "'name': 'main' is the interpreter that runs manimill; choose another name.",
        ),
        ("class Proof", "class Example", "'example': the example needs a scene class named Proof."),
        (
            '"sparks/bin/glow-*"',
            '"../../bin/sh"',
            "'programs': 'glow' must be a plain name and its pattern stay in site-packages.",
        ),
    ],
)
def test_a_wrong_definition_is_named_with_what_is_wrong(
    tmp_path: Path, right: str, wrong: str, sentence: str
) -> None:
    path = write(tmp_path / "s.toml", DEFINITION.replace(right, wrong))
    with pytest.raises(InputError) as caught:
        definitions([path])
    assert str(caught.value) == f"{path}: {sentence}"


def test_two_definitions_by_one_name_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "s.toml", DEFINITION.replace('"sparks"', '"manim-ml"', 1))
    with pytest.raises(InputError, match=r"both define an environment named 'manim-ml'; give one of them"):
        definitions([path])


def test_places_without_a_definition_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no \.toml file"):
        definitions([tmp_path])
    with pytest.raises(InputError, match=r"absent\.toml cannot be read \(No such file or directory\)"):
        definitions([tmp_path / "absent.toml"])
    with pytest.raises(InputError, match="is not a TOML file"):
        definitions([write(tmp_path / "s.toml", "name = ")])


def test_environments_are_chosen_by_name_each_once() -> None:
    known = definitions()
    chosen = choose(["manim-ml", "manim-0.17", "manim-ml"], known)
    assert [definition.name for definition in chosen] == ["manim-ml", "manim-0.17"]


def test_an_unknown_name_suggests_the_closest() -> None:
    with pytest.raises(UserError) as caught:
        choose(["manim-phisics"], definitions())
    assert str(caught.value) == (
        "There is no environment named 'manim-phisics', the closest is 'manim-physics'; `manimill env list` "
        "lists the names, and a definition of your own is given as a path."
    )


def test_the_main_environment_cannot_be_chosen() -> None:
    with pytest.raises(UserError, match="is the interpreter that runs manimill"):
        choose([MAIN], definitions())
