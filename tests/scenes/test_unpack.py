from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manimill.scenes.unpack import between, unpack_code, unpack_description

SCENE = "from manim import *\n\nclass A(Scene):\n    def construct(self):\n        self.wait(2)"


@dataclass(frozen=True)
class Cuts:
    after: str | None = None
    before: str | None = None
    strip: tuple[str, ...] = ()


def indented(text: str, by: str) -> str:
    return "\n".join(by + line if line else line for line in text.split("\n"))


WRAPPED = {
    "nothing": (SCENE, ()),
    "blank lines": (f"\n  \n{SCENE}\n\n", ()),
    "tagged fence": (f"```python\n{SCENE}\n```", ("fence",)),
    "fence with another tag": (f"```python3\n{SCENE}\n```\n", ("fence",)),
    "bare fence and prose": (f"Sure, here it is:\n\n```\n{SCENE}\n```\nRun it with manim.", ("fence",)),
    "tilde fence": (f"~~~py\n{SCENE}\n~~~", ("fence",)),
    "fence in a fence": (f"````markdown\n```python\n{SCENE}\n```\n````", ("fence",)),
    "fence that is never closed": (f"```python\n{SCENE}", ("fence",)),
    "fence closed on the last line of code": (f"```python\n{SCENE}```", ("fence",)),
    "fence opened after a sentence": (f"The code: ```python\n{SCENE}\n```", ("fence",)),
    "fence in a list": ("- ```python\n" + indented(SCENE, "  ") + "\n  ```", ("fence",)),
    "another language first": (f"```bash\npip install manim\n```\n```python\n{SCENE}\n```", ("fence",)),
    "fence on one line": (f"```python {' '.join(SCENE.split())} ```", ("fence", "relayout")),
    "literal newline in front": (f"\\n {SCENE}", ("literal_newline",)),
    "several literal newlines": (f"\\n\\n {SCENE}\\n", ("literal_newline",)),
    "literal newline and fence": (f"\\n ```python\n{SCENE}\n```\n", ("literal_newline", "fence")),
    "every newline literal": (SCENE.replace("\n", "\\n"), ("escaped_newlines",)),
    "a Python string": (repr(SCENE), ("quoted",)),
    "squeezed onto one line": (" ".join(SCENE.split()), ("relayout",)),
    "spreadsheet residue": (SCENE.replace("\n", "_x000D_\n") + "_x000D_", ("carriage_return",)),
    "Windows line ends": (SCENE.replace("\n", "\r\n"), ("line_ends",)),
    "byte order mark": (f"\ufeff{SCENE}", ("byte_order_mark",)),
    "null characters": (f"{SCENE}\x00\x00", ("null_character",)),
    "instruction marks": (f"<s>[INST] Wait. [/INST] \\n {SCENE} </s>", ("chat_marks", "literal_newline")),
    "end mark": (f"{SCENE}<|im_end|>", ("chat_marks",)),
    "common indentation": (indented(SCENE, "    "), ("dedent",)),
    "indented first line": (f"   {SCENE}", ("first_line_indent",)),
    "no-break spaces": (SCENE.replace("    ", "\u00a0" * 4), ("invisible_characters",)),
    "tabs among spaces": (SCENE.replace("        self", "\tself"), ("tabs",)),
    "notebook magic": (f"%%manim -ql A\n{SCENE}", ("notebook_magic",)),
    "prose without a fence": (f"Here is the scene you want:\n\n{SCENE}\n\nIt waits for a while.", ("prose",)),
}


@pytest.mark.parametrize(("text", "rules"), WRAPPED.values(), ids=WRAPPED)
def test_the_scene_is_taken_out_of_what_wraps_it(text: str, rules: tuple[str, ...]) -> None:
    unpacked = unpack_code(text)
    assert unpacked.code.replace("\\n", "\n") == SCENE
    assert unpacked.rules == rules
    assert unpacked.tree is not None


@pytest.mark.parametrize("text", [text for text, _ in WRAPPED.values()], ids=WRAPPED)
def test_unpacking_twice_changes_nothing_more(text: str) -> None:
    once = unpack_code(text)
    assert unpack_code(once.code).code == once.code


@pytest.mark.parametrize(
    "statement",
    [
        "Text('a &lt; b')",
        "Text('“quoted”')",
        "Text('one\\ntwo')",
        "MarkupText('<s>gone</s>')",
        "Text('```')",
        "Text('_x000D_')",
        "x = 1  # \u00a0 [INST]",
    ],
)
def test_what_parses_is_not_repaired(statement: str) -> None:
    code = SCENE.replace("self.wait(2)", statement)
    assert unpack_code(code).code == code
    assert unpack_code(code).rules == ()


def test_a_fence_in_a_docstring_ends_nothing() -> None:
    code = SCENE.replace(
        "    def", '    """Use it so:\n\n    ```python\n    A().render()\n    ```\n    """\n\n    def'
    )
    assert unpack_code(f"Text.\n```python\n{code}\n```\nMore.").code == code


def test_the_block_with_the_scene_is_chosen_among_several() -> None:
    text = f"```python\nprint('hello')\n```\nand\n```python\n{SCENE}\n```\n```python\nA().render()\n```"
    assert unpack_code(text).code == SCENE


def test_blocks_are_joined_where_the_scene_lacks_the_imports_of_another() -> None:
    head, body = SCENE.split("\n\n")
    text = f"First:\n```python\n{head}\n```\nthen\n```python\n{body}\n```\n```bash\nmanim -ql a.py A\n```"
    assert unpack_code(text).code == SCENE


def test_entities_and_quotes_are_repaired_only_where_they_stand_for_code() -> None:
    code = SCENE.replace("2", "1 &lt; 2").replace("self.wait", "Text(“It’s”, 'a ” b').wait")
    unpacked = unpack_code(code)
    assert unpacked.code == SCENE.replace("2", "1 < 2").replace("self.wait", "Text(\"It’s\", 'a ” b').wait")
    assert unpacked.rules == ("html_entities", "typographic_quotes")


def test_escapes_inside_strings_survive_literal_line_breaks() -> None:
    code = "# It's a scene\n" + SCENE.replace("self.wait(2)", 'Text("a\\nb")')
    assert unpack_code(code.replace("\\n", "@").replace("\n", "\\n").replace("@", "\\n")).code == code


def test_code_hidden_behind_a_comment_on_one_line_is_found() -> None:
    assert unpack_code("# A scene\\n" + SCENE.replace("\n", "\\n")).code == "# A scene\n" + SCENE


def test_doubly_escaped_code_is_decoded_as_the_string_it_was() -> None:
    code = SCENE.replace("self.wait(2)", 'Text("a\\nb")')
    escaped = code.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    assert unpack_code(escaped).code == code


def test_a_fragment_keeps_its_relative_indentation() -> None:
    fragment = "        self.add(dot)\n        for i in x:\n            self.wait()"
    assert unpack_code(f"\\n {fragment}").code == "self.add(dot)\nfor i in x:\n    self.wait()"


def test_a_lone_surrogate_is_replaced_so_that_the_code_can_be_stored() -> None:
    unpacked = unpack_code("x = '\ud83d'")
    assert unpacked.code == "x = '\ufffd'"
    assert unpacked.rules == ("lone_surrogate",)


def test_halves_of_a_surrogate_pair_become_their_character() -> None:
    assert unpack_code("x = '\ud83d\ude00'").code == "x = '😀'"


def test_guessed_blocks_are_named_among_the_rules() -> None:
    unpacked = unpack_code("for i in range(3): show(i) stop()")
    assert unpacked.code == "for i in range(3):\n    show(i)\n\nstop()"
    assert unpacked.rules == ("relayout", "relayout_ambiguous")


def test_broken_code_is_unwrapped_and_otherwise_left_alone() -> None:
    broken = SCENE.replace("(2)", "(2")
    unpacked = unpack_code(f"\\n ```python\n{broken}\n```")
    assert unpacked.code == broken
    assert unpacked.rules == ("literal_newline", "fence")
    assert unpacked.tree is None


def test_broken_code_is_not_mistaken_for_prose_with_a_smaller_module() -> None:
    broken = f"{SCENE}\n\ndef later(:\n    pass"
    assert unpack_code(broken).code == broken


def test_broken_code_is_not_replaced_by_the_example_in_its_docstring() -> None:
    broken = 'import manim\n"""\n```python\nx = 1\n```\n"""\nclass A(manim.Scene:\n    pass'
    assert unpack_code(broken).code == broken


@pytest.mark.parametrize("text", ["", " \n\n", "\\n", "\\n \\n", "```python\n```", "\ufeff"])
def test_nothing_is_left_of_a_text_without_code(text: str) -> None:
    assert unpack_code(text).code == ""


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("\\n`~\"'# \n\tx=():&lt;“”_0D\r\ud83d"), max_size=60))
def test_any_text_is_unpacked_without_an_error_and_to_storable_text(text: str) -> None:
    unpacked = unpack_code(text)
    unpacked.code.encode()
    assert "\r" not in unpacked.code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  A circle. ", "A circle."),
        ("\\n A circle.\\n", "A circle."),
        ('"A circle."', "A circle."),
        ('"One" and "two"', '"One" and "two"'),
        ("A_x000D_\nB", "A\nB"),
        ("Show:\\n- one\\n- two", "Show:\n- one\n- two"),
        ("\\nabla f and \\nu", "\\nabla f and \\nu"),
        ("Make it: Please: a dot", "a dot"),
        ("Make it:", None),
        (" \\n ", None),
        ("half \ud83d", "half \ufffd"),
    ],
)
def test_a_description_is_taken_out_of_what_wraps_it(text: str, expected: str | None) -> None:
    assert unpack_description(text, Cuts(strip=("Make it: ", "Please:"))) == expected


def test_a_description_between_marks_ends_at_the_first_closing_mark() -> None:
    cuts = Cuts(after="request:", before="[/INST]")
    assert unpack_description("[INST] request: A dot. [/INST] x [/INST]", cuts) == "A dot."
    assert unpack_description("no mark here", cuts) is None


def test_code_between_marks_may_hold_the_closing_mark() -> None:
    text = "[/INST] MarkupText('<s>a</s>') </s>"
    assert between(text, "[/INST]", "</s>", last=True) == " MarkupText('<s>a</s>') "
    assert between("[/INST] cut short", "[/INST]", "</s>", last=True) == " cut short"
