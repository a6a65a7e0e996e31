"""One module for a scene out of the blocks of code that a page shows it in."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from manimill.code.parse import SyntaxProblem, parse
from manimill.code.walking import children, walk
from manimill.scenes.discover import FoundScene, scenes_in

_LIBRARIES = frozenset({"manim", "manimlib", "manimgl", "big_ol_pile_of_manim_imports"})
_STAR_IMPORT = "from manim import *"


@dataclass(frozen=True, slots=True)
class Block:
    """A block of code that parses."""

    code: str
    tree: ast.Module


@dataclass(frozen=True, slots=True)
class JoinedScene:
    """A scene and the module that defines it. ``block`` is the place of its own block among the blocks."""

    name: str
    code: str
    block: int


def joined_scenes(blocks: Sequence[Block]) -> Iterator[JoinedScene]:
    """Every scene that draws something, with what the other blocks of the page define for it."""
    for number, block in enumerate(blocks):
        for scene in _to_render(scenes_in(block.tree)):
            joined = _joined(blocks, number)
            yield JoinedScene(scene.name, _without_others(joined, scene.name), number)


def _to_render(scenes: Sequence[FoundScene]) -> list[FoundScene]:
    """Scenes with a ``construct``, of their own or from a base on the page; without one there is nothing to see."""
    names = {scene.name for scene in scenes}
    return [scene for scene in scenes if scene.own_construct or names.intersection(scene.bases)]


def _joined(blocks: Sequence[Block], number: int) -> str:
    chosen = _needed_blocks(blocks, number)
    code = "\n\n\n".join(blocks[index].code.strip("\n") for index in chosen)
    if any(_imports_manim(blocks[index].tree) for index in chosen):
        return code + "\n"
    # Pages often import once, at the top, and show the scenes further down.
    elsewhere = [line for block in blocks for line in _manim_imports(block.tree)]
    return "\n".join(dict.fromkeys(elsewhere or [_STAR_IMPORT])) + f"\n\n\n{code}\n"


def _needed_blocks(blocks: Sequence[Block], number: int) -> list[int]:
    """The block and those that define what it uses, and what they use, in the order of the page.

    Of several blocks that define a name the nearest above counts, because a page that improves on its code step
    by step builds on the step before; only where there is none, the nearest below.
    """
    others = [*range(number - 1, -1, -1), *range(number + 1, len(blocks))]
    chosen = {number}
    defined = _defined(blocks[number].tree)
    open_names = sorted(_used(blocks[number].tree) - defined)
    while open_names:
        name = open_names.pop()
        home = next((index for index in others if name in _defined(blocks[index].tree)), None)
        if name in defined or home is None:
            continue
        chosen.add(home)
        defined |= _defined(blocks[home].tree)
        open_names = sorted({*open_names, *_used(blocks[home].tree)} - defined)
    return sorted(chosen)


def _used(tree: ast.AST) -> set[str]:
    return {node.id for node in walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def _defined(tree: ast.Module) -> set[str]:
    """Names that a module has once it has run, except those that a star import brings."""
    return {name for statement in tree.body for name in _bound(statement)}


def _bound(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield node.name
        case ast.Import() | ast.ImportFrom():
            yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)
        case ast.Name(ctx=ast.Store()):
            yield node.id
        case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return
        case _:
            for child in children(node):
                yield from _bound(child)


def _imports_manim(tree: ast.Module) -> bool:
    return bool(_manim_imports(tree))


def _manim_imports(tree: ast.Module) -> list[str]:
    found: list[str] = []
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            modules = [node.module or ""]
        elif isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        else:
            continue
        if any(module.partition(".")[0] in _LIBRARIES for module in modules):
            found.append(ast.unparse(node))
    return found


def _without_others(code: str, scene: str) -> str:
    """The module without the scenes that this one does not build on: each of them is a sample of its own."""
    tree = parse(code)
    if isinstance(tree, SyntaxProblem):
        return code
    scenes = {found.name for found in scenes_in(tree)}
    needed = _reachable(tree, scene)
    lines = code.split("\n")
    for node in reversed(tree.body):
        if isinstance(node, ast.ClassDef) and node.name in scenes - needed:
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            del lines[first - 1 : node.end_lineno]
    return "\n".join(lines).strip("\n") + "\n"


def _reachable(tree: ast.Module, scene: str) -> set[str]:
    """Names of top-level classes and functions that a scene uses, itself included."""
    definitions: dict[str, list[ast.stmt]] = {}
    for node in tree.body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            definitions.setdefault(node.name, []).append(node)
    reached: set[str] = set()
    waiting = [scene]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += [used for node in definitions.get(name, ()) for used in _used(node)]
    return reached & definitions.keys()
