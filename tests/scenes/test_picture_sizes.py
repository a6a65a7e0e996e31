from __future__ import annotations

import io

import pytest
from PIL import Image

from manimill.scenes.picture_sizes import picture_size


def test_an_image_has_the_size_of_its_header() -> None:
    content = io.BytesIO()
    Image.new("RGB", (30, 20)).save(content, "PNG")
    assert picture_size("a.png", content.getvalue()) == (30, 20)
    assert picture_size("a.png", content.getvalue()[:5]) is None


@pytest.mark.parametrize(
    ("svg", "size"),
    [
        (b'<svg viewBox="0 0 30 10"><path/></svg>', (30, 10)),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0,0,30,10" width="5"/>', (30, 10)),
        (b'<svg width="4cm" height="2cm"/>', (4, 2)),
        (b'<svg width="100%" height="100%"/>', None),
        (b'<svg viewBox="0 0 0 10"/>', None),
        (b"<svg/>", None),
        (b"no drawing", None),
        (b"", None),
    ],
)
def test_of_a_drawing_the_view_counts_and_then_its_stated_size(
    svg: bytes, size: tuple[float, float] | None
) -> None:
    assert picture_size("a.SVG", svg) == size
