"""What reads files: the functions and classes by which scenes load pictures, sounds, data and their like."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from manimill.code.names import names


@dataclass(frozen=True, slots=True)
class Callee:
    """Something that takes the path of a file: what kind of file, and in which argument.

    ``position`` counts from 0, without ``self``. ``receiver`` says that the path is what the method is called on.
    """

    kind: str
    keywords: tuple[str, ...] = ()
    position: int = 0
    receiver: bool = False


_IMAGE = Callee("image", ("filename_or_array", "filename"))
_SVG = Callee("svg", ("file_name", "svg_file"))
_CODE = Callee("code", ("code_file", "file_name"))
_SOUND = Callee("sound", ("sound_file", "sound_file_name"))
_FONT = Callee("font", ("font_file",))
_TEX = Callee("tex", ("file", "tex_filename"))
_PICTURE = Callee("image", ("fp", "filename", "fname", "uri"))
_AUDIO = Callee("sound", ("file", "filename"))
_DATA = Callee("data", ("file", "filename", "fname", "filepath_or_buffer", "path", "io", "file_obj"))

NAMED: Mapping[str, Callee] = {
    **dict.fromkeys(names("ImageMobject OpenGLImageMobject ImagePixelMobject"), _IMAGE),
    **dict.fromkeys(names("SVGMobject OpenGLSVGMobject"), _SVG),
    "Code": _CODE,
    "add_sound": _SOUND,
    **dict.fromkeys(names("register_font addfont truetype"), _FONT),
    "TexTemplateFromFile": _TEX,
    # manim-chemistry's molecules and elements.
    **dict.fromkeys(names("molecule_from_file from_mol_file from_csv_file element_from_csv_file"), _DATA),
    **dict.fromkeys(names("load_mesh read_shapefile"), _DATA),
}
"""By the last part of the name, whatever it is an attribute of."""

DOTTED: Mapping[str, Callee] = {
    **dict.fromkeys(
        names("PIL.Image.open cv2.imread matplotlib.pyplot.imread matplotlib.image.imread"), _PICTURE
    ),
    **dict.fromkeys(names("imageio.imread imageio.v2.imread imageio.v3.imread skimage.io.imread"), _PICTURE),
    **dict.fromkeys(names("scipy.io.wavfile.read wave.open soundfile.read librosa.load"), _AUDIO),
    **dict.fromkeys(names("pydub.AudioSegment.from_file pydub.AudioSegment.from_wav"), _AUDIO),
    **dict.fromkeys(names("pydub.AudioSegment.from_mp3"), _AUDIO),
    **dict.fromkeys(names("open io.open codecs.open gzip.open bz2.open lzma.open"), _DATA),
    **dict.fromkeys(names("numpy.load numpy.loadtxt numpy.genfromtxt numpy.fromfile numpy.memmap"), _DATA),
    **dict.fromkeys(names("pandas.read_csv pandas.read_json pandas.read_excel pandas.read_table"), _DATA),
    **dict.fromkeys(
        names("pandas.read_parquet pandas.read_pickle geopandas.read_file polars.read_csv"), _DATA
    ),
    **dict.fromkeys(names("h5py.File scipy.io.loadmat torch.load joblib.load networkx.read_gml"), _DATA),
    **dict.fromkeys(
        names("trimesh.load meshio.read pyvista.read pygltflib.GLTF2.load open3d.io.read_triangle_mesh"),
        _DATA,
    ),
    **dict.fromkeys(names("sqlite3.connect mido.MidiFile cv2.VideoCapture"), _DATA),
    **dict.fromkeys(names("xml.etree.ElementTree.parse lxml.etree.parse"), _DATA),
}
"""By the whole name, as the module's imports make it out."""

_ENDINGS: Mapping[str, Callee] = {"TexTemplate.from_file": _TEX}

_ON_PATHS = frozenset(names("read_text read_bytes open"))
READING_NAMES = frozenset(
    {*NAMED, *_ON_PATHS, *(dotted.rpartition(".")[2] for dotted in (*DOTTED, *_ENDINGS))}
)
"""The last parts of the names of all that reads files."""

_WRITING_METHODS: Mapping[str, Callee] = {
    **dict.fromkeys(names("write_text write_bytes"), Callee("written", receiver=True)),
    **dict.fromkeys(
        names("save savefig imwrite imsave savez savetxt to_csv to_json export"),
        Callee("written", ("fp", "fname")),
    ),
}

USUAL_ALIASES: Mapping[str, str] = {
    "np": "numpy",
    "pd": "pandas",
    "plt": "matplotlib.pyplot",
    "mpimg": "matplotlib.image",
    "Image": "PIL.Image",
    "wavfile": "scipy.io.wavfile",
    "AudioSegment": "pydub.AudioSegment",
}
"""What a name stands for where no import says so; manim hands on numpy as ``np``."""


def reader_called(dotted: str) -> Callee | None:
    """What the function or class of this name reads, or None where it reads no file."""
    parts = dotted.split(".")
    return DOTTED.get(dotted) or _ENDINGS.get(".".join(parts[-2:])) or NAMED.get(parts[-1])


def read_method(call: ast.Call) -> Callee | None:
    """What a method of a path reads: ``Path("a").read_text()``."""
    if isinstance(call.func, ast.Attribute) and call.func.attr in _ON_PATHS:
        return Callee("data", receiver=True)
    return None


def writer_called(call: ast.Call) -> Callee | None:
    """Where the path is of something that writes a file."""
    if isinstance(call.func, ast.Attribute):
        return _WRITING_METHODS.get(call.func.attr)
    return None


def opens_for_writing(call: ast.Call, callee: Callee) -> bool:
    """Whether a call of ``open`` makes the file, by its mode."""
    position = 0 if callee.receiver else 1
    modes = [keyword.value for keyword in call.keywords if keyword.arg == "mode"]
    mode = modes[0] if modes else call.args[position] if len(call.args) > position else None
    return (
        isinstance(mode, ast.Constant) and isinstance(mode.value, str) and bool(set(mode.value) & set("wax"))
    )


def path_argument(call: ast.Call, callee: Callee, skipped: int = 0) -> ast.expr | None:
    """The expression that gives the path; ``skipped`` arguments, such as ``self``, stand before it."""
    if callee.receiver:
        return call.func.value if isinstance(call.func, ast.Attribute) else None
    position = callee.position + skipped
    if len(call.args) > position and not any(isinstance(a, ast.Starred) for a in call.args[: position + 1]):
        return call.args[position]
    return next((keyword.value for keyword in call.keywords if keyword.arg in callee.keywords), None)
