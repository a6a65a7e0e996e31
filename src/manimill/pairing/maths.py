r"""Formulas as runs of symbols that are the same however they are written: ``\frac{x^2}{3}``, ``x**2 / 3``, ``x² / 3``."""

from __future__ import annotations

import re

from manimill.code.names import names

_GREEK = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi "
    "varphi chi psi omega"
)
_FUNCTIONS = "sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh exp log ln sqrt int sum prod lim partial nabla infty det"
_SYMBOLS = names(_GREEK, _FUNCTIONS)
_SAME = {
    "cdot": "*",
    "times": "*",
    "div": "/",
    "leq": "<",
    "le": "<",
    "geq": ">",
    "ge": ">",
    "to": "to",
    "rightarrow": "to",
    "iint": "int",
    "iiint": "int",
    "oint": "int",
    "varepsilon": "epsilon",
    "varphi": "phi",
    "ln": "log",
    "neq": "!",
}
_UNICODE = str.maketrans(
    {
        "²": "^2", "³": "^3", "⁴": "^4", "¹": "^1", "⁰": "^0", "ⁿ": "^n", "√": " sqrt ", "∫": " int ", "∑": " sum ",
        "∏": " prod ", "∞": " infty ", "∂": " partial ", "∇": " nabla ", "×": "*", "·": "*", "÷": "/", "−": "-", "≤": "<",
        "≥": ">", "≠": "!", "→": " to ", "±": "+", "½": "1/2",
        "α": " alpha ", "β": " beta ", "γ": " gamma ", "δ": " delta ", "Δ": " delta ", "ε": " epsilon ", "θ": " theta ",
        "λ": " lambda ", "μ": " mu ", "π": " pi ", "ρ": " rho ", "σ": " sigma ", "Σ": " sum ", "τ": " tau ", "φ": " phi ",
        "ϕ": " phi ", "ω": " omega ", "Ω": " omega ", "ψ": " psi ",
    }
)  # fmt: skip
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_GROUP = re.compile(r"\\(?:text|mathrm|mathbf|mathbb|operatorname|textbf|vec|hat|boldsymbol)\s*\{([^{}]*)\}")
_TOKEN = re.compile(r"\\?[a-z]+|\d+(?:\.\d+)?|\*\*|[\^=+\-*/<>!']")
LONGEST = 4
"""Symbols in the longest run that is compared as one."""


def looks_like_formula(text: str) -> bool:
    """Whether a text has a mark of a formula."""
    return any(mark in text for mark in "\\^=_+/$") or not text.isascii()


def formula_grams(text: str) -> list[str]:
    """Runs of two to four symbols in the formulas of a text, and symbols that say something alone."""
    grams: list[str] = []
    run: list[str] = []
    for token in [*_tokens(text), ""]:
        if token:
            run.append(token)
            continue
        grams += _grams(run)
        run = []
    return grams


def _tokens(text: str) -> list[str]:
    """Symbols in order; an empty one where something that is no formula stands between."""
    text = text.translate(_UNICODE) if not text.isascii() else text
    for _ in range(3):
        changed = _FRACTION.sub(r" \1 / \2 ", _GROUP.sub(r" \1 ", text))
        if changed == text:
            break
        text = changed
    tokens: list[str] = []
    end = 0
    for match in _TOKEN.finditer(text.lower()):
        if end and (
            "," in text[end : match.start()]
            or ";" in text[end : match.start()]
            or ". " in text[end : match.start()]
        ):
            tokens.append("")
        end = match.end()
        token = match.group()
        bare = token.lstrip("\\")
        bare = _SAME.get(bare, bare)
        if bare == "**":
            bare = "^"
        if bare in ("*", "_"):
            continue
        if len(bare) == 1 or bare[0].isdigit() or bare in _SYMBOLS or bare == "to":
            tokens.append(bare)
        elif token[0] != "\\":
            split = _implied(bare)
            tokens += split or [""]
    return tokens


def _implied(word: str) -> list[str]:
    """Letters written as one word: ``xy``, ``dx``; nothing for words of a language."""
    if len(word) == 2 and word not in (
        "is",
        "of",
        "to",
        "by",
        "in",
        "at",
        "on",
        "it",
        "as",
        "an",
        "or",
        "if",
        "we",
        "be",
        "so",
    ):
        return list(word)
    return []


def _grams(run: list[str]) -> list[str]:
    if len(run) < 2:
        return []
    return [
        "m:" + " ".join(run[at : at + size])
        for size in range(2, LONGEST + 1)
        for at in range(len(run) - size + 1)
    ]
