"""Bases of scenes."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "scene-bases"


def test_an_interactive_scene_is_a_scene() -> None:
    becomes(
        NAME,
        "from manimlib import *\nclass A(InteractiveScene): ...\nclass B(SampleSpaceScene): ...\n",
        "from manimlib import *\nclass A(Scene): ...\nclass B(Scene): ...\n",
        "gl",
    )


def test_a_scene_before_one_that_builds_on_it_is_left_out() -> None:
    becomes(
        NAME,
        "from manimlib import *\nclass A(InteractiveScene, ThreeDScene): ...\nclass B(A, Scene): ...\n",
        "from manimlib import *\nclass A(ThreeDScene): ...\nclass B(A, Scene): ...\n",
        "gl",
    )


def test_methods_of_a_base_that_is_gone_are_told() -> None:
    stays(
        NAME,
        """
        from manimlib.imports import *
        class A(SampleSpaceScene):
            def construct(self):
                self.add(self.get_sample_space())
        """,
        warning="get_sample_space",
    )
