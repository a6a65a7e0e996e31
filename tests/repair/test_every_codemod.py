"""What holds for all codemods: each says what it does, and has a test of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from manimill.repair import Codemod, all_codemods


@pytest.mark.parametrize("codemod", all_codemods(), ids=lambda one: one.name())
def test_each_says_what_it_does_in_one_sentence_and_is_tested(codemod: type[Codemod]) -> None:
    sentence = codemod.sentence()
    assert sentence.endswith("."), sentence
    assert codemod.flavours <= {"ce", "gl", "legacy"}
    assert codemod.flavours
    assert codemod.triggers
    test = Path(__file__).with_name(f"test_codemod_{codemod.__module__.rpartition('.')[2]}.py")
    assert test.is_file(), f"{codemod.name()} wants {test.name}"


def test_names_are_told_apart() -> None:
    names = [one.name() for one in all_codemods()]
    assert len(names) == len(set(names)) > 0
