"""The text of a slice: what people wrote, in the order it runs, and nothing else."""

from __future__ import annotations

from tests.scenes.repositories import drawing, module, sliced, text


def test_comments_above_and_behind_travel_and_lines_are_told_apart() -> None:
    above = text("""
        #!/usr/bin/env python
        # -*- coding: utf-8 -*-
        from manim import *

        # Of the disc,
        # in units.
        R = 2  # about

        # Of nothing.
        unused = 1
        a = 1; b = 2  # both
        c = 3;  # end


        # What it shows.
        """)
    assert module({"v.py": above + drawing("R, b, c", above="").lstrip()}) == text("""
        from manim import *

        # Of the disc,
        # in units.
        R = 2  # about
        b = 2
        c = 3


        # What it shows.
        class S(Scene):
            def construct(self):
                self.add(R, b, c)
        """)


def test_imports_are_dropped_trimmed_or_kept_as_they_are_written() -> None:
    above = "from manim import *\nimport os, sys\nimport json\n"
    above += "from math import (\n    pi,  # a\n    tau,\n)\nfrom random import (\n    choice,  # b\n)\n"
    assert module({"v.py": drawing("os, pi, choice", above=above)}) == text("""
        from manim import *
        import os
        from math import pi
        from random import (
            choice,  # b
        )


        class S(Scene):
            def construct(self):
                self.add(os, pi, choice)
        """)


def test_imports_inside_functions_go_where_they_lead_into_the_repository() -> None:
    files = {
        "v.py": text("""
            from manim import *
            class S(Scene):
                def construct(self):
                    from a import f  # here
                    import b, math
                    if f: import b
                    self.add(f(), b.g(), math.pi)
                def setup(self):
                    import b
            """),
        "a.py": "def f(): return 1\n",
        "b.py": "def g(): return 1\n",
    }
    assert module(files) == text("""
        from manim import *


        class S(Scene):
            def construct(self):
                import math
                if f: pass
                self.add(f(), g(), math.pi)
            def setup(self):
                pass


        def f(): return 1


        def g(): return 1
        """)


def test_a_block_with_imports_is_laid_open_and_strings_keep_their_lines() -> None:
    data = b"from manim import *\r\nif True:\r\n\tfrom lib import *\r\n\tclass S(Scene):\r\n"
    data += b'\t\t"""A\r\n\tscene."""\r\n\t\tk = (1,\r\n\t2)\r\n'
    assert module({"v.py": data, "lib.py": "size = 1\n"}) == (
        'from manim import *\n\n\nclass S(Scene):\n\t"""A\n\tscene."""\n\tk = (1,\n2)\n'
    )


def test_decorators_travel_with_what_they_decorate() -> None:
    above = "from manim import *\ndef d(x): return lambda f: f\n# why\n@d(1)  # one\n@d(\n    2\n)\ndef f(): return 1\n"
    assert module({"v.py": drawing("f()", above=above)}) == text("""
        from manim import *


        def d(x): return lambda f: f


        # why
        @d(1)  # one
        @d(
            2
        )
        def f(): return 1


        class S(Scene):
            def construct(self):
                self.add(f())
        """)


def test_lazy_annotations_stay_lazy_only_where_there_are_any() -> None:
    head = "from __future__ import annotations\nfrom manim import *\n"
    with_one = "def f(x: Later) -> int: return x\nclass Later: pass\n"
    assert module({"v.py": drawing("1", above=head)}).startswith("from manim import *\n")
    assert module({"v.py": drawing("f(1)", above=head + with_one)}).startswith(head)


def test_annotations_bring_their_classes() -> None:
    above = "from manim import *\nclass Kind: pass\nclass Other: pass\ndef f(x: Kind): return x\n"
    code = module({"v.py": drawing("f(1)", above=above)})
    assert "class Kind: pass" in code
    assert "Other" not in code


def test_names_written_to_the_namespace_come_with_what_writes_them() -> None:
    files = {
        "v.py": drawing("PINKISH", above="from manim import *\nfrom c import *\n"),
        "c.py": 'COLOURS = {"PINKISH": "#f0f"}\nglobals().update(COLOURS)\n',
    }
    assert module(files) == text("""
        from manim import *

        COLOURS = {"PINKISH": "#f0f"}
        globals().update(COLOURS)


        class S(Scene):
            def construct(self):
                self.add(PINKISH)
        """)


def test_a_slice_tells_where_its_text_comes_from() -> None:
    files = {
        "v.py": drawing("f()", above="from manim import *\nfrom a import f\n"),
        "a.py": "x = 1\n# why\ndef f():\n    return 1\n",
    }
    assert sliced(files).origins == (("a.py", 2, 4), ("v.py", 4, 6))


def test_variables_of_blocks_are_kept_with_the_block_whole() -> None:
    above = (
        "from manim import *\nn = 2\nif n > 1:\n    r = n\nelse:\n    r = 1\nfor i in range(n):\n    r += i\n"
    )
    assert module({"v.py": drawing("r", above=above)}) == text("""
        from manim import *

        n = 2
        if n > 1:
            r = n
        else:
            r = 1
        for i in range(n):
            r += i


        class S(Scene):
            def construct(self):
                self.add(r)
        """)


def test_a_name_that_is_imported_and_on_some_ways_bound_again_is_reported() -> None:
    files = {
        "v.py": drawing("k", above="from manim import *\nfrom lib import k\nif config:\n    k = 2\n"),
        "lib.py": "k = 1\n",
    }
    (lost,) = sliced(files).lost
    assert (lost.name, lost.looked) == ("k", ("v.py, where it is imported and bound again on some ways",))
