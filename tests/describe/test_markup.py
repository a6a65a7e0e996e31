import pytest

from manimill.describe import _markup


@pytest.mark.parametrize(
    ("markup", "text", "styles"),
    [
        ("plain", "plain", ()),
        ("a <b>bold</b> word", "a bold word", ('"bold" in bold',)),
        ("<b><i>both</i></b>", "both", ('"both" in italics and in bold',)),
        ("H<sub>2</sub>O &lt; 1", "H2O < 1", ('"2" as a subscript',)),
        ('<span fgcolor="#ff0000">x</span>', "x", ('"x" in #FF0000',)),
        (
            '<gradient from="RED" to="BLUE" offset="1">ab</gradient>c',
            "abc",
            ('"ab" in a gradient from red to blue (offset 1)',),
        ),
        (
            '<span underline="double" underline_color="green">u</span>',
            "u",
            ('"u" with a double underline in green',),
        ),
        ("<b>never closed", "never closed", ()),
        ("</i>never opened", "never opened", ()),
    ],
)
def test_markup_is_told_by_piece(markup: str, text: str, styles: tuple[str, ...]) -> None:
    assert _markup.read(markup) == (text, styles)


def test_text_in_many_styles_is_told_without_them() -> None:
    assert _markup.read("".join(f"<b>{n}</b>" for n in range(9))) == ("012345678", ())
