"""What happens where the optional libraries are not installed."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from typing import Any

import pytest
from tests.sources.reading import Entry, refusal

from manimill import Catalog
from manimill.registry import DatasetRegistry
from manimill.sources import Access, PackageExtractor

OPTIONAL = ("hishel", "httpx2", "huggingface_hub", "kagglehub", "protego", "selectolax", "unearth")


@pytest.fixture
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec

    def find_spec(name: str, *more: Any) -> Any:
        return None if name in OPTIONAL else found(name, *more)

    monkeypatch.setattr("importlib.util.find_spec", find_spec)


@pytest.mark.usefixtures("_bare")
@pytest.mark.parametrize(
    ("source", "library"),
    [("manimbench", "kagglehub"), ("bespoke_manim", "huggingface_hub"), ("manim_repository", "selectolax")],
)
def test_a_source_that_needs_an_absent_library_says_how_to_get_it(source: str, library: str) -> None:
    registry = DatasetRegistry.from_catalog(Catalog.load())
    assert registry.availability(source) == (
        f"The source '{source}' needs the Python package '{library}', which is not installed: "
        "pip install 'manimill[hubs]'."
    )


@pytest.mark.usefixtures("_bare")
def test_a_package_that_has_to_be_fetched_needs_them_only_then(entry: Entry, access: Access) -> None:
    reader = PackageExtractor(entry("package", package="halo"), access)
    assert refusal(reader) == (
        "needs the Python package 'unearth', which is not installed: pip install 'manimill[hubs]'"
    )


def test_none_of_them_is_imported_before_it_is_needed() -> None:
    program = (
        "import sys\n"
        "from manimill.registry import DatasetRegistry\n"
        "registry = DatasetRegistry.from_catalog()\n"
        "said = [registry.availability(name) for name in registry.names()]\n"
        f"print([name for name in {OPTIONAL!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
