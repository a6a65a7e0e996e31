"""All scenes of a repository: of Python files, notebooks and texts, each with what it takes to cut it out."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property

from manimill.code import api
from manimill.code.parse import SyntaxProblem, collector_paused, parse
from manimill.scenes.discover import PLAIN_BASES
from manimill.scenes.documents import CodeBlock, markdown_blocks, rst_blocks
from manimill.scenes.files import FileAbsentError, FileTooLargeError, FileTree, matching, read_at_most
from manimill.scenes.notebook import (
    MOST_SCENES,
    Cell,
    NotebookError,
    NotebookScene,
    code_cells,
    joined_cells,
    notebook_scenes,
)
from manimill.scenes.slicing.discovery import SceneClass, bases_in_project, scene_classes
from manimill.scenes.slicing.program import Program
from manimill.scenes.slicing.project import (
    Project,
    SourceModule,
    UnreadableError,
    parse_module,
)
from manimill.scenes.slicing.proof import Proof
from manimill.scenes.slicing.search import program_folders
from manimill.scenes.slicing.slices import Slice, cut
from manimill.scenes.templates import stands_alone

CODE_FILES = ("**/*.py", "**/*.ipynb")
TEXT_FILES = ("**/*.md", "**/*.rst", "**/*.markdown")

LARGEST_NOTEBOOK = 256 << 20
"""Bytes. A notebook holds pictures and videos of its output."""

LARGEST_TEXT = 1 << 20
MOST_BLOCKS = 200
"""Blocks of a text that are tried with those before them. A lesson has fewer; in a listing each stands alone."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A file, or a part of one, that could not be read, and why."""

    path: str
    line: int | None
    reason: str
    detail: str


@dataclass(frozen=True, eq=False)
class RepositoryScene:
    """A scene class, and the program it stands in.

    ``kind`` is ``module``, ``notebook``, ``markdown`` or ``rst``. ``line`` counts in the file, in notebooks in the
    cell. ``template`` says that the class is only a base of others, or draws nothing.
    """

    path: str
    kind: str
    line: int
    scene: SceneClass
    program: Program
    module: SourceModule
    cell: int | None = None
    last_line: int | None = None
    block: CodeBlock | None = None
    template: bool = False
    proof: Proof | None = field(default=None, repr=False)
    fallback: RepositoryScene | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """Of the class."""
        return self.scene.name

    def cut(self) -> Slice:
        """The module that holds the scene and all it needs.

        A block of a text that does not stand alone is tried again with the blocks before it, and a scene of a
        notebook with the cells after it.
        """
        found = cut(self.program, self.scene, self.proof)
        if not found.whole and self.fallback is not None:
            second = self.fallback.cut()
            return second if second.whole else found
        return found


class Repository:
    """The scenes of a tree of files.

    ``include`` and ``exclude`` choose where scenes are looked for, not what these may import. ``installed`` are
    packages that are imported from where they are installed, also if the repository holds them.
    """

    def __init__(
        self,
        tree: FileTree,
        include: Sequence[str] = (*CODE_FILES, *TEXT_FILES),
        exclude: Sequence[str] = (),
        installed: Iterable[str] = (),
    ) -> None:
        self.tree = tree
        self.project = Project(tree)
        self.unread: list[Unread] = []
        self.paths = matching(tree.files(), include, exclude)
        self._installed = frozenset(installed)
        self._programs: dict[tuple[str, ...], Program] = {}
        self._proof = Proof(former=True)

    @collector_paused()
    def scenes(self) -> list[RepositoryScene]:
        """Every class that leads to a scene, files in the order of their paths; what is not read is in `unread`."""
        found: list[RepositoryScene] = []
        for path in self.paths:
            try:
                found += self._in_file(path)
            except UnreadableError as error:
                self.unread.append(Unread(path, error.line, error.reason, str(error)))
            except RecursionError:
                self.unread.append(Unread(path, None, "nested_too_deeply", "it is nested too deeply"))
        return _with_templates(found)

    def _in_file(self, path: str) -> list[RepositoryScene]:
        suffix = path.rpartition(".")[2].lower()
        if suffix == "py":
            return self._in_module(path)
        if suffix == "ipynb":
            return self._in_notebook(path)
        return self._in_text(path, "rst" if suffix == "rst" else "markdown")

    def _program(self, module: SourceModule) -> Program:
        """The program a module starts; modules of one folder share it, and what it has found out."""
        added = program_folders(self.project, module, self._installed)
        key = (module.folder, *added)
        if key not in self._programs:
            self._programs[key] = Program(self.project, module.folder, added, self._installed)
        self._programs[key].add(module)
        return self._programs[key]

    def _in_module(self, path: str) -> list[RepositoryScene]:
        module = self.project.module(path)
        if not any(isinstance(node, ast.ClassDef) for node in ast.walk(module.tree)):
            return []
        program = self._program(module)
        return [
            RepositoryScene(
                path,
                "module",
                scene.line,
                scene,
                program,
                module,
                last_line=_last_line(program, scene),
                proof=self._proof,
            )
            for scene in scene_classes(program, path)
        ]

    @cached_property
    def _usual_import(self) -> str:
        """How the repository imports Manim, for blocks of its texts that leave it out."""
        counts = dict.fromkeys(_STAR_IMPORTS, 0)
        for path in sorted(self.project.paths):
            with suppress(UnreadableError):
                text = self.project.module(path).text
                for line in counts:
                    counts[line] += line in text
        return max(counts, key=lambda line: counts[line])

    def _text(self, path: str, largest: int) -> str:
        try:
            data = read_at_most(self.tree, path, largest)
        except FileAbsentError as error:
            raise UnreadableError("absent", str(error)) from None
        except FileTooLargeError as error:
            raise UnreadableError("too_large", str(error)) from None
        return data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")

    # -- notebooks --------------------------------------------------------------------------------------

    def _in_notebook(self, path: str) -> list[RepositoryScene]:
        text = self._text(path, LARGEST_NOTEBOOK)
        if "class" not in text:
            return []
        try:
            cells = code_cells(text)
        except NotebookError as error:
            raise UnreadableError("broken_notebook", str(error)) from None
        everything = self._whole_notebook(path, cells)
        scenes = notebook_scenes(cells)
        many = len(scenes) > MOST_SCENES
        found: list[RepositoryScene] = []
        for scene in scenes:
            whole = everything.get((scene.cell, scene.line))
            if scene.name is None:
                where = f"{path} cell {scene.cell}"
                self.unread.append(Unread(where, scene.line, "syntax_error", "it does not parse"))
            elif not many:
                found += self._in_cell(path, scene, whole)
            elif whole is not None:
                found.append(whole)
        return found

    def _whole_notebook(self, path: str, cells: Sequence[Cell]) -> dict[tuple[int, int], RepositoryScene]:
        """The scenes as they are when all cells have run, by cell and line.

        Cells are run in any order, so a name may come from a cell further down.
        """
        lines, places = joined_cells(cells)
        try:
            module = parse_module(f"{path}#all", "\n".join(lines))
        except UnreadableError:
            return {}
        program = self._program(module)
        found: dict[tuple[int, int], RepositoryScene] = {}
        for scene in scene_classes(program, module.path):
            cell, line = places[scene.line - 1]
            found[cell, line] = RepositoryScene(
                path, "notebook", line, scene, program, module, cell=cell, proof=self._proof
            )
        return found

    def _in_cell(
        self, path: str, cell: NotebookScene, fallback: RepositoryScene | None
    ) -> Iterator[RepositoryScene]:
        module = parse_module(f"{path}#{cell.cell}", cell.code)
        program = self._program(module)
        for scene in scene_classes(program, module.path):
            if scene.name == cell.name and cell.places[scene.line - 1] == (cell.cell, cell.line):
                yield RepositoryScene(
                    path,
                    "notebook",
                    cell.line,
                    scene,
                    program,
                    module,
                    cell=cell.cell,
                    template=cell.template,
                    proof=self._proof,
                    fallback=fallback,
                )

    # -- texts ------------------------------------------------------------------------------------------

    def _in_text(self, path: str, kind: str) -> list[RepositoryScene]:
        text = self._text(path, LARGEST_TEXT)
        if "class " not in text:
            return []
        blocks = rst_blocks(text) if kind == "rst" else markdown_blocks(text)
        found: list[RepositoryScene] = []
        before = ""
        for number, block in enumerate(blocks):
            if "class " not in block.code:
                # Nothing to find, but what it defines may be what a later one needs.
                before += f"{block.code}\n" if isinstance(parse(block.code), ast.Module) else ""
                continue
            if number >= MOST_BLOCKS:
                before = ""
            try:
                found += self._in_block(path, kind, block, before)
            except UnreadableError as error:
                self.unread.append(Unread(path, block.line + (error.line or 1) - 1, error.reason, str(error)))
                continue
            before += block.code + "\n"
        return found

    def _in_block(self, path: str, kind: str, block: CodeBlock, before: str) -> list[RepositoryScene]:
        code = block.code
        if not _imports(parse_module(path, code).tree):
            earlier = parse(before)
            if block.scene or isinstance(earlier, SyntaxProblem) or not _imports(earlier):
                code = f"{self._usual_import if block.scene is None else _CE_IMPORT}\n{block.code}"
        alone = self._of_block(path, kind, block, code, 0)
        if not before or (alone and all(found.cut().whole for found in alone)):
            return alone
        try:
            joined = self._of_block(path, kind, block, before + code, before.count("\n"), "+")
        except UnreadableError:
            return alone
        own = {found.name: found for found in alone}
        return [
            RepositoryScene(**{**vars(own[found.name]), "fallback": found}) if found.name in own else found
            for found in joined
        ]

    def _of_block(
        self, path: str, kind: str, block: CodeBlock, code: str, offset: int, mark: str = ""
    ) -> list[RepositoryScene]:
        """The scenes of a block's code, which begins after ``offset`` lines of other blocks.

        ``mark`` tells the module apart from others that are made of the block.
        """
        module = parse_module(f"{path}#{block.line}{mark}", code)
        program = self._program(module)
        shift = block.line - 1 - (code.count("\n") - block.code.count("\n"))
        return [
            RepositoryScene(path, kind, scene.line + shift, scene, program, module, block=block)
            for scene in scene_classes(program, module.path)
            if scene.line > offset and block.scene in (None, scene.name)
        ]


_CE_IMPORT = "from manim import *"
_STAR_IMPORTS = (
    _CE_IMPORT,
    "from manimlib.imports import *",
    "from manimlib import *",
    "from big_ol_pile_of_manim_imports import *",
)


def _imports(tree: ast.Module) -> bool:
    """Whether a block of code imports anything."""
    return any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(tree))


def _last_line(program: Program, scene: SceneClass) -> int | None:
    return program.linked(scene.path).units[scene.position].end_lineno


def _with_templates(scenes: Sequence[RepositoryScene]) -> list[RepositoryScene]:
    """The scenes, those that are only bases of others or draw nothing marked as templates."""
    below: dict[tuple[str, int], list[ast.ClassDef]] = {}
    lines: dict[int, list[ast.ClassDef]] = {}
    for found in scenes:
        places = bases_in_project(found.program, found.scene)
        own = _node(found.program, found.scene.path, found.scene.position)
        lines[id(found)] = [own, *(_node(found.program, *place) for place in places)]
        for place in places:
            below.setdefault(place, []).append(own)
    return [
        RepositoryScene(**{**vars(found), "template": True})
        if _is_template(found, lines[id(found)], below)
        else found
        for found in scenes
    ]


def _is_template(
    found: RepositoryScene,
    line: list[ast.ClassDef],
    below: dict[tuple[str, int], list[ast.ClassDef]],
) -> bool:
    scene = found.scene
    if found.template:
        return True
    if not scene.constructs:
        return scene.root.rpartition(".")[2] in PLAIN_BASES
    over = below.get((scene.path, scene.position))
    if not over:
        return False
    inherited = api.attributes("Scene").union(
        *(api.attributes(base.rpartition(".")[2]) for base in scene.bases)
    )
    return not stands_alone(line, over, inherited)


def _node(program: Program, path: str, position: int) -> ast.ClassDef:
    node = program.linked(path).units[position]
    assert isinstance(node, ast.ClassDef)
    return node
