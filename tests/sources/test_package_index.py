"""Packages from an index: a server that speaks its protocol, found through pip's own settings."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.sources.reading import Entry, refusal, samples
from tests.sources.web_server import Reply, WebServer, as_json, closed_port, file, in_turn

from manimill.errors import InputError
from manimill.records import Sample
from manimill.sources import Access, PackageExtractor
from manimill.sources.package_index import package_tree
from manimill.sources.patience import Patience

SHAPES = '''"""Shapes.

.. manim:: OfModule

    class OfModule(Scene):
        def construct(self):
            self.add(Dot())
"""
'''
PAGE = """Guide
=====

How to wait.

.. manim:: InPage

    class InPage(Scene):
        def construct(self):
            self.wait()
"""


def sdist(version: str) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        for name, text in {
            "halo/shapes.py": SHAPES,
            "docs/guide.rst": PAGE,
            # Building would leave a trace; reading must not build.
            "setup.py": f"open({str(Path.cwd() / 'built')!r}, 'w')",
        }.items():
            member = tarfile.TarInfo(f"halo-{version}/{name}")
            member.size = len(text)
            tar.addfile(member, io.BytesIO(text.encode()))
    return out.getvalue()


def wheel() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("halo/shapes.py", SHAPES)
    return out.getvalue()


class Index:
    """A package index in JSON."""

    def __init__(self, server: WebServer) -> None:
        self.server = server
        self.files: list[dict[str, Any]] = []
        server.routes["/simple/halo/"] = lambda asked: as_json(
            {"meta": {"api-version": "1.0"}, "name": "halo", "files": self.files},
            **{"Content-Type": "application/vnd.pypi.simple.v1+json"},
        )

    def add(self, name: str, body: bytes, *, announced: str | None = None, **about: Any) -> None:
        checksum = announced or hashlib.sha256(body).hexdigest()
        self.files.append(
            {"filename": name, "url": f"/files/{name}", "hashes": {"sha256": checksum}, **about}
        )
        self.server.routes[f"/files/{name}"] = file(body)


@pytest.fixture
def index(server: WebServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", f"{server.address}/simple")
    yield Index(server)
    assert not Path("built").exists()


@pytest.fixture
def make(entry: Entry, access: Access, patience: Patience, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("manimill.sources.package_index.Patience", lambda: patience)

    def extractor(
        pin: str | None = None, *, offline: bool = False, local: Path | None = None
    ) -> PackageExtractor:
        revision = {"policy": "pinned", "pin": pin} if pin else {"policy": "latest"}
        source = entry("package", package="halo", revision=revision)
        return PackageExtractor(source, Access(cache=access.cache, offline=offline), local)

    return extractor


def test_docstrings_and_pages_of_the_newest_source_distribution_are_read(index: Index, make: Any) -> None:
    index.add("halo-1.0.tar.gz", sdist("1.0"))
    index.add("halo-1.10.tar.gz", sdist("1.10"))
    index.add("halo-1.10-py3-none-any.whl", wheel())
    index.add("halo-2.0rc1.tar.gz", sdist("2.0rc1"))
    found = samples(make())
    assert [(s.scene, s.provenance.path, s.provenance.first_line) for s in found] == [
        ("InPage", "docs/guide.rst", 6),
        ("OfModule", "halo/shapes.py", 3),
    ]
    assert {s.provenance.revision for s in found} == {"1.10"}
    assert (found[0].metadata["prose"], found[0].metadata["heading"]) == ("How to wait.", "Guide")


def test_a_wheel_is_read_where_there_is_no_source_distribution(index: Index, make: Any) -> None:
    index.add("halo-1.0-cp27-cp27m-win32.whl", wheel())
    (sample,) = samples(make())
    assert (sample.provenance.path, sample.key) == ("halo/shapes.py", "halo/shapes.py::::OfModule")


def test_a_pinned_version_is_read_even_if_withdrawn(index: Index, make: Any) -> None:
    index.add("halo-1.0.tar.gz", sdist("1.0"), yanked="it was wrong")
    index.add("halo-2.0.tar.gz", sdist("2.0"))
    assert {s.provenance.revision for s in samples(make("1.0"))} == {"1.0"}


def test_a_pinned_version_is_fetched_once(index: Index, make: Any) -> None:
    index.add("halo-1.0.tar.gz", sdist("1.0"))
    first = samples(make("1.0"))
    index.server.asked.clear()
    assert samples(make("1.0")) == first
    assert index.server.asked == []


def test_an_index_in_html_is_read_as_well(index: Index, make: Any) -> None:
    body = sdist("1.0")
    index.add("halo-1.0.tar.gz", body)
    link = f'<a href="/files/halo-1.0.tar.gz#sha256={hashlib.sha256(body).hexdigest()}">halo-1.0.tar.gz</a>'
    index.server.routes["/simple/halo/"] = Reply(link.encode(), headers={"Content-Type": "text/html"})
    assert len(samples(make())) == 2


def test_a_folder_of_distributions_serves_as_an_index(
    index: Index, make: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "halo-3.0.tar.gz").write_bytes(sdist("3.0"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    assert {s.provenance.revision for s in samples(make())} == {"3.0"}
    assert index.server.asked == []


def test_offline_reads_the_newest_version_that_is_kept(index: Index, make: Any) -> None:
    index.add("halo-1.9.tar.gz", sdist("1.9"))
    index.add("halo-1.10.tar.gz", sdist("1.10"))
    samples(make("1.9"))
    newest = samples(make())
    index.server.asked.clear()
    assert samples(make(offline=True)) == newest
    assert index.server.asked == []


def test_offline_without_an_earlier_run_is_one_sentence(index: Index, make: Any) -> None:
    assert refusal(make("1.0", offline=True)) == (
        "cannot be read offline: the cache does not have halo 1.0; run once with the network, or give it with "
        "--local far=FILE (.tar.gz or .whl)"
    )


def test_a_version_that_is_not_there_is_one_sentence(index: Index, make: Any) -> None:
    index.add("halo-1.0.tar.gz", sdist("1.0"))
    assert refusal(make("7.0")) == (
        "cannot be read: the package index has no halo 7.0; correct 'package' and 'revision' in the catalog "
        "entry, or give it with --local far=FILE (.tar.gz or .whl)"
    )


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "'401 Unauthorized' when asked for halo; it wants a login: set PIP_INDEX_URL to an address"),
        (403, "'403 Forbidden' when asked for halo; it gives that to those it has granted access"),
        (404, "cannot be read: the package index has no halo; correct 'package' and 'revision'"),
        (429, "'429 Too Many Requests' (5 tries) when asked for halo; it was asked too often"),
        (503, "'503 Service Unavailable' (5 tries) when asked for halo; the fault is there"),
    ],
)
def test_a_refusal_is_one_sentence(index: Index, make: Any, status: int, words: str) -> None:
    index.server.routes["/simple/halo/"] = Reply(status=status)
    assert words in refusal(make())


def test_an_index_that_cannot_be_reached_is_one_sentence(
    index: Index, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{closed_port()}/simple")
    assert refusal(make()) == (
        "cannot be read: the package index cannot be reached (Connection refused) for halo; check the network, "
        "use --offline if it was read before, or give it with --local far=FILE (.tar.gz or .whl)"
    )


def test_a_file_that_breaks_off_is_continued_where_it_broke(
    index: Index, make: Any, slept: list[float]
) -> None:
    body = sdist("1.0")
    index.add("halo-1.0.tar.gz", body)
    route = index.server.routes["/files/halo-1.0.tar.gz"]
    cut = Reply(body, headers={"ETag": '"one"'}, cut=100)
    index.server.routes["/files/halo-1.0.tar.gz"] = in_turn(cut, route)
    assert len(samples(make())) == 2
    assert slept == [1.0]
    sent = index.server.asked[-1].headers
    assert (sent["range"], sent["if-range"]) == (f"bytes={received(body)}-", '"one"')


def received(body: bytes) -> int:
    """What of 100 bytes is written before the break is noticed: all of it."""
    return min(100, len(body))


def test_a_file_that_was_replaced_meanwhile_is_fetched_from_its_beginning(
    index: Index, make: Any, access: Access
) -> None:
    body = sdist("1.0")
    index.add("halo-1.0.tar.gz", body)
    folder = access.cache / "packages" / "halo"
    folder.mkdir(parents=True)
    (folder / "halo-1.0.tar.gz.part").write_bytes(b"of another file")
    (folder / "halo-1.0.tar.gz.part.version").write_text('"zero"')
    assert len(samples(make())) == 2
    assert sorted(path.name for path in folder.iterdir()) == ["halo-1.0.tar.gz"]


def test_a_file_with_another_checksum_is_thrown_away(index: Index, make: Any, access: Access) -> None:
    body = sdist("1.0")
    index.add("halo-1.0.tar.gz", body, announced="0" * 64)
    assert refusal(make()) == (
        f"cannot be read: of halo the package index sent a file with the checksum "
        f"{hashlib.sha256(body).hexdigest()}, not {'0' * 64} as it announced, and it was thrown away; run the same "
        "command again, or give it with --local far=FILE (.tar.gz or .whl)"
    )
    assert [path for path in access.cache.rglob("*") if path.is_file()] == []


def test_a_local_distribution_is_read_without_an_index(index: Index, make: Any, tmp_path: Path) -> None:
    path = tmp_path / "halo-4.2.tar.gz"
    path.write_bytes(sdist("4.2"))
    found = samples(make("1.0", local=path))
    assert ({s.provenance.revision for s in found}, index.server.asked) == ({"4.2"}, [])


def test_a_local_file_that_is_no_distribution_is_an_error(index: Index, make: Any, tmp_path: Path) -> None:
    path = tmp_path / "halo.txt"
    path.write_text("no archive")
    with pytest.raises(InputError, match=r"halo\.txt is damaged or no archive .*a source distribution"):
        list(make(local=path).extract())


def test_an_installed_package_is_not_asked_for(index: Index, entry: Entry, access: Access) -> None:
    source = entry("package", package="manim", revision={"policy": "installed"})
    first = next(iter(PackageExtractor(source, access).extract()))
    assert isinstance(first, Sample)
    assert index.server.asked == []


def test_the_tree_and_the_version_are_for_other_readers_too(
    index: Index, entry: Entry, access: Access, patience: Patience
) -> None:
    index.add("halo-1.0.tar.gz", sdist("1.0"))
    tree, version = package_tree(entry("package", package="halo"), access, patience)
    assert (sorted(tree.files()), version) == (["docs/guide.rst", "halo/shapes.py", "setup.py"], "1.0")


def test_nothing_of_the_libraries_reaches_the_terminal(
    index: Index, make: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    index.add("halo-1.0.tar.gz", sdist("1.0"))
    assert "has no halo 9.0" in refusal(make("9.0"))
    index.server.routes["/simple/halo/"] = Reply(status=404)
    assert "has no halo 8.0" in refusal(make("8.0"))
    assert capfd.readouterr() == ("", "")
