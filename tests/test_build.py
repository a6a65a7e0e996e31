"""Whole builds in processes of their own: the same bytes whatever happens on the way."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import random
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from manimill.export import SYSTEM
from manimill.result import BuildResult

from .conftest import DATA, Run, read_jsonl

PAIRS = DATA / "pairs.jsonl"


def digests(folder: Path, *, measured: bool = True) -> dict[str, str]:
    """Digest of every output file; without those that hold clock readings where they are not comparable."""
    clocked = set() if measured else {"build.json", "tables/timings.parquet"}
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (name := path.relative_to(folder).as_posix()) not in clocked
        if not name.startswith(".manimill")
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, manimill: Run, shared_cache: Path) -> Path:
    folder = tmp_path_factory.mktemp("built")
    recipe = folder / "recipe.toml"
    recipe.write_text(f'sources = ["pairs"]\ncatalog = ["{DATA / "pairs.toml"}"]\n[render]\ntimeout = 30\n')
    done = manimill(
        "build",
        recipe,
        "--local",
        f"pairs={PAIRS}",
        "--out",
        folder / "out",
        env={"XDG_CACHE_HOME": str(shared_cache)},
    )
    assert done.returncode == 0, done.stderr
    return folder / "out"


def test_a_build_writes_exactly_the_announced_files(built: Path) -> None:
    tables = [
        "asked",
        "description",
        "duplicates",
        "features",
        "flavour",
        "frames",
        "links",
        "pairing",
        "quality",
        "release",
        "render",
        "repair",
        "samples",
        "skipped",
        "split",
        "storyboards",
        "timings",
        "variants",
    ]
    assert sorted(digests(built)) == sorted(
        [
            "README.md",
            "build.json",
            "deduplication_report.json",
            "removed_duplicates.json",
            "report/index.html",
            "report/repair.json",
            "report/split.json",
        ]
        + ["statistics.json", "test.jsonl", "test.parquet", "train.jsonl", "train.parquet"]
        + [f"tables/{name}.parquet" for name in tables]
    )


def test_every_line_is_a_conversation_whose_answer_is_one_block_of_python(built: Path) -> None:
    rows = read_jsonl(built / "train.jsonl") + read_jsonl(built / "test.jsonl")
    assert len(rows) == 9
    for row in rows:
        assert list(row) == ["conversations", "source"]
        system, user, assistant = row["conversations"]
        assert system == {"from": "system", "value": SYSTEM}
        assert user["from"] == "user" and user["value"].strip() == user["value"] != ""
        assert assistant["from"] == "assistant"
        block = re.fullmatch(r"```python\n(.*)\n```", assistant["value"], re.DOTALL)
        assert block is not None
        ast.parse(block[1])


def test_counts_add_up_and_every_no_has_its_reason(built: Path) -> None:
    statistics = json.loads((built / "statistics.json").read_text())
    assert statistics["samples"] == {
        "found": 16,
        "skipped": 4,
        "held_back": 7,
        "kept": 9,
        "train": statistics["samples"]["train"],
        "test": 9 - statistics["samples"]["train"],
    }
    assert statistics["held_back"] == {
        "code": {"no_scene": 1, "syntax_error": 1},
        "duplicates": {"canonical_code": 1, "same_animation": 1},
        "render": {"empty": 1, "name_error": 1, "runtime_error": 1},
    }
    assert statistics["skipped"] == {
        "pairs": {"broken_json": 1, "empty_code": 1, "not_an_object": 1, "null_code": 1}
    }


def test_what_upstream_tests_with_is_on_the_test_side(built: Path) -> None:
    result = BuildResult.load(built)
    assert "Turn a red square into a green triangle." in result.test["description"].to_list()


def test_a_failing_scene_is_explained_with_its_error(built: Path) -> None:
    result = BuildResult.load(built)
    failing = result.removed.filter(pl.col("reason") == "runtime_error")["id"].item()
    explanation = result.why(failing)
    assert (explanation.kept, explanation.split) == (False, None)
    render = next(d for d in explanation.decisions if d.stage == "render")
    assert (render.verdict, render.reason) == ("runtime_error", "runtime_error")
    assert render.evidence["error"] == "RuntimeError: on purpose"
    assert render.evidence["error_line"] == 7


def test_a_duplicate_is_explained_with_what_it_repeats(built: Path) -> None:
    removed, recoloured = sorted(
        json.loads((built / "removed_duplicates.json").read_text()), key=lambda row: row["rule"]
    )
    assert (recoloured["rule"], recoloured["similarity"]) == ("same_animation", 1.0)
    explanation = BuildResult.load(built).why(removed["id"])
    decision = next(d for d in explanation.decisions if d.stage == "duplicates")
    assert (decision.verdict, decision.reason) == ("removed", "canonical_code")
    assert decision.evidence["matched_id"] == removed["matched_id"]
    assert decision.evidence["matched_source"] == "pairs"
    kept = BuildResult.load(built).why(removed["matched_id"])
    assert kept.kept
    evidence = next(d.evidence for d in kept.decisions if d.stage == "duplicates")
    assert evidence["kept_because"] == removed["kept_because"] == "id"
    assert f"canonical_code 1 {removed['id']}" in evidence["links"]


def test_the_hub_library_reads_the_folder(built: Path, tmp_path: Path) -> None:
    import datasets

    datasets.disable_progress_bars()
    loaded = datasets.load_dataset(str(built), cache_dir=str(tmp_path))
    assert {side: loaded[side].num_rows for side in loaded} == {
        "train": BuildResult.load(built).train.height,
        "test": BuildResult.load(built).test.height,
    }
    talk = loaded["train"][0]["conversations"]
    assert [turn["from"] for turn in talk] == ["system", "user", "assistant"]
    lines = datasets.load_dataset(
        "json", data_files={"train": str(built / "train.jsonl")}, cache_dir=str(tmp_path)
    )
    assert lines["train"].column_names == ["conversations", "source"]
    assert lines["train"][0]["conversations"] == talk


def test_a_second_run_writes_the_same_bytes_and_renders_nothing(
    built: Path, manimill: Run, recipe: Path
) -> None:
    before = digests(built)
    # Without bubblewrap's program nothing could render, so what comes out comes from the cache.
    done = manimill("build", recipe, "--local", f"pairs={PAIRS}", "--out", built)
    assert done.returncode == 0, done.stderr
    assert "nothing has changed" in done.stderr
    assert digests(built) == before


@pytest.mark.parametrize(
    ("what", "jobs", "seed"),
    [("one worker", "1", "0"), ("two workers", "2", "0"), ("another hash seed", "2", "77")],
)
def test_the_same_input_gives_the_same_bytes(
    what: str, jobs: str, seed: str, built: Path, tmp_path: Path, recipe: Path, manimill: Run
) -> None:
    env = {"PYTHONHASHSEED": seed, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    done = manimill(
        "build", recipe, "--local", f"pairs={PAIRS}", "--out", tmp_path / "out", "--jobs", jobs, env=env
    )
    assert done.returncode == 0, done.stderr
    assert digests(tmp_path / "out", measured=False) == digests(built, measured=False), what


def test_the_order_of_rows_and_the_name_of_the_file_change_nothing(
    built: Path, tmp_path: Path, recipe: Path, manimill: Run
) -> None:
    lines = PAIRS.read_text().splitlines()
    random.Random(5).shuffle(lines)
    (tmp_path / "other.jsonl").write_text("\n".join(lines) + "\n")
    done = manimill(
        "build", recipe, "--local", f"pairs={tmp_path / 'other.jsonl'}", "--out", tmp_path / "out"
    )
    assert done.returncode == 0, done.stderr
    assert BuildResult.load(tmp_path / "out").dataset_hash == BuildResult.load(built).dataset_hash
    for name in ("train.jsonl", "test.jsonl"):
        assert (tmp_path / "out" / name).read_bytes() == (built / name).read_bytes()


STAGES = {
    "extract": "manimill.registry.number_identical",
    "analyse": "manimill.analyses.analyse",
    "pair": "manimill.build.fit_descriptions",
    "judge": "manimill.build.judge",
    "cluster": "manimill.build.find",
    "repair": "manimill.repairs._to_json",
    "render": "manimill.render.verdict.Verdict.to_json",
    "deduplicate": "manimill.build.decide",
    "describe": "manimill.describe.stage.derive",
    "split": "manimill.split.split_clusters",
    "augment": "manimill.build.augment_all",
    "prove": "manimill.build.prove",
    "write": "manimill.outputs.report_page",
    "publish": "manimill.workspace.Path.replace",
}


@pytest.mark.parametrize("stage", STAGES)
def test_kill_9_in_any_stage_and_again_gives_the_same_bytes(
    stage: str, built: Path, tmp_path: Path, recipe: Path, manimill: Run
) -> None:
    arguments = [
        "build",
        str(recipe),
        "--local",
        f"pairs={PAIRS}",
        "--out",
        str(tmp_path / "out"),
        "--jobs",
        "1",
    ]
    env = {"XDG_CACHE_HOME": str(tmp_path / "cache")} if stage in ("repair", "render") else {}
    several = stage in ("repair", "render", "publish", "analyse")
    killed = _run_until(STAGES[stage], 3 if several else 1, arguments, env)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert not (tmp_path / "out" / "build.json").exists()
    done = manimill(*arguments, env=env)
    assert done.returncode == 0, done.stderr
    assert digests(tmp_path / "out", measured=False) == digests(built, measured=False)
    assert list((tmp_path / "out" / ".manimill").glob("new-*")) == []


def _run_until(
    target: str, calls: int, arguments: list[str], env: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run the command line and kill -9 it at the given call of a function it uses."""
    module, _, name = target.rpartition(".")
    code = f"""
import importlib, os, pkgutil, signal, sys
import manimill.build
owner = pkgutil.resolve_name({module!r}.replace("workspace.Path", "workspace:Path"))
original, left = getattr(owner, {name!r}), [{calls}]
def last(*a, **k):
    left[0] -= 1
    if left[0] <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return original(*a, **k)
setattr(owner, {name!r}, last)
from manimill.cli import main
sys.argv = ["manimill", *{arguments!r}]
main()
"""
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env={**os.environ, **env}
    )


def test_finished_renders_are_not_repeated_after_kill_9(tmp_path: Path, recipe: Path, manimill: Run) -> None:
    env = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    arguments = [
        "build",
        str(recipe),
        "--local",
        f"pairs={PAIRS}",
        "--out",
        str(tmp_path / "out"),
        "--jobs",
        "1",
    ]
    _run_until(STAGES["render"], 6, arguments, env)
    finished = _cached(tmp_path / "cache")
    assert len(finished) == 5
    assert manimill(*arguments, env=env).returncode == 0
    again = _cached(tmp_path / "cache")
    # A verdict holds the seconds its render took: were it rendered again they would differ.
    assert {key: again[key] for key in finished} == finished


def _cached(cache: Path) -> dict[str, Any]:
    import sqlite3

    with sqlite3.connect(cache / "manimill" / "render.sqlite") as db:
        return dict(db.execute("SELECT key, value FROM entries").fetchall())
