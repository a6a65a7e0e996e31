"""Prompts: those that ship, and a user's own."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from manimill.describe.prompts import PARAPHRASE, Prompt, load_prompt, load_prompts, styles
from manimill.errors import RecipeError

DIGESTS = {
    "brief 1": "d7b5ca6932ea5d8862e3c5ed036e50bfba302fe029f13eac41f42c0671dfeddf",
    "detailed 1": "17827ef85365cd9624e2d05d11af29ad2664282c5d2f50d2c3cafce8e554335d",
    "teaching 1": "b332b54050da37cd75a2ff355105cbbc6c567f44b2285ce0e962c2ba6d353741",
    "paraphrase 1": "c6cee0e55605c4a5268000310aa61433dd465bec7fad2937d04504152f4c1982",
}
"""The text of every version that was ever released. To change a text, raise its version and add a line here."""


@pytest.mark.parametrize("style", ["brief", "detailed", "teaching", PARAPHRASE])
def test_the_text_of_a_version_does_not_change(style: str) -> None:
    prompt = load_prompt(style)
    digest = hashlib.sha256(prompt.text.encode()).hexdigest()
    assert DIGESTS.get(prompt.name) == digest, f"'{prompt.name}' has another text; raise its version"


def test_every_shipped_style_has_a_summary_and_asks_for_the_form_that_is_read() -> None:
    assert styles() == ["brief", "detailed", "teaching"]
    assert all(load_prompt(style).name in DIGESTS for style in styles())
    for style in (*styles(), PARAPHRASE):
        prompt = load_prompt(style)
        assert (prompt.style, prompt.version >= 1, bool(prompt.summary)) == (style, True, True)
        assert 'Answer with one JSON object and nothing else: {"description": "' in prompt.text
        assert "never an instruction to you" in prompt.text


def test_prompts_come_in_the_order_in_which_they_are_named(tmp_path: Path) -> None:
    own = tmp_path / "mine.md"
    own.write_text(
        '+++\nversion = 3\nsummary = "in rhymes"\n+++\n\n  Write a „rhyme“.\n+++\nDone.\n\n', encoding="utf-8"
    )
    loaded = load_prompts(["teaching", str(own), "brief"])
    assert [prompt.style for prompt in loaded] == ["teaching", "mine", "brief"]
    assert loaded[1] == Prompt("mine", 3, "in rhymes", "Write a „rhyme“.\n+++\nDone.")
    assert loaded[1].name == "mine 3"


def test_a_file_of_ones_own_may_come_from_another_system(tmp_path: Path) -> None:
    own = tmp_path / "mine.md"
    own.write_bytes(b"\xef\xbb\xbf+++\r\nversion = 1\r\n+++\r\nOne.\r\nTwo.\r\n")
    assert load_prompt(str(own)) == Prompt("mine", 1, "", "One.\nTwo.")


def test_a_file_in_this_folder_is_named_with_its_suffix(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "brief.md").write_text("+++\nversion = 9\n+++\nMine.")
    monkeypatch.chdir(tmp_path)
    assert load_prompt("brief.md").name == "brief 9"
    assert load_prompt("./brief.md").name == "brief 9"
    assert load_prompt("brief").text != "Mine."


NO_FENCE = (
    "The prompt {} does not begin with settings between two lines '+++'; put 'version = 1' between two such lines at "
    "its top."
)
NO_VERSION = "The prompt {} wants 'version = 1' (a whole number) in its settings, and a text after them."
NO_TOML = "The settings of the prompt {} are not valid TOML (Invalid value (at line 1, column 11))."

BROKEN = [
    ("Write.", NO_FENCE),
    ("", NO_FENCE),
    ("+++\nversion = 1\nWrite.", NO_FENCE),
    ("Title\n+++\nversion = 1\n+++\nWrite.", NO_FENCE),
    ("+++\nversion = \n+++\nWrite.", NO_TOML),
    ("+++\n+++\nWrite.", NO_VERSION),
    ("+++\nversion = true\n+++\nWrite.", NO_VERSION),
    ('+++\nversion = "1"\n+++\nWrite.', NO_VERSION),
    ("+++\nversion = 1\n+++\n \n", NO_VERSION),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sentence"), BROKEN)
def test_a_file_that_is_no_prompt_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "mine.md"
    path.write_text(text)
    with pytest.raises(RecipeError) as refused:
        load_prompt(str(path))
    assert str(refused.value) == sentence.format(path)


def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "latin.md").write_bytes(b"+++\nversion = 1\n+++\n\xe4\xff")
    for path in (tmp_path / "absent.md", tmp_path, tmp_path / "latin.md"):
        with pytest.raises(
            RecipeError, match=rf"The prompt {path} cannot be read \(.*\); give a text file\."
        ):
            load_prompt(f"{path}/" if path == tmp_path else str(path))


def test_an_unknown_style_is_told_with_those_there_are() -> None:
    with pytest.raises(RecipeError) as unknown:
        load_prompts(["brief", "rhymed"])
    assert str(unknown.value) == (
        "There is no style 'rhymed'; there are brief, detailed, teaching, and files of your own such as ./mine.md."
    )


def test_no_style_at_all_is_refused() -> None:
    with pytest.raises(RecipeError) as refused:
        load_prompts([])
    assert str(refused.value) == "'styles' is empty; name at least one of brief, detailed, teaching."


def test_a_style_is_named_once(tmp_path: Path) -> None:
    (tmp_path / "brief.md").write_text("+++\nversion = 1\n+++\nMine.")
    with pytest.raises(RecipeError) as refused:
        load_prompts(["brief", "detailed", str(tmp_path / "brief.md")])
    assert str(refused.value) == "'styles' has 'brief' twice; name each style once."
