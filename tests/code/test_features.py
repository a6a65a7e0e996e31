import ast
import json

import pytest

from manimill.code.features import Features, features


def of(body: str, base: str = "Scene", scene: str | None = "S") -> Features:
    lines = "".join(f"        {line}\n" for line in body.splitlines())
    return features(ast.parse(f"class S({base}):\n    def construct(self):\n{lines}"), scene)


def test_a_scene_is_described_as_a_whole() -> None:
    found = of(
        "d = Dot()\ng = VGroup(Dot(), Text('a'))\nself.play(Create(d), g.animate.shift(UP))\nself.wait()"
    )
    assert found == Features(
        has_text=True,
        main_elements=("Dot", "Text", "VGroup"),
        animations=("Create", "animate"),
        plays=1,
        waits=1,
        lines=6,
        still_candidate=False,
    )


@pytest.mark.parametrize(
    ("base", "kind"),
    [
        ("Scene", "2d"),
        ("ThreeDScene", "3d"),
        ("MovingCameraScene", "moving_camera"),
        ("ZoomedScene", "zoomed"),
        ("GraphScene", "graph"),
        ("VectorScene", "vector"),
        ("LinearTransformationScene", "linear_transformation"),
        ("manim.ThreeDScene", "3d"),
        ("VoiceoverScene, ThreeDScene", "3d"),
    ],
)
def test_the_base_class_gives_the_kind_of_scene(base: str, kind: str) -> None:
    assert of("pass", base).scene_kind == kind


def test_the_kind_of_scene_is_found_behind_a_local_base_class() -> None:
    tree = ast.parse(
        "class Base(ThreeDScene):\n    pass\nclass S(Base):\n    def construct(self):\n        pass"
    )
    assert features(tree, "S").scene_kind == "3d"
    assert features(tree, None).scene_kind == "3d"


@pytest.mark.parametrize(
    ("code", "flags"),
    [
        ("MathTex('x')", {"has_latex"}),
        ("Axes().add_coordinates()", {"has_latex"}),
        ("Graph([1, 2], [(1, 2)])", {"has_graphs"}),
        ("Axes().plot(lambda x: x)", {"has_plots"}),
        ("Sphere()", {"has_3d"}),
        ("Text('a')", {"has_text"}),
        ("Code(code_string='a')", {"has_code"}),
        ("Table([['a']])", {"has_tables", "has_text"}),
        ("IntegerTable([[1]])", {"has_tables", "has_latex"}),
        ("ImageMobject('a.png')", {"has_images"}),
        ("m.add_updater(f)", {"has_updaters"}),
        ("a ^ b", {"has_xor"}),
        ("a ^= b", {"has_xor"}),
        ("x = 'bitwise XOR'", {"has_xor"}),
        ("Square()", set()),
        ("Tex('$x^2$')", {"has_latex"}),
        ("Tex('a square $x^2$')", {"has_latex", "has_text"}),
        ("Tex('$a$ and $b$')", {"has_latex", "has_text"}),
        ("Typst('$ x $')", set()),
        ("Graph([1, 2], [(1, 2)], labels=True)", {"has_graphs", "has_latex"}),
        ("Graph.from_networkx(g)", {"has_graphs"}),
        ("axes.get_axis_labels()", {"has_latex"}),
        ("axes.get_axis_labels(Text('x').scale(2))", {"has_text"}),
        ("axes.get_x_axis_label('x')", {"has_latex"}),
        ("LabeledDot('a')", {"has_latex"}),
        ("LabeledDot(label=Text('a'))", {"has_text"}),
        ("Axes(axis_config={'include_numbers': True})", {"has_latex"}),
        ("NumberLine(include_numbers=True)", {"has_latex"}),
        ("Surface(lambda u, v: axes.c2p(u, v, u * v))", {"has_3d", "has_plots"}),
        ("self.add_sound('a.wav')", {"has_sound"}),
        ("with self.voiceover(text='a'):\n    pass", {"has_sound"}),
        ("self.move_camera(phi=1)", {"has_camera_moves"}),
        ("self.set_camera_orientation(phi=1)", set()),
        ("self.play(self.camera.frame.animate.scale(2))", {"has_camera_moves"}),
        ("self.play(Restore(self.camera.frame))", {"has_camera_moves"}),
        ("self.play(ApplyMethod(self.camera_frame.scale, 2))", {"has_camera_moves"}),
        ("frame = self.camera.frame\nself.play(frame.animate.scale(2))", {"has_camera_moves"}),
        ("frame = Square()\nself.play(frame.animate.scale(2))", set()),
        ("self.camera.frame.save_state()", set()),
    ],
)
def test_flags_follow_what_is_called(code: str, flags: set[str]) -> None:
    found = of(code).to_json()
    assert {name for name, value in found.items() if name.startswith("has_") and value} == flags


def test_elements_are_ranked_by_use_then_by_first_appearance_with_groups_last() -> None:
    found = of("VGroup()\nVGroup()\nVGroup()\nLine()\nDot()\nDot()\nCircle()")
    assert found.main_elements == ("Dot", "Line", "Circle", "VGroup")


def test_at_most_eight_elements_are_named() -> None:
    kinds = ["Dot", "Line", "Circle", "Square", "Arc", "Star", "Arrow", "Text", "Tex"]
    assert of("\n".join(f"{kind}()" for kind in kinds)).main_elements == tuple(kinds[:8])


def test_classes_of_the_module_count_as_what_they_derive_from() -> None:
    tree = ast.parse(
        "class Atom(Circle):\n    pass\nclass Pop(Animation):\n    pass\n"
        "class S(Scene):\n    def construct(self):\n        self.play(Pop(Atom()))"
    )
    found = features(tree, "S")
    assert (found.main_elements, found.animations) == (("Circle",), ("Pop",))


def test_other_scenes_of_the_module_are_left_out_but_bases_are_not() -> None:
    tree = ast.parse(
        "class A(Scene):\n    def construct(self):\n        Square()\n"
        "class B(Scene):\n    def construct(self):\n        Circle()\n"
        "class C(B):\n    def setup(self):\n        Star()\n"
    )
    assert features(tree, "C").main_elements == ("Circle", "Star")
    assert features(tree, None).main_elements == ("Square", "Circle", "Star")


def test_what_the_scene_cannot_reach_is_left_out() -> None:
    tree = ast.parse(
        "def used():\n    return Dot()\ndef by_module():\n    return Star()\ndef unused():\n    return Text('XOR')\n"
        "class Unused(VGroup):\n    def __init__(self):\n        self.add(Square())\n"
        "THING = by_module()\n"
        "class S(Scene):\n    def construct(self):\n        self.add(used())"
    )
    found = features(tree, "S")
    assert (found.main_elements, found.has_xor, found.lines) == (("Dot", "Star"), False, 13)


def test_a_scene_that_plays_another_one_reaches_it() -> None:
    tree = ast.parse(
        "class A(Scene):\n    def construct(self):\n        Square()\n"
        "class B(Scene):\n    def construct(self):\n        A.construct(self)\n"
    )
    assert features(tree, "B").main_elements == ("Square",)


def test_a_scene_without_plays_and_waits_may_be_a_still() -> None:
    assert of("self.add(Dot())").still_candidate is True
    assert of("self.wait()").still_candidate is False
    assert of("self.move_camera(phi=1)").still_candidate is False


def test_flags_see_through_classes_of_the_module() -> None:
    tree = ast.parse(
        "class Web(Graph):\n    pass\nclass Deep(Web):\n    pass\n"
        "class S(Scene):\n    def construct(self):\n        self.add(Deep([1], []))"
    )
    found = features(tree, "S")
    assert (found.has_graphs, found.main_elements) == (True, ("Graph",))


def test_what_a_class_or_a_function_of_the_module_builds_counts() -> None:
    tree = ast.parse(
        "class Pair(VGroup):\n    def __init__(self):\n        super().__init__(Star(), MathTex('x'))\n"
        "def box():\n    return Square()\n"
        "class S(Scene):\n    def construct(self):\n        self.add(Pair(), box())"
    )
    found = features(tree, "S")
    assert found.main_elements == ("Star", "MathTex", "Square", "VGroup")
    assert found.has_latex


def test_names_behind_manim_count_and_names_behind_other_modules_do_not() -> None:
    tree = ast.parse(
        "import manim as mn\nimport networkx as nx\nclass S(mn.Scene):\n    def construct(self):\n"
        "        self.add(mn.Circle(), nx.Graph())"
    )
    found = features(tree, "S")
    assert (found.main_elements, found.has_graphs) == (("Circle",), False)


def test_mobjects_of_a_plugin_are_elements_and_services_of_one_are_not() -> None:
    tree = ast.parse(
        "from manim_physics import *\nfrom manim_voiceover.services.gtts import GTTSService\n"
        "class S(Scene):\n    def construct(self):\n        GTTSService()\n        Pendulum(Dot())"
    )
    found = features(tree, "S")
    assert found.main_elements == ("Pendulum", "Dot")
    assert found.plugins == ("manim_physics", "manim_voiceover")


@pytest.mark.parametrize(("lines", "length"), [(30, "short"), (31, "medium"), (99, "medium"), (100, "long")])
def test_length_goes_by_lines(lines: int, length: str) -> None:
    assert of("\n".join(["pass"] * (lines - 2))).length == length


def test_hints_at_algorithms_are_the_scenes() -> None:
    tree = ast.parse(
        "class A(Scene):\n    def construct(self):\n        Text('Merge sort')\n"
        "class B(Scene):\n    def construct(self):\n        Text('Fourier')\n"
    )
    assert features(tree, "A").algorithms == ("sorting",)
    assert features(tree, None).algorithms == ("fourier", "sorting")


def test_features_are_json_values() -> None:
    found = of("self.play(Create(Dot()))").to_json()
    assert json.loads(json.dumps(found)) == found
    assert found["main_elements"] == ["Dot"]
