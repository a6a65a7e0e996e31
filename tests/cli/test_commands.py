"""The commands as a user types them, in processes of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import DATA, Run

PAIRS = DATA / "pairs.jsonl"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, manimill: Run, shared_cache: Path) -> Path:
    folder = tmp_path_factory.mktemp("built")
    (folder / "recipe.toml").write_text(f'sources = ["pairs"]\ncatalog = ["{DATA / "pairs.toml"}"]\n')
    done = manimill(
        "build",
        folder / "recipe.toml",
        "--local",
        f"pairs={PAIRS}",
        "--out",
        folder / "out",
        "--set",
        "render.enabled=false",
        env={"XDG_CACHE_HOME": str(shared_cache)},
    )
    assert done.returncode == 0, done.stderr
    return folder / "out"


def test_help_names_every_command(manimill: Run) -> None:
    text = manimill("--help").stdout
    assert all(
        command in text
        for command in ("build", "verify", "sources", "why", "env", "doctor", "--install-completion")
    )


@pytest.mark.parametrize("command", ["build", "verify", "sources", "why", "env list", "doctor"])
def test_every_command_explains_itself(command: str, manimill: Run) -> None:
    done = manimill(*command.split(), "--help")
    assert done.returncode == 0
    assert "--json" in done.stdout


def test_completion_offers_the_commands(manimill: Run) -> None:
    env = {"_MANIMILL_COMPLETE": "complete_bash", "COMP_WORDS": "manimill s", "COMP_CWORD": "1"}
    assert "sources" in manimill(env=env).stdout


def test_progress_is_plain_lines_on_stderr_and_stdout_is_the_result(built: Path, manimill: Run) -> None:
    recipe = built.parent / "recipe.toml"
    done = manimill(
        "build",
        recipe,
        "--local",
        f"pairs={PAIRS}",
        "--out",
        built,
        "--set",
        "render.enabled=false",
        "--json",
    )
    (line,) = done.stdout.splitlines()
    result = json.loads(line)
    assert result["samples"]["found"] == 16
    assert len(result["dataset_hash"]) == 64
    assert "\x1b" not in done.stderr
    assert "extract: 16 samples from 1 sources" in done.stderr


def test_the_summary_says_what_was_kept_and_where_to_look(built: Path, manimill: Run) -> None:
    recipe = built.parent / "recipe.toml"
    text = manimill(
        "build", recipe, "--local", f"pairs={PAIRS}", "--out", built, "--set", "render.enabled=false"
    ).stdout
    assert "pairs      16    12" in text
    assert "held back by code: 1 no_scene, 1 syntax_error" in text
    assert f"{built}/report/index.html" in text


def test_a_plan_writes_nothing(tmp_path: Path, manimill: Run) -> None:
    done = manimill("build", "base", "--out", tmp_path / "out", "--plan", "--json")
    plan = json.loads(done.stdout)
    assert done.returncode == 0
    by_name = {row["source"]: row for row in plan["sources"]}
    assert by_name["manim_ce_docs"]["unavailable"] is None
    assert by_name["manimbench"]["unavailable"] is None
    assert not (tmp_path / "out").exists()


def test_a_source_that_is_out_of_reach_is_named_and_the_status_is_1(tmp_path: Path, manimill: Run) -> None:
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(
        f'sources = ["pairs", "reducible"]\ncatalog = ["{DATA / "pairs.toml"}"]\n[render]\nenabled = false\n'
    )
    done = manimill("build", recipe, "--local", f"pairs={PAIRS}", "--out", tmp_path / "out", "--offline")
    assert done.returncode == 1
    assert "not read: The source 'reducible'" in done.stdout
    assert (tmp_path / "out" / "train.jsonl").exists()


def broken_parquet(folder: Path) -> str:
    (folder / "broken.parquet").write_bytes(b"PAR1 and then nothing")
    return f"manimbench={folder / 'broken.parquet'}"


def wrong_column(folder: Path) -> str:
    (folder / "rows.jsonl").write_text('{"Description": "x", "code": "y"}\n')
    return f"manimbench={folder / 'rows.jsonl'}"


def own_recipe(folder: Path, text: str) -> str:
    (folder / "mine.toml").write_text(text)
    return str(folder / "mine.toml")


def occupied(folder: Path) -> str:
    (folder / "occupied").mkdir()
    (folder / "occupied" / "thesis.tex").write_text("years of work")
    return str(folder / "occupied")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (lambda d: ["starter", "--sources", "manimbnech"], "did you mean 'manimbench'?"),
        (lambda d: [own_recipe(d, "[render]\ntimeuot = 1\n")], "did you mean 'timeout'?"),
        (lambda d: ["starter", "--set", "render.timeuot=1"], "did you mean 'timeout'?"),
        (lambda d: ["nosuch.toml"], "There is no recipe 'nosuch.toml'"),
        (lambda d: ["base", "--local", f"manimbench={d}/absent.parquet"], "does not exist"),
        (lambda d: ["base", "--local", "manimbench"], "--local wants NAME=PATH"),
        (lambda d: ["base", "--sources", "manimbench", "--local", wrong_column(d)], "Code"),
        (lambda d: ["base", "--sources", "manimbench", "--local", broken_parquet(d)], "broken.parquet"),
        (lambda d: [own_recipe(d, "sources = []\n")], "nothing to do"),
        (lambda d: [own_recipe(d, 'sources = ["manimbench"]\n'), "--offline"], "nothing to do"),
        (
            lambda d: ["starter", "--set", "render.enabled=false", "--out", occupied(d)],
            "choose a new or empty folder",
        ),
    ],
)
def test_a_wrong_request_is_one_sentence_with_status_2_and_writes_nothing(
    arguments: object, words: str, tmp_path: Path, manimill: Run
) -> None:
    given = arguments(tmp_path)  # type: ignore[operator]
    out = [] if "--out" in given else ["--out", str(tmp_path / "out")]
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    done = manimill("build", *given, *out)
    assert done.returncode == 2, done.stderr
    (sentence,) = [line for line in done.stderr.splitlines() if line.startswith("manimill: ")]
    assert words in sentence
    assert "Traceback" not in done.stderr
    assert {p: p.read_bytes() for p in before} == before
    assert not (tmp_path / "out").exists()


def test_a_build_without_a_folder_is_told_what_is_missing(manimill: Run) -> None:
    done = manimill("build", "starter")
    assert (done.returncode, "--out DIR" in done.stderr) == (2, True)


def test_why_tells_people_and_programs_the_same(built: Path, manimill: Run) -> None:
    removed, _ = json.loads((built / "removed_duplicates.json").read_text())
    for_people = manimill("why", removed["id"], "--in", built).stdout
    for_programs = json.loads(manimill("why", removed["id"][:10], "--in", built, "--json").stdout)
    assert set(for_programs) == {"id", "source", "kept", "split", "decisions", "storyboard", "parent_id"}
    assert {"stage", "verdict", "reason", "evidence"} == set(for_programs["decisions"][0])
    stages = [d["stage"] for d in for_programs["decisions"]]
    assert stages == ["extract", "repair", "flavour", "pairing", "quality", "duplicates", "split", "release"]
    assert "not in the dataset" in for_people
    assert removed["matched_id"] in for_people


@pytest.mark.parametrize(
    ("sample", "words"), [("ffff", "no sample with the id"), ("", "no sample with the id")]
)
def test_why_of_an_unknown_sample_is_one_sentence(
    sample: str, words: str, built: Path, manimill: Run
) -> None:
    done = manimill("why", sample, "--in", built)
    assert (done.returncode, words in done.stderr, "Traceback" in done.stderr) == (2, True, False)


def test_why_in_a_folder_without_a_build_says_how_to_make_one(tmp_path: Path, manimill: Run) -> None:
    done = manimill("why", "0123", "--in", tmp_path)
    assert (done.returncode, "manimill build RECIPE --out" in done.stderr) == (2, True)


def test_sources_lists_the_catalog_and_what_the_last_build_yielded(built: Path, manimill: Run) -> None:
    lines = [
        json.loads(line)
        for line in manimill("sources", "--json", "--catalog", DATA / "pairs.toml").stdout.splitlines()
    ]
    by_name = {line["name"]: line for line in lines}
    assert len(by_name) >= 30
    assert by_name["kilacoda"]["verdict"] == "refused"
    assert by_name["kilacoda"]["evidence"]
    assert by_name["manimbench"]["licence"] == "CC-BY-NC-SA-4.0"
    assert by_name["pairs"]["last_build"]["found"] == 16
    assert by_name["manibench"]["last_build"] is None


def test_a_list_that_is_piped_has_a_line_for_each_row(manimill: Run) -> None:
    lines = manimill("sources", env={"COLUMNS": ""}).stdout.splitlines()
    catalog = manimill("sources", "--json").stdout.splitlines()
    assert len(lines) == len(catalog) + 1
    reason = next(json.loads(line)["reason"] for line in catalog if '"manimbench"' in line)
    assert any(line.startswith("manimbench ") and reason in line for line in lines)


def test_one_source_is_shown_in_full(manimill: Run) -> None:
    text = manimill("sources", "manimbench").stdout
    assert "Reviewed Description" in text
    assert "CC-BY-NC-SA-4.0" in text


def test_an_unknown_source_is_answered_with_the_nearest(manimill: Run) -> None:
    done = manimill("sources", "reducibel")
    assert (done.returncode, "'reducible'" in done.stderr) == (2, True)


def test_doctor_tries_everything_and_finds_it(manimill: Run) -> None:
    done = manimill("doctor", "--json")
    findings = {f["check"]: f for f in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 0, done.stdout
    tried = {"text", "formula", "no network", "no files", "memory limit"}
    assert {"bubblewrap", "latex", "dvisvgm", "cache", "environment", "plugins", "worker"} | tried <= set(
        findings
    )
    assert findings["no network"]["detail"] == "a scene that connects to an address is stopped"


def test_doctor_without_latex_and_bubblewrap_says_how_to_get_them(tmp_path: Path, manimill: Run) -> None:
    done = manimill("doctor", "--json", env={"PATH": str(tmp_path)})
    findings = {f["check"]: f for f in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 1
    assert "apt-get install" in findings["latex"]["fix"]
    assert findings["latex"]["fix"].endswith("lmodern")
    assert not findings["worker"]["ok"]


def test_a_build_without_latex_stops_before_it_begins(tmp_path: Path, manimill: Run) -> None:
    done = manimill("build", "starter", "--out", tmp_path / "out", env={"PATH": str(tmp_path)})
    assert done.returncode == 1
    (sentence,) = done.stderr.splitlines()
    assert "apt-get install" in sentence
    assert not (tmp_path / "out").exists()


def test_ctrl_c_stops_with_one_sentence_and_the_next_run_continues(tmp_path: Path, manimill: Run) -> None:
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(f'sources = ["pairs"]\ncatalog = ["{DATA / "pairs.toml"}"]\n')
    arguments = ["build", str(recipe), "--local", f"pairs={PAIRS}", "--out", str(tmp_path / "out")]
    env = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    with subprocess.Popen(
        [sys.executable, "-c", "from manimill.cli import main; main()", *arguments],
        stderr=subprocess.PIPE,
        text=True,
        env=env,
        start_new_session=True,
    ) as process:
        assert process.stderr is not None
        said = list(iter(process.stderr.readline, "render: 16 scenes\n"))
        os.killpg(process.pid, signal.SIGINT)
        said += process.stderr.readlines()
    assert process.returncode == 130, said
    assert said[-1] == "manimill: stopped; what had finished is kept, run the same command to continue.\n"
    assert "Traceback" not in "".join(said)
    assert manimill(*arguments, env=env).returncode == 0
