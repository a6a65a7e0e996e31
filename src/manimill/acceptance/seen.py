"""What a scene gives an answer to rest on: names, texts, classes and formulas, as the checks ask for them."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from manimill.acceptance.told import Told
from manimill.code import api
from manimill.code.names import names
from manimill.code.parse import SyntaxProblem, parse
from manimill.code.walking import walk
from manimill.pairing.maths import formula_grams, formula_symbols

_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NAME = re.compile(r"[A-Za-z_]\w*")
_COMMENT = re.compile(r"#[^\n\"']*$", re.MULTILINE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_EVERYWHERE = names(
    "self play add wait construct scene manim import from class def range len list tuple dict int float str for in np",
    "numpy math array config none true false super init kwargs args return run time rate func to next get set create",
    "animate lambda enumerate zip append",
)
"""Parts of names that any code has, so that they say nothing about what is seen."""
_COMPUTING = names("str format __name__ get_value Code chr ascii_uppercase ascii_lowercase join Variable")
"""Names whose texts are made when the scene runs."""
_COUNTING = names(
    "DecimalNumber Integer Variable str format NumberLine NumberPlane Axes ThreeDAxes BarChart ComplexPlane PolarPlane",
    "Code get_value add_coordinates get_riemann_rectangles range arange linspace",
)
"""Names by which numbers come on screen that are not in the code."""

_SPELT = {
    "pi": names("PI TAU pi tau DEGREES"),
    "e": names("exp e E"),
    "i": names("ComplexPlane ComplexValueTracker complex ApplyComplexFunction apply_complex_function n2p"),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What a scene has.

    ``identifiers`` are the names of its code, ``classes`` those among them and on screen that may be classes,
    ``kinds`` the same with their bases. ``words`` are the words of names, texts, comments and prose in one text, each
    with a blank before it; ``strings`` are those of the code. ``texts`` are the words of what is or may be on screen,
    ``run`` the same as one run of letters and digits.
    ``grams`` and ``symbols`` are those of formulas, ``numbers`` the values that are written down. ``computes``
    says that texts are made when the scene runs and that it was not seen running, ``counts`` the same of numbers.
    """

    told: Told
    identifiers: frozenset[str]
    classes: frozenset[str]
    kinds: frozenset[str]
    words: str
    strings: tuple[str, ...]
    texts: frozenset[str]
    run: str
    grams: frozenset[str]
    symbols: frozenset[str]
    numbers: frozenset[str]
    computes: bool
    counts: bool

    def has_word(self, beginning: str) -> bool:
        """Whether a word of the scene begins so."""
        return f" {beginning}" in self.words


@lru_cache(maxsize=2048)
def seen(told: Told) -> Seen:
    """Read what is known of a scene; remembered, because a scene that is asked about again is read again."""
    tree = parse(told.code)
    identifiers, strings, computes = (
        _loose(told.code) if isinstance(tree, SyntaxProblem) else _collected(tree)
    )
    strings += [_TAG.sub("", text) for text in strings if "<" in text]
    comments = _COMMENT.findall(told.code)
    screen = told.on_screen or ""
    shown_texts = [*strings, *told.texts, screen, told.said, *comments]
    every_text = "\n".join(shown_texts)
    formulas = [*strings, *told.texts, told.said, *_formulas(tree)]
    classes = {name for name in (*identifiers, *_NAME.findall(screen)) if name[:1].isupper()}
    return Seen(
        told,
        frozenset(identifiers),
        frozenset(classes),
        frozenset({base for name in classes for base in (name, *_bases(name))}),
        _words(identifiers, every_text),
        tuple(strings),
        frozenset(word for text in shown_texts for word in text_words(text)),
        run_of(every_text),
        frozenset(gram for text in formulas for gram in formula_grams(text)),
        frozenset(symbol for text in formulas for symbol in formula_symbols(text)) | _constants(identifiers),
        frozenset(map(_number, _NUMBER.findall(told.code + screen + told.said))),
        computes and told.on_screen is None,
        (computes or not identifiers.isdisjoint(_COUNTING)) and told.on_screen is None,
    )


def run_of(text: str) -> str:
    """A text as its letters and digits alone: what is left when spaces, marks and case are taken away."""
    return "".join(_LETTER_OR_DIGIT.findall(_folded(text)))


def _folded(text: str) -> str:
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


def text_words(text: str) -> list[str]:
    """Words and numbers of a text in lower case, as they are compared with what is on screen."""
    return [*_LETTERS.findall(text.casefold()), *map(_number, _NUMBER.findall(text))]


def _number(text: str) -> str:
    return f"{float(text):g}" if len(text) < 12 else text


def _collected(tree: ast.Module) -> tuple[set[str], list[str], bool]:
    """Names, texts, and whether there are texts that are made when the scene runs."""
    identifiers: set[str] = set()
    strings: list[str] = []
    computes = False
    for node in walk(tree):
        if isinstance(node, ast.Name):
            identifiers.add(node.id)
        elif isinstance(node, ast.Attribute):
            identifiers.add(node.attr)
        elif isinstance(node, (ast.keyword, ast.arg)) and node.arg:
            identifiers.add(node.arg)
        elif isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            identifiers.add(node.name)
        elif isinstance(node, ast.alias):
            identifiers.update(node.name.split("."))
        elif isinstance(node, ast.FormattedValue) or (
            isinstance(node, ast.BinOp)
            and isinstance(node.op, ast.Mod)
            and isinstance(node.left, ast.Constant)
            and isinstance(node.left.value, str)
        ):
            computes = True
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            strings.append(node.value)
    return identifiers, strings, computes or not identifiers.isdisjoint(_COMPUTING)


def _loose(code: str) -> tuple[set[str], list[str], bool]:
    return set(_NAME.findall(code)), [code], True


def _formulas(tree: ast.Module | SyntaxProblem) -> Iterator[str]:
    """What functions compute, and what is assigned, as far as it may be a formula."""
    if isinstance(tree, SyntaxProblem):
        return
    for node in walk(tree):
        value: ast.expr | None = None
        if isinstance(node, ast.Lambda):
            value = node.body
            yield " ".join(argument.arg for argument in node.args.args)
        elif isinstance(node, (ast.Return, ast.Assign)):
            value = node.value
        elif isinstance(node, ast.FunctionDef):
            yield " ".join(argument.arg for argument in node.args.args)
        if isinstance(value, (ast.BinOp, ast.UnaryOp, ast.Call, ast.List, ast.Tuple)):
            text = ast.unparse(value)
            if len(text) < 300:
                yield text.replace("np.", "").replace("math.", "")


def _constants(identifiers: set[str]) -> frozenset[str]:
    """Symbols of constants that the code has by name."""
    return frozenset(symbol for symbol, spelt in _SPELT.items() if not identifiers.isdisjoint(spelt))


def _words(identifiers: set[str], text: str) -> str:
    parts = {part.lower() for name in identifiers for part in _PART.findall(name)} - _EVERYWHERE
    whole = {name.lower() for name in identifiers if name.islower()} - _EVERYWHERE
    written = {part.lower() for part in _PART.findall(text)} | set(_LETTERS.findall(text.casefold()))
    return " " + " ".join(sorted(parts | whole | written)) + " "


@lru_cache(maxsize=4096)
def _bases(name: str) -> tuple[str, ...]:
    found: list[str] = []
    for base in api.bases(name):
        found += [base, *_bases(base)]
    return tuple(found)
