"""What asking a language model for descriptions costs, and that nothing is paid for twice, whatever happens.

    python benchmarks/describing.py            2,000 scenes, 20 kills
    python benchmarks/describing.py 300 5      fewer of both

A server on this machine speaks the providers' protocol, with delays, refusals to answer at the moment, broken
connections and bad answers. Must hold: every request is paid for once; killed at random moments and started again, a
run pays no more than that and what was under way when it was killed, and ends with the same bytes; one sample more
is one request more; another version of one prompt asks for that style alone; another order and another number of
workers ask for nothing; what a plan foretells is within 10 % of what it costs; a budget is kept. Besides waiting, as
a bare HTTP client does in the same run, a request takes less than 2 ms; its processor time is at most six times that
of the provider's library alone; 5,000 samples whose answers are kept take less than 10 seconds.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.describe.llm_server_config import Config, Delay, Fault
from tests.describe.llm_server_process import LlmServerProcess
from tests.describe.made_scenes import write_source

if TYPE_CHECKING:
    from manimill.describe.request import Request

MODEL, KEY = "gpt-5-mini", "test-key"
IN_FLIGHT = 16
WAIT, FEW = 0.1, 4
"""Seconds that a quick model takes to answer, and how many requests wait at a time from the beginning."""
SLOW = Config(
    delay=Delay(0.02, 0.03),
    faults=(
        Fault("rate_limited", 0.03, attempts=(1,)),
        Fault("rate_limited_bare", 0.02, attempts=(1,)),
        Fault("server_error", 0.03, attempts=(1, 2)),
        Fault("overloaded", 0.01, attempts=(1,)),
        Fault("truncated", 0.02, attempts=(1,)),
        Fault("disconnect", 0.01, attempts=(1,)),
        Fault("broken_body", 0.01, attempts=(1,)),
    ),
)
ANSWERS = "tests.describe.deriving:answer"


def main(count: int, kills: int) -> int:
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name), count)
        fine = [
            *bench.once(),
            *bench.killed(kills),
            *bench.one_more(),
            *bench.another_prompt(),
            *bench.estimate_and_budget(),
            *bench.overhead(),
            *bench.cached(),
        ]
    return 0 if all(fine) else 1


class Bench:
    """A folder with a dataset of made scenes."""

    def __init__(self, folder: Path, count: int) -> None:
        self.folder, self.count = folder, count
        self.built = self.build("built", count)

    def build(self, name: str, count: int, **how: Any) -> Path:
        """A dataset of so many scenes, without descriptions of a model."""
        recipe = write_source(self.folder / f"source-{name}", count, **how)
        out = self.folder / name
        rows = recipe.parent / "rows.jsonl"
        manimill(self.folder / "cache-build", "build", recipe, "--out", out, "--local", f"made={rows}")
        return out

    def copy(self, name: str) -> Path:
        shutil.copytree(self.built, self.folder / name)
        return self.folder / name

    def once(self) -> list[bool]:
        """A whole run: every distinct request is paid for once, and a second run asks nothing."""
        self.whole, self.cache = self.copy("whole"), self.folder / "cache-whole"
        with LlmServerProcess(self.folder / "server-whole", SLOW, ANSWERS) as server:
            start = time.perf_counter()
            described = ask(self.cache, self.whole, server)
            seconds = time.perf_counter() - start
            again = ask(self.cache, self.whole, server)
            paid = server.paid()
        self.distinct = len({call.digest for call in paid})
        print(
            f"{self.count:,} samples: {described['described']:,} described in {seconds:.0f} s, ${described['dollars']}"
        )
        return [
            said(
                f"{len(paid):,} answers paid for, {self.distinct:,} distinct requests",
                len(paid) == self.distinct,
            ),
            said(f"a second run asked for {again['asked']}", again["asked"] == 0 and not again["changed"]),
        ]

    def killed(self, kills: int) -> list[bool]:
        """Killed at random moments, started again, and at last let run to its end."""
        folder, cache = self.copy("killed"), self.folder / "cache-killed"
        draw = random.Random(7)
        moments = sorted(draw.sample(range(1, self.distinct), kills))
        with LlmServerProcess(self.folder / "server-killed", SLOW, ANSWERS) as server:
            for moment in moments:
                process = subprocess.Popen(
                    command(folder, server),
                    env=environment(cache),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
                while process.poll() is None and len(server.paid()) < moment:
                    time.sleep(0.02)
                process.send_signal(signal.SIGKILL)
                process.wait()
            ask(cache, folder, server)
            paid = server.paid()
        twice = len(paid) - len({call.digest for call in paid})
        return [
            said(
                f"killed {kills} times: {twice} answers were paid for again, {kills * IN_FLIGHT} may be",
                twice <= kills * IN_FLIGHT,
            ),
            said("the same bytes as without", contents(folder) == contents(self.whole)),
        ]

    def one_more(self) -> list[bool]:
        """One sample more, and the same in another order with another number of workers."""
        more = self.build("more", self.count + 1)
        other = self.build("other", self.count, backwards=True)
        with LlmServerProcess(self.folder / "server-more", Config(), ANSWERS) as server:
            first = {call.digest for call in server.paid()}
            asked = ask(self.cache, more, server)["asked"]
            followed = sum(call.digest not in first for call in server.paid())
            reordered = ask(self.cache, other, server, "--concurrency", 3, "--jobs", 1)["asked"]
        return [
            said(f"one sample more: {asked} request more", asked == 1 == followed),
            said(f"another order and number of workers: {reordered} requests", reordered == 0),
        ]

    def another_prompt(self) -> list[bool]:
        """Another version of one of three prompts."""
        folder, cache = self.copy("prompts"), self.folder / "cache-prompts"
        shipped = Path(__file__).parents[1] / "src" / "manimill" / "describe" / "prompts"
        prompts = [
            shutil.copy(shipped / f"{style}.md", folder) for style in ("brief", "detailed", "teaching")
        ]
        styles = ("--styles", ",".join(map(str, prompts)))
        with LlmServerProcess(self.folder / "server-prompts", Config(), ANSWERS) as server:
            before = ask(cache, folder, server, *styles, "--attempts", 1)
            brief = Path(prompts[0])
            text = brief.read_text(encoding="utf-8").replace("version = 1", "version = 2")
            brief.write_text(f"{text}\n- Be brief.\n", encoding="utf-8")
            after = ask(cache, folder, server, *styles, "--attempts", 1)
        asked = {row["prompt"]: row["answers"] for row in stats(cache)}
        return [
            said(
                f"{before['asked']:,} asked for in three styles; another version of one: {after['asked']:,} more, "
                f"{asked['brief 1']:,} had been asked for in it",
                after["asked"] == asked["brief 1"] == asked["brief 2"],
            )
        ]

    def estimate_and_budget(self) -> list[bool]:
        """What a plan foretells after a trial, and a run that stops at its budget and goes on."""
        folder, cache = self.copy("planned"), self.folder / "cache-planned"
        with LlmServerProcess(self.folder / "server-planned", SLOW, ANSWERS) as server:
            blind = plan(cache, folder)
            trial = ask(cache, folder, server, "--limit", min(100, self.count // 3))
            planned = plan(cache, folder)
            half = ask(cache, folder, server, "--budget", planned / 2, expect=1)
            rest = ask(cache, folder, server)
        spent = half["dollars"] + rest["dollars"]
        dearest = planned / (self.count - 100) * 4 if self.count > 200 else planned
        off = abs(planned - spent) / spent
        blindly = abs(blind - spent - trial["dollars"]) / (spent + trial["dollars"])
        return [
            said(f"foretold ${planned:.4f}, it cost ${spent:.4f}: {100 * off:.1f} % off", off <= 0.1),
            said(f"(before any answer: {100 * blindly:.1f} % off)", True),
            said(
                f"a budget of ${planned / 2:.4f}: ${half['dollars']:.4f} spent, {half['left']:,} left",
                half["dollars"] <= planned / 2 + IN_FLIGHT * dearest and half["left"] > 0,
            ),
        ]

    def overhead(self) -> list[bool]:
        """What asking takes besides waiting, and its processor time beside that of the library alone."""
        quick = replace(Config(), exact_tokens=False)
        with LlmServerProcess(
            self.folder / "server-slow", replace(quick, delay=Delay(WAIT)), ANSWERS
        ) as server:
            slow, bare = (measured(part, self, server) for part in ("waiting", "bare"))
        with LlmServerProcess(self.folder / "server-quick", quick, ANSWERS) as server:
            ours, theirs = (measured(part, self, server) for part in ("asking", "library"))
        return [
            said(
                f"{slow - bare:.2f} ms for each request besides waiting ({slow:.2f} ms, of which a bare HTTP client "
                f"waits {bare:.2f})",
                slow - bare < 2,
            ),
            said(
                f"{ours:.2f} ms of processor time, checks and all; the library alone takes {theirs:.2f}: "
                f"{ours / theirs:.1f} times as much",
                ours <= 6 * theirs,
            ),
        ]

    def cached(self) -> list[bool]:
        """5,000 samples whose answers are kept."""
        many, cache = self.build("many", 5_000), self.folder / "cache-many"
        with LlmServerProcess(
            self.folder / "server-many", replace(Config(), exact_tokens=False), ANSWERS
        ) as server:
            ask(cache, many, server)
            start = time.perf_counter()
            again = ask(cache, many, server)
            seconds = time.perf_counter() - start
        return [
            said(f"5,000 samples with kept answers: {seconds:.1f} s", seconds < 10 and again["asked"] == 0)
        ]


def measured(part: str, bench: Bench, server: LlmServerProcess) -> float:
    """Milliseconds of processor time for each request, in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--measure", part, bench.built, server.openai_url],
        env=environment(bench.folder / f"cache-{part}"),
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout)


def measure(part: str, folder: Path, url: str) -> float:
    """What `measured` asks for: everything between the samples and the accepted answers, or the library alone."""
    import openai

    from manimill.describe.answers import AnswerStore
    from manimill.described import Described
    from manimill.recipe import Describe
    from manimill.result import BuildResult

    settings = Describe(
        client="openai", model=MODEL, base_url=url, concurrency=FEW if part == "waiting" else IN_FLIGHT
    )
    openai.OpenAI(api_key=KEY).chat.completions.create  # noqa: B018 - loading the library is no part of asking
    with AnswerStore.default() as store:
        described = Described(BuildResult.load(folder), settings, store)
        described.subjects  # noqa: B018 - nor is reading the tables
        if part == "waiting":
            start = time.perf_counter()
            described.ask()
            return (time.perf_counter() - start) / described.tally.asked * 1000
        if part == "asking":
            start = time.process_time()
            described.ask()
            return (time.process_time() - start) / described.tally.asked * 1000
        inquiries = described.describing.inquiries(described.subjects)
    if part == "bare":
        return bare_client([inquiry.request for inquiry in inquiries], url)
    client = openai.OpenAI(api_key=KEY, base_url=url, max_retries=0)
    client.chat.completions.create  # noqa: B018
    start = time.process_time()
    for inquiry in inquiries:
        request = inquiry.request
        client.chat.completions.create(
            model=MODEL,
            messages=[
                {"role": "system", "content": request.system},
                {"role": "user", "content": request.messages[0].text},
            ],
            max_tokens=2000,
        )
    return (time.process_time() - start) / len(inquiries) * 1000


def bare_client(requests: Sequence[Request], url: str) -> float:
    """Milliseconds for each request where nothing but sending and receiving is done."""
    import httpx2

    def send(request: Request) -> None:
        turns = [("system", request.system), ("user", request.messages[0].text)]
        body = {"model": MODEL, "messages": [{"role": role, "content": text} for role, text in turns]}
        client.post(f"{url}/chat/completions", json=body, headers={"authorization": f"Bearer {KEY}"}).read()

    with httpx2.Client() as client, ThreadPoolExecutor(FEW) as threads:
        start = time.perf_counter()
        list(threads.map(send, requests))
        return (time.perf_counter() - start) / len(requests) * 1000


def command(folder: Path, server: LlmServerProcess, *more: object) -> list[str]:
    asked = ["describe", folder, "--client", "openai", "--model", MODEL, "--base-url", server.openai_url]
    return [*MANIMILL, *map(str, [*asked, "--concurrency", IN_FLIGHT, *more, "--json"])]


def ask(
    cache: Path, folder: Path, server: LlmServerProcess, *more: object, expect: int = 0
) -> dict[str, Any]:
    """Describe a dataset; what the command says of it."""
    done = run(command(folder, server, *more), cache)
    if done.returncode != expect:
        raise SystemExit(f"describe ended with status {done.returncode}: {done.stderr[-2000:]}")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def plan(cache: Path, folder: Path) -> float:
    """The dollars that a plan foretells."""
    asked = [*MANIMILL, "describe", str(folder), "--client", "openai", "--model", MODEL, "--plan", "--json"]
    return float(json.loads(run(asked, cache).stdout)["dollars"])


def stats(cache: Path) -> list[dict[str, Any]]:
    return [
        json.loads(line) for line in run([*MANIMILL, "cache", "stats", "--json"], cache).stdout.splitlines()
    ]


def manimill(cache: Path, *arguments: object) -> None:
    done = run([*MANIMILL, *map(str, arguments)], cache)
    if done.returncode:
        raise SystemExit(f"{arguments[0]} ended with status {done.returncode}: {done.stderr[-2000:]}")


MANIMILL = [sys.executable, "-m", "manimill"]


def run(asked: list[str], cache: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(asked, env=environment(cache), capture_output=True, text=True, check=False)


def environment(cache: Path) -> dict[str, str]:
    return {**os.environ, "XDG_CACHE_HOME": str(cache), "OPENAI_API_KEY": KEY}


def contents(folder: Path) -> dict[str, str]:
    """Digests of a dataset's files, but for what was measured with a clock."""
    build = json.loads((folder / "build.json").read_text(encoding="utf-8"))
    files = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and ".manimill" not in path.parts
        and path.name not in ("build.json", "timings.parquet")
    }
    return {**files, "build.json": json.dumps({**build, "timings": None}, sort_keys=True)}


def said(what: str, fine: bool) -> bool:
    print(f"  {'ok  ' if fine else 'FAIL'} {what}", flush=True)
    return fine


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(measure(sys.argv[2], Path(sys.argv[3]), sys.argv[4]))
    else:
        given = [int(argument) for argument in sys.argv[1:3]]
        raise SystemExit(main(*(given + [2_000, 20][len(given) :])))
