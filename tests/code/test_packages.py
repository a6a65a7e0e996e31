"""What packages export, as far as it is known without them."""

from __future__ import annotations

from manimill.code.packages import exports, members, standard_library


def test_a_star_import_of_manim_brings_its_public_names_and_numpy() -> None:
    names = exports("manim")
    assert names is not None
    assert {"Circle", "RED", "config", "np", "PI"} <= names
    assert "_get_output_path" not in names


def test_the_old_libraries_export_what_the_new_one_renamed() -> None:
    for module in ("manimlib", "manimlib.imports", "big_ol_pile_of_manim_imports"):
        names = exports(module)
        assert names is not None
        assert "ShowCreation" in names
        assert "Create" not in names


def test_of_a_package_that_is_not_indexed_nothing_is_known() -> None:
    assert (exports("nowhere"), members("nowhere")) == (None, None)
    assert (exports("not-a-name"), exports("math.nowhere")) == (None, None)


def test_members_hold_submodules() -> None:
    names = members("numpy")
    assert names is not None
    assert {"array", "linalg", "random"} <= names
    assert "Nothing" not in names


def test_members_of_manim_hold_its_modules_and_its_names() -> None:
    names = members("manim")
    assert names is not None
    assert {"Circle", "utils", "mobject"} <= names


def test_names_that_a_package_looks_up_when_asked_are_members() -> None:
    names = members("manim_slides")
    assert names is not None
    assert {"Slide", "ThreeDSlide"} <= names


def test_modules_of_python_are_known() -> None:
    assert {"math", "os", "typing"} <= standard_library()
    assert "numpy" not in standard_library()
