"""Make a narrated module plain."""

from __future__ import annotations

import ast

from manimill.code.parse import SyntaxProblem, collector_paused, parse
from manimill.code.walking import statements
from manimill.scenes.narration.animations import Animations
from manimill.scenes.narration.checks import check_block, check_names, check_result, check_uses
from manimill.scenes.narration.classes import replace_bases
from manimill.scenes.narration.collecting import narration_in, narration_of, said_in
from manimill.scenes.narration.finding import SPEAKS, Function, suites
from manimill.scenes.narration.flow import Flow, Surroundings
from manimill.scenes.narration.layout import lay_out, read_no_more
from manimill.scenes.narration.leftovers import remove_leftovers
from manimill.scenes.narration.plugins import Plugins
from manimill.scenes.narration.rewriting import Rewriting
from manimill.scenes.narration.slides import plain_slides
from manimill.scenes.narration.source import Source
from manimill.scenes.narration.spoken import Plain


@collector_paused()
def plain(code: str) -> Plain:
    """The module without its narration, and what was said.

    A module that is not narrated comes back as it is; so does one that cannot be made plain, with the reasons.
    """
    if not _may_be_narrated(code):
        return Plain(code, (), (), ())
    tree = parse(code)
    if isinstance(tree, SyntaxProblem):
        return Plain(code, (), (), (str(tree),))
    plugins = Plugins(tree)
    if not plugins.names and not plugins.wrappers and not said_in(tree):
        return Plain(code, (), (), ())
    if "\r" in code.replace("\r\n", ""):
        return Plain(code, narration_in(tree), (), ("line 1: lines end in carriage returns",))
    rewriting = Rewriting(tree, Source(code))
    _rewrite(rewriting, plugins)
    new = rewriting.edits.applied()
    if not rewriting.problems:
        check_result(new, rewriting)
    if rewriting.problems:
        problems = sorted(rewriting.problems, key=lambda problem: rewriting.problems[problem])
        return Plain(code, narration_in(code), (), tuple(problems))
    return Plain(new, narration_of(rewriting, new), tuple(sorted(rewriting.changes)), ())


def _may_be_narrated(code: str) -> bool:
    """Whether the words are there without which nothing of the plugins can be; most modules end here."""
    lowered = code.lower()
    return "voiceover" in lowered or "slide" in lowered


def _rewrite(rewriting: Rewriting, plugins: Plugins) -> None:
    tree = rewriting.tree
    voices = rewriting.voices
    around = Surroundings(
        rewriting,
        rewriting.constants,
        Animations(rewriting.nodes),
        frozenset({SPEAKS, *voices}),
        frozenset(_own_methods(tree, plugins)),
        frozenset([*plugins.wrappers.values(), *voices.values()]),
        [],
    )
    _read_functions(tree, around, None)
    for definition in voices.values():
        rewriting.remove(definition, "voiceover_text")
    for block in around.blocks:
        read_no_more(block, rewriting)
        check_block(block, rewriting)
    plain_slides(plugins, rewriting)
    replace_bases(plugins, rewriting)
    remove_leftovers(plugins, rewriting)
    check_uses(rewriting, plugins, around.own_methods)
    check_names(rewriting)
    for block in around.blocks:
        lay_out(block, rewriting)
    rewriting.remove_statements()


def _read_functions(node: ast.AST, around: Surroundings, owner: ast.ClassDef | None) -> None:
    for suite in suites(node):
        for statement in suite:
            if statement in around.skipped:
                continue
            if isinstance(statement, Function):
                Flow(around, statement, owner).read()
            else:
                _read_functions(
                    statement, around, statement if isinstance(statement, ast.ClassDef) else owner
                )


def _own_methods(tree: ast.Module, plugins: Plugins) -> set[str]:
    """Methods that the module's own classes define, other than the wrappers."""
    return {
        part.name
        for node in statements(tree)
        if isinstance(node, ast.ClassDef) and node.name not in plugins.wrappers
        for part in node.body
        if isinstance(part, ast.FunctionDef)
    }
