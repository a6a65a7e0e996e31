from __future__ import annotations

import io
import os
import stat
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from manimill.scenes.files import FileAbsentError
from manimill.sources.archive import ArchiveError, ArchiveTree


def tar(path: Path, files: Iterable[tuple[str, bytes]], *others: tarfile.TarInfo) -> Path:
    with tarfile.open(path, "w:gz" if path.name.endswith("gz") else "w:xz") as out:
        for name, content in files:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            out.addfile(member, io.BytesIO(content))
        for member in others:
            out.addfile(member)
    return path


def zipped(path: Path, files: Iterable[tuple[str | zipfile.ZipInfo, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files:
            out.writestr(name, content)
    return path


FILES = [("pkg-1.0/src/b.py", b"b = 1\n"), ("pkg-1.0/README.md", b"# Pkg\n")]


@pytest.mark.parametrize("name", ["pkg-1.0.tar.gz", "pkg-1.0.tar.xz", "pkg-1.0.zip"])
def test_paths_begin_inside_the_folder_of_a_source_distribution(tmp_path: Path, name: str) -> None:
    make = zipped if name.endswith("zip") else tar
    tree = ArchiveTree(make(tmp_path / name, FILES))
    assert dict(tree.files()) == {"README.md": 6, "src/b.py": 6}
    assert tree.read("src/b.py") == b"b = 1\n"


def test_a_wheel_keeps_its_paths(tmp_path: Path) -> None:
    tree = ArchiveTree(zipped(tmp_path / "pkg-1.0-py3-none-any.whl", [("pkg/a.py", b"a = 1\n")]))
    assert list(tree.files()) == ["pkg/a.py"]


def test_a_single_folder_is_not_taken_off_where_a_file_stands_beside_it(tmp_path: Path) -> None:
    tree = ArchiveTree(tar(tmp_path / "a.tar.gz", [("pkg/a.py", b""), ("setup.py", b"")]))
    assert list(tree.files()) == ["pkg/a.py", "setup.py"]


def member(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    found = tarfile.TarInfo(name)
    found.type = kind
    found.linkname = target
    return found


def test_links_devices_and_ways_out_are_no_files_of_a_tar(tmp_path: Path) -> None:
    path = tar(
        tmp_path / "a.tar.gz",
        [
            ("d/a.py", b"a"),
            ("../out.py", b"x"),
            ("/etc/out.py", b"x"),
            ("d/../../out.py", b"x"),
            ("d/b\\c.py", b"x"),
        ],
        member("d/soft.py", tarfile.SYMTYPE, "/etc/passwd"),
        member("d/hard.py", tarfile.LNKTYPE, "d/a.py"),
        member("d/pipe.py", tarfile.FIFOTYPE),
        member("d/device.py", tarfile.CHRTYPE),
    )
    assert list(ArchiveTree(path).files()) == ["a.py"]


def test_links_and_ways_out_are_no_files_of_a_zip(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("d/soft.py")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = zipped(tmp_path / "a.zip", [("d/a.py", b"a"), (link, b"/etc/passwd"), ("../out.py", b"x")])
    assert list(ArchiveTree(path).files()) == ["a.py"]


def test_a_file_that_is_too_large_is_listed_and_not_read(tmp_path: Path) -> None:
    tree = ArchiveTree(
        zipped(tmp_path / "a.zip", [("a.py", b"a"), ("b.bin", bytes(5000))]), largest_file=4999
    )
    assert tree.files()["b.bin"] == 5000
    with pytest.raises(FileAbsentError, match=r"b\.bin has 5,000 bytes, more than are read of one file"):
        tree.read("b.bin")
    assert tree.read("a.py") == b"a"


def test_a_bomb_is_not_decompressed_to_its_end(tmp_path: Path) -> None:
    path = tar(tmp_path / "a.tar.gz", [("d/zeros", bytes(30 << 20))])
    assert path.stat().st_size < 100_000
    with pytest.raises(ArchiveError, match="holds more than 20,000,000 bytes"):
        ArchiveTree(path, largest=20_000_000)


def test_an_archive_of_more_files_than_an_honest_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("manimill.sources.archive._MOST_FILES", 10)
    path = zipped(tmp_path / "a.zip", [(f"{n}.py", b"") for n in range(11)])
    with pytest.raises(ArchiveError, match="holds more than 10 files"):
        ArchiveTree(path)


@pytest.mark.parametrize("name", ["a.tar.gz", "a.whl"])
def test_a_damaged_archive_is_said_to_be_one(tmp_path: Path, name: str) -> None:
    whole = tar(tmp_path / "whole.tar.gz", [("d/a.py", os.urandom(4000))]).read_bytes()
    path = tmp_path / name
    path.write_bytes(whole[: len(whole) // 2] if name == "a.tar.gz" else b"PK not really")
    with pytest.raises(ArchiveError, match="is damaged or no archive"):
        ArchiveTree(path)


def test_what_is_not_listed_cannot_be_read(tmp_path: Path) -> None:
    tree = ArchiveTree(tar(tmp_path / "a.tar.gz", FILES))
    with pytest.raises(FileAbsentError, match=r"there is no pkg-1\.0/README\.md"):
        tree.read("pkg-1.0/README.md")
