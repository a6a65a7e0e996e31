"""How large pictures are, by their headers alone."""

from __future__ import annotations

import io
from xml.etree import ElementTree

_UNITS = ("px", "pt", "mm", "cm", "in", "em", "ex", "pc")

Size = tuple[float, float]
"""Width and height: pixels of a raster image, of a drawing only their ratio counts."""


def picture_size(path: str, content: bytes) -> Size | None:
    """The size of an image or an SVG, told by its name which of them; None where that cannot be read."""
    size = _of_drawing(content) if path.lower().endswith(".svg") else _of_image(content)
    return size if size is not None and min(size) > 0 else None


def _of_image(content: bytes) -> Size | None:
    from PIL import Image

    try:
        # Reads the header; the pixels, which may be anybody's, are left alone.
        with Image.open(io.BytesIO(content)) as image:
            return float(image.width), float(image.height)
    except Exception:
        return None


def _of_drawing(content: bytes) -> Size | None:
    try:
        _, root = next(iter(ElementTree.iterparse(io.BytesIO(content), events=("start",))))
    except (ElementTree.ParseError, StopIteration, ValueError, LookupError):
        return None
    box = root.get("viewBox", "").replace(",", " ").split()
    width, height = box[2:4] if len(box) == 4 else (root.get("width", ""), root.get("height", ""))
    try:
        return _number(width), _number(height)
    except ValueError:
        return None


def _number(text: str) -> float:
    text = text.strip()
    return float(text[:-2] if text.endswith(_UNITS) else text)
