"""Properties of slices of generated packages: what is computed stays what it was, wherever it came from."""

from __future__ import annotations

import ast
import importlib
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from manimill.code.bindings import bindings
from manimill.scenes.files import MemoryTree
from manimill.scenes.slicing import Program, Project, Slice, cut, scene_classes, unresolved

NAMES = ("alpha", "beta", "gamma", "delta")
MODULES = ("one", "two", "pack.three", "pack.four")
KINDS = (
    "constant",
    "changed",
    "function",
    "called",
    "class",
    "conditional",
    "formatted",
    "recursive",
    "rebound",
)
IMPORTS = ("from", "from_as", "star", "module", "module_as", "inside", "package")


@dataclass
class Written:
    """A module in the making: its lines, and how its own names and those it imports can be read."""

    dotted: str
    lines: list[str] = field(default_factory=list)
    readable: dict[str, None] = field(default_factory=dict)
    inside: list[str] = field(default_factory=list)
    own: dict[str, None] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return self.dotted.replace(".", "/") + ".py"


@st.composite
def packages(draw: st.DrawFn) -> dict[str, str]:
    """Modules that compute numbers from each other's; ``main.py`` has a class ``S`` whose ``construct`` returns one."""
    done: list[Written] = []
    count = draw(st.integers(1, len(MODULES)))
    for dotted in (*MODULES[:count], "main"):
        module = Written(dotted, ["from stage import Scene"] if dotted == "main" else [])
        for other in done:
            if draw(st.booleans()) or (dotted == "main" and other is done[-1]):
                _import(draw, module, other)
        for _ in range(draw(st.integers(1, 4))):
            _define(draw, module)
        done.append(module)
    main = done[-1]
    main.lines.append(_scene(draw, main))
    files = {module.path: "\n".join(module.lines) + "\n" for module in done}
    if count > 2:
        files["pack/__init__.py"] = draw(st.sampled_from(["", "from .three import *\n"]))
    return files


def _import(draw: st.DrawFn, module: Written, other: Written) -> None:
    style = draw(st.sampled_from(IMPORTS))
    names = list(other.own)
    if style == "star":
        module.lines.append(f"from {other.dotted} import *")
        _note(module, names)
    elif style == "from":
        module.lines.append(f"from {other.dotted} import ({', '.join(names)})")
        _note(module, names)
    elif style == "from_as":
        name = draw(st.sampled_from(names))
        module.lines.append(f"from {other.dotted} import {name} as {name}_too")
        module.readable[f"{name}_too"] = None
    elif style == "module":
        module.lines.append(f"import {other.dotted}")
        _note(module, [f"{other.dotted}.{name}" for name in names])
    elif style == "module_as":
        module.lines.append(f"import {other.dotted} as mod")
        for known in [known for known in module.readable if known.startswith("mod.")]:
            del module.readable[known]
        _note(module, [f"mod.{name}" for name in names])
    elif style == "package" and "." in other.dotted:
        package, _, last = other.dotted.partition(".")
        module.lines.append(f"from {package} import {last}")
        _note(module, [f"{last}.{name}" for name in names])
    else:
        module.inside.append(f"from {other.dotted} import {draw(st.sampled_from(names))} as inner")


def _note(module: Written, names: list[str]) -> None:
    module.readable.update(dict.fromkeys(names))


def _value(draw: st.DrawFn, module: Written) -> str:
    """An expression for a number."""
    parts = [str(draw(st.integers(1, 9)))]
    if module.readable:
        for name in draw(st.lists(st.sampled_from(list(module.readable)), max_size=2)):
            parts.append(f"number({name})")
    return " + ".join(parts)


NUMBER = "def number(x):\n    return x() if callable(x) else x.value if hasattr(x, 'value') else int(x)"


def _define(draw: st.DrawFn, module: Written) -> None:
    if not any(line == NUMBER for line in module.lines):
        module.lines.append(NUMBER)
    name = draw(st.sampled_from(NAMES))
    kind = draw(st.sampled_from(KINDS))
    if kind in ("function", "recursive", "class", "called"):
        module.readable.pop(name, None)
    value = _value(draw, module)
    lines = {
        "constant": [f"{name} = {value}  # {name}"],
        "changed": [f"{name}_list = [{value}]", f"{name}_list.append({value})", f"{name} = sum({name}_list)"],
        "function": [f"def {name}():", f"    return {value}"],
        "called": [f"def make_{name}(x={value}):", f"    return x + {value}", f"{name} = make_{name}()"],
        "class": [
            f"class {name}_class:",
            f"    value = {value}",
            "    def get(self):",
            f"        return {value}",
            f"{name} = {name}_class().get",
        ],
        "conditional": [f"if {value} > 9:", f"    {name} = {value}", "else:", f"    {name} = 0"],
        "formatted": [f'{name} = f"é{{{value}:02d}}"[1:]'],
        "recursive": [
            f"def {name}(n=2):",
            f"    return n and {name}_back(n - 1) + {value}",
            f"def {name}_back(n):",
            f"    return n and {name}(n - 1)",
        ],
        "rebound": [f"{name} = {value}", f"{name}_before = number({name})", f"{name} = {name}_before * 3"],
    }[kind]
    if draw(st.booleans()) and module.inside and kind == "function":
        lines.insert(1, "    " + module.inside[-1])
        lines[-1] += " + number(inner)"
    module.lines += lines
    module.own[name] = None
    module.readable[name] = None


def _scene(draw: st.DrawFn, module: Written) -> str:
    body = [f"        {line}" for line in module.inside[-1:]]
    inner = " + number(inner)" if body else ""
    value = " + ".join(f"number({name})" for name in module.readable) or "0"
    return "\n".join(["class S(Scene):", "    def construct(self):", *body, f"        return {value}{inner}"])


def sliced(files: Mapping[str, str], path: str = "main.py") -> Slice:
    tree = MemoryTree({name: text.encode() for name, text in files.items()})
    project = Project(tree)
    program = Program.of(project, project.module(path))
    (scene,) = [found for found in scene_classes(program, path) if found.name == "S"]
    return cut(program, scene)


class Scene:
    """What the generated scenes build on."""


STAGE = ModuleType("stage")
STAGE.__dict__["Scene"] = Scene


@pytest.fixture(autouse=True)
def _stage(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package that the generated scenes have their base from."""
    monkeypatch.setitem(sys.modules, "stage", STAGE)


def computed(code: str) -> object:
    namespace: dict[str, Any] = {"__name__": "slice"}
    exec(compile(code, "slice", "exec"), namespace)
    return namespace["S"]().construct()


@contextmanager
def package_on_disk(files: Mapping[str, str]) -> Iterator[None]:
    with tempfile.TemporaryDirectory() as folder:
        for path, text in files.items():
            target = Path(folder) / path
            target.parent.mkdir(exist_ok=True)
            target.write_text(text, encoding="utf-8")
        known = set(sys.modules)
        sys.path.insert(0, folder)
        writing, sys.dont_write_bytecode = sys.dont_write_bytecode, True
        importlib.invalidate_caches()
        try:
            yield
        finally:
            sys.dont_write_bytecode = writing
            sys.path.remove(folder)
            for name in set(sys.modules) - known:
                del sys.modules[name]


def imported(files: Mapping[str, str]) -> object:
    with package_on_disk(files):
        return importlib.import_module("main").S().construct()


FEW = settings(
    max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


def whole(files: Mapping[str, str]) -> Slice:
    """The slice of a package that can be written as one module and does not call itself without end."""
    cut_out = sliced(files)
    assume(not any("where it" in place for lost in cut_out.lost for place in lost.looked))
    assert cut_out.whole, [*map(str, cut_out.lost), *cut_out.problems]
    return cut_out


def value_of(compute: Callable[[], object]) -> object:
    try:
        return compute()
    except RecursionError:
        reject()


@FEW
@given(packages())
def test_a_slice_computes_what_the_package_does(files: dict[str, str]) -> None:
    code = whole(files).code
    assert computed(code) == value_of(lambda: imported(files)), code


@FEW
@given(packages())
def test_the_slice_of_a_slice_is_the_slice(files: dict[str, str]) -> None:
    code = whole(files).code
    assert sliced({"main.py": code}).code == code


@FEW
@given(packages())
def test_the_order_of_files_changes_nothing(files: dict[str, str]) -> None:
    assert sliced(dict(reversed(files.items()))) == sliced(files)


@FEW
@given(packages())
def test_nothing_in_a_slice_can_be_left_out(files: dict[str, str]) -> None:
    """Without any of its statements a slice lacks a name or computes something else.

    Not so for statements that bind a name on some ways only, bind it again, or change something: whether it takes
    part in the value depends on the numbers.
    """
    code = whole(files).code
    value = value_of(lambda: computed(code))
    tree = ast.parse(code)
    bound = [name for statement in tree.body for name in bindings(statement).binds]
    for position, statement in enumerate(tree.body):
        found = bindings(statement)
        if (
            "S" in found.binds
            or found.changes
            or not all(found.binds.values())
            or any(bound.count(name) > 1 for name in found.binds)
        ):
            continue
        less = ast.unparse(ast.Module(tree.body[:position] + tree.body[position + 1 :], []))
        assert unresolved(less) or computed(less) != value, f"{ast.unparse(statement)}\n\n{code}"


@FEW
@given(packages(), st.data())
def test_a_module_is_whole_exactly_if_it_runs(files: dict[str, str], data: st.DataObject) -> None:
    code = whole(files).code
    value_of(lambda: computed(code))
    assert unresolved(code) == []
    statements = ast.parse(code).body
    helpers = [at for at, statement in enumerate(statements) if "S" not in bindings(statement).binds]
    gone = data.draw(st.sampled_from(helpers))
    less = ast.unparse(ast.Module(statements[:gone] + statements[gone + 1 :], []))
    if not unresolved(less):
        value_of(lambda: computed(less))
    else:
        with pytest.raises(NameError):
            computed(less)
