from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manimill.augment import Template, templates
from manimill.text.normal import description_key

KNOWN = templates()
OPENINGS = KNOWN.openings
ANY = [t for t in KNOWN.by_name.values() if t.fits == "any"]
IMPERATIVE = [t for t in KNOWN.by_name.values() if t.fits == "imperative"]

DESCRIPTIONS = [
    "Draw a blue circle of radius 1.5 and hold it for a second.",
    "draw a circle",
    "A circle that grows into a square",
    "Three squares in a row",
    "This animation shows how a wave travels along a rope.",
    "How does a Fourier series converge?",
    "I want to see a cube that turns.",
    "$x^2$ plotted from 0 to 1",
    r"\(a^2 + b^2\) built from squares.",
    "Euler's formula (a proof)",
    'The word "hello" fades in',
    "# Sorting\n\n- draw bars\n- swap them",
    "Please create a still image in Manim",
]


def framed(name: str, description: str) -> str:
    return KNOWN.by_name[name].frame(description, OPENINGS)


def test_there_are_at_least_forty_for_every_description() -> None:
    assert len(ANY) == 54
    assert len(IMPERATIVE) == 8
    texts = {(t.before, t.after) for t in KNOWN.by_name.values()}
    assert len(texts) == len(KNOWN.by_name)


def test_each_is_whole_sentences_or_ends_in_a_colon() -> None:
    for template in ANY:
        assert template.before or template.after
        assert template.before == "" or re.fullmatch(r"[A-Z].*[:?]", template.before)
        assert template.after == "" or re.fullmatch(r"[A-Z].*[.?]", template.after)
    for template in IMPERATIVE:
        assert re.fullmatch(r"[A-Z].*[a-zE,]", template.before) and not template.after


@pytest.mark.parametrize("template", ANY, ids=lambda template: template.name)
@pytest.mark.parametrize("description", DESCRIPTIONS)
def test_every_frame_reads_as_text(template: Template, description: str) -> None:
    text = template.frame(description, OPENINGS)
    assert text == text.strip()
    assert "  " not in text and ".." not in text and "?." not in text and ":." not in text
    assert description[1:] in text
    assert description_key(text) != description_key(description)


@given(st.text(min_size=1).filter(lambda text: text.strip() != ""))
def test_nothing_but_a_first_letter_is_ever_changed(description: str) -> None:
    own = description.strip()
    other = own[0].swapcase() + own[1:]
    for template in KNOWN.fitting(description).values():
        text = template.frame(description, OPENINGS)
        assert text.startswith(template.before) and text.endswith(template.after)
        rest = text.removeprefix(template.before).removesuffix(template.after).strip()
        assert rest in (own, other, f"{own}.", f"{other}.")


@pytest.mark.parametrize(
    ("name", "description", "text"),
    [
        ("code_for_this_animation", "Draw a dot.", "Write ManimCE code for this animation: draw a dot."),
        ("code_for_this_animation", "A dot", "Write ManimCE code for this animation: a dot"),
        ("code_for_this_animation", "Ada's dot", "Write ManimCE code for this animation: Ada's dot"),
        ("short_clip", "I see a dot.", "I need a short clip: I see a dot."),
        ("could_you_animate", "draw a dot", "Could you animate this for me? Draw a dot"),
        ("use_manimce", "A dot", "A dot. Use Manim Community Edition."),
        ("use_manimce", "A dot.", "A dot. Use Manim Community Edition."),
        ("use_manimce", "Is it a dot?", "Is it a dot? Use Manim Community Edition."),
        ("use_manimce", 'Write "dot."', 'Write "dot." Use Manim Community Edition.'),
        ("use_manimce", 'Write "dot"', 'Write "dot". Use Manim Community Edition.'),
        ("use_manimce", "Show this:", "Show this:\n\nUse Manim Community Edition."),
        ("use_manimce", "As on https://a.b/c", "As on https://a.b/c\n\nUse Manim Community Edition."),
        ("use_manimce", "- a dot\n- a line", "- a dot\n- a line\n\nUse Manim Community Edition."),
        ("please_animate", "Scene:\n- a dot", "Please animate this:\n\nScene:\n- a dot"),
        ("consider_this", "The dot", "Consider this scene: the dot. Write the code that shows it."),
        ("consider_this", "a\n\nb", "Consider this scene:\n\na\n\nb\n\nWrite the code that shows it."),
        ("using_manim", "Draw a dot. Then stop.", "Using Manim, draw a dot. Then stop."),
        ("use_manim_to", "Show:\n- x", "Use Manim to Show:\n- x"),
        ("please", "  Draw it {here}. ", "Please draw it {here}."),
    ],
)
def test_frames(name: str, description: str, text: str) -> None:
    assert framed(name, description) == text


@pytest.mark.parametrize(
    "text",
    [
        "I want a dot",
        "Euler",
        "A",
        "A is a set of points",
        "A = B",
        "A* search on a grid",
        "A, B and C are points",
        "A B C",
        "DRAW A CUBE",
        "THE END",
        "Draw",
        "Draw: a dot",
        "Create-React",
        "Show of hands",
        "Plot of sin(x)",
        "Graph theory",
        "Color wheel",
        "$A$ is open",
        r"\frac{1}{2}",
        "This animation shows a dot",
        "Écris un mot",
        "Drawing a dot",
    ],
)
def test_names_formulas_and_what_may_be_one_keep_their_first_letter(text: str) -> None:
    assert OPENINGS.lowered(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "A dot",
        "A 3D cube",
        "A $2 \\times 2$ matrix",
        "An arrow",
        "The dot",
        "Draw a dot",
        "Create Circle objects",
        "Plot the sine",
        "Scale 2 dots",
    ],
)
def test_articles_and_imperatives_lose_it(text: str) -> None:
    lowered = text[0].lower() + text[1:]
    assert OPENINGS.lowered(text) == lowered
    assert OPENINGS.raised(lowered) == text


def test_imperative_templates_are_for_imperatives_only() -> None:
    assert {t.name for t in IMPERATIVE} <= KNOWN.fitting("Draw a dot.").keys()
    for other in ("A dot", "This shows a dot.", "How is a dot drawn?", "Please draw a dot."):
        assert not {t.name for t in IMPERATIVE} & KNOWN.fitting(other).keys()


def test_manim_and_please_are_not_said_twice_and_a_still_is_not_animated() -> None:
    assert all("manim" not in f"{t.before}{t.after}".lower() for t in KNOWN.fitting("A manim dot").values())
    assert all(
        "please" not in f"{t.before}{t.after}".lower() for t in KNOWN.fitting("A dot, please").values()
    )
    still = KNOWN.fitting("Create a still image of a dot.")
    assert not [n for n, t in still.items() if re.search("animat|video|clip", f"{t.before}{t.after}")]


def test_there_are_always_enough_for_the_highest_rate() -> None:
    assert len(KNOWN.fitting("Please animate a static picture with Manim")) >= 9
