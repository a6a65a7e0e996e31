import pytest

from manimill.scenes.path_template import PathTemplate, TemplateError


@pytest.mark.parametrize(
    ("template", "path", "facts"),
    [
        ("Day_{day:int}/scene.py", "Day_07/scene.py", {"day": 7}),
        ("day{day:int}_v{version:int}.py", "day12_v3.py", {"day": 12, "version": 3}),
        ("{year:int}/{topic}/**", "2022/PageRank/deep/markov.py", {"year": 2022, "topic": "PageRank"}),
        ("{n:int}_{topic:words}.py", "10_Memory_Coalescing.py", {"n": 10, "topic": "Memory Coalescing"}),
        ("**/{topic:words}.py", "a/b/line-integral.py", {"topic": "line integral"}),
        ("**/{topic:words}.py", "x_y.py", {"topic": "x y"}),
        ("*_plots/{part}.py", "6a_plots/b.py", {"part": "b"}),
        ("a.b", "a.b", {}),
    ],
)
def test_places_are_filled_from_the_path(template: str, path: str, facts: dict[str, str | int]) -> None:
    assert PathTemplate.parse(template).match(path) == facts


@pytest.mark.parametrize(
    ("template", "path"),
    [
        ("Day_{day:int}/scene.py", "Day_x/scene.py"),
        ("{topic}.py", "a/b.py"),
        ("*.py", "a/b.py"),
        ("a.b", "axb"),
        ("a.py", "a.pyc"),
    ],
)
def test_a_template_describes_a_path_as_a_whole(template: str, path: str) -> None:
    assert PathTemplate.parse(template).match(path) is None


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        (
            "{day:float}.py",
            "the template '{day:float}.py' has a place of the kind 'float'; there are 'int' and 'words'",
        ),
        ("{a}/{a}.py", "the template '{a}/{a}.py' has two places named 'a'; name them differently"),
        ("{day.py", "the template '{day.py' has a brace that stands alone; write {name}"),
    ],
)
def test_what_is_wrong_with_a_template_is_said(template: str, problem: str) -> None:
    with pytest.raises(TemplateError) as raised:
        PathTemplate.parse(template)
    assert str(raised.value) == problem
