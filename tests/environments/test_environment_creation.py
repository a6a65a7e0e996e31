"""Environments made for real: virtual environments, filled by pip from a folder of small wheels."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.environments.wheels import DEFINITION, fill_wheelhouse, write_wheel

from manimill.environments import (
    Definition,
    Environment,
    Listed,
    create,
    definitions,
    find_environment,
    listing,
    plugins_in,
    remove,
)
from manimill.errors import EnvironmentFailure, UserError
from manimill.progress import Silent

# Makes the environment of a definition in a process of its own, which says how far it is.
SCRIPT = """
import sys
from pathlib import Path

from manimill.environments import create, definitions
from manimill.progress import Silent

class Telling(Silent):
    def advance(self, amount=1):
        print("a package", flush=True)

definition = definitions([Path(sys.argv[1])])["sparks"]
made = create(definition, prove=lambda _: None, progress=Telling(), wheelhouse=Path(sys.argv[2]))
print("new" if made.new else "old", flush=True)
"""


class Course(Silent):
    """Progress as it was told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def start(self, stage: str, total: int | None, unit: str) -> None:
        self.told.append(f"{stage}: {total} {unit}")

    def advance(self, amount: int = 1) -> None:
        self.told.append("+")

    def finish(self, summary: str) -> None:
        self.told.append(summary)


@pytest.fixture(scope="module")
def wheelhouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill_wheelhouse(tmp_path_factory.mktemp("wheels"))


@pytest.fixture(scope="module")
def toml(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("definition") / "sparks.toml"
    path.write_text(DEFINITION)
    return path


@pytest.fixture(scope="module")
def sparks(toml: Path) -> Definition:
    return definitions([toml])["sparks"]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache without environments."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture(scope="module")
def made(
    tmp_path_factory: pytest.TempPathFactory, wheelhouse: Path, sparks: Definition
) -> Iterator[tuple[Path, Environment, Course]]:
    """A cache that holds the environment, which tests leave as it is."""
    folder, course = tmp_path_factory.mktemp("cache"), Course()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        environment = create(
            sparks, prove=lambda e: run(sparks, e), progress=course, wheelhouse=wheelhouse
        ).environment
    yield folder, environment, course


@pytest.fixture
def ready(made: tuple[Path, Environment, Course], monkeypatch: pytest.MonkeyPatch) -> Environment:
    monkeypatch.setenv("XDG_CACHE_HOME", str(made[0]))
    return made[1]


def run(definition: Definition, environment: Environment) -> str | None:
    """What is wrong with the example, as far as it can be told without a picture."""
    command = [environment.python, "-I", "-c", definition.example]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stderr.strip().split("\n")[-1] or None


def listed(known: dict[str, Definition], name: str = "sparks") -> Listed:
    [found] = [entry for entry in listing(known) if entry.name == name]
    return found


def folder_of(environment: Environment) -> Path:
    return Path(environment.python).parent.parent


def test_an_environment_holds_what_its_definition_says(ready: Environment, sparks: Definition) -> None:
    assert (ready.name, ready.manim, ready.requires) == ("sparks", "0.7", ("sparks==1.2",))
    assert {"manim==0.7", "sparks==1.2"} <= set(ready.packages)
    assert folder_of(ready).name == f"sparks-{sparks.digest}"
    asked = "import sys, sparks; print('%d.%d.%d' % sys.version_info[:3], sparks.Sparks.colour)"
    done = subprocess.run([ready.python, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [ready.python_version, "red"]


def test_nothing_of_the_main_environment_shows_in_it(ready: Environment) -> None:
    done = subprocess.run([ready.python, "-c", "import numpy"], capture_output=True, text=True, check=False)
    assert "ModuleNotFoundError" in done.stderr


def test_programs_of_packages_lie_beside_the_interpreter(ready: Environment) -> None:
    done = subprocess.run([Path(ready.python).with_name("glow")], capture_output=True, text=True, check=True)
    assert done.stdout == "glows\n"


def test_progress_counts_the_packages(made: tuple[Path, Environment, Course]) -> None:
    start, *packages, summary = made[2].told
    assert (start, packages) == ("sparks: 2 packages", ["+", "+"])
    assert summary.startswith(f"manim 0.7, Python {made[1].python_version}, ")


def test_what_is_ready_is_left_alone(ready: Environment, sparks: Definition) -> None:
    record = folder_of(ready) / "environment.json"
    before = record.stat()
    again = create(sparks, prove=lambda _: "never asked", progress=Silent())
    assert (again.new, again.environment) == (False, ready)
    assert (record.stat().st_ino, record.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_an_environment_of_one_s_own_is_found_without_its_definition(ready: Environment) -> None:
    assert find_environment("sparks") == ready


def test_a_changed_definition_is_an_environment_to_be_made(ready: Environment, sparks: Definition) -> None:
    changed = sparks.model_copy(update={"pins": ("manim==0.8",)})
    with pytest.raises(EnvironmentFailure) as caught:
        find_environment("sparks", {"sparks": changed})
    assert str(caught.value) == (
        "The environment 'sparks' was not created yet; run `manimill env create sparks`."
    )
    states = [(e.state, e.path) for e in listing({"sparks": changed}) if e.name == "sparks"]
    assert states == [
        ("not created", str(folder_of(ready).with_name(f"sparks-{changed.digest}"))),
        ("outdated", str(folder_of(ready))),
    ]


def test_the_list_says_what_is_ready(ready: Environment, sparks: Definition) -> None:
    found = listed({"sparks": sparks})
    assert (found.state, found.reason, found.manim) == ("ready", None, "0.7")
    assert found.size is not None
    assert found.size > sum(p.stat().st_size for p in folder_of(ready).rglob("sparks/**/*") if p.is_file())
    assert listed({}).title == "an environment of your own"


def test_an_interpreter_that_is_gone_or_another_breaks_the_environment(
    ready: Environment, sparks: Definition
) -> None:
    python = Path(ready.python)
    original = os.readlink(python)
    base = os.path.realpath(python)
    try:
        for target, reason in (
            ("/nowhere/python3", f"its interpreter {base} is gone"),
            ("/bin/sh", f"its interpreter was {base} and is {os.path.realpath('/bin/sh')}"),
        ):
            python.unlink()
            python.symlink_to(target)
            assert (listed({"sparks": sparks}).state, listed({"sparks": sparks}).reason) == ("broken", reason)
            with pytest.raises(
                EnvironmentFailure, match=r"cannot be used .*; run `manimill env create sparks`"
            ):
                find_environment("sparks", {"sparks": sparks})
    finally:
        python.unlink()
        python.symlink_to(original)


def test_plugins_are_told_without_importing_them(ready: Environment) -> None:
    sparks = next(folder_of(ready).glob("lib/*/site-packages/sparks/__init__.py"))
    text = sparks.read_text()
    try:
        sparks.write_text("raise SystemExit('imported')")
        assert plugins_in(ready.python) == ["sparks==1.2"]
    finally:
        sparks.write_text(text)


def test_the_interpreter_of_these_tests_has_no_plugins() -> None:
    assert plugins_in(sys.executable) == []


def test_an_interpreter_that_does_not_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailure, match="absent does not run"):
        plugins_in(tmp_path / "absent")


def test_main_is_the_running_interpreter(cache: Path) -> None:
    main = find_environment("main")
    assert (main.python, main.digest, main.requires) == (sys.executable, "", ())
    assert main.manim == listed({}, "main").manim
    assert listed({}, "main").state == "ready"


def test_an_example_that_fails_is_tried_again_without_a_new_installation(
    cache: Path, sparks: Definition, wheelhouse: Path
) -> None:
    def stopped(environment: Environment) -> str | None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        create(sparks, prove=stopped, progress=Silent(), wheelhouse=wheelhouse)
    assert listed({"sparks": sparks}).reason == "its example was not tried yet"
    python = Path(listed({"sparks": sparks}).path) / "bin" / "python"
    before = python.lstat().st_ino
    with pytest.raises(EnvironmentFailure, match=r"its example does not render \(no light\)"):
        create(sparks, prove=lambda _: "no light", progress=Silent())
    assert (listed({"sparks": sparks}).state, listed({"sparks": sparks}).reason) == ("broken", "no light")
    with pytest.raises(EnvironmentFailure, match=r"'sparks' cannot be used \(no light\)"):
        find_environment("sparks")
    made = create(sparks, prove=lambda e: run(sparks, e), progress=Silent())
    assert (made.new, find_environment("sparks")) == (True, made.environment)
    assert python.lstat().st_ino == before


def test_removing_takes_all_there_is_of_it(cache: Path, sparks: Definition, wheelhouse: Path) -> None:
    environment = create(sparks, prove=lambda _: None, progress=Silent(), wheelhouse=wheelhouse).environment
    unfinished = folder_of(environment).with_name("sparks-0123456789ab")
    unfinished.mkdir()
    other = folder_of(environment).with_name("sparks-two-0123456789ab")
    other.mkdir()
    assert remove("sparks") == 2
    assert (folder_of(environment).exists(), unfinished.exists(), other.exists()) == (False, False, True)
    assert remove("sparks") == 0


def test_a_package_that_is_not_to_be_had_is_named(cache: Path, sparks: Definition, wheelhouse: Path) -> None:
    wanting = sparks.model_copy(update={"requirements": ("sparks==1.2", "glue==3")})
    with pytest.raises(EnvironmentFailure) as caught:
        create(wanting, prove=lambda _: None, progress=Silent(), wheelhouse=wheelhouse)
    message = str(caught.value)
    assert message.startswith(
        "The environment 'sparks' cannot be installed (No matching distribution found for glue==3); add what "
        f"is missing to {wheelhouse} with `python -m pip wheel`, and run the same command again. "
    )
    log = Path(message.rpartition(" ")[2].removesuffix("."))
    assert "glue==3" in log.read_text()
    assert listed({"sparks": wanting}).reason == "it was not finished"


def test_pip_s_own_settings_count_and_no_address_is_repeated(
    cache: Path, sparks: Definition, wheelhouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", "https://user:secret@127.0.0.1:9/wheels")
    monkeypatch.setenv("PIP_RETRIES", "0")
    with pytest.raises(EnvironmentFailure, match="look at the network") as caught:
        create(sparks, prove=lambda _: None, progress=Silent())
    assert "secret" not in str(caught.value)
    assert "127.0.0.1" not in str(caught.value)
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheelhouse))
    assert create(sparks, prove=lambda e: run(sparks, e), progress=Silent()).new


def test_an_environment_without_manim_is_refused(cache: Path, sparks: Definition, tmp_path: Path) -> None:
    write_wheel(tmp_path, "glue", "3", {"glue.py": ""})
    without = sparks.model_copy(update={"requirements": ("glue==3",), "programs": {}})
    with pytest.raises(EnvironmentFailure, match="holds no manim; add it to 'requirements'"):
        create(without, prove=lambda _: None, progress=Silent(), wheelhouse=tmp_path)


def test_an_interpreter_of_another_version_is_refused(cache: Path, sparks: Definition) -> None:
    other = sparks.model_copy(update={"python": ("3.99",)})
    with pytest.raises(UserError, match=r"is Python 3\.\d+; the environment 'sparks' is for 3\.99\."):
        create(other, prove=lambda _: None, progress=Silent(), python=sys.executable)
    with pytest.raises(EnvironmentFailure, match=r"is for Python 3\.99, which is not found; install it, or"):
        create(other, prove=lambda _: None, progress=Silent())


def test_a_wheelhouse_that_is_no_folder_is_refused(cache: Path, sparks: Definition, toml: Path) -> None:
    with pytest.raises(UserError, match=r"--wheelhouse wants a folder of wheels; .*sparks\.toml is none"):
        create(sparks, prove=lambda _: None, progress=Silent(), wheelhouse=toml)


def test_a_killed_creation_is_begun_anew(
    cache: Path, sparks: Definition, toml: Path, wheelhouse: Path
) -> None:
    command = [sys.executable, "-c", SCRIPT, str(toml), str(wheelhouse)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "a package\n"
        os.kill(process.pid, signal.SIGKILL)
    folder = Path(listed({"sparks": sparks}).path)
    (folder / "half").touch()
    assert listed({"sparks": sparks}).state in ("being created", "broken")
    with pytest.raises(EnvironmentFailure, match=r"'sparks' cannot be used"):
        find_environment("sparks", {"sparks": sparks})
    made = create(sparks, prove=lambda e: run(sparks, e), progress=Silent(), wheelhouse=wheelhouse)
    assert made.new
    assert not (folder / "half").exists()


def test_of_two_at_once_one_makes_it_and_the_other_waits(cache: Path, toml: Path, wheelhouse: Path) -> None:
    command = [sys.executable, "-c", SCRIPT, str(toml), str(wheelhouse)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = sorted(process.communicate()[0].split("\n")[-2] for process in both)
    assert said == ["new", "old"]


def test_what_is_being_created_is_not_removed(
    cache: Path, sparks: Definition, toml: Path, wheelhouse: Path
) -> None:
    command = [sys.executable, "-c", SCRIPT, str(toml), str(wheelhouse)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "a package\n"
        # Stopped, so that it is sure to be at it still.
        os.kill(process.pid, signal.SIGSTOP)
        try:
            assert listed({"sparks": sparks}).state == "being created"
            with pytest.raises(EnvironmentFailure, match="is being created right now"):
                remove("sparks")
        finally:
            os.kill(process.pid, signal.SIGCONT)
        assert process.stdout.read().endswith("new\n")
