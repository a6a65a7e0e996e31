"""Methods that nothing calls and that hold a name which exists nowhere are left out; nothing else is."""

from __future__ import annotations

import pytest
from tests.scenes.repositories import drawing, sliced, text

NET = """
from manim import *


class Net(VGroup):
    def a(self):
        return 1

    # About it.
    @property
    def broken(self):
        return nothing(used_here)

    def c(self):
        return 2


def used_here(x):
    return x
"""


def files(drawn: str, helper: str = NET) -> dict[str, str]:
    return {"v.py": drawing(drawn, above="from manim import *\nfrom lib import Net\n"), "lib.py": helper}


def test_a_method_that_nothing_mentions_goes_with_all_that_only_it_needs() -> None:
    cut = sliced(files("Net().a()"))
    assert (cut.left_out, cut.lost, cut.problems) == (("lib.py:Net.broken",), (), ())
    assert cut.code == text("""
        from manim import *


        class Net(VGroup):
            def a(self):
                return 1

            def c(self):
                return 2


        class S(Scene):
            def construct(self):
                self.add(Net().a())
        """)


def test_the_first_the_last_and_the_only_method_can_go() -> None:
    broken = "class Net(VGroup):\n    def broken(self):\n        return nothing\n"
    after = "    def b(self): pass\n"
    before = broken.replace("    def", after + "\n    def", 1)
    for helper, expected in (
        (broken, "class Net(VGroup):\n    pass\n"),
        (broken + after, "class Net(VGroup):\n    def b(self): pass\n"),
        (before, "class Net(VGroup):\n    def b(self): pass\n"),
    ):
        cut = sliced(files("Net()", "from manim import *\n" + helper))
        assert cut.whole
        assert expected in cut.code


@pytest.mark.parametrize(
    "drawn",
    ["Net().broken", "getattr(Net(), 'broken')", "getattr(Net(), 'bro' + 'ken')", "getattr(Net(), f'{1}')"],
)
def test_a_method_that_may_be_called_stays_lost(drawn: str) -> None:
    cut = sliced(files(drawn))
    assert [lost.name for lost in cut.lost] == ["nothing"]
    assert cut.left_out == ()


@pytest.mark.parametrize(
    ("base", "method"),
    [
        ("VGroup", "next_to"),
        ("VGroup", "__repr__"),
        ("VGroup", "_private"),
        ("dict", "broken"),
        ("Module", "broken"),
    ],
)
def test_a_method_that_a_package_may_call_stays_lost(base: str, method: str) -> None:
    helper = "from manim import *\nfrom torch.nn import Module\n"
    helper += f"class Net({base}):\n    def {method}(self):\n        return nothing\n"
    assert [lost.name for lost in sliced(files("Net()", helper)).lost] == ["nothing"]


def test_methods_that_call_only_each_other_go_together() -> None:
    helper = "class Net:\n    def one(self):\n        return nothing\n"
    helper += "    def two(self):\n        return missing(self.one)\n"
    cut = sliced(files("Net()", helper))
    assert cut.left_out == ("lib.py:Net.one", "lib.py:Net.two")


def test_what_construct_lacks_is_lost() -> None:
    assert [lost.name for lost in sliced({"v.py": drawing("nothing")}).lost] == ["nothing"]


def test_what_a_try_expects_to_be_missing_is_not_lost() -> None:
    above = "from manim import *\ntry:\n    k = nothing\nexcept NameError:\n    k = 1\n"
    assert sliced({"v.py": drawing("k", above=above)}).lost == ()
