"""Find what is said in a module: narrated blocks, spoken texts, notes of slides."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from manimill.code.walking import statements

Function = ast.FunctionDef | ast.AsyncFunctionDef
SPEAKS = "voiceover"
STARTS_TO_SPEAK = "add_voiceover_text"


class Found(NamedTuple):
    """A statement with narration: the call that speaks and the expression of its text.

    ``statement`` is the ``with`` block, or the statement that holds the call. ``follows`` are the statements
    spoken over.
    """

    statement: ast.stmt
    call: ast.Call
    text: ast.expr
    function: Function | None
    owner: ast.ClassDef | None
    follows: list[ast.stmt]
    origin: str


def narrated_in(tree: ast.Module, voices: frozenset[str] = frozenset({SPEAKS})) -> list[Found]:
    """All narration of a module in the order of its lines; ``voices`` are methods that speak in a ``with``."""
    return sorted(_in_suite(tree.body, None, None, voices), key=lambda found: found.statement.lineno)


def spoken_call(statement: ast.stmt, voices: frozenset[str] = frozenset({SPEAKS})) -> ast.Call | None:
    """The call of a statement that is a narrated block or starts to speak, else None."""
    if isinstance(statement, ast.With):
        calls = [item.context_expr for item in statement.items]
        return next((call for call in calls if isinstance(call, ast.Call) and method(call) in voices), None)
    value = statement.value if isinstance(statement, ast.Expr | ast.Assign) else None
    return value if isinstance(value, ast.Call) and method(value) == STARTS_TO_SPEAK else None


def method(call: ast.Call) -> str | None:
    """The method's name where one of a plain name is called, as in ``self.wait()``."""
    func = call.func
    return func.attr if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name) else None


def text_of(call: ast.Call) -> ast.expr | None:
    """The expression of what a call says."""
    if call.args and not isinstance(call.args[0], ast.Starred):
        return call.args[0]
    return keyword(call, "text") or keyword(call, "ssml")


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    """The value a call gives to a keyword, or None."""
    return next((given.value for given in call.keywords if given.arg == name), None)


def suites(statement: ast.AST) -> Iterator[list[ast.stmt]]:
    """The statement's own lists of statements."""
    for name in ("body", "orelse", "finalbody"):
        suite = getattr(statement, name, None)
        if isinstance(suite, list) and suite:
            yield suite
    for part in [*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())]:
        yield part.body


def voices_of(tree: ast.Module) -> dict[str, ast.FunctionDef]:
    """Context managers of the module that do nothing but speak the text they are given."""
    return {
        node.name: node
        for node in statements(tree)
        if isinstance(node, ast.FunctionDef) and node.name != SPEAKS and _only_speaks(node)
    }


def _only_speaks(function: ast.FunctionDef) -> bool:
    managers = ("contextmanager", "contextlib.contextmanager")
    if not any(ast.unparse(decorator) in managers for decorator in function.decorator_list):
        return False
    body = [s for s in function.body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))]
    call = spoken_call(body[0]) if len(body) == 1 and isinstance(body[0], ast.With) else None
    text = text_of(call) if call else None
    inner = body[0].body if call and isinstance(body[0], ast.With) else []
    yields = len(inner) == 1 and isinstance(inner[0], ast.Expr) and isinstance(inner[0].value, ast.Yield)
    given = [argument.arg for argument in function.args.args]
    return yields and isinstance(text, ast.Name) and given[1:2] == [text.id]


def _in_suite(
    body: list[ast.stmt], function: Function | None, owner: ast.ClassDef | None, voices: frozenset[str]
) -> Iterator[Found]:
    for place, statement in enumerate(body):
        if isinstance(statement, ast.ClassDef):
            yield from _in_suite(statement.body, function, statement, voices)
            continue
        call = spoken_call(statement, voices)
        text = text_of(call) if call else None
        if call is not None and text is not None:
            inner = statement.body if isinstance(statement, ast.With) else []
            yield Found(statement, call, text, function, owner, inner, "voiceover")
        elif notes := _notes(statement):
            follows = _until_next_slide(body[place + 1 :])
            assert isinstance(statement, ast.Expr)
            assert isinstance(statement.value, ast.Call)
            yield Found(statement, statement.value, notes, function, owner, follows, "notes")
        within = statement if isinstance(statement, Function) else function
        for suite in suites(statement):
            yield from _in_suite(suite, within, owner, voices)


def is_next_slide(statement: ast.stmt) -> bool:
    """Whether the statement begins another slide."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(call, ast.Call) and method(call) in ("next_slide", "next_section")


def _notes(statement: ast.stmt) -> ast.expr | None:
    if not is_next_slide(statement):
        return None
    assert isinstance(statement, ast.Expr)
    assert isinstance(statement.value, ast.Call)
    return keyword(statement.value, "notes")


def _until_next_slide(statements: list[ast.stmt]) -> list[ast.stmt]:
    ends = next((place for place, s in enumerate(statements) if is_next_slide(s)), len(statements))
    return statements[:ends]
