"""Names that clash when several modules become one."""

from __future__ import annotations

from tests.scenes.repositories import drawing, module, scene, sliced, text

TWO = "from manim import *\nimport lib\n{}\n\nclass S(Scene):\n    def construct(self):\n        {}\n"


def test_helpers_of_one_name_in_two_modules_are_told_apart_by_their_modules() -> None:
    files = {
        "v.py": drawing(
            "make(), size()", above="from manim import *\nfrom a import make\nfrom b import size\n"
        ),
        "a.py": "def helper():\n    return 1\ndef make():\n    return helper()\n",
        "b.py": 'def helper():\n    """A helper."""\n    return 2\ndef size():\n    return helper()\n',
    }
    cut = sliced(files)
    assert cut.renamed == {"b.py:helper": "helper_of_b"}
    assert cut.code == text('''
        from manim import *


        def helper():
            return 1


        def make():
            return helper()


        def helper_of_b():
            """A helper."""
            return 2


        def size():
            return helper_of_b()


        class S(Scene):
            def construct(self):
                self.add(make(), size())
        ''')


def test_the_scene_s_own_module_keeps_its_names() -> None:
    files = {"v.py": TWO.format("SIZE = 1", "self.add(SIZE, lib.SIZE)"), "lib.py": "SIZE = 2\n"}
    assert module(files) == text("""
        from manim import *

        SIZE_OF_LIB = 2
        SIZE = 1


        class S(Scene):
            def construct(self):
                self.add(SIZE, SIZE_OF_LIB)
        """)


def test_a_class_that_shadows_one_of_manim_in_another_module_is_renamed() -> None:
    files = {
        "v.py": drawing("make(), Dot()", above="from manim import *\nfrom a import make\n"),
        "a.py": "from manim import *\nclass Dot(Circle):\n    pass\ndef make():\n    return Dot()\n",
    }
    assert module(files) == text("""
        from manim import *


        class Dot_of_a(Circle):
            pass


        def make():
            return Dot_of_a()


        class S(Scene):
            def construct(self):
                self.add(make(), Dot())
        """)


def test_an_import_that_shadows_what_a_star_import_brings_elsewhere_is_renamed() -> None:
    files = {
        "v.py": drawing("make(), linear(1)", above="from manim import *\nfrom a import make\n"),
        "a.py": "from mylib import linear\ndef make():\n    return linear()\n",
    }
    assert module(files) == text("""
        from manim import *
        from mylib import linear as linear_of_mylib


        def make():
            return linear_of_mylib()


        class S(Scene):
            def construct(self):
                self.add(make(), linear(1))
        """)


def test_what_a_later_star_import_hides_is_imported_by_name() -> None:
    files = {
        "v.py": drawing(
            "make(), sqrt(2), floor(1), gamma(1)",
            above="from math import *\nfrom a import make\nfrom manim import Scene\n",
        ),
        "a.py": "from numpy import *\ndef make():\n    return sqrt(zeros(2))\n",
    }  # fmt: skip
    assert module(files) == text("""
        from math import *
        from numpy import *
        from manim import Scene
        from math import sqrt as sqrt_of_math
        from math import floor


        def make():
            return sqrt(zeros(2))


        class S(Scene):
            def construct(self):
                self.add(make(), sqrt_of_math(2), floor(1), gamma(1))
        """)


def test_an_import_that_a_later_star_import_would_hide_comes_behind_it() -> None:
    files = {
        "v.py": drawing("make(), Dot()", above="from a import make\nfrom manim import *\n"),
        "a.py": "from mylib import linear\nimport numpy as np\ndef make():\n    return linear(np.pi)\n",
    }
    assert module(files) == text("""
        from manim import *
        from mylib import linear


        def make():
            return linear(np.pi)


        class S(Scene):
            def construct(self):
                self.add(make(), Dot())
        """)


def test_parts_of_one_package_with_the_same_name_stay_apart() -> None:
    files = {
        "v.py": drawing(
            "make(), norm",
            above="from manim import *\nfrom a import make\nfrom scipy.stats import norm\n",
        ),
        "a.py": "from scipy.linalg import norm\ndef make():\n    return norm([1])\n",
    }  # fmt: skip
    assert module(files) == text("""
        from manim import *
        from scipy.linalg import norm as norm_of_linalg
        from scipy.stats import norm


        def make():
            return norm_of_linalg([1])


        class S(Scene):
            def construct(self):
                self.add(make(), norm)
        """)


def test_one_thing_from_two_modules_of_manim_is_imported_once() -> None:
    files = {
        "v.py": drawing(
            "f(), PI", above="from manim import Scene\nfrom a import f\nfrom manim.constants import PI\n"
        ),
        "a.py": "from manim import PI\ndef f():\n    return PI\n",
    }
    assert module(files) == text("""
        from manim import Scene
        from manim import PI


        def f():
            return PI


        class S(Scene):
            def construct(self):
                self.add(f(), PI)
        """)


def test_a_submodule_s_import_and_its_package_s_are_one_name() -> None:
    files = {
        "v.py": drawing("f(), os.path.sep", above="from manim import *\nimport os.path\nfrom a import f\n"),
        "a.py": "import os\ndef f():\n    return os.getcwd()\n",
    }
    assert module(files) == text("""
        from manim import *
        import os.path
        import os


        def f():
            return os.getcwd()


        class S(Scene):
            def construct(self):
                self.add(f(), os.path.sep)
        """)


def test_a_local_variable_does_not_capture_a_name_from_a_module() -> None:
    files = {"v.py": TWO.format("", "size = lib.size; self.add(size)"), "lib.py": "size = 2\n"}
    assert module(files) == text("""
        from manim import *

        size_of_lib = 2


        class S(Scene):
            def construct(self):
                size = size_of_lib; self.add(size)
        """)


def test_a_local_variable_does_not_capture_a_name_that_was_imported_as_another() -> None:
    files = {
        "v.py": drawing("[s for size in [s]]", above="from manim import *\nfrom lib import size as s\n"),
        "lib.py": "size = 2\n",
    }
    assert "self.add([size_of_lib for size in [size_of_lib]])" in module(files)


def test_names_behind_characters_of_several_bytes_are_renamed() -> None:
    files = {"v.py": TWO.format("k = 1", 'é = "ü", lib.k; self.add(k, "→", lib.k)'), "lib.py": "k = 2\n"}
    assert 'é = "ü", k_of_lib; self.add(k, "→", k_of_lib)\n' in module(files)


def test_global_statements_are_renamed() -> None:
    files = {
        "v.py": TWO.format("count = 5", "lib.bump(); self.add(count, lib.count)"),
        "lib.py": "count, other = 0, 1\ndef bump():\n    global other, count\n    count += other\n",
    }
    assert module(files) == text("""
        from manim import *

        count_of_lib, other = 0, 1


        def bump():
            global other, count_of_lib
            count_of_lib += other


        count = 5


        class S(Scene):
            def construct(self):
                bump(); self.add(count, count_of_lib)
        """)


def test_what_statements_of_every_kind_bind_is_renamed() -> None:
    files = {
        "v.py": TWO.format("k = n = 1", "self.add(k, n, lib.k, lib.n)"),
        "lib.py": text("""
            match [1]:
                case {"as": 1, **n}:
                    pass
                case [*n]:
                    pass
                case int() as n:
                    pass
            try:
                import json as k
            except ImportError as k:
                pass
            with open("x") as k, open("y"):
                pass
            for k in (k := n): pass
            del k
            async \\
              def k(n=n): return n
            """),
    }
    assert module(files) == text("""
        from manim import *

        match [1]:
            case {"as": 1, **n_of_lib}:
                pass
            case [*n_of_lib]:
                pass
            case int() as n_of_lib:
                pass


        async \\
          def k_of_lib(n=n_of_lib): return n


        k = n = 1


        class S(Scene):
            def construct(self):
                self.add(k, n, k_of_lib, n_of_lib)
        """)


def test_a_handler_s_name_is_renamed_with_its_uses() -> None:
    files = {
        "v.py": TWO.format("e = 1", "self.add(e, lib.why)"),
        "lib.py": "try:\n    why = 1 / 0\nexcept (ValueError, ZeroDivisionError) as e:\n    why = str(e)\ne = 2\n",
    }
    assert "except (ValueError, ZeroDivisionError) as e_of_lib:\n    why = str(e_of_lib)\n" in module(files)


def test_class_bodies_lambdas_decorators_and_comprehensions_keep_their_own_names() -> None:
    files = {
        "v.py": TWO.format("k = 2", "self.add(lib.f(), k, lib.A.v, lib.z)"),
        "lib.py": text("""
            k = 1
            def mark(g): return g
            f = lambda x=k: [k for _ in range(x)]
            @mark
            class A:
                k = 3
                v = k
                w = [k for i in range(2)]
            z = [k for k in range(k)]
            """),
    }
    assert module(files) == text("""
        from manim import *

        k_of_lib = 1


        def mark(g): return g


        f = lambda x=k_of_lib: [k_of_lib for _ in range(x)]


        @mark
        class A:
            k = 3
            v = k
            w = [k_of_lib for i in range(2)]


        z = [k for k in range(k_of_lib)]
        k = 2


        class S(Scene):
            def construct(self):
                self.add(f(), k, A.v, z)
        """)


def test_names_in_formatted_strings_are_renamed_wherever_they_stand() -> None:
    body = '''self.add(f"é{lib.k:{lib.w}} {{lib.k}} {lib.k!r}" f'{lib.k}', f"""
        {lib.k + lib.k} {f'{lib.k}'}""", rf"\\d{lib.k}")'''
    files = {"v.py": TWO.format("k = 1", body + "\n        self.add(k)"), "lib.py": "k = 2\nw = 3\n"}
    expected = (
        body.replace("{lib.w}", "{w}").replace("lib.k", "k_of_lib").replace("{{k_of_lib}}", "{{lib.k}}")
    )
    assert expected in module(files)


def test_a_name_that_a_formatted_string_shows_is_reported() -> None:
    files = {"v.py": TWO.format("", 'self.add(f"{lib.k=}")'), "lib.py": "k = 2\n"}
    assert sliced(files).problems == ("'lib.k' would have to be renamed inside a formatted string",)


def test_classes_of_one_name_in_one_file_are_cut_each_for_itself() -> None:
    from tests.scenes.repositories import scenes

    first = (
        "class S(Scene):\n    def construct(self):\n        super(S, self).setup()\n        self.add(Dot())\n"
    )
    second = first.replace("Dot", "Square")
    found = scenes({"v.py": "from manim import *\n" + first + second})
    assert [s.cut().code for s in found] == ["from manim import *\n\n\n" + part for part in (first, second)]


def test_the_scene_keeps_its_name_where_a_helper_has_it_too() -> None:
    files = {"v.py": TWO.format("", "self.add(lib.S())"), "lib.py": "class S:\n    pass\n"}
    assert module(files) == text("""
        from manim import *


        class S_of_lib:
            pass


        class S(Scene):
            def construct(self):
                self.add(S_of_lib())
        """)
    assert scene(files).cut().renamed == {"lib.py:S": "S_of_lib"}
