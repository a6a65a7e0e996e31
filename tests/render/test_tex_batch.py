from __future__ import annotations

import random
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from manimill.render.sandbox import Bubblewrap
from manimill.render.tex import TexStore, picture
from manimill.render.tex.document import Document
from manimill.render.tex.typesetter import Typesetter

with warnings.catch_warnings():
    # What manim imports uses what Python is about to drop.
    warnings.simplefilter("ignore")
    from manim import MathTex, SVGMobject, Tex, TexTemplate, logger, tempconfig
    from manim.utils.tex_file_writing import compile_tex, convert_to_svg

TEMPLATE = TexTemplate()
COLOURFUL = TexTemplate()
COLOURFUL.add_to_preamble(r"\usepackage[dvipsnames]{xcolor}")

# What MathTex and Tex are given, with its environment.
MATH: list[list[str]] = [
    ["x"],
    [r"\frac{a}{b}", "+", "c"],
    [r"\sqrt[3]{x^2 + y^2}"],
    [r"\sum_{n=1}^{\infty}", r"\frac{1}{n^2}", "=", r"\frac{\pi^2}{6}"],
    [r"\int_0^1 \!\! \oint_C \iint", r"\prod_{i} \bigcup_j"],
    [r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", r"\begin{bmatrix} 1 \\ 2 \end{bmatrix}"],
    [r"\left[\begin{array}{cc|c} 1 & 0 & \alpha \\ \hline 0 & 1 & \beta \end{array}\right]"],
    ["a &= b", r"\\ &= c + d", r"\\ &= e"],
    [r"f(x) = \begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}"],
    [r"\overbrace{a + b}^{\text{sum}} \underbrace{c}_{d}", r"\widehat{xyz} \vec{v} \overline{z}"],
    [r"\mathbb{R} \mathcal{L} \mathfrak{g} \boldsymbol{\beta} \mathrm{d} \mathbf{F}"],
    [r"\lim_{x \to 0} \sin x \log_2 \max_i", r"\operatorname{sgn}(x)"],
    [r"\Biggl( \biggl( \Bigl( \bigl( x \bigr) \Bigr) \biggr) \Biggr)"],
    [r"\left\{ \frac{\partial^2 u}{\partial t^2} \middle| v \right\} \left. x \right|_0"],
    [r"\binom{n}{k} \tfrac12 \dfrac12 \cfrac{1}{1 + \cfrac{1}{x}}"],
    [r"A \xrightarrow[\text{below}]{\text{above}} B \implies C \iff D"],
    [r"\quad"],
    ["e^{i", r"\pi}", "+ 1 = 0"],
    [r"{{ a^2 }} + {{ b^2 }}"],
    [r"\substack{i < n \\ j < m} \overset{!}{=} \underset{x}{\arg\min}"],
    [r"\boxed{E = mc^2} \not\subset \varnothing \hbar \ell \Re \aleph"],
    [r"\scriptstyle x \displaystyle \sum x \textstyle \sum"],
]
TEXT: list[list[str]] = [
    ["Hello, world"],
    ['na\\"ive', " caf\\'e \\ss{} \\o{} \\c{c}", " \\~n \\v{s}"],
    ["naïve café — “quotes”"],
    [r"\textbf{bold} \textit{it} \emph{em} \texttt{tt} \textsc{Caps} {\Large big} {\tiny small}"],
    [r"Let $x \in \mathbb{R}$ \\ and $$y = x^2$$"],
    [
        r"\begin{itemize} \item one \item two \end{itemize}",
        r"\begin{enumerate} \item a \item b \end{enumerate}",
    ],
    [r"\begin{tabular}{l|r} a & b \\ \hline c & d \end{tabular}"],
    [r"100\% \& \$5 \#1 a\_b \{x\} \LaTeX"],
    [r"\fbox{boxed} \underline{under} \rule{1em}{2pt} \hspace{1cm} end"],
    ["fi ffl --- ``ligatures''"],
    [r"{\Large $\sum_1^2 \mathbb{R}$}"],
    [r"$\sum \mathbb{R}$ {\Large $\sum \mathbb{R}$} {\small $\sum \mathbb{R}$}"],
    [r"\begin{minipage}{4cm} A paragraph that is long enough to be broken into lines. \end{minipage}"],
]
COLOURS: list[list[str]] = [
    [r"\textcolor{red}{a} + b", r"{\color{blue} c} + d"],
    [r"\color{ForestGreen} x", "+ y"],
    [r"\colorbox{yellow}{$z$} \fcolorbox{red}{white}{w}"],
    ["plain"],
]


def source(parts: list[str], kind: type[MathTex] = MathTex, template: TexTemplate = TEMPLATE) -> str:
    """The document that manim writes for the parts."""
    written: list[str] = []

    class Asked(Exception):
        pass

    class Asking(TexTemplate):
        def get_texcode_for_expression_in_env(self, expression: str, environment: str) -> str:
            written.append(template.get_texcode_for_expression_in_env(expression, environment))
            raise Asked

    with pytest.raises(Asked):
        kind(*parts, tex_template=Asking())
    return written[0]


def in_document(body: str) -> str:
    return TEMPLATE.get_texcode_for_expression(body)


SOURCES = [
    *(source(parts) for parts in MATH),
    *(source(parts, Tex) for parts in TEXT),
    *(source(parts, template=COLOURFUL) for parts in COLOURS),
]


@pytest.fixture(scope="module")
def sandbox() -> Bubblewrap:
    return Bubblewrap.for_interpreter()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, sandbox: Bubblewrap) -> TexStore:
    """All sources, typeset together."""
    store = TexStore(tmp_path_factory.mktemp("together"), sandbox)
    store.typeset(SOURCES)
    return store


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with tempconfig({"media_dir": str(tmp_path_factory.mktemp("media")), "no_latex_cleanup": True}):
        logger.setLevel("CRITICAL")
        yield tmp_path_factory.mktemp("tex")


def manims_own(document: str, folder: Path) -> Path:
    """The picture that manim makes of a document."""
    file = folder / "own.tex"
    for path in folder.iterdir():
        path.unlink()
    file.write_text(document)
    with tempconfig({"tex_dir": str(folder)}):
        return convert_to_svg(compile_tex(file, "latex", ".dvi"), ".dvi")


@pytest.mark.parametrize("document", SOURCES)
def test_shapes_and_groups_are_those_of_manims_own_picture(
    store: TexStore, media: Path, document: str
) -> None:
    own = manims_own(document, media)
    svg = store.svg(document)
    assert svg == picture.canonical(own.read_text())
    (media / "stored.svg").write_text(svg)
    ours, theirs = (
        SVGMobject(file, height=None, use_svg_cache=False) for file in (media / "stored.svg", own)
    )
    assert len(ours.submobjects) == len(theirs.submobjects)
    for one, other in zip(ours.submobjects, theirs.submobjects, strict=True):
        assert np.array_equal(one.points, other.points)
        assert (one.fill_color, one.stroke_width) == (other.fill_color, other.stroke_width)
    groups = [name for name in theirs.id_to_vgroup_dict if name.startswith("unique")]
    assert [name for name in ours.id_to_vgroup_dict if name.startswith("unique")] == groups
    for name in groups:
        assert len(ours.id_to_vgroup_dict[name]) == len(theirs.id_to_vgroup_dict[name])


def test_all_of_them_may_share_runs() -> None:
    assert [document for document in SOURCES if not Document.parse(document).may_share_a_run] == []


def test_one_run_gives_what_each_gives_alone(sandbox: Bubblewrap) -> None:
    shorter = TEMPLATE.body.replace("\n" + TEMPLATE.placeholder_text + "\n", "%s")
    sources = [*SOURCES[: -len(COLOURS)], shorter % "no line ends", shorter % r"no space \ldots"]
    documents = [document for source in sources if not (document := Document.parse(source)).sizes]
    assert len(documents) > 30
    batch = Typesetter(sandbox).together(documents)
    assert batch.pictures == [Typesetter(sandbox).alone(document) for document in documents]


def test_a_glyph_is_never_a_scaled_copy_of_another_pictures(tmp_path: Path, sandbox: Bubblewrap) -> None:
    sizes = [source([rf"\fontsize{{{n}}}{{20}}\selectfont $\sum \mathbb{{R}}$"], Tex) for n in (14, 18)]
    documents = [Document.parse(source) for source in sizes]
    borrowing = Typesetter(sandbox).together(documents).pictures
    # What has to be avoided: in one run, dvisvgm draws the one with the glyphs of the other.
    assert sorted(map(picture.borrows_glyphs, borrowing)) == [False, True]
    store = TexStore(tmp_path, sandbox)
    store.typeset(sizes)
    assert store.missing(sizes) == []
    assert [store.svg(s) for s in sizes] == [Typesetter(sandbox).alone(document) for document in documents]


def test_a_picture_does_not_depend_on_what_else_is_in_the_run(
    tmp_path: Path, store: TexStore, sandbox: Bubblewrap
) -> None:
    order = SOURCES.copy()
    random.Random(11).shuffle(order)
    other = TexStore(tmp_path, sandbox)
    other.typeset(order[: len(order) // 2])
    other.typeset(order)
    assert [other.svg(document) for document in SOURCES] == [store.svg(document) for document in SOURCES]


def test_substrings_that_are_isolated_are_found_in_the_picture(store: TexStore) -> None:
    document = in_document(
        r"\begin{align*}\special{dvisvgm:raw <g id='unique000'>}a + "
        r"\special{dvisvgm:raw <g id='unique000substring'>}x\special{dvisvgm:raw </g>}"
        r"\special{dvisvgm:raw </g>}\end{align*}"
    )
    store.typeset([document])
    assert store.missing([document]) == []
    svg = store.svg(document) or ""
    assert svg.index("id='unique000'") < svg.index("id='unique000substring'")


@pytest.mark.parametrize("body", [r"\pmb{a} x", r"\begin{center}\big( x\end{center}", r"\big( x"])
def test_what_text_takes_from_the_first_formula_is_not_taken_from_another_picture(
    tmp_path: Path, sandbox: Bubblewrap, body: str
) -> None:
    document = in_document(body)
    formula = in_document(r"$\frac{x}{y}$")
    store = TexStore(tmp_path, sandbox)
    store.typeset([formula, document])
    assert store.missing([formula]) == []
    assert store.svg(document) == Typesetter(sandbox).alone(Document.parse(document))


# Each would change what comes after it, or breaks TeX or dvisvgm itself.
HOSTILE = [
    r"\gdef\alpha{spoilt}$\alpha$",
    r"\global\let\frac\sqrt x",
    r"\catcode`\$=12 x",
    r"\global\catcode`\$=12 x",
    r"\newcommand{\mine}{x}\mine",
    r"\renewcommand{\pi}{x}$\pi$",
    r"\setcounter{equation}{40}x",
    r"\begin{align} a \end{align}",
    r"\begin{equation} b \label{x} \end{equation}",
    r"\color{red} x",
    r"{\color{red} x}\color{blue}",
    r"\pagecolor{red} x",
    r"\special{color push rgb 1 0 0} x",
    r"\special{dvisvgm:raw <g id='evil' transform='scale(9)'>} x",
    r"\special{dvisvgm:raw </g>} x",
    r"\special{dvisvgm:raw <g id='unique000'>} x",
    r"\special{ps: 10 10 scale} x",
    r"x \newpage y",
    r"x \clearpage y",
    r"x \end{document} y",
    r"x \end{document}",
    r"\end{standalone}\begin{standalone} x",
    r"\begin{preview} x \end{preview} y",
    r"\begingroup x",
    r"x \endgroup",
    r"{ x",
    r"x }",
    r"\bgroup x",
    r"\iffalse x",
    r"\begin{center} x",
    r"\fontdimen2\font=50pt x",
    r"\hsize=1cm \global\hsize=1cm x",
    r"\everymath{x} \global\everymath{\color{red}} x",
    r"\mathcode`\x=0 \global\mathcode`\x=0 $x$",
    r"x % }",
    r"x #1",
    r"^^5cgdef^^5calpha{spoilt} x",
    r"\csname gdef\endcsname\alpha{spoilt} x",
    r"\expandafter\gdef\csname alpha\endcsname{spoilt} x",
    r"\openout3=batch.done \write3{999} x",
    r"\immediate\openout\picturelog=x",
    r"\picturedone{7}",
    r"\endpicture x \startpicture",
    r"\input{batch.tex}",
    r"\shipout\hbox{x}",
    r"\batchmode\errmessage{x}",
    r"\loop\iftrue\repeat",
    r"\verb|\gdef| x",
    r"\AtEndDocument{y} x",
    r"\stop",
    "x\0y",
]


@pytest.mark.parametrize("body", HOSTILE)
def test_what_could_change_another_picture_never_shares_a_run(body: str) -> None:
    assert not Document.parse(in_document(body)).may_share_a_run


@pytest.mark.parametrize(
    "preamble",
    [
        r"\usepackage{hyperref}",
        r"\usepackage[spanish]{babel}",
        r"\renewcommand{\alpha}{\stepcounter{page}\thepage}",
        r"\usepackage{amsmath}\gdef\alpha{x}",
        "\\usepackage{amsmath} % \\fi",
        r"\input{amsmath}",
    ],
)
def test_what_may_redefine_commands_never_shares_a_run(preamble: str) -> None:
    template = TexTemplate()
    template.add_to_preamble(preamble)
    assert not Document.parse(source(["x"], template=template)).known


def test_what_follows_the_end_of_the_document_is_not_taken_for_the_next(sandbox: Bubblewrap) -> None:
    assert not Document.parse(in_document("x") + r"\gdef\x{}").known


def test_hostile_expressions_leave_the_others_as_they_are(
    tmp_path: Path, store: TexStore, sandbox: Bubblewrap
) -> None:
    quick = [body for body in HOSTILE if "repeat" not in body]
    mixed = TexStore(tmp_path, sandbox)
    mixed.typeset([*map(in_document, quick[::2]), *SOURCES, *map(in_document, quick[1::2])])
    assert [mixed.svg(document) for document in SOURCES] == [store.svg(document) for document in SOURCES]


# All of known commands, and wrong all the same.
BAD = [
    r"\begin{align*}\frac{a}\end{align*}",
    r"\begin{align*}\mathscr{H}\end{align*}",
    r"\begin{center}x_1\end{center}",
    r"\begin{align*}a & b & c \left( \end{align*}",
    r"\begin{align*}\text{$x}\end{align*}",
    r"\begin{center}你好\end{center}",
    "\\begin{align*}a\n\nb\\end{align*}",
    r"\begin{align*}x^a^b\end{align*}",
    r"\textbf",
    r"\frac{a}",
    r"\mbox",
    r"\color",
    r"\text",
    # The superscript comes first on the page, so that the marks do not nest there.
    r"$x_{\special{dvisvgm:raw <g id='unique000'>}a}^{b\special{dvisvgm:raw </g>}}$",
]


def test_a_bad_expression_is_left_out_and_no_other(
    tmp_path: Path, store: TexStore, sandbox: Bubblewrap
) -> None:
    bad = [in_document(body) for body in BAD]
    mixed: list[str] = []
    for n, document in enumerate(SOURCES):
        mixed += [document, *bad[n : n + 1]]
    assert len(mixed) == len(SOURCES) + len(BAD)
    other = TexStore(tmp_path, sandbox)
    other.typeset(mixed)
    assert other.missing(mixed) == bad
    assert [other.svg(document) for document in bad] == [None] * len(bad)
    assert [other.svg(document) for document in SOURCES] == [store.svg(document) for document in SOURCES]


def test_a_preamble_that_fails_costs_one_attempt_and_nothing_else(
    tmp_path: Path, sandbox: Bubblewrap
) -> None:
    template = TexTemplate()
    template.add_to_preamble(
        r"\usepackage{array,,array}" "\n" r"\DisableLigatures{encoding = *, family = * }"
    )
    broken = [source([f"x_{n}"], template=template) for n in range(3)]
    fine = [source([f"y_{n}"]) for n in range(3)]
    store = TexStore(tmp_path, sandbox)
    store.typeset([*broken, *fine])
    assert store.missing([*broken, *fine]) == broken


def test_more_expressions_than_fit_into_one_run(tmp_path: Path, sandbox: Bubblewrap) -> None:
    sources = [source([f"a_{{{n}}} + b"]) for n in range(520)]
    store = TexStore(tmp_path, sandbox)
    store.typeset(sources)
    assert store.missing(sources) == []
    assert store.svg(sources[517]) == TexStore(tmp_path / "alone", sandbox).svg(sources[517])


def test_a_picture_is_the_same_with_and_without_a_format(tmp_path: Path, sandbox: Bubblewrap) -> None:
    (tmp_path / "formats").mkdir()
    for n in range(8):
        (tmp_path / "formats" / str(n)).mkdir()
    sources = SOURCES[:6]
    without, with_one = TexStore(tmp_path, sandbox), TexStore(tmp_path / "other", sandbox)
    assert [without.svg(s) for s in sources] == [with_one.svg(s) for s in sources]
    assert list((tmp_path / "formats").rglob("*.fmt")) == []
    assert len(list((tmp_path / "other").rglob("*.fmt"))) == 1
