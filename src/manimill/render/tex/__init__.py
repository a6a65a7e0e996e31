"""Typeset expressions, shared by all scenes and all runs.

store        a folder of pictures by the hash of their TeX source; what is missing is typeset in batches
foreseen     which expressions scenes are going to want, as far as their text tells
document     what manim writes for one expression, taken apart, and whether it may share a run of TeX
vocabulary   the commands and packages known to change nothing outside the group they stand in
typesetter   TeX and dvisvgm in the sandbox: one document alone, or many expressions in one run
formats      preambles that TeX has read already
picture      SVG as dvisvgm writes it, with names that do not depend on what else was in the run
"""

from manimill.render.tex.foreseen import foreseen
from manimill.render.tex.store import TexStore

__all__ = ["TexStore", "foreseen"]
