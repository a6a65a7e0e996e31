"""Make a narrated module plain."""

from __future__ import annotations

import ast
import textwrap

from manimill.code.parse import SyntaxProblem, parse
from manimill.scenes.narration.classes import replace_bases
from manimill.scenes.narration.constants import Constants
from manimill.scenes.narration.finding import SPEAKS, Found, Function, narrated_in, suites, voices_of
from manimill.scenes.narration.flow import Block, Flow, Surroundings
from manimill.scenes.narration.layout import lay_out, leaves
from manimill.scenes.narration.leftovers import remove_leftovers
from manimill.scenes.narration.plugins import PACKAGES, Plugins
from manimill.scenes.narration.rewriting import Rewriting
from manimill.scenes.narration.slides import plain_slides
from manimill.scenes.narration.source import Source
from manimill.scenes.narration.speech import clean, seconds
from manimill.scenes.narration.spoken import Plain, Spoken

_OF_THE_PLUGIN = frozenset(
    "voiceover add_voiceover_text add_voiceover_ssml set_speech_service speech_service current_tracker "
    "wait_until_bookmark wait_for_voiceover safe_wait add_wrapped_subcaption create_script".split()
)


def plain(code: str) -> Plain:
    """The module without its narration, and what was said.

    A module that is not narrated comes back as it is; so does one that cannot be made plain, with the reasons.
    """
    tree = parse(code)
    if isinstance(tree, SyntaxProblem):
        return Plain(code, (), (), (str(tree),))
    plugins = Plugins(tree)
    voices = voices_of(tree)
    found = narrated_in(tree, frozenset({SPEAKS, *voices}))
    if not plugins.names and not plugins.wrappers and not found:
        return Plain(code, (), (), ())
    if "\r" in code.replace("\r\n", ""):
        return Plain(code, narration_in(tree), (), ("line 1: lines end in carriage returns",))
    rewriting = Rewriting(tree, Source(code))
    blocks = _rewrite(rewriting, plugins, voices)
    new = rewriting.edits.applied()
    if not rewriting.problems:
        _check(new, rewriting)
    if rewriting.problems:
        problems = sorted(rewriting.problems, key=lambda problem: rewriting.problems[problem])
        return Plain(code, narration_in(code), (), tuple(problems))
    spoken = _spoken(found, Constants(tree), rewriting, new)
    return Plain(new if blocks or rewriting.changes else code, spoken, tuple(sorted(rewriting.changes)), ())


def narration_in(tree_or_code: ast.Module | str) -> tuple[Spoken, ...]:
    """What is said in a module that may lack the rest of its files; ``code`` is then the code as it is.

    From a tree the code is written anew, without comments. What is no Python says nothing.
    """
    code = tree_or_code if isinstance(tree_or_code, str) else None
    tree = parse(tree_or_code) if isinstance(tree_or_code, str) else tree_or_code
    if isinstance(tree, SyntaxProblem):
        return ()
    constants = Constants(tree)
    lines = code.split("\n") if code is not None else None
    return tuple(
        _as_written(found, constants, lines)
        for found in narrated_in(tree, frozenset({SPEAKS, *voices_of(tree)}))
        if not _is_only_passed_on(found, tree)
    )


def _rewrite(rewriting: Rewriting, plugins: Plugins, voices: dict[str, ast.FunctionDef]) -> list[Block]:
    tree = rewriting.tree
    skipped: frozenset[ast.AST] = frozenset([*plugins.wrappers.values(), *voices.values()])
    around = Surroundings(
        rewriting,
        Constants(tree),
        frozenset({SPEAKS, *voices}),
        frozenset(_names(tree)),
        frozenset(_own_methods(tree, plugins)),
        skipped,
        [],
    )
    _read_functions(tree, around, None)
    for definition in voices.values():
        rewriting.remove(definition, "voiceover_text")
    for block in around.blocks:
        if isinstance(block.node, ast.With):
            _check_block(block, rewriting)
    plain_slides(plugins, rewriting)
    replace_bases(plugins, rewriting)
    remove_leftovers(plugins, rewriting)
    for block in around.blocks:
        lay_out(block, rewriting)
    _check_uses(around, plugins)
    rewriting.remove_statements()
    return around.blocks


def _read_functions(node: ast.AST, around: Surroundings, owner: ast.ClassDef | None) -> None:
    for suite in suites(node):
        for statement in suite:
            if statement in around.skipped:
                continue
            if isinstance(statement, Function):
                Flow(around, statement, owner).read()
            else:
                _read_functions(statement, around, statement if isinstance(statement, ast.ClassDef) else owner)


def _check_block(block: Block, rewriting: Rewriting) -> None:
    assert isinstance(block.node, ast.With)
    leaving = leaves(block.node)
    if leaving is not None and block.wait:
        rewriting.problem(leaving, "a narrated block is left before its end")
    source = rewriting.source
    if block.speech.text.complete:
        start = source.span(block.node)[0]
        rewriting.forget(start, source.span(block.node.body[0])[0])
        return
    # The text stays to be counted; the call around it does not.
    assert isinstance(block.node.items[0].context_expr, ast.Call)
    rewriting.forget(*source.span(block.node.items[0].context_expr.func))


def _check_uses(around: Surroundings, plugins: Plugins) -> None:
    """Name what only the plugin's scene has and what is still asked for."""
    own = around.own_methods
    for node in ast.walk(around.rewriting.tree):
        if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
            continue
        if node.attr in _OF_THE_PLUGIN - own and not around.rewriting.is_gone(node):
            around.rewriting.problem(node, f"{node.value.id}.{node.attr} is used in a way that is not known")
        for wrapper in plugins.wrappers.values():
            added = {part.name for part in wrapper.body if isinstance(part, ast.FunctionDef)} - _OF_THE_PLUGIN
            if node.attr in added and node.value.id == "self" and not around.rewriting.is_gone(node):
                around.rewriting.problem(node, f"{node.attr} of {wrapper.name} is used")


def _check(new: str, rewriting: Rewriting) -> None:
    tree = parse(new)
    if isinstance(tree, SyntaxProblem):
        rewriting.problem(rewriting.tree.body[0], f"the new code would not parse ({tree})")
        return
    for node in ast.walk(tree):
        modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            modules = [node.module or ""]
        if any(module.partition(".")[0] in PACKAGES for module in modules):
            rewriting.problem(rewriting.tree.body[0], "the plugin would still be imported")


def _names(tree: ast.Module) -> set[str]:
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return names | {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}


def _own_methods(tree: ast.Module, plugins: Plugins) -> set[str]:
    """Methods that the module's own classes define, other than the wrappers."""
    return {
        part.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name not in plugins.wrappers
        for part in node.body
        if isinstance(part, ast.FunctionDef)
    }


def _is_only_passed_on(found: Found, tree: ast.Module) -> bool:
    """Whether the text is the parameter of a context manager that others hand texts to."""
    return found.function is not None and found.function in voices_of(tree).values()


def _as_written(found: Found, constants: Constants, lines: list[str] | None) -> Spoken:
    first, last = found.statement.lineno, _last_line(found)
    body = found.follows
    code = ""
    if body and lines is not None:
        code = textwrap.dedent("\n".join(lines[body[0].lineno - 1 : last])).strip("\n")
    elif body:
        code = "\n".join(map(ast.unparse, body))
    return _made(found, constants, code, (first, last), (first, last))


def _spoken(found: list[Found], constants: Constants, rewriting: Rewriting, new: str) -> tuple[Spoken, ...]:
    source, edits = rewriting.source, rewriting.edits
    spoken: list[Spoken] = []
    for one in found:
        if _is_only_passed_on(one, rewriting.tree):
            continue
        last = _last_line(one)
        start = edits.moved(source.line_start(one.statement.lineno), behind=True)
        end = edits.moved(source.line_start(source.logical_end(last) + 1), behind=True)
        code = textwrap.dedent(new[start:end].expandtabs(4)).strip("\r\n")
        first = new.count("\n", 0, start) + 1
        place = (first, first + max(new[start:end].rstrip().count("\n"), 0))
        spoken.append(_made(one, constants, code, (one.statement.lineno, last), place))
    return tuple(spoken)


def _last_line(found: Found) -> int:
    ends = found.follows[-1] if found.follows else found.statement
    return ends.end_lineno or ends.lineno


def _made(
    found: Found, constants: Constants, code: str, old: tuple[int, int], new: tuple[int, int]
) -> Spoken:
    text = constants.text(found.text, found.function, found.owner)
    scene = found.owner.name if found.owner else None
    return Spoken(
        clean(text.value), *old, seconds(text.value), code, *new, text.complete, found.origin, scene
    )
