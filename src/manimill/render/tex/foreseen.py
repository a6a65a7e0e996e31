"""Which formulas a scene is going to want, as far as its text tells.

Only what stands in the code as it is: ``MathTex(r"x^2")``, the digits of numbers. What is missed is found out when the
scene runs, at the cost of a second run; what is foreseen in vain costs a few milliseconds of TeX. So these follow
what manim 0.22 makes of such calls and need not be right for others.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from manimill.code.walking import walk

_PREAMBLE = r"""\documentclass[preview]{standalone}
\usepackage[english]{babel}
\usepackage{amsmath}
\usepackage{amssymb}
\begin{document}"""

_ENVIRONMENTS = {"MathTex": ("align*", " "), "Tex": ("center", ""), "SingleStringMathTex": ("align*", "")}
"""Classes of manim; the environment each one uses and what it puts between its strings."""

_CHANGES_IT = frozenset(
    ["substrings_to_isolate", "tex_to_color_map", "tex_template", "tex_environment", "arg_separator"]
)
_HAS_NUMBERS = re.compile("Number|Integer|Variable|Axes|Plane|Matrix|Line|Table")
_HAS_LABELS = re.compile("[Ll]abel|Title|Brace|Variable|get_te?xt?|BarChart")
_LONGEST_LABEL = 60
_SIGNS = [*"0123456789", ".", "-", ",", "+", "x", "y", "z"]
_ROW = r"\quad \\"
_MOST = 400
"""For one batch of scenes."""


def foreseen(codes: Iterable[str]) -> list[str]:
    """Complete TeX documents that scenes with these codes are likely to ask for, distinct; at most 400."""
    found: dict[str, None] = {}
    for code in codes:
        found.update(dict.fromkeys(_documents(code)))
        if len(found) >= _MOST:
            break
    return list(found)[:_MOST]


def _documents(code: str) -> Iterator[str]:
    if _HAS_NUMBERS.search(code):
        yield from map(_formula, _SIGNS)
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for call in walk(tree):
        if isinstance(call, ast.Call) and call.args:
            name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
            if name in _ENVIRONMENTS:
                yield from _of_strings(name, call)
            elif name.endswith(("Matrix", "MathTable")):
                yield from _of_rows(name, call)
            elif _HAS_LABELS.search(name):
                yield from _of_labels(call)


def _of_strings(name: str, call: ast.Call) -> Iterator[str]:
    if any(word.arg in (*_CHANGES_IT, None) for word in call.keywords):
        return
    strings = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    if len(strings) < len(call.args) or any("{{" in string for string in strings):
        return
    environment, separator = _ENVIRONMENTS[name]
    if name == "SingleStringMathTex":
        yield _complete(strings[0].strip(), environment)
    else:
        yield _document([string for string in strings if string], environment, separator)


def _of_labels(call: ast.Call) -> Iterator[str]:
    """Every short text in a call, as a formula and as a text: which of them is meant differs from label to label."""
    for argument in [*call.args, *(word.value for word in call.keywords)]:
        parts = argument.elts if isinstance(argument, ast.List | ast.Tuple) else [argument]
        for part in parts:
            if (
                isinstance(part, ast.Constant)
                and isinstance(part.value, str)
                and 0 < len(part.value) <= _LONGEST_LABEL
            ):
                yield _formula(part.value)
                yield _document([part.value], "center", "")


def _of_rows(name: str, call: ast.Call) -> Iterator[str]:
    """The entries of a matrix or table, and a matrix's brackets."""
    try:
        rows = ast.literal_eval(call.args[0])
        entries = [str(entry) for row in rows for entry in row]
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return
    yield from map(_formula, entries)
    if name.endswith("Matrix"):
        words = {word.arg: word.value.value for word in call.keywords if isinstance(word.value, ast.Constant)}
        left, right = str(words.get("left_bracket", "[")), str(words.get("right_bracket", "]"))
        # Manim makes them by their height, which is about that of the rows.
        for height in (len(rows), len(rows) + 1):
            stack = rf"\begin{{array}}{{c}}{height * _ROW}\end{{array}}"
            yield _formula(rf"\left{left}{stack}\right.")
            yield _formula(rf"\left.{stack}\right{right}")


def _formula(string: str) -> str:
    return _document([string], "align*", " ")


def _document(strings: list[str], environment: str, separator: str) -> str:
    """The document of a formula in parts, each of which manim marks to find it in the picture."""
    parts = [
        rf"\special{{dvisvgm:raw <g id='unique{number:03d}'>}}{string}"
        rf"{separator if number < len(strings) - 1 else ''}\special{{dvisvgm:raw </g>}}"
        for number, string in enumerate(strings)
    ]
    return _complete("".join(parts), environment)


def _complete(expression: str, environment: str) -> str:
    return f"{_PREAMBLE}\n\\begin{{{environment}}}\n{expression}\n\\end{{{environment}}}\n\\end{{document}}"
