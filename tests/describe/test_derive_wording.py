import ast

import pytest

from manimill.code.outline import outline
from manimill.describe._story import Story


def told(body: str, *, base: str = "Scene", around: str = "") -> str:
    """What is told of a scene; the seed is fixed, so that tests do not depend on how a text begins."""
    lines = "".join(f"        {line}\n" for line in body.splitlines())
    code = f"from manim import *\n{around}\nclass S({base}):\n    def construct(self):\n{lines}"
    return " ".join(Story(outline(ast.parse(code), "S"), "seed").sentences())


@pytest.mark.parametrize(
    ("body", "part"),
    [
        ("self.add(*[Dot(p) for p in (UP, DOWN, LEFT)])", "three dots at (0, 1), (0, -1) and (-1, 0)"),
        ("self.add(*[Text(t) for t in 'abc'])", 'the texts "a", "b" and "c"'),
        (
            "self.add(*[Circle(radius=2, color=c) for c in (RED, GREEN, BLUE)])",
            "three circles in red, green and blue with radius 2",
        ),
        (
            "self.add(*[Arrow(LEFT, RIGHT, buff=b) for b in (0, 0.5, 1)])",
            "three arrows from (-1, 0) to (1, 0) with buff 0, 0.5 and 1",
        ),
        (
            "self.add(Dot(UP, radius=1, color=RED), Dot(DOWN, radius=1), Dot(radius=1, color=TEAL))",
            "a red dot at (0, 1), a dot at (0, -1) and a teal dot, all with radius 1",
        ),
        (
            "s = VGroup(*[Square() for _ in range(3)]).arrange()\nself.add(s)\n"
            "for one, name in zip(s, 'abc'):\n    self.add(Text(name).next_to(one, UP))",
            'the texts "a", "b" and "c" above the first, second and third squares, in that order',
        ),
    ],
)
def test_things_that_differ_in_one_respect_are_told_together(body: str, part: str) -> None:
    assert part in told(body)


def test_what_others_are_placed_by_is_named_first() -> None:
    body = "c = Circle()\nself.add(Dot().next_to(c, RIGHT), SurroundingRectangle(c), c)"
    assert told(body).endswith(
        "a circle, a dot to the right of the circle and a surrounding rectangle around the circle."
    )


def test_copies_are_told_by_what_makes_them_different() -> None:
    body = "a = Square(side_length=3)\nself.add(a, a.copy().set_color(RED).shift(2 * UP))"
    assert "a square with side length 3 and a red copy of the square shifted 2 units up" in told(body)


def test_a_transform_of_a_copy_says_so() -> None:
    body = "a = MathTex('x')\nself.play(Write(a))\nself.play(ReplacementTransform(a.copy(), MathTex('y')))"
    assert "transform a copy of it into the formula $y$" in told(body)


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ("t.get_horizontal_lines().set_color(RED)", "its horizontal lines in red"),
        (
            "for n, c in enumerate([RED, BLUE]):\n    t.get_entries()[n].set_color(c)",
            "its entries in red and blue",
        ),
        (
            "for one in t.get_entries():\n    one.set_color(random_bright_color())",
            "its entries in random bright colors",
        ),
        ("t.get_entries((1, 1)).rotate(PI)", "an entry rotated by 180 degrees"),
        ("t.add(SurroundingRectangle(t.get_rows()[1]))", "a surrounding rectangle around the second row"),
        (
            "t.add_highlighted_cell((2, 1), color=GREEN)",
            "the cell in row 2 and column 1 highlighted in green",
        ),
    ],
)
def test_changes_of_parts_tell_scenes_apart(change: str, part: str) -> None:
    assert part in told(f"t = Table([['a', 'b'], ['c', 'd']])\n{change}\nself.add(t)")


@pytest.mark.parametrize(
    ("style", "part"),
    [
        ("Circle().set_fill(YELLOW)", " a circle in the middle"),
        ("Circle().set_fill(YELLOW, 1)", "a filled yellow circle"),
        ("Circle().set_fill(YELLOW, opacity=0.5)", "a yellow circle with fill opacity 0.5"),
        ("Square(color=RED).set_stroke(GRAY, opacity=0.5)", " a red square in"),
        ("Circle(fill_opacity=1, color=BLUE, stroke_color=RED)", "a filled blue circle with a red outline"),
        ("Square().set_color([RED, BLUE])", "a square in a gradient from red to blue"),
        ("Dot(color='#00ff00')", "a dot in the color #00FF00"),
    ],
)
def test_colours_are_those_one_sees(style: str, part: str) -> None:
    assert part in told(f"self.add({style})")


@pytest.mark.parametrize(
    ("updater", "clause"),
    [
        ("lambda m: m.next_to(s, DOWN)", "that stays below the square"),
        ("lambda m: m.move_to(s.get_top())", "that follows the top of the square"),
        ("lambda m, dt: m.rotate(90 * DEGREES * dt)", "that keeps rotating by 90 degrees per second"),
        ("lambda m, dt: m.shift(2 * dt * LEFT)", "that keeps moving left at 2 units per second"),
        ("lambda m: m.become(mystery())", "that keeps updating"),
    ],
)
def test_updaters_are_told_by_what_they_do(updater: str, clause: str) -> None:
    body = (
        f"s = Square()\nd = Dot()\nd.add_updater({updater})\nself.add(s, d)\nself.play(s.animate.shift(UP))"
    )
    assert f"a dot {clause}" in told(body)


def test_a_number_with_an_updater_does_not_name_its_first_value() -> None:
    body = (
        "r = Rectangle()\nn = DecimalNumber(0).add_updater(lambda d: d.set_value(r.width))\nself.add(r, n)\n"
        "self.play(r.animate.set(width=7))"
    )
    text = told(body)
    assert "a number that always shows the width of the rectangle" in text
    assert text.endswith("set the width of the rectangle to 7.")


def test_changes_without_animation_are_told_as_such() -> None:
    text = told("c = Circle()\nself.add(c)\nself.wait()\nc.become(Square(color=RED))\nself.wait()")
    assert text.endswith("without any animation, turn it into a red square.")


def test_what_has_left_the_screen_does_not_change_any_more() -> None:
    body = (
        "c = Circle()\nself.play(Create(c))\nself.play(FadeOut(c))\nc.shift(UP)\nself.play(Write(Text('a')))"
    )
    assert "without any animation" not in told(body)


def test_fading_out_all_there_is_needs_no_list() -> None:
    body = "self.add(*[Square() for _ in range(3)])\nself.play(*[FadeOut(m) for m in self.mobjects])"
    assert told(body).endswith("fade everything out.")


def test_the_same_for_several_things_is_said_once() -> None:
    body = "a, b = Dot(LEFT), Dot(RIGHT)\nself.add(a, b)\nself.play(a.animate.shift(UP), b.animate.shift(UP))"
    assert told(body).endswith("move the two dots 1 unit up.")


def test_equal_actions_on_different_things_are_not_counted_as_one() -> None:
    body = "a, b = Square(), Square()\nself.add(a, b)\nself.play(FadeOut(a))\nself.play(FadeOut(b))"
    text = told(body)
    assert "fade out the first square" in text
    assert "fade out the second square" in text


@pytest.mark.parametrize(
    ("animation", "part"),
    [
        ("Write(t, reverse=True)", "in reverse, from the last letter to the first"),
        ("Blink(t, blinks=3)", "blink three times"),
        ("Circumscribe(t, Circle)", "draw a temporary outline around the text as a circle"),
        ("t.animate(rate_func=there_and_back).shift(UP)", "move the text 1 unit up and back again"),
        ("GrowFromPoint(Square(), RIGHT)", "grow a square from (1, 0)"),
        (
            "LaggedStartMap(ApplyMethod, t, lambda m: (m.set_color, RED))",
            "turn the text red, letter by letter",
        ),
        ("Succession(Wait(2), FadeOut(t))", "wait for 2 seconds, then fade out the text"),
        ("FadeIn(Square(), shift=DOWN, scale=0.5)", "fade in a square while moving down and scaling by 0.5"),
    ],
)
def test_arguments_of_animations_tell_scenes_apart(animation: str, part: str) -> None:
    text = told(f"t = Text('a')\nself.add(t)\nself.wait()\nself.add(Dot())\nself.play({animation})")
    assert part in text


def test_things_met_in_an_action_are_shown_before_it() -> None:
    body = "self.play(Rotate(Square().shift(2 * UP), PI, about_point=ORIGIN))"
    assert told(body) == "Show a square shifted 2 units up and rotate it by 180 degrees about the origin."


def test_rows_of_groups_tell_first_what_all_have_in_common() -> None:
    body = (
        "a, b = Line(LEFT, RIGHT), Line(DOWN, UP)\n"
        "angles = [RightAngle(a, b, length=n) for n in (0.2, 0.4)]\n"
        "self.add(VGroup(*[VGroup(a.copy(), b.copy(), one) for one in angles]).arrange())"
    )
    assert (
        "a row of two groups, each with a line from (-1, 0) to (1, 0) and a line from (0, -1) to (0, 1), and with"
        in told(body)
    )


def test_members_of_a_moved_group_are_where_it_was_moved() -> None:
    body = "a, b = Dot(), Square()\nVGroup(a, b).arrange(DOWN).shift(2 * LEFT)\nself.add(a)\nself.wait()"
    assert "a dot on the left" in told(body)


def test_shifts_add_up() -> None:
    assert "shifted 3 units right and 1 unit up" in told("self.add(Dot().shift(RIGHT).shift(2 * RIGHT + UP))")


def test_the_setting_of_a_scene_comes_after_what_is_in_it() -> None:
    body = (
        "self.camera.background_color = WHITE\nself.set_camera_orientation(phi=PI / 4)\n"
        "c = Cube()\nself.add(c)\nself.play(Rotate(c, PI))"
    )
    first, second, third = told(body, base="ThreeDScene").split(". ")
    assert first.endswith("a cube on a white background")
    assert second.endswith("phi = 45 degrees")
    assert third.endswith("rotate it by 180 degrees.")


def test_defaults_set_for_a_class_hold_until_they_are_taken_back() -> None:
    body = "Text.set_default(color=RED)\na = Text('a')\nText.set_default()\nself.add(a, Text('b'))"
    assert 'the text "a" in red and the text "b"' in told(body)


def test_overridden_animations_are_mentioned() -> None:
    around = (
        "class Tile(Square):\n    @override_animation(FadeIn)\n    def _fade_in_override(self, **kwargs):\n"
        "        return Create(self, **kwargs)\n"
    )
    assert told("self.play(FadeIn(Tile()))", around=around).startswith(
        "Fade in a tile with its FadeIn animation overridden by Create"
    )


def test_value_trackers_are_told_from_where_to_where() -> None:
    body = (
        "v = ValueTracker(2)\nself.add(Dot().add_updater(lambda m: m.set_x(v.get_value())))\n"
        "self.play(v.animate.set_value(5))\nself.play(v.animate.increment_value(-1))"
    )
    text = told(body)
    assert "a dot that follows the tracked value horizontally" in text
    assert "animate a value tracker from 2 to 5" in text
    assert text.endswith("animate the value tracker to 4.")


def test_groups_nobody_can_look_into_are_not_mentioned() -> None:
    assert told("g = VGroup(*load())\nself.play(Create(g))\nself.play(FadeOut(g))") == ""


@pytest.mark.parametrize("count", [2, 5])
def test_a_list_never_ends_in_one_more(count: int) -> None:
    body = "\n".join(
        f"self.add(Square(side_length={n}, color=RED).shift({n} * UP + LEFT))" for n in range(1, 5 * count)
    )
    assert " one more" not in told(body)


def test_keyed_groups_gain_and_lose_members_on_screen() -> None:
    body = (
        "d = VDict([('s', Square()), ('c', Circle())])\nself.play(Create(d))\nd.add([('t', Text('a'))])\n"
        "self.wait()\nd['t'] = Text('b')\nself.wait()\nd.remove('t')\nself.play(Uncreate(d['s']))"
    )
    text = told(body)
    order = [
        'add the text "a"',
        'remove the text "a"',
        'add the text "b"',
        'remove the text "b"',
        "erase the square",
    ]
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)


def test_an_arrangement_makes_earlier_places_void() -> None:
    body = "a, b = Dot().to_edge(UP), Dot().shift(LEFT)\nself.add(VGroup(a, b).arrange())"
    assert told(body).endswith("a row of two dots.")


def test_a_length_in_terms_of_itself_is_a_scale() -> None:
    assert "scaled by 2" in told("a = Line(LEFT, RIGHT)\na.set_length(a.get_length() * 2)\nself.add(a)")
