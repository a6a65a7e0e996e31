import ast
import os
import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manimill.describe import derive
from manimill.describe.derive import LONGEST, SHORTEST


def code_of(body: str, base: str = "Scene") -> str:
    lines = "".join(f"        {line}\n" for line in body.splitlines())
    return f"from manim import *\n\nclass S({base}):\n    def construct(self):\n{lines}"


def described(body: str, base: str = "Scene", **options: object) -> str | None:
    return derive(code_of(body, base), "S", **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            "s = Square(side_length=3, color=RED)\nself.play(Create(s))\n"
            "self.play(s.animate.shift(2 * RIGHT).set_color(BLUE), run_time=2)\nself.play(FadeOut(s))",
            "Draw a red square with side length 3. Then move it 2 units right and turn it blue, both at the "
            "same time over 2 seconds. Lastly, fade it out.",
        ),
        (
            "a, b = Square(color=RED), Square(color=BLUE)\nself.add(a, b)\n"
            "self.play(Rotate(a, PI / 2), Rotate(b, PI / 2))\nself.play(Swap(a, b))",
            "Start by showing a red square and a blue square. After that, rotate the two squares by 90 "
            "degrees. At the end, swap the two squares.",
        ),
        (
            "d = Dot()\nself.add(d)\nfor i in range(3):\n    self.play(Indicate(d))",
            "Put a dot on the screen. Next, briefly highlight it, three times in a row.",
        ),
        (
            "ax = Axes(x_range=[0, 4], y_range=[-1, 1, 0.5])\nc = ax.plot(lambda x: np.sin(x), color=TEAL)\n"
            "self.play(Create(ax), Create(c))\nself.play(Write(ax.get_graph_label(c)))",
            "Draw coordinate axes with x from 0 to 4 and y from -1 to 1 in steps of 0.5, and a teal curve y = sin(x). "
            "After that, write a label for the curve.",
        ),
        (
            "v = ValueTracker(0)\nself.add(always_redraw(lambda: Dot(color=RED)))\n"
            "self.play(v.animate.set_value(5), run_time=3)",
            "Begin with a red dot that keeps updating. Then animate a value tracker from 0 to 5 over 3 "
            "seconds.",
        ),
        (
            "a, b, c = Text('one'), Text('two'), Text('three')\nself.play(Write(a))\n"
            "self.play(Transform(a, b))\nself.play(FadeIn(Dot()))\nself.play(Transform(a, c))",
            'Write the text "one". Next, transform it into the text "two". Then fade in a dot. Finally, '
            'transform the text "two" into the text "three".',
        ),
    ],
)
def test_animations_are_told_in_order(body: str, text: str) -> None:
    assert described(body) == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            "t = Text('Ohm', color=GOLD).to_edge(UP)\nf = MathTex('U = R I').next_to(t, DOWN)\nself.add(t, f)",
            'Prepare a static picture of the text "Ohm" in gold at the top edge and the formula $U = R I$ '
            "below the text.",
        ),
        (
            "self.add(Square())",
            "Set up a static scene that shows a square in the middle of the screen.",
        ),
        (
            "self.add(VGroup(*[Dot(radius=0.2) for i in range(12)]).arrange_in_grid(rows=3))",
            "Make a still image with a grid with 3 rows of twelve dots with radius 0.2.",
        ),
        (
            "self.add(Matrix([[1, 'x'], [0, 1]]).set_row_colors(RED, BLUE))",
            "Show a matrix with the rows (1, x) and (0, 1), and its rows colored red and blue.",
        ),
        (
            "self.add(Graph([1, 2, 3], [(1, 2), (2, 3)], layout='circular', labels=True))",
            "Show a graph in a circular layout with 3 labeled vertices, and the edges 1–2 and 2–3.",
        ),
        (
            "s = Star(n=7)\nself.add(s, Brace(s, DOWN), SurroundingRectangle(s, color=RED))",
            "Show a star with 7 points, a brace below the star and a red surrounding rectangle around the star.",
        ),
    ],
)
def test_pictures_are_told_as_pictures(body: str, text: str) -> None:
    assert described(body) == text


def test_the_camera_of_a_3d_scene_is_described() -> None:
    body = "self.add(Cube())\nself.set_camera_orientation(phi=60 * DEGREES, theta=30 * DEGREES)"
    assert described(body, "ThreeDScene") == (
        "Create a still image of a cube in the middle of the screen. "
        "Use a 3D camera at phi = 60 degrees and theta = 30 degrees."
    )


def test_a_moving_camera_zooms_and_returns() -> None:
    body = (
        "d = Dot(color=GREEN)\nself.add(d)\nself.play(self.camera.frame.animate.scale(0.5).move_to(d))\n"
        "self.play(Restore(self.camera.frame))"
    )
    assert described(body, "MovingCameraScene") == (
        "First show a green dot. After that, zoom the camera in by a factor of 2 and move it to the dot, "
        "both at the same time. Finally, return the camera to its original view."
    )


def test_short_texts_are_filled_up_with_what_is_true() -> None:
    assert described("self.play(Uncreate(Star()))") == "Erase a star in the middle of the screen."


def test_nothing_is_claimed_about_scenes_that_are_only_half_understood() -> None:
    assert described("self.play(Uncreate(Star()))\nself.play(mystery())") is None
    assert described("self.add(Square(), mystery())") is None


def test_unknown_classes_are_split_into_words() -> None:
    code = (
        "class PaperPlane(VGroup):\n    pass\nclass S(Scene):\n    def construct(self):\n"
        "        p = PaperPlane()\n        self.play(SpiralIn(p))\n        self.play(p.animate.shift(UP))\n"
    )
    assert derive(code, "S") == "Let a paper plane spiral in. Then move it 1 unit up."


def test_numbers_texts_and_colours_tell_scenes_apart() -> None:
    variants = [
        "self.play(Create(Circle(radius=1)))",
        "self.play(Create(Circle(radius=2)))",
        "self.play(Create(Circle(radius=2, color=GREEN)))",
        "self.play(Create(Circle(radius=2, color=GREEN).to_edge(LEFT)))",
        "self.play(Create(Circle(radius=2, color=GREEN)), run_time=4)",
        "self.play(Write(Text('Circle')))",
        "self.play(Write(Text('Circles')))",
    ]
    texts = [described(body) for body in variants]
    assert None not in texts
    assert len(set(texts)) == len(variants)


def test_long_scenes_are_summed_up_by_what_appears() -> None:
    body = "\n".join(f"self.play(Write(Text('This is sentence number {i} of the talk')))" for i in range(40))
    text = described(body)
    assert text is not None
    assert text.startswith('Write the text "This is sentence number 0 of the talk". Then write the text')
    assert text.endswith('and "This is sentence number 15 of the talk", and more also appear.')


def test_prose_is_added_where_it_says_more_than_the_code() -> None:
    body = "self.add(Circle(color=RED))\nself.add(Brace(Dot()))"
    plain = "Display a red circle and a brace along a dot."
    assert described(body, prose="Displays a :class:`~.Circle` with a brace.\n\nSee also the guide.") == plain
    assert described(body, prose="Marks the slow orbit of a distant planet.") == (
        f"{plain} The idea is to mark the slow orbit of a distant planet."
    )


def test_referenced_objects_that_could_not_be_placed_are_asked_for() -> None:
    text = described(
        "self.add(Circle(color=RED).to_edge(LEFT), pick(Underline(Text('a'))))",
        references=["~.Circle", "~.Underline", "~.Star"],
        heading="Lines below words",
    )
    assert text == "Set up a scene with a red circle at the left edge. Use an underline."


def test_prose_and_heading_stand_in_where_the_code_cannot_be_read() -> None:
    unreadable = "self.play(Create(VGroup(*load())))"
    assert described(unreadable, prose="Shows a large square inside a circle.") == (
        "Make a scene to show a large square inside a circle."
    )
    assert described(unreadable, heading="Numbered points on a circle") == (
        "Make a scene about numbered points on a circle."
    )
    assert described(unreadable, heading="Examples") is None


@pytest.mark.parametrize("code", ["def (", "", "x = 1", "class S(Scene):\n    pass", "\0"])
def test_code_that_shows_nothing_has_no_description(code: str) -> None:
    assert derive(code, "S", prose="Shows a square inside a circle.") is None


SCENES = [
    "self.add(Text('None'), Text(''), Text('say \"hi\"'))\nself.play(FadeIn(Dot()))",
    r"self.add(MathTex(r'\frac{a}{b}', '{}'), Tex('$x$'))"
    + "\nself.play(Create(Square()), FadeOut(Circle()))",
    "self.add(Circle(radius=None, color=None), Square(None))\nself.play(Create(Arrow(ORIGIN, UP)))",
    "g = VGroup()\ng.add(g)\nself.add(g, Dot())\nself.play(g.animate.shift(UP), Rotate(Ellipse(), PI))",
    "self.add(*[Annulus() for i in range(20)], Octahedron())\nself.wait(2)",
    "self.add(Text('Ends with a dot.'))\nself.play(Write(Text('So does this.')))",
    "self.add(Graph([1], []), Table('ab'), Matrix([[]]), BarChart([]), Axes(x_range=3), Line(1, 2), Star('a'))",
]


RESIDUE = ["None", "UNKNOWN", "..", " ,", " .", "()", ",,", "self", " a a", " a e", " a o", "{", "}"]


@pytest.mark.parametrize("body", SCENES)
def test_texts_are_clean_english(body: str) -> None:
    text = described(body)
    assert text is not None
    assert SHORTEST <= len(text) <= LONGEST
    assert text[0].isupper()
    assert text.endswith(".")
    plain = re.sub(r'"[^"]*"|\$[^$]*\$', "X", text)
    for residue in RESIDUE:
        assert residue not in plain
    assert "  " not in text
    assert '""' not in text


def test_descriptions_do_not_depend_on_the_hash_seed() -> None:
    codes = [code_of(body) for body in SCENES]
    program = f"from manimill.describe import derive\nfor code in {codes!r}: print(derive(code, 'S'))"
    runs = [
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            check=True,
            timeout=120,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]


NAMES = st.sampled_from(
    ["s", "t", "g", "Square()", "Text('x')", "VGroup(s, t)", "UP", "2", "None", "[s, t]", "self"]
)
CALLS = st.tuples(
    st.sampled_from(
        ["self.add", "self.play", "Create", "s.animate.shift", "g.add", "Transform", "s.next_to", "Line"]
    ),
    st.lists(NAMES, max_size=3),
).map(lambda call: f"{call[0]}({', '.join(call[1])})")
STATEMENTS = st.one_of(
    CALLS,
    CALLS.map(lambda call: f"self.play({call})"),
    CALLS.map(lambda call: f"s = {call}"),
    CALLS.map(lambda call: f"for g in [s, t]: {call}"),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(STATEMENTS, max_size=12))
def test_any_scene_gives_a_text_of_allowed_length_or_none(statements: str) -> None:
    body = "\n".join(["s, t = Square(), Text('a')", "g = VGroup(s)", *statements])
    ast.parse(code_of(body))
    text = described(body)
    assert text is None or SHORTEST <= len(text) <= LONGEST
    assert text == described(body)
