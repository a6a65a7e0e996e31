"""Sounds whose files are not there."""

from __future__ import annotations

from manimill.repair import Outside, Repair, all_codemods, repair

CODE = """from manim import *
class Bell(Scene):
    def construct(self):
        self.add_sound("bell.wav")
        self.add(Dot())
"""


def heard(code: str, *, files: bool) -> Repair:
    codemods = [one for one in all_codemods() if one.name() == "absent-sounds"]
    return repair(code, codemods=codemods, outside=Outside(files=files))


def test_they_are_not_asked_for() -> None:
    done = heard(CODE, files=False)
    assert done.code == CODE.replace('        self.add_sound("bell.wav")\n', "")
    assert [(change.line, change.confidence) for change in done.changes] == [(4, "low")]


def test_where_a_file_may_be_there_they_stay() -> None:
    assert not heard(CODE, files=True).changed


def test_a_method_of_something_else_stays() -> None:
    assert not heard(CODE.replace("self.add_sound", "self.radio.add_sound"), files=False).changed
