import subprocess
import sys
from pathlib import Path

import pytest

from manimill.code import api

ROOT = Path(__file__).parents[2]


def test_the_shipped_index_is_what_the_script_writes_for_the_installed_manim() -> None:
    script = ROOT / "scripts" / "index_manim_api.py"
    run = subprocess.run([sys.executable, script, "--stdout"], capture_output=True, check=True, timeout=300)
    shipped = ROOT / "src" / "manimill" / "code" / "data" / f"manim-{api.VERSION}.json"
    assert run.stdout == shipped.read_bytes()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Square", "vmobject"),
        ("ImageMobject", "mobject"),
        ("FadeIn", "animation"),
        ("ThreeDScene", "scene"),
        ("MovingCamera", "camera"),
        ("BLUE_E", "colour"),
        ("PI", "constant"),
        ("index_labels", "function"),
        ("there_and_back", "rate_function"),
        ("rate_functions", "module"),
        ("TexTemplate", "class"),
        ("ShowCreation", None),
    ],
)
def test_every_public_name_has_one_kind(name: str, kind: str | None) -> None:
    assert api.kind_of(name) == kind


def test_mobjects_animations_and_scenes_are_told_apart() -> None:
    names = ["Text", "ImageMobject", "Write", "Scene", "RED"]
    assert [api.is_mobject(name) for name in names] == [True, True, False, False, False]
    assert [api.is_animation(name) for name in names] == [False, False, True, False, False]
    assert [api.is_scene(name) for name in names] == [False, False, False, True, False]


def test_public_names_are_those_of_a_star_import() -> None:
    assert {"Circle", "np", "config", "DEGREES"} <= api.public_names()
    assert "TextMobject" not in api.public_names()


def test_parameters_keep_their_order_kind_and_default() -> None:
    assert api.parameters("Square") == (
        api.Parameter("side_length", "positional_or_keyword", True),
        api.Parameter("kwargs", "var_keyword", False),
    )
    assert [p.name for p in api.parameters("linear") or ()] == ["t"]
    assert api.parameters("NoSuchThing") is None


def test_keywords_follow_kwargs_through_the_bases() -> None:
    accepted = api.keywords("Square")
    assert accepted is not None
    assert {"side_length", "fill_opacity", "color", "z_index"} <= accepted
    assert "radius" not in accepted


def test_attributes_include_inherited_methods() -> None:
    assert {"next_to", "set_fill", "point_at_angle"} <= api.attributes("Circle")
    assert "get_axis_labels" not in api.attributes("Circle")
    assert api.attributes("NoSuchThing") == frozenset()


def test_colours_are_hex_digits_and_other_names_have_none() -> None:
    assert api.colour("RED") == "#FC6255"
    assert api.colour("PI") is None
    assert api.colour("TURQUOISE") is None


def test_members_of_small_modules_are_known() -> None:
    assert "ease_in_cubic" in api.module_names("rate_functions")
    assert api.module_names("np") == frozenset()
