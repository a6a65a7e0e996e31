"""Write what older Manims offered, read from their source text without running any of it.

    python scripts/index_old_manim.py --manimlib FOLDER --manimgl FOLDER --manim WHEEL [WHEEL ...]

``--manimlib`` and ``--manimgl`` are the folders of the package ``manimlib`` as it was before 2020 and as it is in
ManimGL; ``--manim`` are wheels of ManimCE. What is given is written to ``src/manimill/repair/knowledge/``, and the
history of ManimCE to ``src/manimill/code/data/``; `manimill.repair.old_api` reads both:

    manimlib.json, manimgl.json
        library    name and version
        classes    class -> [bases], [parameters of the constructor] or null, {key of CONFIG: value}, {method:
                   [parameters]}, only what the class itself has
        functions  function -> [parameters]
        colours    name -> hex digits
    manim-history.json
        versions   the versions read, oldest first
        names      public name that is gone -> [first version, last version]
        members    class -> {method that is gone -> [first version, last version]}
        keywords   class -> {parameter of its own constructor that is gone -> [first version, last version]}

Parameters are written as in `index_manim_api.py` (``name``, ``/name``, ``=name``, ``*name``, ``**name``); a default
follows as Python after a second ``=``. Only what a star import of the library's main module brings counts.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from manimill.code import api

KNOWLEDGE = Path(__file__).resolve().parents[1] / "src" / "manimill" / "repair" / "knowledge"
HISTORY = Path(__file__).parents[1] / "src" / "manimill" / "code" / "data"
Definition = ast.ClassDef | ast.FunctionDef | None
Definitions = dict[str, Definition]


class Library:
    """The modules of one package, by dotted name."""

    def __init__(self, name: str, texts: Mapping[str, str]) -> None:
        self.name = name
        self._texts = texts
        self._trees: dict[str, ast.Module] = {}
        self._exports: dict[str, Definitions] = {}

    @classmethod
    def of_folder(cls, folder: Path) -> Library:
        """A package in a folder."""
        files = sorted(folder.rglob("*.py"))
        return cls(
            folder.name, {str(f.relative_to(folder.parent)): f.read_text(encoding="utf-8") for f in files}
        )

    @classmethod
    def of_wheel(cls, file: Path) -> Library:
        """The package ``manim`` in a wheel."""
        with zipfile.ZipFile(file) as archive:
            names = [n for n in archive.namelist() if n.startswith("manim/") and n.endswith(".py")]
            return cls("manim", {name: archive.read(name).decode() for name in names})

    def exports(self, module: str) -> Definitions:
        """What a star import of a module brings, names of modules and other imported things included."""
        if module not in self._exports:
            # A circle of imports finds what was there so far, as in Python.
            self._exports[module] = {}
            tree = self._tree(module)
            if tree is not None:
                found = dict(self._bound(module, tree))
                wanted = _all_of(tree)
                self._exports[module] = {
                    name: node
                    for name, node in found.items()
                    if (name in wanted if wanted is not None else not name.startswith("_"))
                }
        return self._exports[module]

    def _bound(self, module: str, tree: ast.Module) -> Iterator[tuple[str, Definition]]:
        for node in _statements(tree.body):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                yield node.name, node
            elif isinstance(node, ast.ImportFrom):
                source = self._absolute(module, node)
                for alias in node.names:
                    inner = self.exports(source)
                    if alias.name == "*":
                        yield from inner.items()
                    else:
                        yield alias.asname or alias.name, inner.get(alias.name)
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    yield alias.asname or alias.name.partition(".")[0], None
            else:
                yield from ((name, None) for name in _assigned(node))

    def _absolute(self, module: str, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        package = module if self._file(module).endswith("__init__.py") else module.rpartition(".")[0]
        for _ in range(node.level - 1):
            package = package.rpartition(".")[0]
        return f"{package}.{node.module}" if node.module else package

    def _file(self, module: str) -> str:
        plain = module.replace(".", "/")
        return f"{plain}/__init__.py" if f"{plain}/__init__.py" in self._texts else f"{plain}.py"

    def _tree(self, module: str) -> ast.Module | None:
        if module not in self._trees and self._file(module) in self._texts:
            self._trees[module] = ast.parse(self._texts[self._file(module)])
        return self._trees.get(module)

    @cached_property
    def classes(self) -> dict[str, ast.ClassDef]:
        """All classes by name, also those that no star import brings."""
        found: dict[str, ast.ClassDef] = {}
        for path in sorted(self._texts):
            tree = self._tree(path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
            for node in _statements(tree.body) if tree is not None else ():
                if isinstance(node, ast.ClassDef):
                    found.setdefault(node.name, node)
        return found


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements of a block, those under conditions and in ``try`` included."""
    for node in body:
        if isinstance(node, ast.If | ast.Try | ast.With):
            yield from _statements(node.body)
            yield from _statements(getattr(node, "orelse", ()))
            for handler in getattr(node, "handlers", ()):
                yield from _statements(handler.body)
        else:
            yield node


def _assigned(node: ast.stmt) -> Iterator[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    for target in targets:
        for inner in ast.walk(target) if target is not None else ():
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                yield inner.id


def _all_of(tree: ast.Module) -> frozenset[str] | None:
    """What ``__all__`` lists, None where there is none."""
    found: set[str] | None = None
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AugAssign) and "__all__" in set(_assigned(node)):
            texts = {
                n.value
                for n in ast.walk(node.value)
                if isinstance(n, ast.Constant) and isinstance(n.value, str)
            }
            found = (found or set()) | texts
    return frozenset(found) if found is not None else None


def parameters(function: ast.FunctionDef, skip: int = 0) -> list[str]:
    """Parameters in the notation of this module's docstring, without the first ``skip``."""
    args = function.args
    positional = [("/", one) for one in args.posonlyargs] + [("", one) for one in args.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(args.defaults))
    found = [
        _parameter(sign + one.arg, default)
        for (sign, one), default in zip(positional, [*defaults, *args.defaults], strict=True)
    ][skip:]
    if args.vararg:
        found.append(f"*{args.vararg.arg}")
    pairs = zip(args.kwonlyargs, args.kw_defaults, strict=True)
    found += [_parameter(f"={one.arg}", default) for one, default in pairs]
    if args.kwarg:
        found.append(f"**{args.kwarg.arg}")
    return found


def _parameter(name: str, default: ast.expr | None) -> str:
    return name if default is None else f"{name}={ast.unparse(default)}"


def methods(node: ast.ClassDef) -> dict[str, ast.FunctionDef]:
    """Own methods and properties."""
    return {one.name: one for one in _statements(node.body) if isinstance(one, ast.FunctionDef)}


def config(node: ast.ClassDef) -> dict[str, str]:
    """Own keys of CONFIG, values as Python."""
    found: dict[str, str] = {}
    for one in node.body:
        if (
            isinstance(one, ast.Assign)
            and "CONFIG" in set(_assigned(one))
            and isinstance(one.value, ast.Dict)
        ):
            for key, value in zip(one.value.keys, one.value.values, strict=True):
                if isinstance(key, ast.Constant):
                    found[str(key.value)] = ast.unparse(value)
    return found


def describe_class(node: ast.ClassDef) -> list[Any]:
    """Bases, parameters of the constructor, CONFIG and methods of a class itself."""
    bases = [ast.unparse(base).rpartition(".")[2] for base in node.bases]
    own = methods(node)
    init = parameters(own["__init__"], 1) if "__init__" in own else None
    public = {name: parameters(one, _implied(one)) for name, one in own.items() if not name.startswith("_")}
    return [[base for base in bases if base != "object"], init, config(node), public]


def _implied(method: ast.FunctionDef) -> int:
    """How many parameters Python fills in: none in static methods."""
    return int(all(ast.unparse(one) != "staticmethod" for one in method.decorator_list))


def index(library: Library, main: str, version: str, colours: dict[str, str]) -> dict[str, Any]:
    """What one of the older libraries offered."""
    exports = library.exports(main)
    classes = {**library.classes, **{n: d for n, d in exports.items() if isinstance(d, ast.ClassDef)}}
    functions = {n: d for n, d in exports.items() if isinstance(d, ast.FunctionDef)}
    return {
        "library": version,
        "classes": {name: describe_class(classes[name]) for name in sorted(classes)},
        "functions": {name: parameters(functions[name]) for name in sorted(functions)},
        "colours": colours,
    }


def legacy_colours(folder: Path) -> dict[str, str]:
    """The map of colours of the library before ManimGL, the middle of each row also under its plain name."""
    tree = ast.parse((folder / "constants.py").read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and "COLOR_MAP" in set(_assigned(node)):
            found = ast.literal_eval(node.value)
    plain = {name.removesuffix("_C"): value for name, value in found.items() if name.endswith("_C")}
    return dict(sorted({**found, **plain}.items()))


def gl_colours(folder: Path) -> dict[str, str]:
    """ManimGL's constants that are colours: they name entries of its configuration, or each other."""
    entries = {}
    for line in (folder / "default_config.yml").read_text(encoding="utf-8").splitlines():
        if match := re.match(r'\s+(\w+):\s*"(#[0-9A-Fa-f]{6})"', line):
            entries[match[1]] = match[2]
    found: dict[str, str] = {}
    for node in ast.parse((folder / "constants.py").read_text(encoding="utf-8")).body:
        value = getattr(node, "value", None)
        written = ast.unparse(value).rpartition("colors.")[2] if isinstance(value, ast.expr) else ""
        if written in entries or written in found:
            found.update(dict.fromkeys(_assigned(node), entries.get(written) or found.get(written, "")))
    return dict(sorted(found.items()))


def history(wheels: Iterable[Path]) -> dict[str, Any]:
    """Names, methods and keywords that some ManimCE had and that the indexed one has not."""
    names: dict[str, list[str]] = {}
    members: dict[str, dict[str, list[str]]] = {}
    keywords: dict[str, dict[str, list[str]]] = {}
    versions = []
    for wheel in sorted(wheels, key=_version):
        version = ".".join(map(str, _version(wheel)))
        versions.append(version)
        for name, node in Library.of_wheel(wheel).exports("manim").items():
            if name not in api.public_names():
                _see(names, name, version)
            if isinstance(node, ast.ClassDef):
                own = methods(node)
                for method in own:
                    if not method.startswith("_") and method not in api.attributes(name):
                        _see(members.setdefault(name, {}), method, version)
                for keyword in _own_keywords(node, own) - (api.keywords(name) or frozenset()):
                    _see(keywords.setdefault(name, {}), keyword, version)
    return {
        "versions": versions,
        "names": dict(sorted(names.items())),
        "members": {name: dict(sorted(found.items())) for name, found in sorted(members.items())},
        "keywords": {name: dict(sorted(found.items())) for name, found in sorted(keywords.items())},
    }


def _own_keywords(node: ast.ClassDef, own: Mapping[str, ast.FunctionDef]) -> set[str]:
    init = own.get("__init__")
    args = init.args if init else ast.parse("lambda: 0", mode="eval").body.args  # type: ignore[attr-defined]
    return {one.arg for one in [*args.args[1:], *args.kwonlyargs]} | set(config(node))


def _see(found: dict[str, list[str]], name: str, version: str) -> None:
    found.setdefault(name, [version, version])[1] = version


def _version(wheel: Path) -> tuple[int, ...]:
    return tuple(map(int, wheel.name.split("-")[1].split(".")))


def write(name: str, content: dict[str, Any], folder: Path = KNOWLEDGE) -> None:
    """Write one file of knowledge: a line for each entry, so that differences can be read."""
    parts = [f"{json.dumps(key)}:{_lines(value)}" for key, value in content.items()]
    file = folder / name
    file.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")
    print(f"{file}: {file.stat().st_size} bytes", file=sys.stderr)


def _lines(value: Any) -> str:
    if not isinstance(value, dict) or not value:
        return _compact(value)
    entries = [f"{json.dumps(key)}:{_compact(one)}" for key, one in value.items()]
    return "{\n" + ",\n".join(entries) + "\n}"


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def main() -> None:
    """Write the files for what is given."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--manimlib", type=Path, help="folder of the older package manimlib")
    parser.add_argument("--manimgl", type=Path, help="folder of ManimGL's package manimlib")
    parser.add_argument("--manim", type=Path, nargs="+", default=[], help="wheels of ManimCE")
    options = parser.parse_args()
    if options.manimlib:
        library = Library.of_folder(options.manimlib)
        colours = legacy_colours(options.manimlib)
        write("manimlib.json", index(library, "manimlib.imports", "manimlib 0.1.11", colours))
    if options.manimgl:
        library = Library.of_folder(options.manimgl)
        write("manimgl.json", index(library, "manimlib", "manimgl 1.7.2", gl_colours(options.manimgl)))
    if options.manim:
        write("manim-history.json", history(options.manim), HISTORY)


if __name__ == "__main__":
    main()
