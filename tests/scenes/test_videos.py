import pytest

from manimill.scenes.path_template import TemplateError
from manimill.scenes.videos import video_mapping, video_metadata

ONE = "https://www.youtube.com/watch?v=one"


def test_the_first_template_that_fits_is_read() -> None:
    mapping = video_mapping(templates=["Day_{day:int}/V{version:int}/a.py", "Day_{day:int}/**"])
    assert video_metadata("Day_04/V2/a.py", mapping) == {"day": 4, "version": 2}
    assert video_metadata("Day_05/a.py", mapping) == {"day": 5}
    assert video_metadata("other.py", mapping) == {}


def test_a_readme_adds_the_video_and_the_nearest_folder_counts() -> None:
    readmes = {
        "README.md": "- [Waves](waves): https://youtu.be/one",
        "waves/README.md": "- [Standing waves](standing): https://youtu.be/two",
    }
    mapping = video_mapping(readmes=readmes, paths=["waves/a.py", "waves/standing/b.py"])
    assert video_metadata("waves/a.py", mapping) == {"title": "Waves", "url": ONE, "video_id": "one"}
    assert video_metadata("waves/standing/b.py", mapping) == {
        "title": "Standing waves",
        "url": "https://www.youtube.com/watch?v=two",
        "video_id": "two",
    }


def test_the_catalog_overrules_and_its_later_entries_overrule_the_earlier() -> None:
    mapping = video_mapping(
        templates=["{episode:int}_{topic:words}.py"],
        readmes={"README.md": "- [Heat](1_heat.py): https://youtu.be/two"},
        paths=["1_heat.py"],
        videos=[
            {"path": "**", "playlist": "Physics", "title": None},
            {"path": "1_*.py", "title": "The heat equation", "url": ONE},
        ],
    )
    assert video_metadata("1_heat.py", mapping) == {
        "episode": 1,
        "topic": "heat",
        "playlist": "Physics",
        "title": "The heat equation",
        "url": ONE,
        "video_id": "one",
    }


def test_another_video_takes_the_place_of_all_that_was_said_of_the_first() -> None:
    mapping = video_mapping(
        readmes={"README.md": "- [Heat](heat.py): https://youtu.be/two"},
        paths=["heat.py"],
        videos=[{"path": "heat.py", "url": ONE}],
    )
    assert video_metadata("heat.py", mapping) == {"url": ONE, "video_id": "one"}


def test_an_entry_for_a_scene_is_about_that_scene_only() -> None:
    mapping = video_mapping(videos=[{"path": "main.py", "scene": "Amp*", "title": "Ampère's law"}])
    assert video_metadata("main.py", mapping, "AmpLaw") == {"title": "Ampère's law"}
    assert video_metadata("main.py", mapping, "BiotSavart") == {}
    assert video_metadata("main.py", mapping) == {}


def test_a_template_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(TemplateError, match="brace that stands alone"):
        video_mapping(templates=["{day"])
