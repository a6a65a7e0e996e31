"""CONFIG and what became of it."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "config-dicts"


def old(code: str) -> str:
    return "from manimlib.imports import *\n" + code


def test_a_scene_gets_attributes_and_keeps_comments() -> None:
    becomes(
        NAME,
        old("""class Lab(Scene):
    # set by hand
    CONFIG = {
        "count": 3,  # of them
        # a curve
        "curve": lambda x: x**2,
        "pace": smooth,
    }

    def construct(self):
        self.add(Text(str(self.curve(self.CONFIG["count"]))))
"""),
        old("""class Lab(Scene):
    # set by hand
    count = 3  # of them
    # a curve
    curve = staticmethod(lambda x: x**2)
    pace = staticmethod(smooth)

    def construct(self):
        self.add(Text(str(self.curve(self.count))))
"""),
    )


def test_dictionaries_are_merged_into_those_of_the_class_above() -> None:
    becomes(
        NAME,
        old("""class Lab(Scene):
    CONFIG = {"axes": {"color": RED, "ticks": {"size": 1}}}
class Second(Lab):
    CONFIG = {
        "axes": {
            "ticks": {"width": 2},
        },
    }
"""),
        old("""class Lab(Scene):
    axes = {"color": RED, "ticks": {"size": 1}}
class Second(Lab):
    axes = {
        **Lab.axes,
        "ticks": {**Lab.axes["ticks"], "width": 2},
    }
"""),
    )


def test_a_camera_is_a_base_and_its_background_a_statement() -> None:
    becomes(
        NAME,
        old("""class Lab(Scene):
    CONFIG = {"camera_class": MovingCamera, "camera_config": {"background_color": GREY}}
    def construct(self):
        self.wait()
class Second(Lab):
    def construct(self):
        pass
"""),
        old("""class Lab(MovingCameraScene):
    def construct(self):
        self.camera.background_color = GREY
        self.wait()
class Second(Lab):
    def construct(self):
        self.camera.background_color = GREY
"""),
    )


def test_what_the_class_above_takes_is_handed_on_and_the_rest_are_attributes() -> None:
    becomes(
        NAME,
        old("""class Ball(Circle):
    CONFIG = {"radius": 0.2, "sign": "+", "mass": 1}
    def __init__(self, **kwargs):
        digest_config(self, kwargs)
        Circle.__init__(self, **kwargs)
        self.add(TextMobject(self.sign, self.mass))
class Heavy(Ball):
    CONFIG = {"radius": 2, "sign": "-"}
Ball(mass=3)
"""),
        old("""class Ball(Circle):
    sign = "+"
    def __init__(self, radius=0.2, mass=1, **kwargs):
        self.mass = mass
        Circle.__init__(self, radius=radius, **kwargs)
        self.add(TextMobject(self.sign, self.mass))
class Heavy(Ball):
    sign = "-"

    def __init__(self, *args, radius=2, **kwargs):
        super().__init__(*args, radius=radius, **kwargs)
Ball(mass=3)
"""),
    )


def test_a_constructor_without_keywords_hands_on_values() -> None:
    becomes(
        NAME,
        old("""class Tree(VGroup):
    CONFIG = {"stroke_width": 2, "leaf": 0.1, "width": 6.0}
    def __init__(self, size):
        super().__init__()
        self.leaf = size * self.width
"""),
        old("""class Tree(VGroup):
    leaf = 0.1
    width = 6.0
    def __init__(self, size):
        super().__init__(stroke_width=2)
        self.leaf = size * self.width
"""),
    )


def test_variables_that_were_digested_become_attributes() -> None:
    becomes(
        NAME,
        old("""class Roll(Animation):
    CONFIG = {"axis": OUT, "run_time": 3}
    def __init__(self, mobject, way, **kwargs):
        turn = mobject.get_width()
        digest_config(self, kwargs, locals())
        Animation.__init__(self, mobject, **kwargs)
"""),
        old("""class Roll(Animation):
    axis = OUT
    def __init__(self, mobject, way, run_time=3, **kwargs):
        turn = mobject.get_width()
        self.mobject = mobject
        self.way = way
        self.turn = turn
        Animation.__init__(self, mobject, run_time=run_time, **kwargs)
"""),
    )


def test_an_animation_that_only_noted_its_mobject_calls_its_base() -> None:
    becomes(
        NAME,
        old("""class Turn(Animation):
    CONFIG = {"rate_func": smooth}
    def __init__(self, mob, angle, **kwargs):
        digest_config(self, kwargs)
        self.mobject = mob
        self.angle = angle
"""),
        old("""class Turn(Animation):
    def __init__(self, mob, angle, rate_func=smooth, **kwargs):
        super().__init__(mob, rate_func=rate_func, **kwargs)
        self.angle = angle
"""),
    )


def test_so_does_one_without_a_config() -> None:
    becomes(
        NAME,
        old("""class Turn(Animation):
    def __init__(self, mob, angle, **kwargs):
        digest_config(self, kwargs)
        self.mobject = mob
        self.angle = angle
"""),
        old("""class Turn(Animation):
    def __init__(self, mob, angle, **kwargs):
        super().__init__(mob, **kwargs)
        self.angle = angle
"""),
    )


def test_what_a_constructor_passes_over_takes_no_keywords_of_it() -> None:
    becomes(
        NAME,
        old("""class Numbered(BulletedList):
    CONFIG = {"dot_scale_factor": 1, "color": RED}
    def __init__(self, *items, **kwargs):
        Tex.__init__(self, *items, **kwargs)
        self.scale(self.dot_scale_factor)
"""),
        old("""class Numbered(BulletedList):
    dot_scale_factor = 1
    def __init__(self, *items, color=RED, **kwargs):
        Tex.__init__(self, *items, color=color, **kwargs)
        self.scale(self.dot_scale_factor)
"""),
    )


def test_a_scene_of_manims_that_takes_keywords_is_given_them() -> None:
    becomes(
        NAME,
        old("""class Plane(LinearTransformationScene):
    CONFIG = {"show_basis_vectors": False, "leave_progress_bars": True}
    def construct(self):
        self.wait()
"""),
        old("""class Plane(LinearTransformationScene):
    def __init__(self, show_basis_vectors=False, **kwargs):
        super().__init__(show_basis_vectors=show_basis_vectors, **kwargs)
    def construct(self):
        self.wait()
"""),
    )


def test_dictionaries_that_are_read_as_such_stay() -> None:
    code = 'class Lab(Scene):\n    CONFIG = {"a": 1}\n    def construct(self):\n        print(Lab.CONFIG)\n'
    stays(NAME, old(code), warning="read as a whole")
    stays(NAME, old("class Lab(Scene):\n    CONFIG = {1: 2}\n"), warning="keys")


def test_settings_of_what_is_gone_are_left_for_whoever_rewrites_it() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *
        class Plot(GraphScene):
            CONFIG = {"x_min": -4, "graph_origin": UP}
            def construct(self):
                self.setup_axes()
        """,
        """
        from manimlib.imports import *
        class Plot(GraphScene):
            x_min = -4
            graph_origin = UP
            def construct(self):
                self.setup_axes()
        """,
    )
