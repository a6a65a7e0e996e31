"""Heights of images."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "image-heights"


def test_the_image_is_scaled() -> None:
    becomes(
        NAME,
        'from manimlib.imports import *\nImageMobject("sea", height=4)\n',
        'from manimlib.imports import *\nImageMobject("sea").scale_to_fit_height(4)\n',
    )


def test_a_drawing_takes_its_height() -> None:
    stays(NAME, 'from manimlib.imports import *\nSVGMobject("sea", height=4)\nImageMobject("sea")\n')
