"""Where the names of a scene are found: helpers through imports of every kind."""

from __future__ import annotations

import pytest
from tests.scenes.repositories import drawing, module, sliced

F = "def f():\n    return {}\n"
WITH_F = "from manim import *\n\n\n"
WITH_F += "def f():\n    return {}\n\n\nclass S(Scene):\n    def construct(self):\n        self.add({})\n"


def with_f(returned: int, drawn: str = "f()") -> str:
    return WITH_F.format(returned, drawn)


IMPORT = "from manim import *\n{}\n"


@pytest.mark.parametrize(
    ("path", "line", "helper", "drawn"),
    [
        ("a/b/c/v.py", 'import sys\nsys.path.insert(1, "common/")\nfrom tools import *', "common/tools.py", "f()"),
        (
            "a/v.py",
            'import os, sys\nsys.path.append(os.path.join(os.path.dirname(__file__), ".."))\nfrom tools import f',
            "tools.py",
            "f()",
        ),
        (
            "a/b/v.py",
            "import sys\nfrom pathlib import Path\n"
            "sys.path.append(str(Path(__file__).parents[2] / 'lib'))\nimport tools",
            "lib/tools.py",
            "tools.f()",
        ),
        ("p/v.py", "from .tools import f", "p/tools.py", "f()"),
        ("p/v.py", "from .tools import f as g", "p/tools.py", "g()"),
        ("p/q/v.py", "from ..tools import *", "p/tools.py", "f()"),
        ("p/v.py", "from . import tools", "p/tools.py", "tools.f()"),
        ("p/v.py", "from p.tools import f", "p/tools.py", "f()"),
        ("v.py", "import p.tools", "p/tools.py", "p.tools.f()"),
        ("v.py", "import p.tools as t", "p/tools.py", "t.f()"),
        ("v.py", "from p import tools as t", "p/tools.py", "t.f()"),
        ("p/v.py", "try:\n    from .tools import f\nexcept ImportError:\n    from tools import f", "p/tools.py", "f()"),
        ("p/v.py", "try:\n    from tools import *\nexcept ImportError:\n    from .tools import *", "p/tools.py", "f()"),
    ],
)  # fmt: skip
def test_a_helper_is_found_through(path: str, line: str, helper: str, drawn: str) -> None:
    files = {path: drawing(drawn, above=IMPORT.format(line)), helper: F.format(1)}
    assert module(files) == with_f(1)


def test_the_copy_of_a_helper_in_the_scene_s_own_folder_wins() -> None:
    files = {
        "2022/v.py": drawing("f()", above="from manim import *\nfrom functions import *\n"),
        "functions.py": F.format(1),
        "2021/functions.py": F.format(2),
        "2022/functions.py": F.format(3),
    }
    assert module(files) == with_f(3)


def test_folders_that_an_imported_module_puts_on_the_path_are_searched() -> None:
    files = {
        "2022/a/v.py": drawing(
            "f()", above="from manim import *\nfrom solver import solve\nfrom tools import *\n"
        ),
        "2022/a/solver.py": 'import sys\nsys.path.insert(1, "common/")\ndef solve():\n    return 1\n',
        "2022/common/tools.py": F.format(1),
        "2022/b/tools.py": F.format(2),
    }
    assert module(files) == with_f(1)


def test_of_copies_in_other_folders_none_is_guessed() -> None:
    files = {
        "2022/v.py": drawing("f()", above="from manim import *\nfrom functions import f\n"),
        "2020/functions.py": F.format(1),
        "2021/functions.py": F.format(2),
    }
    # It may be a package that is installed, so the import stays.
    assert module(files) == drawing("f()", above="from manim import *\nfrom functions import f\n\n")


def test_a_name_is_followed_through_an_init_file() -> None:
    files = {
        "v.py": drawing("f()", above="from manim import *\nfrom p import f\n"),
        "p/__init__.py": "from .inner import *\n",
        "p/inner/__init__.py": "from .deep import f\n",
        "p/inner/deep.py": F.format(1),
    }
    assert module(files) == with_f(1)


def test_a_star_import_brings_what_all_lists_and_nothing_else() -> None:
    files = {
        "v.py": drawing("f(), g()", above="from manim import *\nfrom x import *\n"),
        "x.py": '__all__ = ["f"]\n' + F.format(1) + "def g():\n    return 2\n",
    }
    cut = sliced(files)
    assert [str(lost) for lost in cut.lost] == ["'g' of v.py line 6, looked for in v.py, x.py, manim"]


def test_a_star_import_does_not_bring_names_with_an_underscore() -> None:
    files = {"v.py": drawing("_k", above="from manim import *\nfrom x import *\n"), "x.py": "_k = 1\n"}
    assert [lost.name for lost in sliced(files).lost] == ["_k"]


def test_modules_that_import_each_other_are_joined() -> None:
    files = {
        "v.py": drawing("f()", above="from manim import *\nfrom a import f\n"),
        "a.py": "import b\ndef f():\n    return b.g()\ndef h():\n    return 1\n",
        "b.py": "import a\ndef g():\n    return a.h()\n",
    }
    assert module(files) == (
        "from manim import *\n\n\ndef g():\n    return h()\n\n\ndef f():\n    return g()\n\n\n"
        "def h():\n    return 1\n\n\nclass S(Scene):\n    def construct(self):\n        self.add(f())\n"
    )


def test_a_module_that_is_used_as_a_value_is_reported() -> None:
    files = {"v.py": drawing("dir(x)", above="from manim import *\nimport x\n"), "x.py": "k = 1\n"}
    assert [str(lost) for lost in sliced(files).lost] == ["'module x.py' of v.py line 6"]


def test_a_copy_of_manimlib_is_the_package() -> None:
    files = {
        "v.py": drawing("Dot()", above="from manimlib import *\n"),
        "manimlib/__init__.py": "from .dots import *\n",
        "manimlib/dots.py": "class Dot:\n    pass\n",
    }
    assert module(files) == drawing("Dot()", above="from manimlib import *\n\n")


def test_what_only_the_copy_of_a_package_has_is_taken_from_it() -> None:
    files = {
        "v.py": drawing("f()", above="from manimlib import *\n"),
        "manimlib/__init__.py": "from .own import *\n",
        "manimlib/own.py": F.format(1),
    }
    assert module(files) == with_f(1).replace("manim import", "manimlib import")


def test_a_file_called_manim_hides_the_package() -> None:
    files = {"v.py": drawing("Dot()"), "manim.py": "from manimlib import *\n"}
    assert module(files) == drawing("Dot()", above="from manimlib import *\n\n")


def test_an_installed_package_is_not_taken_from_the_repository() -> None:
    from tests.scenes.repositories import tree

    from manimill.scenes.repository import Repository

    files = {
        "v.py": drawing("f()", above="from manim import *\nfrom p import f\n"),
        "p/__init__.py": F.format(1),
    }
    (found,) = Repository(tree(files), installed=["p"]).scenes()
    assert found.cut().code == drawing("f()", above="from manim import *\nfrom p import f\n\n")


def test_a_file_that_does_not_parse_is_named_where_it_is_needed() -> None:
    files = {"v.py": drawing("f()", above="from manim import *\nfrom x import f\n"), "x.py": "print 1\n"}
    (lost,) = sliced(files).lost
    assert (lost.name, lost.looked[0]) == (
        "f",
        "x.py (written for Python 2 (line 1: Missing parentheses in call to 'print'. Did you mean print(...)?))",
    )


def test_a_name_that_a_package_does_not_have_is_lost() -> None:
    files = {"v.py": drawing("Nothing()", above="from manim import Scene, Nothing\n")}
    assert [str(lost) for lost in sliced(files).lost] == ["'Nothing' of v.py line 5, looked for in manim"]
