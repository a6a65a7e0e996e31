import ast

import pytest

from manimill.scenes.discover import FoundScene, scene_to_render, scenes_in


def found(code: str) -> list[str]:
    return [scene.name for scene in scenes_in(ast.parse(code))]


def rendered(code: str) -> str | None:
    return scene_to_render(ast.parse(code))


def test_a_scene_is_described_by_name_line_bases_and_construct() -> None:
    code = "import manim as mn\n\n\nclass Wave(mn.Scene, Mixin):\n    def construct(self):\n        pass\n"
    assert scenes_in(ast.parse(code)) == [FoundScene("Wave", 4, ("mn.Scene", "Mixin"), True)]


@pytest.mark.parametrize(
    "base",
    [
        "Scene",
        "ThreeDScene",
        "manim.Scene",
        "VoiceoverScene, ThreeDScene",
        "Slide",
        "TeachingScene",
        "ThreeDSlide",
    ],
)
def test_bases_that_sound_like_scenes_make_scenes(base: str) -> None:
    assert found(f"class A({base}): pass") == ["A"]


@pytest.mark.parametrize("base", ["VGroup", "object", "make_base()", "Scenery"])
def test_other_bases_do_not(base: str) -> None:
    assert found(f"class A({base}): pass") == []


def test_a_scene_is_found_through_imported_and_assigned_aliases() -> None:
    code = "from manim import ThreeDScene as T\nimport manim\nBase = manim.Scene\nclass A(T): pass\nclass B(Base): pass"
    assert [scene.bases for scene in scenes_in(ast.parse(code))] == [("ThreeDScene",), ("manim.Scene",)]


def test_a_scene_is_found_through_classes_of_the_module() -> None:
    code = "class Template(Scene): pass\nclass Middle(Template): pass\nclass Last(Middle): pass"
    assert found(code) == ["Template", "Middle", "Last"]


def test_a_local_class_named_like_a_scene_is_what_its_own_bases_make_it() -> None:
    assert found("class CityScene(VGroup): pass\nclass Night(CityScene): pass") == []


def test_scenes_under_conditions_are_found_and_those_inside_functions_are_not() -> None:
    code = (
        "try:\n    class A(Scene): pass\nexcept ImportError:\n    class B(Scene): pass\n"
        "if True:\n    pass\nelse:\n    class C(Scene): pass\n"
        "def make():\n    class D(Scene): pass\n"
    )
    assert found(code) == ["A", "B", "C"]


BODY = "\n    def construct(self):\n        pass\n"


def test_a_base_of_another_scene_is_not_rendered() -> None:
    assert rendered(f"class Template(Scene):{BODY}class Real(Template): text = 'hi'\n") == "Real"


def test_without_a_hint_the_first_of_several_scenes_is_rendered() -> None:
    assert rendered(f"class First(Scene):{BODY}class Second(Scene):{BODY}") == "First"


@pytest.mark.parametrize(
    "tail",
    [
        "Second().render()",
        "scene = Second()\nscene.render()",
        "if __name__ == '__main__':\n    Second().render()",
    ],
)
def test_the_scene_that_the_module_renders_itself_comes_first(tail: str) -> None:
    assert rendered(f"class First(Scene):{BODY}class Second(Scene):{BODY}{tail}\n") == "Second"


def test_an_empty_scene_gives_way_to_one_with_a_construct() -> None:
    assert rendered(f"class Empty(Scene): pass\nclass Full(Scene):{BODY}") == "Full"


def test_a_scene_that_may_inherit_construct_from_elsewhere_is_rendered_if_there_is_no_better() -> None:
    assert rendered("class Lesson(SchoolScene): pass") == "Lesson"
    assert rendered(f"class Lesson(SchoolScene): pass\nclass Sure(Scene):{BODY}") == "Sure"


def test_nothing_is_rendered_where_no_scene_has_a_construct() -> None:
    assert rendered("class Empty(Scene): pass") is None
    assert rendered("x = 1") is None


def test_a_class_that_is_its_own_base_does_not_recurse() -> None:
    assert rendered("class LoopScene(LoopScene): pass") == "LoopScene"
