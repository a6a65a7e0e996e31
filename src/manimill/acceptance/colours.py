"""Colours that an answer names, and those that its scene has or may have."""

from __future__ import annotations

from manimill.acceptance.prose import Prose
from manimill.acceptance.seen import Seen
from manimill.code.names import names
from manimill.pairing.colours import COLOURS, colour_stem
from manimill.pairing.words import stem

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
    "random_color random_bright_color color_gradient interpolate_color rgb_to_color hsv hsl rgb ManimColor ImageMobject",
    "SVGMobject ArrowVectorField StreamLines BarChart colorscale set_color_by_gradient set_colors_by_gradient gradient",
    "invert_color LinearTransformationScene set_fill_by_value colors Code RED_TO_BLUE cmap hex rgba color_map from_hsv",
    "set_color_by_rgba_func set_color_by_rgb_func set_color_by_xyz_func color_from_background_image TypstMath Typst",
)
"""Names of code that makes colours by itself, and of objects that have many."""
_ALWAYS = frozenset(map(stem, ("white", "black", "grey", "gray", "rainbow", "silver")))


def colours_of(scene: Seen) -> frozenset[str] | None:
    """Stems of the colours that a scene has, close ones included; None where it may have any."""
    if not _ANY.isdisjoint(scene.identifiers | scene.classes):
        return None
    own = {colour_stem(name) for name in scene.identifiers}
    own |= {colour_stem(text) or _word(text) for text in scene.strings}
    own |= {word for word in map(stem, scene.words.split()) if word in COLOURS}
    own |= {colour for colour, classes in _BY_DEFAULT_OF.items() if not classes.isdisjoint(scene.classes)}
    found = {colour for colour in own if colour}
    near = {kin for colour in found for kin in _KIN_STEMS.get(colour, ())}
    return frozenset(found | near | _ALWAYS)


def said_colours(prose: Prose) -> list[str]:
    """The colours that an answer names, each once, as they are written."""
    return list(dict.fromkeys(word.text for word in prose.words if stem(word.text) in COLOURS))


def _word(text: str) -> str | None:
    found = stem(text.lower())
    return found if found in COLOURS else None
