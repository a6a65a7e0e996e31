"""Scenes that were their own coordinate system."""

from __future__ import annotations

from tests.repair.codemod_cases import applied, becomes, stays

NAME = "graph-scenes"


def test_a_scene_has_axes_where_it_set_them_up() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *


        class Plot(GraphScene):
            x_min = 0
            x_max = 7
            y_max = 50
            y_tick_frequency = 5
            axes_color = BLUE
            x_labeled_nums = range(0, 8, 2)
            x_axis_label = "$t$"
            y_axis_label = "Speed"
            graph_origin = 3 * DOWN

            def construct(self):
                # The axes come first.
                self.setup_axes(animate=True)
                rising = self.get_graph(lambda x: x**2, x_max=3)
                back = self.get_graph(lambda x: x, GREEN, 5, 0)
                self.add(Dot(self.coords_to_point(self.x_max, 3)), rising, back)
        """,
        """
        from manimlib.imports import *


        class Plot(Scene):
            x_max = 7

            def construct(self):
                # The axes come first.
                self.axes = Axes(
                    x_range=[0, self.x_max, 1],
                    y_range=[-1, 50, 5],
                    x_length=9,
                    y_length=6,
                    axis_config={"color": BLUE},
                    x_axis_config={"numbers_to_include": range(0, 8, 2)},
                    tips=False,
                )
                self.axes.shift(3 * DOWN - self.axes.c2p(0, 0))
                self.axes.add(self.axes.get_axis_labels("t", Tex("Speed")))
                self.play(Write(self.axes))
                rising = self.axes.plot(lambda x: x**2, color=BLUE, x_range=[0, 3])
                back = self.axes.plot(lambda x: x, color=GREEN, x_range=[5, 0, -0.05])
                self.add(Dot(self.axes.coords_to_point(self.x_max, 3)), rising, back)
        """,
    )


def test_methods_are_those_of_axes() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *


        class Calculus(GraphScene):
            def construct(self):
                self.setup_axes()
                curve = self.get_graph(np.sin)
                boxes = self.get_riemann_rectangles(curve, x_max=3, dx=0.5, start_color=RED)
                finer = self.get_riemann_rectangles_list(curve, 3)
                self.transform_between_riemann_rects(boxes, finer[0])
                line = self.get_vertical_line_to_graph(2, curve, DashedLine, dash_length=0.1)
                area = self.get_area(curve, 1, 2)
                angle = self.angle_of_tangent(1, curve)
                steep = self.get_derivative_graph(curve)
                secant = self.get_secant_slope_group(1, curve, dx=1, df_label="df")
        """,
        """
        from manimlib.imports import *


        class Calculus(Scene):
            def construct(self):
                self.axes = Axes(
                    x_range=[-1, 10, 1],
                    y_range=[-1, 10, 1],
                    x_length=9,
                    y_length=6,
                    axis_config={"color": GREY},
                    tips=False,
                )
                self.axes.shift(2.5 * DOWN + 4 * LEFT - self.axes.c2p(0, 0))
                self.axes.add(self.axes.get_axis_labels("x", "y"))
                self.add(self.axes)
                curve = self.axes.plot(np.sin, color=BLUE)
                boxes = self.axes.get_riemann_rectangles(curve, x_range=[-1, 3], color=[RED, GREEN], dx=0.5)
                finer = [self.axes.get_riemann_rectangles(
                    curve,
                    x_range=[-1, 10],
                    dx=0.5 / 2**n,
                    stroke_width=1 / 2**n,
                ) for n in range(3)]
                self.play(Transform(boxes, finer[0], run_time=2, lag_ratio=0.5))
                line = self.axes.get_vertical_line(
                    self.axes.i2gp(2, curve),
                    line_func=DashedLine,
                    color=curve.get_color(),
                    stroke_width=4,
                    line_config={"dash_length": 0.1},
                )
                area = self.axes.get_area(curve, x_range=[1, 2], opacity=0.8)
                angle = angle_of_vector(self.axes.i2gp(1 + 0.01, curve) - self.axes.i2gp(1, curve))
                steep = self.axes.plot_derivative_graph(curve)
                secant = self.axes.get_secant_slope_group(1, curve, dx=1, dy_label="df")
        """,
    )


def test_a_camera_stays_and_an_old_setup_goes() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *


        class Moving(GraphScene, MovingCameraScene):
            def setup(self):
                GraphScene.setup(self)
                MovingCameraScene.setup(self)

            def construct(self):
                self.setup_axes()


        class Still(GraphScene):
            def setup(self):
                GraphScene.setup(self)

            def construct(self):
                self.add(Dot())
        """,
        """
        from manimlib.imports import *


        class Moving(MovingCameraScene):
            def setup(self):
                MovingCameraScene.setup(self)

            def construct(self):
                self.axes = Axes(
                    x_range=[-1, 10, 1],
                    y_range=[-1, 10, 1],
                    x_length=9,
                    y_length=6,
                    axis_config={"color": GREY},
                    tips=False,
                )
                self.axes.shift(2.5 * DOWN + 4 * LEFT - self.axes.c2p(0, 0))
                self.axes.add(self.axes.get_axis_labels("x", "y"))
                self.add(self.axes)


        class Still(Scene):
            def construct(self):
                self.add(Dot())
        """,
    )


def test_axes_that_are_set_up_twice_have_a_method() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *


        class Twice(GraphScene):
            def construct(self):
                self.setup_axes()
                self.graph_origin = ORIGIN
                self.setup_axes(animate=True)
        """,
        """
        from manimlib.imports import *


        class Twice(Scene):
            graph_origin = 2.5 * DOWN + 4 * LEFT

            def setup_axes(self, animate=False):
                self.axes = Axes(
                    x_range=[-1, 10, 1],
                    y_range=[-1, 10, 1],
                    x_length=9,
                    y_length=6,
                    axis_config={"color": GREY},
                    tips=False,
                )
                self.axes.shift(self.graph_origin - self.axes.c2p(0, 0))
                self.axes.add(self.axes.get_axis_labels("x", "y"))
                if animate:
                    self.play(Write(self.axes))
                else:
                    self.add(self.axes)

            def construct(self):
                self.setup_axes()
                self.graph_origin = ORIGIN
                self.setup_axes(animate=True)
        """,
    )


def test_an_own_method_that_builds_on_the_old_one_gets_the_axes() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *


        class Labelled(GraphScene):
            CONFIG = {"x_axis_label": None, "speed": 2}

            def construct(self):
                self.setup_axes()

            def setup_axes(self):
                GraphScene.setup_axes(self)
                self.x_axis.label_direction = UP
                self.play(Write(self.x_axis), Write(self.y_axis))
        """,
        """
        from manimlib.imports import *


        class Labelled(Scene):
            CONFIG = {"speed": 2}

            def construct(self):
                self.setup_axes()

            def setup_axes(self):
                self.axes = Axes(
                    x_range=[-1, 10, 1],
                    y_range=[-1, 10, 1],
                    x_length=9,
                    y_length=6,
                    axis_config={"color": GREY},
                    tips=False,
                )
                self.axes.shift(2.5 * DOWN + 4 * LEFT - self.axes.c2p(0, 0))
                self.axes.y_axis.add(self.axes.get_y_axis_label("y"))
                self.add(self.axes)
                self.axes.x_axis.label_direction = UP
                self.play(Write(self.axes.x_axis), Write(self.axes.y_axis))
        """,
    )


def test_what_is_not_of_the_old_kind_stays() -> None:
    stays(
        NAME,
        """
        from manimlib.imports import *
        class GraphScene(Scene): ...
        class Own(GraphScene):
            def construct(self):
                self.setup_axes()
        """,
    )


def test_the_package_may_stand_before_the_scene() -> None:
    code = applied(NAME, "import manim as mn\nclass A(mn.GraphScene, mn.MovingCameraScene):\n    pass\n").code
    assert code == "import manim as mn\nclass A(mn.MovingCameraScene):\n    pass\n"
