"""`manimill env`, as a user types it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from tests.conftest import Run
from tests.environments.wheels import DEFINITION, fill_wheelhouse

from manimill.environments import create, definitions, listing
from manimill.progress import Silent


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a definition, the wheels it needs, and a cache that holds the environment."""
    folder = tmp_path_factory.mktemp("place")
    (folder / "sparks.toml").write_text(DEFINITION)
    wheelhouse = fill_wheelhouse(folder / "wheels")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        sparks = definitions([folder / "sparks.toml"])["sparks"]
        create(sparks, prove=lambda _: None, progress=Silent(), wheelhouse=wheelhouse)
    return folder


def env_of(place: Path) -> dict[str, str]:
    return {"XDG_CACHE_HOME": str(place / "cache")}


def rows_of(done: subprocess.CompletedProcess[str]) -> dict[str, dict[str, object]]:
    assert done.returncode == 0, done.stderr
    return {row["name"]: row for row in map(json.loads, done.stdout.splitlines())}


def test_the_list_for_machines_has_every_environment_with_its_sources(place: Path, manimill: Run) -> None:
    rows = rows_of(manimill("env", "list", "--json", env=env_of(place)))
    assert list(rows) == ["main", *sorted(definitions()), "sparks"]
    assert rows["main"]["state"] == "ready"
    assert "manimbench" in rows["main"]["sources"]  # type: ignore[operator]
    assert rows["manim-physics"]["sources"] == ["manim_physics", "manim_physics_package"]
    assert rows["manim-physics"]["state"] == "not created"
    assert "manim-physics==0.4.0" in rows["manim-physics"]["requires"]  # type: ignore[operator]
    assert (rows["sparks"]["state"], rows["sparks"]["manim"]) == ("ready", "0.7")


def test_the_list_for_people_says_the_same(place: Path, manimill: Run) -> None:
    done = manimill("env", "list", env=env_of(place))
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["manim-0.17", "not", "created", "ManimCE", "0.17.3,", "of", "April", "2023"] in lines
    assert any(line[:3] == ["sparks", "ready", "0.7"] for line in lines)


def test_what_is_there_already_is_said_and_left(place: Path, manimill: Run) -> None:
    done = manimill("env", "create", place / "sparks.toml", env=env_of(place))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("sparks is there already: ")
    assert done.stdout.endswith("/bin/python\n")


def test_an_environment_whose_manim_renders_nothing_is_broken(
    place: Path, manimill: Run, tmp_path: Path
) -> None:
    env = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    done = manimill("env", "create", place / "sparks.toml", "--wheelhouse", place / "wheels", env=env)
    assert (done.returncode, done.stdout) == (1, "")
    assert "The environment 'sparks' is installed, but its example does not render" in done.stderr
    assert "Traceback" not in done.stderr
    rows = rows_of(manimill("env", "list", "--json", env=env))
    assert rows["sparks"]["state"] == "broken"
    removed = manimill("env", "remove", "sparks", env=env)
    assert (removed.returncode, removed.stdout) == (0, "sparks is removed\n")
    assert "sparks" not in rows_of(manimill("env", "list", "--json", env=env))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["create", "manim-phisics"],
            "There is no environment named 'manim-phisics', the closest is 'manim-physics'",
        ),
        (["create", "main"], "'main' is the interpreter that runs manimill"),
        (["create"], "manimill env create wants names or --all"),
        (["create", "absent.toml"], "absent.toml cannot be read (No such file or directory)"),
        (["create", "manim-ml", "--wheelhouse", "/nowhere"], "--wheelhouse wants a folder of wheels"),
        (["remove", "flares"], "There is no environment named 'flares'"),
    ],
)
def test_a_wrong_request_is_one_sentence(
    place: Path, manimill: Run, arguments: list[str], sentence: str
) -> None:
    done = manimill("env", *arguments, env=env_of(place))
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert line.startswith(f"manimill: {sentence}")


def test_removing_what_was_not_created_says_so(place: Path, manimill: Run) -> None:
    done = manimill("env", "remove", "manim-ml", env=env_of(place))
    assert (done.returncode, done.stdout) == (0, "manim-ml was not created; there is nothing to remove\n")


def test_help_names_the_three_commands(manimill: Run) -> None:
    text = manimill("env", "--help").stdout
    assert all(command in text for command in ("create", "list", "remove"))


def test_the_list_of_a_python_that_is_asked_agrees(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(place / "cache"))
    assert [entry.name for entry in listing(definitions())] == ["main", *sorted(definitions()), "sparks"]
