"""Objects of TeX in the module at hand: where they are made, of which strings."""

from __future__ import annotations

import ast
from collections.abc import Callable

import libcst as cst

from manimill.code.names import names
from manimill.code.walking import walk
from manimill.repair.codemod import Codemod
from manimill.repair.edit import is_self, keyword, map_args, positionals
from manimill.repair.kinds import RETURNS_SELF
from manimill.repair.module import Module

MATH = names("MathTex TexMobject OldTex SingleStringMathTex SingleStringTexMobject SingleStringTex MTex")
TEXT = names("Tex TextMobject TexText OldTexText Title BulletedList MTexText")
TEX = MATH | TEXT
IN_PARTS = names("MathTex TexMobject OldTex MTex Tex TextMobject TexText OldTexText Title MTexText")
"""Classes that take any number of strings and have one submobject for each."""

_GL = names("manimlib manimgl manim_imports_ext manim_gl")
_SINCE_GLYPHS = names(
    "OldTex OldTexText InteractiveScene TransformMatchingStrings make_number_changeable MTex t2s select_parts"
)

_REORDERING = names("sort shuffle invert add_to_back set_submobjects submobjects insert_submobject reverse")


def string_of(node: cst.BaseExpression) -> str | None:
    """What a literal string says, None for other expressions."""
    if isinstance(node, cst.SimpleString | cst.ConcatenatedString):
        value = node.evaluated_value
        return value if isinstance(value, str) else None
    return None


def string_like(
    value: str, model: cst.BaseExpression | None = None, *, same: bool = False
) -> cst.SimpleString:
    """A literal string, quoted as another one is and raw where that is and it matters, or always with ``same``."""
    quote, prefix = '"', ""
    if isinstance(model, cst.SimpleString):
        quote, prefix = model.quote, model.prefix
    elif isinstance(model, cst.ConcatenatedString) and isinstance(model.left, cst.SimpleString):
        quote, prefix = model.left.quote, model.left.prefix
    raw = model is None or "r" in prefix.lower()
    raw = raw and ("\\" in value or same)
    if len(quote) == 1 and "\n" in value and raw:
        quote *= 3
    if raw and quote not in value and not value.endswith(("\\", quote[0])):
        return cst.SimpleString(f"{prefix or 'r'}{quote}{value}{quote}")
    escaped = value.replace("\\", "\\\\").replace(quote[0], "\\" + quote[0])
    if len(quote) == 1:
        escaped = escaped.replace("\n", "\\n")
    return cst.SimpleString(f"{quote}{escaped}{quote}")


def strings(call: cst.Call) -> list[str] | None:
    """The strings a TeX object is made of, None where one cannot be read."""
    if any(arg.star for arg in call.args):
        return None
    found = [string_of(arg.value) for arg in positionals(call)]
    return [one for one in found if one is not None] if found and None not in found else None


def with_strings(call: cst.Call, new: list[str]) -> cst.Call:
    """The call with as many other strings."""
    old = positionals(call)
    args = [
        arg
        if string_of(arg.value) == text
        else arg.with_changes(value=string_like(text, arg.value, same=True))
        for arg, text in zip(old, new, strict=True)
    ]
    return call.with_changes(args=[*args, *call.args[len(old) :]])


def keys_of(codemod: Codemod, call: cst.Call) -> list[str] | None:
    """What a TeX object is told to isolate or to colour, None where that cannot be read."""
    found: list[str] = []
    for name in ("tex_to_color_map", "t2c", "substrings_to_isolate", "isolate"):
        given = keyword(call, name)
        if given is None:
            continue
        value = value_of(codemod, given.value)
        keys: list[str | None]
        if isinstance(value, cst.Dict):
            keys = [
                string_of(one.key) if isinstance(one, cst.DictElement) else None for one in value.elements
            ]
        elif isinstance(value, cst.List | cst.Tuple | cst.Set):
            keys = [string_of(one.value) for one in value.elements]
        elif value is not None:
            keys = [string_of(value)]
        else:
            return None
        if None in keys:
            return None
        found += [key for key in keys if key is not None]
    return found


def values_of(codemod: Codemod, node: cst.BaseExpression) -> list[cst.BaseExpression] | None:
    """The expressions that a name or an attribute of ``self`` is bound to, None where one cannot be told."""
    if isinstance(node, cst.Name):
        scope = codemod.enclosing_function
        kinds = codemod.module.kinds
        bound = kinds.locals_of(scope).get(node.value) if scope is not None else None
        if bound is None:
            bound = kinds.globals.get(node.value)
        return None if not bound or None in bound else [one for one in bound if one is not None]
    if isinstance(node, cst.Attribute) and is_self(node.value):
        around = codemod.enclosing_class
        if around is None:
            return None
        for base in codemod.module.lineage(around.name.value):
            found = codemod.module.kinds.attributes_of(base).get(node.attr.value)
            if found:
                return [value for value, _ in found]
        return None
    return _member(codemod, node) if isinstance(node, cst.Subscript) else None


def _member(codemod: Codemod, node: cst.Subscript) -> list[cst.BaseExpression] | None:
    """What stands in a place of a group that is written out and keeps its order."""
    index = node.slice[0].slice
    if len(node.slice) != 1 or not isinstance(index, cst.Index) or not isinstance(index.value, cst.Integer):
        return None
    groups = values_of(codemod, node.value)
    group = first_call(groups[0]) if groups is not None and len(groups) == 1 else None
    if group is None or not codemod.module.words.isdisjoint(_REORDERING):
        return None
    place, given = int(index.value.value), positionals(group)
    if codemod.module.manim_name(group.func, codemod.parents) != "VGroup" or place >= len(given):
        return None
    value = given[place].value
    return values_of(codemod, value) if isinstance(value, cst.Name | cst.Attribute) else [value]


def value_of(codemod: Codemod, node: cst.BaseExpression) -> cst.BaseExpression | None:
    """A literal, or what the one name for it is bound to."""
    if isinstance(node, cst.Name | cst.Attribute):
        found = values_of(codemod, node)
        return found[0] if found is not None and len(found) == 1 else None
    return node


def made_by(codemod: Codemod, node: cst.BaseExpression) -> list[cst.Call] | None:
    """The calls of TeX classes that make what an expression stands for, None where they cannot all be told."""
    call = first_call(node)
    if call is not None:
        return [call] if class_of(codemod, call) in TEX else None
    values = values_of(codemod, node)
    if not values:
        return None
    found = []
    for value in values:
        call = first_call(value)
        if call is None or class_of(codemod, call) not in TEX:
            return None
        found.append(call)
    return found


def any_string(tree: ast.Module, wanted: Callable[[str], bool]) -> bool:
    """Whether any literal string of a module is one that is wanted."""
    return any(
        isinstance(node, ast.Constant) and isinstance(node.value, str) and wanted(node.value)
        for node in walk(tree)
    )


def rewritten_strings(call: cst.Call, written: Callable[[str], str]) -> cst.Call:
    """The call with each literal string that it is given by place as a function writes it."""

    def changed(arg: cst.Arg) -> cst.Arg:
        text = string_of(arg.value) if arg.keyword is None and not arg.star else None
        if text is None or (new := written(text)) == text:
            return arg
        return arg.with_changes(value=string_like(new, arg.value, same=True))

    return map_args(call, changed)


def class_of(codemod: Codemod, call: cst.Call) -> str | None:
    """Manim's class of TeX objects that a call makes one of, by the name it has here."""
    name = codemod.module.manim_name(call.func, codemod.parents)
    return name if name in TEX else None


def first_call(node: cst.BaseExpression) -> cst.Call | None:
    """The call that makes the object at the beginning of a chain of methods that give it back."""
    while isinstance(node, cst.Call):
        function = node.func
        if isinstance(function, cst.Attribute) and function.attr.value in RETURNS_SELF:
            node = function.value
            continue
        return node
    return None


def from_gl(module: Module) -> bool:
    """Whether the module, as it stands, still imports ManimGL: ``Tex`` is then formulas."""
    return not module.words.isdisjoint(_GL)


def flat(module: Module) -> bool:
    """Whether the module is of a time when ManimGL's ``Tex`` had glyphs, not strings, for submobjects."""
    return not module.words.isdisjoint(_SINCE_GLYPHS)


def in_parts(codemod: Codemod, name: str | None) -> bool:
    """Whether a class of TeX objects, by the name it has here, made a part of each of its strings.

    ManimGL's later ``Tex`` does not. Once its names are gone nothing tells any more what was one.
    """
    module = codemod.module
    if name not in IN_PARTS or module.flavour != "gl":
        return name in IN_PARTS
    return from_gl(module) and (not flat(module) or name in ("OldTex", "OldTexText"))
