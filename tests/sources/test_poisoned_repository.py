"""Repositories made to hang, exhaust or mislead: what cannot be read is named, and the scenes beside it come out."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.sources.git_repositories import SCENE, Repo
from tests.sources.reading import Entry

from manimill.records import Sample, Skipped
from manimill.scenes.files import FileTree, MemoryTree
from manimill.scenes.repository import LARGEST_NOTEBOOK, Repository
from manimill.scenes.slicing.project import LARGEST_MODULE
from manimill.sources import Access, GitExtractor
from manimill.sources.repository import OpenedTree, extract_scenes

GOOD = SCENE.format(name="Good")
EVIL = "from manim import *\n\n\nclass Evil(Scene):\n    def construct(self):\n"
DEEP = ("nested_too_deeply", "it is nested too deeply")


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """A generous bound on processor time, where the trap is a hang."""
    start = time.process_time()
    yield
    assert time.process_time() - start < seconds


@pytest.fixture
def read(entry: Entry) -> Read:
    return Read(entry)


class Read:
    """Reads a tree as a git source does, and checks that the good scene beside what is in it comes out."""

    def __init__(self, entry: Entry) -> None:
        include = ["**/*.py", "**/*.ipynb", "**/*.md", "**/*.rst"]
        self._entry = entry("git", repositories=[{"repository": "ann/films", "include": include}])

    def tree(self, tree: FileTree) -> tuple[list[str | None], list[Skipped]]:
        found = list(
            extract_scenes(self._entry, OpenedTree(tree, "https://x", "r"), self._entry.repositories[0])
        )
        samples = [one for one in found if isinstance(one, Sample)]
        assert [sample.code for sample in samples if sample.scene == "Good"] == [GOOD]
        others = sorted(str(sample.scene) for sample in samples if sample.scene != "Good")
        return list(others), [one for one in found if isinstance(one, Skipped)]

    def files(self, files: Mapping[str, str | bytes]) -> tuple[list[str | None], list[Skipped]]:
        contents = {"good.py": GOOD, **files}
        return self.tree(
            MemoryTree({path: c if isinstance(c, bytes) else c.encode() for path, c in contents.items()})
        )

    def reasons(self, files: Mapping[str, str | bytes]) -> list[tuple[str, str, str]]:
        scenes, skipped = self.files(files)
        assert scenes == []
        return [(one.where, one.reason, one.detail) for one in skipped]


# -- size -----------------------------------------------------------------------------------------------------


class Pretending:
    """Files of any size that hold nothing; reading them is the mistake."""

    def __init__(self, sizes: Mapping[str, int | None], content: Mapping[str, bytes]) -> None:
        self._sizes = {**sizes, **{path: len(text) for path, text in content.items()}}
        self._content = content

    def files(self) -> Mapping[str, int | None]:
        return dict(sorted(self._sizes.items()))

    def read(self, path: str) -> bytes:
        assert path in self._content, f"{path} was read"
        return self._content[path]


def test_files_whose_size_says_enough_are_not_read(read: Read) -> None:
    sizes = {"a.py": 200_000_000, "b.ipynb": 500_000_000, "c.md": 200_000_000, "README.md": 1 << 40}
    scenes, skipped = read.tree(Pretending(sizes, {"good.py": GOOD.encode()}))
    assert scenes == []
    assert sorted((one.where, one.reason, one.detail) for one in skipped) == [
        ("README.md", "too_large", "1,099,511,627,776 bytes are more than people write"),
        ("a.py", "too_large", "200,000,000 bytes are more than people write"),
        ("b.ipynb", "too_large", "500,000,000 bytes are more than people write"),
        ("c.md", "too_large", "200,000,000 bytes are more than people write"),
    ]


class Unsized(MemoryTree):
    """A tree that cannot tell sizes before reading."""

    def files(self) -> Mapping[str, int | None]:
        return dict.fromkeys(super().files())


def test_where_no_size_is_known_what_was_read_is_refused_before_it_is_parsed(read: Read) -> None:
    broken = b"class ("  # would be called a syntax error
    files = {"a.py": broken.ljust(LARGEST_MODULE + 1), "b.ipynb": broken.ljust(LARGEST_NOTEBOOK + 1)}
    _, skipped = read.tree(Unsized({**files, "good.py": GOOD.encode()}))
    assert [(one.where, one.reason) for one in skipped] == [("a.py", "too_large"), ("b.ipynb", "too_large")]


def test_a_line_of_ten_million_characters_is_too_large(read: Read) -> None:
    with at_most(5):
        assert read.reasons({"a.py": "x = '" + "a" * 10_000_000 + "'\n"}) == [
            ("a.py", "too_large", "10,000,007 bytes are more than people write")
        ]


@pytest.mark.parametrize(
    "padding",
    ["\n" * 900_000, "#x\n" * 300_000, "x = '" + "a" * 900_000 + "'\n", "x = 1" + "\\\n" * 400_000 + "\n\n"],
    ids=["empty lines", "comments", "one line", "continued line"],
)
def test_padding_costs_no_more_than_its_bytes(read: Read, padding: str) -> None:
    with at_most(20):
        scenes, skipped = read.files({"a.py": padding + EVIL + "        self.add(Dot())\n"})
    assert (scenes, skipped) == (["Evil"], [])


@pytest.mark.parametrize(
    "code",
    [
        "DATA = [" + "1," * 100_000 + "]\n" + EVIL + "        print(DATA)\n",
        EVIL + "        data = [" + "1," * 100_000 + "]\n",
        "".join(f"x{n} = {n}\n" for n in range(20_000)) + EVIL + "        print(x7)\n",
        "x = []\n" + "".join(f"x.append({n})\n" for n in range(10_000)) + EVIL + "        print(x)\n",
        "x0 = 1\n" + "".join(f"x{n} = x{n - 1}\n" for n in range(1, 5_000)) + EVIL + "        print(x4999)\n",
        "".join(f"def f{n}():\n    f{n + 1}()\n" for n in range(2_000))
        + "def f2000():\n    pass\n"
        + EVIL
        + "        f0()\n",
    ],
    ids=["list", "list inside", "statements", "changes", "names", "functions"],
)
def test_much_of_the_same_is_read_in_seconds(read: Read, code: str) -> None:
    with at_most(60):
        scenes, skipped = read.files({"a.py": code})
    assert (scenes, skipped) == (["Evil"], [])


def test_five_thousand_scenes_in_one_file_are_all_found() -> None:
    scene = "class S{}(Scene):\n    def construct(self):\n        self.add(Dot())\n"
    code = "from manim import *\n" + "".join(scene.format(number) for number in range(5_000))
    with at_most(60):
        found = Repository(MemoryTree({"a.py": code.encode()})).scenes()
        last = found[-1].cut()
    assert [one.name for one in found] == [f"S{number}" for number in range(5_000)]
    assert last.code == "from manim import *\n\n\n" + scene.format(4999)


def test_a_hundred_thousand_files_are_listed_and_the_good_one_is_read(
    tmp_path: Path, entry: Entry, read: Read
) -> None:
    repo = Repo(tmp_path / "repo")
    lines = ["commit refs/heads/main", "committer A <a@example.org> 1 +0000", "data 0"]
    for number in range(100_000):
        lines.append(f"M 100644 inline d{number % 100}/f{number}.txt\ndata 1\nx")
    lines += [f"M 100644 inline good.py\ndata {len(GOOD)}\n{GOOD}", "done\n"]
    repo.git("fast-import", "--quiet", "--done", stdin="\n".join(lines).encode())
    source = entry("git", repositories=[{"repository": "ann/films"}])
    with at_most(60):
        (sample,) = GitExtractor(source, Access(), repo.folder).extract()
    assert isinstance(sample, Sample)
    assert sample.code == GOOD


# -- depth ----------------------------------------------------------------------------------------------------

DEEPEST = {
    "unary": "-" * 3_000 + "1",
    "not": "not " * 3_000 + "1",
    "binary": "+".join(["1"] * 5_000),
    "attributes": "a" + ".b" * 5_000,
    "calls": "Dot()" + ".shift(UP)" * 3_000,
    "called results": "f" + "()" * 3_000,
    "subscripts": "a" + "[0]" * 5_000,
    "lambdas": "lambda: " * 2_000 + "1",
    "conditions": "1 if 1 else " * 3_000 + "1",
}


@pytest.mark.parametrize("expression", DEEPEST.values(), ids=DEEPEST)
@pytest.mark.parametrize("place", ["module", "method"])
def test_expressions_deeper_than_the_parser_are_named_as_such(
    read: Read, expression: str, place: str
) -> None:
    code = (
        f"x = {expression}\n{EVIL}        pass\n"
        if place == "module"
        else f"{EVIL}        x = {expression}\n"
    )
    with at_most(10):
        assert read.reasons({"a.py": code}) == [("a.py", *DEEP)]


@pytest.mark.parametrize("depth", [30, 100, 200, 300, 400, 600, 800, 900, 950, 990])
@pytest.mark.parametrize("kind", DEEPEST)
def test_at_every_depth_a_scene_comes_out_or_is_named(read: Read, kind: str, depth: int) -> None:
    """Between what the parser and what our own walks can do no traceback may slip through."""
    shapes = {
        "unary": "-" * depth + "1",
        "not": "not " * depth + "1",
        "binary": "+".join(["1"] * depth),
        "attributes": "Dot()" + ".b" * depth,
        "calls": "Dot()" + ".shift(UP)" * (depth // 2),
        "called results": "Dot" + "()" * depth,
        "subscripts": "Dot()" + "[0]" * depth,
        "lambdas": "lambda: " * depth + "1",
        "conditions": "1 if 1 else " * depth + "1",
    }
    scenes, skipped = read.files(
        {"a.py": f"{EVIL}        self.x = {shapes[kind]}\n        self.add(Dot())\n"}
    )
    if scenes == []:
        assert [(one.where.partition(":")[0], one.reason) for one in skipped] == [("a.py", DEEP[0])]
    else:
        assert (scenes, skipped) == (["Evil"], [])


def test_a_thousand_branches_functions_and_classes_inside_each_other(read: Read) -> None:
    elifs = "if 0:\n    pass\n" + "elif 0:\n    pass\n" * 3_000
    functions = "".join(" " * n + f"def f{n}():\n" for n in range(1_000)) + " " * 1_000 + "pass\n"
    classes = "".join(" " * n + f"class C{n}(Scene):\n" for n in range(1_000)) + " " * 1_000 + "pass\n"
    found = read.reasons({"a.py": elifs, "b.py": functions, "c.py": classes})
    assert found == [
        ("a.py", *DEEP),
        ("b.py:101", "syntax_error", "line 101: too many levels of indentation"),
        ("c.py:101", "syntax_error", "line 101: too many levels of indentation"),
    ]


def test_what_the_parser_just_takes_comes_out(read: Read) -> None:
    functions = "".join(" " * n + f"def f{n}():\n" for n in range(95)) + " " * 95 + "pass\n"
    lists = "DATA = " + "[" * 95 + "1" + "]" * 95 + "\n"
    wide = f"        x = {' and '.join(['1'] * 20_000)}\n        y = f'{'{1}' * 5_000}'\n"
    with at_most(30):
        scenes, skipped = read.files(
            {"a.py": functions + EVIL + "        f0()\n", "b.py": lists + EVIL + "        print(DATA)\n"}
            | {"c.py": EVIL + wide}
        )
    assert (scenes, skipped) == (["Evil", "Evil", "Evil"], [])


def test_classes_that_inherit_from_each_other_three_thousand_times_are_named(read: Read) -> None:
    line = "".join(f"class A{n}(A{n - 1}):\n    pass\n" for n in range(1, 3_000))
    code = f"from manim import *\nclass A0(Scene):\n    def construct(self):\n        self.add(Dot())\n{line}"
    with at_most(30):
        assert read.reasons({"a.py": code}) == [("a.py", *DEEP)]


# -- circles --------------------------------------------------------------------------------------------------


def test_imports_in_circles_end(read: Read) -> None:
    scenes, skipped = read.files(
        {
            "a.py": f"from b import *\n{EVIL}        g()\ndef f():\n    return 1\n",
            "b.py": "from a import *\ndef g():\n    return f()\n",
            "self.py": f"from self import *\nimport self\n{EVIL}        pass\n",
        }
    )
    assert (scenes, skipped) == (["Evil", "Evil"], [])


def test_classes_that_are_their_own_base_are_no_scenes_and_end(read: Read) -> None:
    scenes, skipped = read.files(
        {
            "a.py": "class A(A):\n    def construct(self):\n        pass\n",
            "b.py": "class B(C):\n    pass\nclass C(B):\n    def construct(self):\n        pass\n",
            "d.py": "from e import E\nclass D(E):\n    def construct(self):\n        pass\n",
            "e.py": "from d import D\nclass E(D):\n    def construct(self):\n        pass\n",
        }
    )
    assert (scenes, skipped) == ([], [])


@pytest.mark.parametrize("names", ["a", "ab"])
def test_modules_that_import_the_next_twice_are_read_once(read: Read, names: str) -> None:
    """Sixty layers would be 2**60 ways to a name."""
    twice = "from {0}{2} import *\nfrom {1}{2} import *\n"
    files: dict[str, str | bytes] = {
        f"{name}{n}.py": twice.format(names[0], names[-1], n + 1) for n in range(60) for name in names
    }
    files |= {f"{name}60.py": "def f():\n    return 1\n" for name in names}
    with at_most(30):
        scenes, skipped = read.files(
            {**files, "z.py": f"from a0 import *\n{EVIL}        f()\n        missing()\n"}
        )
    assert scenes == []
    (lost,) = skipped
    assert (lost.where, lost.reason) == ("z.py:5:Evil", "not_whole")
    assert "'missing' of z.py line 8" in lost.detail


@pytest.mark.parametrize("imported", ["from m{} import f\n", "from m{} import *\n"])
def test_a_name_at_the_end_of_two_thousand_modules_is_named(read: Read, imported: str) -> None:
    files: dict[str, str | bytes] = {f"m{n}.py": imported.format(n + 1) for n in range(2_000)}
    with at_most(30):
        found = read.reasons(
            {**files, "m2000.py": "def f():\n    pass\n", "z.py": f"from m0 import f\n{EVIL}        f()\n"}
        )
    assert found == [("z.py:5:Evil", "not_whole", "its modules are nested too deeply")]


# -- text that is none ----------------------------------------------------------------------------------------


def test_bytes_are_read_in_the_encoding_that_the_file_states(read: Read) -> None:
    latin = EVIL + "        self.add(Text('é'))\n"
    scenes, skipped = read.files(
        {
            "bom.py": b"\xef\xbb\xbf" + latin.encode(),
            "cookie.py": b"# -*- coding: latin-1 -*-\n" + latin.encode("latin-1"),
            "none.py": latin.encode("latin-1"),
            "null.py": b"x = 1\0\n",
            "odd.py": b"# coding: nothing\n",
            "puny.py": b"# coding: punycode\nx = 1-\n",
            "rot.py": b"# coding: rot13\n",
            "wide.py": latin.encode("utf-16"),
            "zip.py": b"# coding: zip\n",
        }
    )
    assert scenes == ["Evil", "Evil"]
    assert [(one.where, one.reason) for one in skipped] == [
        ("none.py", "not_utf8"),
        ("null.py", "syntax_error"),
        ("odd.py", "not_utf8"),
        ("puny.py", "not_utf8"),
        ("rot.py", "not_utf8"),
        ("wide.py", "syntax_error"),
        ("zip.py", "not_utf8"),
    ]


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("x = 1\nprint 'x'\n", 2),
        ("exec 'x'\n", 1),
        ("def f():\n    raise E, 'x'\n", 2),
        ("try:\n    pass\nexcept E, e:\n    pass\n", 3),
        ("x = 0777\n", 1),
        ("x = 10L\n", 1),
        ("x = 1 <> 2\n", 1),
        ("x = `1`\n", 1),
        ("x = ur'x'\n", 1),
        ("def f((a, b)):\n    pass\n", 1),
    ],
)
def test_python_2_is_called_by_its_name(read: Read, code: str, line: int) -> None:
    ((where, reason, detail),) = read.reasons({"a.py": code})
    assert (where, reason) == (f"a.py:{line}", "python_2")
    assert detail.startswith(f"written for Python 2 (line {line}: ")


@pytest.mark.parametrize(
    ("code", "line", "said"),
    [
        ("x = (\n\n", 1, "'(' was never closed"),
        ("if 1:\n        x\n\ty\n", 3, "inconsistent use of tabs and spaces in indentation"),
        ("x = 1\n<<<<<<< HEAD\n", 2, "invalid syntax"),
        ("print = 1\nprint x\n", 2, None),
        ("for 1L in x:\n    pass\n", 1, None),
    ],
)
def test_what_does_not_parse_is_named_with_its_line(
    read: Read, code: str, line: int, said: str | None
) -> None:
    ((where, reason, detail),) = read.reasons({"a.py": code})
    assert (where, reason) == (f"a.py:{line}", "syntax_error" if said else "python_2")
    assert said is None or detail == f"line {line}: {said}"


# -- notebooks and texts --------------------------------------------------------------------------------------


def notebook(*cells: object) -> str:
    return json.dumps(
        {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {},
            "cells": [
                {"cell_type": "code", "id": f"c{n}", "source": cell, "metadata": {}, "outputs": []}
                for n, cell in enumerate(cells)
            ],
        }
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"cells": [{"class": 1}', "it is not JSON, line 1: Expecting ',' delimiter"),
        ('{"class":' + "[" * 100_000 + "]" * 100_000 + "}", "it is nested too deeply"),
        ('["class"]', "it is JSON, but not a notebook"),
        ('{"nbformat": 4, "cells": 1, "class": 1}', "it is JSON, but not a notebook"),
        (notebook([1, None, {"class": 1}]), "it is JSON, but not a notebook"),
    ],
    ids=["cut off", "deep", "list", "no cells", "no text"],
)
def test_a_broken_notebook_is_named(read: Read, text: str, said: str) -> None:
    ((where, reason, detail),) = read.reasons({"a.ipynb": text})
    assert (where, reason) == ("a.ipynb", "broken_notebook")
    assert detail.startswith(said)


def test_a_cell_that_is_too_deep_is_named_and_the_others_are_read(read: Read) -> None:
    scenes, skipped = read.files(
        {"a.ipynb": notebook(f"class X: y = {'-' * 3_000}1", f"{EVIL}        self.add(Dot())")}
    )
    assert scenes == ["Evil"]
    assert [(one.where, one.reason) for one in skipped] == [("a.ipynb cell 1:1", "syntax_error")]


def test_five_hundred_cells_with_scenes_are_read_in_seconds(read: Read) -> None:
    scene = "from manim import *\nclass S{}(Scene):\n    def construct(self):\n        self.add(Dot())"
    with at_most(90):
        scenes, skipped = read.files({"a.ipynb": notebook(*(scene.format(n) for n in range(500)))})
    assert (len(scenes), skipped) == (500, [])


def test_a_text_of_a_hundred_thousand_fences_is_read_in_seconds(read: Read) -> None:
    with at_most(30):
        scenes, skipped = read.files({"a.md": "class \n" + "```\n" * 100_000})
    assert (scenes, skipped) == ([], [])


def test_a_listing_of_scenes_is_read_block_by_block(read: Read) -> None:
    scene = "from manim import *\nclass S{}(Scene):\n    def construct(self):\n        self.add(Dot())\n"
    block = f"```python\n{scene}```\n"
    with at_most(60):
        scenes, skipped = read.files({"a.md": "".join(block.format(n) for n in range(600))})
    assert (len(scenes), skipped) == (600, [])


# -- names of files -------------------------------------------------------------------------------------------


def test_names_that_collide_deep_folders_and_shadowed_modules(read: Read) -> None:
    deep = "/".join(["d"] * 1_500) + "/e.py"
    scenes, skipped = read.files(
        {
            "Helper.py": "def f():\n    return 1\n",
            "helper.py": "def f():\n    return 2\n",
            "a.py/b.py": EVIL + "        self.add(Dot())\n",
            "math/__init__.py": "pi = 3\n",
            "os/__init__.py": "x = 1\n",
            "uses.py": f"import math, os\nfrom helper import f\n{EVIL}        print(math.pi, os.getcwd(), f())\n",
            deep: EVIL + "        self.add(Dot())\n",
        }
    )
    assert (scenes, skipped) == (["Evil", "Evil", "Evil"], [])


def test_links_in_circles_and_paths_that_lead_out_are_named_or_no_files(tmp_path: Path, entry: Entry) -> None:
    repo = Repo(tmp_path / "repo")
    good, loop = repo.blob(GOOD.encode()), repo.blob(b"loop.py")
    inner = repo.tree([("100644", "evil.py", good)])
    repo.commit_tree(
        repo.tree([("40000", "..", inner), ("100644", "good.py", good), ("120000", "loop.py", loop)])
    )
    source = entry("git", repositories=[{"repository": "ann/films"}])
    sample, skipped = GitExtractor(source, Access(), repo.folder).extract()
    assert isinstance(sample, Sample)
    assert sample.provenance.path == "good.py"
    assert skipped == Skipped("far", "../evil.py", "unsafe_path", "its path leads out of the repository")
