"""200 expressions nobody has typeset before, together, against manim typesetting them one by one.

Must hold: at least 30 times faster, both measured in the same run. Manim's own way is measured on every tenth
expression and scaled, because all of them would take a minute. Run it with `make benchmark`, or

    .venv/bin/python benchmarks/typesetting.py
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from manim import TexTemplate, logger, tempconfig
from manim.utils.tex_file_writing import tex_to_svg_file

from manimill.render.sandbox import Bubblewrap
from manimill.render.tex import TexStore

COUNT = 200
EVERY = 10
LIMIT = 30.0
ROUNDS = 3

PATTERNS = [
    r"\frac{{{n}}}{{x + {n}}} = \sqrt{{y}}",
    r"\int_0^{{{n}}} f(x) \, dx = F({n}) - F(0)",
    r"\sum_{{k=1}}^{{{n}}} k^2 \leq {n}^3",
    r"\begin{{pmatrix}} {n} & a \\ b & c \end{{pmatrix}}",
    r"\text{{Step {n}: let }} \mathbb{{R}} \ni \alpha_{{{n}}}",
    r"\lim_{{h \to 0}} \left( \frac{{f(x + h) - f(x)}}{{h}} \right)^{{{n}}}",
    r"e^{{i\pi}} + {n} = \binom{{{n}}}{{2}}",
    r"{n}",
]


def expressions() -> list[str]:
    """Distinct expressions, as `MathTex` marks them."""
    return [
        rf"\special{{dvisvgm:raw <g id='unique000'>}}{PATTERNS[n % len(PATTERNS)].format(n=n)}"
        r"\special{dvisvgm:raw </g>}"
        for n in range(COUNT)
    ]


def manims_own(sample: list[str]) -> float:
    """Seconds that manim takes for all expressions, scaled up from a sample."""
    with tempfile.TemporaryDirectory() as media, tempconfig({"media_dir": media}):
        start = time.perf_counter()
        for expression in sample:
            tex_to_svg_file(expression, environment="align*")
        return (time.perf_counter() - start) * COUNT / len(sample)


def together(sources: list[str]) -> tuple[float, float]:
    """Seconds for all expressions with an empty store, and in one that has the preamble's format already."""
    with tempfile.TemporaryDirectory() as folder:
        store = TexStore(Path(folder), Bubblewrap.for_interpreter())
        start = time.perf_counter()
        store.typeset(sources)
        cold = time.perf_counter() - start
        assert store.missing(sources) == []
        for path in Path(folder).rglob("*.svg"):
            path.unlink()
        start = time.perf_counter()
        store.typeset(sources)
        return cold, time.perf_counter() - start


def main() -> int:
    logger.setLevel("WARNING")
    template = TexTemplate()
    written = expressions()
    sources = [template.get_texcode_for_expression_in_env(text, "align*") for text in written]
    own, cold, again = (float("inf"),) * 3
    # Alternately and the best of each, because a shared machine's speed changes from second to second.
    for _ in range(ROUNDS):
        own = min(own, manims_own(written[::EVERY]))
        results = together(sources)
        cold, again = min(cold, results[0]), min(again, results[1])
    print(f"{COUNT} expressions one by one, as manim does it: {own:.1f} s (scaled from {COUNT // EVERY})")
    for name, seconds in (("empty store", cold), ("preamble read before", again)):
        each = seconds / COUNT * 1000
        print(f"together, {name}: {seconds:.2f} s, {each:.1f} ms each, {own / seconds:.0f} times faster")
    print(f"limit: {LIMIT:g} times, with an empty store")
    return int(own / cold < LIMIT)


if __name__ == "__main__":
    sys.exit(main())
