r"""Formulas as runs of symbols, the same however they are written: ``\frac{x^2}{3}``, ``x**2 / 3``, ``x² / 3``."""

from __future__ import annotations

import re
from functools import lru_cache

from manimill.code.names import names

_NAMED = sorted(
    names(
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi",
        "omega sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh exp log sqrt int sum prod lim partial nabla",
        "infty det to",
    )
)
_SAME = {
    "varepsilon": "epsilon", "varphi": "phi", "ln": "log", "iint": "int", "iiint": "int", "oint": "int",
    "rightarrow": "to", "infinity": "infty",
}  # fmt: skip
_OPERATORS = {
    "cdot": "*",
    "times": "*",
    "div": "/",
    "leq": "<",
    "le": "<",
    "geq": ">",
    "ge": ">",
    "neq": "!",
    "ne": "!",
}
# Every symbol with a name becomes one character nobody writes, so that a run of symbols is a run of characters.
_CHARACTERS = {name: chr(0xE000 + number) for number, name in enumerate(_NAMED)}
_CHARACTERS |= {name: _CHARACTERS[same] for name, same in _SAME.items()} | _OPERATORS
_NAMES = dict(zip((_CHARACTERS[name] for name in _NAMED), _NAMED, strict=True))
_UNICODE = str.maketrans(
    {
        **{
            "²": "^2",
            "³": "^3",
            "⁴": "^4",
            "¹": "^1",
            "⁰": "^0",
            "ⁿ": "^n",
            "½": "1/2",
            "×": "*",
            "·": "*",
            "÷": "/",
        },
        **{
            "−": "-",
            "±": "+",
            "≤": "<",
            "≥": ">",
            "≠": "!",
            "→": " to ",
            "√": " sqrt ",
            "∫": " int ",
            "∑": " sum ",
        },
        **{"∏": " prod ", "∞": " infty ", "∂": " partial ", "∇": " nabla ", "α": " alpha ", "β": " beta "},
        **{"γ": " gamma ", "δ": " delta ", "Δ": " delta ", "ε": " epsilon ", "θ": " theta ", "λ": " lambda "},
        **{"μ": " mu ", "π": " pi ", "ρ": " rho ", "σ": " sigma ", "Σ": " sum ", "τ": " tau ", "φ": " phi "},
        **{"ϕ": " phi ", "ω": " omega ", "Ω": " omega ", "ψ": " psi "},
    }
)
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_RAISED = re.compile(r"([\^_])\{([^{}]*)\}")
_GROUP = re.compile(r"\\(?:text|mathrm|mathbf|mathbb|operatorname|textbf|vec|hat|boldsymbol)\s*\{([^{}]*)\}")
_WORD = re.compile(r"\\?[a-z]{2,}")
_WORDS_OF_TWO = names("is of to by in at on it as an or if we be so no us up do my he me go am")
_SYMBOL = r"(?:\d+(?:\.\d+)?|[a-z\^=+\-/<>!'\ue000-\uf8ff])"
_BETWEEN = r"[ \t\n*_{}()\[\]\\|&$:]*"
_RUN = re.compile(rf"{_SYMBOL}(?:{_BETWEEN}{_SYMBOL})+")
_EACH = re.compile(_SYMBOL)
LONGEST = 4
"""Symbols in the longest run that is compared as one."""


def looks_like_formula(text: str) -> bool:
    """Whether a text has a mark of a formula."""
    return any(mark in text for mark in "\\^=_+/$") or not text.isascii()


def formula_grams(text: str) -> list[str]:
    """Runs of two to four symbols in the formulas of a text."""
    grams: list[str] = []
    for run in _runs(text):
        grams += _grams([_NAMES.get(symbol, symbol) for symbol in _EACH.findall(run)])
    return grams


def formula_symbols(text: str) -> list[str]:
    """The symbols of a text that is a formula or has some, in order: letters, numbers, functions and signs."""
    return [_NAMES.get(symbol, symbol) for symbol in _EACH.findall(_symbolic(text))]


def _runs(text: str) -> list[str]:
    return _RUN.findall(_symbolic(text))


def _symbolic(text: str) -> str:
    """The text with every symbol that has a name as one character."""
    text = text.lower()
    if not text.isascii():
        text = text.translate(_UNICODE)
    if "\\" in text:
        text = _plain(text)
    return _WORD.sub(lambda match: _character(match[0]), text.replace("**", "^"))


def _plain(text: str) -> str:
    """The text with fractions as quotients and without commands that only dress what they hold."""
    for _ in range(3):
        changed = _FRACTION.sub(r" \1 / \2 ", _GROUP.sub(r" \1 ", _RAISED.sub(r"\1 \2 ", text)))
        if changed == text:
            break
        text = changed
    return text


@lru_cache(maxsize=1 << 16)
def _character(word: str) -> str:
    """What stands for a word of two letters or more: a symbol, two letters multiplied, or a gap."""
    command = word[0] == "\\"
    bare = word[1:] if command else word
    found = _CHARACTERS.get(bare)
    if found is not None and (command or bare != "to"):
        return found
    if len(bare) == 2 and bare not in _WORDS_OF_TWO:
        return bare
    return " " if command else ";"


def _grams(run: list[str]) -> list[str]:
    grams: list[str] = []
    for size in range(2, LONGEST + 1):
        grams += ["m:" + " ".join(run[at : at + size]) for at in range(len(run) - size + 1)]
    return grams
