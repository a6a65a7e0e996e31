from __future__ import annotations

import pytest

from manimill.scenes.placeholders import with_placeholders

STAR = "from manim import *\n"
SIZES = {"a.png": (270.0, 135.0), "icons/b.svg": (30.0, 10.0), "wide.jpg": (1080.0, 540.0)}


def stands_for(call: str) -> str:
    made = with_placeholders(f"{STAR}x = {call}\n", SIZES)
    assert made.left == ()
    return made.code.removeprefix(f"{STAR}x = ").removesuffix("\n")


@pytest.mark.parametrize(
    ("call", "shape"),
    [
        (
            'ImageMobject("a.png")',
            'VGroup(Rectangle(width=2, height=1), Text("a.png").scale_to_fit_width(1.25))',
        ),
        (
            'ImageMobject("wide", scale_to_resolution=540)',
            'VGroup(Rectangle(width=16, height=8), Text("wide").scale_to_fit_width(1))',
        ),
        (
            'ImageMobject("nobody/has.png")',
            'VGroup(Rectangle(width=4, height=3), Text("has.png").scale_to_fit_width(1.75))',
        ),
        (
            'ImageMobject(f"{folder}/set/img_{i:02}.png")',
            "VGroup(Rectangle(width=4, height=3), Text(f'img_{i:02}.png').scale_to_fit_width(2.25))",
        ),
        (
            'ImageMobject("img_%d.png" % i)',
            'VGroup(Rectangle(width=4, height=3), Text("img_*.png").scale_to_fit_width(2.25))',
        ),
        (
            'SVGMobject("icons/b", fill_color=RED)',
            'VGroup(Rectangle(width=6, height=2), Text("b").scale_to_fit_width(0.25))',
        ),
        (
            'SVGMobject("icons/b.svg", height=0.5)',
            'VGroup(Rectangle(width=1.5, height=0.5), Text("b.svg").scale_to_fit_width(0.75))',
        ),
        (
            'SVGMobject("icons/b.svg", width=3, height=None)',
            'VGroup(Rectangle(width=3, height=1), Text("b.svg").scale_to_fit_width(1.25))',
        ),
        (
            'SVGMobject("icons/b.svg", height=2 * UNIT)',
            'VGroup(Rectangle(width=3 * (2 * UNIT), height=2 * UNIT), Text("b.svg", font_size=24))',
        ),
    ],
)
def test_a_picture_becomes_a_labelled_rectangle_of_its_size(call: str, shape: str) -> None:
    assert stands_for(call) == shape


BEFORE = """\
# Größe: ünïcode
from manim import *\r

class Example(Scene):
    def construct( self ):
        é = ImageMobject(  # the sun
            "a.png",
        ) . scale( 2 )   # twice
        self.add_sound("click.wav")  # click
        self.add( é,Square( ) )
        if True:
            self.add_sound("bang.wav", gain=-3)
        self.wait( ); self.add_sound("end.wav")
"""

AFTER = """\
# Größe: ünïcode
from manim import *\r

class Example(Scene):
    def construct( self ):
        é = VGroup(Rectangle(width=2, height=1), Text("a.png").scale_to_fit_width(1.25)) . scale( 2 )   # twice
        self.add( é,Square( ) )
        if True:
            pass
        self.wait( ); pass
"""


def test_everything_else_stays_as_it_is_to_the_byte() -> None:
    made = with_placeholders(BEFORE, SIZES)
    assert made.code == AFTER
    assert (made.replaced, made.left) == (("a.png", "bang.wav", "click.wav", "end.wav"), ())


def test_what_has_no_stand_in_leaves_the_code_alone() -> None:
    code = STAR + 'x = ImageMobject("a.png")\ny = np.load("data.npy")\nz = self.add_sound("kept.wav")\n'
    made = with_placeholders(code, SIZES)
    assert (made.code, made.replaced, made.left) == (code, (), ("data.npy", "kept.wav"))


def test_a_class_that_is_a_picture_has_no_stand_in() -> None:
    code = (
        STAR + 'class Icon(SVGMobject):\n    def __init__(self):\n        super().__init__("icons/b.svg")\n'
    )
    assert with_placeholders(code, SIZES).left == ("icons/b.svg",)


def test_names_that_the_module_has_not_imported_are_imported() -> None:
    code = 'from manim import ImageMobject as Picture, Scene, Text\nx = Picture("a.png")\n'
    assert with_placeholders(code, SIZES).code == (
        "from manim import ImageMobject as Picture, Scene, Text\nfrom manim import Rectangle, VGroup\n"
        'x = VGroup(Rectangle(width=2, height=1), Text("a.png").scale_to_fit_width(1.25))\n'
    )


def test_a_module_of_manim_stays_in_front_of_its_names() -> None:
    assert with_placeholders('import manim as mn\nx = mn.ImageMobject("a.png")\n', SIZES).code == (
        "import manim as mn\n"
        'x = mn.VGroup(mn.Rectangle(width=2, height=1), mn.Text("a.png").scale_to_fit_width(1.25))\n'
    )


def test_where_a_name_means_something_else_nothing_is_put() -> None:
    code = STAR + 'class Text:\n    pass\nx = ImageMobject("a.png")\n'
    assert with_placeholders(code, SIZES).left == ("a.png",)


@pytest.mark.parametrize("code", ["x = 1\n", "class (\n", STAR + "x = ImageMobject(pixels)\n"])
def test_code_without_files_is_left_alone(code: str) -> None:
    made = with_placeholders(code, {})
    assert (made.code, made.replaced, made.left) == (code, (), ())


def test_a_listing_shows_the_name_of_its_file() -> None:
    assert stands_for('Code("parts/loop.py", tab_width=2)') == 'Code(code_string="# loop.py", tab_width=2)'
    assert (
        stands_for('Code(tab_width=2, file_name="loop.py")') == 'Code(tab_width=2, code_string="# loop.py")'
    )


def test_a_listing_with_more_arguments_in_their_places_is_left() -> None:
    assert with_placeholders(f'{STAR}x = Code("loop.py", 2)\n', {}).left == ("loop.py",)


def test_scenes_for_older_manims_get_them_too() -> None:
    code = 'from manimlib.imports import *\nx = SVGMobject("b.svg")\n'
    assert "Rectangle(width=2, height=2)" in with_placeholders(code, {}).code
