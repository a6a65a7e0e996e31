"""A project seen from one place: which statement, package or builtin stands behind a name of a module."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from manimill.code.bindings import Bindings, Import
from manimill.code.guards import is_main_guard
from manimill.code.packages import exports, former_names, members
from manimill.scenes.slicing.project import Project, SourceModule, UnreadableError
from manimill.scenes.slicing.search import Search, program_folders

_BUILTINS = frozenset(dir(builtins)) | {
    "__file__",
    "__name__",
    "__doc__",
    "__builtins__",
    "__package__",
    "__spec__",
}

# -- what a name can stand for ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Local:
    """A variable of a module of the project."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class External:
    """Something from a package: a ``name`` of ``module``, or the module itself where it is None.

    ``alias`` is what it is called where it was imported; ``star`` says that a star import brought it, and ``sure``
    that the package is known to have it today.
    """

    module: str
    name: str | None
    alias: str
    star: bool = False
    sure: bool = True


@dataclass(frozen=True, slots=True)
class ModuleObject:
    """A module of the project, or a folder of modules where the path ends in ``/``."""

    path: str


@dataclass(frozen=True, slots=True)
class Builtin:
    """A name that Python itself has."""

    name: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A name that leads nowhere; ``looked`` says where it was looked for."""

    name: str
    looked: tuple[str, ...]


Target = Local | External | ModuleObject | Builtin | Missing


@dataclass(frozen=True, slots=True)
class Found:
    """What a name stands for, and the statements that make it so: ``(path, position)`` of each."""

    target: Target
    units: tuple[tuple[str, int], ...] = ()


# -- modules with their imports followed ------------------------------------------------------------------


@dataclass(eq=False)
class Linked:
    """A module as a list of statements that run one after the other.

    ``binders`` has, for each name, the positions of the statements that bind it; ``stars`` those of star imports.
    """

    module: SourceModule
    units: list[ast.stmt]
    binders: dict[str, list[int]] = field(default_factory=dict)
    stars: list[int] = field(default_factory=list)

    def bindings(self, position: int) -> Bindings:
        """What a statement binds and uses."""
        return self.module.bindings(self.units[position])


class Program:
    """A project as programs see it that start in one folder and add the same folders to ``sys.path``.

    ``installed`` are packages that are imported from where they are installed, also if the project holds a copy.
    """

    def __init__(
        self,
        project: Project,
        folder: str,
        added: Sequence[str] = (),
        installed: frozenset[str] = frozenset(),
    ) -> None:
        self.project = project
        self.search = Search(project, folder, added, installed)
        self._linked: dict[str, Linked | UnreadableError] = {}
        self._resolved: dict[tuple[str, str, int | None], Found] = {}
        self._exported: dict[str, frozenset[str] | None] = {}
        self._resolving: set[tuple[str, str, int | None]] = set()
        self.run_orders: dict[str, list[tuple[str, int]]] = {}
        """For modules with scenes: all statements in the order they run; what `run_order` has found."""
        self.acting: dict[str, list[tuple[str, int]]] = {}
        """Those of them that may change something without being named; what `Effects` has found."""
        self._given: dict[str, SourceModule] = {}

    @classmethod
    def of(cls, project: Project, entry: SourceModule, installed: frozenset[str] = frozenset()) -> Program:
        """The program that starts in a module."""
        program = cls(project, entry.folder, program_folders(project, entry, installed), installed)
        program.add(entry)
        return program

    def add(self, module: SourceModule) -> None:
        """Have a module that stands in no file of its own, such as that of a notebook."""
        self._given[module.path] = module

    def linked(self, path: str) -> Linked:
        """A module with its statements in line.

        Raises:
            UnreadableError: the file is absent or no module.
        """
        if path not in self._linked:
            try:
                self._linked[path] = self._link(self._given.get(path) or self.project.module(path))
            except UnreadableError as error:
                self._linked[path] = error
        found = self._linked[path]
        if isinstance(found, UnreadableError):
            raise found
        return found

    def _link(self, module: SourceModule) -> Linked:
        linked = Linked(module, list(self._in_line(module.tree.body, module)))
        for position, unit in enumerate(linked.units):
            if isinstance(unit, Import) and _brings_all(unit):
                linked.stars.append(position)
                continue
            bound = linked.bindings(position)
            written = written_to_namespace(unit, linked)
            for name in (*bound.binds, *(bound.binds_later - bound.binds.keys()), *sorted(written)):
                linked.binders.setdefault(name, []).append(position)
        return linked

    def _in_line(self, body: list[ast.stmt], module: SourceModule) -> Iterator[ast.stmt]:
        """The statements that run, those of a block one by one where it imports from the project or defines classes.

        Of several blocks this is the first that does so.
        """
        for node in body:
            block = self._opened(node, module)
            if block is None:
                yield node
            else:
                yield from self._in_line(block, module)

    def _opened(self, node: ast.stmt, module: SourceModule) -> list[ast.stmt] | None:
        """The statements that stand for a compound one, None where it stays one statement."""
        if isinstance(node, ast.If) and is_main_guard(node.test):
            return node.orelse
        return next((block for block in self._blocks(node, module) if self._opens(block, module)), None)

    def _blocks(self, node: ast.stmt, module: SourceModule) -> Iterator[list[ast.stmt]]:
        """Blocks that may stand for a compound statement."""
        if isinstance(node, ast.If):
            yield from (node.body, node.orelse)
        elif isinstance(node, ast.With):
            yield node.body
        elif isinstance(node, ast.Try):
            if self._opens(node.body, module):
                yield [*node.body, *node.orelse, *node.finalbody]
            if all(not isinstance(part, Import) or self._is_relative(part) for part in node.body):
                yield from (handler.body for handler in node.handlers)

    def _opens(self, body: list[ast.stmt], module: SourceModule) -> bool:
        return any(
            isinstance(node, ast.ClassDef)
            or (isinstance(node, Import) and (_brings_all(node) or self._is_local(node, module)))
            or (isinstance(node, ast.If | ast.Try | ast.With) and self._opened(node, module) is not None)
            for node in body
        )

    def has_local_import(self, unit: ast.stmt, module: SourceModule) -> bool:
        """Whether a compound statement imports from the project when it runs."""
        if not isinstance(unit, ast.If | ast.Try | ast.With | ast.For | ast.While | ast.Match):
            return False
        inner = {id(found.node) for found in module.bindings(unit).inner_imports}
        return any(
            isinstance(node, Import) and id(node) not in inner and self._is_local(node, module)
            for node in ast.walk(unit)
        )

    def _is_local(self, node: Import, module: SourceModule) -> bool:
        return any(self.leads_inside(node, alias, module.path) for alias in node.names)

    @staticmethod
    def _is_relative(node: Import) -> bool:
        return isinstance(node, ast.ImportFrom) and node.level > 0

    # -- imports ----------------------------------------------------------------------------------------

    def module_named(self, node: ast.ImportFrom, importer: str) -> str | None:
        """The project's module that ``from MODULE import`` names."""
        return self.search.named(node, importer)

    def leads_inside(self, node: Import, alias: ast.alias, importer: str) -> bool:
        """Whether an import is of something in the project."""
        if isinstance(node, ast.ImportFrom):
            return self.module_named(node, importer) is not None
        return self.search.absolute(alias.name, importer) is not None

    def modules_run(self, node: Import, importer: str) -> Iterator[str]:
        """Paths of the project's modules that an import runs, in order."""
        if isinstance(node, ast.ImportFrom):
            path = self.module_named(node, importer)
            if path is not None:
                yield from self._with_packages(path)
                for alias in node.names:
                    inner = self._submodule(path, alias.name)
                    if inner is not None and not self._binds(path, alias.name):
                        yield inner
            return
        for alias in node.names:
            path = self.search.absolute(alias.name, importer)
            if path is not None:
                yield from self._with_packages(path)

    def _with_packages(self, path: str) -> Iterator[str]:
        """A module after the ``__init__.py`` files that run before it."""
        if path.endswith("/"):
            return
        folder = path.removesuffix("/__init__.py").rpartition("/")[0]
        inits: list[str] = []
        while folder and f"{folder}/__init__.py" in self.project.paths:
            inits.append(f"{folder}/__init__.py")
            folder = folder.rpartition("/")[0]
        yield from reversed(inits)
        yield path

    def _submodule(self, path: str, name: str) -> str | None:
        folder = path.rstrip("/") if path.endswith("/") else path.removesuffix("/__init__.py")
        if folder.endswith(".py"):
            return None
        return self.search.in_folder(folder, name)

    def _binds(self, path: str, name: str) -> bool:
        if path.endswith("/"):
            return False
        try:
            linked = self.linked(path)
        except UnreadableError:
            return False
        return name in linked.binders or (path, name, None) in self._resolved

    def imported(self, node: Import, alias: ast.alias, importer: str) -> Found:
        """What the name that an import binds stands for."""
        if isinstance(node, ast.ImportFrom):
            path = self.module_named(node, importer)
            if path is not None:
                return self.member(path, alias.name)
            if node.level:
                dots = "." * node.level + (node.module or "")
                return Found(Missing(alias.name, (f"{dots} is not in the repository",)))
            return Found(_from_package(node.module or "", alias))
        path = self.search.absolute(alias.name, importer)
        top = alias.name.partition(".")[0]
        if path is not None:
            return Found(ModuleObject(path if alias.asname else self.search.absolute(top, importer) or path))
        return Found(External(alias.name if alias.asname else top, None, alias.asname or top))

    def member(self, path: str, name: str) -> Found:
        """What ``module.name`` stands for, once the module has run."""
        found = Found(Missing(name, (path,)))
        if not path.endswith("/"):
            found = self.resolve(path, name, None, builtin=False)
        if isinstance(found.target, Missing):
            inner = self._submodule(path, name)
            if inner is not None:
                return Found(ModuleObject(inner))
        return found

    # -- names ------------------------------------------------------------------------------------------

    def resolve(self, path: str, name: str, before: int | None, *, builtin: bool = True) -> Found:
        """What a name of a module stands for when the statement ``before`` runs, or once all have run."""
        key = (path, name, before)
        if key in self._resolving:
            return Found(Missing(name, (path,)))
        if key not in self._resolved:
            self._resolving.add(key)
            try:
                self._resolved[key] = self._resolve(path, name, before)
            finally:
                self._resolving.discard(key)
        found = self._resolved[key]
        if builtin and isinstance(found.target, Missing) and name in _BUILTINS:
            return Found(Builtin(name))
        return found

    def _resolve(self, path: str, name: str, before: int | None) -> Found:
        try:
            linked = self.linked(path)
        except UnreadableError as error:
            return Found(Missing(name, (f"{path} ({error})",)))
        units: list[tuple[str, int]] = []
        looked = [path]
        unsure: Found | None = None
        for position in sorted({*linked.binders.get(name, ()), *linked.stars}, reverse=True):
            if before is not None and position >= before:
                continue
            unit = linked.units[position]
            if isinstance(unit, ast.ImportFrom | ast.Import):
                found = self._through_import(unit, name, path, looked)
                if found is None:
                    continue
                if isinstance(found.target, External) and not found.target.sure:
                    # Rather what an older ManimCE had than what a package may have that nobody knows.
                    if unsure is None or found.target.module == "manim":
                        unsure = found
                    continue
                return found if not units else self._bound_again(found, units, path, name)
            units.append((path, position))
            if linked.bindings(position).binds.get(name):
                break
        if units:
            return Found(Local(path, name), tuple(reversed(units)))
        return unsure or Found(Missing(name, tuple(dict.fromkeys(looked))))

    @staticmethod
    def _bound_again(found: Found, units: list[tuple[str, int]], path: str, name: str) -> Found:
        """What a name stands for that was imported, and that statements may have bound again."""
        brought = found.target
        if isinstance(brought, Local) or (isinstance(brought, External) and not brought.star):
            return Found(Missing(name, (f"{path}, where it is imported and bound again on some ways",)))
        return Found(Local(path, name), (*reversed(units), *found.units))

    def _through_import(self, unit: Import, name: str, path: str, looked: list[str]) -> Found | None:
        if not isinstance(unit, ast.ImportFrom) or not _brings_all(unit):
            return next(
                self.imported(unit, alias, path) for alias in unit.names if _bound_by(unit, alias) == name
            )
        inside = self.module_named(unit, path)
        if inside is None:
            return self._from_star(unit, name, looked)
        looked.append(inside)
        if self.exports(inside, name):
            found = self.member(inside, name)
            if not isinstance(found.target, Missing):
                return found
            looked += found.target.looked
        # A file that only by its name hides a package, as the ``manim.py`` that starts the old library does.
        hidden = not unit.level and self.search.is_known_elsewhere((unit.module or "").partition(".")[0])
        return self._from_star(unit, name, looked) if hidden else None

    def _from_star(self, unit: ast.ImportFrom, name: str, looked: list[str]) -> Found | None:
        module = unit.module or ""
        known = exports(module)
        looked.append(module if not unit.level else "." * unit.level + module)
        if unit.level or name.startswith("_"):
            return None
        if known is None:
            if name in _BUILTINS:
                return None
            return Found(External(module, name, name, star=True, sure=False))
        if name in known:
            return Found(External(module, name, name, star=True))
        # What an older ManimCE had is brought by its star: a scene is whole with it, whether or not it runs today.
        # But only what nothing else brings: ``random`` and ``sys``, which stars once brought, are imported by many.
        if module == "manim" and name in former_names():
            return Found(External(module, name, name, star=True, sure=False))
        return self._in_copy(module, name, looked)

    def _in_copy(self, module: str, name: str, looked: list[str]) -> Found | None:
        """A name that a repository's own copy of a package has and the package has not."""
        parts = module.replace(".", "/")
        for path in (f"{parts}/__init__.py", f"{parts}.py"):
            if path in self.project.paths:
                looked.append(path)
                found = self.member(path, name)
                return None if isinstance(found.target, Missing) else found
        return None

    def exports(self, path: str, name: str) -> bool:
        """Whether a star import of the module brings the name, if the module has it."""
        if path.endswith("/"):
            return False
        if path not in self._exported:
            self._exported[path] = self._declared(path)
        declared = self._exported[path]
        return not name.startswith("_") if declared is None else name in declared

    def _declared(self, path: str) -> frozenset[str] | None:
        """What ``__all__`` lists, where it is written out."""
        try:
            units = self.linked(path).units
        except UnreadableError:
            return None
        for unit in units:
            if isinstance(unit, ast.Assign) and any(
                isinstance(target, ast.Name) and target.id == "__all__" for target in unit.targets
            ):
                try:
                    return frozenset(map(str, ast.literal_eval(unit.value)))
                except (ValueError, TypeError):
                    return None
        return None


def _brings_all(node: Import) -> bool:
    """Whether it is a star import."""
    return isinstance(node, ast.ImportFrom) and node.names[0].name == "*"


def written_to_namespace(unit: ast.stmt, linked: Linked) -> frozenset[str]:
    """Names that a statement binds by writing to ``globals()`` or ``locals()``: the keys of a dictionary.

    manimlib's colours come about like this, and then once more in a loop without the ``_C`` they end in.
    """
    if not isinstance(unit, ast.Expr | ast.For) or not _has_namespace(unit):
        return frozenset()
    if isinstance(unit, ast.For):
        keys = _keys_of_dictionaries(linked)
        return frozenset(key.removesuffix("_C") for key in keys if key.endswith("_C"))
    match unit.value:
        case ast.Call(func=ast.Attribute(attr="update"), args=[ast.Dict() as written]):
            return frozenset(_keys(written))
        case ast.Call(func=ast.Attribute(attr="update"), args=[ast.Name(id=name)]):
            return frozenset(_keys_of_dictionaries(linked, name))
    return frozenset()


def _has_namespace(unit: ast.stmt) -> bool:
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("globals", "locals")
        for node in ast.walk(unit)
    )


def _keys_of_dictionaries(linked: Linked, name: str | None = None) -> Iterator[str]:
    for unit in linked.units:
        if isinstance(unit, ast.Assign) and isinstance(unit.value, ast.Dict):
            targets = {target.id for target in unit.targets if isinstance(target, ast.Name)}
            yield from _keys(unit.value) if name is None or name in targets else ()


def _keys(written: ast.Dict) -> Iterator[str]:
    for key in written.keys:
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            yield key.value


def _bound_by(node: Import, alias: ast.alias) -> str:
    if alias.asname:
        return alias.asname
    return alias.name if isinstance(node, ast.ImportFrom) else alias.name.partition(".")[0]


def _from_package(module: str, alias: ast.alias) -> Target:
    known = members(module)
    once = module == "manim" and alias.name in former_names()
    if known is not None and alias.name not in known and not once:
        return Missing(alias.name, (module,))
    return External(module, alias.name, alias.asname or alias.name)
