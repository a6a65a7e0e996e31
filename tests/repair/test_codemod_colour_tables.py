"""Tables of all colours."""

from __future__ import annotations

from tests.repair.codemod_cases import applied, stays

NAME = "colour-tables"


def test_a_table_is_written_out_below_the_imports() -> None:
    done = applied(
        NAME, "from manimlib.imports import *\n\nwanted = [eval(one) for one in COLOR_MAP.keys()]\n"
    )
    assert done.code.startswith(
        'from manimlib.imports import *\n\nCOLOR_MAP = {\n    "DARK_BLUE": DARK_BLUE,\n'
    )
    assert '    "BLUE_E": ManimColor("#1C758A"),\n' in done.code
    assert done.code.endswith("}\n\nwanted = [COLOR_MAP[one] for one in COLOR_MAP.keys()]\n")
    assert not applied(NAME, done.code).changed


def test_a_palette_is_the_table_s_colours() -> None:
    done = applied(NAME, "from manimlib.imports import *\nfirst = PALETTE[0]\n")
    assert done.code.endswith("}\nPALETTE = list(COLOR_MAP.values())\nfirst = PALETTE[0]\n")


def test_what_is_evaluated_otherwise_stays() -> None:
    code = "from manimlib.imports import *\nfor one in COLOR_MAP:\n    eval(other)\nfor one in names:\n    eval(one)\n"
    assert applied(NAME, code).code.endswith(code.partition("\n")[2])


def test_one_colour_and_tables_of_the_author_stay() -> None:
    stays(NAME, 'from manimlib.imports import *\none = COLOR_MAP["RED"]\n')
    stays(NAME, "from manimlib.imports import *\nPALETTE = [RED, BLUE]\nfirst = PALETTE[0]\n")
    stays(NAME, "from manimlib.constants import PALETTE\nfirst = PALETTE[0]\n", warning="not all imported")
