"""Kinds that plugins add: the plugin of the documentation and broken ones, built and installed by pip."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from tests.conftest import Run

import manimill
from manimill.catalog import SourceEntry

GUIDE = Path(__file__).parents[2] / "docs" / "adding-sources.md"
SHIPPED = ("package", "git", "huggingface", "kaggle", "rows", "web")
BOARD = "# Draw a dot.\nfrom manim import *\n\nclass Board(Scene):\n    def construct(self):\n        self.add(Dot())\n"

Install = Callable[[Mapping[str, str]], None]


def fences(tag: str) -> Iterator[str]:
    """The blocks of code in the guide."""
    blocks = GUIDE.read_text(encoding="utf-8").split("```")[1::2]
    return (block.partition("\n")[2] for block in blocks if block.startswith(f"{tag}\n"))


def documented_plugin() -> dict[str, str]:
    """The files that the guide shows: those whose first line is a comment with their path."""
    found: dict[str, str] = {}
    for block in (*fences("toml"), *fences("python")):
        first, _, rest = block.partition("\n")
        if first.startswith("# ") and "." in first:
            found[first.removeprefix("# ")] = rest
    return found


def plugin(name: str, code: str) -> dict[str, str]:
    return {
        "pyproject.toml": f"""
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "{name}"
version = "2.1"
[project.entry-points."manimill.sources"]
{name} = "{name}:make"
""",
        f"{name}/__init__.py": code,
    }


class Plugins:
    """A folder that plugins are installed in, as an environment of one's own would have them."""

    def __init__(self, folder: Path, manimill: Run) -> None:
        self.folder = folder
        self._site = folder / "site"
        self._manimill = manimill

    def install(self, files: Mapping[str, str]) -> None:
        project = self.folder / f"project-{len(list(self.folder.iterdir()))}"
        for name, text in files.items():
            path = project / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        flags = ["--no-deps", "--no-build-isolation", "--quiet", "--disable-pip-version-check"]
        command = [sys.executable, "-m", "pip", "install", *flags, "--target", str(self._site), str(project)]
        subprocess.run(command, check=True)

    def run(self, *arguments: object, home: Path | None = None) -> subprocess.CompletedProcess[str]:
        here = str(Path(manimill.__file__).parents[1])
        path = os.pathsep.join([here, str(self._site)])
        return self._manimill(*arguments, env={"PYTHONPATH": path, "HOME": str(home or self.folder)})


@pytest.fixture
def plugins(tmp_path: Path, manimill: Run) -> Plugins:
    return Plugins(tmp_path, manimill)


def catalog_file(folder: Path, kind: str) -> Path:
    path = folder / f"{kind}_source.toml"
    path.write_text(
        f'name = "{kind}_source"\ntitle = "Of a plugin"\nkind = "{kind}"\nurl = "https://example.org"\n'
        'verdict = "include"\nreason = "Written for these tests."\npriority = 50\n[revision]\npolicy = "latest"\n'
        '[options]\ndeep = { anything = [1, "two"] }\n'
    )
    return path


def recipe(folder: Path, sources: list[str], *catalog: Path) -> Path:
    path = folder / "recipe.toml"
    path.write_text(
        f"sources = {json.dumps(sources)}\ncatalog = {json.dumps([str(c) for c in catalog])}\n"
        "[render]\nenabled = false\n"
    )
    return path


def test_every_catalog_file_of_the_guide_is_valid() -> None:
    entries = [tomllib.loads(block) for block in fences("toml")]
    kinds = [SourceEntry.model_validate(entry).kind for entry in entries if entry.get("kind") in SHIPPED]
    assert sorted(kinds) == sorted(SHIPPED)


def test_the_plugin_of_the_guide_works_as_the_guide_says(plugins: Plugins, tmp_path: Path) -> None:
    plugins.install(documented_plugin())
    board = tmp_path / "home" / "algebra-board"
    board.mkdir(parents=True)
    (board / "a.py").write_text(BOARD)
    (board / "b.py").write_text("import manim\n")

    (listed,) = plugins.run("sources", "algebra_board", "--json").stdout.splitlines()
    entry = json.loads(listed)
    assert (entry["kind"], entry["options"]) == (
        "chalkboard",
        {"folder": "~/algebra-board", "scene": "Board"},
    )

    chosen = recipe(tmp_path, ["algebra_board"])
    built = plugins.run("build", chosen, "--out", tmp_path / "out", "--json", home=tmp_path / "home")
    assert built.returncode == 0, built.stderr
    result = json.loads(built.stdout)
    assert result["samples"]["found"] == 1
    rows = [
        json.loads(line)
        for side in ("train", "test")
        for line in (tmp_path / "out" / f"{side}.jsonl").read_text().splitlines()
    ]
    assert [(row["source"], row["conversations"][1]["value"]) for row in rows] == [
        ("algebra_board", "Draw a dot.")
    ]


def test_what_a_plugin_says_of_its_source_is_passed_on(plugins: Plugins, tmp_path: Path) -> None:
    plugins.install(documented_plugin())
    done = plugins.run("build", recipe(tmp_path, ["algebra_board"]), "--out", tmp_path / "out")
    assert (
        f"The source 'algebra_board' wants the folder {tmp_path}/algebra-board, which does not exist; make it."
        in done.stderr
    )
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("lost", "import not_there_at_all", "ModuleNotFoundError: No module named 'not_there_at_all'"),
        ("garbled", "def make(:", "SyntaxError: invalid syntax"),
        ("other", "x = 1", "AttributeError: module 'other' has no attribute 'make'"),
        ("loud", "def make(entry, access):\n    raise RuntimeError('no\\nroom')", "RuntimeError: no room"),
        ("leaving", "import sys\nsys.exit('bye')", "SystemExit: bye"),
        (
            "late",
            "class make:\n    def __init__(self, entry, access):\n        pass\n"
            "    def extract(self):\n        yield from ()\n        raise KeyError('text')",
            "KeyError: 'text'",
        ),
    ],
)
def test_a_plugin_that_fails_costs_its_own_source_only(
    plugins: Plugins, tmp_path: Path, data: Path, name: str, code: str, words: str
) -> None:
    plugins.install(plugin(name, code))
    own = catalog_file(tmp_path, name)
    chosen = recipe(tmp_path, ["pairs", f"{name}_source"], own, data / "pairs.toml")
    pairs = f"pairs={data / 'pairs.jsonl'}"
    done = plugins.run("build", chosen, "--local", pairs, "--out", tmp_path / "out")
    said = " ".join(done.stdout.split())
    assert done.returncode == 1, done.stderr
    assert f"The source '{name}_source' is read by the plugin '{name}' 2.1, which failed with {words}" in said
    assert "Traceback" not in done.stderr
    assert (tmp_path / "out" / "train.jsonl").read_text().count("\n") > 5


def test_a_plugin_is_not_imported_to_list_sources_or_to_plan(plugins: Plugins, tmp_path: Path) -> None:
    plugins.install(plugin("traces", f"open({str(tmp_path / 'imported')!r}, 'w').close()"))
    own = catalog_file(tmp_path, "traces")
    listed = plugins.run("sources", "traces_source", "--catalog", own, "--json")
    assert json.loads(listed.stdout)["options"] == {"deep": {"anything": [1, "two"]}}
    planned = plugins.run("build", recipe(tmp_path, ["traces_source"], own), "--plan")
    assert planned.returncode == 0, planned.stderr
    assert not (tmp_path / "imported").exists()


def test_a_kind_that_nothing_reads_is_one_sentence_with_the_known_ones(
    plugins: Plugins, tmp_path: Path
) -> None:
    plugins.install(plugin("sparks", "make = None"))
    own = catalog_file(tmp_path, "spraks")
    done = plugins.run("sources", "--catalog", own)
    known = ", ".join(f"'{kind}'" for kind in (*SHIPPED, "sparks"))
    assert done.returncode == 2
    assert f"{own}: 'kind' is 'spraks'; it should be one of {known}." in " ".join(done.stderr.split())


def test_a_plugin_does_not_take_the_place_of_a_kind_that_manimill_reads(plugins: Plugins) -> None:
    files = plugin("sparks", "raise RuntimeError")
    files["pyproject.toml"] = files["pyproject.toml"].replace(
        'sparks = "sparks:make"', 'package = "sparks:make"'
    )
    plugins.install(files)
    assert json.loads(plugins.run("sources", "manim_ce_docs", "--json").stdout)["kind"] == "package"


def test_options_are_for_kinds_of_plugins(plugins: Plugins, tmp_path: Path) -> None:
    own = catalog_file(tmp_path, "web")
    done = plugins.run("sources", "--catalog", own)
    assert "'options' is for kinds that plugins add, and 'web' is none" in " ".join(done.stderr.split())
