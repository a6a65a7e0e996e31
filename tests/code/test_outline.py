import ast
import math

import pytest

from manimill.code.outline import SEVERAL, Formula, Outline, Spot, Step, Thing, Vector, outline


def read(body: str, *, base: str = "Scene", around: str = "", methods: str = "") -> Outline:
    lines = "".join(f"        {line}\n" for line in body.splitlines())
    code = f"from manim import *\n{around}\nclass S({base}):\n    def construct(self):\n{lines}{methods}"
    return outline(ast.parse(code), "S")


def steps(body: str, **options: str) -> tuple[Step, ...]:
    return read(body, **options).steps


def only(body: str, **options: str) -> Thing:
    (step,) = steps(body, **options)
    (thing,) = step.things
    return thing


def test_steps_come_in_the_order_of_the_code() -> None:
    found = steps(
        "s = Square()\nself.add(s)\nself.play(FadeOut(s))\nself.wait(2)\nself.remove(s)\nself.clear()"
    )
    assert [step.kind for step in found] == ["add", "play", "wait", "remove", "clear"]
    assert found[0].things[0] is found[1].motions[0].targets[0]
    assert [step.line for step in found] == [6, 7, 8, 9, 10]


def test_literal_arguments_are_facts_by_parameter_name() -> None:
    thing = only("self.add(RegularPolygon(5, color=BLUE, radius=2 * 1.5))")
    assert (thing.kind, thing.facts) == ("RegularPolygon", {"n": 5, "color": "BLUE", "radius": 3.0})


def test_what_the_code_does_not_tell_is_left_out() -> None:
    assert only("self.add(Circle(radius=load(), color=pick()))").facts == {}
    assert steps("self.add(load())") == ()


def test_tex_strings_are_collected() -> None:
    assert only(r"self.add(MathTex('a', '=', r'\pi'))").facts == {"tex_strings": ["a", "=", r"\pi"]}


def test_directions_are_vectors_and_can_be_calculated_with() -> None:
    thing = only("self.add(Line(2 * LEFT + UP, -RIGHT / 2))")
    assert thing.facts == {"start": Vector((-2, 1, 0)), "end": Vector((-0.5, 0, 0))}


def test_placing_calls_are_kept_and_absolute_ones_replace_earlier_ones() -> None:
    thing = only("a = Dot()\nself.add(Square().shift(LEFT).to_edge(UP).shift(2 * RIGHT))")
    assert thing.places == [("to_edge", Vector((0, 1, 0))), ("shift", Vector((2, 0, 0)))]


def test_points_of_other_things_are_named() -> None:
    axes, dot = steps("a = Axes()\nself.add(a, Dot(a.c2p(2, 3)))")[0].things
    assert dot.facts["point"] == Spot("at", axes, (2, 3))


def test_groups_know_their_members() -> None:
    group = only("self.add(VGroup(Dot(), *[Square() for _ in range(2)]).arrange(DOWN))")
    assert [member.kind for member in group.members] == ["Dot", "Square", "Square"]
    assert group.facts["arranged"] == Vector((0, -1, 0))


def test_short_loops_are_unrolled_with_their_values() -> None:
    found = steps("for word in ['a', 'b']:\n    self.add(Text(word + '!'))")
    assert [step.things[0].facts["text"] for step in found] == ["a!", "b!"]


def test_long_loops_are_read_once_and_counted() -> None:
    (step,) = steps("for i in range(30):\n    self.play(Create(Dot()))")
    assert (step.repeat, step.motions[0].targets[0].count) == (30, 30)


def test_loops_over_something_unknown_run_several_times() -> None:
    (step,) = steps("for row in load():\n    self.add(Text(row))")
    assert (step.repeat, step.things[0].count, step.things[0].facts) == (SEVERAL, SEVERAL, {})


def test_a_slice_of_what_a_long_loop_made_has_no_known_size() -> None:
    group = only("dots = [Dot() for i in range(30)]\nself.add(VGroup(*dots[:3]))")
    assert [member.count for member in group.members] == [SEVERAL]


def test_methods_and_functions_of_the_module_are_followed() -> None:
    found = steps(
        "self.show(title('Hi'))",
        around="def title(words, size=30):\n    return Text(words, font_size=size)",
        methods="    def show(self, thing):\n        self.play(Write(thing))\n",
    )
    assert found[0].motions[0].targets[0].facts == {"text": "Hi", "font_size": 30}


def test_functions_that_call_themselves_end() -> None:
    body, methods = "self.again()", "    def again(self):\n        self.add(Dot())\n        self.again()\n"
    assert len(steps(body, methods=methods)) == 3


def test_attributes_of_the_class_the_module_and_setup_are_known() -> None:
    code = (
        "SIZE = 3\nclass S(Scene):\n    colour = RED\n    def setup(self):\n        self.s = Square(SIZE)\n"
        "    def construct(self):\n        self.add(self.s.set_fill(self.colour, opacity=0.5))\n"
    )
    (thing,) = outline(ast.parse(code), "S").steps[0].things
    assert thing.facts == {"side_length": 3, "fill_color": "RED", "fill_opacity": 0.5}


def test_animate_chains_keep_their_calls() -> None:
    (step,) = steps("s = Square()\nself.play(s.animate.shift(RIGHT).scale(2), run_time=3)")
    (motion,) = step.motions
    assert (motion.kind, motion.targets[0].kind) == ("animate", "Square")
    assert motion.chain == [("shift", [Vector((1, 0, 0))], {}), ("scale", [2], {})]
    assert step.facts == {"run_time": 3}


def test_targets_made_beforehand_are_chains_too() -> None:
    (step,) = steps("s = Square()\ns.generate_target()\ns.target.shift(UP)\nself.play(MoveToTarget(s))")
    target = step.motions[0].targets[0].target
    assert target is not None
    assert target.chain == [("shift", [Vector((0, 1, 0))], {})]


def test_transforms_know_both_ends() -> None:
    (motion,) = steps("a, b = Square(), Circle()\nself.play(ReplacementTransform(a, b))")[0].motions
    assert ([thing.kind for thing in motion.targets], motion.into and motion.into.kind) == (
        ["Square"],
        "Circle",
    )


def test_a_transform_of_something_unknown_has_no_target() -> None:
    (motion,) = steps("self.play(Transform(given, Circle()))")[0].motions
    assert motion.targets == []


def test_groups_of_animations_keep_their_parts() -> None:
    (motion,) = steps("self.play(LaggedStart(*[FadeIn(m) for m in (Dot(), Star())], lag_ratio=0.1))")[
        0
    ].motions
    assert [(part.kind, part.targets[0].kind) for part in motion.parts] == [
        ("FadeIn", "Dot"),
        ("FadeIn", "Star"),
    ]


def test_changes_after_something_was_shown_do_not_alter_how_it_was_introduced() -> None:
    found = steps("s = Square(color=RED)\nself.add(s)\nself.wait()\ns.set_color(BLUE)\nself.add(s)")
    assert found[0].things[0].facts == {"color": "RED"}


def test_changes_before_time_passes_do() -> None:
    assert only("s = Square(color=RED)\nself.add(s)\ns.set_color(BLUE)").facts == {"color": "BLUE"}


@pytest.mark.parametrize(
    ("function", "formula"),
    [
        ("lambda x: x**2 - 1", "x^2 - 1"),
        ("lambda x: 2 * np.sin(x + PI)", "2*sin(x + pi)"),
        ("lambda x: -(x - 1) / 2", "-(x - 1)/2"),
    ],
)
def test_plotted_functions_are_formulas(function: str, formula: str) -> None:
    thing = only(f"self.add(Axes().plot({function}, color=RED))")
    assert thing.facts == {"argument": Formula(formula), "color": "RED"}
    assert thing.parent is not None


def test_functions_that_are_more_than_arithmetic_are_left_out() -> None:
    assert "argument" not in only("self.add(Axes().plot(lambda x: table[x]))").facts


def test_angles_are_radians() -> None:
    assert math.isclose(only("self.add(Square().rotate(45 * DEGREES))").facts["rotation"], math.pi / 4)


def test_redrawn_things_are_live() -> None:
    assert only("self.add(always_redraw(lambda: Dot(UP)))").live is True


def test_branches_are_taken_only_where_the_condition_is_known() -> None:
    body = "n = 3\nif n > 2:\n    self.add(Dot())\nelse:\n    self.add(Star())\nif load():\n    self.add(Circle())"
    assert only(body).kind == "Dot"


def test_camera_calls_are_steps() -> None:
    (step,) = steps("self.set_camera_orientation(phi=75 * DEGREES)", base="ThreeDScene")
    assert (step.kind, step.facts["call"]) == ("camera", "set_camera_orientation")


def test_the_frame_of_a_moving_camera_is_the_camera() -> None:
    (motion,) = steps("self.play(self.camera.frame.animate.scale(0.5))", base="MovingCameraScene")[0].motions
    assert motion.targets[0].kind == "camera"


def test_a_module_imported_under_another_name_is_understood() -> None:
    tree = ast.parse(
        "import manim as mn\nclass S(mn.Scene):\n    def construct(self):\n        self.add(mn.Dot())\n"
    )
    assert outline(tree, None).steps[0].things[0].kind == "Dot"


def test_absent_scenes_give_an_empty_outline() -> None:
    assert outline(ast.parse("x = 1"), "S") == Outline(())
    assert outline(ast.parse("class S(Scene):\n    pass"), "S") == Outline((), ("Scene",))


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "growing",
    [
        "g = VGroup(g, g)",
        "g = VGroup(g.copy(), g.copy())",
        "g.add(*g)",
        "t = t + t",
        "t = f'{t}{t}'",
        "n = n ** 30 * n",
        "l.extend(l)",
        "a = AnimationGroup(a, a)",
        "g.scale(1e14)",
    ],
)
def test_code_that_grows_without_limit_is_read_in_no_time(growing: str) -> None:
    body = "g, t, n, l = VGroup(Dot()), 'a', 9, [1]\na = Create(Dot())\n"
    body += f"for i in range(8):\n    for j in range(8):\n        for k in range(8):\n            {growing}\n"
    found = read(body + "self.add(g, Text(t), Circle(n), Polygon(*l))\nself.play(a)")
    assert found.animated is True
    assert found.things()


def test_the_reader_gives_up_on_endless_scenes_and_says_so() -> None:
    body = "".join(f"{'    ' * depth}for i{depth} in range(8):\n" for depth in range(6))
    found = read(body + "    " * 6 + "self.wait()")
    assert found.complete is False
    assert len(found.steps) == 60
