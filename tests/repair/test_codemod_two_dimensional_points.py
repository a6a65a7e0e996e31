"""Points with two coordinates."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "two-dimensional-points"


def test_points_of_shapes_and_of_methods_get_a_third_coordinate() -> None:
    becomes(
        NAME,
        """
        from manim import *
        class Places(Scene):
            def construct(self):
                wire = Line((0, 0), [x, -2.5], color=RED)  # from the middle
                roof = Polygon((-1, 0), (1, 0), (0,1))
                arrow = Arrow(start=(-2, 1), end=(w / 2, 0))
                lamp = Text("A").move_to((2, -1)).shift(np.array([0, 1]))
                arc = Arc(radius=2, arc_center=[1, 1])
                self.play(Rotate(roof, PI, about_point=(1, 0)), lamp.animate.next_to(roof, (1, 0)))
        """,
        """
        from manim import *
        class Places(Scene):
            def construct(self):
                wire = Line((0, 0, 0), [x, -2.5, 0], color=RED)  # from the middle
                roof = Polygon((-1, 0, 0), (1, 0, 0), (0,1,0))
                arrow = Arrow(start=(-2, 1, 0), end=(w / 2, 0, 0))
                lamp = Text("A").move_to((2, -1, 0)).shift(np.array([0, 1, 0]))
                arc = Arc(radius=2, arc_center=[1, 1, 0])
                self.play(Rotate(roof, PI, about_point=(1, 0, 0)), lamp.animate.next_to(roof, (1, 0, 0)))
        """,
        "ce",
    )


def test_points_kept_under_a_name_that_is_used_for_nothing_else() -> None:
    becomes(
        NAME,
        """
        from manim import *
        class Path(Scene):
            def construct(self):
                corners = [(-1, 0), (0, 2), (2, 1)]
                ends = [[0, 0], [1, 1]]
                here = (1, 2)
                outline = VMobject().set_points_as_corners(corners)
                self.add(Polygon(*corners), *[Dot(end) for end in ends], Dot(here), Dot(ends[0]))
        """,
        """
        from manim import *
        class Path(Scene):
            def construct(self):
                corners = [(-1, 0, 0), (0, 2, 0), (2, 1, 0)]
                ends = [[0, 0, 0], [1, 1, 0]]
                here = (1, 2, 0)
                outline = VMobject().set_points_as_corners(corners)
                self.add(Polygon(*corners), *[Dot(end) for end in ends], Dot(here), Dot(ends[0]))
        """,
        "ce",
    )


def test_coordinates_of_axes_ranges_and_vectors_stay() -> None:
    stays(
        NAME,
        """
        from manim import *
        class Graphs(Scene):
            def construct(self):
                axes = Axes(x_range=(-5, 5), y_range=[-3, 3])
                points = [(1, 2), (2, 3)]
                self.add(*[Dot(axes.c2p(*point)) for point in points], Vector([1, 2]))
                self.add(Dot(axes.coords_to_point(1, 2)), Line((0, 0, 0), (1, 1, 0)))
        """,
        "ce",
    )


def test_pairs_that_are_no_coordinates_and_methods_of_the_author_stay() -> None:
    stays(
        NAME,
        """
        from manim import *
        class Board(VGroup):
            def move_to(self, field): ...
        class Game(Scene):
            def construct(self):
                Board().move_to((1, 2))
                Polygon(*[LEFT, RIGHT], UP)
                Line(*[LEFT, RIGHT])
        """,
        "ce",
    )


def test_a_name_used_for_something_else_too_stays() -> None:
    stays(
        NAME,
        """
        from manim import *
        class Mixed(Scene):
            def construct(self):
                here = (1, 2)
                x, y = here
                self.add(Dot(here))
        """,
        "ce",
    )
