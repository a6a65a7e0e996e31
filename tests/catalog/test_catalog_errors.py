"""A catalog file that is wrong: one sentence with the file, the key, what was got and what was wanted."""

from pathlib import Path

import pytest

from manimill.catalog import Catalog
from manimill.errors import CatalogError

REPOSITORY = """
name = "colleague"
title = "A colleague's videos"
kind = "git"
url = "https://example.org/colleague"
verdict = "include"
reason = "Recent and self-contained."
licence = "MIT"
priority = 62

[revision]
policy = "latest"

[[repositories]]
repository = "colleague/videos"
"""


def load_error(path: Path, text: str) -> str:
    """What loading the catalog says about ``text``, without the path it begins with."""
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError) as caught:
        Catalog.load([path])
    message = str(caught.value)
    assert message.startswith(str(path))
    return message.removeprefix(str(path))


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        (
            "licence =",
            "license =",
            ": there is no key 'license'; did you mean 'licence'.",
        ),
        (
            "title =",
            "titel =",
            ": there is no key 'titel'; did you mean 'title' (1 more problem in this file).",
        ),
        (
            'policy = "latest"',
            'policy = "latest"\ncolour = "red"',
            ": there is no key 'revision.colour'; the keys there are pin, policy.",
        ),
        (
            'repository = "colleague/videos"',
            'repository = "colleague/videos"\n[[videos]]\npath = "{day:date}.py"\nday = 1',
            ": 'videos[0].path' is '{day:date}.py'; it should be a path with places such as {topic}, {day:int} or "
            "{title:words}.",
        ),
        (
            'repository = "colleague/videos"',
            'repository = "colleague/videos"\n[[videos]]\npath = "a.py"\ntitel = "A"',
            ": there is no key 'videos[0].titel'; did you mean 'title'.",
        ),
        (
            'repository = "colleague/videos"',
            'repository = "colleague/videos"\n[metadata_patterns]\npaths = ["a.py"]',
            ": there is no key 'metadata_patterns.paths'; did you mean 'path'.",
        ),
        (
            'repository = "colleague/videos"',
            'repository = "colleague/videos"\n[[videos]]\npath = "a.py"',
            ": 'videos[0]' is {'path': 'a.py'}; it should be completed by what is known of the video, such as its "
            "'title' or 'url'.",
        ),
        (
            'repository = "colleague/videos"',
            'repository = "colleague/videos"\nincldue = ["*.py"]',
            ": there is no key 'repositories[0].incldue'; did you mean 'include'.",
        ),
        (
            'title = "A colleague\'s videos"',
            "",
            ": the key 'title' is missing; add it.",
        ),
        (
            'kind = "git"',
            'kind = "gti"',
            ": 'kind' is 'gti'; it should be one of 'package', 'git', 'huggingface', 'kaggle', 'rows', 'web'.",
        ),
        (
            'policy = "latest"',
            'policy = "newest"',
            ": 'revision.policy' is 'newest'; it should be one of 'installed', 'pinned', 'latest', 'file'.",
        ),
        (
            'policy = "latest"',
            'policy = "pinned"',
            ": 'revision' is {'policy': 'pinned'}; it should be completed by the 'pin' it is pinned to.",
        ),
        (
            "priority = 62",
            "priority = 620",
            ": 'priority' is 620; it should be less than or equal to 100.",
        ),
        (
            'name = "colleague"',
            'name = "My Colleague"',
            ": 'name' is 'My Colleague'; it should be lower-case letters, digits and underscores, a letter first.",
        ),
        (
            'reason = "Recent and self-contained."',
            'reason = "good"',
            ": 'reason' is 'good'; it should have at least 10 characters.",
        ),
        (
            'title = "A colleague\'s videos"',
            "title = 7",
            ": 'title' is 7; it should be a valid string.",
        ),
        (
            'licence = "MIT"',
            'licence = "openrail"',
            ": 'licence' is 'openrail'; it should be an SPDX expression such as 'MIT' or 'CC-BY-4.0', a "
            "'LicenseRef-' of your own, or 'NOASSERTION' where none is stated.",
        ),
        (
            'licence = "MIT"',
            'licence = "LicenseRef-Campus"',
            ": the entry does not fit together: the licence 'LicenseRef-Campus' needs a 'licence_note' that "
            "explains it.",
        ),
        (
            'licence = "MIT"',
            "redistribution = true",
            ": the entry does not fit together: 'redistribution = true' needs a stated 'licence'.",
        ),
        (
            'verdict = "include"',
            'verdict = "refused"',
            ": the entry does not fit together: the verdict 'refused' needs 'evidence'.",
        ),
        (
            'kind = "git"',
            'kind = "package"',
            ": the entry does not fit together: a source of kind 'package' needs 'package'.",
        ),
        (
            'kind = "git"',
            'kind = "rows"',
            ": the entry does not fit together: a source of kind 'rows' needs a [fields] table.",
        ),
        (
            "[revision]",
            "[fields]\ncode = 5\n[revision]",
            ": 'fields.code' is 5; it should be a column name, a list of paths, or a table.",
        ),
        (
            "[revision]",
            "[fields.description]\npaths = ['a']\nbeforee = 'x'\n[revision]",
            ": there is no key 'fields.description.beforee'; did you mean 'before'.",
        ),
        (
            "[revision]",
            "[fields]\ndescription_origin = 'llm'\n[revision]",
            ": 'fields.description_origin' is 'llm'; it should be one of 'reviewed', 'human', 'upstream_llm', "
            "'narration', 'generated', 'derived', 'none'.",
        ),
    ],
)
def test_a_wrong_entry_is_one_sentence(tmp_path: Path, right: str, wrong: str, sentence: str) -> None:
    assert right in REPOSITORY
    assert load_error(tmp_path / "mine.toml", REPOSITORY.replace(right, wrong)) == sentence


def test_a_file_that_is_not_toml_says_where(tmp_path: Path) -> None:
    message = load_error(tmp_path / "mine.toml", 'name = "colleague"\ntitle\n')
    assert message.startswith(" is not a TOML file: ")
    assert "line 2" in message


def test_a_file_that_is_not_text_says_so(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b'title = "caf\xe9"')
    with pytest.raises(CatalogError, match=r"mine\.toml is not a TOML file: .*utf-8"):
        Catalog.load([path])


def test_a_file_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogError) as caught:
        Catalog.load([tmp_path / "absent.toml"])
    assert str(caught.value) == (
        f"{tmp_path}/absent.toml cannot be read (No such file or directory); "
        "give a catalog file, or a folder of them, that exists."
    )


def test_a_folder_without_sources_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogError) as caught:
        Catalog.load([tmp_path])
    assert str(caught.value) == f"{tmp_path} holds no .toml file; a catalog folder has one for each source."


def test_two_files_with_one_name_are_both_named(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(REPOSITORY, encoding="utf-8")
    with pytest.raises(CatalogError) as caught:
        Catalog.load([tmp_path])
    assert str(caught.value) == (
        f"{tmp_path}/a.toml and {tmp_path}/b.toml both describe a source named 'colleague'; rename one of "
        "them, or write 'replaces = true' in b.toml to use it in place of the other."
    )


def test_a_built_in_name_is_not_taken_by_accident(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(REPOSITORY.replace('"colleague"', '"reducible"', 1), encoding="utf-8")
    with pytest.raises(CatalogError, match=r"reducible\.toml and .*mine\.toml both describe"):
        Catalog.load([path])


def test_replacing_what_does_not_exist_is_an_error(tmp_path: Path) -> None:
    wrong = REPOSITORY.replace('name = "colleague"', 'name = "reducibel"\nreplaces = true')
    assert load_error(tmp_path / "mine.toml", wrong) == (
        " says 'replaces = true', but no source named 'reducibel' was read before it, the closest is "
        "'reducible'; correct the name or drop 'replaces'."
    )


def test_a_long_wrong_value_is_cut(tmp_path: Path) -> None:
    wrong = REPOSITORY.replace('"git"', '"' + "x" * 500 + '"')
    message = load_error(tmp_path / "mine.toml", wrong)
    assert "x" * 59 + "…" in message
    assert "x" * 60 not in message
