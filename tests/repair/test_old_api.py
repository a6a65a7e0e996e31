"""What the indexes of older Manims say."""

from __future__ import annotations

from manimill.code import api
from manimill.repair import old_api


def names_of(flavour: str, name: str) -> list[str]:
    return [one.name for one in old_api.signature(flavour, name) or ()]


def test_parameters_of_constructors_are_in_their_old_order() -> None:
    assert names_of("gl", "Rectangle") == ["width", "height", "kwargs"]
    assert names_of("legacy", "Arc")[:2] == ["start_angle", "angle"]
    assert old_api.defaults("gl", "Arc")["angle"] == "TAU / 4"
    assert old_api.signature("gl", "NoSuchThing") is None


def test_a_class_without_a_constructor_of_its_own_has_that_of_its_base() -> None:
    assert names_of("legacy", "AnnularSector")[:2] == ["start_angle", "angle"]


def test_functions_have_signatures_too() -> None:
    assert names_of("legacy", "rotate_vector")[:2] == ["vector", "angle"]


def test_config_is_merged_through_the_bases() -> None:
    dot = old_api.config("legacy", "Dot")
    assert dot["radius"] == "DEFAULT_DOT_RADIUS"
    assert dot["num_components"] == "9"
    assert {"radius", "stroke_width", "fill_opacity", "arc_center"} <= old_api.keywords("legacy", "Dot")


def test_bases_and_methods() -> None:
    assert old_api.bases("legacy", "Vector") == ("Arrow",)
    assert old_api.lineage("gl", "Square") == ("Square", "Rectangle", "Polygon", "VMobject", "Mobject")
    assert [one.name for one in old_api.own_methods("gl", "Mobject")["set_width"]][:2] == ["width", "stretch"]
    assert old_api.own_methods("gl", "NoSuchThing") == {}


def test_colours() -> None:
    assert old_api.colour("legacy", "DARK_BROWN") == "#8B4513"
    assert old_api.colour("gl", "BLUE_E") == "#1C758A"
    assert old_api.colour("gl", "Circle") is None


def test_when_names_went() -> None:
    assert old_api.last_version("ShowCreation") == "0.6.0"
    assert old_api.last_version("GraphScene.setup_axes") == "0.9.0"
    assert old_api.last_version("Circle") is None


def test_few_colours_have_another_value_than_they_had() -> None:
    """Rules on colours name these; all others may stay as they are."""

    def levels(colour: str) -> list[int]:
        return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]

    for flavour in ("legacy", "gl"):
        other = set()
        for name in old_api.colour_names(flavour):
            then, now = old_api.colour(flavour, name), api.colour(name)
            assert then is not None
            if now is None or max(abs(a - b) for a, b in zip(levels(then), levels(now), strict=True)) > 4:
                other.add(name)
        assert other == {"BLUE_E", "GREEN_SCREEN", "YELLOW", "YELLOW_C"}
