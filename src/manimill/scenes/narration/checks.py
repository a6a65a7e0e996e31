"""What keeps a module from being made plain, looked for once all else is decided."""

from __future__ import annotations

import ast

from manimill.code.names import names
from manimill.code.parse import SyntaxProblem, parse
from manimill.code.walking import blocks, statements
from manimill.scenes.narration.flow import Block
from manimill.scenes.narration.plugins import PACKAGES, Plugins
from manimill.scenes.narration.rewriting import Rewriting

_OF_THE_PLUGIN = names(
    "voiceover add_voiceover_text add_voiceover_ssml set_speech_service speech_service current_tracker "
    "wait_until_bookmark wait_for_voiceover safe_wait add_wrapped_subcaption create_script"
)


def check_block(block: Block, rewriting: Rewriting) -> None:
    """Note a block that is left before its end: the plugin waits there too, a plain scene would not."""
    leaving = _leaves(block.node.body) if isinstance(block.node, ast.With) else None
    if leaving is not None:
        rewriting.problem(leaving, "a narrated block is left before its end")


def check_uses(rewriting: Rewriting, plugins: Plugins, own_methods: frozenset[str]) -> None:
    """Note what only the plugin's scene has and what is still asked for."""
    added = {
        part.name: wrapper.name
        for wrapper in plugins.wrappers.values()
        for part in wrapper.body
        if isinstance(part, ast.FunctionDef) and part.name not in {"construct", "setup", *own_methods}
    }
    for node in rewriting.nodes:
        if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
            continue
        explained = node.lineno in rewriting.problems.values()
        if node.attr in own_methods or explained or rewriting.is_gone(node):
            continue
        if node.attr in _OF_THE_PLUGIN:
            rewriting.problem(node, f"{node.value.id}.{node.attr} is used in a way that is not known")
        elif node.attr in added and node.value.id == "self":
            rewriting.problem(node, f"{node.attr} of {added[node.attr]} is used")


def check_names(rewriting: Rewriting) -> None:
    """Note names that the new code needs and the module does not have."""
    known: set[str] = set()
    for node in statements(rewriting.tree):
        if isinstance(node, ast.Import | ast.ImportFrom) and node not in rewriting.removed:
            known.update(alias.asname or alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ClassDef | ast.FunctionDef):
            known.add(node.name)
    for name, line in rewriting.needed.items():
        if name not in known and "*" not in known:
            rewriting.problems.setdefault(f"line {line}: the module does not import {name}", line)


def check_result(new: str, rewriting: Rewriting) -> None:
    """Note new code that does not parse or still imports a plugin."""
    first = rewriting.tree.body[0]
    tree = parse(new)
    if isinstance(tree, SyntaxProblem):
        rewriting.problem(first, f"the new code would not parse ({tree})")
        return
    for node in statements(tree):
        modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            modules = [node.module or ""]
        if any(module.partition(".")[0] in PACKAGES for module in modules):
            rewriting.problem(first, "the plugin would still be imported")


def _leaves(body: list[ast.stmt]) -> ast.stmt | None:
    """A statement that leaves the block before its end, or None; the last one may."""
    ends = isinstance(body[-1], ast.Return | ast.Break | ast.Continue)
    todo: list[tuple[ast.AST, bool]] = [(statement, False) for statement in (body[:-1] if ends else body)]
    while todo:
        part, in_loop = todo.pop()
        if isinstance(part, ast.Return) or (isinstance(part, ast.Break | ast.Continue) and not in_loop):
            return part
        if not isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            in_loop = in_loop or isinstance(part, ast.For | ast.While)
            todo.extend((child, in_loop) for child in blocks(part))
    return None
