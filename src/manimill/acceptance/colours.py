"""Colours that an answer names, and those that its scene has or may have."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterator

from manimill.acceptance.objects import denied
from manimill.acceptance.prose import Prose
from manimill.acceptance.seen import Seen
from manimill.acceptance.told import Objection
from manimill.code.names import names
from manimill.pairing.colours import COLOURS, colour_stem
from manimill.text.words import stem

_KIN = {
    "teal": "turquoise cyan green blue",
    "blue": "teal cyan turquoise indigo navy",
    "green": "teal lime",
    "red": "maroon pink orange",
    "yellow": "gold golden orange cream",
    "gold": "golden yellow orange",
    "gray": "grey silver",
    "grey": "gray silver",
    "purple": "violet magenta pink indigo",
    "pink": "magenta purple red",
    "maroon": "red brown purple pink",
    "orange": "gold yellow red",
    "white": "gray grey silver cream beige",
    "black": "gray grey",
    "brown": "beige orange maroon",
}
_KIN_STEMS = {stem(name): frozenset(map(stem, near.split())) for name, near in _KIN.items()}
_BY_DEFAULT = {
    "red": "Circle Annulus Arc Cross Sector Flash VectorScene Difference ManimBanner SampleSpace",
    "yellow": "SurroundingRectangle Indicate Circumscribe Flash FocusOn ShowPassingFlash Code Vector TangentLine",
    "blue": "Polygon RegularPolygon Triangle Star Polygram RegularPolygram NumberPlane ComplexPlane PolarPlane Sphere"
    " Cube Prism Cylinder Cone Torus Surface Tetrahedron Octahedron Icosahedron Dodecahedron Polyhedron ConvexHull"
    " ConvexHull3D Code ArcPolygon LabeledPolygram Cutout",
    "green": "ManimBanner Code",
    "gray": "FocusOn SampleSpace Code BackgroundRectangle Table NumberPlane",
}
_BY_DEFAULT_OF = {stem(colour): names(classes) for colour, classes in _BY_DEFAULT.items()}
_ANY = names(
    "random_color random_bright_color color_gradient interpolate_color rgb_to_color hsv hsl rgb ManimColor",
    "ImageMobject SVGMobject ArrowVectorField StreamLines BarChart colorscale set_color_by_gradient",
    "set_colors_by_gradient",
    "gradient invert_color LinearTransformationScene set_fill_by_value colors Code RED_TO_BLUE cmap hex rgba color_map",
    "from_hsv set_color_by_rgba_func set_color_by_rgb_func set_color_by_xyz_func color_from_background_image",
    "Typst XKCD X11 BS381",
)
"""Names of code that makes colours by itself, and of objects that have many."""
_ALWAYS = frozenset(map(stem, ("white", "black", "grey", "gray", "rainbow", "silver")))
_HEX = re.compile(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
_HUES = (
    ("red", 335, 20), ("orange", 12, 50), ("brown", 10, 50), ("gold", 35, 60), ("yellow", 38, 75), ("lime", 65, 140),
    ("green", 68, 172), ("teal", 150, 200), ("turquoise", 150, 200), ("cyan", 165, 205), ("blue", 180, 268),
    ("navy", 200, 260), ("indigo", 225, 290), ("purple", 248, 325), ("violet", 248, 325), ("magenta", 280, 340),
    ("pink", 285, 360), ("maroon", 320, 20), ("beige", 15, 65), ("cream", 15, 70),
)  # fmt: skip
"""Words for the hues of a circle of 360 degrees, from where to where; what lies between two is both."""


def invented_colours(prose: Prose, scene: Seen) -> Iterator[Objection]:
    """The first colour that the scene cannot have; colours that it computes can be any."""
    known = colours_of(scene)
    if known is None:
        return
    for at, word in enumerate(prose.words):
        if stem(word.text) in COLOURS and stem(word.text) not in known and not denied(prose.words, at):
            yield Objection(
                "invented_colour",
                f"'{word.text}' is none of the scene's colours",
                f"Nothing in the scene is {word.text}: name only the colours that its objects really have.",
            )
            return


def colours_of(scene: Seen) -> frozenset[str] | None:
    """Stems of the colours that a scene has, close ones included; None where it may have any."""
    if not _ANY.isdisjoint(scene.identifiers | scene.classes):
        return None
    own = {colour_stem(name) for name in scene.identifiers}
    own |= {stem(word) for text in scene.strings for code in _HEX.findall(text) for word in _words_for(code)}
    own |= {word for word in map(stem, scene.words.split()) if word in COLOURS}
    own |= {colour for colour, classes in _BY_DEFAULT_OF.items() if not classes.isdisjoint(scene.classes)}
    found = {colour for colour in own if colour}
    near = {kin for colour in found for kin in _KIN_STEMS.get(colour, ())}
    return frozenset(found | near | _ALWAYS)


def said_colours(prose: Prose) -> list[str]:
    """The colours that an answer names, each once, as they are written."""
    return list(dict.fromkeys(word.text for word in prose.words if stem(word.text) in COLOURS))


def _words_for(code: str) -> Iterator[str]:
    """What a colour given by its hexadecimal digits may be called."""
    digits = code if len(code) == 6 else "".join(digit * 2 for digit in code)
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue = colorsys.rgb_to_hsv(red, green, blue)[0] * 360
    for name, start, end in _HUES:
        if start <= hue <= end or (start > end and (hue >= start or hue <= end)):
            yield name
