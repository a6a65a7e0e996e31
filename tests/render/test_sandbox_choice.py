from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from manimill.errors import EnvironmentFailure
from manimill.render._zygote import landlock
from manimill.render.sandbox import Bubblewrap, Landlock, Unconfined, choice, choose_sandbox, namespace_remedy

requires_landlock = pytest.mark.skipif(landlock.abi() < 6, reason="Landlock is too old here")


@pytest.fixture(autouse=True)
def untried() -> Iterator[None]:
    """Each test meets sandboxes that nobody has tried yet."""
    choice.forget()
    yield
    choice.forget()


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder that programs are looked for in."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def script(path: Path, *lines: str) -> None:
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    path.chmod(0o755)


def test_bubblewrap_comes_first() -> None:
    assert isinstance(choose_sandbox(), Bubblewrap)


@requires_landlock
def test_landlock_takes_its_place_where_it_is_not_installed(programs: Path) -> None:
    assert isinstance(choose_sandbox(), Landlock)


@requires_landlock
def test_landlock_takes_its_place_where_it_does_not_work(programs: Path) -> None:
    script(programs / "bwrap", "echo 'bwrap: setting up uid map: Permission denied' >&2", "exit 1")
    assert isinstance(choose_sandbox(), Landlock)


def test_one_that_was_asked_for_is_not_replaced(programs: Path) -> None:
    with pytest.raises(EnvironmentFailure, match="apt-get install bubblewrap"):
        choose_sandbox(wanted="bubblewrap")
    script(programs / "bwrap", "echo 'bwrap: setting up uid map: Permission denied' >&2", "exit 1")
    with pytest.raises(EnvironmentFailure, match=r"here \(bwrap: setting up uid map: Permission denied\); "):
        choose_sandbox(wanted="bubblewrap")


def test_nothing_is_confined_only_where_that_was_asked_for() -> None:
    assert isinstance(choose_sandbox(wanted="none"), Unconfined)


def test_a_place_that_is_not_confined_is_still_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    with choose_sandbox(wanted="none").open() as box:
        command = box.command(["/bin/sh", "-c", "pwd; ls -A; env"])
        said = subprocess.run(command, env={}, capture_output=True, text=True, check=True).stdout
        assert said.split("\n")[0] == box.place.scene
        assert "hunter2" not in said
    assert not os.path.exists(box.place.scene)


def test_a_bubblewrap_that_cannot_forbid_namespaces_does_without(programs: Path) -> None:
    real = shutil.which("bwrap", path=os.defpath)
    assert real is not None
    script(programs / "bwrap", f'case "$*" in *--disable-userns*) exit 1;; esac; exec {real} "$@"')
    sandbox = choose_sandbox(wanted="bubblewrap")
    assert isinstance(sandbox, Bubblewrap)
    assert sandbox.hardening == ()


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        (
            "kernel/apparmor_restrict_unprivileged_userns",
            "1\n",
            "AppArmor (as in Ubuntu from 23.10 on) forbids user namespaces: permit them with `sudo sysctl -w "
            "kernel.apparmor_restrict_unprivileged_userns=0`, and for good with `echo "
            "kernel.apparmor_restrict_unprivileged_userns=0 | sudo tee /etc/sysctl.d/60-manimill.conf`",
        ),
        (
            "user/max_user_namespaces",
            "0\n",
            "the kernel forbids user namespaces: permit them with `sudo sysctl -w user.max_user_namespaces=10000`, "
            "and for good with `echo user.max_user_namespaces=10000 | sudo tee /etc/sysctl.d/60-manimill.conf`",
        ),
    ],
)
def test_the_switch_that_forbids_namespaces_is_named(
    tmp_path: Path, name: str, value: str, remedy: str
) -> None:
    switch = tmp_path / name
    switch.parent.mkdir()
    switch.write_text(value)
    assert namespace_remedy(tmp_path) == remedy


def test_without_such_a_switch_a_container_is_suspected(tmp_path: Path) -> None:
    assert "docker run --security-opt seccomp=unconfined" in namespace_remedy(tmp_path)


def test_an_interpreter_that_cannot_be_shown_without_the_home_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    python = tmp_path / "bin" / "python"
    os.symlink("/usr/bin/env", python)
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(EnvironmentFailure, match="home folder, which no scene may see"):
        choose_sandbox(str(python))
