"""What axes plot."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "renamed-plot-methods"


def test_graphs_and_curves_of_axes_are_plotted() -> None:
    becomes(
        NAME,
        """
        from manim import *
        class Curves(Scene):
            def construct(self):
                axes = Axes().add_coordinates()
                plane = NumberPlane()
                curve = axes.get_graph(lambda x: x, x_range=[0, 4])
                self.add(always_redraw(lambda: plane.get_parametric_curve(f)), axes.get_line_graph([1], [2]))
        """,
        """
        from manim import *
        class Curves(Scene):
            def construct(self):
                axes = Axes().add_coordinates()
                plane = NumberPlane()
                curve = axes.plot(lambda x: x, x_range=[0, 4])
                self.add(always_redraw(lambda: plane.plot_parametric_curve(f)), axes.plot_line_graph([1], [2]))
        """,
        "ce",
    )


def test_methods_of_the_author_and_of_other_things_stay() -> None:
    stays(
        NAME,
        """
        from manim import *
        import networkx
        class Net(Scene):
            def construct(self):
                self.add(self.get_graph(3), networkx.get_graph(1))
            def get_graph(self, size): ...
        """,
        "ce",
    )
    stays(
        NAME,
        "from manim import *\nclass Old(GraphScene):\n    def construct(self): self.get_graph(f)\n",
        "ce",
    )
