"""What holds whatever is repaired: no exception, nothing that does not parse, nothing left to do the second time."""

from __future__ import annotations

import ast
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manimill.repair import all_codemods, repair

FOLDER = Path(__file__).parents[1] / "data" / "old_scenes"
SCENES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.py"))}
FLAVOURS = ("from manimlib.imports import *", "from manimlib import *", "from manim import *")
VALUES = (
    "None", "*rest", "**rest", "x", "self", "[]", "()", "{}", "lambda: 0", "UP", "3 * LEFT", "1", "'a'", "m.shift",
    "[0, 1]", "(1, 2)", "np.array([1, 2])", "f'{x}'", "yes if no else 1", "Circle", "Square()", "a := 1", "await b",
)  # fmt: skip
"""What may stand in the place of an argument."""


def mutated(code: str, seed: int) -> str:
    """The scene as someone might have written it differently, mostly wrongly."""
    chance = random.Random(seed)
    tree = ast.parse(code.replace(FLAVOURS[0], chance.choice(FLAVOURS)))
    nodes = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call | ast.Dict | ast.Attribute | ast.ClassDef)
    ]
    for node in chance.sample(nodes, min(len(nodes), chance.randint(1, 6))):
        _spoil(node, chance)
    text = ast.unparse(tree)
    return text if chance.random() < 0.7 else _without_a_line(text, chance)


def _spoil(node: ast.AST, chance: random.Random) -> None:
    value = ast.parse(f"f({chance.choice(VALUES)})" if chance.random() < 0.7 else "f(1)").body[0].value  # type: ignore[attr-defined]
    if isinstance(node, ast.Call):
        what = chance.randrange(5)
        if what == 0 and node.args:
            node.args.pop(chance.randrange(len(node.args)))
        elif what == 1:
            node.args = [*node.args, *value.args]
            node.keywords = [*node.keywords, *value.keywords]
        elif what == 2 and node.keywords:
            node.keywords.pop(chance.randrange(len(node.keywords)))
        elif what == 3 and node.keywords:
            keyword = node.keywords[chance.randrange(len(node.keywords))]
            keyword.value = (
                value.args[0] if value.args and not isinstance(value.args[0], ast.Starred) else keyword.value
            )
        else:
            chance.shuffle(node.args)
    elif isinstance(node, ast.Dict) and node.keys:
        index = chance.randrange(len(node.keys))
        node.keys[index] = None if chance.random() < 0.5 else ast.Name("key", ast.Load())
    elif isinstance(node, ast.Attribute):
        node.attr = chance.choice(("shift", "frame", "animate", "x_min", "play", "CONFIG"))
    elif isinstance(node, ast.ClassDef):
        node.bases = [ast.Name(chance.choice(("Scene", "GraphScene", "Unknown", node.name)), ast.Load())]


def _without_a_line(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    lines.pop(chance.randrange(len(lines)))
    return "\n".join(lines)


def parses(code: str) -> bool:
    try:
        ast.parse(code)
    except (SyntaxError, ValueError):
        return False
    return True


@given(st.sampled_from(sorted(SCENES)), st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_whatever_is_written_nothing_breaks(name: str, seed: int) -> None:
    code = mutated(SCENES[name], seed)
    once = repair(code)
    if not parses(code):
        assert once.code == code
        assert not once.changed
        return
    assert parses(once.code)
    assert once.changed == (once.code != code)
    twice = repair(once.code)
    assert twice.code == once.code


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_text_is_answered(text: str) -> None:
    found = repair(text)
    assert found.changed == (found.code != text)


@pytest.mark.parametrize("name", sorted(SCENES))
def test_repaired_scenes_need_no_more_repair(name: str) -> None:
    once = repair(SCENES[name])
    assert once.changed
    assert not repair(once.code).changed


@pytest.mark.parametrize("name", sorted(SCENES))
def test_what_rules_pass_over_holds_nothing_for_them(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    passing = [repair(SCENES[name].replace(FLAVOURS[0], flavour)) for flavour in FLAVOURS]
    for codemod in all_codemods():
        monkeypatch.setattr(codemod, "local", False)
    assert [repair(SCENES[name].replace(FLAVOURS[0], flavour)) for flavour in FLAVOURS] == passing


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_line_ends_stay(newline: str) -> None:
    code = SCENES["fading"].replace("\n", newline)
    assert repair(code).code == repair(SCENES["fading"]).code.replace("\n", newline)


def test_what_needs_nothing_stays_to_the_byte() -> None:
    code = "from manim import *\n\nclass Plain( Scene ) :\n\tdef construct( self ):\n\t\tself.add( Dot( ) )  # so\n"
    found = repair(code)
    assert (found.code, found.changed, found.unresolved, found.tier) == (code, False, (), None)


def test_code_that_does_not_parse_is_given_back() -> None:
    found = repair("from manimlib.imports import *\nclass (:\n")
    assert not found.changed
    assert found.unresolved[0].name == "syntax"
