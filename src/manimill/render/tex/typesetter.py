r"""TeX and dvisvgm, run in the sandbox.

A document alone is typeset by manim's own commands. A batch is one document with a page for each expression,
started and ended by the same macros that the class runs at ``\begin{document}`` and ``\end{document}``.
TeX stops at the first complaint and keeps the pages it has; so does dvisvgm.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from manimill.render.sandbox import Sandbox
from manimill.render.tex import formats, picture
from manimill.render.tex.document import Document

_SECONDS = 30
_FORMAT = "/format"

_LIMITS = f"ulimit -t {_SECONDS} -v 4000000 -f 262144 -c 0"
_LATEX = "latex -interaction=batchmode -halt-on-error"

# manim's own commands, for its default compiler.
_ALONE = f"""
{_LIMITS}
cat > expression.tex
{{
{_LATEX} ${{1:+"$1"}} -output-format=dvi expression.tex &&
dvisvgm --page=1 --no-fonts --verbosity=0 --output=expression.svg expression.dvi
}} > /dev/null 2> /dev/null < /dev/null &&
cat expression.svg
"""

# How TeX and dvisvgm ended, one line for the beginning of the document and each page that TeX vouches for, pictures.
_TOGETHER = f"""
{_LIMITS}
cat > batch.tex
{{
{_LATEX} ${{1:+"$1"}} -output-format=dvi batch.tex > /dev/null
tex=$?
dvisvgm --page=1- --no-fonts --verbosity=0 --stdout batch.dvi > batch.svg
svg=$?
}} 2> /dev/null < /dev/null
echo $tex $svg $(cat batch.done | wc -l) 2> /dev/null
cat batch.svg
"""

_DUMP = f"""
{_LIMITS}
cat > preamble.tex
{_LATEX} -ini -jobname=preamble '&latex' preamble.tex > /dev/null 2> /dev/null < /dev/null &&
cat preamble.fmt
"""

# preview.sty counts the pages it ships. A page that is not followed by its own end at the outermost level, or
# that was not one page, is not what its expression alone would give.
#
# LaTeX sets up fonts and lengths for formulas when the first one is met, and for good; text may use them
# (\pmb, \big). Each page finds them as they were before there was any formula.
_PRELUDE = r"""\makeatletter
\let\openpicture\sa@cls@afterbegindocument
\let\endpicture\sa@cls@beforeenddocument
\let\sa@cls@afterbegindocument\relax
\let\sa@cls@beforeenddocument\relax
\def\startpicture{\forgetformulas\openpicture}
\newwrite\picturelog
\def\picturedone#1{\ifnum\currentgrouplevel=\z@ \ifnum\csname pr@snippet\endcsname=#1
  \immediate\write\picturelog{#1}\else\errmessage{pages}\fi\else\errmessage{groups}\fi}
\def\addfamily#1{\global#1\the\count@=\the#1\count@}
\def\rememberformulas{\begingroup \toks@{}\count@\z@
  \loop \edef\next{\the\toks@ \addfamily\textfont \addfamily\scriptfont \addfamily\scriptscriptfont}%
    \toks@\expandafter{\next}\advance\count@\@ne \ifnum\count@<\sixt@@n \repeat
  \xdef\forgetformulas{\the\toks@
    \ifdefined\ex@ \global\ex@\the\ex@\relax \fi
    \ifdefined\big@size \global\big@size\the\big@size\relax \fi
    \ifdefined\Mathstrutbox@ \global\setbox\Mathstrutbox@\hbox{}\fi
    \ifdefined\reset@strutbox@ \noexpand\reset@strutbox@ \fi
    \global\let\noexpand\glb@currsize\noexpand\@empty \noexpand\@ignorefalse}\endgroup}
\makeatother
\begin{document}
\rememberformulas
\immediate\openout\picturelog=\jobname.done
\picturedone{1}
"""
# The blank ends the name of the macro and is no space on the page.
_PAGE = "\\startpicture {body}\\endpicture\n\\picturedone{{{number}}}\n"
_END = "\\end{document}\n"

_KILLED = 128
_SPOILT_XML = 251
"""dvisvgm's own exit status, where manim's marks do not nest in the order TeX has put them on the page."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of a run: a picture for each expression up to the first that failed.

    ``started`` is false where TeX did not get through the preamble; ``cut_off`` says that the run ended by its
    limits and not by a complaint.
    """

    pictures: list[str]
    started: bool
    cut_off: bool


class Typesetter:
    """Typesets in a sandbox where no scene has been."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def alone(self, document: Document, ready: Path | None = None) -> str | None:
        """The picture of one document, or None where TeX has something to complain about.

        ``ready`` is the folder of its preamble's format, if there is one.
        """
        source = document.source[len(document.preamble) :] if ready else document.source
        output = self._run(_ALONE, source, ready)
        if output is None or len(output) > picture.LARGEST:
            return None
        return picture.canonical(output.decode("utf-8", "replace"))

    def together(self, documents: Sequence[Document], ready: Path | None = None) -> Batch:
        """The pictures of documents that have one preamble and may share a run."""
        preamble = "" if ready else documents[0].preamble
        pages = [_PAGE.format(body=document.body, number=n) for n, document in enumerate(documents, 2)]
        output = self._run(_TOGETHER, "".join([preamble, _PRELUDE, *pages, _END]), ready)
        header, _, svg = (output or b"").partition(b"\n")
        try:
            tex, dvisvgm, lines = map(int, header.split())
        except ValueError:
            return Batch([], started=True, cut_off=True)
        cut_off = tex >= _KILLED or (dvisvgm >= _KILLED and dvisvgm != _SPOILT_XML)
        pictures = picture.pages(svg.decode("utf-8", "replace"))[: max(0, lines - 1)]
        return Batch(pictures, started=cut_off or lines > 0, cut_off=cut_off)

    def dump(self, preamble: str) -> bytes | None:
        """TeX's memory after a preamble, as a format file, or None where TeX does not get through it."""
        return self._run(_DUMP, f"{preamble}\\dump\n", None)

    def _run(self, script: str, source: str, ready: Path | None) -> bytes | None:
        """What a shell script in the sandbox prints, given a TeX source; None if it fails or takes too long."""
        readable = {_FORMAT: ready} if ready else {}
        with self._sandbox.open(readable) as box:
            option = f"-fmt={box.place.readable[_FORMAT]}/{formats.NAME}" if ready else ""
            try:
                done = subprocess.run(
                    box.command(["/bin/sh", "-c", script, "sh", option]),
                    check=False,
                    input=source.encode("utf-8", "surrogatepass"),
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    timeout=_SECONDS,
                    env={},
                )
            except subprocess.TimeoutExpired:
                return None
        return done.stdout if done.returncode == 0 else None
