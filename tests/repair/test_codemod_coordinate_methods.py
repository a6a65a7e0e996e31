"""Methods of coordinate systems."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "coordinate-methods"


def test_they_have_names_and_arguments_of_today() -> None:
    becomes(
        NAME,
        """
        from manimlib import *


        class Plot(Scene):
            def construct(self):
                axes = Axes((0, 3), (0, 3))
                graph = axes.get_graph(lambda x: x, color=BLUE, x_range=(0, 2), bind=True)
                old = axes.get_graph(lambda x: x, x_min=0, color=RED)
                line = axes.get_v_line_to_graph(2, graph, color=RED)
                axes.add_coordinate_labels(font_size=20)
                axes.add_coordinate_labels(x_values=[1], font_size=20)
                line = axes.get_tangent_line(2, graph)
                boxes = axes.get_riemann_rectangles(graph, dx=0.1, colors=(RED, BLUE), negative_color=RED)
                area = axes.get_area_under_graph(graph, (0, 1))
                curve = axes.get_parametric_curve(lambda t: [t, t, 0], t_min=0, t_max=3)
                label = axes.get_graph_label(graph, "f", x=2)
                bowl = ThreeDAxes().get_graph(lambda x, y: x * y, opacity=0.5)
        """,
        """
        from manimlib import *


        class Plot(Scene):
            def construct(self):
                axes = Axes((0, 3), (0, 3))
                graph = axes.plot(lambda x: x, color=BLUE, x_range=(0, 2))
                old = axes.plot(lambda x: x, x_range=[0, axes.x_range[1]], color=RED)
                line = axes.get_vertical_line(axes.i2gp(2, graph), color=RED)
                axes.add_coordinates(font_size=20)
                axes.add_coordinates([1], None, font_size=20)
                line = axes.get_secant_slope_group(
                    2,
                    graph,
                    dx=0.001,
                    secant_line_color=WHITE,
                    secant_line_length=5,
                ).secant_line
                boxes = axes.get_riemann_rectangles(graph, dx=0.1, color=(RED, BLUE))
                area = axes.get_area(graph, x_range=(0, 1), color=BLUE, opacity=0.5)
                curve = axes.plot_parametric_curve(lambda t: [t, t, 0], t_range=[0, 3])
                label = axes.get_graph_label(graph, "f", x_val=2)
                bowl = ThreeDAxes().plot_surface(lambda x, y: x * y, fill_opacity=0.5)
        """,
        "gl",
    )


def test_what_is_not_of_the_old_kind_stays() -> None:
    stays(
        NAME,
        """
        from manim import *
        class Data:
            def get_graph(self): ...
        class Plot(Scene):
            def construct(self):
                self.add(Data().get_graph(), Axes().plot(np.sin))
        """,
        "ce",
    )


def test_rectangles_between_two_ends_have_a_range() -> None:
    becomes(
        NAME,
        """
        from manim import *
        axes = Axes()
        axes.get_riemann_rectangles(graph, x_min=0, x_max=2, dx=0.1)
        axes.get_riemann_rectangles(graph, x_min=1)
        """,
        """
        from manim import *
        axes = Axes()
        axes.get_riemann_rectangles(graph, x_range=[0, 2], dx=0.1)
        axes.get_riemann_rectangles(graph, x_range=[1, axes.x_range[1]])
        """,
        "ce",
    )
