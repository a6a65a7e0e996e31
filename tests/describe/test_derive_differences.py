"""What tells one scene from its near twin, and what was once told wrong: before and after in one place."""

from __future__ import annotations

import pytest
from tests.describe.test_derive_wording import told


@pytest.mark.parametrize(
    ("path", "way"),
    [
        ("utils.paths.straight_path()", "on a straight path"),
        ("clockwise_path()", "on a clockwise path"),
        ("utils.paths.counterclockwise_path()", "on a counterclockwise path"),
        ("path_along_arc(TAU / 3)", "along an arc of 120 degrees"),
        ("utils.paths.spiral_path(2 * TAU)", "on a spiral path of 720 degrees"),
        ("utils.paths.path_along_circles(PI, UP)", "along circles around (0, 1), by 180 degrees"),
    ],
)
def test_the_path_of_a_transform_is_told(path: str, way: str) -> None:
    body = f"a, b = Dot(LEFT), Dot(RIGHT)\nself.add(a, b)\nself.play(Transform(a, b, path_func={path}), run_time=2)"
    assert told(body).endswith(f"transform the first dot into the second dot {way} over 2 seconds.")


@pytest.mark.parametrize(
    ("plays", "text"),
    [
        (
            "self.play(s.animate.shift(RIGHT).scale(2))",
            "Next, move it 1 unit right and scale it by a factor of 2, both at the same time.",
        ),
        (
            "self.play(s.animate.shift(RIGHT).scale(2).set_color(RED), run_time=3)",
            "Next, move it 1 unit right, scale it by a factor of 2 and turn it red, all at the same time over 3 "
            "seconds.",
        ),
        (
            "self.play(s.animate.shift(RIGHT))\nself.play(s.animate.scale(2))",
            "Next, move it 1 unit right. Finally, scale it by a factor of 2.",
        ),
        (
            "self.play(s.animate.shift(RIGHT).scale(2), FadeIn(Dot()))",
            "Next, move it 1 unit right and scale it by a factor of 2, and fade in a dot.",
        ),
    ],
)
def test_a_chain_happens_at_the_same_time(plays: str, text: str) -> None:
    assert told(f"s = Square()\nself.add(s)\n{plays}") == f"Start with a square. {text}"


@pytest.mark.parametrize(
    ("arguments", "way"),
    [
        ("", "."),
        ("stretch=True", "."),
        ("stretch=False", " without stretching, matching only the height."),
        ("stretch=False, dim_to_match=0", " without stretching, matching only the width."),
    ],
)
def test_a_cross_fade_says_what_it_fits(arguments: str, way: str) -> None:
    body = f"s = Square()\nself.add(s)\nself.play(FadeTransform(s, Circle(), {arguments}))"
    assert told(body) == f"Start with a square. Next, cross-fade it into a circle{way}"


def test_sounds_are_played_between_what_is_seen() -> None:
    body = (
        "self.add_sound('click.wav')\nd = Dot()\nself.add(d)\nself.wait()\nself.add_sound(name())\n"
        "d.set_color(RED)\nself.wait()"
    )
    assert told(body) == (
        'Play the sound "click.wav". Next, add a dot. Then play a sound. '
        "Finally, without any animation, turn the dot red."
    )


@pytest.mark.parametrize(
    ("play", "text"),
    [
        (
            "SpinInFromNothing(Square(), angle=PI, point_color=RED)",
            "Spin a square in from nothing while it turns by 180 degrees, starting in red.",
        ),
        ("GrowFromCenter(Square(), point_color=RED)", "Grow a square from its center, starting in red."),
        (
            "FadeIn(VGroup(Square(), Circle()).arrange(), lag_ratio=0.5)",
            "Fade in a row of a square and a circle with lag ratio 0.5.",
        ),
        (
            "LaggedStart(*[Create(Dot(x * UP)) for x in range(12)])",
            "Draw twelve dots, with staggered starts.",
        ),
        (
            "AnimationGroup(Animation(Mobject(), run_time=2), Write(Text('a')), lag_ratio=1)",
            'Wait for 2 seconds, then write the text "a".',
        ),
        (
            "ChangeSpeed(FadeIn(Square()), speedinfo={0.5: 2}, rate_func=linear)",
            "Fade in a square with the speed factor changing to 2 at 50% of the time.",
        ),
    ],
)
def test_the_manner_of_an_animation_is_told(play: str, text: str) -> None:
    assert told(f"self.play({play})") == text


@pytest.mark.parametrize(
    ("change", "clause"),
    [
        ("always_rotate(s, rate=PI)", "keeps rotating by 180 degrees per second"),
        ("always_rotate(s)", "keeps rotating by 20 degrees per second"),
        ("always_shift(s, UP, rate=2)", "keeps moving up at 2 units per second"),
        ("turn_animation_into_updater(Create(s))", "is drawn in the background"),
        ("cycle_animation(FadeToColor(s, RED))", "keeps changing its color"),
    ],
)
def test_what_goes_on_says_how(change: str, clause: str) -> None:
    text = told(f"s = Square()\n{change}\nself.add(s)\nself.wait(2)")
    assert text == f"Make a scene that shows a square that {clause} for 2 seconds."


def test_several_things_that_go_on_are_told_in_the_plural() -> None:
    body = "for _ in range(2):\n    self.add(always_redraw(lambda: Dot(color=RED)))\nself.wait(2)"
    assert told(body) == "Make a scene that shows two red dots that keep updating for 2 seconds."


@pytest.mark.parametrize(
    ("arguments", "details"),
    [
        (
            "layout={1: [0, 0, 0], 2: [1, 0, 0], 3: [1, 1, 0]}",
            "with 3 vertices; the edges 1–2 and 2–3; and the vertices 1, 2 and 3 at (0, 0), (1, 0) and (1, 1)",
        ),
        ("layout=own_layout", "in a custom layout with 3 vertices, and the edges 1–2 and 2–3"),
        ("layout_scale=3", "with 3 vertices, the edges 1–2 and 2–3, and layout scale 3"),
        (
            "vertex_config={'radius': 0.2, 'color': BLACK, 'stroke_color': WHITE}",
            "with 3 vertices, the edges 1–2 and 2–3, and black vertices of radius 0.2 outlined in white",
        ),
        (
            "edge_config={'stroke_width': 2, 'tip_config': {'tip_shape': ArrowSquareTip}, (1, 2): {'color': RED}}",
            "with 3 vertices, the edges 1–2 and 2–3, edges of stroke width 2 with square tips, and edge 1–2 in red",
        ),
    ],
)
def test_graphs_tell_how_they_look(arguments: str, details: str) -> None:
    layout = "def own_layout(graph, scale):\n    places = {}\n    return places\n"
    body = f"{layout}self.add(Graph([1, 2, 3], [(1, 2), (2, 3)], {arguments}))"
    assert told(body).endswith(f"a graph {details}.")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            "v = VMobject(stroke_color=RED)\nv.set_points_as_corners([UL, UR, DR])\nself.add(v)",
            "a red shape through the corners (-1, 1), (1, 1) and (1, -1)",
        ),
        (
            "v = VMobject(stroke_color=RED)\nv.set_points_smoothly([UL, UR, DR])\nself.add(v)",
            "a red shape that runs smoothly through (-1, 1), (1, 1) and (1, -1)",
        ),
        (
            "self.add(ArcPolygonFromArcs(ArcBetweenPoints(LEFT, RIGHT), ArcBetweenPoints(RIGHT, LEFT, color=RED)))",
            "an arc polygon made of 2 arcs (an arc from (-1, 0) to (1, 0) and a red arc from (1, 0) to (-1, 0))",
        ),
        (
            "a, b = Line(LEFT, RIGHT), Line(DOWN, UP)\n"
            "self.add(a, b, Angle(a, b, dot=True, dot_radius=0.1, dot_color=RED))",
            "an angle between the two lines with a red dot of radius 0.1 inside",
        ),
        (
            "self.add(LabeledLine(label='x', label_position=0.8, label_config={'font_size': 20}, start=LEFT, end=UP))",
            'a labeled line from (-1, 0) to (0, 1) with the label "x" at 80% of its length in font size 20',
        ),
        (
            "self.add(VGroup(*[Dot() for _ in range(4)]).arrange(buff=1))",
            "a row of four dots with 1 unit between them",
        ),
        (
            "self.add(VGroup(*[Dot() for _ in range(4)]).arrange(buff=0))",
            "four dots with no space between them",
        ),
        ("self.add(VGroup(*[Dot() for _ in range(4)]).arrange(buff=0.2))", "a row of four dots."),
        (
            "a = Axes()\nself.add(a, Line(a.c2p(0, f(0)), a.c2p(1, f(1))))",
            "a line between two points on the axes",
        ),
    ],
)
def test_objects_tell_what_makes_them_different(body: str, text: str) -> None:
    assert text in told(body)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            "dots = [Dot(LEFT), Dot(RIGHT)]\nself.add(*dots, *[TracedPath(d.get_center) for d in dots])",
            "two traced paths that follow the centers of the first and second dots",
        ),
        (
            "a, b = Dot(LEFT), Square()\nself.add(a, b, *[VMobject().interpolate(a, b, alpha=x) for x in (0.25, 0.5)])",
            "two shapes 25% and 50% of the way between the dot and the square",
        ),
        (
            "self.add(*[ImageMobject(f'{n}.png').scale(0.5) for n in 'ab'])",
            'two images from the files "a.png" and "b.png" scaled by 0.5',
        ),
        (
            "for i, n in enumerate('abc'):\n    c = Circle(radius=2).move_to(i * UP)\n"
            "    self.add(c, Text(n).next_to(c, LEFT))",
            "three circles with radius 2 at the origin, (0, 1) and (0, 2), and the texts "
            '"a", "b" and "c" to the left of the first, second and third circles, in that order',
        ),
        (
            "self.add(VGroup(*[VGroup(Square(), Text(t, font_size=20)) for t in 'abc']).arrange())",
            'a row of three groups, each with a square, and with the texts "a", "b" and "c" with font size 20 in turn',
        ),
    ],
)
def test_what_differs_in_one_respect_is_told_once(body: str, text: str) -> None:
    assert text in told(body)


def test_the_order_of_a_column_is_kept() -> None:
    body = "self.add(VGroup(*[one for t in 'abc' for one in (Square(), Text(t))]).arrange(DOWN))"
    kept = "self.add(VGroup(Square(), Text('a'), Square(), Text('b'), Square(), Text('c')).arrange(DOWN))"
    assert "a square, the text" not in told(body)
    assert 'a column of a square, the text "a", a square, the text "b", a square and the text "c"' in told(
        kept
    )


def test_neighbouring_letters_are_told_as_such() -> None:
    body = "t = Text('Hello')\nself.play(Write(t[:3]))\nself.play(Write(t[3:]))\nself.play(FadeOut(t[1:4]))"
    assert told(body) == (
        'Write the first three letters of the text "Hello". Next, write all letters of the text but the first three. '
        "Finally, fade out the second to fourth letters of the text."
    )


def test_a_formula_whose_parts_move_is_quoted_once() -> None:
    body = (
        "f = MathTex('a', '+', 'b')\nself.play(Write(f[0]))\nself.play(TransformFromCopy(f[0], f[2]))\n"
        "self.play(ReplacementTransform(f[0].copy(), f[1]))"
    )
    assert told(body) == (
        "Write the first part of the formula $a + b$. Next, transform a copy of the first part of the formula into the "
        "third part of the formula. Finally, transform a copy of the first part of the formula into the second part of "
        "the formula."
    )


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            "t = Text('Hi')\nself.add(t)\nfor letter in t:\n    self.play(Indicate(letter))",
            "briefly highlight each letter of the text, one after another.",
        ),
        (
            "for i in range(10):\n    self.play(Create(Dot(UP)))",
            "Draw ten dots at (0, 1), one after another.",
        ),
        (
            "d = Dot()\nself.add(d)\nfor i in range(10):\n    self.play(Indicate(d))",
            "briefly highlight it, ten times.",
        ),
        (
            "rows = VGroup()\nfor row in range(10):\n    rows.add(VGroup(*[Dot() for _ in range(5)]).arrange())\n"
            "self.add(rows.arrange(DOWN))",
            "a column of ten rows of five dots.",
        ),
        (
            "self.add(VGroup(*[VGroup(*[Dot() for _ in range(30)]).arrange() for _ in range(10)]).arrange(DOWN))",
            "a column of ten rows of 30 dots.",
        ),
    ],
)
def test_loops_are_counted_right(body: str, text: str) -> None:
    assert told(body).endswith(text)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("self.play(s.animate.move_to(somewhere()))", "move it to another place."),
        ("self.play(s.animate.shift(somewhere()))", "move it."),
        ("self.play(s.animate.scale(somehow()))", "change its size."),
        ("self.play(s.animate.shift(LEFT, LEFT))", "move it 2 units left."),
        ("self.play(ApplyMethod(s.shift, 2 * UP))", "move it 2 units up."),
        (
            "self.play(self.camera.frame.animate.set(width=s.width * 1.2))",
            "zoom the camera until the frame is 1.2 times as wide as the square.",
        ),
        (
            "self.play(self.camera.frame.animate.scale_to_fit_height(s.height * 2))",
            "zoom the camera until the frame is twice as high as the square.",
        ),
    ],
)
def test_moves_are_told_as_far_as_they_are_known(body: str, text: str) -> None:
    assert told(f"s = Square()\nself.add(s)\n{body}", base="MovingCameraScene").endswith(f"Next, {text}")


def test_several_vectors_are_one_shift() -> None:
    assert "a square shifted 1 unit left and 1 unit up" in told("self.add(Square().shift(LEFT, UP))")


def test_a_second_group_moves_what_belongs_to_another() -> None:
    body = (
        "a, b = Square(), Circle()\nlink = Arrow(a.get_right(), b.get_left())\nall_of_it = VGroup(a, b, link)\n"
        "VGroup(a, link).shift(3 * LEFT)\nself.add(all_of_it)"
    )
    assert told(body).endswith(
        "a square shifted 3 units left, a circle and an arrow from the right side of the square to the left side of "
        "the circle."
    )


def test_who_stays_beside_something_is_told_to_be_there_once() -> None:
    body = (
        "d = Dot()\nt = Text('x').next_to(d, RIGHT)\nt.add_updater(lambda m: m.next_to(d, RIGHT))\nself.add(d, t)\n"
        "self.play(d.animate.shift(UP))"
    )
    assert told(body).startswith('Start with a dot and the text "x" that stays to the right of the dot.')


def test_a_path_that_follows_a_member_comes_after_its_group() -> None:
    body = "c = Circle()\nself.add(TracedPath(c.get_start), VGroup(c, Dot()).arrange())\nself.play(c.animate.shift(UP))"
    assert told(body).startswith(
        "Start with a row of a circle and a dot, and a traced path that follows the start of the circle."
    )


def test_copies_that_only_pass_are_not_counted() -> None:
    body = (
        "b, c = Circle(), Circle(radius=2)\nself.add(b)\nself.play(ReplacementTransform(b.copy(), c))\n"
        "self.play(FadeIn(Dot().next_to(c, UP)))"
    )
    assert told(body).endswith(
        "transform a copy of it into a circle with radius 2. Finally, fade in a dot above the second circle."
    )


def test_groups_of_which_nothing_is_known_are_not_told() -> None:
    assert told("self.add(always_redraw(lambda: VGroup()))\nself.wait()") == ""
    text = told("self.add(Square(), always_redraw(lambda: VGroup()))\nself.wait(2)")
    assert text == "Make a scene that shows a square in the middle of the screen for 2 seconds."


def test_summaries_name_things_in_short() -> None:
    plays = "\n".join(
        f"self.play(Write(Text('number {n} of many texts', font_size={20 + n}).to_edge(UP)))"
        for n in range(12)
    )
    text = told(f"{plays}\nc = Text('last', color=RED)\nself.play(Write(c))\nself.play(FadeOut(c[1]))")
    assert text.endswith(
        'Later on, the texts "number 9 of many texts", "number 10 of many texts" and "number 11 of many texts", and '
        'the text "last" in red also appear.'
    )


@pytest.mark.parametrize(
    ("last", "summary"),
    [
        ("Square(side_length=3, color=RED)", "a red square also appears."),
        ("Text('end', font_size=12)", 'the text "end" also appears.'),
        ("*[Text(t) for t in 'ab']", 'the texts "a" and "b" also appear.'),
        ("*[Dot(radius=n) for n in (1, 2)]", "two dots also appear."),
        ("VGroup(Square(), Circle(), Dot().to_edge(UP)).arrange()", "a row of objects also appears."),
    ],
)
def test_summaries_agree_with_their_verb(last: str, summary: str) -> None:
    plays = "\n".join(f"self.play(Write(Text('number {n} of many texts').to_edge(UP)))" for n in range(12))
    known = "t = Text('known')\nself.play(Write(t))\n"
    end = "self.play(Indicate(t))\nself.play(FadeOut(t))"
    body = f"{known}{plays}\nself.play(*[FadeIn(one) for one in [{last}]])\n{end}"
    assert told(body).endswith(f"Later on, {summary}")
