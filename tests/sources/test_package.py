"""The package source reads installed packages; these tests install one of their own on sys.path."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from manimill.catalog import SourceEntry
from manimill.errors import EnvironmentFailure
from manimill.records import Sample, Skipped
from manimill.sources import PackageExtractor

MODULE = '''
"""Shapes.

.. manim:: OfModule

    class OfModule(Scene):
        def construct(self):
            self.add(Dot())
"""

import does_not_exist_and_must_not_be_imported

class Halo:
    """A ring of light.

    It surrounds things.

    Examples
    --------
    .. manim:: HaloExample
        :save_last_frame:
        :ref_classes: Circle Dot

        class Helper(Scene):
            pass

        class HaloExample(Scene):
            def construct(self):
                self.add(Circle())

    .. manim:: WithImport

        from manim import *

        class WithImport(Scene):
            def construct(self):
                self.wait()

    .. manim:: <Name>

        body

    .. manim:: Elsewhere

        class NotElsewhere(Scene):
            pass
    """

size = 1
"""The default size.

.. manim:: OfAttribute

    from manim.constants import UP

    class OfAttribute(Scene):
        def construct(self):
            self.add(Square())
"""
'''

OPENGL = '''
class OpenGLHalo:
    """A copy.

    .. manim:: HaloCopy

        class HaloCopy(Scene):
            def construct(self):
                self.add(Dot())

    .. manim:: OnlyHere

        class OnlyHere(Scene):
            def construct(self):
                self.add(Annulus())
    """
'''


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Sample | Skipped]:
    package = tmp_path / "halos"
    (package / "opengl").mkdir(parents=True)
    (package / "__init__.py").write_text("raise RuntimeError('imported')\n")
    (package / "shapes.py").write_text(MODULE)
    (package / "opengl" / "shapes.py").write_text(OPENGL)
    (package / "broken.py").write_text('""".. manim:: A"""\ndef f(:\n')
    (tmp_path / "halos-1.5.dist-info").mkdir()
    (tmp_path / "halos-1.5.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: halos\nVersion: 1.5\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    return list(PackageExtractor(entry("halos")).extract())


def entry(package: str) -> SourceEntry:
    return SourceEntry.model_validate(
        {
            "name": "halos",
            "title": "Halos",
            "kind": "package",
            "package": package,
            "url": "https://example.org/halos",
            "verdict": "include",
            "reason": "Holds one directive of every sort.",
            "licence": "MIT",
            "revision": {"policy": "installed"},
            "priority": 50,
        }
    )


def samples(found: list[Sample | Skipped]) -> dict[str, Sample]:
    return {str(s.scene): s for s in found if isinstance(s, Sample)}


def test_docstrings_of_modules_classes_and_attributes_are_read_and_nothing_is_imported(
    found: list[Sample | Skipped],
) -> None:
    assert list(samples(found)) == ["OfModule", "HaloExample", "WithImport", "OfAttribute", "OnlyHere"]
    assert "does_not_exist_and_must_not_be_imported" not in sys.modules


def test_the_argument_names_the_scene_where_a_block_holds_several(found: list[Sample | Skipped]) -> None:
    assert "class Helper" in samples(found)["HaloExample"].code


def test_the_star_import_is_added_only_where_it_is_absent(found: list[Sample | Skipped]) -> None:
    assert samples(found)["OfModule"].code.startswith("from manim import *\n\nclass OfModule(Scene):")
    assert samples(found)["WithImport"].code.startswith("from manim import *\n\nclass WithImport")
    assert samples(found)["OfAttribute"].code.startswith(
        "from manim import *\n\nfrom manim.constants import UP\n"
    )


def test_options_prose_and_references_are_kept(found: list[Sample | Skipped]) -> None:
    assert samples(found)["HaloExample"].metadata == {
        "documents": "Halo",
        "summary": "A ring of light.",
        "prose": None,
        "heading": "Examples",
        "references": ["Circle", "Dot"],
        "options": {"ref_classes": "Circle Dot", "save_last_frame": ""},
    }


def test_provenance_names_version_path_lines_and_licence(found: list[Sample | Skipped]) -> None:
    p = samples(found)["HaloExample"].provenance
    assert (p.revision, p.path, p.first_line, p.last_line, p.licence) == (
        "1.5",
        "halos/shapes.py",
        20,
        29,
        "MIT",
    )
    assert p.first_line is not None
    assert MODULE.splitlines()[p.first_line - 1].strip() == ".. manim:: HaloExample"


def test_what_is_no_sample_is_skipped_with_its_reason(found: list[Sample | Skipped]) -> None:
    reasons = {(s.where, s.reason) for s in found if isinstance(s, Skipped)}
    assert reasons == {
        ("halos/broken.py", "syntax_error"),
        ("halos/shapes.py:39", "syntax_template"),
        ("halos/shapes.py:43", "scene_not_defined"),
        ("halos/opengl/shapes.py:5", "opengl_copy"),
    }


def test_a_package_that_is_not_installed_is_one_sentence() -> None:
    with pytest.raises(EnvironmentFailure, match="'no_such_package' is not installed here; run 'pip install"):
        list(PackageExtractor(entry("no_such_package")).extract())


def test_the_installed_manim_yields_its_documentation_examples() -> None:
    found = list(PackageExtractor(entry("manim")).extract())
    assert len({s.code for s in found if isinstance(s, Sample)}) >= 370
