"""Write the index of ManimCE's public API from the installed ``manim`` package.

    python scripts/index_manim_api.py            writes src/manimill/code/data/manim-<version>.json
    python scripts/index_manim_api.py --stdout   prints it instead

The file is what `manimill.code.api` reads; nothing else imports manim to analyse code. Its keys:

    manim     version of the package
    names     public name -> kind
    values    public colour or constant -> hex colour, or type name of the value
    classes   class -> [bases], [parameters of the constructor], [own attributes]
    functions function -> [parameters]
    modules   public module -> names in it, for modules in one file (colour spaces, rate functions)

Parameters are written as in Python: ``name`` is positional or keyword, ``/name`` positional only,
``=name`` keyword only, ``*name`` and ``**name`` collect the rest, and a trailing ``?`` marks a default.
``classes`` also holds the private bases of public classes. Attributes are methods, properties, class
attributes and whatever the class assigns to ``self``.
"""

from __future__ import annotations

import argparse
import ast
import inspect
import json
import sys
import textwrap
from pathlib import Path
from types import ModuleType
from typing import Any

import manim
from manim.utils import rate_functions
from manim.utils.color import ManimColor

PREFIXES = {
    inspect.Parameter.POSITIONAL_ONLY: "/",
    inspect.Parameter.POSITIONAL_OR_KEYWORD: "",
    inspect.Parameter.VAR_POSITIONAL: "*",
    inspect.Parameter.KEYWORD_ONLY: "=",
    inspect.Parameter.VAR_KEYWORD: "**",
}
CLASS_KINDS = (
    (manim.VMobject, "vmobject"),
    (manim.Mobject, "mobject"),
    (manim.Animation, "animation"),
    (manim.Scene, "scene"),
    (manim.Camera, "camera"),
)


def index() -> dict[str, Any]:
    """The whole index as JSON values, keys sorted."""
    public = {name: getattr(manim, name) for name in sorted(dir(manim)) if not name.startswith("_")}
    kinds = {name: kind(value) for name, value in public.items()}
    functions = {
        name: signature(public[name]) for name in public if kinds[name] in ("function", "rate_function")
    }
    return {
        "manim": manim.__version__,
        "names": kinds,
        "values": {
            name: describe_value(value)
            for name, value in public.items()
            if kinds[name] in ("colour", "constant")
        },
        "classes": {cls.__name__: describe_class(cls) for cls in with_bases(public)},
        "functions": functions,
        "modules": {name: module_names(public[name]) for name in public if is_small_module(public[name])},
    }


def kind(value: Any) -> str:
    """What a public object is, in the words of `manimill.code.api`."""
    if isinstance(value, ModuleType):
        return "module"
    if isinstance(value, ManimColor):
        return "colour"
    if inspect.isclass(value):
        for base, word in CLASS_KINDS:
            if issubclass(value, base):
                return word
        return "class"
    if callable(value) and hasattr(value, "__name__"):
        inside = getattr(rate_functions, value.__name__, None) is value
        return "rate_function" if inside else "function"
    return "constant"


def describe_value(value: Any) -> str:
    """A colour as hex digits; of other constants only the type, since values may name this machine."""
    return value.to_hex() if isinstance(value, ManimColor) else type(value).__name__


def is_small_module(value: Any) -> bool:
    """Whether it is a module of manim in one file."""
    return (
        isinstance(value, ModuleType)
        and value.__name__.startswith("manim.")
        and not hasattr(value, "__path__")
    )


def module_names(module: ModuleType) -> list[str]:
    """Public names that can be read from a module."""
    return sorted(name for name in vars(module) if not name.startswith("_"))


def with_bases(public: dict[str, Any]) -> list[type]:
    """Public classes and their bases inside manim, by name."""
    classes = [value for value in public.values() if inspect.isclass(value)]
    found = {
        base.__name__: base
        for cls in classes
        for base in inspect.getmro(cls)
        if base.__module__.partition(".")[0] == "manim"
    }
    # A private base never takes the name of a public class.
    found.update((cls.__name__, cls) for cls in classes if cls.__name__ in found)
    return [found[name] for name in sorted(found)]


def describe_class(cls: type) -> list[list[str]]:
    """Base names, constructor parameters and own public attributes."""
    bases = [base.__name__ for base in cls.__bases__ if base is not object]
    return [bases, signature(inspect.getattr_static(cls, "__init__"))[1:], sorted(own_attributes(cls))]


def signature(function: Any) -> list[str]:
    """Parameters in order, in the notation of the module's docstring."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return ["*args", "**kwargs"]
    return [
        PREFIXES[p.kind] + p.name + ("?" if p.default is not inspect.Parameter.empty else "")
        for p in parameters
    ]


def own_attributes(cls: type) -> set[str]:
    """Public names that the class itself defines, including those it assigns to ``self``."""
    names = set(vars(cls))
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(cls)))
    except (OSError, TypeError):
        tree = ast.Module([], [])
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)):
            continue
        if isinstance(node.value, ast.Name) and node.value.id == "self":
            names.add(node.attr)
    return {name for name in names if not name.startswith("_")}


def render(content: dict[str, Any]) -> str:
    """JSON with one name per line, so that a new manim gives a readable difference."""
    sections = []
    for key, value in content.items():
        if isinstance(value, dict):
            lines = [f"{json.dumps(k)}:{json.dumps(v, separators=(',', ':'))}" for k, v in value.items()]
            sections.append(f'"{key}":{{\n' + ",\n".join(lines) + "\n}")
        else:
            sections.append(f'"{key}":{json.dumps(value)}')
    return "{\n" + ",\n".join(sections) + "\n}\n"


def main() -> None:
    """Write or print the index."""
    parser = argparse.ArgumentParser(description="Index the public API of the installed manim.")
    parser.add_argument("--stdout", action="store_true", help="print the index instead of writing it")
    arguments = parser.parse_args()
    text = render(index())
    if arguments.stdout:
        sys.stdout.write(text)
        return
    folder = Path(__file__).parent.parent / "src" / "manimill" / "code" / "data"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"manim-{manim.__version__}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
