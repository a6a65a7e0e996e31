"""What ``manimill describe`` says and takes: plans, budgets, trials, prices, progress, and what is wrong."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import Run
from tests.describe.llm_server import Config, Delay, Fault, LlmServer
from tests.describing.comparing import digests, times
from tests.describing.conftest import MODEL, Here, asking

from manimill.result import BuildResult


@pytest.fixture
def whole(made: Path, tmp_path: Path, server: LlmServer, here: Here, own_cache: Path) -> dict[str, str]:
    """Digests of the dataset, described in one go; the cache has forgotten it."""
    folder = shutil.copytree(made / "out", tmp_path / "whole")
    assert here("describe", folder, *asking(server)).status == 0
    server.reset()
    shutil.rmtree(own_cache)
    return digests(folder)


def test_a_plan_needs_no_key_and_no_network(
    dataset: Path, own_cache: Path, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    touched = times(dataset)
    done = here("describe", dataset, "--plan")
    assert done.status == 0, done.err
    assert "12 samples may be described" in done.out
    assert "claude-haiku-4-5" in done.out  # where nobody names a model, some are compared
    assert "gpt-4o-mini" in done.out
    done = here("describe", dataset, "--plan", "--json", "--model", "gpt-5-mini", "--model", "not-listed")
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert [(row["model"], row["kept"], row["wanted"], row["measured"]) for row in rows] == [
        ("gpt-5-mini", 0, 12, 0),
        ("not-listed", 0, 12, 0),
    ]
    assert rows[0]["dollars"] > 0
    assert rows[1]["dollars"] is None
    assert sum(rows[0]["by_prompt"].values()) == 12
    given = ("--plan", "--json", "--model", "not-listed", "--prices", "1,2")
    assert json.loads(here("describe", dataset, *given).out)["dollars"] > 0
    assert times(dataset) == touched


def test_a_plan_counts_for_each_model_what_is_there(
    dataset: Path, own_cache: Path, server: LlmServer, here: Here
) -> None:
    assert here("describe", dataset, *asking(server)).status == 0
    done = here("describe", dataset, "--plan", "--json", "--model", MODEL, "--model", "gpt-5-mini")
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert [(row["model"], row["kept"], row["wanted"]) for row in rows] == [
        (MODEL, 12, 0),
        ("gpt-5-mini", 0, 12),
    ]
    assert rows[0]["dollars"] == 0
    assert rows[1]["dollars"] > 0


def test_a_budget_stops_it_and_more_of_it_goes_on(
    dataset: Path, whole: dict[str, str], server: LlmServer, here: Here
) -> None:
    spent, runs = 0.0, 0
    while True:
        done = here("describe", dataset, *asking(server), "--budget", "0.0025", "--json")
        told = json.loads(done.out)
        # What an answer costs is known when it is there; the next one is foreseen, and none goes out beyond that.
        assert told["dollars"] <= 0.0025 * 1.2
        spent += told["dollars"]
        runs += 1
        if done.status == 0:
            break
        assert done.status == 1
        assert told["stopped"] == "the budget of $0.0025 does not cover another request"
        assert told["left"] > 0
        assert runs < 10
    assert runs > 2
    assert digests(dataset) == whole
    assert spent == pytest.approx(sum(_costs(dataset)), abs=1e-5)


def _costs(folder: Path) -> list[float]:
    asked = BuildResult.load(folder).tables["asked"]
    return [answer["cost"] for answers in asked["answers"] for answer in answers]


def test_a_run_that_stopped_says_how_to_go_on(
    dataset: Path, own_cache: Path, server: LlmServer, here: Here
) -> None:
    done = here("describe", dataset, *asking(server), "--budget", "0.0025")
    assert done.status == 1
    assert "stopped: the budget of $0.0025 does not cover another request" in done.out
    assert "are left; run the same command to continue" in done.out
    left = BuildResult.load(dataset).tables["description"]
    assert set(left["origin"]) == {"generated", "derived"}  # what came is in
    done = here("describe", dataset, *asking(server), "--budget", "0")
    assert done.status == 1
    assert "nothing has changed" in done.out


def test_a_trial_asks_for_the_first_samples_only(
    dataset: Path, whole: dict[str, str], server: LlmServer, here: Here
) -> None:
    done = here("describe", dataset, *asking(server), "--limit", 3, "--json")
    assert done.status == 0
    asked = BuildResult.load(dataset).tables["asked"]
    everybody = sorted(BuildResult.load(dataset).tables["samples"]["id"])
    assert asked["id"].to_list() == everybody[:3]
    assert json.loads(done.out)["asked"] == len(server.paid()) <= 9
    plan = json.loads(here("describe", dataset, "--plan", "--json").out)
    assert (plan["kept"], plan["wanted"]) == (3, 9)
    assert plan["measured"] == len(server.paid())
    assert here("describe", dataset, *asking(server)).status == 0
    assert digests(dataset) == whole


def test_a_model_that_no_list_has_wants_a_price_for_a_budget(
    dataset: Path, own_cache: Path, server: LlmServer, here: Here
) -> None:
    server.configure(Config(models=("mine",)))
    options = ("--client", "openai", "--model", "mine", "--base-url", server.openai_url)
    done = here("describe", dataset, *options, "--budget", 1)
    assert (done.status, server.calls) == (2, [])
    assert "give the price of a million tokens in and out with --prices" in done.err
    done = here("describe", dataset, *options, "--budget", 1, "--prices", "1,10", "--json")
    assert done.status == 0
    told = json.loads(done.out)
    expected = (told["input_tokens"] + 10 * told["output_tokens"]) / 1e6
    assert told["dollars"] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--styles", "shakespeare"], "There is no style 'shakespeare'; there are brief, detailed, teaching"),
        (["--styles", "brief,brief"], "'styles' has 'brief' twice"),
        (["--styles", "./absent.md"], "The prompt absent.md cannot be read"),
        (["--styles", ","], "'styles' is empty"),
        (["--prices", "cheap"], "--prices is 'cheap'; it wants two numbers"),
        (["--prices", "1,2,3"], "--prices is '1,2,3'; it wants two numbers"),
        (["--prices", "-1,2"], "--prices is -1.0: input should be greater than or equal to 0"),
        (["--replace", "nonsense"], "--replace is 'nonsense': input should be 'reviewed', 'human'"),
        (["--replace", "generated"], "--replace is 'generated'"),
        (["--transcripts", "absent-folder"], "absent-folder"),
        (["--base-url", "nowhere"], "--base-url is 'nowhere'; it wants an address"),
        (["--model", "a", "--model", "b"], "--model is given 2 times"),
        (["--show", "zzz"], "no sample with the id 'zzz'"),
    ],
)
def test_what_is_wrong_is_told_in_one_sentence(
    dataset: Path, own_cache: Path, server: LlmServer, here: Here, options: list[str], sentence: str
) -> None:
    touched = times(dataset)
    usual = [] if "--model" in options else ["--model", MODEL]
    url = [] if "--base-url" in options else ["--base-url", server.openai_url]
    done = here("describe", dataset, "--client", "openai", *usual, *url, *options)
    assert done.status == 2, done.err
    assert sentence in done.err
    assert done.err.count("\n") == 1
    assert done.out == ""
    assert server.calls == []
    assert times(dataset) == touched


def test_who_is_asked_has_to_be_said(dataset: Path, own_cache: Path, here: Here) -> None:
    done = here("describe", dataset)
    assert (done.status, done.err) == (
        2,
        "manimill: manimill describe wants --client and --model, the language model to ask; --plan says what it "
        "would cost.\n",
    )
    done = here("describe", dataset, "--client", "openai")
    assert done.status == 2
    assert "wants a model" in done.err


def test_a_folder_without_a_build_is_told(tmp_path: Path, here: Here) -> None:
    for folder in (tmp_path, tmp_path / "absent"):
        done = here("describe", folder)
        assert done.status == 2
        assert "run 'manimill build" in done.err


def test_a_build_of_another_version_is_told(
    dataset: Path, own_cache: Path, server: LlmServer, here: Here
) -> None:
    told = json.loads((dataset / "build.json").read_text())
    told["versions"]["manimill"] = "0.0.1"
    told["recipe"]["describe"]["later"] = True
    (dataset / "build.json").write_text(json.dumps(told))
    done = here("describe", dataset, *asking(server))
    assert done.status == 2
    assert "was built by another manimill (0.0.1" in done.err
    assert server.calls == []


def test_a_catalog_that_is_gone_is_told_before_anything_is_paid(
    made: Path, tmp_path: Path, own_cache: Path, server: LlmServer, here: Here
) -> None:
    away = shutil.copytree(made, tmp_path / "away")
    local = f"made={away / 'rows.jsonl'}"
    assert here("build", away / "recipe.toml", "--local", local, "--out", tmp_path / "out").status == 0
    (away / "made.toml").unlink()
    done = here("describe", tmp_path / "out", *asking(server))
    assert done.status == 2
    assert "made.toml" in done.err
    assert server.calls == []


def test_a_server_that_is_not_there_is_told_and_nothing_changes(
    dataset: Path, own_cache: Path, here: Here, server: LlmServer
) -> None:
    touched = times(dataset)
    server.configure(Config(keys=("another",)))
    done = here("describe", dataset, *asking(server))
    assert done.status == 1
    assert "OPENAI_API_KEY" in done.err
    assert times(dataset) == touched


def test_requests_that_are_not_answered_are_counted_and_left(
    dataset: Path, whole: dict[str, str], server: LlmServer, here: Here
) -> None:
    server.configure(Config(faults=(Fault("rate_limited", containing="class Scene5(", retry_after=0.01),)))
    done = here("describe", dataset, *asking(server))
    assert done.status == 1
    assert "not answered: 1 requests, because" in done.out
    assert "1 are left; run the same command to continue" in done.out
    server.configure(Config())
    assert here("describe", dataset, *asking(server)).status == 0
    assert digests(dataset) == whole


def test_progress_is_lines_with_figures_where_nobody_watches(
    dataset: Path, own_cache: Path, server: LlmServer, manimill: Run
) -> None:
    server.configure(Config(delay=Delay(fixed=0.5)))
    done = manimill("describe", dataset, *asking(server), "--concurrency", 3)
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith("describe: done")]
    assert len(lines) >= 2
    for name in ("done", "failed", "under way", "tokens", "dollars"):
        assert all(f"{name} " in line for line in lines)
    assert "time left" in lines[0]
    assert "done 11 of 12, failed 1, under way 0" in lines[-1]
    assert "\x1b" not in done.stderr
    assert "%" not in done.stderr


def test_progress_is_a_table_below_a_bar_on_a_terminal(
    dataset: Path, own_cache: Path, server: LlmServer
) -> None:
    server.configure(Config(delay=Delay(fixed=0.3)))
    watcher, terminal = pty.openpty()
    command = [sys.executable, "-m", "manimill", "describe", dataset, *asking(server)]
    process = subprocess.Popen(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=terminal,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "120", "LINES": "40"},
    )
    os.close(terminal)
    seen = b""
    try:
        while part := os.read(watcher, 65536):
            seen += part
    except OSError:  # the other end is closed
        pass
    os.close(watcher)
    out, _ = process.communicate()
    assert process.returncode == 0
    text = seen.decode()
    for name in ("done", "failed", "under way", "tokens", "dollars", "time left"):
        assert f"  {name}" in text
    assert "✓" in text
    assert b"11 of 12 samples are described by a model" in out


def test_help_names_everything(here: Here) -> None:
    told = here("describe", "--help").out
    for option in (
        *("--client", "--model", "--base-url", "--styles", "--per-sample", "--replace", "--names"),
        *("--frames", "--transcripts", "--youtube", "--attempts", "--budget", "--prices", "--batch"),
        *("--concurrency", "--limit", "--plan", "--show", "--local", "--jobs", "--json"),
    ):
        assert option in told
    for words in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "brief, detailed, teaching", "derived,none"):
        assert words in " ".join(told.replace("│", " ").split())
    told = here("cache", "--help").out
    assert all(command in told for command in ("stats", "export", "import", "prune"))
    for command in ("stats", "export", "import", "prune"):
        assert "--json" in here("cache", command, "--help").out
