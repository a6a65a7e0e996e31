"""Pixels of the camera."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "camera-pixels"


def test_they_are_attributes() -> None:
    becomes(
        NAME,
        "ratio = self.camera.get_pixel_width() / scene.camera.get_pixel_height()\n",
        "ratio = self.camera.pixel_width / scene.camera.pixel_height\n",
    )


def test_those_of_other_things_stay() -> None:
    stays(NAME, "picture.get_pixel_width()\n")
