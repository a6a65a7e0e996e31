r"""The description in an answer: what is forgiven, and what is not."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manimill.describe.reading import read_description

TEXT = "Draw a circle."
OBJECT = '{"description": "Draw a circle."}'


@pytest.mark.parametrize(
    "answer",
    [
        OBJECT,
        f"\n\t {OBJECT} \n",
        f"```json\n{OBJECT}\n```",
        f"```\n{OBJECT}\n```",
        f"Sure! Here you are:\n{OBJECT}\nI hope that it is of use {{really}}.",
        f"\\frac{{1}}{{2}} is on screen. {OBJECT}",
        f'<think>Perhaps {{"description": "a draft"}}?</think>\n{OBJECT}',
        '{"description": "Draw a circle.", "confidence": 0.9, "steps": [{"description": "another"}]}',
        f'{{"result": {OBJECT}}}',
        f"[{OBJECT}]",
        '{"description": "  Draw\ta   circle. \\n\\n"}',
        '{"description": "Draw a\u00a0circle.\\u0000\\u001b"}',
        '{"description": "Draw a circle.\\ud83d"}',
        f"\ufeff{OBJECT}",
    ],
)
def test_what_stands_around_the_object_is_forgiven(answer: str) -> None:
    assert read_description(answer) == TEXT


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "   ",
        "{",
        "}{",
        "null",
        '"Draw a circle."',
        "Draw a circle.",
        "{}",
        '{"text": "Draw a circle."}',
        '{"Description": "Draw a circle."}',
        '{"description": null}',
        '{"description": 5}',
        '{"description": ["Draw a circle."]}',
        '{"description": {"text": "Draw a circle."}}',
        '{"description": "Draw a cir',
        "{'description': 'Draw a circle.'}",
        '{"description": "Show the word "Hello" in red."}',
        f"<think>I would answer {OBJECT}</think>",
    ],
)
def test_another_shape_is_no_description(answer: str) -> None:
    assert read_description(answer) is None


def test_an_empty_description_is_one() -> None:
    """What is too short for a description is for the checks to say."""
    assert read_description('{"description": " "}') == ""


def test_paragraphs_stay_apart_by_one_empty_line() -> None:
    assert read_description('{"description": "One.  \\n\\n\\n\\n Two.\\nThree.\\r\\nFour."}') == (
        "One.\n\nTwo.\nThree.\nFour."
    )


def test_a_line_break_within_the_string_is_forgiven() -> None:
    assert read_description('{"description": "One.\n\nTwo.\tThree."}') == "One.\n\nTwo. Three."


def test_letters_of_all_scripts_stay() -> None:
    said = "Zeige „π ≈ 3“, 圆, और, 👩‍🚀 and a\u0301."
    assert read_description(json.dumps({"description": said})) == said
    assert read_description(json.dumps({"description": said}, ensure_ascii=False)) == said
    assert read_description('{"description": "\\ud83d\\ude00"}') == "😀"


FORMULAS = [
    # In the answer, in the description.
    (r"$\\frac{1}{2}$", r"$\frac{1}{2}$"),
    (r"$\frac{1}{2}$", r"$\frac{1}{2}$"),
    (r"$\sin(\alpha)$ and \(x\)", r"$\sin(\alpha)$ and \(x\)"),
    (r"$\beta \to \theta$", r"$\beta \to \theta$"),
    (r"$\nabla f = \rho$, $\nu$", r"$\nabla f = \rho$, $\nu$"),
    (r"$a \neq b \times c$", r"$a \neq b \times c$"),
    (r"$\int_0^1 x\,dx \text{ is } \tan x$", r"$\int_0^1 x\,dx \text{ is } \tan x$"),
    (r"$\left( \begin{matrix} 1 \\\\ 2 \end{matrix} \right)$", r"$\left( \begin{matrix} 1 \\ 2 \end{matrix} \right)$"),
    (r"$\underline{x}$ at 5\%", r"$\underline{x}$ at 5\%"),
    (r"$\{1, 2\}$ costs \$5", r"$\{1, 2\}$ costs \$5"),
    (r"the angle \theta and \times", r"the angle \theta and \times"),
    (r"say \"yes\" \/ \\\\", 'say "yes" / \\\\'),
    (r"\u03b1 and $\\alpha$", r"α and $\alpha$"),
    # Line breaks and tabs before words.
    (r"First.\nThen.\nu is a name, \tan arrow.", "First.\nThen.\nu is a name, an arrow."),
    (r"$x$\nu\n$y$", "$x$\nu\n$y$"),
    (r"$$\\alpha\nu\\beta$$", "$$\\alpha\nu\\beta$$"),
    (r"$$\nx = 1\n$$ \r\nEnd.", "$$\nx = 1\n$$\nEnd."),
]  # fmt: skip


@pytest.mark.parametrize(("written", "meant"), FORMULAS)
def test_backslashes_of_formulas_survive(written: str, meant: str) -> None:
    assert read_description('{"description": "' + written + '"}') == meant


PLAIN = st.characters(codec="utf-8", exclude_characters="\\$\b\f")
"""Without what might be taken for formulas."""


@given(st.text(PLAIN, max_size=60), st.booleans())
def test_what_is_written_as_json_is_read_as_it_was(text: str, ascii_only: bool) -> None:
    tidy = read_description(json.dumps({"description": text}, ensure_ascii=ascii_only))
    assert tidy is not None
    assert read_description(json.dumps({"description": tidy})) == tidy
    assert "".join(tidy.split()) == "".join(
        c for c in "".join(text.split()) if not ("\x00" <= c < " " or "\x7f" <= c < "\xa0")
    )


@given(st.text(st.sampled_from('{}"\\: descriptionnu$'), max_size=200))
def test_no_answer_breaks_the_reading(answer: str) -> None:
    found = read_description(answer)
    assert found is None or (found == found.strip() and "description" in answer)


@pytest.mark.parametrize(
    "answer", ['{"a":' * 200_000, "{" * 500_000, "[" * 500_000, '{"description": "' * 50_000]
)
def test_huge_nonsense_is_read_quickly(answer: str) -> None:
    start = time.perf_counter()
    assert read_description(answer) is None
    assert time.perf_counter() - start < 5


def test_a_huge_description_is_read() -> None:
    said = " ".join(["circle"] * 100_000)
    assert read_description(json.dumps({"description": said})) == said
